"""The provincial network assembled: all frozen studies as one system of equations.

What a study takes from another study of the network becomes a link to the process that delivers it. The consumer
booked what the supplier published, to so many digits; the difference to the supplier's own figure is kept with the
consumer, so that every product carries exactly what its own frozen study says, and only changes travel over links.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.network import Network, Solver, network_of, solve_with
from qiantan.core.engine.network.pattern import Pattern
from qiantan.core.engine.system import Floats
from qiantan.core.province.rows import LINKED, Label, PinnedFactor, Rows, Supplied

Indices = NDArray[np.int64]


@dataclass(frozen=True, eq=False, kw_only=True)
class Tables:
    """What a network is made of: rows of studies, processes and exchanges, and the values they refer to by key.

    `supplier` says for each quoted study (key) which study (key) of the network it is and how many units of that
    study's product one quoted unit is; quoted studies outside the network are not in it. `unforeseen` lists studies
    (key) and factor ids whose change is not linear.
    """

    studies: Rows = field(repr=False)
    processes: Rows = field(repr=False)
    exchanges: Rows = field(repr=False)
    factors: Mapping[int, PinnedFactor] = field(repr=False)
    labels: Mapping[int, Label] = field(repr=False)
    supplier: Mapping[int, tuple[int, float]] = field(repr=False)
    unforeseen: Mapping[int, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, kw_only=True)
class Province:
    """The network with what its answers need.

    `studies` (study) ascending by key; `first` (study) is the first process of each; `process` (exchange) the process
    that bears an exchange; `linked` the exchanges that other studies of the network supply. `newest` are the studies
    (index) that speak for their products. `burden` (process) is kg CO2e of own exchanges per unit of product.
    """

    studies: Rows = field(repr=False)
    first: Indices = field(repr=False)
    label: Indices = field(repr=False)
    exchanges: Rows = field(repr=False)
    process: Indices = field(repr=False)
    linked: Rows = field(repr=False)
    newest: Indices = field(repr=False)
    network: Network = field(repr=False)
    burden: Floats = field(repr=False)
    factors: Mapping[int, PinnedFactor] = field(repr=False)
    labels: Mapping[int, Label] = field(repr=False)
    unforeseen: Mapping[int, Sequence[str]] = field(repr=False)

    @cached_property
    def solver(self) -> Solver:
        """The network made ready to be solved."""
        return solve_with(self.network)

    @property
    def delivering(self) -> Indices:
        """The process that delivers the declared unit of each study (study)."""
        return np.asarray(self.first + self.studies["delivering"], dtype=np.int64)

    def totals(self, scores: Floats) -> Floats:
        """Return kg CO2e of the declared unit of every study (study) from the scores of all processes."""
        return np.asarray(self.studies["demand"] * scores[self.delivering])

    @property
    def digest(self) -> str:
        """SHA-256 of the network: ids, pattern and amounts."""
        return self.network.digest


def assemble_province(tables: Tables) -> Province:
    """Return the network of all studies in `tables`, whose study rows are ascending by key."""
    studies, exchanges = tables.studies, tables.exchanges
    first = np.concatenate(([0], np.cumsum(studies["processes"], dtype=np.int64)))
    size = int(first[-1])
    process = _at(studies["study"], first, exchanges["study"]) + exchanges["process"]
    label = np.full(size, -1, dtype=np.int64)
    label[_at(studies["study"], first, tables.processes["study"]) + tables.processes["process"]] = tables.processes[
        "label"
    ]
    burden: Floats = np.bincount(process, weights=exchanges["kg"], minlength=size).astype(np.float64, copy=False)
    own = np.flatnonzero(exchanges["supplied"] == Supplied.PROCESS)
    links = [(process[own] - exchanges["process"][own] + exchanges["reference"][own], own, exchanges["amount"][own])]
    linked = _links_between(tables)
    if linked.size:
        at, supplier, units = linked["exchange"], linked["supplier"], linked["units"]
        delivered = studies["total"] / studies["demand"]
        burden -= np.bincount(process[at], weights=units * delivered[supplier], minlength=size)
        links.append((first[supplier] + studies["delivering"][supplier], at, units))
    suppliers, at, amount = (np.concatenate(parts) for parts in zip(*links, strict=True))
    return Province(
        studies=studies,
        first=first[:-1],
        label=label,
        exchanges=exchanges,
        process=process,
        linked=linked,
        newest=_newest(studies),
        network=network_of(_ids(studies), suppliers, process[at], amount),
        burden=burden,
        factors=tables.factors,
        labels=tables.labels,
        unforeseen=tables.unforeseen,
    )


def arrays(province: Province) -> dict[str, NDArray[np.generic]]:
    """Return the arrays a province is restored from, by name."""
    pattern = province.network.pattern
    return {
        "studies": province.studies,
        "label": province.label,
        "exchanges": province.exchanges,
        "process": province.process,
        "linked": province.linked,
        "start": pattern.start,
        "supplier": pattern.supplier,
        "amount": province.network.amount,
        "burden": province.burden,
    }


def restored(
    kept: Mapping[str, Any],
    *,
    factors: Mapping[int, PinnedFactor],
    labels: Mapping[int, Label],
    unforeseen: Mapping[int, Sequence[str]],
) -> Province:
    """Return the province of `arrays`, which may be mapped from files."""
    studies: Rows = kept["studies"]
    first = np.cumsum(studies["processes"], dtype=np.int64) - studies["processes"]
    return Province(
        studies=studies,
        first=first,
        label=np.asarray(kept["label"]),
        exchanges=kept["exchanges"],
        process=np.asarray(kept["process"]),
        linked=kept["linked"],
        newest=_newest(studies),
        network=Network(Pattern(kept["start"], kept["supplier"]), kept["amount"], tuple(_ids(studies))),
        burden=kept["burden"],
        factors=factors,
        labels=labels,
        unforeseen=unforeseen,
    )


def _at(keys: NDArray[np.int32], first: Indices, wanted: NDArray[np.int32]) -> Indices:
    """Return the first process of the study each key names."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    lowest, highest = int(keys[0]), int(keys[-1])
    if highest - lowest < 4 * len(keys) + 1000:  # keys without large gaps: a table is quicker than a search
        table = np.zeros(highest - lowest + 1, dtype=np.int64)
        table[keys - lowest] = first[:-1]
        return table[wanted - lowest]
    return first[np.searchsorted(keys, wanted)]


