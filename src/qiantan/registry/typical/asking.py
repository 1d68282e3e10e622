"""What a call asks and what a plant answers, as handed in; and everything that is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.finding import NO_TEXT
from qiantan.core.findings.uscc import EXAMPLE, uscc_fault
from qiantan.core.quantities.units import is_unit
from qiantan.core.typical.rule import disclosure_rule
from qiantan.registry.typical.models import Call
from qiantan.registry.typical.states import Boundary, Kind

FIRST_YEAR = 2015
FIGURES = 30
EVIDENCE_LIMIT = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a call asks: see `models.Call`. `technologies` are pairs of a Chinese and an English name."""

    name_zh: str
    name_en: str = ""
    kind: str = Kind.FOOTPRINT.value
    unit: str
    volume_unit: str
    boundary: str = Boundary.CRADLE_TO_GATE.value
    asked_zh: str
    asked_en: str = ""
    data_year: int
    technologies: tuple[tuple[str, str], ...] = ()
    least: int
    province_output: Decimal | None = None
    province_source: str = ""
    closes_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a plant gives: its value, its output as weight, where both come from, and who controls it.

    `study` is the digest of its own frozen study where the value comes from one; `evidence` the bytes of a file.
    """

    value: Decimal
    volume: Decimal
    source: str
    technology: str = ""
    note: str = ""
    group: str = ""
    study: str = ""
    evidence_name: str = ""
    evidence: bytes | None = None


def call_faults(asked: Asked, at: datetime) -> list[Finding]:
    """Return everything that is wrong with a call."""
    return [*_call_words(asked), *_call_figures(asked, at)]


def value_faults(call: Call, given: Given) -> list[Finding]:
    """Return everything that is wrong with what a plant gives."""
    return list(_value_faults(call, given))


def _call_words(asked: Asked) -> Iterator[Finding]:
    if not asked.name_zh:
        yield _finding("name_zh", Text("请填写产品或工序名称。", "Please name the product or process."))
    if not asked.asked_zh:
        yield _finding("asked_zh", Text("请写明要企业提供什么。", "Please say what plants are asked for."))
    for place, unit in (("unit", asked.unit), ("volume_unit", asked.volume_unit)):
        if not is_unit(unit):
            message = Text("不认识这个单位。", "This unit is not known.")
            yield _finding(place, message, found=unit, example="t · kWh/t · MWh · m3")
    if asked.kind not in {kind.value for kind in Kind}:
        yield _finding("kind", Text("没有这种数值。", "There is no such kind of value."), found=asked.kind)
    if asked.boundary not in {boundary.value for boundary in Boundary}:
        yield _finding("boundary", Text("没有这种边界。", "There is no such boundary."), found=asked.boundary)
    if len({zh for zh, _ in asked.technologies}) < len(asked.technologies):
        yield _finding("technologies", Text("工艺路线不能重名。", "Every technology needs a name of its own."))


def _call_figures(asked: Asked, at: datetime) -> Iterator[Finding]:
    rule = disclosure_rule()
    low, high = rule.least_contributors.value, rule.most_contributors_asked.value
    if not low <= asked.least <= high:
        message = Text(f"最少家数应在{low}到{high}之间。", f"The least number of plants lies between {low} and {high}.")
        yield _finding("least", message, found=str(asked.least))
    if not FIRST_YEAR <= asked.data_year <= at.year:
        message = Text(
            f"数据年份应在{FIRST_YEAR}到{at.year}之间。", f"The year lies between {FIRST_YEAR} and {at.year}."
        )
        yield _finding("data_year", message, found=str(asked.data_year))
    if asked.closes_at <= at:
        yield _finding("closes_at", Text("截止时间应在将来。", "The cut-off lies in the future."))
    if asked.province_output is not None and asked.province_output <= 0:
        yield _finding("province_output", Text("全省产量应大于零。", "The output of the province is more than zero."))
    if asked.province_output is not None and not asked.province_source:
        yield _finding("province_source", Text("请注明全省产量的来源。", "Please say where the output comes from."))


def _value_faults(call: Call, given: Given) -> Iterator[Finding]:
    for place, figure in (("value", given.value), ("volume", given.volume)):
        if not (figure.is_finite() and figure > 0 and len(format(figure, "f")) <= FIGURES):
            yield _finding(place, Text("应为大于零的数。", "This is a number above zero."), example="856.3")
    if not given.source:
        yield _finding("source", Text("请写明数值从哪里来。", "Please say where the value comes from."))
    known = [one["key"] for one in call.technologies]
    if given.technology not in (known or [""]):
        yield _finding("technology", Text("请选择工艺路线。", "Please choose the technology."), found=given.technology)
    fault = uscc_fault(given.group) if given.group else None
    if fault:
        yield _finding("group", fault, found=given.group, example=EXAMPLE)
    if given.evidence is not None and len(given.evidence) > EVIDENCE_LIMIT:
        yield _finding("evidence", Text("文件超过20 MB。", "The file is larger than 20 MB."), found=given.evidence_name)


def _finding(place: str, message: Text, *, found: str = "", example: str = "", remedy: Text = NO_TEXT) -> Finding:
    return Finding(
        code=f"TV-{place.upper().replace('_', '-')}",
        severity=Severity.BLOCKING,
        place=place,
        message=message,
        found=found,
        example=example,
        remedy=remedy,
    )
