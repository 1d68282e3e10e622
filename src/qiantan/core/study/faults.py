"""How a fault of a study is told: one finding, blocking, at a JSON pointer."""

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text


def fault(code: str, place: str, message: Text, *, found: str = "", expected: Text = NO_TEXT, remedy: Text) -> Finding:
    """Return a blocking finding about a study document."""
    return Finding(
        code=code,
        severity=Severity.BLOCKING,
        place=place,
        message=message,
        found=found,
        expected=expected,
        remedy=remedy,
    )
