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
from qiantan.core.engine.network.drawing import Burdens, Entries, Numbers
from qiantan.core.engine.network.kernels import LANES, block_gather, block_pass
from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.passes import Ordered
from qiantan.core.engine.network.pattern import Offsets, summed
from qiantan.core.engine.network.quasi import Points
from qiantan.core.engine.network.solver import Solver, solve_with
from qiantan.core.engine.network.spread import Spread, draw_keys, entry_keys, part_keys
from qiantan.core.engine.system import Floats

TOLERANCE = 1e-8  # below the rounding of the multiples, which are float32
MOST_STEPS = 80


@dataclass(frozen=True, eq=False)
class Block:
    """Sixteen draws by position: `score` (position × lane), `linear` what the drawn figures add to the nominal score to
    first order, `solved` (lane).
    """

    first: int
    score: Floats
    linear: Floats
    solved: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Draws:
    """A network ready to be drawn from; make it with `draws_of`.

    `entry` (entry) is where each of `entries`, in which those that vary come first, stands in the plan.
    """

    solver: Solver = field(repr=False)
    spread: Spread = field(repr=False)
    seed: int
    entries: Entries = field(repr=False)
    burdens: Burdens = field(repr=False)
    entry: Offsets = field(repr=False)
    points: Points | None = field(default=None, repr=False)

    @property
    def nominal(self) -> Floats:
        """Return the scores around which is drawn (position)."""
        return self.entries.nominal

    def numbers(self, first: int, step: int = 1) -> Numbers:
        """Return where the random numbers of the draws ``first``, ``first + step``, … come from."""
        draw = first + step * np.arange(LANES)
        none = np.zeros((0, LANES), dtype=np.float32)
        return Numbers(draw_keys(self.seed, draw), self.points.uniforms(self.seed, draw) if self.points else none)


def draws_of(solver: Solver, spread: Spread, seed: int, points: Points | None = None) -> Draws:
    """Return a network ready to be drawn from; the seed names all its random numbers.

    `spread` must be that of the solver's network; `points` come from `quasi_random`, for the figures that are not to be
    pseudo-random. Raises what `Solver.scores` raises for the nominal burdens.

        >>> draws = draws_of(solver, spread_of(network, np.full(3, 0.1), burden, np.zeros(3)), seed=1)
        >>> draws.nominal.round(12).tolist()  # by position, suppliers first
        [0.5, 0.5, 0.75]
    """
    ready = solver.factored()
    nominal = ready.system.to_order(ready.scores(spread.parts.burden).value)
    entries, entry = _entries(ready.system, spread, nominal, points)
    return Draws(ready, spread, seed, entries, _burdens(ready.system, spread, points), entry, points)


def _entries(system: Ordered, spread: Spread, nominal: Floats, points: Points | None) -> tuple[Entries, Offsets]:
    """The columns by position with what varies first, and where each entry stands in the plan."""
    plan, to = system.plan, system.scores
    sigma, share = spread.sigma[plan.entry], spread.shared[plan.entry]
    column = np.repeat(np.arange(plan.size), np.diff(to.start))
    # A share that is certain moves with the others of its market.
    markets = np.bincount(column, weights=share & (sigma > 0), minlength=plan.size) > 0
    share = share & markets[column]
    varies = share | (sigma > 0)
    entry = np.lexsort((~varies, column))
    vary = np.bincount(column, weights=varies, minlength=plan.size).astype(np.int64)
    point = np.full(spread.network.amount.size, -1, dtype=np.int32)
    if points:
        point[points.entry] = np.arange(points.entry.size, dtype=np.int32)
    entries = Entries(
        start=to.start,
        supplier=to.index[entry],
        amount=to.amount[entry],
        vary=vary,
        slot=np.concatenate(([0], np.cumsum(vary))),
        sigma=sigma[entry].astype(np.float32),
        keys=entry_keys(spread.network)[plan.entry][entry],
        point=point[plan.entry][entry],
        share=share[entry],
        whole=summed(column, np.where(share, to.amount, 0.0), plan.size),
        nominal=nominal,
        keep=to.keep,
    )
    return entries, entry


def _burdens(system: Ordered, spread: Spread, points: Points | None) -> Burdens:
    """The own burdens by position, what varies part by part."""
    parts, size = spread.parts, system.plan.size
    owner = system.plan.position[np.repeat(np.arange(size), np.diff(parts.start))]
    varies = np.flatnonzero(parts.sigma > 0)
    part = varies[np.argsort(owner[varies], kind="stable")]
    point = np.full(parts.kg.size, -1, dtype=np.int32)
    if points:
        point[points.part] = np.arange(points.part.size, dtype=np.int32) + np.int32(points.entry.size)
    return Burdens(
        start=np.concatenate(([0], np.cumsum(np.bincount(owner[part], minlength=size)))),
        kg=parts.kg[part],
        sigma=parts.sigma[part].astype(np.float32),
        keys=part_keys(spread.network, parts)[part],
        point=point[part],
        certain=summed(owner, np.where(parts.sigma > 0, 0.0, parts.kg), size),
        nominal=system.to_order(parts.burden),
    )


