"""Monte Carlo for every product at once, sixteen draws in a block.

What lies outside the core is drawn when a pass comes by and never stored. The core is solved by the factors of the
nominal network: y ← y + (I - S)⁻¹ (implied - y). That iteration converges only if no draw between the nominal network
and this one is singular, so convergence is the proof that no loop of the draw feeds itself; a draw that does not
converge is solved by itself, and counted instead of averaged if its loops return one unit or more.

Along with every draw goes its first-order estimate, whose mean is known exactly: as a control variate it takes most of
the variance out of the mean of the draws.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.diagnosis import LoopGainError
from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network import drawing
from qiantan.core.engine.network.dense import DenseCore
from qiantan.core.engine.network.kernels import LANES, block_gather, block_pass
from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.solver import Solver, solve_with
from qiantan.core.engine.network.spread import Spread, Words, draw_keys, entry_keys, part_keys
from qiantan.core.engine.system import Floats

TOLERANCE = 1e-8  # below the rounding of the multiples, which are float32
MOST_STEPS = 80


@dataclass(frozen=True, eq=False)
class Block:
    """Sixteen draws by position: `score` (position × lane), `linear` its first-order estimate, `solved` (lane)."""

    first: int
    score: Floats
    linear: Floats
    solved: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Draws:
    """A network ready to be drawn from; make it with `draws_of`."""

    solver: Solver = field(repr=False)
    spread: Spread = field(repr=False)
    seed: int
    nominal: Floats = field(repr=False)
    sigma: NDArray[np.float32] = field(repr=False)
    shared: NDArray[np.bool_] = field(repr=False)
    keys: Words = field(repr=False)
    part_start: NDArray[np.int64] = field(repr=False)
    part_kg: Floats = field(repr=False)
    part_sigma: NDArray[np.float32] = field(repr=False)
    part_keys: Words = field(repr=False)


def draws_of(solver: Solver, spread: Spread, seed: int) -> Draws:
    """Return a network ready to be drawn from; the seed names all its random numbers."""
    ready, plan, parts = solver.factored(), solver.system.plan, spread.parts
    lengths = np.diff(parts.start)[plan.order]
    start = np.concatenate(([0], np.cumsum(lengths)))
    part = np.repeat(parts.start[:-1][plan.order] - start[:-1], lengths) + np.arange(parts.kg.size)
    return Draws(
        solver=ready,
        spread=spread,
        seed=seed,
        nominal=ready.system.to_order(ready.scores(parts.burden).value),
        sigma=spread.sigma[plan.entry].astype(np.float32),
        shared=spread.shared[plan.entry],
        keys=entry_keys(spread.network)[plan.entry],
        part_start=start,
        part_kg=parts.kg[part],
        part_sigma=parts.sigma[part].astype(np.float32),
        part_keys=part_keys(spread.network, parts)[part],
    )


def block(draws: Draws, first: int) -> Block:
    """Return the draws ``first`` to ``first + 15`` of every product."""
    system, core = draws.solver.system, draws.solver.core
    plan, to = system.plan, system.scores
    keys = draw_keys(draws.seed, np.arange(first, first + LANES))
    burden, change, score = (np.empty((plan.size, LANES)) for _ in range(3))
    drawing.draw_burdens(draws.part_start, draws.part_kg, draws.part_sigma, draws.part_keys, keys, burden, change)
    entries = (to.start, to.index, to.amount, draws.sigma, draws.shared, draws.keys, keys, draws.nominal)
    drawing.drawn_pass(*entries, to.keep, burden, change, score, 0, plan.core)
    multiple = np.empty((int(to.start[plan.after] - to.start[plan.core]), LANES), dtype=np.float32)
    drawing.draw_core(*entries, change, multiple, plan.core, plan.after)
    # Draws that run away overflow, and are found by that.
    with np.errstate(all="ignore"):
        solved = _core(draws, core, multiple, burden, score)
    drawing.drawn_pass(*entries, to.keep, burden, change, score, plan.after, plan.size)
    linear = draws.nominal[:, None] + _linear(draws, core, change)
    for lane in np.flatnonzero(~solved):
        solved[lane] = _alone(draws, first + int(lane), score[:, lane])
    return Block(first, score, linear, solved)


def replay(draws: Draws, draw: int) -> tuple[Network, Floats]:
    """Return the network and the own burdens (process) of one draw, to be solved and explained like any other."""
    system, spread = draws.solver.system, draws.spread
    plan, to = system.plan, system.scores
    keys = draw_keys(draws.seed, np.full(LANES, draw))
    multiple = np.empty((to.amount.size, LANES), dtype=np.float32)
    burden, change = np.empty((plan.size, LANES)), np.empty((plan.size, LANES))
    drawing.draw_burdens(draws.part_start, draws.part_kg, draws.part_sigma, draws.part_keys, keys, burden, change)
    entries = (to.start, to.index, to.amount, draws.sigma, draws.shared, draws.keys, keys, draws.nominal)
    drawing.draw_core(*entries, change, multiple, 0, plan.size)
    amount = spread.network.amount.copy()
    amount[plan.entry] = to.amount * multiple[:, 0].astype(np.float64)
    return spread.network.with_amounts(amount), system.to_network(burden[:, 0])


def _core(
    draws: Draws, core: DenseCore | None, multiple: NDArray[np.float32], burden: Floats, score: Floats
) -> NDArray[np.bool_]:
    """Solve the core of every draw in place; say which draws converged."""
    plan, to = draws.solver.system.plan, draws.solver.system.scores
    arrays = (to.start, to.index, to.amount, multiple, to.keep)
    score[plan.torn] = draws.nominal[plan.torn, None]
    implied = np.empty((plan.torn.size, LANES))
    solved = np.zeros(LANES, dtype=bool)
    for _ in range(MOST_STEPS):
        drawing.core_pass(*arrays, plan.is_torn, burden, score, plan.core, plan.after)
        if plan.torn.size == 0:
            return np.ones(LANES, dtype=bool)
        drawing.core_gather(*arrays, burden, score, plan.torn, implied, plan.core)
        now = score[plan.torn]
        left = implied - now
        size = np.abs(implied) + np.abs(now)
        worst = np.max(np.abs(left) / np.where(size > 0, size, 1.0), axis=0)
        solved = worst <= TOLERANCE
        if solved.all() or not np.isfinite(worst[~solved]).any():
            break
        score[plan.torn] = now + core.corrected(left) if core else implied
    return solved


def _linear(draws: Draws, core: DenseCore | None, change: Floats) -> Floats:
    """What a change of every process's own score (position × lane) changes in all scores of the nominal network."""
    plan, to = draws.solver.system.plan, draws.solver.system.scores
    x = np.zeros_like(change)
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep)
    if plan.torn.size and core is None:
        return np.full_like(change, np.nan)
    block_pass(*arrays, plan.is_torn, change, x, 0, plan.after, 0)
    if core and plan.torn.size:
        implied = np.empty((plan.torn.size, LANES))
        block_gather(*arrays, change, x, plan.torn, implied, 0)
        x[plan.torn] = core.corrected(implied)
        block_pass(*arrays, plan.is_torn, change, x, plan.core, plan.after, 0)
    block_pass(*arrays, plan.is_torn, change, x, plan.after, plan.size, 0)
    return x


def _alone(draws: Draws, draw: int, score: Floats) -> bool:
    """Solve one draw by itself, in place; false where its loops return one unit or more."""
    network, burden = replay(draws, draw)
    try:
        score[:] = draws.solver.system.to_order(solve_with(network).scores(burden).value)
    except EngineError as error:
        if not isinstance(error, LoopGainError):
            raise
        score[:] = np.nan
        return False
    return True
