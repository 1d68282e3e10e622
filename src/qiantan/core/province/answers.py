"""What the network answers: which products a changed factor moves, what would help most, where data are weakest.

Everything is a preview: no frozen study changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.system import Floats
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.rows import CATEGORIES, Label, PinnedFactor, Supplied

TRACE = 1e-15


@dataclass(frozen=True, eq=False, kw_only=True)
class Movements:
    """Products that move, largest relative change first: their studies (key), kg CO2e of the declared unit `before`
    and `after` (product), and whether the change is `exact`. `touched` are all frozen studies (key) that pin the factor
    or take from one that does, superseded ones included.
    """

    study: NDArray[np.int32]
    before: Floats
    after: Floats
    exact: NDArray[np.bool_]
    touched: NDArray[np.int32]

    @property
    def relative(self) -> Floats:
        """Relative change (product)."""
        return np.divide(
            self.after - self.before, np.abs(self.before), out=np.zeros_like(self.before), where=self.before != 0
        )


@dataclass(frozen=True, kw_only=True)
class Use:
    """A factor of the network: its values as pinned, each with the number of studies that pin it."""

    id: str
    name_zh: str
    name_en: str
    kind: str
    unit: str
    values: tuple[tuple[float, int], ...]
    studies: int


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A factor or kind of process: the part of an average product that it causes (`share`), in how many `products`."""

    factor: PinnedFactor | None = None
    label: Label | None = None
    share: float
    products: int


@dataclass(frozen=True, kw_only=True)
class Weakness:
    """A group of figures: part of an average product that it causes (`share`), its relative standard deviation
    (`spread`), their product (`weight`), and the part of `share` for which no spread is stated (`unstated`).
    """

    factor: PinnedFactor | None
    category: str
    share: float
    spread: float
    weight: float
    unstated: float


