"""What the network answers: which products changed factors move, what would help most, where data are weakest.

Everything is a preview: no frozen study changes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.system import Floats
from qiantan.core.province.levers import Lever, Weakness, Weighed, Weighting
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.rows import PinnedFactor, Supplied

__all__ = ["Asked", "Lever", "Movements", "Use", "Weakness", "Weighting"]

TRACE = 1e-15
Result = TypeVar("Result")


@dataclass(frozen=True, eq=False, kw_only=True)
class Movements:
    """Products that move, largest relative change first: their studies (key), kg CO2e of the declared unit `before`
    and `after` (product), and whether the change is `exact`. `touched` are all frozen studies (key) that pin one of the
    factors or take from one that does, superseded ones included.
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


@dataclass(frozen=True, eq=False)
class Asked:
    """A network being asked."""

    province: Province
    _kept: dict[Weighting, Weighed] = field(default_factory=dict, repr=False)
    _said: dict[tuple[str, int, Weighting], object] = field(default_factory=dict, repr=False)

    def change(self, factor: str, value: float) -> Movements:
        """Return what moves when a factor, wherever it is pinned, is stated as `value` in its own unit."""
        return self.changes({factor: value})

    def changes(self, values: Mapping[str, float]) -> Movements:
        """Return what moves when several factors (id) are stated as other values at once, each in its own unit.

        Where a formula takes two of them, the effect they have together beyond the sum of both is not foreseen: such
        products are not `exact`.
        """
        province = self.province
        moved = np.zeros(province.network.size)
        for factor, value in values.items():
            rows, pinned = self._rows_of(factor)
            weights = province.exchanges["amount"][rows] * (value - pinned)
            moved += np.bincount(province.process[rows], weights=weights, minlength=moved.size)
        change = (
            province.totals(province.solver.scores(moved).value) if moved.any() else np.zeros(len(province.studies))
        )
        before = np.asarray(province.studies["total"], dtype=np.float64)
        newest = province.newest
        relative = np.divide(np.abs(change), np.abs(before), out=np.abs(change), where=before != 0)
        shown = newest[relative[newest] > TRACE]
        shown = shown[np.argsort(-relative[shown], kind="stable")]
        keys = province.studies["study"]
        return Movements(
            study=keys[shown],
            before=before[shown],
            after=before[shown] + change[shown],
            exact=~np.isin(keys[shown], self._unforeseen(values)),
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

    def weighed(self, by: Weighting = Weighting.PRODUCT) -> Weighed:
        """Return the network with its products counted together in one of two ways."""
        return self._kept.setdefault(by, Weighed(self.province, by))

    def factor_levers(self, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple[Lever, ...]:
        """Return the factors that cause most of all products together."""
        return self._once(("factor levers", most, by), lambda: self.weighed(by).factor_levers(most))

    def process_levers(self, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple[Lever, ...]:
        """Return the kinds of unit process whose own exchanges cause most of all products together."""
        return self._once(("process levers", most, by), lambda: self.weighed(by).process_levers(most))

    def weakest(self, most: int = 10, by: Weighting = Weighting.PRODUCT) -> tuple[Weakness, ...]:
        """Return the groups of figures with the largest contribution times uncertainty."""
        return self._once(("weakest", most, by), lambda: self.weighed(by).weakest(most))

    def _once(self, question: tuple[str, int, Weighting], answer: Callable[[], Result]) -> Result:
        """Answer a question that is asked again and again, and whose answer is the network's, once."""
        if question not in self._said:
            self._said[question] = answer()
        return cast("Result", self._said[question])

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

    def _unforeseen(self, values: Mapping[str, float]) -> NDArray[np.int32]:
        """Studies (key) in which one of the factors is curved, or two of them are parameters of one process."""
        province = self.province
        found = [key for key, curved in province.unforeseen.items() if not values.keys().isdisjoint(curved)]
        keys = np.array(found, dtype=np.int32)
        if len(values) == 1:
            return keys
        taken = [np.unique(province.process[rows]) for rows in map(self._parameters_of, values)]
        process, times = np.unique(np.concatenate(taken or [np.zeros(0, dtype=np.int64)]), return_counts=True)
        study = np.searchsorted(province.first, process[times > 1], side="right") - 1
        return np.union1d(keys, province.studies["study"][study])

    def _parameters_of(self, factor: str) -> Indices:
        """Exchanges in which a formula takes a factor: they move with it, and carry nothing by themselves."""
        rows, _ = self._rows_of(factor)
        exchanges = self.province.exchanges
        return np.asarray(rows[(exchanges["kg"][rows] == 0) & (exchanges["amount"][rows] != 0)], dtype=np.int64)


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
