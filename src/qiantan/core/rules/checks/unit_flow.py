"""The unit as an amount of the reference flow."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import dimension
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-UNIT-FLOW"
CLAUSE = "GB/T 24067-2024 功能单位或声明单位、基准流（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The unit is measurable, above zero, and of the dimension the product rule names for the product."""
    unit = facts.study.unit
    if unit.amount <= 0:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/unit/amount",
            message=Text("功能单位或声明单位的数量不大于零", "the amount of the unit is not above zero"),
            found=f"{unit.amount} {unit.unit}",
            expected=Text("大于零的数量", "an amount above zero"),
            example="1 t",
            remedy=Text(
                "按产品种类规则填写，例如 1 t 水泥", "state it as the product rule does, for instance 1 t of cement"
            ),
        )
    if facts.rule and dimension(unit.unit) != facts.rule.unit_dimension:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/unit/unit",
            message=Text(
                f"单位“{unit.unit}”不是产品种类规则规定的量",
                f"the unit “{unit.unit}” is not of the kind the product rule names",
            ),
            found=unit.unit,
            expected=Text(
                f"{facts.rule.title.zh}：{facts.rule.unit_dimension}",
                f"{facts.rule.title.en}: {facts.rule.unit_dimension}",
            ),
            remedy=Text("改用规则规定的单位", "use a unit the rule names"),
        )
