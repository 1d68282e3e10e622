"""Mean, spread and bias of every product's score over many draws, with the first-order estimate as control variate."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.drawing import moments
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.montecarlo import Block, Draws, block
from qiantan.core.engine.network.pattern import summed
from qiantan.core.engine.network.solver import Solver
from qiantan.core.engine.network.spread import Spread
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text

Result = TypeVar("Result")


class NoDrawError(EngineError):
    """Not one draw has a solution."""

    code = "ENGINE-NO-DRAW"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Every product over `draws` draws (each figure: process), kg CO2e per unit.

    `mean` and `mean_error` (its standard error) use the first-order estimate as control variate, `plain_mean` and
    `even_error` do not. `plain_error` is what as many pseudo-random draws without control would have, which is
    `even_error` too unless points were quasi-random: ``saving`` such draws would be needed for one. `bias` is mean over
    nominal score, above one because medians, not means, are nominal. `refused` draws had loops that return one unit or
    more: counted, not averaged.
    """

    nominal: Floats
    mean: Floats
    mean_error: Floats
    plain_mean: Floats
    plain_error: Floats
    even_error: Floats
    standard_deviation: Floats
    seed: int
    draws: int
    refused: int

    @property
    def bias(self) -> Floats:
        """Return mean over nominal score (process), 1 where the nominal score is zero."""
        return np.divide(self.mean, self.nominal, out=np.ones_like(self.mean), where=self.nominal != 0)

    @property
    def saving(self) -> Floats:
        """Return how many plain draws do the work of one (process): 1 where nothing varies, infinite where the first
        order is all there is.
        """
        certain = np.where(self.plain_error > 0, np.inf, 1.0)
        ratio = np.divide(self.plain_error, self.mean_error, out=certain, where=self.mean_error > 0)
        return np.asarray(ratio**2)


