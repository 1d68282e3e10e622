"""Values of the GWP set."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-GWP-VALUES"
CLAUSE = "GB/T 24067-2024 影响评价：特征化因子（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The GWP values a study carries are those of the edition it names, gas by gas."""
    pinned, edition = facts.study.gwp_set, facts.gwp
    if edition is None:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/gwp_set/id",
            message=Text(f"规则库没有全球变暖潜势值“{pinned.id}”", f"the rulebook has no GWP set “{pinned.id}”"),
            found=pinned.id,
            expected=Text("规则库中的一套，例如 ipcc-ar6", "a set of the rulebook, for instance ipcc-ar6"),
            remedy=Text("改用规则库中的版本", "use a set of the rulebook"),
        )
        return
    for flow, value in pinned.values.items():
        if edition.values.get(flow) != value:
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"/gwp_set/values/{flow}",
                message=Text(
                    f"“{flow}”的全球变暖潜势值与“{edition.title.zh}”不符",
                    f"the value of “{flow}” is not that of “{edition.title.en}”",
                ),
                found=str(value),
                expected=Text(str(edition.values.get(flow, "无")), str(edition.values.get(flow, "none"))),
                remedy=Text("恢复为规则库的数值", "restore the value of the rulebook"),
            )