def block(draws: Draws, first: int) -> Block:
    """Return the draws ``first`` to ``first + 15`` of every product, kg CO2e per unit of product (position × draw).

    Raises InaccurateError or OutOfRangeError for a draw whose equations cannot be met; draws whose loops return one unit
    or more are marked as not solved.

        >>> draws = draws_of(solver, spread_of(network, np.full(3, 0.1), burden, np.zeros(3)), seed=1)
        >>> one = block(draws, 0)
        >>> one.score.shape, bool(one.solved.all())
        ((3, 16), True)
    """
    plan, entries, parts = draws.solver.system.plan, draws.entries, draws.burdens
    numbers = draws.numbers(first)
    score, linear = (np.empty((plan.size, LANES)) for _ in range(2))
    drawing.drawn_pass(entries, parts, numbers, 0, plan.core, score, linear)
    # Draws that run away overflow, and are found by that.
    with np.errstate(all="ignore"):
        solved = _core(draws, numbers, score, linear)
    drawing.drawn_pass(entries, parts, numbers, plan.after, plan.size, score, linear)
    for lane in np.flatnonzero(~solved):
        solved[lane] = _alone(draws, first + int(lane), score[:, lane])
    return Block(first, score, linear, solved)


def replay(draws: Draws, draw: int) -> tuple[Network, Floats]:
    """Return the network and the own burdens (process) of one draw, to be solved and explained like any other.

    >>> draws = draws_of(solver, spread_of(network, np.full(3, 0.1), burden, np.zeros(3)), seed=1)
    >>> drawn, own = replay(draws, 7)
    >>> score = solve_with(drawn).scores(own).value
    >>> bool(np.allclose(score, solver.system.to_network(block(draws, 0).score[:, 7]), rtol=1e-7))
    True
    """
    system, entries = draws.solver.system, draws.entries
    plan = system.plan
    multiple = np.empty((int(entries.slot[-1]), LANES), dtype=np.float32)
    burden, moved = (np.empty((plan.size, LANES)) for _ in range(2))
    drawing.draw_columns(entries, draws.burdens, draws.numbers(draw, 0), 0, plan.size, multiple, burden, moved)
    column = np.repeat(np.arange(plan.size), entries.vary)
    varies = np.arange(column.size) - entries.slot[column] + entries.start[column]
    amount = draws.spread.network.amount.copy()
    amount[plan.entry[draws.entry[varies]]] = entries.amount[varies] * multiple[:, 0].astype(np.float64)
    return draws.spread.network.with_amounts(amount), system.to_network(burden[:, 0])


def _core(draws: Draws, numbers: Numbers, score: Floats, linear: Floats) -> NDArray[np.bool_]:
    """Draw and solve the core in place; say which draws converged. The first order is where the iteration starts."""
    system, core, entries = draws.solver.system, draws.solver.core, draws.entries
    plan, torn = system.plan, system.plan.torn
    if torn.size == 0:
        return np.ones(LANES, dtype=bool)
    multiple = np.empty((int(entries.slot[plan.after] - entries.slot[plan.core]), LANES), dtype=np.float32)
    burden, moved = (np.empty((plan.size, LANES)) for _ in range(2))
    drawing.draw_columns(entries, draws.burdens, numbers, plan.core, plan.after, multiple, burden, moved)
    _first_order(system, core, moved, linear)
    score[torn] = draws.nominal[torn, None] + (linear[torn] if core else 0.0)
    left, worst = np.empty((torn.size, LANES)), np.empty(LANES)
    solved = np.zeros(LANES, dtype=bool)
    for _ in range(MOST_STEPS):
        drawing.core_pass(entries, multiple, burden, plan.is_torn, plan.core, plan.after, score)
        drawing.core_gather(entries, multiple, burden, torn, plan.core, score, left, worst)
        solved = worst <= TOLERANCE
        if solved.all() or not np.isfinite(worst[~solved]).any():
            break
        score[torn] += core.corrected(left) if core else left
    return solved


def _first_order(system: Ordered, core: DenseCore | None, moved: Floats, linear: Floats) -> None:
    """Solve the core of the nominal network for what the drawn figures change at each of its positions, in place."""
    plan, to = system.plan, system.scores
    linear[plan.core : plan.after] = np.nan
    if core is None:
        return
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep)
    implied = np.empty((plan.torn.size, LANES))
    linear[plan.torn] = 0.0
    block_pass(*arrays, plan.is_torn, moved, linear, plan.core, plan.after, 0)
    block_gather(*arrays, moved, linear, plan.torn, implied, 0)
    linear[plan.torn] = core.corrected(implied)
    block_pass(*arrays, plan.is_torn, moved, linear, plan.core, plan.after, 0)


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
