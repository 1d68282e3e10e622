"""Period of the data: the natural year."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.shape import Span

CODE = "GBT24067-NATURAL-YEAR"
CLAUSE = "GB/T 24067-2024 数据的时间边界（条款号待核）；自然年见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """The data cover one natural year, so that seasons, maintenance and load are averaged."""
    period = facts.study.period
    if facts.rule is None or _is_natural_year(period):
        return
    yield Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.WARNING,
        place="/period",
        message=Text("数据时段不是一个自然年", "the period of the data is not one natural year"),
        found=f"{period.start} – {period.end}",
        expected=Text("1 月 1 日至次年 1 月 1 日（不含）", "1 January to 1 January of the next year (excluded)"),
        example=f"{period.start.year}-01-01 – {period.start.year + 1}-01-01",
        remedy=Text(
            "改用完整自然年的数据；投产不足一年的，在“选择与假设”中说明为什么这段时间有代表性",
            "use a whole natural year; for a younger plant state under the choices why the period is representative",
        ),
    )


def _is_natural_year(period: Span) -> bool:
    start, end = period.start, period.end
    return (start.month, start.day, end.month, end.day, end.year - start.year) == (1, 1, 1, 1, 1)