@dataclass(frozen=True, eq=False)
class _Sums:
    """Sums over draws, around the nominal scores so that no digits cancel (position × 5); `drawing.moments` says which."""

    count: int
    refused: int
    moments: Floats

    def __add__(self, other: "_Sums") -> "_Sums":
        return _Sums(self.count + other.count, self.refused + other.refused, self.moments + other.moments)

    @property
    def as_one(self) -> "_Sums":
        """The same sums as those of one draw, the mean of all."""
        if self.count == 0:
            return self
        y, c = self.moments[:, 0] / self.count, self.moments[:, 2] / self.count
        return _Sums(1, 0, np.stack([y, y * y, c, c * c, y * c], axis=1))

    def spread(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Means of y and c, variances of both and their covariance (each: position)."""
        y, yy, c, cc, yc = self.moments.T
        mean_y, mean_c = y / self.count, c / self.count
        free = max(self.count - 1, 1)
        var_y = np.maximum(yy - self.count * mean_y**2, 0.0) / free
        var_c = np.maximum(cc - self.count * mean_c**2, 0.0) / free
        return mean_y, mean_c, var_y, var_c, (yc - self.count * mean_y * mean_c) / free


def sample(draws: Draws, number: int, threads: int = 1) -> Sample:
    """Return the scores of every product over `number` draws; more threads change nothing but the time.

    Figures are kg CO2e per unit of product (process). Raises NoDrawError where in every draw a loop returns one unit or
    more, and for quasi-random points where `number` is not two whole sets of them or more.

        >>> draws = draws_of(solver, spread_of(network, np.full(3, 0.1), burden, np.zeros(3)), seed=1)
        >>> result = sample(draws, 1024, threads=2)
        >>> result.mean.round(3).tolist(), result.draws, result.refused
        ([0.5, 0.501, 0.751], 1024, 0)
    """
    length = draws.points.length if draws.points else LANES
    if draws.points and (number % length or number < 2 * length):
        raise NoDrawError(
            Text(
                f"准随机点的抽样数应为 {length} 的整数倍且不少于 {2 * length}：现为 {number}",
                f"with quasi-random points, draw a multiple of {length}, at least {2 * length}: found {number}",
            )
        )
    nothing = _Sums(0, 0, np.zeros((draws.solver.network.size, 5)))
    whole = between = one_set = nothing
    for part in _in_order(range(0, number, LANES), lambda first: (first, _sums(draws, first, number - first)), threads):
        whole, one_set = whole + part[1], one_set + part[1]
        if draws.points and (part[0] + LANES) % length == 0:
            between, one_set = between + one_set.as_one, nothing
    if whole.count == 0:
        raise NoDrawError(
            Text("所有抽样的循环增益都不小于 1", "in every draw a loop returns one unit or more per unit")
        )
    return _summary(draws, whole, between if draws.points else whole)


def blocks(draws: Draws, number: int, threads: int = 1) -> Iterator[Block]:
    """Return the draws 0 to `number` - 1 in blocks of sixteen, in order; the last one may hold more."""
    return _in_order(range(0, number, LANES), lambda first: block(draws, first), threads)


def _sums(draws: Draws, first: int, most: int) -> _Sums:
    one = block(draws, first)
    within = np.arange(LANES) < most
    counted = one.solved & within
    out = np.empty((draws.nominal.size, 5))
    moments(one.score, one.linear, draws.nominal, counted.astype(np.float64), out)
    return _Sums(int(counted.sum()), int((within & ~one.solved).sum()), out)


def _in_order(starts: range, work: Callable[[int], Result], threads: int) -> Iterator[Result]:
    """Return the results in the order of `starts`, with a few more under way than there are threads."""
    if threads == 1:
        yield from map(work, starts)
        return
    with ThreadPoolExecutor(max_workers=threads) as pool:
        under_way: deque[Future[Result]] = deque()
        for first in starts:
            under_way.append(pool.submit(work, first))
            if len(under_way) > 2 * threads:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()


def expected_linear(solver: Solver, spread: Spread) -> Floats:
    """Return the exact mean of the first-order estimate of every score (process)."""
    network, parts = spread.network, spread.parts
    pattern, nominal = network.pattern, solver.scores(parts.burden).value
    above = np.expm1(spread.sigma.astype(np.float32).astype(np.float64) ** 2 / 2)
    worth = network.amount * nominal[pattern.supplier]
    change = summed(pattern.consumer, worth * above, network.size)
    shared = spread.shared
    whole, spent, drawn = (
        summed(pattern.consumer[shared], terms[shared], network.size)
        for terms in (network.amount, worth, network.amount * above)
    )
    change -= spent * np.divide(drawn, whole, out=np.zeros_like(whole), where=whole != 0)
    owner = np.repeat(np.arange(network.size), np.diff(parts.start))
    parts_above = np.expm1(parts.sigma.astype(np.float32).astype(np.float64) ** 2 / 2)
    change += summed(owner, parts.kg * parts_above, network.size)
    return nominal + solver.scores(change).value


def _summary(draws: Draws, whole: _Sums, between: _Sums) -> Sample:
    """The figures of all draws; errors of means come from what differs between draws, or sets of them."""
    nominal = draws.nominal
    _, _, var_y, var_c, both = whole.spread()
    usable = np.isfinite(var_c) & (var_c > 0)
    slope = np.divide(both, var_c, out=np.zeros_like(both), where=usable)
    # Refused draws leave the mean of the rest conditional; the mean of the control is not, so it is left out then.
    slope = slope if whole.refused == 0 else np.zeros_like(slope)
    expected = draws.solver.system.to_order(expected_linear(draws.solver, draws.spread)) - nominal
    mean_y, mean_c, apart_y, apart_c, apart = between.spread()
    controlled = nominal + mean_y - slope * np.where(usable, mean_c - expected, 0.0)
    less = np.where(usable, slope * (slope * apart_c - 2 * apart), 0.0)
    to_network = draws.solver.system.to_network
    return Sample(
        nominal=to_network(nominal),
        mean=to_network(controlled),
        mean_error=to_network(np.sqrt(np.maximum(apart_y + less, 0.0) / between.count)),
        plain_mean=to_network(nominal + mean_y),
        plain_error=to_network(np.sqrt(var_y / whole.count)),
        even_error=to_network(np.sqrt(apart_y / between.count)),
        standard_deviation=to_network(np.sqrt(var_y)),
        seed=draws.seed,
        draws=whole.count,
        refused=whole.refused,
    )
