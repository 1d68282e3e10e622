"""How often each unit process runs for the declared unit.

With every process scaled to one unit of its own product, the amounts x of all products obey x = f + T x. The engine
eliminates I − T without exchanging rows: the pivots are the declared reference outputs, never whatever happens to lie
on a diagonal. That is more than a solver: the pivots that elimination leaves are all positive exactly when every loop
returns less than one unit of product per unit (the Hawkins–Simon condition, Econometrica 17:245, 1949), so a loop that
feeds itself without end is found where it is, instead of coming out as a huge number.

Only additions, multiplications and divisions in a fixed order are used: every machine gets the same digits. Values may
be floats or arrays with one figure per Monte Carlo draw.
"""

from dataclasses import dataclass
from math import fsum, inf, isfinite
from typing import Any

import numpy as np

from qiantan.core.engine.system import Floats

# A loop must lose at least this share of what it returns; below, a rounding error would decide the footprint.
LEAST_PIVOT = 1e-9
# Largest componentwise relative residual that a solution may leave.
RESIDUAL_LIMIT = 1e-12
REFINEMENTS = 3


class ResidualError(Exception):
    """The equation of the product of `column` keeps a relative residual of `residual`, infinite where figures overflow."""

    def __init__(self, column: int, residual: float) -> None:
        super().__init__(column, residual)
        self.column, self.residual = column, residual


class UnproductiveError(Exception):
    """Elimination met a pivot of zero or less at `column`, after the columns `before`; `gain` is what loops return."""

    def __init__(self, column: int, before: tuple[int, ...], gain: float) -> None:
        super().__init__(column, before, gain)
        self.column, self.before, self.gain = column, before, gain


