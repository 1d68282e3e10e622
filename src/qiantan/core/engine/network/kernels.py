"""The inner loops of the network, compiled; with `lanes`, the only files that know the compiler.

Every function is a few loops over arrays that the caller provides, and has a twin in plain NumPy among the tests. The
compiler may not reorder sums, so that the rounding terms of the certificate hold and every run gives the same digits.
All loops release the interpreter lock.

Columns list the suppliers of a process (`start`, `index`, `amount`), rows its users. `keep` is one less what a process
takes of its own product. Positions run in dependency order: suppliers before users, save for the torn processes.
"""

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

from qiantan.core.engine.network.lanes import (
    LANES,
    added,
    doubled,
    fused,
    larger,
    magnitude,
    put,
    repeated,
    row,
    single,
    where_below,
)

__all__ = ["LANES", "compiled", "inlined"]

Loop = Callable[..., Any]


def compiled(function: Loop) -> Loop:
    """Compile a loop at its first use and keep the machine code beside the file."""
    loop: Loop = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return loop


def inlined(function: Loop) -> Loop:
    """Make a part of loops, put into each of them when it is compiled."""
    part: Loop = numba.njit(nogil=True, error_model="numpy", forceinline=True)(function)
    return part


# --- one right-hand side ---


@compiled
def adjoint_pass(begin, end, index, amount, keep, torn, burden, score, low, high):
    """Score of every process in order: own burden and what its suppliers carry; torn processes stay as given."""
    for j in range(low, high):
        if torn[j]:
            continue
        total = burden[j]
        for k in range(begin[j], end[j]):
            total += amount[k] * score[index[k]]
        score[j] = total / keep[j]


@compiled
def gather(begin, end, index, amount, keep, burden, score, nodes, out):
    """Score that the equations of `nodes` imply."""
    for a in range(nodes.size):
        j = nodes[a]
        total = burden[j]
        for k in range(begin[j], end[j]):
            total += amount[k] * score[index[k]]
        out[a] = total / keep[j]


@compiled
def forward_pass(begin, end, index, amount, keep, torn, demand, x, low, high):
    """Amount of every product against the order: own demand and what its users take; torn processes stay as given."""
    for j in range(high - 1, low - 1, -1):
        if torn[j]:
            continue
        total = demand[j]
        for k in range(begin[j], end[j]):
            total += amount[k] * x[index[k]]
        x[j] = total / keep[j]


@compiled
def residual(start, index, amount, own, rhs, x, left, size, low, high):
    """Residual rhs + T x - x of the equations and the sum of their terms' magnitudes; return the largest ratio."""
    worst = 0.0
    for j in range(low, high):
        total = rhs[j] - x[j]
        whole = abs(rhs[j]) + abs(x[j])
        if own[j] != 0.0:
            term = own[j] * x[j]
            total += term
            whole += abs(term)
        for k in range(start[j], start[j + 1]):
            term = amount[k] * x[index[k]]
            total += term
            whole += abs(term)
        left[j] = total
        size[j] = whole
        # What is no number stays: it must not pass for a small ratio.
        if whole != 0.0 and not np.isnan(worst) and not abs(total) / whole <= worst:
            worst = abs(total) / whole
    return worst


@compiled
def reach(row_start, row_index, reached, low, high):
    """Mark every process in [low, high) that a marked one supplies, directly or not, by a worklist."""
    waiting = np.empty(high - low, np.int64)
    length = 0
    for j in range(low, high):
        if reached[j]:
            waiting[length] = j
            length += 1
    while length:
        length -= 1
        j = waiting[length]
        for k in range(row_start[j], row_start[j + 1]):
            i = row_index[k]
            if low <= i < high and not reached[i]:
                reached[i] = 1
                waiting[length] = i
                length += 1


