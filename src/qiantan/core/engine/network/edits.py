"""Editing processes and seeing every product move, without solving again.

Everything about one process (what it takes, what it emits) is one column; changing it moves all scores along one
vector: how much of its product every other product needs, its usage. With D the changes of k columns, U their usages
and β the changes of their burdens,

    y' = y + U (I - Dᵀ U)⁻¹ (Dᵀ y + β),

exactly (Woodbury), in as many categories at once as there are columns of burdens. All edits since the last solve are applied at once to the scores of that solve, so errors do not
pile up; the usages of processes edited before are kept. The pivots of I - Dᵀ U show a loop that comes near one.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from qiantan.core.engine.diagnosis import LoopGainError
from qiantan.core.engine.network import kernels
from qiantan.core.engine.network.network import Network, NetworkError, network_of
from qiantan.core.engine.network.pattern import Offsets
from qiantan.core.engine.network.solver import Solver, solve_with
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text
from qiantan.core.study.shape import Named

MOST_COLUMNS = 64  # edited processes kept apart; beyond, the network is solved again
MOST_USAGES = 96
# Beyond this, an update would lose the digits that a new solve keeps.
WEAKEST = 1e-3
LEAST_PIVOT = 1e-9


@dataclass(frozen=True, kw_only=True)
class Change:
    """New figures of one process: `inputs` units of each supplier's product per unit of its own (suppliers not named
    stay as they are), `burden` kg CO2e of its own exchanges per unit, or one figure for each category; none to leave it.
    """

    process: str
    inputs: Mapping[str, float] = field(default_factory=dict)
    burden: float | Sequence[float] | None = None


@dataclass(frozen=True, eq=False)
class Edited:
    """A network with changes: `scores` (process, or process × category) after them. `edits` counts changes since the
    network was last solved.

    Make the first with `editable`, every other with `edit`; each one stays valid beside those made from it.
    """

    solver: Solver = field(repr=False)
    burden: Floats = field(repr=False)
    base: Floats = field(repr=False)
    scores: Floats
    edits: int = 0
    inputs: Mapping[int, Mapping[int, float]] = field(default_factory=dict, repr=False)
    burdens: Mapping[int, Floats] = field(default_factory=dict, repr=False)
    usages: "OrderedDict[int, Floats]" = field(default_factory=OrderedDict, repr=False)

    def network(self) -> Network:
        """Return the network as edited."""
        return _rewritten(self.solver.network, self.inputs)

    def own_burden(self) -> Floats:
        """Return the own burdens as edited (process, or process × category)."""
        burden = self.burden.copy()
        for process, kg in self.burdens.items():
            burden[process] = kg
        return burden

    def solved_again(self) -> "Edited":
        """Return the same figures from a new solve of the edited network; `edits` starts from zero."""
        return editable(solve_with(self.network()), self.own_burden())


def editable(solver: Solver, burden: Floats) -> Edited:
    """Return a network ready to be edited, with the scores for own burdens per unit of product.

    `burden` is kg CO2e (process), or of several categories in their units (process × category); all further figures have
    the same shape. Raises what `Solver.scores` raises.

        >>> editable(solver, np.stack([burden, [1.0, 0.0, 0.0]], axis=1)).scores.round(12).tolist()
        [[0.5, 1.0], [0.5, 0.4], [0.75, 0.24]]
    """
    ready, own = solver.factored(), np.array(burden, dtype=np.float64)
    value = ready.scores(own).value if own.ndim == 1 else ready.scores_of(own)
    return Edited(ready, own, value, value)


def usage(state: Edited, process: int) -> Floats:
    """Return how much of a process's product one unit of every product needs (process), kept for later edits."""
    kept = state.usages.get(process)
    if kept is None:
        kept = state.usages[process] = _usage(state.solver, process)
        while len(state.usages) > MOST_USAGES:
            state.usages.popitem(last=False)
    return kept


def edit(state: Edited, *changes: Change) -> Edited:
    """Return the network with further changes and the scores of every product after them.

    Raises NetworkError for unknown names, figures that are not finite and burdens in another number of categories,
    LoopGainError with the cycle named where a change makes a loop feed itself, or comes within 1e-9 of it. Exact (Hager,
    SIAM Review 31:221, 1989): as good as a new solve, which is made instead where digits would be lost.

        >>> before = editable(solver, burden)
        >>> after = edit(before, Change(process="power", inputs={"coal": 0.3}), Change(process="coal", burden=0.4))
        >>> after.scores.round(12).tolist(), after.edits
        ([0.4, 0.42, 0.722], 2)
    """
    inputs = {j: dict(row) for j, row in state.inputs.items()}
    burdens = dict(state.burdens)
    for change in changes:
        j = _known(state, change)
        if change.inputs:
            position = state.solver.network.position
            inputs.setdefault(j, {}).update({position[name]: units for name, units in change.inputs.items()})
        if change.burden is not None:
            burdens[j] = np.asarray(change.burden, dtype=np.float64)
    after = replace(state, inputs=inputs, burdens=burdens, edits=state.edits + len(changes))
    if len({*inputs, *burdens}) > MOST_COLUMNS:
        return after.solved_again()
    moved = _moved(after)
    return after.solved_again() if moved is None else replace(after, scores=moved)


