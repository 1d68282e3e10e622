"""Age and validity of factors."""

import datetime as dt
import re
from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.document import Factor
from qiantan.core.study.index import factor_place, factor_uses

CODE = "GBT24067-FACTOR-VALIDITY"
CLAUSE = "GB/T 24067-2024 数据质量：时间代表性（条款号待核）"
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE = re.compile(r"^\d{4}-\d\d-\d\d$")
# Heating values and combustion factors describe a substance; only life-cycle figures grow old.
_AGEING = ("footprint", "electricity_footprint")


def check(facts: Facts) -> Iterator[Finding]:
    """A factor is valid in the period of the study, and a footprint factor not much older than it; what is old is told."""
    used = {use.factor for use in factor_uses(facts.study)}
    for factor in facts.study.factors:
        if factor.id not in used:
            continue
        place = factor_place(facts.study, factor.id)
        if _DATE.match(factor.valid_to) and factor.valid_to <= facts.study.period.start.isoformat():
            yield _expired(factor, f"{place}/valid_to", facts.study.period.start)
        elif factor.kind in _AGEING:
            yield from _old(factor, f"{place}/reference_year", facts)


def _expired(factor: Factor, place: str, start: dt.date) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.WARNING,
        place=place,
        message=Text(
            f"因子“{factor.name.zh}”在研究时段开始前已失效",
            f"factor “{factor.name.en or factor.name.zh}” expired before the period of the study",
        ),
        found=factor.valid_to,
        expected=Text(f"{start} 以后仍有效", f"valid after {start}"),
        remedy=Text("改用同一来源的新版因子", "use the newer release of the same source"),
    )


def _old(factor: Factor, place: str, facts: Facts) -> Iterator[Finding]:
    years = [int(year) for year in _YEAR.findall(factor.reference_year)]
    limit = facts.standard.plausibility.factor_years
    age = facts.study.period.start.year - max(years) if years else 0
    if age > limit:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE,
            place=place,
            message=Text(
                f"因子“{factor.name.zh}”比研究时段早 {age} 年",
                f"factor “{factor.name.en or factor.name.zh}” is {age} years older than the period",
            ),
            found=factor.reference_year,
            expected=Text(f"不早于 {limit} 年", f"at most {limit} years older"),
            remedy=Text(
                "有较新的因子时改用新的；没有的，在数据质量说明中写明", "use a newer factor where there is one"
            ),
        )
