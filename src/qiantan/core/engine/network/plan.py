"""The order in which a network is solved, from its pattern alone.

Strongly connected components come in the order of supply. Inside each, a few busy processes are torn out (a feedback
vertex set, found greedily) so that the rest runs in dependency order: given the torn scores, one pass gives all others.
Processes that no cycle feeds come first and those that feed no cycle last; what is between is the core, the only part
an iteration has to visit.
"""

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakValueDictionary

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.network.ordering import arrange, components, permute, tear, transpose, zones
from qiantan.core.engine.network.pattern import Index, Offsets, Pattern

Flags = NDArray[np.uint8]

_PLANS: "WeakValueDictionary[str, Plan]" = WeakValueDictionary()


@dataclass(frozen=True, eq=False)
class Plan:
    """Where every process stands in the order of solution, and which entry of the network stands where.

    `order` (position) holds processes, `position` (process) the reverse. `start`, `supplier`, `entry` are the columns
    by position without own use; `core_from` (position) skips suppliers before the core. `own` (position) is the entry
    of own use, -1 where there is none. `torn` are positions, `is_torn` their flags; the core is ``[core, after)``.
    """

    order: Index
    position: Index
    start: Offsets
    supplier: Index
    entry: Index
    core_from: Offsets
    own: Offsets
    torn: Offsets
    is_torn: Flags
    component: Index
    core: int
    after: int

    @property
    def size(self) -> int:
        """Number of processes."""
        return self.order.size

    @cached_property
    def rows(self) -> tuple[Offsets, Index, Offsets]:
        """Return start, users and place in `entry` by position of the supplier, users ascending."""
        start, user, place = transpose(self.start, self.supplier, self.size)
        return start, user, place


def plan_of(pattern: Pattern) -> Plan:
    """Return the plan of a pattern; a pattern with the same digest that is still in use shares it."""
    kept = _PLANS.get(pattern.digest)
    if kept is None:
        kept = _PLANS.setdefault(pattern.digest, make_plan(pattern))
    return kept


def make_plan(pattern: Pattern) -> Plan:
    """Order a pattern: linear in its entries, save for the heap of the tearing."""
    size, start, index = pattern.size, pattern.start, pattern.supplier
    row_start, row_index, row_entry = pattern.rows
    component = np.empty(size, dtype=np.int32)
    count = components(start, index, component)
    cyclic = (np.bincount(component, minlength=count) > 1)[component].astype(np.uint8)
    is_torn = np.zeros(size, dtype=np.uint8)
    tear(start, index, row_start, row_index, component, cyclic, is_torn)
    bounds, members, _ = transpose(np.arange(size + 1, dtype=np.int64), component, count)
    order = np.empty(size, dtype=np.int32)
    arrange(start, index, row_start, row_index, component, members, bounds, is_torn, order)
    order, core, after = _zoned(pattern, cyclic, order)
    position = np.empty(size, dtype=np.int32)
    position[order] = np.arange(size, dtype=np.int32)
    own = np.full(size, -1, dtype=np.int64)
    starts, supplier, entry = permute(row_start, row_index, row_entry, order, position, own)
    outside = np.concatenate(([0], np.cumsum(supplier < core)))
    torn_here = is_torn[order]
    return Plan(
        order=order,
        position=position,
        start=starts,
        supplier=supplier,
        entry=entry,
        core_from=starts[:-1] + (outside[starts[1:]] - outside[starts[:-1]]),
        own=own,
        torn=np.flatnonzero(torn_here),
        is_torn=torn_here,
        component=component[order],
        core=core,
        after=after,
    )


def _zoned(pattern: Pattern, cyclic: Flags, order: Index) -> tuple[Index, int, int]:
    """Move processes before and after the core out of it; the order within each of the three stays."""
    if not cyclic.any():
        return order, 0, 0
    zone = np.empty(pattern.size, dtype=np.uint8)
    row_start, row_index, _ = pattern.rows
    zones(pattern.start, pattern.supplier, row_start, row_index, cyclic, order, zone)
    before, between, behind = (order[zone[order] == number] for number in range(3))
    return np.concatenate((before, between, behind)), before.size, before.size + between.size
