"""From datasets to a linked database: dataset by dataset in little memory, then linked at once in arrays."""

from array import array
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from qiantan.core.datasets.counting import counted_as, published_equivalent
from qiantan.core.datasets.document import Dataset, Exchange, Flow, FlowProperty, Kind
from qiantan.core.datasets.linked import Column, Gases, LinkedDatabase, Nature, Product
from qiantan.core.datasets.suppliers import Columns, Demands, Offers, columns_of, link, spread_over
from qiantan.core.findings import Text
from qiantan.core.study.flows import FLOWS

_NO_PROCESS: Final = frozenset({Kind.PARAMETER, Kind.GWP_SET})
_GAS: Final = {flow: number for number, flow in enumerate(FLOWS)}
_NOBODY: Final = -1
_DELIVERED: Final = {"product": "output", "waste": "input"}


class _Use(NamedTuple):
    """An elementary flow as it is used: the number of our gas (-1 for none), and kilograms of it in one unit."""

    number: int
    gas: int
    kg: float


def database_of(datasets: Iterable[Dataset]) -> LinkedDatabase:
    """Return the linked database of unit processes and aggregated values; parameters and GWP sets are passed over."""
    assembly = Assembly()
    for dataset in datasets:
        assembly.add(dataset)
    return assembly.database()


class Assembly:
    """Takes in datasets one by one; `database` links what was taken in."""

    def __init__(self) -> None:
        """Begin empty."""
        self._numbers: dict[str, int] = {}
        self._taken: list[int] = []
        self._names: list[Text] = []
        self._places: list[str] = []
        self._products: dict[str, int] = {}
        self._product_names: list[Text] = []
        self._groups: dict[str, int] = {}
        self._units: dict[tuple[str, str], tuple[int, float]] = {}
        self._offers = Offers()
        self._demands = Demands()
        self._natures: dict[tuple[str, str, str], _Use] = {}
        self._words: list[tuple[Flow, str, str, str]] = []
        self._used = array("i")
        self._gas = (array("i"), array("i"), array("i"))
        self._kilograms = array("d")
        self._shares: dict[int, dict[int, tuple[tuple[int, float], ...]]] = {}

    def add(self, dataset: Dataset) -> int:
        """Take in a dataset; return the number of its process, -1 for what is none."""
        if dataset.kind in _NO_PROCESS:
            return _NOBODY
        process = len(self._taken)
        self._taken.append(self._number(dataset.uuid))
        self._names.append(dataset.names.base)
        self._places.append(dataset.geography.location)
        before = len(self._gas[0])
        reference = dataset.function.exchange
        for one in dataset.exchanges:
            flow = one.flow
            if flow.kind == "elementary" and one.id != reference:
                self._count(process, one)
            elif one.id == reference or (one.direction == _DELIVERED.get(flow.kind) and one.amount > 0):
                self._offer(process, one, is_reference=one.id == reference)
            elif one.amount:
                self._demand(process, one)
            if one.shares:
                together = sum(float(share.percent) for share in one.shares) or 1.0
                parts = tuple((share.co_product, float(share.percent) / together) for share in one.shares)
                self._shares.setdefault(process, {})[one.id] = parts
        published = published_equivalent(dataset) if dataset.impacts and len(self._gas[0]) == before else None
        if published is not None:
            self._emit(process, reference, _GAS["co2e"], float(published))
        return process

    def _number(self, uuid: str) -> int:
        return self._numbers.setdefault(uuid, len(self._numbers))

    def _count(self, process: int, one: Exchange) -> None:
        key = (one.flow.uuid, one.direction, one.unit)
        use = self._natures.get(key)
        if use is None:
            use = self._natures[key] = self._met(one)
        self._used.append(use.number)
        if use.gas >= 0 and one.amount:
            self._emit(process, one.id, use.gas, float(one.amount) * use.kg)

    def _met(self, one: Exchange) -> _Use:
        counted = counted_as(one.flow, one.direction, one.unit)
        self._words.append((one.flow, one.direction, one.unit, counted.code))
        gas = _GAS.get(counted.gas, _NOBODY)
        return _Use(len(self._words) - 1, gas, counted.sign * float(counted.kilograms))

    def _emit(self, process: int, exchange: int, gas: int, kg: float) -> None:
        for column, value in zip(self._gas, (process, exchange, gas), strict=True):
            column.append(value)
        self._kilograms.append(kg)

    def _offer(self, process: int, one: Exchange, *, is_reference: bool) -> None:
        group, factor = self._unit(one.flow.measure, one.unit)
        amount = float(one.amount) if one.direction == "output" else -float(one.amount)
        flow = self._product(one.flow)
        self._offers.add(Column(process, one.id, flow, one.unit, amount, is_reference), group, factor)

    def _demand(self, process: int, one: Exchange) -> None:
        group, factor = self._unit(one.flow.measure, one.unit)
        taken = float(one.amount) if one.direction == "input" else -float(one.amount)
        provider = self._number(one.provider) if one.provider else _NOBODY
        self._demands.add(process, one.id, self._product(one.flow), provider, group, taken * factor)

    def _product(self, flow: Flow) -> int:
        number = self._products.get(flow.uuid)
        if number is None:
            number = self._products[flow.uuid] = len(self._product_names)
            self._product_names.append(flow.name)
        return number

    def _unit(self, measure: FlowProperty, unit: str) -> tuple[int, float]:
        """Return the number of the unit's group and how much of the group's reference unit one of it is."""
        key = (measure.group.uuid, unit)
        known = self._units.get(key)
        if known is None:
            group = self._groups.setdefault(measure.group.reference, len(self._groups))
            known = self._units[key] = (group, float(dict(measure.group.units).get(unit, 1)))
        return known

    def database(self) -> LinkedDatabase:
        """Return what was taken in, linked."""
        uuids = tuple(self._numbers)
        process_of = np.full(len(uuids) + 1, _NOBODY, dtype=np.int32)
        process_of[self._taken] = np.arange(len(self._taken), dtype=np.int32)
        columns = columns_of(self._offers, self._shares)
        return LinkedDatabase(
            uuids=tuple(uuids[number] for number in self._taken),
            names=tuple(self._names),
            places=tuple(self._places),
            columns=columns.all,
            products=tuple(Product(*one) for one in zip(self._products, self._product_names, strict=True)),
            natures=self._all_natures(),
            links=link(self._demands, columns, self._shares, process_of, tuple(self._groups)),
            gases=self._all_gases(columns),
            unallocated=columns.unallocated,
        )

    def _all_natures(self) -> tuple[Nature, ...]:
        times = np.bincount(np.array(self._used, dtype=np.intp), minlength=len(self._words)).tolist()
        return tuple(
            Nature(
                uuid=flow.uuid,
                name=flow.name,
                path="/".join(level.name for level in flow.path),
                direction=direction,
                unit=unit,
                gas=FLOWS[use.gas] if use.gas >= 0 else "",
                code=code,
                times=count,
            )
            for (flow, direction, unit, code), use, count in zip(
                self._words, self._natures.values(), times, strict=True
            )
        )

    def _all_gases(self, columns: Columns) -> Gases:
        process, exchange, gas = (np.array(one, dtype=np.int32) for one in self._gas)
        _, entry, column, part = spread_over(columns, self._shares, process, exchange)
        return Gases(column, gas[entry], np.array(self._kilograms, dtype=np.float64)[entry] * part, FLOWS)
