"""Sign of the footprint."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-FOOTPRINT-SIGN"
CLAUSE = "GB/T 24067-2024 结果解释：完整性检查（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """A footprint of zero or below is explained: it comes from missing data, credits or biogenic uptake."""
    if facts.outcome.total > 0:
        return
    yield Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.WARNING,
        place="/processes",
        message=Text("碳足迹不大于零", "the footprint is not above zero"),
        found=f"{facts.outcome.total:.6g} kg CO2e",
        expected=Text("大于零；为零或负数的要说明原因", "above zero, or an explanation"),
        remedy=Text(
            "检查是否漏填数据、替代法的扣减是否过大、生物源吸收是否没有对应的释放",
            "look for missing data, credits that are too large, uptake without release",
        ),
    )