@dataclass(frozen=True, slots=True, eq=False)
class Factors:
    """I − T = L U with rows and columns in `order`: `below` and `right` hold, for each step, the other entries of the
    column of L and of the row of U by column index, `pivots` the diagonal of U.
    """

    requirements: list[dict[int, Any]]
    order: tuple[int, ...]
    below: tuple[dict[int, Any], ...]
    right: tuple[dict[int, Any], ...]
    pivots: tuple[Any, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Solution:
    """Amount of every product (column), and the largest relative residual left."""

    amount: Floats
    residual: float


def factorise(requirements: list[dict[int, Any]]) -> Factors:
    """Eliminate I − T; raises UnproductiveError where a loop returns all it takes (arrays: those draws become nan)."""
    rows = [{column: -value for column, value in row.items()} for row in requirements]
    columns: list[set[int]] = [set() for _ in rows]
    for index, entries in enumerate(rows):
        entries[index] = entries.get(index, 0.0) + 1.0
        for column in entries:
            columns[column].add(index)
    left = set(range(len(rows)))
    order: list[int] = []
    below: list[dict[int, Any]] = []
    right: list[dict[int, Any]] = []
    pivots: list[Any] = []
    while left:
        step = min(left, key=lambda k: ((len(rows[k]) - 1) * (len(columns[k]) - 1), k))
        pivot = _usable(rows[step].pop(step), step, tuple(order))
        below_step = {row: rows[row].pop(step) / pivot for row in sorted(columns[step] - {step})}
        for row, part in below_step.items():
            for column, value in rows[step].items():
                change = -(part * value)
                rows[row][column] = rows[row][column] + change if column in rows[row] else change
                columns[column].add(row)
        for column in rows[step]:
            columns[column].discard(step)
        left.discard(step)
        order.append(step)
        below.append(below_step)
        right.append(rows[step])
        pivots.append(pivot)
    return Factors(requirements, tuple(order), tuple(below), tuple(right), tuple(pivots))


def _usable(pivot: Any, step: int, before: tuple[int, ...]) -> Any:
    if isinstance(pivot, np.ndarray):
        return np.where(pivot > LEAST_PIVOT, pivot, np.nan)
    if pivot > LEAST_PIVOT:
        return pivot
    raise UnproductiveError(step, before, 1.0 - pivot)


def substitute(factors: Factors, demand: list[Any]) -> list[Any]:
    """Return x of (I − T) x = demand."""
    x = list(demand)
    for step, below in zip(factors.order, factors.below, strict=True):
        for row, part in below.items():
            x[row] = x[row] - part * x[step]
    for step, right, pivot in zip(
        reversed(factors.order), reversed(factors.right), reversed(factors.pivots), strict=True
    ):
        for column, value in right.items():
            x[step] = x[step] - value * x[column]
        x[step] = x[step] / pivot
    return x


def substitute_transposed(factors: Factors, cost: list[Any]) -> list[Any]:
    """Return y of (I − T)ᵀ y = cost."""
    y = list(cost)
    for step, right, pivot in zip(factors.order, factors.right, factors.pivots, strict=True):
        y[step] = y[step] / pivot
        for column, value in right.items():
            y[column] = y[column] - value * y[step]
    for step, below in zip(reversed(factors.order), reversed(factors.below), strict=True):
        for row, part in below.items():
            y[step] = y[step] - part * y[row]
    return y


def solve(factors: Factors, demand: Floats, *, transposed: bool = False) -> Solution:
    """Return the amount of every product for `demand` (transposed: the burden of one unit of every product).

    Refines until the componentwise residual is at rounding level; raises ResidualError beyond `RESIDUAL_LIMIT`.
    """
    apply = substitute_transposed if transposed else substitute
    goal = demand.tolist()
    x = apply(factors, goal)
    left, rest = _residuals(factors.requirements, x, goal, transposed=transposed)
    for _ in range(REFINEMENTS):
        if max(rest) <= np.finfo(float).eps:
            break
        better = [value + change for value, change in zip(x, apply(factors, left), strict=True)]
        left, now = _residuals(factors.requirements, better, goal, transposed=transposed)
        if max(now) >= max(rest):
            break
        x, rest = better, now
    worst = max(rest)
    if not worst <= RESIDUAL_LIMIT:
        raise ResidualError(rest.index(worst), worst)
    return Solution(np.array(x), worst)


def solve_draws(factors: Factors, demand: Floats, draws: int) -> list[Floats]:
    """Return the amount of every product (column) in every draw (draw), refined once; nan where a draw has none."""
    goal = demand.tolist()
    first = [np.broadcast_to(x, draws) for x in substitute(factors, goal)]
    change = substitute(factors, _left(factors.requirements, first, goal)[0])
    amounts = [x + delta for x, delta in zip(first, change, strict=True)]
    left, size = _left(factors.requirements, amounts, goal)
    for column, (rest, whole) in enumerate(zip(left, size, strict=True)):
        # A draw without a footprint is nan here, and no comparison holds for it.
        if (np.abs(rest) > RESIDUAL_LIMIT * whole).any():
            raise ResidualError(column, float(np.nanmax(np.abs(rest))))
    return amounts


def _left(requirements: list[dict[int, Any]], x: list[Floats], goal: list[float]) -> tuple[list[Floats], list[Floats]]:
    left = [goal[index] - amount for index, amount in enumerate(x)]
    size = [goal[index] + np.abs(amount) for index, amount in enumerate(x)]
    for row, entries in enumerate(requirements):
        for column, value in entries.items():
            left[row] = left[row] + value * x[column]
            size[row] = size[row] + np.abs(value * x[column])
    return left, size


def _residuals(
    requirements: list[dict[int, float]], x: list[float], goal: list[float], *, transposed: bool
) -> tuple[list[float], list[float]]:
    """Return demand − (I − T) x of every product, and the same relative to the sum of its absolute terms."""
    terms: list[list[float]] = [[goal[index], -x[index]] for index in range(len(x))]
    for row, entries in enumerate(requirements):
        for column, value in entries.items():
            to, source = (column, row) if transposed else (row, column)
            terms[to].append(value * x[source])
    for column, parts in enumerate(terms):
        if not all(isfinite(part) for part in parts):
            raise ResidualError(column, inf)
    left = [fsum(parts) for parts in terms]
    size = [fsum(abs(part) for part in parts) for parts in terms]
    return left, [abs(rest) / whole if whole else 0.0 for rest, whole in zip(left, size, strict=True)]
