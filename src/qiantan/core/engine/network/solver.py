"""Solving a network: the score of every product, or the amounts that a demand needs, from one set of equations.

    solver = solve_with(network)
    scores = solver.scores(burden)      # kg CO2e per unit of every product, all supplies included
    needs = solver.amounts(demand)      # units of every product that a demand needs

The way is chosen by the number of torn processes: none, one pass; some hundred, dense elimination; more, GMRES, or
dense elimination on request (`factored`), which pays where the same network is solved again and again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from math import inf, isfinite

import numpy as np

from qiantan.core.engine.diagnosis import InaccurateError, OutOfRangeError
from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.dense import DenseCore, dense_block, dense_core, dense_solve
from qiantan.core.engine.network.gain import Gain, check_own_use, measured_gain
from qiantan.core.engine.network.kernels import LANES, block_residual, reach
from qiantan.core.engine.network.krylov import RESIDUAL_GOAL, TOLERANCE, TRACES, krylov, wanted
from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.passes import Direction, Ordered, ordered
from qiantan.core.engine.solve import ResidualError
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text
from qiantan.core.study.shape import Named

DENSE_AT_ONCE = 300  # torn processes that dense elimination takes in a few milliseconds
DENSE_MOST = 6_000  # beyond, the dense matrix (8 m² bytes) costs more than it saves
RESIDUAL_LIMIT = 1e-12
CORRECTIONS = 6


class RightHandSideError(EngineError):
    """Burdens or demands that do not fit the network; `processes` are concerned."""

    code = "ENGINE-RIGHT-HAND-SIDE"


class Way(StrEnum):
    """How a network is solved."""

    DIRECT = "one pass"
    DENSE = "dense elimination"
    KRYLOV = "GMRES"


@dataclass(frozen=True, eq=False)
class Solution:
    """`value` (process) with `residual`, the largest relative residual of any equation, and the passes it took.

    For scores, `value` is kg CO2e per unit of every product and `rhs` the own burden of each; for amounts, units of
    every product and the demand.
    """

    value: Floats
    rhs: Floats = field(repr=False)
    residual: float
    passes: int


@dataclass(frozen=True, eq=False)
class Solver:
    """A network made ready: ordered, checked for loops that feed themselves, and factorised where that pays.

    `gain` says what is known about its loops. Make it with `solve_with`.
    """

    network: Network
    system: Ordered = field(repr=False)
    gain: Gain = field(repr=False)
    core: DenseCore | None = field(repr=False)

    @property
    def way(self) -> Way:
        """How this network is solved."""
        if self.system.plan.torn.size == 0:
            return Way.DIRECT
        return Way.DENSE if self.core else Way.KRYLOV

    @property
    def torn(self) -> int:
        """Number of torn processes."""
        return int(self.system.plan.torn.size)

    def factored(self, threads: int = 1) -> "Solver":
        """Return the solver with its torn processes factorised, where their number allows; memory is 8 bytes times its square.

        >>> ring = solve_with(network_of(["coke", "power"], [0, 1], [1, 0], [2.0, 0.25])).factored(threads=2)
        >>> ring.way.value, ring.scores(np.array([1.0, 0.0])).value.tolist()
        ('dense elimination', [2.0, 4.0])
        """
        if self.core or not 0 < self.torn <= DENSE_MOST:
            return self
        return replace(self, core=dense_core(self.system, threads))

    def renewed(self, network: Network) -> "Solver":
        """Return a solver for other amounts in the same pattern, which a network made by `with_amounts` has.

        What proved the loops of this one is tried first, and proves those of most networks nearby in one pass. Raises
        what `solve_with` raises.

            >>> solver.renewed(network.with_amounts(0.5 * network.amount)).scores(burden).value.round(12).tolist()
            [0.5, 0.4, 0.67]
        """
        if network.pattern is not self.network.pattern:
            return solve_with(network)
        return _solver(ordered(network), self.gain.weight)

    def scores(self, burden: Floats) -> Solution:
        """Return the score of every product for the own burden of every process per unit of its product (process).

        Scores are in the unit of the burdens, kg CO2e or any other, per unit of product. Raises InaccurateError where the
        equations keep a relative residual beyond 1e-12, OutOfRangeError where figures leave the range of numbers, and
        RightHandSideError for burdens that are no numbers; each names the processes.

            >>> solver.scores(np.array([0.0, 1.0, 0.0])).value.tolist()  # kWh of power in one unit of each product
            [0.0, 1.0, 0.1]
        """
        return self._solution(self.system.scores, self._checked(burden))

    def amounts(self, demand: Floats | Mapping[str, float]) -> Solution:
        """Return the units of every product that a demand needs (process); a mapping names products by id.

        Raises what `scores` raises.

            >>> solver.amounts({"cement": 1000.0}).value.round(9).tolist()
            [240.0, 100.0, 1000.0]
        """
        if isinstance(demand, Mapping):
            wanted = np.zeros(self.network.size)
            wanted[self.network.at(*demand)] = list(demand.values())
            demand = wanted
        return self._solution(self.system.amounts, self._checked(demand))

    def scores_of(self, burdens: Floats) -> Floats:
        """Return the scores in several categories (process × category) for their own burdens (process × category).

        With a factorised network, sixteen categories cost little more than two. Raises what `scores` raises.

            >>> solver.scores_of(np.array([[0.5, 1.0], [0.3, 0.0], [0.6, 0.0]])).round(12).tolist()
            [[0.5, 1.0], [0.5, 0.4], [0.75, 0.24]]
        """
        if self.way is not Way.DENSE:
            return np.stack([self.scores(column).value for column in burdens.T], axis=1)
        blocks = [self._block(burdens[:, low : low + LANES]) for low in range(0, burdens.shape[1], LANES)]
        return np.concatenate(blocks, axis=1)

    def _block(self, burdens: Floats) -> Floats:
        width = burdens.shape[1]
        padded = np.zeros((self.network.size, LANES))
        padded[:, :width] = self.system.to_order(self._checked(burdens))
        assert self.core is not None
        x = dense_block(self.system, self.core, padded)
        to = self.system.scores
        left, worst = np.empty_like(x), np.empty(LANES)
        block_residual(to.start, to.index, to.amount, to.own, padded, x, left, worst)
        if not worst.max() <= RESIDUAL_GOAL:
            x += dense_block(self.system, self.core, left)
            block_residual(to.start, to.index, to.amount, to.own, padded, x, left, worst)
        if not worst.max() <= RESIDUAL_LIMIT:
            return np.stack([self.scores(column).value for column in burdens.T], axis=1)
        return self.system.to_network(x)[:, :width]

    def _solution(self, direction: Direction, rhs: Floats) -> Solution:
        b = self.system.to_order(rhs)
        try:
            x, residual, passes = solved(direction, b, self.core)
        except ResidualError as fault:
            name = Named(zh=self.network.name(int(self.system.plan.order[fault.column])))
            raise (
                InaccurateError(name, fault.residual) if isfinite(fault.residual) else OutOfRangeError((name,))
            ) from fault
        return Solution(self.system.to_network(x), rhs, residual, passes)

    def _checked(self, rhs: Floats) -> Floats:
        figures = np.asarray(rhs, dtype=np.float64)
        if figures.shape[0] != self.network.size:
            raise RightHandSideError(
                Text(
                    f"向量有 {figures.shape[0]} 项，网络有 {self.network.size} 个过程",
                    f"the vector has {figures.shape[0]} figures, the network {self.network.size} processes",
                )
            )
        finite = np.isfinite(figures)
        wrong = np.flatnonzero(~(finite if figures.ndim == 1 else finite.all(axis=1)))[:12]
        if wrong.size:
            names = [self.network.name(int(process)) for process in wrong]
            raise RightHandSideError(
                Text(
                    f"下列过程的数值不是有限数：{'、'.join(names)}", f"figures that are not finite: {', '.join(names)}"
                ),
                names,
            )
        return figures


def solve_with(network: Network) -> Solver:
    """Make a network ready to be solved.

    Raises LoopGainError with the cycle named where processes need one unit of product, or more, to make one unit
    (Hawkins & Simon, Econometrica 17:245, 1949).

        >>> solve_with(network).way.value, solve_with(network).gain.proven
        ('one pass', True)
        >>> solve_with(network_of(["coke", "power"], [0, 1], [1, 0], [2.0, 0.5]))
        Traceback (most recent call last):
        ...
        qiantan.core.engine.diagnosis.LoopGainError: ...
    """
    return _solver(ordered(network), None)


def _solver(system: Ordered, tried: Floats | None) -> Solver:
    check_own_use(system)
    torn = int(system.plan.torn.size)
    core = dense_core(system) if 0 < torn <= DENSE_AT_ONCE else None
    return Solver(system.network, system, measured_gain(system, core, tried), core)


def solved(direction: Direction, rhs: Floats, core: DenseCore | None) -> tuple[Floats, float, int]:
    """Return solution (position), largest relative residual and passes; corrects until rounding is reached."""
    x, passes = once(direction, rhs, core)
    left, worst = _left(direction, rhs, x)
    for _ in range(CORRECTIONS):
        if worst <= RESIDUAL_GOAL or direction.plan.torn.size == 0:
            break
        change, more = once(direction, left, core, wanted(worst))
        better = x + change
        left, now = _left(direction, rhs, better)
        passes += more
        if not now < worst:
            break
        x, worst = better, now
    if not worst <= RESIDUAL_LIMIT:
        raise _unmet(direction, rhs, x)
    return x, worst, passes


def _left(direction: Direction, rhs: Floats, x: Floats) -> tuple[Floats, float]:
    """Residual (position) and its largest ratio; traces of rounding where nothing arrives are cleared from `x`."""
    left, _, worst = direction.residual(rhs, x)
    if not worst <= TRACES and direction.plan.torn.size:
        clear_unreached(direction, rhs, x)
        left, _, worst = direction.residual(rhs, x)
    return left, worst


def _unmet(direction: Direction, rhs: Floats, x: Floats) -> ResidualError:
    """Return the fault at the first process beyond all numbers, else at the one whose equation is met worst."""
    beyond = np.flatnonzero(~np.isfinite(x))
    if beyond.size:
        return ResidualError(int(beyond[0]), inf)
    left, size, _ = direction.residual(rhs, x)
    ratio = np.divide(np.abs(left), size, out=np.zeros_like(left), where=size > 0)
    return ResidualError(int(np.argmax(ratio)), float(ratio.max()))


def once(direction: Direction, rhs: Floats, core: DenseCore | None, tolerance: float = TOLERANCE) -> tuple[Floats, int]:
    """Return an uncorrected solution (position) and the passes it took."""
    if core is None or direction.plan.torn.size == 0:
        return krylov(direction, rhs, tolerance)
    return dense_solve(direction, core, rhs), 3


def clear_unreached(direction: Direction, rhs: Floats, x: Floats) -> None:
    """Put an exact zero where nothing of the right-hand side arrives: rounding would leave a trace there."""
    reached = (rhs != 0).astype(np.uint8)
    plan = direction.plan
    start, index = plan.rows[:2] if direction.towards_users else (plan.start, plan.supplier)
    reach(start, index, reached, 0, plan.size)
    x[reached == 0] = 0.0