@compiled
def push(start, index, amount, keep, row_start, row_index, usage, origin, marks):
    """Usage of `origin` beyond the core: visit, in order, only what it reaches; `marks` is a bit map; return how many."""
    one = np.uint64(1)
    visited = 0
    for k in range(row_start[origin], row_start[origin + 1]):
        marks[row_index[k] >> 6] |= one << np.uint64(row_index[k] & 63)
    word = origin >> 6
    while word < marks.size:
        if marks[word] == 0:
            word += 1
            continue
        bit = 0
        while (marks[word] >> np.uint64(bit)) & one == 0:
            bit += 1
        marks[word] &= ~(one << np.uint64(bit))
        j = word * 64 + bit
        total = 0.0
        for k in range(start[j], start[j + 1]):
            total += amount[k] * usage[index[k]]
        usage[j] = total / keep[j]
        visited += 1
        for k in range(row_start[j], row_start[j + 1]):
            marks[row_index[k] >> 6] |= one << np.uint64(row_index[k] & 63)
    return visited


@compiled
def rotate(upper, turns, rest, k, height):
    """Make column k of a Hessenberg matrix, whose entry below the diagonal is `height`, upper triangular by rotations."""
    for q in range(k):
        a, b = upper[q, k], upper[q + 1, k]
        upper[q, k] = turns[q, 0] * a + turns[q, 1] * b
        upper[q + 1, k] = turns[q, 0] * b - turns[q, 1] * a
    radius = np.hypot(upper[k, k], height)
    turns[k, 0], turns[k, 1] = (upper[k, k] / radius, height / radius) if radius != 0.0 else (1.0, 0.0)
    upper[k, k] = radius
    rest[k + 1] = -turns[k, 1] * rest[k]
    rest[k] = turns[k, 0] * rest[k]


@inlined
def _inner(one, other, at):
    """Inner product of rows from `at` and all of `other`."""
    total = repeated(0.0)
    for r in range(other.shape[0]):
        total = fused(row(one, at + r), row(other, r), total)
    return added(total)


@inlined
def _orthogonal(basis, new, upper, k):
    """Take out of `new` what it shares with the first k + 1 vectors of the basis; add the shares to column k."""
    rows = new.shape[0]
    shares = np.empty(k + 1)
    for q in range(k + 1):
        shares[q] = _inner(basis, new, q * rows)
        upper[q, k] += shares[q]
    for q in range(k + 1):
        for r in range(rows):
            put(new, r, fused(row(basis, q * rows + r), -shares[q], row(new, r)))


@compiled
def krylov_steps(response, torn, scale, goal, towards_users, scratch, basis, new, upper, turns, rest):
    """Steps of GMRES until less than `goal` is left of ``rest[0]``; return how many.

    `response` are the arrays and bounds of the core; `basis` (step and row × LANES) starts with one vector, padded with
    zeros; `new` (row × LANES) is one more; `scratch` (2 × position) holds zeros.
    """
    begin, end, index, amount, keep, is_torn, low, high = response
    rows, size, most = new.shape[0], torn.size, upper.shape[1]
    implied = np.empty(size)
    for k in range(most):
        at = k * rows * LANES
        flat, vector = basis.reshape(-1), new.reshape(-1)
        for a in range(size):
            scratch[0, torn[a]] = flat[at + a] * scale[a]
        if towards_users:
            adjoint_pass(begin, end, index, amount, keep, is_torn, scratch[1], scratch[0], low, high)
        else:
            forward_pass(begin, end, index, amount, keep, is_torn, scratch[1], scratch[0], low, high)
        gather(begin, end, index, amount, keep, scratch[1], scratch[0], torn, implied)
        for a in range(size):
            vector[a] = flat[at + a] - implied[a] / scale[a]
        if not np.isfinite(_inner(new, new, 0)):
            return k
        _orthogonal(basis, new, upper, k)
        # Once more: without it, strong loops cost half of the digits.
        _orthogonal(basis, new, upper, k)
        height = np.sqrt(_inner(new, new, 0))
        rotate(upper, turns, rest, k, height)
        if abs(rest[k + 1]) <= goal or height == 0.0:
            return k + 1
        for r in range(rows):
            put(basis, (k + 1) * rows + r, row(new, r) / height)
    return most


