"""GWP set of the product rule."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-GWP-SET"
CLAUSE = "GB/T 24067-2024 影响评价：特征化因子（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The footprint uses the 100-year GWP of the product rule; another permitted set is named as such."""
    rule, used = facts.rule, facts.study.gwp_set.id
    if rule is None or used == rule.gwp_set:
        return
    permitted = used in rule.permitted_gwp_sets
    yield Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.NOTE if permitted else Severity.BLOCKING,
        place="/gwp_set/id",
        message=Text(
            "全球变暖潜势值不是规则默认的版本" if permitted else "产品种类规则不允许这套全球变暖潜势值",
            "the GWP set is not the default of the rule"
            if permitted
            else "the product rule does not permit this GWP set",
        ),
        found=used,
        expected=Text(
            "、".join((rule.gwp_set, *rule.permitted_gwp_sets)), ", ".join((rule.gwp_set, *rule.permitted_gwp_sets))
        ),
        remedy=Text(
            "只与采用同一版本的碳足迹比较" if permitted else f"改用 {rule.gwp_set}",
            "compare only with footprints of the same set" if permitted else f"use {rule.gwp_set}",
        ),
    )
