"""The border of the study document: bytes from outside → a study to trust, or every fault at once.

Inside, nobody checks the shape or the references of a study again.
"""

from dataclasses import dataclass

from pydantic import ValidationError

from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.study.consistency import inconsistencies
from qiantan.core.study.document import Study
from qiantan.core.study.parse import parse
from qiantan.core.study.shape_faults import shape_finding

FINDINGS_LIMIT = 2000


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read. `study` is none exactly when a finding blocks."""

    study: Study | None
    findings: tuple[Finding, ...]


def read_study(content: bytes) -> Reading:
    """Read the bytes of a study document; places are JSON pointers, or line and column where there is no JSON."""
    parsed = parse(content)
    if parsed.value is None:
        return Reading(None, parsed.findings or (_not_an_object(),))
    study, faults = _shape(parsed.value, parsed.text)
    told = {finding.place for finding in parsed.findings}
    findings = (*parsed.findings, *(fault for fault in faults if fault.place not in told))
    if study is None or has_blocking(findings):
        return Reading(None, _limited(findings))
    inconsistent = tuple(inconsistencies(study))
    return Reading(None if has_blocking(inconsistent) else study, _limited(inconsistent))


def _shape(value: object, text: str) -> tuple[Study | None, tuple[Finding, ...]]:
    if not isinstance(value, dict):
        return None, (_not_an_object(),)
    try:
        return Study.model_validate_json(text, strict=True), ()
    except ValidationError as error:
        found = (shape_finding(value, details) for details in error.errors(include_url=False))
        return None, tuple(finding for finding in found if finding)


def _not_an_object() -> Finding:
    return Finding(
        code="STUDY-TYPE",
        severity=Severity.BLOCKING,
        place="",
        message=Text("文档不是研究文档", "this is no study document"),
        expected=Text("花括号括起来的一个 JSON 对象", "one JSON object in braces"),
        example='{"schema": "qiantan.study/1", …}',
        remedy=Text("检查是否选错了文件", "please check whether this is the right file"),
    )


def _limited(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    if len(findings) <= FINDINGS_LIMIT:
        return findings
    rest = len(findings) - FINDINGS_LIMIT
    more = Finding(
        code="STUDY-MORE",
        severity=Severity.NOTE,
        place="",
        message=Text(f"另有 {rest} 处问题没有列出", f"{rest} further findings are not listed"),
        remedy=Text("改正后重新检查", "correct these and check again"),
    )
    return (*findings[:FINDINGS_LIMIT], more)
