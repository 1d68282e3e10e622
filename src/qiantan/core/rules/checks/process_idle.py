"""Processes without a part in the product."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-PROCESS-IDLE"
CLAUSE = "GB/T 24067-2024 系统边界：单元过程（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Every unit process of the study delivers to the unit; data of a process that delivers to nobody are lost."""
    working = {each.process.id for each in facts.exchanges if each.amount}
    for p, process in enumerate(facts.study.processes):
        if process.exchanges and process.id not in working and any(x.amount.value for x in process.exchanges):
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.WARNING,
                place=f"/processes/{p}",
                message=Text(
                    f"单元过程“{process.name.zh}”不向产品供给任何东西，它的数据没有计入",
                    f"unit process “{process.name.en or process.name.zh}” delivers nothing to the product: not counted",
                ),
                found=process.id,
                expected=Text("每个过程的产出都被用到", "an output somebody uses"),
                remedy=Text("在用到它的过程里填写供给量，或删去这个过程", "link it where it is used, or remove it"),
            )
