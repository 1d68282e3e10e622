"""Factors, suggestions and places of findings in words."""

import re
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Finding
from qiantan.core.matching.faults import COLUMN_WORDS
from qiantan.core.matching.ladder import RUNG_WORDS
from qiantan.core.matching.score import Suggestion, kg_of
from qiantan.core.study.document import Factor
from qiantan.core.study.shape import plain
from qiantan.core.study.wording import GASES
from qiantan.registry.matching.states import LineState
from qiantan.web.ui.parts import FindingView
from qiantan.web.ui.wording import finding_view, significant, words

TONES = {
    LineState.OPEN: ("warn", "not-started"),
    LineState.ACCEPTED: ("good", "done"),
    LineState.PROXY: ("info", "info"),
    LineState.REJECTED: ("neutral", "stop"),
}
_LINE = re.compile(r"line/(\d+)(?:/(\w+))?")
PARTS = ("name", "geography", "year", "source", "certainty")


def part_name(key: str) -> str:
    """Return what a part of the score is about."""
    return {
        "name": _("名称"),
        "geography": _("地域"),
        "year": _("年份"),
        "source": _("来源"),
        "certainty": _("确定程度"),
    }[key]


def finding_at(finding: Finding) -> FindingView:
    """Return a finding of a bill with its line and column in words."""
    at = _LINE.fullmatch(finding.place)
    if at is None:
        return finding_view(finding, place=finding.place if "." in finding.place else " ")
    place = _("第 %(number)s 行") % {"number": at[1]}
    if at[2]:
        place = f"{place} · {words(COLUMN_WORDS[at[2]])}"
    return finding_view(finding, place=place)


def figure(factor: Factor) -> str:
    """Return the figure of a footprint with its unit."""
    if factor.value is not None:
        return f"{plain(factor.value.value)} {factor.value.unit}"
    return "；".join(
        f"{plain(one.kg)} kg{'CO₂e' if one.flow == 'co2e' else f' {_gas(one.flow)}'}/{factor.per}"
        for one in factor.emissions
    )


def _gas(flow: str) -> str:
    return words(GASES[flow]) if flow in GASES else flow


def factor_href(factor: Factor) -> str:
    """Return the address of a factor's page."""
    return reverse("factors:factor", args=[factor.id])


def source_of(factor: Factor) -> str:
    """Return who published a factor, where and when."""
    source = factor.provenance
    told = " ".join(part for part in (source.issuer, source.document, source.number) if part)
    return f"{told} · {factor.reference_year}"


def rung(one: Suggestion) -> str:
    """Return the step of the ladder a suggestion stands on."""
    return words(RUNG_WORDS[one.rung])


def effect(amount: Decimal, unit: str, factor: Factor) -> str:
    """Return what an amount comes to with a factor, in tonnes CO2e; empty where it cannot be multiplied."""
    kg = kg_of(amount, unit, factor)
    return tonnes(float(kg)) if kg is not None else ""


def tonnes(kg: float | None) -> str:
    """Return kg CO2e in tonnes, in words; an em dash where there is none."""
    return "—" if kg is None else f"{significant(kg / 1000)} tCO₂e"
