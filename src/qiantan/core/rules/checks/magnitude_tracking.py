"""Magnitude against an earlier period."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-MAGNITUDE-TRACKING"
CLAUSE = "GB/T 24067-2024 绩效跟踪、数据的确认（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """A footprint far from that of the same product in an earlier period is looked at again before it is frozen."""
    tracking, total = facts.study.tracking, facts.outcome.total
    if tracking is None or not tracking.value:
        return
    ratio = total / float(tracking.value)
    if not float(facts.standard.magnitude_low) <= ratio <= float(facts.standard.magnitude_high):
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place="/tracking/value",
            message=Text(
                f"本期碳足迹是上期的 {ratio:,.6g} 倍", f"the footprint is {ratio:,.6g} times that of the earlier period"
            ),
            found=f"{total:.6g} / {tracking.value} kg CO2e",
            expected=Text(
                f"{facts.standard.magnitude_low}–{facts.standard.magnitude_high} 倍",
                f"{facts.standard.magnitude_low}–{facts.standard.magnitude_high} times",
            ),
            remedy=Text(
                "核对计量单位（吨与千克、千瓦时与万千瓦时）和上期数值的单位",
                "check the units (tonnes and kilograms, kWh and 10 MWh) and the unit of the earlier figure",
            ),
        )
