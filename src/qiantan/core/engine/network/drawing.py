"""Random figures for sixteen draws at once, each a function of seed, entry and draw alone.

No state is kept: the number for an entry in a draw is a hash of the two (two rounds of a 32-bit mixer over a 64-bit key
of the entry), so any draw can be made again by itself and what is added elsewhere changes nothing. Uniform numbers of
23 bits become normal ones by the inverse of their distribution (Giles, Approximating the erfinv function, 2010) and
log-normal multiples by exp; all in float32, without branches, so that one register holds all sixteen.
"""

import numpy as np

from qiantan.core.engine.network.kernels import LANES, compiled


@compiled
def mixed(x):
    """Return a 32-bit number scattered over its range; no two numbers give the same."""
    x = np.uint32(x ^ (x >> np.uint32(16)))
    x = np.uint32(x * np.uint32(0x7FEB352D))
    x = np.uint32(x ^ (x >> np.uint32(15)))
    x = np.uint32(x * np.uint32(0x846CA68B))
    return np.uint32(x ^ (x >> np.uint32(16)))


@compiled
def _logarithm(x):
    """Natural logarithm of a positive float32, to rounding (Cephes logf)."""
    bits = np.float32(x).view(np.int32)
    exponent = np.float32((bits >> np.int32(23)) - np.int32(126))
    m = np.int32((bits & np.int32(0x7FFFFF)) | np.int32(0x3F000000)).view(np.float32)
    low = m < np.float32(0.70710678)
    exponent = exponent - np.float32(1.0) if low else exponent
    m = m + m - np.float32(1.0) if low else m - np.float32(1.0)
    p = np.float32(7.0376836292e-2)
    p = p * m - np.float32(1.1514610310e-1)
    p = p * m + np.float32(1.1676998740e-1)
    p = p * m - np.float32(1.2420140846e-1)
    p = p * m + np.float32(1.4249322787e-1)
    p = p * m - np.float32(1.6668057665e-1)
    p = p * m + np.float32(2.0000714765e-1)
    p = p * m - np.float32(2.4999993993e-1)
    p = p * m + np.float32(3.3333331174e-1)
    square = m * m
    return m + (p * m * square - np.float32(0.5) * square) + exponent * np.float32(0.69314718)


@compiled
def _normal(h):
    """Standard normal number of a 32-bit hash."""
    u = (np.float32(h >> np.uint32(9)) + np.float32(0.5)) * np.float32(2.0**-22) - np.float32(1.0)
    w = -_logarithm((np.float32(1.0) - u) * (np.float32(1.0) + u))
    a = w - np.float32(2.5)
    p = np.float32(2.81022636e-08)
    p = p * a + np.float32(3.43273939e-07)
    p = p * a - np.float32(3.5233877e-06)
    p = p * a - np.float32(4.39150654e-06)
    p = p * a + np.float32(0.00021858087)
    p = p * a - np.float32(0.00125372503)
    p = p * a - np.float32(0.00417768164)
    p = p * a + np.float32(0.246640727)
    p = p * a + np.float32(1.50140941)
    b = np.float32(np.sqrt(w)) - np.float32(3.0)
    q = np.float32(-0.000200214257)
    q = q * b + np.float32(0.000100950558)
    q = q * b + np.float32(0.00134934322)
    q = q * b - np.float32(0.00367342844)
    q = q * b + np.float32(0.00573950773)
    q = q * b - np.float32(0.0076224613)
    q = q * b + np.float32(0.00943887047)
    q = q * b + np.float32(1.00167406)
    q = q * b + np.float32(2.83297682)
    return np.float32(1.41421356) * (p if w < np.float32(5.0) else q) * u


@compiled
def _exponential(x):
    """Exponential of a float32 within ±80, to rounding (Cephes expf)."""
    n = np.float32(np.floor(x * np.float32(1.44269504) + np.float32(0.5)))
    x = x - n * np.float32(0.693359375) + n * np.float32(2.12194440e-4)
    p = np.float32(1.9875691500e-4)
    p = p * x + np.float32(1.3981999507e-3)
    p = p * x + np.float32(8.3334519073e-3)
    p = p * x + np.float32(4.1665795894e-2)
    p = p * x + np.float32(1.6666665459e-1)
    p = p * x + np.float32(5.0000001201e-1)
    p = p * x * x + x + np.float32(1.0)
    return p * np.int32((np.int32(n) + np.int32(127)) << np.int32(23)).view(np.float32)


@compiled
def multiples(high, low, sigma, draws, out):
    """Log-normal multiples of median one of one entry for LANES draws, whose keys are `draws` (lane)."""
    for c in range(LANES):
        h = mixed(np.uint32(mixed(np.uint32(low ^ draws[c])) + high))
        out[c] = _exponential(sigma * _normal(h))


@compiled
def draw_column(j, start, index, amount, sigma, shared, keys, draws, nominal, out, at, linear):
    """Multiples of what process j takes (entry × lane), shares brought back to their sum, into `out` from row `at`.

    `linear` (lane) gets the change of j's score to first order in the multiples, for suppliers with `nominal` scores.
    """
    total = 0.0
    spent = 0.0
    drawn = np.zeros(LANES)
    for c in range(LANES):
        linear[c] = 0.0
    for k in range(start[j], start[j + 1]):
        row = out[at + k - start[j]]
        if sigma[k] > 0.0:
            multiples(keys[k, 0], keys[k, 1], sigma[k], draws, row)
            worth = amount[k] * nominal[index[k]]
            for c in range(LANES):
                linear[c] += worth * (np.float64(row[c]) - 1.0)
        else:
            for c in range(LANES):
                row[c] = 1.0
        if shared[k]:
            total += amount[k]
            spent += amount[k] * nominal[index[k]]
            for c in range(LANES):
                drawn[c] += amount[k] * np.float64(row[c])
    if total == 0.0:
        return
    for c in range(LANES):
        linear[c] -= spent * (drawn[c] / total - 1.0)
    for k in range(start[j], start[j + 1]):
        if shared[k]:
            for c in range(LANES):
                out[at + k - start[j], c] = np.float32(out[at + k - start[j], c] * total / drawn[c])


