"""Plain NumPy twins of the compiled loops of the network: the same arithmetic, written to be read."""

from fractions import Fraction

import numpy as np
from scipy.special import ndtri


def transpose(start, index, rows):
    consumer = np.repeat(np.arange(len(start) - 1), np.diff(start))
    entry = np.lexsort((consumer, index))
    return np.concatenate(([0], np.cumsum(np.bincount(index, minlength=rows)))), consumer[entry], entry


def reachable(start, index):
    """Whether process j needs process i, itself included (j × i), by repeated squaring."""
    size = len(start) - 1
    needs = np.eye(size, dtype=bool)
    needs[np.repeat(np.arange(size), np.diff(start)), index] = True
    for _ in range(max(1, int(np.ceil(np.log2(size + 1))))):
        needs = (needs.astype(int) @ needs.astype(int)) > 0
    return needs


def adjoint_pass(begin, end, index, amount, keep, torn, burden, score, low, high):
    for j in range(low, high):
        if not torn[j]:
            used = slice(begin[j], end[j])
            score[j] = (burden[j] + amount[used] @ score[index[used]]) / keep[j]


def forward_pass(begin, end, index, amount, keep, torn, demand, x, low, high):
    for j in reversed(range(low, high)):
        if not torn[j]:
            used = slice(begin[j], end[j])
            x[j] = (demand[j] + amount[used] @ x[index[used]]) / keep[j]


def gather(begin, end, index, amount, keep, burden, score, nodes, out):
    for a, j in enumerate(nodes):
        used = slice(begin[j], end[j])
        out[a] = (burden[j] + amount[used] @ score[index[used]]) / keep[j]


def residual(start, index, amount, own, rhs, x, left, size):
    matrix = np.diag(own)
    for j in range(len(x)):
        matrix[j, index[start[j] : start[j + 1]]] = amount[start[j] : start[j + 1]]
    left[:] = rhs + matrix @ x - x
    size[:] = abs(rhs) + abs(matrix) @ abs(x) + abs(x)
    return max((abs(left[size > 0]) / size[size > 0]).tolist(), default=0.0)


def dense(network):
    """T as a square array, suppliers × consumers."""
    matrix = np.zeros((network.size, network.size))
    matrix[network.pattern.supplier, network.pattern.consumer] = network.amount
    return matrix


def product(matrix, scale, g):
    return scale[:, None] * (matrix.astype(float) @ (g / scale[:, None]))


def exact_scores(network, burden):
    """Scores by elimination in fractions, without any rounding."""
    size = network.size
    matrix = [[Fraction(float(t)) for t in row] for row in -dense(network).T]
    for j in range(size):
        matrix[j][j] += 1
        matrix[j].append(Fraction(float(burden[j])))
    for p in range(size):
        pivot = next(j for j in range(p, size) if matrix[j][p] != 0)
        matrix[p], matrix[pivot] = matrix[pivot], matrix[p]
        for j in range(size):
            if j != p and matrix[j][p] != 0:
                ratio = matrix[j][p] / matrix[p][p]
                matrix[j] = [a - ratio * b for a, b in zip(matrix[j], matrix[p], strict=True)]
    return np.array([float(matrix[j][size] / matrix[j][j]) for j in range(size)])


# --- draws ---


def mixed(x):
    """Two rounds of multiply and shift, in 64 bits and cut to 32."""
    x = x ^ (x >> 16)
    x = (x * 0x7FEB352D) & 0xFFFFFFFF
    x = x ^ (x >> 15)
    x = (x * 0x846CA68B) & 0xFFFFFFFF
    return x ^ (x >> 16)


def normals(keys, draws):
    """Normal numbers of entries (entry × draw) by the exact inverse of their distribution."""
    high, low = keys.astype(np.int64).T[:, :, None]
    hashed = mixed((mixed(draws.astype(np.int64) ^ low) + high) & 0xFFFFFFFF)
    return ndtri(((hashed >> 9) + 0.5) / 2**23)


def drawn_network(entries, parts, draws):
    """T (draw × user × supplier), own use left out, own burdens (draw × position) and what both change to first order
    at each position.
    """
    size = len(entries.keep)
    matrices = np.zeros((len(draws), size, size))
    burden = np.tile(parts.certain, (len(draws), 1))
    moved = np.empty((len(draws), size))
    for j in range(size):
        own = slice(parts.start[j], parts.start[j + 1])
        burden[:, j] += parts.kg[own] @ np.exp(parts.sigma[own, None] * normals(parts.keys[own], draws))
        used = slice(entries.start[j], entries.start[j + 1])
        sigma = np.where(np.arange(used.stop - used.start) < entries.vary[j], entries.sigma[used], 0.0)
        factor = np.exp(sigma[:, None] * normals(entries.keys[used], draws))
        share, amount = entries.share[used], entries.amount[used]
        change = factor.copy()
        if share.any():
            ratio = amount[share] @ factor[share] / amount[share].sum()
            change[share] -= ratio - 1
            factor[share] /= ratio
        matrices[:, j, entries.supplier[used]] = (amount[:, None] * factor).T
        moved[:, j] = (amount * entries.nominal[entries.supplier[used]]) @ (change - 1)
    return matrices, burden, moved + burden - parts.nominal


def moments(score, linear, nominal, counted):
    y, c = (score - nominal[:, None])[:, counted], linear[:, counted]
    return np.array([y.sum(1), (y * y).sum(1), c.sum(1), (c * c).sum(1), (y * c).sum(1)]).T
