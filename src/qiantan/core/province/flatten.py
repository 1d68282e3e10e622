"""From one study to the rows of the network: what each unit of each of its processes takes and causes.

The figures are those of the engine that made the study's own result. A factor that a method takes as a parameter is
differentiated by complex step, at the stated value and at twice it: where both agree, the effect of a change is exact.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot, nan

import numpy as np

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.gradient import STEP
from qiantan.core.engine.scaling import burdens
from qiantan.core.engine.spread import relative_factor
from qiantan.core.engine.supplies import entry_emissions, parameter_quantity
from qiantan.core.engine.system import Entry, ProductSystem
from qiantan.core.methods.gases import gas_unit
from qiantan.core.province.rows import CATEGORIES, EXCHANGE, Label, PinnedFactor, Quoted, Rows, Supplied
from qiantan.core.quantities.units import convert
from qiantan.core.study.document import Factor, Study
from qiantan.core.study.shape import Named
from qiantan.core.study.supply import FromFactor, FromMethod, FromStudy

SAME = 1e-9
# What a supplier told one plant is that plant's own figure: its id means nothing in another study.
OWN_RELEASES = frozenset({"supplier"})


@dataclass(frozen=True, eq=False, kw_only=True)
class Flat:
    """A study as rows. `exchanges` (EXCHANGE) refer to positions in `factors` and `quoted`; `labels` (process).

    `total` is kg CO2e of the declared unit, which is `demand` units (`product_unit`) of process `delivering`, each
    carrying `score`; `output` is how many it made in the period. `curved` lists factors whose change the rows do not foresee exactly.
    """

    name: Named
    unit: Named
    category: str
    product_unit: str
    delivering: int
    demand: float
    total: float
    score: float
    output: float
    labels: tuple[Label, ...]
    exchanges: Rows = field(repr=False)
    factors: tuple[PinnedFactor, ...] = field(repr=False)
    quoted: tuple[Quoted, ...] = field(repr=False)
    curved: tuple[str, ...]


def flatten(study: Study) -> Flat:
    """Return the rows of a study; raises the errors of `calculate`."""
    outcome = calculate(study)
    system = outcome.system
    work = _Flattening(study, system)
    rows = list(work.rows())
    delivering = int(np.flatnonzero(system.demand)[0])
    category = study.product.category
    return Flat(
        name=study.product.name,
        unit=study.unit.words,
        category=category,
        product_unit=system.columns[delivering].unit,
        delivering=delivering,
        demand=float(system.demand[delivering]),
        total=outcome.total,
        score=float(burdens(system, outcome.scaling.factors)[delivering]),
        output=system.columns[delivering].amount,
        labels=tuple(Label(category, column.id, column.name.zh, column.name.en) for column in system.columns),
        exchanges=np.array(rows, dtype=EXCHANGE),
        factors=tuple(work.pinned),
        quoted=tuple(work.quoted),
        curved=tuple(sorted(work.curved)),
    )


def stated(factor: Factor, gwp: dict[str, float]) -> tuple[float, str]:
    """Return the value of a factor and its unit; several gases are added up by `gwp` (kg CO2e per kg of each flow)."""
    if factor.value is not None:
        return float(factor.value.value), factor.value.unit
    if len(factor.emissions) == 1:
        (emission,) = factor.emissions
        return float(emission.kg), f"{gas_unit(emission.flow)}/{factor.per}"
    return sum(float(emission.kg) * gwp[emission.flow] for emission in factor.emissions), f"kgCO2e/{factor.per}"


class _Flattening:
    def __init__(self, study: Study, system: ProductSystem) -> None:
        self.system = system
        self.factors = {factor.id: factor for factor in study.factors}
        self.gwp = dict(zip(system.flows, system.characterisation.tolist(), strict=True))
        self.pinned: dict[PinnedFactor, int] = {}
        self.quoted: dict[Quoted, int] = {}
        self.curved: set[str] = set()

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Every exchange once for each process that bears it, per unit of that process's product."""
        parts: list[list[tuple[int, float]]] = [[] for _ in self.system.entries]
        pivot = np.abs(self.system.technosphere.pivot)
        for number, column, share in zip(
            self.system.share_entry.tolist(),
            self.system.share_column.tolist(),
            self.system.share.tolist(),
            strict=True,
        ):
            parts[number].append((column, share / float(pivot[column])))
        scores = self.system.score.tolist()
        for number, entry in enumerate(self.system.entries):
            spread = self._spread(entry)
            for supplied, reference, amount, kg in self._supplies(number, entry, scores[number]):
                for column, part in parts[number]:
                    category = CATEGORIES.index(entry.category)
                    yield (0, column, supplied, category, reference, amount * part, kg * part, spread)

    def _supplies(self, number: int, entry: Entry, kg: float) -> Iterator[tuple[Supplied, int, float, float]]:
        """What stands behind the whole of an entry; its kg CO2e are told once, with the first."""
        supply = entry.supply
        if entry.provider is not None:
            yield Supplied.PROCESS, entry.provider, self.system.needed(number), 0.0
        elif isinstance(supply, FromStudy):
            quoted = Quoted(supply.sha256, supply.unit.unit)
            units = convert(entry.amount, entry.unit, supply.unit.unit)
            yield Supplied.STUDY, self.quoted.setdefault(quoted, len(self.quoted)), units, kg
        elif isinstance(supply, FromFactor):
            factor = self.factors[supply.factor]
            if factor.release in OWN_RELEASES:
                yield Supplied.OWN, 0, 0.0, kg
            else:
                value, _ = stated(factor, self.gwp)
                yield Supplied.FACTOR, self._reference(factor), self._units(entry, factor, value, kg), kg
        else:
            if kg:
                yield Supplied.OWN, 0, 0.0, kg
            if isinstance(supply, FromMethod):
                yield from ((Supplied.FACTOR, *effect, 0.0) for effect in self._parameters(entry, supply))

    def _reference(self, factor: Factor) -> int:
        value, unit = stated(factor, self.gwp)
        spread = relative_factor(factor.distribution).standard_deviation if factor.distribution else None
        pinned = PinnedFactor(factor.id, factor.name.zh, factor.name.en, factor.kind, value, unit, spread)
        return self.pinned.setdefault(pinned, len(self.pinned))

    def _units(self, entry: Entry, factor: Factor, value: float, kg: float) -> float:
        """Kg CO2e for each unit of the factor's stated value."""
        if value:
            return kg / value
        units = convert(entry.amount, entry.unit, factor.per)
        return units * (self.gwp[factor.emissions[0].flow] if len(factor.emissions) == 1 else 1.0)

    def _parameters(self, entry: Entry, supply: FromMethod) -> Iterator[tuple[int, float]]:
        """Reference and effect of every factor that a method takes, a factor taken twice as one."""
        names: dict[str, list[str]] = {}
        for name, parameter in supply.parameters.items():
            if parameter.factor is not None:
                names.setdefault(parameter.factor, []).append(name)
        for factor, taken in names.items():
            if self.factors[factor].release in OWN_RELEASES:
                continue
            figures = {name: parameter_quantity(supply.parameters[name], self.factors).value for name in taken}
            here, there = self._slope(entry, figures), self._slope(entry, {k: 2 * v for k, v in figures.items()})
            if abs(here - there) > SAME * max(abs(here), abs(there)):
                self.curved.add(factor)
            yield self._reference(self.factors[factor]), here

    def _slope(self, entry: Entry, figures: dict[str, float]) -> float:
        moved = {name: value + STEP * 1j for name, value in figures.items()}
        caused = entry_emissions(entry, self.factors, figures=moved, drawn=True)
        return float(sum(complex(kg).imag / STEP * self.gwp[flow] for flow, kg in caused.items()))

    def _spread(self, entry: Entry) -> float:
        """Relative standard deviation of the amount, with that of a supplier's own figure; not a number if unstated."""
        found = [entry.exchange.distribution] if entry.exchange else []
        if isinstance(entry.supply, FromFactor) and self.factors[entry.supply.factor].release in OWN_RELEASES:
            found.append(self.factors[entry.supply.factor].distribution)
        deviations = [relative_factor(one).standard_deviation for one in found if one]
        return hypot(*deviations) if deviations else nan