@compiled
def _added(high, low, sigma, draws, amount, worth, score, total, linear):
    """Draw one entry and add it at once: `draw_column` and its use in one loop, for what need not keep a sum."""
    for c in range(LANES):
        h = mixed(np.uint32(mixed(np.uint32(low ^ draws[c])) + high))
        m = np.float64(_exponential(sigma * _normal(h)))
        total[c] += amount * m * score[c]
        linear[c] += worth * (m - 1.0)


@compiled
def draw_burdens(start, kg, sigma, keys, draws, burden, linear):
    """Own burdens (position × lane) from the parts of each process, and what they add to the first order."""
    row = np.empty(LANES, np.float32)
    for j in range(burden.shape[0]):
        for c in range(LANES):
            burden[j, c] = 0.0
            linear[j, c] = 0.0
        for k in range(start[j], start[j + 1]):
            if sigma[k] > 0.0:
                multiples(keys[k, 0], keys[k, 1], sigma[k], draws, row)
                for c in range(LANES):
                    burden[j, c] += kg[k] * np.float64(row[c])
                    linear[j, c] += kg[k] * (np.float64(row[c]) - 1.0)
            else:
                for c in range(LANES):
                    burden[j, c] += kg[k]


@compiled
def drawn_pass(start, index, amount, sigma, shared, keys, draws, nominal, keep, burden, linear, score, low, high):
    """`adjoint_pass` for LANES draws outside the core: every multiple is made when needed and never stored."""
    longest = 1
    for j in range(low, high):
        longest = max(longest, start[j + 1] - start[j])
    row = np.empty((longest, LANES), np.float32)
    first = np.empty(LANES)
    total = np.empty(LANES)
    for j in range(low, high):
        for c in range(LANES):
            total[c] = burden[j, c]
        market = False
        for k in range(start[j], start[j + 1]):
            market = market or shared[k]
        if not market:
            for k in range(start[j], start[j + 1]):
                i = index[k]
                if sigma[k] > 0.0:
                    worth = amount[k] * nominal[i]
                    _added(keys[k, 0], keys[k, 1], sigma[k], draws, amount[k], worth, score[i], total, linear[j])
                else:
                    for c in range(LANES):
                        total[c] += amount[k] * score[i, c]
            for c in range(LANES):
                score[j, c] = total[c] / keep[j]
            continue
        draw_column(j, start, index, amount, sigma, shared, keys, draws, nominal, row, 0, first)
        for c in range(LANES):
            linear[j, c] += first[c]
        for k in range(start[j], start[j + 1]):
            i = index[k]
            for c in range(LANES):
                total[c] += amount[k] * np.float64(row[k - start[j], c]) * score[i, c]
        for c in range(LANES):
            score[j, c] = total[c] / keep[j]


@compiled
def draw_core(start, index, amount, sigma, shared, keys, draws, nominal, linear, out, low, high):
    """Multiples of all entries of the core (entry × lane), counted from its first."""
    first = np.empty(LANES)
    for j in range(low, high):
        draw_column(j, start, index, amount, sigma, shared, keys, draws, nominal, out, start[j] - start[low], first)
        for c in range(LANES):
            linear[j, c] += first[c]


@compiled
def core_pass(start, index, amount, multiple, keep, torn, burden, score, low, high):
    """`block_pass` of the core with its own multiples in every lane."""
    total = np.empty(LANES)
    for j in range(low, high):
        if torn[j]:
            continue
        for c in range(LANES):
            total[c] = burden[j, c]
        for k in range(start[j], start[j + 1]):
            i = index[k]
            m = k - start[low]
            for c in range(LANES):
                total[c] += amount[k] * np.float64(multiple[m, c]) * score[i, c]
        for c in range(LANES):
            score[j, c] = total[c] / keep[j]


@compiled
def core_gather(start, index, amount, multiple, keep, burden, score, nodes, out, low):
    """`block_gather` of the core with its own multiples in every lane."""
    for a in range(nodes.size):
        j = nodes[a]
        for c in range(LANES):
            out[a, c] = burden[j, c]
        for k in range(start[j], start[j + 1]):
            i = index[k]
            m = k - start[low]
            for c in range(LANES):
                out[a, c] += amount[k] * np.float64(multiple[m, c]) * score[i, c]
        for c in range(LANES):
            out[a, c] /= keep[j]


@compiled
def moments(score, linear, nominal, counted, out):
    """Sums over counted draws, around the nominal score (position × 5): y, y², c, c², y c; c is the linear estimate."""
    for j in range(nominal.size):
        y1 = y2 = c1 = c2 = yc = 0.0
        for lane in range(LANES):
            if counted[lane]:
                y = score[j, lane] - nominal[j]
                c = linear[j, lane] - nominal[j]
                y1 += y
                y2 += y * y
                c1 += c
                c2 += c * c
                yc += y * c
        out[j, 0] = y1
        out[j, 1] = y2
        out[j, 2] = c1
        out[j, 3] = c2
        out[j, 4] = yc
