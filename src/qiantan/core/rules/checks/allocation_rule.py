"""Allocation as the product rule permits it."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-ALLOCATION-RULE"
CLAUSE = "GB/T 24067-2024 分配程序（条款号待核）；允许的方法见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """A process uses the procedure its product rule prescribes, or one the rule permits beside it."""
    ruled = {rule.process: rule for rule in facts.rule.allocation} if facts.rule else {}
    for p, process in enumerate(facts.study.processes):
        rule = ruled.get(process.id)
        used = process.allocation.procedure
        if rule is None or len(process.outputs) == 1 or used == rule.procedure:
            continue
        permitted = used in rule.permitted
        name = process.name
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE if permitted else Severity.BLOCKING,
            place=f"/processes/{p}/allocation/procedure",
            message=Text(
                f"“{name.zh}”采用的分配方法{'不是规则优先的方法' if permitted else '不被产品种类规则允许'}",
                f"the procedure of “{name.en or name.zh}” is {'not the preferred one' if permitted else 'not permitted'}",
            ),
            found=used,
            expected=Text("、".join((rule.procedure, *rule.permitted)), ", ".join((rule.procedure, *rule.permitted))),
            remedy=Text(
                "用规则优先的方法再算一次，比较两个结果" if permitted else f"改用规则规定的方法：{rule.reason}",
                "calculate with the preferred procedure too and compare"
                if permitted
                else "use the procedure of the rule",
            ),
        )
