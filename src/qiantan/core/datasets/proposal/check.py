"""Whether a proposal is filled in: every field in its form, everything needed there, all findings at once at their fields."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from qiantan.core.datasets.language import has_chinese
from qiantan.core.datasets.proposal.choices import KINDS
from qiantan.core.datasets.proposal.fields import FIELDS, GASES, Field, is_needed
from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.findings.finding import NO_TEXT
from qiantan.core.findings.uscc import uscc_fault
from qiantan.core.quantities.figures import FigureError, clean_figure
from qiantan.core.quantities.units import UnitError, dimension
from qiantan.core.study.shape import FIGURE_LENGTH

FIRST_YEAR: Final = 1980
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]*")
WHOLE: Final = 100


def cleaned(answers: Mapping[str, str]) -> dict[str, str]:
    """Return the known, non-empty answers without outer spaces; figures that can be read are written plainly."""
    kept = {key: answers[key].strip() for key in FIELDS if answers.get(key, "").strip()}
    for key, said in kept.items():
        if FIELDS[key].form in {"figure", "percent"}:
            try:
                kept[key] = clean_figure(said.removesuffix("%") if FIELDS[key].form == "percent" else said)
            except FigureError:
                continue
    return kept


def proposal_faults(answers: Mapping[str, str], *, today: dt.date) -> tuple[Finding, ...]:
    """Return what must be put right before a proposal can be handed in; `answers` as `cleaned` gives them."""
    kind = answers.get("kind", "")
    found = [one for field in FIELDS.values() for one in _field_faults(field, answers.get(field.key, ""), kind, today)]
    return (*found, *_together(answers, kind))


def _field_faults(field: Field, said: str, kind: str, today: dt.date) -> Iterator[Finding]:
    if not said:
        if is_needed(field, kind):
            yield finding("PR-MISSING", field, Text("请填写。", "Please fill this in."), example=field.example)
        return
    if len(said) > field.longest:
        message = Text(f"超过 {field.longest} 个字符。", f"More than {field.longest} characters.")
        yield finding("PR-LONG", field, message, found=f"{len(said)}")
    else:
        yield from _FORMS.get(field.form, _line)(field, said, today)


def _line(field: Field, said: str, today: dt.date) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all forms
    if "\x00" in said:
        yield finding("PR-TEXT", field, Text("含有不可见的控制字符。", "Holds a control character."))
    elif field.key == "name_zh" and not has_chinese(said):
        yield finding(
            "PR-CHINESE", field, Text("中文名称里没有汉字。", "The Chinese name has no Chinese character."), found=said
        )
    elif field.key == "name_en" and has_chinese(said):
        yield finding(
            "PR-ENGLISH", field, Text("英文名称里有汉字。", "The English name has Chinese characters."), found=said
        )
    elif field.key == "owner_uscc" and (fault := uscc_fault(said)):
        yield finding("PR-USCC", field, fault, found=said)
    elif field.key == "predecessor" and not _ID.fullmatch(said):
        yield finding(
            "PR-ID",
            field,
            Text("这不是因子编号。", "This is not the id of a factor."),
            found=said,
            example=field.example,
        )


def _figure(field: Field, said: str, today: dt.date) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all forms
    try:
        figure = Decimal(clean_figure(said))
    except FigureError as error:
        yield finding("PR-FIGURE", field, Text(error.zh, error.en), found=said, example=field.example or "12.5")
        return
    if len(said) > FIGURE_LENGTH:
        yield finding("PR-FIGURE", field, Text("数字过长。", "The figure is too long."), found=said)
    elif field.form == "percent" and not 0 <= figure <= WHOLE:
        message = Text("百分比应在 0 与 100 之间。", "A percentage lies between 0 and 100.")
        yield finding("PR-PERCENT", field, message, found=said, example=field.example)
    elif field.key == "spread" and figure < 1:
        message = Text("几何标准差不小于 1。", "A geometric standard deviation is at least 1.")
        yield finding("PR-SPREAD", field, message, found=said, example=field.example)
    elif field.key == "annual_volume" and figure < 0:
        yield finding("PR-NEGATIVE", field, Text("年产量不能为负。", "A volume is not negative."), found=said)


def _unit(field: Field, said: str, today: dt.date) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all forms
    try:
        dimension(said)
    except UnitError as error:
        yield finding("PR-UNIT", field, Text(error.zh, error.en), found=said, example=field.example)


def _year(field: Field, said: str, today: dt.date) -> Iterator[Finding]:
    if not _YEAR.fullmatch(said) or not FIRST_YEAR <= int(said) <= today.year:
        message = Text("请填写四位年份。", "Write a year of four digits.")
        expected = Text(f"{FIRST_YEAR} 至 {today.year}", f"{FIRST_YEAR} to {today.year}")
        yield finding("PR-YEAR", field, message, found=said, expected=expected, example=field.example)


def _day(field: Field, said: str, today: dt.date) -> Iterator[Finding]:
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        message = Text("请按 年-月-日 填写日期。", "Write the date as year-month-day.")
        yield finding("PR-DAY", field, message, found=said, example=field.example)
        return
    if day <= today:
        yield finding(
            "PR-DAY-PAST", field, Text("这一天已过。", "This day is past."), found=said, example=field.example
        )


def _choice(field: Field, said: str, today: dt.date) -> Iterator[Finding]:  # noqa: ARG001 - one shape for all forms
    if said not in {key for key, _ in field.choices}:
        labels = [label for _, label in field.choices]
        expected = Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))
        yield finding(
            "PR-CHOICE", field, Text("不在可选项中。", "Not one of the choices."), found=said, expected=expected
        )


def _together(answers: Mapping[str, str], kind: str) -> Iterator[Finding]:
    aggregated = kind in {key for key, _ in KINDS} - {"parameter"}
    if aggregated and not any(answers.get(key) for key in ("co2e", *GASES)):
        message = Text("请填写 CO₂e 合计或各气体的数值。", "Give CO₂e in total, or the gases.")
        yield finding("PR-NO-FIGURE", FIELDS["co2e"], message, example=FIELDS["co2e"].example)
    years = (answers.get("reference_year", ""), answers.get("published_year", ""))
    if all(_YEAR.fullmatch(year) for year in years) and years[0] > years[1]:
        message = Text("数据年份晚于发布年份。", "The data year is after the year of publication.")
        yield finding("PR-YEAR-ORDER", FIELDS["reference_year"], message, found=f"{years[0]} > {years[1]}")
    if bool(answers.get("annual_volume")) != bool(answers.get("annual_unit")):
        missing = "annual_unit" if answers.get("annual_volume") else "annual_volume"
        yield finding("PR-VOLUME", FIELDS[missing], Text("年产量与单位须一起填写。", "Volume and unit go together."))


def finding(
    code: str,
    field: Field,
    message: Text,
    *,
    found: str = "",
    expected: Text = NO_TEXT,
    example: str = "",
    severity: Severity = Severity.BLOCKING,
) -> Finding:
    """Return a finding at a field."""
    return Finding(
        code=code,
        severity=severity,
        place=field.key,
        message=message,
        found=found[:200],
        expected=expected,
        example=example,
    )


_FORMS: Final = {
    "figure": _figure, "percent": _figure, "unit": _unit, "year": _year, "day": _day, "choice": _choice,
}  # fmt: skip
