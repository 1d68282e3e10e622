"""Cut-off of a single item."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-CUT-OFF-SINGLE"
CLAUSE = "GB/T 24067-2024 取舍准则（条款号待核）；限值见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """What is cut off by itself stays below the limit of the product rule, as a share of the footprint."""
    total = abs(facts.outcome.total)
    if facts.rule is None or not total:
        return
    limit = facts.rule.cut_off.single
    for each in facts.exchanges:
        share = abs(each.estimate) / total
        if each.estimate and share >= float(limit):
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"{each.place}/supply",
                message=Text(
                    f"舍去的{each.zh}估算影响占碳足迹的 {share:.2%}，超过单项限值",
                    f"{each.en} is cut off, but its effect is {share:.2%} of the footprint",
                ),
                found=f"{share:.2%}",
                expected=Text(f"单项小于 {limit:.2%}", f"each below {limit:.2%}"),
                remedy=Text("填报这一项的数据并选择因子，不能舍去", "give its data and a factor; it cannot be cut off"),
            )
