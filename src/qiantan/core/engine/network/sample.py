"""Mean, spread and bias of every product's score over many draws, with the first-order estimate as control variate."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.montecarlo import Block, Draws, block
from qiantan.core.engine.network.pattern import summed
from qiantan.core.engine.network.solver import Solver
from qiantan.core.engine.network.spread import Spread
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text


class NoDrawError(EngineError):
    """Not one draw has a solution."""

    code = "ENGINE-NO-DRAW"


@dataclass(frozen=True, eq=False, kw_only=True)
class Sample:
    """Every product over `draws` draws (each figure: process), kg CO2e per unit.

    `mean` and `mean_error` (its standard error) use the first-order estimate as control variate, `plain_mean` and
    `plain_error` do not: ``saving`` draws of plain sampling would be needed for one. `bias` is mean over nominal score,
    above one because medians, not means, are nominal. `refused` draws had loops that return one unit or more: counted,
    not averaged.
    """

    nominal: Floats
    mean: Floats
    mean_error: Floats
    plain_mean: Floats
    plain_error: Floats
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


@dataclass(eq=False)
class _Sums:
    """Sums over draws, around the nominal scores so that no digits cancel."""

    count: int
    refused: int
    y: Floats
    yy: Floats
    c: Floats
    cc: Floats
    yc: Floats

    def add(self, one: Block, nominal: Floats, width: int) -> None:
        kept = one.solved[:width]
        y = one.score[:, :width][:, kept] - nominal[:, None]
        c = one.linear[:, :width][:, kept] - nominal[:, None]
        self.count += int(kept.sum())
        self.refused += int((~kept).sum())
        self.y += y.sum(axis=1)
        self.c += c.sum(axis=1)
        self.yy += np.einsum("ij,ij->i", y, y)
        self.cc += np.einsum("ij,ij->i", c, c)
        self.yc += np.einsum("ij,ij->i", y, c)


def sample(draws: Draws, number: int, threads: int = 1) -> Sample:
    """Return the scores of every product over `number` draws; more threads change nothing but the time.

    Raises NoDrawError where in every draw a loop returns one unit or more.
    """
    size = draws.solver.network.size
    sums = _Sums(0, 0, *(np.zeros(size) for _ in range(5)))
    for one in blocks(draws, number, threads):
        sums.add(one, draws.nominal, number - one.first)
    if sums.count == 0:
        raise NoDrawError(
            Text("所有抽样的循环增益都不小于 1", "in every draw a loop returns one unit or more per unit")
        )
    return _summary(draws, sums)


def blocks(draws: Draws, number: int, threads: int = 1) -> Iterator[Block]:
    """Return the draws 0 to `number` - 1 in blocks of sixteen, in order; the last one may hold more."""
    starts = range(0, number, LANES)
    if threads == 1:
        yield from (block(draws, first) for first in starts)
        return
    with ThreadPoolExecutor(max_workers=threads) as pool:
        for low in range(0, len(starts), 4 * threads):
            yield from pool.map(lambda first: block(draws, first), starts[low : low + 4 * threads])


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


def _summary(draws: Draws, sums: _Sums) -> Sample:
    count, nominal = sums.count, draws.nominal
    mean_y, mean_c = sums.y / count, sums.c / count
    free = max(count - 1, 1)
    var_y = np.maximum(sums.yy - count * mean_y**2, 0.0) / free
    var_c = np.maximum(sums.cc - count * mean_c**2, 0.0) / free
    both = (sums.yc - count * mean_y * mean_c) / free
    usable = np.isfinite(var_c) & (var_c > 0)
    slope = np.divide(both, var_c, out=np.zeros_like(both), where=usable)
    expected = draws.solver.system.to_order(expected_linear(draws.solver, draws.spread)) - nominal
    # Refused draws leave the mean of the rest conditional; the mean of the control is not, so it is left out then.
    slope = slope if sums.refused == 0 else np.zeros_like(slope)
    controlled = nominal + mean_y - slope * np.where(usable, mean_c - expected, 0.0)
    left = np.maximum(var_y - slope * np.where(usable, both, 0.0), 0.0)
    to_network = draws.solver.system.to_network
    return Sample(
        nominal=to_network(nominal),
        mean=to_network(controlled),
        mean_error=to_network(np.sqrt(left / count)),
        plain_mean=to_network(nominal + mean_y),
        plain_error=to_network(np.sqrt(var_y / count)),
        standard_deviation=to_network(np.sqrt(var_y)),
        seed=draws.seed,
        draws=count,
        refused=sums.refused,
    )
