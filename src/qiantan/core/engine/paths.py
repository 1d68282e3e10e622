"""The bands of a Sankey diagram: what flows from suppliers to the unit, in kg CO2e.

Depth counts steps upstream from the unit. A process that is reached at several depths — in a loop at every depth —
appears once at each, so the diagram has no cycle; what lies deeper than asked for ends in a band of its own. At every
process what comes in is what goes out.
"""

from math import fsum
from typing import NamedTuple

import numpy as np

from qiantan.core.engine.outcome import Outcome
from qiantan.core.engine.scaling import burdens
from qiantan.core.engine.system import ProductSystem
from qiantan.core.study.shape import Named

REST = Named(zh="其他小项", en="other small flows")


class Node(NamedTuple):
    """A process, a source (an exchange that emits or is covered by a factor) or a bundle of small flows."""

    id: str
    name: Named
    depth: int


class Link(NamedTuple):
    """kg CO2e per unit that `source` passes to `target`; negative for credits."""

    source: str
    target: str
    kg: float


class Sankey(NamedTuple):
    """Nodes from the unit upstream, and the links between them."""

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]


Source = tuple[str, int]  # ("column", index), ("entry", index) or ("rest", index of the column it flows to)


def sankey(outcome: Outcome, *, depth: int = 8, smallest: float = 0.005) -> Sankey:
    """Return the Sankey of an outcome down to `depth` steps; flows below `smallest` × total are bundled per process."""
    system = outcome.system
    inflows = _Inflows(outcome, smallest * abs(outcome.total))
    nodes: dict[tuple[Source, int], Node] = {}
    links: list[Link] = []

    def node(source: Source, at: int) -> str:
        if (source, at) not in nodes:
            word, name = _words(system, source)
            again = any(known == source for known, _ in nodes)
            nodes[source, at] = Node(f"{word}@{at}" if again else word, name, at)
        return nodes[source, at].id

    reached = {int(column): float(system.demand[column]) for column in np.flatnonzero(system.demand)}
    for at in range(depth + 1):
        deeper: dict[int, float] = {}
        for column, amount in reached.items():
            target = node(("column", column), at)
            for source, kg, needed in inflows.of(column, amount):
                links.append(Link(node(source, at + 1), target, kg))
                if source[0] == "column":
                    deeper[source[1]] = deeper.get(source[1], 0.0) + needed
        reached = deeper
    return Sankey(tuple(nodes.values()), tuple(links))


class _Inflows:
    """What flows into a column for an amount of its product: kg CO2e by source, small ones in one bundle."""

    def __init__(self, outcome: Outcome, limit: float) -> None:
        self._system = outcome.system
        self._limit = limit
        self._score = outcome.system.score.tolist()
        self._burden = burdens(outcome.system, outcome.scaling.factors).tolist()
        self._parts = outcome.system.parts()

    def of(self, column: int, amount: float) -> list[tuple[Source, float, float]]:
        """Return source, kg CO2e and, for a process, the amount of its product."""
        runs = amount / self._system.columns[column].amount
        kg: dict[Source, float] = {}
        needed: dict[Source, float] = {}
        for index, share in self._parts[column]:
            provider = self._system.entries[index].provider
            if provider is None:
                source, units = ("entry", index), 0.0
                flow = self._score[index] * share * runs
            else:
                source, units = ("column", provider), self._system.needed(index) * share * runs
                flow = self._burden[provider] * units
            kg[source] = kg.get(source, 0.0) + flow
            needed[source] = needed.get(source, 0.0) + units
        small = [source for source, flow in kg.items() if abs(flow) < self._limit]
        shown = [(source, flow, needed[source]) for source, flow in kg.items() if flow and source not in small]
        bundle = fsum(kg[source] for source in small)
        if len(small) == 1 and bundle:
            return [*shown, (small[0], bundle, needed[small[0]])]
        return [*shown, (("rest", column), bundle, 0.0)] if bundle else shown


def _words(system: ProductSystem, source: Source) -> tuple[str, Named]:
    kind, index = source
    if kind == "column":
        return system.columns[index].id, system.columns[index].name
    if kind == "entry":
        return system.entries[index].id, system.entries[index].name
    return f"{system.columns[index].id}.other", REST
