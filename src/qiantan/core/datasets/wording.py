"""The shape of a sentence about a dataset."""

from dataclasses import dataclass

from qiantan.core.findings import NO_TEXT, Severity, Text

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one code; braces are filled with what was found."""

    severity: Severity
    message: Text
    expected: Text = NO_TEXT
    remedy: Text = NO_TEXT
    example: str = ""
