"""Period of each figure."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-EXCHANGE-PERIOD"
CLAUSE = "GB/T 24067-2024 数据的时间边界（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Every figure covers the period of the study: inputs of another time are not divided by this period's output."""
    period = facts.study.period
    for each in facts.exchanges:
        own = each.exchange.period
        if own is None or own == period:
            continue
        apart = own.end <= period.start or own.start >= period.end
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING if apart else Severity.WARNING,
            place=f"{each.place}/period",
            message=Text(
                f"{each.zh}的数据时段与研究时段{'完全不重合' if apart else '不一致'}",
                f"the figure of {each.en} covers another period than the study",
            ),
            found=f"{own.start} – {own.end}",
            expected=Text(f"{period.start} – {period.end}", f"{period.start} – {period.end}"),
            remedy=Text(
                "改用研究时段内的数据；只有部分月份的，补全其余月份",
                "use figures of the period; complete the missing months",
            ),
        )
