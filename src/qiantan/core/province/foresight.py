"""What changed factors would do to every product, as a full recomputation of every study would tell it.

Technology does not change with factors: only what exchanges cause does. So every answer is one solve of the network for
changed own burdens, over loops and links between studies, however many factors change at once. The changed burdens come

- from the rows of the network, where a changed factor of one gas covers an exchange: they are linear in its value;
- from the document of the study, by the engine that made its result, where a method takes a changed factor (heating value
  × carbon content × oxidation is a product), where a factor of several gases changes, or where a study pins another
  statement of the factor than the one that changes. Those studies are *read*; the rest is arithmetic on arrays.

Either way the figures are those of a recomputation; nothing is estimated. A study whose method refuses the new figures is
`refused`, and what takes from it is not exact. Links carry the change of the supplier's own figure, per declared unit, to
its consumers, whose booked figure stays otherwise as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.assemble import assemble
from qiantan.core.engine.characterize import UncharacterisedFlow, gwp_of
from qiantan.core.engine.supplies import entry_emissions
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text
from qiantan.core.methods.method import MethodError
from qiantan.core.province.changes import Replacement, unit_of
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.rows import PinnedFactor, Supplied
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.study.document import Factor, Study
from qiantan.core.study.supply import FromFactor, FromMethod, Supply

TRACE = 1e-15


class RefusedChange(ValueError):
    """A study cannot be computed with the new figures; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, eq=False, kw_only=True)
class Foreseen:
    """What would move: studies (key) in the order of the network, kg CO2e of the declared unit `before` and `after`
    (study), whether each is `exact`, and whether it is the `newest` of its product; `refused` says why a study (key) cannot
    be computed. `per_year` (study) is the change in kg CO2e of what the plant made in the period.
    """

    study: NDArray[np.int32]
    before: Floats
    after: Floats
    exact: NDArray[np.bool_]
    newest: NDArray[np.bool_]
    per_year: Floats
    refused: Mapping[int, Text] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Foresight:
    """A network and factors that would change together."""

    province: Province = field(repr=False)
    replacements: Sequence[Replacement]

    @cached_property
    def to_read(self) -> tuple[int, ...]:
        """Studies (key) whose documents have to be read."""
        exchanges = self.province.exchanges
        rows = self._rows[~self._linear]
        return tuple(int(key) for key in np.unique(exchanges["study"][rows]))

    @cached_property
    def pinning(self) -> tuple[int, ...]:
        """Studies (key) that pin one of the factors."""
        return tuple(int(key) for key in np.unique(self.province.exchanges["study"][self._rows]))

    def foresee(self, read: Mapping[int, "Floats | Text"]) -> Foreseen:
        """Return what would move; `read` holds for every study of `to_read` what `burden_changes` returned for it, or the
        reason why it cannot be computed.
        """
        assert set(self.to_read) <= read.keys()
        province = self.province
        moved = self._moved_by_rows(read)
        keys = province.studies["study"]
        refused = {key: found for key, found in read.items() if isinstance(found, Text)}
        for key, change in read.items():
            if not isinstance(change, Text):
                first = int(province.first[np.searchsorted(keys, key)])
                moved[first : first + len(change)] += change
        change = province.totals(province.solver.scores(moved).value) if moved.any() else np.zeros(len(keys))
        before = np.asarray(province.studies["total"], dtype=np.float64)
        relative = np.divide(np.abs(change), np.abs(before), out=np.abs(change), where=before != 0)
        shown = np.flatnonzero((relative > TRACE) & ~np.isin(keys, list(refused)))
        newest = np.zeros(len(keys), dtype=np.bool_)
        newest[province.newest] = True
        demand = np.asarray(province.studies["demand"], dtype=np.float64)
        output = np.asarray(province.studies["output"], dtype=np.float64)
        return Foreseen(
            study=keys[shown],
            before=before[shown],
            after=before[shown] + change[shown],
            exact=~self._taking_from(refused)[shown],
            newest=newest[shown],
            per_year=(change * np.divide(output, demand, out=np.zeros_like(output), where=demand != 0))[shown],
            refused=refused,
        )

    @cached_property
    def _by_key(self) -> dict[int, Replacement]:
        """The replacement of every pinned statement (key) of a changed factor."""
        changed = {one.id: one for one in self.replacements}
        return {key: changed[pinned.id] for key, pinned in self.province.factors.items() if pinned.id in changed}

    @cached_property
    def _rows(self) -> Indices:
        """Exchanges that a changed factor stands behind."""
        exchanges = self.province.exchanges
        if not self._by_key:
            return np.zeros(0, dtype=np.int64)
        table = np.zeros(max(self.province.factors) + 2, dtype=np.bool_)
        table[list(self._by_key)] = True
        of_factor = np.flatnonzero(exchanges["supplied"] == Supplied.FACTOR)
        return np.asarray(of_factor[table[exchanges["reference"][of_factor]]], dtype=np.int64)

    @cached_property
    def _deltas(self) -> dict[int, float]:
        """Change of the stated value of every pinned statement (key) that rows foresee."""
        found = {}
        for key, replacement in self._by_key.items():
            after = value_after(self.province.factors[key], replacement)
            if after is not None:
                found[key] = after - self.province.factors[key].value
        return found

    @cached_property
    def _linear(self) -> NDArray[np.bool_]:
        """Which of `_rows` are linear in the value (row of `_rows`)."""
        exchanges = self.province.exchanges
        reference = exchanges["reference"][self._rows]
        # A row without own kg is a parameter of a method, or a factor of zero: both are read.
        return np.asarray(np.isin(reference, list(self._deltas)) & (exchanges["kg"][self._rows] != 0))

    def _moved_by_rows(self, read: Mapping[int, "Floats | Text"]) -> Floats:
        """Change of own kg CO2e per unit of product by the rows of studies that are not read (process)."""
        province = self.province
        rows = self._rows[~np.isin(province.exchanges["study"][self._rows], list(read))]
        rows = rows[np.isin(province.exchanges["reference"][rows], list(self._deltas))]
        table = np.zeros(max(province.factors, default=0) + 2)
        for key, delta in self._deltas.items():
            table[key] = delta
        weights = province.exchanges["amount"][rows] * table[province.exchanges["reference"][rows]]
        return np.bincount(province.process[rows], weights=weights, minlength=province.network.size).astype(
            np.float64, copy=False
        )

    def _taking_from(self, refused: Mapping[int, Text]) -> NDArray[np.bool_]:
        """Whether a study takes from one that is refused (study)."""
        province = self.province
        if not refused:
            return np.zeros(len(province.studies), dtype=np.bool_)
        marked = np.zeros(province.network.size)
        keys = np.searchsorted(province.studies["study"], list(refused))
        marked[province.delivering[keys]] = 1.0
        return np.asarray(province.totals(province.solver.scores(marked).value) != 0)


