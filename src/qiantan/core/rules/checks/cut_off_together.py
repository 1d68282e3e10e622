"""Cut-offs together."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-CUT-OFF-TOGETHER"
CLAUSE = "GB/T 24067-2024 取舍准则（条款号待核）；限值见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """All that is cut off together stays within the limit of the product rule, as a share of the footprint."""
    total = abs(facts.outcome.total)
    if facts.rule is None or not total:
        return
    limit = facts.rule.cut_off.together
    dropped = [each for each in facts.exchanges if each.estimate]
    share = sum(abs(each.estimate) for each in dropped) / total
    if share > float(limit):
        names_zh = "、".join(each.zh for each in dropped)
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/processes",
            message=Text(
                f"全部取舍合计占碳足迹的 {share:.2%}，超过合计限值：{names_zh}",
                f"all cut-offs together are {share:.2%} of the footprint: {', '.join(each.en for each in dropped)}",
            ),
            found=f"{share:.2%}",
            expected=Text(f"合计不超过 {limit:.2%}", f"together at most {limit:.2%}"),
            remedy=Text(
                "从影响最大的一项起补报数据，直到低于限值",
                "give data for the largest until the sum is within the limit",
            ),
        )
