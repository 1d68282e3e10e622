"""Findings, texts and figures in the language of the page."""

from typing import Protocol

from django.utils.translation import get_language

from qiantan.core.findings.finding import Finding
from qiantan.web.ui.parts import FindingView


class Bilingual(Protocol):
    """Anything with a wording in Chinese and English."""

    @property
    def zh(self) -> str: ...  # noqa: D102 - named by the class
    @property
    def en(self) -> str: ...  # noqa: D102 - named by the class


_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def language() -> str:
    """Return the language of the page: "zh" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def words(text: Bilingual | str | None) -> str:
    """Return a bilingual wording in the language of the page; Chinese where English is empty."""
    if text is None or isinstance(text, str):
        return text or ""
    return text.en or text.zh if language() == "en" else text.zh


def finding_view(finding: Finding, href: str = "", place: str = "") -> FindingView:
    """Return a finding in the language of the page; `place` replaces the technical place by words."""
    return FindingView(
        severity=finding.severity.value,
        message=words(finding.message),
        place=place or finding.place,
        href=href,
        found=finding.found,
        expected=words(finding.expected),
        example=finding.example,
        remedy=words(finding.remedy),
        clause=finding.clause,
        code=finding.code,
    )


def significant(value: float, digits: int = 3) -> str:
    """Write a figure with so many significant digits, thousands grouped, never in powers of ten within reach.

    >>> significant(0.012345), significant(1234567), significant(855.3), significant(7.56972e-07)
    ('0.0123', '1,230,000', '855', '7.57 × 10⁻⁷')
    """
    if value == 0:
        return "0"
    text = f"{value:.{digits}g}"
    exact = float(text)
    magnitude = len(f"{abs(exact):.0f}") if abs(exact) >= 1 else 0
    if magnitude > 12 or abs(exact) < 1e-6:  # noqa: PLR2004 - beyond these a power of ten is easier to read
        digits_of, _, power = text.partition("e")
        return f"{digits_of} × 10{str(int(power)).translate(_RAISED)}" if power else text
    decimals = max(0, digits - magnitude) if magnitude else _decimals(exact, digits)
    return f"{exact:,.{decimals}f}"


def _decimals(value: float, digits: int) -> int:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return len(mantissa.lstrip("-")) - 2 - int(exponent) if "." in mantissa else -int(exponent)


def percent(share: float | None, digits: int = 1) -> str:
    """Write a share (0..1) as a percentage; an em dash where there is none."""
    if share is None:
        return "—"
    return f"{share * 100:.{digits}f}%"


def file_size(size: int) -> str:
    """Write a number of bytes in B, KB or MB."""
    for unit, limit in (("B", 1024), ("KB", 1024**2)):
        if size < limit:
            return f"{size * 1024 / limit:.0f} {unit}"
    return f"{size / 1024**2:.1f} MB"
