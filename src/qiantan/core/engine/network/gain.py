"""Whether the loops of a network lose something on every round, and which loop does not.

For a positive vector w with w_j > Σ_i |t_ij| w_i for every process j, every loop returns less than one unit per unit
(Hawkins & Simon, Econometrica 17:245, 1949), I - |T| has an inverse without negative entries, and errors can be
bounded by it. Without credits the converse holds too: no such w, no solution that means anything. With credits a
network may be sound although no w exists; that is said plainly.
"""

from dataclasses import dataclass
from math import prod

import numpy as np

from qiantan.core.engine.diagnosis import LoopGainError
from qiantan.core.engine.network.dense import DenseCore, dense_solve
from qiantan.core.engine.network.krylov import krylov
from qiantan.core.engine.network.passes import Direction, Ordered, magnitudes
from qiantan.core.engine.network.pattern import Index, Offsets
from qiantan.core.engine.system import Floats
from qiantan.core.study.shape import Named

EPS = float(np.finfo(np.float64).eps)
TOLERANCES = (1e-2, 1e-7, 1e-13)
POWER_STEPS = 200
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Gain:
    """`weight` (position): the w that proves every loop to lose something, none where there is no proof.

    `slack` (position): a proven lower bound of w_j - Σ |t_ij| w_i, rounding included. `system` has the magnitudes.
    """

    system: Ordered
    weight: Floats | None
    slack: Floats | None

    @property
    def proven(self) -> bool:
        """Whether every loop is proven to lose something on every round."""
        return self.weight is not None


def check_own_use(system: Ordered) -> None:
    """Raise LoopGainError for a process that takes one unit of its own product, or more, to make one."""
    wrong = np.flatnonzero(system.keep <= 0)
    if wrong.size:
        process = int(system.plan.order[wrong[0]])
        raise LoopGainError((_named(system, process),), float(system.own[wrong[0]]))


def measured_gain(system: Ordered, core: DenseCore | None, tried: Floats | None = None) -> Gain:
    """Return what is known about the loops; raises LoopGainError with the cycle named where one feeds itself.

    `tried` (position) are weights that may be a proof, since they were one for other amounts.
    """
    has_credits = bool((system.amount < 0).any() or (system.own < 0).any())
    plain = magnitudes(system) if has_credits else system
    if tried is not None and ((slack := slack_of(plain.scores, tried)) > 0).all():
        return Gain(plain, tried, slack)
    factors = None if has_credits else core
    with np.errstate(all="ignore"):
        prices = _prices(plain)
        for tolerance in TOLERANCES:
            weight = (
                dense_solve(plain.scores, factors, prices) if factors else krylov(plain.scores, prices, tolerance)[0]
            )
            slack = slack_of(plain.scores, weight)
            positive = bool((np.isfinite(weight) & (weight > 0)).all())
            if positive and (slack > 0).all():
                return Gain(plain, weight, slack)
            # Weights that only rounding keeps from a proof are the better prices.
            prices = weight if positive else prices
    feeds_itself = not has_credits or (core is not None and core.sign < 0)
    if feeds_itself and system.plan.torn.size and np.isfinite(plain.amount).all():
        raise strongest(plain)
    return Gain(plain, None, None)


def slack_of(direction: Direction, weight: Floats) -> Floats:
    """Return a lower bound of w_j - Σ |t_ij| w_i (position) that holds whatever the rounding."""
    left, size, _ = direction.residual(np.zeros_like(weight), weight)
    return -left - 1.01 * EPS * (np.diff(direction.start) + 4) * size


def _prices(system: Ordered) -> Floats:
    """Return a positive right-hand side that grows along the supply, so that units do not matter."""
    plan, to = system.plan, system.scores
    price = np.zeros(plan.size)
    supplied = np.concatenate(([0], np.cumsum(system.amount > 0)))[plan.start]
    first = np.where(np.diff(supplied) > 0, 0.0, 1.0)
    torn = np.ones(plan.torn.size)
    to.lead(first, price)
    for _ in range(4 if plan.torn.size else 0):
        price[plan.torn] = torn
        to.core(first, price)
        implied = to.implied(first, price)
        known = (implied > 0) & np.isfinite(implied)
        # A geometric step halfway: prices settle within loops without running away around them.
        torn = np.where(known, np.sqrt(torn * np.where(known, implied, 1.0)), torn)
    price[plan.torn] = torn
    to.core(first, price)
    to.trail(first, price)
    good = np.isfinite(price) & (price > 0)
    return np.where(good, price, 1.0)


def strongest(plain: Ordered) -> LoopGainError:
    """Return the error that names the loop which returns most, found along the dominant vector of |T|.

    The gain is that of the named loop; where only several loops together return one unit, what they return together.
    """
    plan = plain.plan
    size, start, index = plan.size, plan.start, plan.supplier
    consumer = np.repeat(np.arange(size), np.diff(start))
    inside = plan.component[index] == plan.component[consumer]
    index, consumer = index[inside], consumer[inside]
    worth = (plain.amount / np.repeat(plain.keep, np.diff(start)))[inside]
    value, ratio = np.ones(size), np.zeros(size)
    with np.errstate(all="ignore"):
        for _ in range(POWER_STEPS):
            terms = np.minimum(worth * value[index], 1e300)
            new = np.bincount(consumer, weights=terms, minlength=size)
            ratio = new / value
            # A step halfway in logarithms settles rings that a whole step would only turn.
            value = np.sqrt(value) * np.sqrt(np.clip(new, 1e-250, 1e250))
            value /= np.maximum.reduceat(value, _starts(plan.component))[_ranks(plan.component)]
            value = np.maximum(value, 1e-250)
    largest = np.full(size, -1, dtype=np.int64)
    by_size = np.argsort(worth * value[index], kind="stable")
    largest[consumer[by_size]] = index[by_size]
    cycle = _followed(largest, int(np.argmax(ratio)))
    worth_of = {(int(j), int(i)): float(w) for j, i, w in zip(consumer, index, worth, strict=True)}
    gain = prod(worth_of[j, i] for j, i in zip(cycle, [*cycle[1:], cycle[0]], strict=True))
    return LoopGainError(
        tuple(_named(plain, int(plan.order[at])) for at in cycle), gain if gain >= 1 - ROUNDING else float(ratio.max())
    )


def _starts(component: Index) -> Offsets:
    return np.flatnonzero(np.diff(component, prepend=-1))


def _ranks(component: Index) -> Offsets:
    return np.cumsum(np.diff(component, prepend=component[:1]) != 0)


def _followed(largest: Offsets, first: int) -> list[int]:
    """Follow the largest supplier of each process until one comes again; return the round."""
    seen: dict[int, int] = {}
    path: list[int] = []
    at = first
    while at not in seen:
        seen[at] = len(path)
        path.append(at)
        at = int(largest[at])
    return path[seen[at] :]


def _named(system: Ordered, process: int) -> Named:
    return Named(zh=system.network.name(process))
