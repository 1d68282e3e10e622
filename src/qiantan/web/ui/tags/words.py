"""Filters that put values into words."""

from django import template

from qiantan.web.ui import wording

register = template.Library()

register.filter("words", wording.words)
register.filter("percent", wording.percent)
register.filter("significant", wording.significant)
register.filter("file_size", wording.file_size)


@register.filter
def short_digest(digest: str) -> str:
    """Shorten a digest for reading: its first twelve digits."""
    return f"{digest[:12]}…" if len(digest) > 12 else digest  # noqa: PLR2004 - named in the docstring


@register.filter
def at(sequence: list[object], index: int) -> object:
    """Return the element of a list at a place; empty where there is none (a sum row may be shorter)."""
    return sequence[index] if index < len(sequence) else ""


@register.filter
def bar_width(share: float) -> str:
    """Return a share (0..1) as the width of a bar 100 wide, at most 100."""
    return f"{max(0.0, min(1.0, share)) * 100:.2f}"


@register.filter
def times(number: int, factor: int) -> int:
    """Multiply two whole numbers, for places in a drawing."""
    return number * factor


@register.filter
def message_tone(level: str) -> str:
    """Return the tone of a notice for the level of a message."""
    return {"error": "bad", "warning": "warn", "success": "good"}.get(level, "info")


@register.filter
def split(text: str) -> list[str]:
    """Split a list written with commas."""
    return text.split(",")
