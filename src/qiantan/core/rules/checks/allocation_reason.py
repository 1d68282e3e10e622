"""Allocation and its reason."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-ALLOCATION-REASON"
CLAUSE = "GB/T 24067-2024 分配（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Wherever a process shares its burden among several products, the procedure is stated and justified."""
    for p, process in enumerate(facts.study.processes):
        if len(process.outputs) > 1 and not process.allocation.reason.strip():
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"/processes/{p}/allocation/reason",
                message=Text(
                    f"“{process.name.zh}”有 {len(process.outputs)} 个产品，没有说明为什么这样分配",
                    f"“{process.name.en or process.name.zh}” shares its burden without saying why in this way",
                ),
                found=process.allocation.procedure,
                expected=Text("分配方法及其理由", "the procedure and its reason"),
                example="蒸汽与电力由同一锅炉供给，按所含能量分配",
                remedy=Text("写明选择这种分配方法的理由", "give the reason for the procedure"),
            )
