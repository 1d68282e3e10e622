"""What would help most, and where data are weakest: contributions to all products of the province together.

All products together can be counted in two ways. By product, every product counts once: its footprint is one whole, of
which a process or factor causes a part, and the parts are averaged. By output, every product counts by the kg CO2e of
what its plant says to have made in the period; a product that another product of the network contains is counted with
both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from math import sqrt

import numpy as np

from qiantan.core.engine.system import Floats
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.rows import CATEGORIES, Label, PinnedFactor, Supplied


class Weighting(StrEnum):
    """How the products of the province are counted together."""

    PRODUCT = "product"
    OUTPUT = "output"


@dataclass(frozen=True, kw_only=True)
class Lever:
    """A factor or kind of process: the part of all products together that it causes (`share`), in how many `products`."""

    factor: PinnedFactor | None = None
    label: Label | None = None
    share: float
    products: int


@dataclass(frozen=True, kw_only=True)
class Weakness:
    """A group of figures: part of all products together that it causes (`share`), its relative standard deviation
    (`spread`), their product (`weight`), and the part of `share` for which no spread is stated (`unstated`).
    """

    factor: PinnedFactor | None
    category: str
    share: float
    spread: float
    weight: float
    unstated: float


@dataclass(frozen=True, eq=False)
class Weighed:
    """A network whose products are counted together `by` one of two ways."""

    province: Province = field(repr=False)
    by: Weighting = Weighting.PRODUCT

    def factor_levers(self, most: int = 10) -> tuple[Lever, ...]:
        """Return the factors that cause most; a parameter of a formula causes nothing by itself."""
        rows, share = self._factor_shares
        found = [(self._pinned(key), key, whole) for key, whole in self._by_factor(rows, share)]
        causing = [one for one in found if one[0].kind != "parameter"][:most]
        return tuple(
            Lever(factor=pinned, share=whole, products=self._products_with(rows, key)) for pinned, key, whole in causing
        )

    def process_levers(self, most: int = 10) -> tuple[Lever, ...]:
        """Return the kinds of unit process whose own exchanges cause most."""
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
        """Units of every process's product that all products together need, per kg CO2e of theirs (process)."""
        province = self.province
        demand = np.zeros(province.network.size)
        newest = province.newest[province.studies["total"][province.newest] > 0]
        if newest.size:
            np.add.at(demand, province.delivering[newest], self._weights(newest))
        return province.solver.amounts(demand).value

    def _weights(self, newest: Indices) -> Floats:
        studies = self.province.studies
        total = np.asarray(studies["total"][newest], dtype=np.float64)
        demand = np.asarray(studies["demand"][newest], dtype=np.float64)
        if self.by is Weighting.PRODUCT:
            return demand / total / newest.size
        output = np.asarray(studies["output"][newest], dtype=np.float64)
        return np.asarray(output / float((output * total / demand).sum()))

    @cached_property
    def _factor_shares(self) -> tuple[Indices, Floats]:
        """Exchanges that a factor stands behind, and the part of all products that comes and goes with it."""
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

    @cached_property
    def _first_pinned(self) -> list[PinnedFactor]:
        first: dict[str, PinnedFactor] = {}
        for pinned in self._factor_list:
            first.setdefault(pinned.id, pinned)
        return list(first.values())

    def _numbers_of(self, rows: Indices) -> Indices:
        return np.asarray(self._identity[self._position[self.province.exchanges["reference"][rows]]], dtype=np.int64)

    def _pinned(self, number: int) -> PinnedFactor:
        return self._first_pinned[number]

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
