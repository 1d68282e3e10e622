"""One network of many studies: what every plant's product carries when its suppliers' own studies are linked in."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.assemble import assemble
from qiantan.core.engine.network.build import from_technosphere
from qiantan.core.engine.network.network import Network, NetworkError, network_of
from qiantan.core.engine.network.pattern import Index
from qiantan.core.engine.system import Column, Floats, Ints, ProductSystem
from qiantan.core.findings import Text
from qiantan.core.quantities.units import convert
from qiantan.core.study.document import Study


@dataclass(frozen=True, eq=False)
class Studies:
    """The network of several studies: `burden` (process) kg CO2e of each product's own exchanges per unit, `demand`
    (study) the units of its product that each study's unit asks for, `delivering` (study) the process that makes it.
    """

    network: Network
    burden: Floats
    demand: Floats
    delivering: Index

    def footprints(self, scores: Floats) -> Floats:
        """Return kg CO2e of the declared unit of every study (study) from the scores of all products (process)."""
        return self.demand * scores[self.delivering]


@dataclass(frozen=True, eq=False)
class _Part:
    """The columns of one study, placed at `first` in the network; `delivering` is the column of its unit."""

    system: ProductSystem
    first: int

    @property
    def delivering(self) -> int:
        return int(np.flatnonzero(self.system.demand)[0])

    @property
    def product(self) -> Column:
        return self.system.columns[self.delivering]


Links = tuple[Ints, Ints, Floats]


def from_studies(studies: Mapping[str, Study], supplied: Mapping[str, str] | None = None) -> Studies:
    """Return one network of many studies, given by a stable id each; process ids become ``study/process``.

    `supplied` links an exchange taken in, as ``study/exchange``, to the study (id) whose declared product supplies it;
    the burden that the study itself booked for that exchange is left out. `Studies.footprints` gives kg CO2e per declared
    unit. Raises NetworkError for unknown names, all together, and UnitError where the exchange cannot be expressed in the
    unit of the product. With `lime` and `steel` two studies (`qiantan.core.study`), the second of which buys lime:

        >>> plants = from_studies({"lime": lime, "steel": steel}, {"steel/furnace.lime": "lime"})
        >>> plants.network.ids
        ('lime/kiln', 'steel/furnace')
        >>> plants.footprints(solve_with(plants.network).scores(plants.burden).value).round(9).tolist()
        [1.2, 948.0]
    """
    systems = [assemble(study) for study in studies.values()]
    offsets = np.cumsum([0, *(len(system.columns) for system in systems)]).tolist()
    parts = {name: _Part(*pair) for name, pair in zip(studies, zip(systems, offsets, strict=False), strict=True)}
    wanted = dict(supplied or {})
    _refuse_unknown(parts, wanted)
    none = np.zeros(0, dtype=np.intp)
    links = [(none, none, np.zeros(0)), *(_own_links(part) for part in parts.values())]
    burdens = [np.zeros(0)]
    for name, part in parts.items():
        scores = part.system.score
        for number, entry in enumerate(part.system.entries):
            supplier = wanted.get(f"{name}/{entry.id}")
            if supplier is not None:
                scores[number] = 0.0
                links.append(_linked(part, number, parts[supplier]))
        own = np.zeros(len(part.system.columns))
        np.add.at(own, part.system.share_column, part.system.share * scores[part.system.share_entry])
        burdens.append(own / np.abs(part.system.technosphere.pivot))
    columns = [(name, column) for name, part in parts.items() for column in part.system.columns]
    suppliers, consumers, amount = (np.concatenate(arrays) for arrays in zip(*links, strict=True))
    ids, words = [f"{name}/{column.id}" for name, column in columns], [column.name.zh for _, column in columns]
    network = network_of(ids, suppliers, consumers, amount, words)
    return Studies(
        network,
        np.concatenate(burdens),
        np.array([float(part.system.demand.sum()) for part in parts.values()]),
        np.array([part.first + part.delivering for part in parts.values()], dtype=np.int32),
    )


def _refuse_unknown(parts: Mapping[str, _Part], wanted: Mapping[str, str]) -> None:
    exchanges = {
        f"{name}/{entry.id}"
        for name, part in parts.items()
        for entry in part.system.entries
        if entry.provider is None and entry.link_sign < 0
    }
    unknown = sorted({*(set(wanted) - exchanges), *(set(wanted.values()) - set(parts))})
    if unknown:
        raise NetworkError(
            Text(
                f"未找到的研究或可链接的投入：{'、'.join(unknown)}",
                f"no such study or linkable input: {', '.join(unknown)}",
            ),
            unknown,
        )


def _own_links(part: _Part) -> Links:
    own = from_technosphere(part.system.technosphere, [column.id for column in part.system.columns])
    pattern = own.pattern
    return pattern.supplier.astype(np.intp) + part.first, pattern.consumer.astype(np.intp) + part.first, own.amount


def _linked(part: _Part, number: int, supplier: _Part) -> Links:
    """Units of the supplying study's product for one unit of each product of `part` that bears the exchange."""
    system, entry = part.system, part.system.entries[number]
    borne = np.flatnonzero(system.share_entry == number)
    column = system.share_column[borne]
    units = convert(entry.amount, entry.unit, supplier.product.unit)
    amount = system.share[borne] * units / np.abs(system.technosphere.pivot[column])
    at = np.full(borne.size, supplier.first + supplier.delivering, dtype=np.intp)
    return at, column + part.first, amount
