"""The product system as arrays: what the engine computes with, and what a larger network can take over unchanged.

Every column is a unit process that makes exactly one product, every row a product. Signs follow the matrix method
(Heijungs & Suh 2002, ch. 2): what leaves a process is positive, what it takes in is negative. A treatment process
takes in waste, so the pivot of its column is negative.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.errors import EngineError
from qiantan.core.findings import Text
from qiantan.core.study.document import Exchange
from qiantan.core.study.shape import Named
from qiantan.core.study.supply import Supply

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


class MatrixError(EngineError):
    """Arrays that do not describe a product system."""

    code = "ENGINE-MATRIX"


@dataclass(frozen=True, slots=True, eq=False)
class Technosphere:
    """Flows of products between unit processes, in triplets.

    `names` (column) words of each unit process; `pivot_row` (column) the row of the product it is there for; `pivot`
    (column) the signed amount of that product; `row`, `column`, `value` (link) the signed amounts of every other flow,
    in the unit of the product of its row. A process that uses its own product has a link on its own pivot row.
    """

    names: tuple[Named, ...]
    pivot_row: Ints
    pivot: Floats
    row: Ints
    column: Ints
    value: Floats

    def __post_init__(self) -> None:
        """Refuse arrays of different lengths, rows without exactly one pivot, pivots of zero, figures that are none."""
        size = len(self.names)
        if not (self.pivot_row.shape == self.pivot.shape == (size,) and self.row.shape == self.column.shape):
            raise MatrixError(Text("矩阵维度不一致", "the arrays differ in length"))
        if sorted(self.pivot_row.tolist()) != list(range(size)):
            raise MatrixError(Text("每个产品须恰由一个过程提供", "every product needs exactly one process"))
        if not (np.isfinite(self.value).all() and np.isfinite(self.pivot).all()):
            raise MatrixError(Text("矩阵含非有限数", "the matrix holds a figure that is not finite"))
        empty = [self.names[index] for index in np.flatnonzero(self.pivot == 0)]
        if empty:
            zh, en = "、".join(name.zh for name in empty), ", ".join(name.en or name.zh for name in empty)
            raise MatrixError(
                Text(f"过程的产出量为零：{zh}", f"the output amount is zero: {en}"), [name.zh for name in empty]
            )

    @property
    def size(self) -> int:
        """Number of unit processes."""
        return len(self.names)

    def requirements(self, value: Any = None) -> list[dict[int, Any]]:
        """Return T by rows: units of product i that process j needs for one unit of its own product.

        `value` replaces the link amounts; it may hold arrays, one figure per draw. Rows are in the order of columns.
        """
        maker = np.argsort(self.pivot_row)
        sign = np.where(self.pivot > 0, 1.0, -1.0)
        rows: list[dict[int, Any]] = [{} for _ in range(self.size)]
        amounts = self.value.tolist() if value is None else value
        scale = np.abs(self.pivot).tolist()
        for link, (row, column) in enumerate(zip(maker[self.row].tolist(), self.column.tolist(), strict=True)):
            share = amounts[link] * (-float(sign[row]) / scale[column])
            rows[row][column] = rows[row][column] + share if column in rows[row] else share
        return rows

    def dense(self) -> Floats:
        """Return the matrix as a square array, products × processes."""
        matrix = np.zeros((self.size, self.size))
        np.add.at(matrix, (self.row, self.column), self.value)
        np.add.at(matrix, (self.pivot_row, np.arange(self.size)), self.pivot)
        return matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A unit process with one product: a process of the study, or the part of it that allocation gives to `flow`.

    `amount` is what it makes (or takes in, for a treatment process) in the period, in `unit`; `share` the part of the
    process that allocation gives to it; `sign` is negative for treatment.
    """

    id: str
    process: str
    flow: str
    name: Named
    unit: str
    amount: float
    share: float
    sign: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An exchange of the study, or the credit of a co-product, with what the engine needs to place it.

    `provider` is the column that supplies it (none where a factor, study or method does); `link` the signed amount it
    adds to the row of that product per run of the whole process, and `link_sign` the sign of that for a positive
    amount. `estimate` is the effect of a cut-off, kg CO2e of the whole amount. `place` is the JSON pointer of the
    exchange or output, `supply_place` that of its supply.
    """

    id: str
    process: str
    stage: str
    category: str
    name: Named
    amount: float
    unit: str
    supply: Supply
    exchange: Exchange | None
    provider: int | None
    link: float
    link_sign: int
    estimate: float
    place: str
    supply_place: str

    @property
    def basis(self) -> str:
        """Kind of supply: process, factor, study, method or cut_off."""
        return self.supply.kind


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ProductSystem:
    """A study in arrays.

    `intervention` (entry × flow) holds kg per run of the whole process, `characterisation` (flow) kg CO2e per kg,
    `demand` (column) the units of each product that the declared or functional unit asks for. An entry belongs to one
    column or, after allocation, to several: `share_entry`, `share_column`, `share` (share) say how much of it to each.
    `link_entry` (link) is the entry behind each link of the technosphere.
    """

    columns: tuple[Column, ...]
    entries: tuple[Entry, ...]
    flows: tuple[str, ...]
    technosphere: Technosphere
    link_entry: Ints
    intervention: Floats
    characterisation: Floats
    demand: Floats
    share_entry: Ints
    share_column: Ints
    share: Floats
    column_of: Mapping[tuple[str, str], int] = field(repr=False)

    @property
    def score(self) -> Floats:
        """Return kg CO2e of every entry (entry) per run of the whole process."""
        scores: Floats = np.zeros(len(self.entries))
        for flow in range(len(self.flows)):
            scores += self.intervention[:, flow] * self.characterisation[flow]
        return scores

    def parts(self) -> tuple[tuple[tuple[int, float], ...], ...]:
        """Return, for every column, the entries it has and the share of each, in the order of the study."""
        parts: list[list[tuple[int, float]]] = [[] for _ in self.columns]
        for entry, column, share in zip(self.share_entry, self.share_column, self.share, strict=True):
            parts[int(column)].append((int(entry), float(share)))
        return tuple(tuple(part) for part in parts)

    def needed(self, entry: int) -> float:
        """Return the units of its provider's product that the whole of an entry needs; negative for a credit."""
        link = self.entries[entry]
        assert link.provider is not None
        return -self.columns[link.provider].sign * link.link
