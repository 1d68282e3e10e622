"""What a screen looks at: the answers, the factor they give, its total in CO2e, and what is published beside it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from qiantan.core.datasets.proposal.check import finding
from qiantan.core.datasets.proposal.choices import NOT_STATED
from qiantan.core.datasets.proposal.fields import FIELDS
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.finding import NO_TEXT
from qiantan.core.quantities.units import UnitError, convert, dimension
from qiantan.core.rules.load import characterization
from qiantan.core.study.document import Factor

GUARDS: Final = "rulebook/screens"
LATEST: Final = "ipcc-ar6"  # weighs gases for a comparison where no set is stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Published values of the same kind, topic, gas and unit kind: how many, the lowest, the highest, in the same unit as
    `figure`, the proposed one; `same` are (id, name) of those with the very same figure under another name.
    """

    count: int = 0
    low: float = 0.0
    high: float = 0.0
    figure: float = 0.0
    unit: str = ""
    same: tuple[tuple[str, str], ...] = ()


NO_PEERS: Final = Peers()


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """A proposal under its screens; `total` in kg CO2e per unit of the factor, none for a parameter."""

    answers: Mapping[str, str]
    factor: Factor
    total: float | None
    peers: Peers
    today: dt.date

    def per(self, unit: str) -> float | None:
        """Return the total per another unit of the same dimension; none where there is no total or no way."""
        if self.total is None:
            return None
        try:
            return self.total * convert(1.0, unit, self.factor.per)
        except UnitError:
            return None

    @property
    def measured_in(self) -> str:
        """The dimension of the factor's unit."""
        return dimension(self.factor.per) if self.factor.per else ""


def total_of(answers: Mapping[str, str], factor: Factor) -> float | None:
    """Return kg CO2e per unit: the total that is stated, else the gases weighted by the GWP set that is stated."""
    if factor.value is not None:
        return None
    if answers.get("co2e"):
        return float(answers["co2e"])
    return weighted(factor, answers.get("gwp_set", ""))


def weighted(factor: Factor, gwp_set: str) -> float:
    """Return the sum of a factor's gases in kg CO2e per unit, by a GWP set; one gas it does not know counts as nothing."""
    known = gwp_set if gwp_set and gwp_set != NOT_STATED else LATEST
    values = characterization(known).values
    return sum(
        float(one.kg) * (1.0 if one.flow == "co2e" else float(values.get(one.flow, 0))) for one in factor.emissions
    )


def asked(code: str, place: str, message: Text, *, found: str = "", remedy: Text = NO_TEXT) -> Finding:
    """Return a question at a field; whoever answers it may be right."""
    return _finding(code, place, message, found, remedy, Severity.WARNING)


def refused(code: str, place: str, message: Text, *, found: str = "", remedy: Text = NO_TEXT) -> Finding:
    """Return a finding that must be put right."""
    return _finding(code, place, message, found, remedy, Severity.BLOCKING)


def shown(figure: float) -> str:
    """Return a figure to four significant digits, written out."""
    text = format(float(f"{figure:.4g}"), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _finding(code: str, place: str, message: Text, found: str, remedy: Text, severity: Severity) -> Finding:
    plain = finding(code, FIELDS[place], message, found=found, severity=severity)
    return Finding(
        code=code, severity=severity, place=place, message=plain.message, found=found, remedy=remedy, clause=GUARDS
    )
