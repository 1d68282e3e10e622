"""Passes over a network whose figures are drawn as they are needed, sixteen draws at once.

In every column the entries that vary come first, so that no loop has to ask. Outside the core a multiple is drawn when
its entry comes by and never stored; inside, where entries are visited again and again, it is kept. Along with the
scores goes `linear`, what the drawn figures change to first order in the nominal network.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.network.kernels import compiled, inlined
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
from qiantan.core.engine.network.lognormal import multiples, uniforms
from qiantan.core.engine.network.pattern import Index, Offsets
from qiantan.core.engine.system import Floats

Words = NDArray[np.uint32]
Singles = NDArray[np.float32]


class Entries(NamedTuple):
    """What every process takes: columns by position (`start`, `supplier`, `amount`), of which the first ``vary[j]`` vary.

    `slot` (position) counts entries that vary before a column. `sigma` and `keys` (entry) say how they vary, `point` (entry)
    which quasi-random coordinate is taken, -1 where none is; `share`
    (entry) marks market shares, whose sum over a column, `whole` (position), every draw keeps: 0 where there are none.
    `nominal` (position) are the scores around which the first order is taken, `keep` one less own use.
    """

    start: Offsets
    supplier: Index
    amount: Floats
    vary: Offsets
    slot: Offsets
    sigma: Singles
    keys: Words
    point: Index
    share: NDArray[np.bool_]
    whole: Floats
    nominal: Floats
    keep: Floats


class Burdens(NamedTuple):
    """Own burdens: parts that vary (`start`, `kg`, `sigma`, `keys`, `point`), and by position what does not vary (`certain`) and
    all of it (`nominal`).
    """

    start: Offsets
    kg: Floats
    sigma: Singles
    keys: Words
    point: Index
    certain: Floats
    nominal: Floats


class Numbers(NamedTuple):
    """Where the random numbers of LANES draws come from: `keys` (lane), and quasi-random `points` (coordinate × lane)."""

    keys: Words
    points: Singles


@inlined
def _drawn(figures, k, draws, points):
    """Multiples of figure k, an entry or a part of a burden."""
    if figures.point[k] >= 0:
        return multiples(row(points, figures.point[k]), figures.sigma[k])
    return multiples(uniforms(figures.keys[k, 0], figures.keys[k, 1], draws), figures.sigma[k])


@inlined
def _burden(parts, j, draws, points):
    """Own burden of position j in every draw."""
    total = repeated(parts.certain[j])
    for k in range(parts.start[j], parts.start[j + 1]):
        total = fused(doubled(_drawn(parts, k, draws, points)), parts.kg[k], total)
    return total


@inlined
def _column(entries, j, draws, points, out, at):
    """Draw what varies in column j into `out` from row `at`; return what that changes in its score to first order."""
    first = entries.start[j]
    moved, spent, drawn = repeated(0.0), 0.0, repeated(0.0)
    for k in range(first, first + entries.vary[j]):
        multiple = _drawn(entries, k, draws, points)
        put(out, at + k - first, multiple)
        worth = entries.amount[k] * entries.nominal[entries.supplier[k]]
        moved = fused(doubled(multiple) - 1.0, worth, moved)
        if entries.share[k]:
            spent += worth
            drawn = fused(doubled(multiple), entries.amount[k], drawn)
    whole = entries.whole[j]
    if whole != 0.0:
        held = repeated(whole) / drawn
        moved = moved - (drawn / whole - 1.0) * spent
        for k in range(first, first + entries.vary[j]):
            if entries.share[k]:
                put(out, at + k - first, single(doubled(row(out, at + k - first)) * held))
    return moved


@compiled
def draw_columns(entries, parts, numbers, low, high, multiple, burden, moved):
    """Draw the positions from `low` to `high`: multiples of all that varies (slot × lane, counted from the first), own
    burdens and what both change to first order at each (position × lane).
    """
    keys = row(numbers.keys, 0)
    for j in range(low, high):
        own = _burden(parts, j, keys, numbers.points)
        put(burden, j, own)
        change = _column(entries, j, keys, numbers.points, multiple, entries.slot[j] - entries.slot[low])
        put(moved, j, change + own - parts.nominal[j])


@compiled
def drawn_pass(entries, parts, numbers, low, high, score, linear):
    """`block_pass` outside the core in every draw, for scores and first order; every multiple is used and forgotten."""
    keys = row(numbers.keys, 0)
    most = 1
    for j in range(low, high):
        most = max(most, entries.vary[j])
    kept = np.empty((most, LANES), np.float32)
    for j in range(low, high):
        first = entries.start[j]
        after = first + entries.vary[j]
        total = _burden(parts, j, keys, numbers.points)
        change = total - parts.nominal[j]
        if entries.whole[j] != 0.0:
            change = change + _column(entries, j, keys, numbers.points, kept, 0)
            for k in range(first, after):
                i, units = entries.supplier[k], entries.amount[k]
                total = fused(doubled(row(kept, k - first)) * units, row(score, i), total)
                change = fused(row(linear, i), units, change)
        else:
            for k in range(first, after):
                i, units = entries.supplier[k], entries.amount[k]
                multiple = doubled(_drawn(entries, k, keys, numbers.points))
                total = fused(multiple * units, row(score, i), total)
                change = fused(fused(multiple - 1.0, entries.nominal[i], row(linear, i)), units, change)
        for k in range(after, entries.start[j + 1]):
            i, units = entries.supplier[k], entries.amount[k]
            total = fused(row(score, i), units, total)
            change = fused(row(linear, i), units, change)
        put(score, j, total / entries.keep[j])
        put(linear, j, change / entries.keep[j])


@inlined
def _taken(entries, j, multiple, at, score, total):
    """What position j takes from its suppliers, with its kept multiples from row `at`, added to `total`."""
    first = entries.start[j]
    after = first + entries.vary[j]
    for k in range(first, after):
        kept = doubled(row(multiple, at + k - first))
        total = fused(kept * entries.amount[k], row(score, entries.supplier[k]), total)
    for k in range(after, entries.start[j + 1]):
        total = fused(row(score, entries.supplier[k]), entries.amount[k], total)
    return total / entries.keep[j]


@compiled
def core_pass(entries, multiple, burden, torn, low, high, score):
    """`block_pass` of the core with its own multiples in every draw."""
    for j in range(low, high):
        if not torn[j]:
            at = entries.slot[j] - entries.slot[low]
            put(score, j, _taken(entries, j, multiple, at, score, row(burden, j)))


@compiled
def core_gather(entries, multiple, burden, nodes, low, score, left, worst):
    """What the equations of torn positions imply less their scores, `left` (torn × lane); `worst` (lane) is the
    largest part of their size it makes.
    """
    most = repeated(0.0)
    for a in range(nodes.size):
        j = nodes[a]
        at = entries.slot[j] - entries.slot[low]
        implied = _taken(entries, j, multiple, at, score, row(burden, j))
        now = row(score, j)
        size = magnitude(implied) + magnitude(now)
        put(left, a, implied - now)
        most = larger(magnitude(implied - now) / where_below(size, 5e-324, 1.0, size), most)
    put(worst, 0, most)


@compiled
def moments(score, linear, nominal, counted, out):
    """Sums over counted draws (lane, 0 or 1), around the nominal scores (position × 5): y, y², c, c², y c, where c is
    the first order.
    """
    used = row(counted, 0)
    for j in range(nominal.size):
        y = where_below(used, 0.5, 0.0, row(score, j) - nominal[j])
        c = where_below(used, 0.5, 0.0, row(linear, j))
        out[j, 0] = added(y)
        out[j, 1] = added(y * y)
        out[j, 2] = added(c)
        out[j, 3] = added(c * c)
        out[j, 4] = added(y * c)
