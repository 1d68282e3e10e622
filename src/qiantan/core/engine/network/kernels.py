"""The inner loops of the network, compiled; the only file that knows the compiler.

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

Loop = Callable[..., Any]

LANES = 16  # right-hand sides of one block: two cache lines of float64, one register of float32


def compiled(function: Loop) -> Loop:
    """Compile a loop at its first use and keep the machine code beside the file."""
    loop: Loop = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return loop


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
def residual(start, index, amount, own, rhs, x, left, size):
    """Residual rhs + T x - x of every equation and the sum of its terms' magnitudes; return the largest ratio."""
    worst = 0.0
    for j in range(x.size):
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
        if whole > 0.0 and not abs(total) <= worst * whole:
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


# --- blocks of right-hand sides ---


@compiled
def block_pass(begin, end, index, amount, keep, torn, burden, score, low, high, offset):
    """`adjoint_pass` for LANES right-hand sides; rows of `burden` and `score` are counted from `offset`."""
    total = np.empty(LANES)
    for j in range(low, high):
        if torn[j]:
            continue
        for c in range(LANES):
            total[c] = burden[j - offset, c]
        for k in range(begin[j], end[j]):
            i = index[k] - offset
            for c in range(LANES):
                total[c] += amount[k] * score[i, c]
        for c in range(LANES):
            score[j - offset, c] = total[c] / keep[j]


@compiled
def block_gather(begin, end, index, amount, keep, burden, score, nodes, out, offset):
    """`gather` for LANES right-hand sides."""
    for a in range(nodes.size):
        j = nodes[a]
        for c in range(LANES):
            out[a, c] = burden[j - offset, c]
        for k in range(begin[j], end[j]):
            i = index[k] - offset
            for c in range(LANES):
                out[a, c] += amount[k] * score[i, c]
        for c in range(LANES):
            out[a, c] /= keep[j]


@compiled
def block_residual(start, index, amount, own, rhs, x, left, worst):
    """`residual` for LANES right-hand sides; `worst` (lane) gets the largest ratio of each."""
    total = np.empty(LANES)
    whole = np.empty(LANES)
    worst[:] = 0.0
    for j in range(x.shape[0]):
        for c in range(LANES):
            term = own[j] * x[j, c]
            total[c] = rhs[j, c] - x[j, c] + term
            whole[c] = abs(rhs[j, c]) + abs(x[j, c]) + abs(term)
        for k in range(start[j], start[j + 1]):
            i = index[k]
            for c in range(LANES):
                term = amount[k] * x[i, c]
                total[c] += term
                whole[c] += abs(term)
        for c in range(LANES):
            left[j, c] = total[c]
            if whole[c] > 0.0 and not abs(total[c]) <= worst[c] * whole[c]:
                worst[c] = abs(total[c]) / whole[c]


@compiled
def product(transposed, g, out):
    """Product of a square matrix, given transposed, and LANES columns; four rows of it per visit of `out`."""
    size = g.shape[0]
    out[:] = 0.0
    whole = size - size % 4
    for b in range(0, whole, 4):
        for a in range(size):
            for c in range(LANES):
                out[a, c] += (
                    transposed[b, a] * g[b, c]
                    + transposed[b + 1, a] * g[b + 1, c]
                    + transposed[b + 2, a] * g[b + 2, c]
                    + transposed[b + 3, a] * g[b + 3, c]
                )
    for b in range(whole, size):
        for a in range(size):
            for c in range(LANES):
                out[a, c] += transposed[b, a] * g[b, c]
