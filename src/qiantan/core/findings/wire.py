"""Findings as JSON values, for keeping and sending; empty parts are left out."""

from collections.abc import Mapping
from typing import Any

from qiantan.core.findings.finding import NO_TEXT, Finding, Severity, Text


def to_json(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    full = {
        "code": finding.code,
        "severity": finding.severity.value,
        "place": finding.place,
        "message": finding.message._asdict(),
        "clause": finding.clause,
        "found": finding.found,
        "expected": _text_json(finding.expected),
        "example": finding.example,
        "remedy": _text_json(finding.remedy),
    }
    return {key: value for key, value in full.items() if value}


def from_json(value: Mapping[str, Any]) -> Finding:
    """Read what `to_json` wrote; keys it does not know are passed over."""
    return Finding(
        code=value["code"],
        severity=Severity(value["severity"]),
        place=value.get("place", ""),
        message=_text(value.get("message")),
        clause=value.get("clause", ""),
        found=value.get("found", ""),
        expected=_text(value.get("expected")),
        example=value.get("example", ""),
        remedy=_text(value.get("remedy")),
    )


def _text_json(text: Text) -> dict[str, str] | None:
    return text._asdict() if text != NO_TEXT else None


def _text(value: Mapping[str, str] | None) -> Text:
    return Text(value["zh"], value["en"]) if value else NO_TEXT