# --- blocks of right-hand sides ---


@inlined
def _taken(begin, end, index, amount, score, offset, total):
    """What the entries from `begin` to `end` carry, added to `total` (lane)."""
    for k in range(begin, end):
        total = fused(row(score, index[k] - offset), amount[k], total)
    return total


@compiled
def block_pass(begin, end, index, amount, keep, torn, burden, score, low, high, offset):
    """`adjoint_pass` for LANES right-hand sides; rows of `burden` and `score` are counted from `offset`."""
    for j in range(low, high):
        if not torn[j]:
            total = _taken(begin[j], end[j], index, amount, score, offset, row(burden, j - offset))
            put(score, j - offset, total / keep[j])


@compiled
def block_gather(begin, end, index, amount, keep, burden, score, nodes, out, offset):
    """`gather` for LANES right-hand sides."""
    for a in range(nodes.size):
        j = nodes[a]
        put(out, a, _taken(begin[j], end[j], index, amount, score, offset, row(burden, j - offset)) / keep[j])


@compiled
def block_residual(start, index, amount, own, rhs, x, left, worst):
    """`residual` for LANES right-hand sides; `worst` (lane) gets the largest ratio of each."""
    most = repeated(0.0)
    for j in range(x.shape[0]):
        term = row(x, j) * own[j]
        total = row(rhs, j) - row(x, j) + term
        whole = magnitude(row(rhs, j)) + magnitude(row(x, j)) + magnitude(term)
        for k in range(start[j], start[j + 1]):
            term = row(x, index[k]) * amount[k]
            total = total + term
            whole = whole + magnitude(term)
        put(left, j, total)
        most = larger(magnitude(total) / where_below(whole, 5e-324, 1.0, whole), most)
    put(worst, 0, most)


@compiled
def product(matrix, scale, g, out):
    """Product of a square matrix (float32) and LANES columns, both sides scaled: ``scale · matrix · (g / scale)``.

    Eight rows of the matrix are taken at once, as many as keep the processor busy.
    """
    size = g.shape[0]
    small = np.empty((size, LANES), np.float32)
    for b in range(size):
        put(small, b, single(row(g, b) / scale[b]))
    for a in range(0, size - size % 8, 8):
        x0 = x1 = x2 = x3 = x4 = x5 = x6 = x7 = repeated(np.float32(0.0))
        for b in range(size):
            column = row(small, b)
            x0 = fused(column, matrix[a, b], x0)
            x1 = fused(column, matrix[a + 1, b], x1)
            x2 = fused(column, matrix[a + 2, b], x2)
            x3 = fused(column, matrix[a + 3, b], x3)
            x4 = fused(column, matrix[a + 4, b], x4)
            x5 = fused(column, matrix[a + 5, b], x5)
            x6 = fused(column, matrix[a + 6, b], x6)
            x7 = fused(column, matrix[a + 7, b], x7)
        put(out, a, doubled(x0) * scale[a])
        put(out, a + 1, doubled(x1) * scale[a + 1])
        put(out, a + 2, doubled(x2) * scale[a + 2])
        put(out, a + 3, doubled(x3) * scale[a + 3])
        put(out, a + 4, doubled(x4) * scale[a + 4])
        put(out, a + 5, doubled(x5) * scale[a + 5])
        put(out, a + 6, doubled(x6) * scale[a + 6])
        put(out, a + 7, doubled(x7) * scale[a + 7])
    for a in range(size - size % 8, size):
        x = repeated(np.float32(0.0))
        for b in range(size):
            x = fused(row(small, b), matrix[a, b], x)
        put(out, a, doubled(x) * scale[a])
