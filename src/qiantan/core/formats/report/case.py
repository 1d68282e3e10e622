"""One study with its result, and the small questions every chapter asks about them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from qiantan.core.formats.report.figures import digits, parts_shown, places_for, shares_shown, shown
from qiantan.core.quantities.units import is_unit, normalise_unit
from qiantan.core.results.document import Contribution, Part, Result
from qiantan.core.study.document import Exchange, Factor, Process, Study
from qiantan.core.study.shape import Amount, Span, plain
from qiantan.core.study.wording import BASES, CATEGORIES, zh

UNIT = "kgCO2e"
# Nobody reads off more digits; a computed amount may have seventeen.
TYPED = 9
# What a factor emits, as written in a formula.
SYMBOLS = {
    "co2_fossil": "CO2",
    "co2_biogenic": "CO2（生物源）",
    "co2_biogenic_uptake": "CO2（生物源吸收）",
    "co2_land_use_change": "CO2（土地利用变化）",
    "co2_aircraft": "CO2（航空）",
    "ch4_fossil": "CH4",
    "ch4_biogenic": "CH4（生物源）",
    "n2o": "N2O",
    "n2o_biogenic": "N2O（生物源）",
    "co2e": "CO2e",
}


@dataclass(frozen=True)
class Case:
    """A study and its result, with what identifies the report."""

    study: Study
    result: Result
    number: str
    issued_by: str
    issued_on: str

    @cached_property
    def places(self) -> int:
        """Decimals in which every kg figure of the report is shown."""
        return places_for(self.result.total)

    @cached_property
    def total(self) -> str:
        """The footprint as shown everywhere."""
        return self.kg(self.result.total)

    @cached_property
    def per(self) -> str:
        """The unit of the footprint: kgCO2e per the words of the declared or functional unit."""
        return f"{UNIT}/{self.study.unit.words.zh}"

    @cached_property
    def factors(self) -> dict[str, Factor]:
        """The pinned factors by id."""
        return {factor.id: factor for factor in self.study.factors}

    @cached_property
    def exchanges(self) -> dict[str, tuple[Process, Exchange]]:
        """Every exchange with its process, by exchange id."""
        return {exchange.id: (process, exchange) for process in self.study.processes for exchange in process.exchanges}

    @cached_property
    def stages(self) -> dict[str, str]:
        """Chinese names of the stages by id."""
        return {stage.id: stage.name.zh for stage in self.study.boundary.stages}

    def label(self, one: Contribution) -> str:
        """The name of an exchange, with what tells it from the others of that name: process, category, basis."""
        told = self._told[one.name.zh]
        more = [word for word, others in zip(self._words(one), told, strict=True) if len(others) > 1]
        return f"{one.name.zh}（{'，'.join(more)}）" if more else one.name.zh

    def _words(self, one: Contribution) -> tuple[str, str, str]:
        process = next((p.name.zh for p in self.study.processes if p.id == one.process), one.process)
        return (process, zh(CATEGORIES, one.category), zh(BASES, one.basis))

    @cached_property
    def _told(self) -> dict[str, tuple[set[str], set[str], set[str]]]:
        told: dict[str, tuple[set[str], set[str], set[str]]] = {}
        for one in self.result.contributions:
            known = told.setdefault(one.name.zh, (set(), set(), set()))
            for others, word in zip(known, self._words(one), strict=True):
                others.add(word)
        return told

    def kg(self, value: float) -> str:
        """Return kg CO2e as shown in this report."""
        return shown(value, self.places)

    def present(self, parts: Sequence[Part]) -> tuple[Part, ...]:
        """Return the terms without those that are exactly nothing; a stage inside the boundary stays."""
        inside = {stage.id for stage in self.study.boundary.stages if stage.included}
        return tuple(part for part in parts if part.kg or part.id in inside)

    def part_rows(self, parts: Sequence[Part], *, english: bool = False) -> tuple[tuple[str, str, str], ...]:
        """Return name, kg and share of each term and of their sum; what is shown adds up."""
        total = self.result.total
        parts = self.present(parts)
        figures = parts_shown([part.kg for part in parts], total, self.places)
        shares = shares_shown([part.share for part in parts])
        names = [(part.name.en or part.name.zh) if english else part.name.zh for part in parts]
        last = ("Total" if english else "合计", self.total, shares_shown([1.0 if total else None])[0])
        return (*zip(names, figures, shares, strict=True), last)


def factor_value(factor: Factor) -> str:
    """Return what a factor says: its value, or kilograms of each gas per unit."""
    if factor.value is not None:
        return f"{plain(factor.value.value)} {factor.value.unit}"
    return "；".join(f"{plain(e.kg)} kg {SYMBOLS.get(e.flow, e.flow.upper())}/{factor.per}" for e in factor.emissions)


def day(date: dt.date) -> str:
    """Return a date as written in Chinese."""
    return f"{date.year}年{date.month}月{date.day}日"


def span(period: Span) -> str:
    """Return a half-open period by its first and last day."""
    return f"{day(period.start)}至{day(period.end - dt.timedelta(days=1))}"


def amount(value: Amount) -> str:
    """Return an amount as typed, to at most nine digits, thousands apart, the unit as the unit register shows it."""
    text = plain(value.value)
    whole, point, rest = text.partition(".")
    figure = f"{int(whole):,}{point}{rest}" if abs(value.value) >= 1 else text
    if len(value.value.as_tuple().digits) > TYPED:
        figure = digits(float(value.value), TYPED)
    return f"{figure} {normalise_unit(value.unit) if is_unit(value.unit) else value.unit}"
