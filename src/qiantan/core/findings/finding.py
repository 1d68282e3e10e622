"""One finding, in words a plant clerk can act on.

Every border of the system (workbook, study document, form, conformity check) reports in this one shape, and
reports everything it found together. The wording is bilingual; Chinese is the source language.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Text(NamedTuple):
    """A wording in Chinese and English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the wording in `language` ("zh" or "en"); Chinese where English is empty."""
        return self.en or self.zh if language.startswith("en") else self.zh


NO_TEXT = Text("", "")


class Severity(StrEnum):
    """How far a finding reaches: `blocking` stops freezing, `warning` wants an answer, `note` informs."""

    BLOCKING = "blocking"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, at which place, what was found, what is expected, and the remedy.

    `code` is stable and names the check (``WB-NUMBER``, ``GBT24067-CUT-OFF``); `clause` names the requirement, empty
    where none applies. `place` is a cell (``能源!C7``), a field id (``clinker_coal``) or a JSON pointer
    (``/processes/0/exchanges/2/amount``). `found`, `expected`, `example` and `remedy` are shown as separate lines.
    """

    code: str
    severity: Severity
    place: str
    message: Text
    clause: str = ""
    found: str = ""
    expected: Text = NO_TEXT
    example: str = ""
    remedy: Text = NO_TEXT


def blocking(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stop freezing, in their order."""
    return tuple(finding for finding in findings if finding.severity is Severity.BLOCKING)


def has_blocking(findings: Iterable[Finding]) -> bool:
    """Say whether any finding stops freezing."""
    return any(finding.severity is Severity.BLOCKING for finding in findings)
