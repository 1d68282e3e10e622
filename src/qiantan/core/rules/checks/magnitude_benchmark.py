"""Magnitude against the range of the product category."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import convert, same_dimension
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-MAGNITUDE-RANGE"
CLAUSE = "GB/T 24067-2024 结果解释：一致性检查（条款号待核）；范围见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """A footprint outside the range known for its product category is explained."""
    study, unit = facts.study, facts.study.unit
    for benchmark in facts.rule.benchmarks if facts.rule else ():
        if benchmark.category != study.product.category or not same_dimension(unit.unit, benchmark.per):
            continue
        if not unit.amount:
            continue
        value = facts.outcome.total / (float(unit.amount) * convert(1.0, unit.unit, benchmark.per))
        if not float(benchmark.low) <= value <= float(benchmark.high):
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.WARNING,
                place="/processes",
                message=Text(
                    f"碳足迹 {value:,.6g} kg CO2e/{benchmark.per} 不在同类产品的常见范围内",
                    f"{value:,.6g} kg CO2e/{benchmark.per} lies outside the usual range of the product category",
                ),
                found=f"{value:,.6g} kg CO2e/{benchmark.per}",
                expected=Text(
                    f"{benchmark.low}–{benchmark.high} kg CO2e/{benchmark.per}（{benchmark.provenance.document}）",
                    f"{benchmark.low}–{benchmark.high} kg CO2e/{benchmark.per} ({benchmark.provenance.document})",
                ),
                remedy=Text(
                    "先看贡献最大的几项：用量、单位、因子；确认无误的，在结论中说明原因",
                    "look at the largest contributions first; where they are right, explain it in the conclusions",
                ),
            )
