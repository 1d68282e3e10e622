"""The product rule and its edition."""

from collections.abc import Iterator

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.rules.schema import ProductRule

CODE = "GBT24067-RULE-IN-FORCE"
CLAUSE = "GB/T 24067-2024 产品种类规则的采用（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The study follows a product rule that is known, in force and of the edition it names."""
    pin, rule = facts.study.rule, facts.rule
    if rule is None:
        yield _finding(
            Severity.BLOCKING,
            "/rule/id",
            Text(f"规则库没有产品种类规则“{pin.id}”", f"the rulebook has no product rule “{pin.id}”"),
            pin.id,
            Text("选择规则库中的产品种类规则", "choose a product rule of the rulebook"),
        )
        return
    yield from _status(rule, facts)
    if pin.sha256 != facts.rule_sha256:
        yield _finding(
            Severity.WARNING,
            "/rule/sha256",
            Text(
                f"研究所用规则版本（{pin.version}）与规则库现行版本（{rule.version}）内容不同，以下检查按现行版本进行",
                f"the study pins edition {pin.version}, the rulebook holds {rule.version}: checked against the latter",
            ),
            f"{pin.version} {pin.sha256[:12]}…",
            Text(
                "新研究改用现行版本；已冻结的研究保持不变", "use the present edition for new studies; frozen ones stay"
            ),
            Text(f"{rule.version} {facts.rule_sha256[:12]}…", f"{rule.version} {facts.rule_sha256[:12]}…"),
        )


def _status(rule: ProductRule, facts: Facts) -> Iterator[Finding]:
    period = facts.study.period
    if rule.status == "superseded" or (rule.valid_to is not None and rule.valid_to <= period.start):
        yield _finding(
            Severity.BLOCKING,
            "/rule",
            Text(f"产品种类规则“{rule.title.zh}”已被替代", f"the product rule “{rule.title.en}” is superseded"),
            f"{rule.valid_from} – {rule.valid_to or ''}",
            Text(f"改用 {rule.superseded_by or '现行规则'}", f"use {rule.superseded_by or 'the present rule'}"),
        )
    elif rule.status == "draft":
        yield _finding(
            Severity.NOTE,
            "/rule",
            Text(f"产品种类规则“{rule.title.zh}”还是草案", f"the product rule “{rule.title.en}” is a draft"),
            rule.status,
            Text("结果只供内部使用", "for internal use only"),
        )
    if rule.verification_status in ("secondary", "recalled"):
        yield _finding(
            Severity.NOTE,
            "/rule",
            Text(
                f"产品种类规则“{rule.title.zh}”的条文未与正式文本核对",
                f"the product rule “{rule.title.en}” was not compared with the official text",
            ),
            rule.provenance.found_in,
            Text("核查前请对照标准原文", "compare with the printed standard before verification"),
        )


def _finding(
    severity: Severity, place: str, message: Text, found: str, remedy: Text, expected: Text = NO_TEXT
) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=severity,
        place=place,
        message=message,
        found=found,
        expected=expected,
        remedy=remedy,
    )