def value_after(pinned: PinnedFactor, change: Replacement) -> float | None:
    """Return the new value in the unit of a pinned statement; none where the rows cannot tell: several gases, a parameter, or
    a study that pins another statement than the one that changes.
    """
    before, after = change.before, change.after
    if len(before.emissions) != 1 or len(after.emissions) != 1:
        return None
    (old,), (new,) = before.emissions, after.emissions
    # The unit of a pinned statement is written without brackets around a compound unit.
    own = (f"{unit_of(old.flow, before.per)}", unit_of(old.flow, before.per).replace("(", "").replace(")", ""))
    if old.flow != new.flow or pinned.unit not in own or pinned.value != float(old.kg):
        return None
    return float(new.kg) * convert(1.0, before.per, after.per)


def burden_changes(study: Study, after: Mapping[str, Factor]) -> Floats:
    """Return the change of own kg CO2e per unit of product of every unit process (process) when the factors `after`, by id,
    stand in for those the study pins; raises RefusedChange where a method or a unit refuses them.
    """
    system = assemble(study)
    factors = {factor.id: restated(factor, after) for factor in study.factors}
    change = np.zeros(len(system.entries))
    for number, entry in enumerate(system.entries):
        if not _taken(entry.supply) & after.keys():
            continue
        try:
            caused = entry_emissions(entry, factors)
            new = sum(float(kg) * gwp_of(study.gwp_set, flow) for flow, kg in caused.items())
        except UncharacterisedFlow as error:
            raise RefusedChange(error.text) from error
        except (MethodError, UnitError) as error:
            raise RefusedChange(Text(error.zh, error.en)) from error
        change[number] = new - float(system.score[number])
    pivot = np.abs(system.technosphere.pivot)
    moved = np.zeros(len(system.columns))
    np.add.at(moved, system.share_column, system.share * change[system.share_entry])
    return moved / pivot


def restated(pinned: Factor, after: Mapping[str, Factor]) -> Factor:
    """Return a pinned factor as `after` states it, under its own id; the same object where nothing changes."""
    new = after.get(pinned.id)
    if new is None:
        return pinned
    return pinned.model_copy(update={"per": new.per, "emissions": new.emissions, "value": new.value})


def recomputed(study: Study, after: Mapping[str, Factor]) -> Study:
    """Return a study with factors restated: what a new study with the new factors would be."""
    return study.model_copy(update={"factors": tuple(restated(factor, after) for factor in study.factors)})


def _taken(supply: Supply) -> set[str]:
    if isinstance(supply, FromFactor):
        return {supply.factor}
    if isinstance(supply, FromMethod):
        return {parameter.factor for parameter in supply.parameters.values() if parameter.factor is not None}
    return set()
