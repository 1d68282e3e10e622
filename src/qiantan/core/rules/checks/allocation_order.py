"""Order of allocation procedures."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-ALLOCATION-ORDER"
CLAUSE = "GB/T 24067-2024 分配程序：先细分或扩展系统，再物理关系，最后其他关系（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Value is the last resort: before it come subdivision or system expansion, then a physical relation; where several
    procedures apply, a sensitivity run shows what the choice changes.
    """
    ruled = {rule.process for rule in facts.rule.allocation} if facts.rule else set()
    for p, process in enumerate(facts.study.processes):
        if process.allocation.procedure != "economic" or process.id in ruled or len(process.outputs) == 1:
            continue
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place=f"/processes/{p}/allocation/procedure",
            message=Text(
                f"“{process.name.zh}”按经济价值分配，产品种类规则没有这样规定",
                f"“{process.name.en or process.name.zh}” is allocated by value, which the product rule does not ask for",
            ),
            found="economic",
            expected=Text(
                "细分、系统扩展或物理关系（质量、能量等）", "subdivision, system expansion or a physical relation"
            ),
            remedy=Text(
                "能按质量或能量分配的改用物理分配；不能的，在理由中说明，并比较两种方法的结果",
                "allocate by mass or energy where possible; otherwise say why not and compare both results",
            ),
        )
