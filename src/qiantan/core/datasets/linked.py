"""A linked database: its unit processes as columns that each make one product, who supplies whom, and their gases.

    database = database_of(datasets)  # core.datasets.assemble
    database.network                  # every process with what it takes from others
    footprints(database).kg           # kg CO2e per unit of every product (core.datasets.footprints)

A product input is linked to the process its dataset names, else to the only one that makes the flow; never is one taken
because it comes first. Allocation gives every co-product with shares a column of its own. A waste that leaves a process
is demanded of the process that takes it in for treatment. Everything is measured in the unit of the reference exchange.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qiantan.core.datasets.document import Flow
from qiantan.core.findings import NO_TEXT, Text

if TYPE_CHECKING:
    from qiantan.core.engine.network.network import Network
    from qiantan.core.study.document import GwpSet

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
# Why an input is not linked: nothing supplies it, several could, the named one is not there, or does not make it, or
# the amount cannot be expressed in the unit of the product.
OPEN_CODES = ("", "DS-LINK-NONE", "DS-LINK-MANY", "DS-LINK-GONE", "DS-LINK-WRONG", "DS-LINK-UNIT")


class Column(NamedTuple):
    """A process with one product: number of the process, id of the exchange, flow, unit, amount made in one run.

    `amount` is negative for a treatment process; `is_reference` says whether it is the process's reference product.
    """

    process: int
    exchange: int
    flow: int
    unit: str
    amount: float
    is_reference: bool


class Nature(NamedTuple):
    """An elementary flow (number) as it is used, with what it counts for: our gas, or why it is left out, or neither."""

    flow: int
    direction: str
    unit: str
    gas: str
    code: str
    times: int


@dataclass(frozen=True, eq=False)
class Links:
    """Demands of products (demand): which exchange of which process, on which column, by whom it is supplied.

    `supplier` is a column, -1 where `code` (an index into OPEN_CODES) says why there is none; `amount` is what the
    column takes in a run of its process, allocation applied, in the unit of the supplier's product (in the flow's
    reference unit where open). What it gives off (waste to be treated, a product it saves others) is negative.
    """

    process: Ints
    exchange: Ints
    column: Ints
    flow: Ints
    supplier: Ints
    amount: Floats
    code: NDArray[np.int8]

    @property
    def linked(self) -> int:
        """Number of demands that are linked."""
        return int((self.supplier >= 0).sum())


@dataclass(frozen=True, eq=False)
class Gases:
    """Greenhouse gases (entry): `kg` of `gas` (index into `names`) that a column emits in a run of its process."""

    column: Ints
    gas: Ints
    kg: Floats
    names: tuple[str, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class LinkedDatabase:
    """A database of unit processes, linked: `uuids`, `names` and `places` (process), columns, flows, demands, gases.

    `unallocated` are co-products (process, exchange id) without shares: nobody provides them, and their process's
    burden stands with its reference product.
    """

    uuids: tuple[str, ...]
    names: tuple[Text, ...] = field(repr=False)
    places: tuple[str, ...] = field(repr=False)
    columns: tuple[Column, ...] = field(repr=False)
    flows: tuple[Flow, ...] = field(repr=False)
    natures: tuple[Nature, ...] = field(repr=False)
    links: Links = field(repr=False)
    gases: Gases = field(repr=False)
    unallocated: tuple[tuple[int, int], ...] = ()

    @property
    def size(self) -> int:
        """Number of columns."""
        return len(self.columns)

    @cached_property
    def pivot(self) -> Floats:
        """Return the amount of its product that each column makes in a run (column), negative for treatment."""
        return np.array([one.amount for one in self.columns], dtype=np.float64)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Return the stable id of every column: the UUID of its process; for a co-product, with its flow behind it."""
        return tuple(
            self.uuids[one.process] if one.is_reference else f"{self.uuids[one.process]}/{self.flows[one.flow].uuid}"
            for one in self.columns
        )

    @cached_property
    def network(self) -> "Network":
        """Return the network of the columns: units of each supplier's product for one unit of each product.

        Raises NetworkError for figures that are not finite.
        """
        from qiantan.core.engine.network.network import network_of  # the compiler, when there is work for it

        links, pivot = self.links, self.pivot
        used = np.flatnonzero((links.supplier >= 0) & (links.amount != 0))
        supplier, consumer = links.supplier[used].astype(np.int64), links.column[used].astype(np.int64)
        # What is taken in stands with a minus in the matrix, as does the product of a treatment process.
        amount = links.amount[used] * np.sign(pivot)[supplier] / np.abs(pivot)[consumer]
        return network_of(self.ids, supplier, consumer, amount, self.labels)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Return the words for every column: name, place, and the product where it is no reference."""
        return tuple(self._label(one) for one in self.columns)

    def _label(self, column: Column) -> str:
        name, place = self.names[column.process], self.places[column.process]
        product = NO_TEXT if column.is_reference else self.flows[column.flow].name
        parts = (name.zh or name.en, place, product.zh or product.en)
        return " · ".join(part for part in parts if part)

    def burden(self, gwp: "GwpSet") -> Floats:
        """Return kg CO2e of every column's own gases per unit of its product (column), by a GWP set.

        Raises UncharacterisedFlow for a gas the set has no value for.
        """
        from qiantan.core.engine.characterize import characterisation

        per_kg = np.array(characterisation(gwp, self.gases.names), dtype=np.float64)
        own = np.zeros(self.size)
        np.add.at(own, self.gases.column, self.gases.kg * per_kg[self.gases.gas])
        return own / np.abs(self.pivot)


def loops(database: LinkedDatabase) -> tuple[Ints, int]:
    """Return for every column the number of its loop, -1 outside of any, and how many loops there are."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    links = database.links
    used = np.flatnonzero((links.supplier >= 0) & (links.amount != 0))
    supplier, consumer = links.supplier[used], links.column[used]
    graph = csr_array((np.ones(used.size, dtype=np.int8), (supplier, consumer)), shape=(database.size, database.size))
    _, group = connected_components(graph, directed=True, connection="strong")
    inside = np.bincount(group, minlength=1) > 1
    inside[group[supplier[supplier == consumer]]] = True
    number = np.full(inside.size, -1, dtype=np.int32)
    number[inside] = np.arange(int(inside.sum()), dtype=np.int32)
    return number[group].astype(np.int32), int(inside.sum())