def _known(state: Edited, change: Change) -> int:
    """The process a change is about; refuses what cannot be applied."""
    network, own = state.solver.network, np.asarray(0.0 if change.burden is None else change.burden)
    process, *_ = network.at(change.process, *change.inputs)
    if not (np.isfinite([*change.inputs.values()]).all() and np.isfinite(own).all()):
        raise NetworkError(
            Text(f"“{change.process}”的数值不是有限数", f"a figure of '{change.process}' is not finite"),
            [change.process],
        )
    wanted = state.burden.shape[1:]
    if change.burden is not None and own.shape != wanted:
        found, expected = (str(shape[0]) if shape else "1" for shape in (own.shape, wanted))
        raise NetworkError(
            Text(
                f"“{change.process}”给出 {found} 个类别的直接影响，网络有 {expected} 个类别",
                f"'{change.process}' has burdens in {found} categories, the network in {expected}",
            ),
            [change.process],
        )
    return process


def _moved(state: Edited) -> Floats | None:
    """Scores after all changes since the last solve; none where only a new solve keeps the digits."""
    network = state.solver.network
    columns = sorted({*state.inputs, *state.burdens})
    vectors = [usage(state, j) for j in columns]
    deltas = [_delta(network, j, state.inputs.get(j, {})) for j in columns]
    system = np.eye(len(columns))
    size, moves = np.ones(len(columns)), np.zeros((len(columns), *state.burden.shape[1:]))
    for a, (j, (supplier, change)) in enumerate(zip(columns, deltas, strict=True)):
        for b, vector in enumerate(vectors):
            system[a, b] -= change @ vector[supplier]
        size[a] += np.abs(change) @ np.abs(vectors[a][supplier])
        moves[a] = change @ state.base[supplier] + state.burdens.get(j, state.burden[j]) - state.burden[j]
    weakest, a = _weakest_pivot(system, size)
    if weakest < LEAST_PIVOT and len(columns) == 1:
        raise _named_loop(state, columns[a], vectors[a])
    if weakest < WEAKEST:
        return None
    return np.asarray(state.base + np.array(vectors).T @ np.linalg.solve(system, moves)) if columns else state.base


def _weakest_pivot(system: Floats, size: Floats) -> tuple[float, int]:
    """Smallest pivot, relative to the size of its terms, of elimination without exchanges: change after change."""
    left, weakest, at = system.copy(), 1.0, 0
    for a in range(len(left)):
        if left[a, a] / size[a] < weakest:
            weakest, at = left[a, a] / size[a], a
        if weakest <= 0:
            break
        left[a + 1 :] -= np.outer(left[a + 1 :, a] / left[a, a], left[a])
    return float(weakest), at


def _delta(network: Network, j: int, inputs: Mapping[int, float]) -> tuple[Offsets, Floats]:
    supplier = np.array(list(inputs), dtype=np.int64)
    before = np.zeros(supplier.size)
    entries = network.pattern.entries(supplier, np.full(supplier.size, j))
    before[entries >= 0] = network.amount[entries[entries >= 0]]
    return supplier, np.array(list(inputs.values())) - before


def _rewritten(network: Network, inputs: Mapping[int, Mapping[int, float]]) -> Network:
    pattern, amount = network.pattern, network.amount.copy()
    added: list[tuple[int, int, float]] = []
    for j, row in inputs.items():
        supplier = np.array(list(row), dtype=np.int64)
        for i, entry in zip(row, pattern.entries(supplier, np.full(supplier.size, j)).tolist(), strict=True):
            if entry >= 0:
                amount[entry] = row[i]
            else:
                added.append((i, j, row[i]))
    if not added:
        return network.with_amounts(amount)
    suppliers, consumers, units = (np.array(part) for part in zip(*added, strict=True))
    return network_of(
        network.ids,
        np.concatenate((pattern.supplier, suppliers)),
        np.concatenate((pattern.consumer, consumers)),
        np.concatenate((amount, units)),
        network.names,
    )


def _usage(solver: Solver, process: int) -> Floats:
    system, plan = solver.system, solver.system.plan
    at = int(plan.position[process])
    if at < plan.after:
        unit = np.zeros(plan.size)
        unit[process] = 1.0
        return solver.scores(unit).value
    vector, marks = np.zeros(plan.size), np.zeros(plan.size // 64 + 1, dtype=np.uint64)
    vector[at] = 1.0 / system.keep[at]
    to = system.scores
    kernels.push(to.start, to.index, to.amount, to.keep, *plan.rows[:2], vector, at, marks)
    return system.to_network(vector)


def _named_loop(state: Edited, process: int, vector: Floats) -> LoopGainError:
    """Follow, from the edited process, the supplier through which most of its own product comes back."""
    edited = state.network()
    pattern, path, at = edited.pattern, [process], process
    while True:
        low, high = pattern.start[at : at + 2].tolist()
        entry = low + int(np.argmax(np.abs(edited.amount[low:high] * vector[pattern.supplier[low:high]])))
        at = int(pattern.supplier[entry])
        if at in path:
            break
        path.append(at)
    cycle = path[path.index(at) :]
    suppliers, change = _delta(state.solver.network, process, state.inputs[process])
    # What comes back to a process is one less the inverse of its usage by itself.
    gain = 1.0 - (1.0 - float(change @ vector[suppliers])) / float(vector[process])
    return LoopGainError(tuple(Named(zh=edited.name(j)) for j in cycle), gain)