@dataclass(frozen=True, eq=False)
class Asked:
    """A network being asked. The province's average counts every product once: each product's footprint is one whole,
    of which a process or factor causes a share; shares are averaged over all products.
    """

    province: Province
    _kept: dict[str, object] = field(default_factory=dict, repr=False)

    def change(self, factor: str, value: float) -> Movements:
        """Return what moves when a factor, wherever it is pinned, is stated as `value` in its own unit."""
        province = self.province
        rows, pinned = self._rows_of(factor)
        delta = value - pinned
        moved: Floats = np.bincount(
            province.process[rows],
            weights=province.exchanges["amount"][rows] * delta,
            minlength=province.network.size,
        ).astype(np.float64, copy=False)
        change = (
            province.totals(province.solver.scores(moved).value) if moved.any() else np.zeros(len(province.studies))
        )
        before = np.asarray(province.studies["total"], dtype=np.float64)
        newest = province.newest
        relative = np.divide(np.abs(change), np.abs(before), out=np.abs(change), where=before != 0)
        shown = newest[relative[newest] > TRACE]
        shown = shown[np.argsort(-relative[shown], kind="stable")]
        keys = province.studies["study"]
        unforeseen = {key for key, curved in province.unforeseen.items() if factor in curved}
        return Movements(
            study=keys[shown],
            before=before[shown],
            after=before[shown] + change[shown],
            exact=np.array([key not in unforeseen for key in keys[shown].tolist()], dtype=np.bool_),
            touched=keys[np.flatnonzero(relative > TRACE)],
        )

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Every factor of the network, the most used first."""
        province = self.province
        rows = province.exchanges["supplied"] == Supplied.FACTOR
        reference, study = province.exchanges["reference"][rows], province.exchanges["study"][rows]
        pairs = np.unique(reference.astype(np.int64) << 32 | study)  # one number for each pair: no sort of rows
        keys, counts = np.unique(pairs >> 32, return_counts=True)
        of: dict[str, list[tuple[PinnedFactor, int]]] = {}
        for key, count in zip(keys.tolist(), counts.tolist(), strict=True):
            pinned = province.factors[key]
            of.setdefault(pinned.id, []).append((pinned, count))
        return tuple(sorted((_use(pins) for pins in of.values()), key=lambda use: (-use.studies, use.id)))

    def factor_levers(self, most: int = 10) -> tuple[Lever, ...]:
        """Return the factors that cause most of an average product; a parameter of a formula causes nothing by itself."""
        rows, share = self._factor_shares
        found = [(self._pinned(key), key, whole) for key, whole in self._by_factor(rows, share)]
        causing = [one for one in found if one[0].kind != "parameter"][:most]
        return tuple(
            Lever(factor=pinned, share=whole, products=self._products_with(rows, key)) for pinned, key, whole in causing
        )

    def process_levers(self, most: int = 10) -> tuple[Lever, ...]:
        """Return the kinds of unit process whose own exchanges cause most of an average product."""
        province = self.province
        own = self.needs * province.burden
        if not own.size:
            return ()
        share = np.bincount(province.label, weights=own)
        order = np.argsort(-share, kind="stable")[:most]
        study = np.repeat(np.arange(len(province.studies)), province.studies["processes"])
        newest = np.isin(study, province.newest)
        counted = np.bincount(province.label[newest], minlength=share.size)
        return tuple(
            Lever(label=province.labels[at], share=float(share[at]), products=int(counted[at]))
            for at in order.tolist()
            if share[at] > 0
        )

    def weakest(self, most: int = 10) -> tuple[Weakness, ...]:
        """Return the groups of figures with the largest contribution times uncertainty: every factor, and by category
        the plants' own figures. A group nobody states an uncertainty for comes last, by its contribution.
        """
        kg = np.array(self.province.exchanges["kg"], dtype=np.float64) * self.needs[self.province.process]
        category = np.where(kg != 0, self.province.exchanges["category"], -1)
        found = [self._of_category(number, np.flatnonzero(category == number), kg) for number in range(len(CATEGORIES))]
        rows, share = self._factor_shares
        found += [
            Weakness(
                factor=self._pinned(key),
                category="",
                share=whole,
                spread=self._pinned(key).spread or 0.0,
                weight=whole * (self._pinned(key).spread or 0.0),
                unstated=whole if self._pinned(key).spread is None else 0.0,
            )
            for key, whole in self._by_factor(rows, share)
        ]
        found.sort(key=lambda one: (-one.weight, -one.share))
        return tuple(one for one in found[:most] if one.share)

    @cached_property
    def needs(self) -> Floats:
        """Units of every process's product that an average product needs per kg CO2e of its footprint (process)."""
        province = self.province
        demand = np.zeros(province.network.size)
        newest = province.newest[province.studies["total"][province.newest] > 0]
        if newest.size:
            weight = province.studies["demand"][newest] / province.studies["total"][newest] / newest.size
            np.add.at(demand, province.delivering[newest], weight)
        return province.solver.amounts(demand).value

    @cached_property
    def _factor_shares(self) -> tuple[Indices, Floats]:
        """Exchanges that a factor stands behind, and the part of an average product that comes and goes with it."""
        exchanges = self.province.exchanges
        rows = np.flatnonzero(exchanges["supplied"] == Supplied.FACTOR)
        value = np.array([pinned.value for pinned in self._factor_list] or [0.0])
        stated = value[self._position[exchanges["reference"][rows]]]
        return rows, exchanges["amount"][rows] * stated * self.needs[self.province.process[rows]]

    @cached_property
    def _factor_list(self) -> list[PinnedFactor]:
        return list(self.province.factors.values())

    @cached_property
    def _position(self) -> Indices:
        table = np.zeros(max(self.province.factors, default=0) + 1, dtype=np.int64)
        table[list(self.province.factors)] = np.arange(len(self.province.factors))
        return table

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {name: at for at, name in enumerate(dict.fromkeys(pinned.id for pinned in self._factor_list))}

    @cached_property
    def _identity(self) -> Indices:
        """Number of the factor (one for all its pinned values) of each entry of `_factor_list`."""
        return np.array([self._numbers[pinned.id] for pinned in self._factor_list] or [0], dtype=np.int64)

    def _numbers_of(self, rows: Indices) -> Indices:
        return np.asarray(self._identity[self._position[self.province.exchanges["reference"][rows]]], dtype=np.int64)

    def _pinned(self, number: int) -> PinnedFactor:
        name = list(self._numbers)[number]
        return next(pinned for pinned in self._factor_list if pinned.id == name)

    def _rows_of(self, factor: str) -> tuple[Indices, Floats]:
        """Exchanges that a factor stands behind, and the value pinned for each."""
        exchanges = self.province.exchanges
        values = {key: pinned.value for key, pinned in self.province.factors.items() if pinned.id == factor}
        if not values:
            return np.zeros(0, dtype=np.int64), np.zeros(0)
        rows = np.flatnonzero(
            (exchanges["supplied"] == Supplied.FACTOR) & np.isin(exchanges["reference"], list(values))
        )
        return rows, np.array([values[key] for key in exchanges["reference"][rows].tolist()], dtype=np.float64)

    def _by_factor(self, rows: Indices, share: Floats) -> list[tuple[int, float]]:
        sums = np.bincount(self._numbers_of(rows), weights=share) if rows.size else np.zeros(0)
        order = np.argsort(-sums, kind="stable")
        return [(int(at), float(sums[at])) for at in order.tolist() if sums[at] > 0]

    def _products_with(self, rows: Indices, number: int) -> int:
        keys = self.province.exchanges["study"][rows[self._numbers_of(rows) == number]]
        return int(np.isin(self.province.studies["study"][self.province.newest], keys).sum())

    def _of_category(self, number: int, rows: Indices, kg: Floats) -> Weakness:
        share, spread = np.abs(kg[rows]), self.province.exchanges["spread"][rows]
        whole, stated = float(share.sum()), np.where(np.isnan(spread), 0.0, spread)
        # Amounts of different plants err independently of each other.
        deviation = sqrt(float(((stated * share) ** 2).sum()))
        return Weakness(
            factor=None,
            category=CATEGORIES[number],
            share=whole,
            spread=deviation / whole if whole else 0.0,
            weight=deviation,
            unstated=float(share[np.isnan(spread)].sum()),
        )


def _use(pins: list[tuple[PinnedFactor, int]]) -> Use:
    first = pins[0][0]
    values: dict[float, int] = {}
    for pinned, count in pins:
        values[pinned.value] = values.get(pinned.value, 0) + count
    ordered = tuple(sorted(values.items(), key=lambda pair: -pair[1]))
    return Use(
        id=first.id,
        name_zh=first.name_zh,
        name_en=first.name_en,
        kind=first.kind,
        unit=first.unit,
        values=ordered,
        studies=sum(values.values()),
    )
