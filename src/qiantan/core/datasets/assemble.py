"""From datasets to a linked database: dataset by dataset in little memory, then linked at once in arrays."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qiantan.core.datasets.counting import counted_as, published_equivalent
from qiantan.core.datasets.document import Dataset, Exchange, Flow, FlowProperty, Kind
from qiantan.core.datasets.linked import Column, Gases, LinkedDatabase, Nature
from qiantan.core.datasets.part import Part, Use
from qiantan.core.datasets.suppliers import Offers, Shares, columns_of, link, spread_over
from qiantan.core.findings import Text
from qiantan.core.study.flows import FLOWS

_NO_PROCESS: Final = frozenset({Kind.PARAMETER, Kind.GWP_SET})
_GAS: Final = {flow: number for number, flow in enumerate(FLOWS)}
_NOBODY: Final = -1
_DELIVERED: Final = {"product": "output", "waste": "input"}


def database_of(datasets: Iterable[Dataset]) -> LinkedDatabase:
    """Return the linked database of unit processes and aggregated values; parameters and GWP sets are passed over."""
    assembly = Assembly()
    for dataset in datasets:
        assembly.add(dataset)
    return assembly.database()


class Assembly:
    """Takes in datasets one by one; `database` links them, `part` hands them over to be linked with others."""

    def __init__(self) -> None:
        """Begin empty."""
        self._numbers: dict[str, int] = {}
        self._taken = array("i")
        self._names: list[Text] = []
        self._places: list[str] = []
        self._flows: dict[str, int] = {}
        self._flow_list: list[Flow] = []
        self._groups: dict[str, int] = {}
        self._units: dict[tuple[str, str], tuple[int, float]] = {}
        self._offers, self._made = array("i"), array("d")
        self._offered_in: list[str] = []
        self._demands, self._wanted = array("i"), array("d")
        self._gases, self._kilograms = array("i"), array("d")
        self._shares, self._share = array("i"), array("d")
        self._uses: dict[tuple[str, str, str], tuple[int, int, float]] = {}
        self._use_list: list[Use] = []
        self._used = array("i")

    def __len__(self) -> int:
        """Return the number of processes taken in."""
        return len(self._taken)

    def add(self, dataset: Dataset) -> int:
        """Take in a dataset; return the number of its process, -1 for what is none."""
        if dataset.kind in _NO_PROCESS:
            return _NOBODY
        process = len(self._taken)
        self._taken.append(self._number(dataset.uuid))
        self._names.append(dataset.names.base)
        self._places.append(dataset.geography.location)
        before = len(self._kilograms)
        reference = dataset.function.exchange
        for one in dataset.exchanges:
            kind = one.flow.kind
            if kind == "elementary" and one.id != reference:
                self._count(process, one)
            elif one.id == reference or (one.direction == _DELIVERED.get(kind) and one.amount > 0):
                self._offer(process, one, is_reference=one.id == reference)
            elif one.amount:
                self._demand(process, one)
            if one.shares:
                self._split(process, one)
        published = published_equivalent(dataset) if dataset.impacts and len(self._kilograms) == before else None
        if published is not None:
            self._emit(process, reference, _GAS["co2e"], float(published))
        return process

    def _number(self, uuid: str) -> int:
        return self._numbers.setdefault(uuid, len(self._numbers))

    def _count(self, process: int, one: Exchange) -> None:
        key = (one.flow.uuid, one.direction, one.unit)
        use = self._uses.get(key)
        if use is None:
            use = self._uses[key] = self._met(one)
        self._used.append(use[0])
        if use[1] >= 0 and one.amount:
            self._emit(process, one.id, use[1], float(one.amount) * use[2])

    def _met(self, one: Exchange) -> tuple[int, int, float]:
        counted = counted_as(one.flow, one.direction, one.unit)
        self._use_list.append(Use(self._flow(one.flow), one.direction, one.unit, counted.gas, counted.code))
        gas = _GAS.get(counted.gas, _NOBODY)
        return len(self._use_list) - 1, gas, counted.sign * float(counted.kilograms)

    def _emit(self, process: int, exchange: int, gas: int, kg: float) -> None:
        self._gases.extend((process, exchange, gas))
        self._kilograms.append(kg)

    def _offer(self, process: int, one: Exchange, *, is_reference: bool) -> None:
        group, factor = self._unit(one.flow.measure, one.unit)
        amount = float(one.amount) if one.direction == "output" else -float(one.amount)
        self._offers.extend((process, one.id, self._flow(one.flow), group, int(is_reference)))
        self._made.extend((amount, factor))
        self._offered_in.append(one.unit)

    def _demand(self, process: int, one: Exchange) -> None:
        group, factor = self._unit(one.flow.measure, one.unit)
        taken = float(one.amount) if one.direction == "input" else -float(one.amount)
        provider = self._number(one.provider) if one.provider else _NOBODY
        self._demands.extend((process, one.id, self._flow(one.flow), provider, group))
        self._wanted.append(taken * factor)

    def _split(self, process: int, one: Exchange) -> None:
        """Note the shares of an exchange; together they are all of it, whatever their last digits sum to."""
        together = sum(float(share.percent) for share in one.shares) or 1.0
        for share in one.shares:
            self._shares.extend((process, one.id, share.co_product))
            self._share.append(float(share.percent) / together)

    def _flow(self, flow: Flow) -> int:
        number = self._flows.get(flow.uuid)
        if number is None:
            number = self._flows[flow.uuid] = len(self._flow_list)
            self._flow_list.append(flow)
        return number

    def _unit(self, measure: FlowProperty, unit: str) -> tuple[int, float]:
        """Return the number of the unit's group and how much of the group's reference unit one of it is."""
        key = (measure.group.uuid, unit)
        known = self._units.get(key)
        if known is None:
            group = self._groups.setdefault(measure.group.reference, len(self._groups))
            known = self._units[key] = (group, float(dict(measure.group.units).get(unit, 1)))
        return known

    def part(self) -> Part:
        """Return what was taken in."""
        return Part(
            uuids=tuple(self._numbers),
            taken=_ints(self._taken),
            names=tuple(self._names),
            places=tuple(self._places),
            flows=tuple(self._flow_list),
            groups=tuple(self._groups),
            offers=_ints(self._offers, 5),
            made=_floats(self._made).reshape(-1, 2),
            units=tuple(self._offered_in),
            demands=_ints(self._demands, 5),
            wanted=_floats(self._wanted),
            gases=_ints(self._gases, 3),
            kilograms=_floats(self._kilograms),
            shares=_ints(self._shares, 3),
            share=_floats(self._share),
            uses=tuple(self._use_list),
            times=np.bincount(_ints(self._used), minlength=len(self._use_list)).astype(np.int32),
        )

    def database(self) -> LinkedDatabase:
        """Return what was taken in, linked."""
        return linked((self.part(),))


def linked(parts: Sequence[Part]) -> LinkedDatabase:
    """Return the linked database of what several readers have taken in, processes in the order of the parts."""
    uuids, uuid_at = _numbered([part.uuids for part in parts])
    groups, group_at = _numbered([part.groups for part in parts])
    flow_by_uuid = {flow.uuid: flow for part in reversed(parts) for flow in part.flows}
    flows, flow_at = _numbered([tuple(flow.uuid for flow in part.flows) for part in parts])
    base = np.cumsum([0, *(part.taken.size for part in parts)]).tolist()
    taken = np.concatenate([at[part.taken] for part, at in zip(parts, uuid_at, strict=True)])
    process_of = np.full(len(uuids) + 1, _NOBODY, dtype=np.int32)
    process_of[taken] = np.arange(taken.size, dtype=np.int32)
    shares = _shares(parts, base)
    columns = columns_of(_offers(parts, base, flow_at, group_at), shares)
    demands = _stacked(parts, "demands", base, {2: flow_at, 3: uuid_at, 4: group_at})
    gases = _stacked(parts, "gases", base, {})
    _, entry, column, share = spread_over(columns, shares, gases[:, 0], gases[:, 1])
    kilograms = np.concatenate([part.kilograms for part in parts])
    return LinkedDatabase(
        uuids=tuple(uuids[number] for number in taken.tolist()),
        names=tuple(name for part in parts for name in part.names),
        places=tuple(place for part in parts for place in part.places),
        columns=columns.all,
        flows=tuple(flow_by_uuid[uuid] for uuid in flows),
        natures=_natures(parts, flow_at),
        links=link(demands, np.concatenate([part.wanted for part in parts]), columns, shares, process_of, groups),
        gases=Gases(column, gases[entry, 2], kilograms[entry] * share, FLOWS),
        unallocated=columns.unallocated,
    )


def _numbered(texts: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[NDArray[np.int32]]]:
    """Return the texts of all parts, each once, and for every part the number of each of its texts; -1 stays -1."""
    numbers: dict[str, int] = {}
    at = [
        np.array([*(numbers.setdefault(text, len(numbers)) for text in part), _NOBODY], dtype=np.int32)
        for part in texts
    ]
    return tuple(numbers), at


def _stacked(parts: Sequence[Part], name: str, base: list[int], renumbered: Mapping[int, list[Any]]) -> Any:
    stacked = []
    for number, part in enumerate(parts):
        rows = getattr(part, name).copy()
        rows[:, 0] += base[number]
        for column, at in renumbered.items():
            rows[:, column] = at[number][rows[:, column]]
        stacked.append(rows)
    return np.concatenate(stacked)


def _offers(parts: Sequence[Part], base: list[int], flow_at: list[Any], group_at: list[Any]) -> Offers:
    rows = _stacked(parts, "offers", base, {2: flow_at, 3: group_at}).tolist()
    made = np.concatenate([part.made for part in parts]).tolist()
    units = (unit for part in parts for unit in part.units)
    columns = [
        Column(process, exchange, flow, unit, amount, bool(is_reference))
        for (process, exchange, flow, _, is_reference), (amount, _), unit in zip(rows, made, units, strict=True)
    ]
    return Offers(columns, [row[3] for row in rows], [factor for _, factor in made])


def _shares(parts: Sequence[Part], base: list[int]) -> Shares:
    shares: dict[int, dict[int, list[tuple[int, float]]]] = {}
    share = np.concatenate([part.share for part in parts]).tolist()
    for (process, exchange, target), value in zip(_stacked(parts, "shares", base, {}).tolist(), share, strict=True):
        shares.setdefault(process, {}).setdefault(exchange, []).append((target, value))
    return shares


def _natures(parts: Sequence[Part], flow_at: list[Any]) -> tuple[Nature, ...]:
    times: dict[Use, int] = {}
    for part, at in zip(parts, flow_at, strict=True):
        for use, count in zip(part.uses, part.times.tolist(), strict=True):
            same = use._replace(flow=int(at[use.flow]))
            times[same] = times.get(same, 0) + count
    return tuple(Nature(*use, times=count) for use, count in times.items())


def _ints(values: "array[int]", width: int = 0) -> NDArray[np.int32]:
    found = np.array(values, dtype=np.int32)
    return found.reshape(-1, width) if width else found


def _floats(values: "array[float]") -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)
