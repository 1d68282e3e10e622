"""Who adds what: sums by stage, process, gas, category and account, and the tree of supplies behind one product."""

from collections.abc import Iterable, Sequence
from math import fsum
from typing import NamedTuple

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.outcome import Outcome, Share
from qiantan.core.engine.scaling import burdens
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text
from qiantan.core.study.shape import Named

# Largest difference, relative to the sum of absolute contributions, between the total and any sum of its parts.
SUM_TOLERANCE = 1e-9


class SumError(EngineError):
    """Parts that do not add up to the footprint: the engine has a fault, and no result may leave it."""

    code = "ENGINE-SUM"


def by(groups: Sequence[str], kg: Floats, order: Iterable[str] = ()) -> tuple[Share, ...]:
    """Sum the rows of `kg` (row × any) by the group of each row; groups in `order` first, others as they come."""
    terms: dict[str, list[float]] = {group: [] for group in order}
    for group, row in zip(groups, kg.tolist(), strict=True):
        terms.setdefault(group, []).extend(row)
    return tuple(Share(str(group), fsum(parts)) for group, parts in terms.items())


def assert_sums(outcome: Outcome) -> None:
    """Raise SumError unless stages, processes, gases, categories and accounts each add up to the total."""
    whole = fsum(abs(kg) for kg in outcome.kg_by_exchange_flow.flat)
    for name in ("by_stage", "by_process", "by_gas", "by_category", "by_account"):
        difference = abs(fsum(share.kg for share in getattr(outcome, name)) - outcome.total)
        if not difference <= SUM_TOLERANCE * whole:
            raise SumError(
                Text(f"{name} 合计与总量相差 {difference}", f"{name} differs from the total by {difference}")
            )


class Branch(NamedTuple):
    """A node of the contribution tree.

    `id` is an exchange (the root: the process that delivers the unit) and `name` its words; `amount` in `unit` what
    the node above needs of it, `kg` kg CO2e per unit including everything behind it; `children` add up to `kg` exactly
    and are empty for what no process of the study supplies and where the tree was cut.
    """

    id: str
    name: Named
    amount: float
    unit: str
    kg: float
    children: tuple["Branch", ...]


def tree(outcome: Outcome, *, depth: int = 6, smallest: float = 0.001) -> Branch:
    """Return who supplies the unit and by how much, down to `depth` levels and branches of `smallest` × total."""
    system, score, parts = outcome.system, outcome.system.score, outcome.system.parts()
    burden = burdens(system, outcome.scaling.factors)
    limit = smallest * abs(outcome.total)

    def children(column: int, amount: float, left: int) -> tuple[Branch, ...]:
        runs = amount / system.columns[column].amount
        if not left or abs(burden[column] * amount) < limit:
            return ()
        return tuple(child(entry, share * runs, left - 1) for entry, share in parts[column])

    def child(index: int, runs: float, left: int) -> Branch:
        entry = system.entries[index]
        if entry.provider is None:
            return Branch(entry.id, entry.name, entry.amount * runs, entry.unit, float(score[index]) * runs, ())
        needed = system.needed(index) * runs
        kg = float(burden[entry.provider]) * needed
        below = children(entry.provider, needed, left)
        return Branch(entry.id, entry.name, entry.amount * runs, entry.unit, kg, below)

    (root,) = np.flatnonzero(system.demand)
    column, amount = system.columns[root], float(system.demand[root])
    return Branch(column.id, column.name, amount, column.unit, outcome.total, children(int(root), amount, depth))
