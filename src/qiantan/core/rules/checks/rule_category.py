"""The product and its rule."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-RULE-CATEGORY"
CLAUSE = "GB/T 24067-2024 产品种类规则的采用（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The product belongs to a category the product rule is made for."""
    category = facts.study.product.category
    if facts.rule is not None and category not in facts.rule.categories:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/product/category",
            message=Text(
                f"产品类别“{category}”不在规则“{facts.rule.title.zh}”的适用范围内",
                f"the rule “{facts.rule.title.en}” is not made for the category “{category}”",
            ),
            found=category,
            expected=Text("、".join(facts.rule.categories), ", ".join(facts.rule.categories)),
            remedy=Text("改正产品类别，或选用适用的规则", "correct the category, or choose the rule made for it"),
        )
