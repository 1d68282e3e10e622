"""Factors nobody uses."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.index import factor_place, factor_uses

CODE = "GBT24067-FACTOR-UNUSED"
CLAUSE = "GB/T 24067-2024 原则：透明性（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """A study pins the factors it uses and no others."""
    used = {use.factor for use in factor_uses(facts.study)}
    for factor in facts.study.factors:
        if factor.id not in used:
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.NOTE,
                place=factor_place(facts.study, factor.id),
                message=Text(
                    f"因子“{factor.name.zh}”没有被用到", f"factor “{factor.name.en or factor.name.zh}” is not used"
                ),
                found=factor.id,
                remedy=Text(
                    "删去；或检查是否漏填了用到它的数据", "remove it, or look for the figure that should use it"
                ),
            )