def _links_between(tables: Tables) -> Rows:
    """Exchange, supplying study (index) and units of its product, for every quoted study that is in the network."""
    at = np.flatnonzero(tables.exchanges["supplied"] == Supplied.STUDY)
    if not at.size or not tables.supplier:
        return np.zeros(0, dtype=LINKED)
    known = np.array([key in tables.supplier for key in tables.exchanges["reference"][at].tolist()])
    at = at[known]
    pairs = [tables.supplier[key] for key in tables.exchanges["reference"][at].tolist()]
    linked = np.empty(at.size, dtype=LINKED)
    linked["exchange"] = at
    linked["supplier"] = np.searchsorted(tables.studies["study"], np.array([key for key, _ in pairs], dtype=np.int64))
    linked["units"] = tables.exchanges["amount"][at] * np.array([unit for _, unit in pairs], dtype=np.float64)
    return linked


def _newest(studies: Rows) -> Indices:
    """Studies (index) with the highest key of their product."""
    _, reverse = np.unique(studies["product"][::-1], return_index=True)
    return np.sort(len(studies) - 1 - reverse)


def _ids(studies: Rows) -> list[str]:
    counts = studies["processes"]
    keys = np.repeat(studies["study"], counts).tolist()
    numbers = (np.arange(len(keys)) - np.repeat(np.cumsum(counts) - counts, counts)).tolist()
    return [f"{key}/{number}" for key, number in zip(keys, numbers, strict=True)]
