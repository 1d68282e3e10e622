"""Life-cycle stages inside and outside the system boundary."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-BOUNDARY"
CLAUSE = "GB/T 24067-2024 系统边界（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Every life-cycle stage is included, or left out with a reason; what is left out holds no unit process."""
    stages = facts.study.boundary.stages
    excluded = {stage.id: stage for stage in stages if not stage.included}
    for n, stage in enumerate(stages):
        if not stage.included and not stage.reason.strip():
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"/boundary/stages/{n}/reason",
                message=Text(
                    f"排除了生命周期阶段“{stage.name.zh}”，但没有写理由",
                    f"the stage “{stage.name.en or stage.name.zh}” is left out without a reason",
                ),
                expected=Text("每个排除的阶段都有理由", "a reason for every stage left out"),
                example="产品出厂后用途多样，本研究为部分碳足迹",
                remedy=Text("写明理由，或把该阶段纳入边界", "give the reason, or include the stage"),
            )
    for each in facts.exchanges:
        stage_id = each.exchange.stage or each.process.stage
        if stage_id in excluded and each.kg:
            stage = excluded[stage_id]
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"{each.place}/stage",
                message=Text(
                    f"{each.zh}计入了已排除的阶段“{stage.name.zh}”",
                    f"{each.en} counts in the stage “{stage.name.en or stage.name.zh}”, which is left out",
                ),
                found=f"{each.kg:.6g} kg CO2e",
                expected=Text("排除的阶段没有排放", "no emissions in a stage that is left out"),
                remedy=Text(
                    "把该阶段纳入边界，或改正所属阶段", "include the stage, or correct the stage of the exchange"
                ),
            )
