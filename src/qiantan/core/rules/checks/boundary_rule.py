"""System boundary as the product rule draws it."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.rules.schema import StageRule

CODE = "GBT24067-BOUNDARY-RULE"
CLAUSE = "GB/T 24067-2024 产品种类规则的采用、系统边界（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The system boundary is of the type the product rule prescribes and includes every stage the rule includes."""
    rule, boundary = facts.rule, facts.study.boundary
    if rule is None:
        return
    if boundary.type != rule.boundary_type:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place="/boundary/type",
            message=Text("系统边界类型与产品种类规则不一致", "the type of boundary is not that of the product rule"),
            found=boundary.type,
            expected=Text(f"{rule.title.zh}：{rule.boundary_type}", f"{rule.title.en}: {rule.boundary_type}"),
            remedy=Text("按规则改正系统边界", "draw the boundary as the rule does"),
        )
    named = {stage.id: (n, stage) for n, stage in enumerate(boundary.stages)}
    for stage_rule in rule.stages:
        if stage_rule.id not in named:
            yield _missing(stage_rule)
        elif stage_rule.included and not named[stage_rule.id][1].included:
            yield _left_out(stage_rule, named[stage_rule.id][0])


def _missing(stage: StageRule) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.BLOCKING,
        place="/boundary/stages",
        message=Text(
            f"系统边界没有说明生命周期阶段“{stage.name.zh}”",
            f"the boundary does not mention the stage “{stage.name.en or stage.name.zh}”",
        ),
        expected=Text(
            "规则列出的每个阶段都要说明纳入或排除", "every stage of the rule is included or left out with a reason"
        ),
        remedy=Text("补上该阶段；排除的写明理由", "add the stage; give a reason where it is left out"),
    )


def _left_out(stage: StageRule, n: int) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.BLOCKING,
        place=f"/boundary/stages/{n}/included",
        message=Text(
            f"规则要求纳入的阶段“{stage.name.zh}”被排除了",
            f"the stage “{stage.name.en or stage.name.zh}”, which the rule includes, is left out",
        ),
        expected=Text("纳入该阶段", "the stage included"),
        remedy=Text("把该阶段纳入边界并填报数据", "include the stage and give its data"),
    )
