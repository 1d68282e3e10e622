"""How an answer is shown in a cell, so that reading it back gives the same answer."""

from qiantan.core.formats.workbook.cells import plain_number
from qiantan.core.formats.workbook.wire import NOT_APPLICABLE, SOURCES
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field


def value_text(field: Field, entry: Entry) -> str:
    """Return the text of an answer: a choice by its Chinese wording, ``不适用`` where it does not apply."""
    if entry.state is State.NOT_APPLICABLE:
        return NOT_APPLICABLE
    if entry.state is State.NOT_PROVIDED:
        return ""
    if field.kind == "choice":
        return next((one.label.zh for one in field.choices if one.key == entry.value), entry.value)
    return entry.value


def number(text: str) -> float | None:
    """Return the number a spreadsheet may keep for a figure; none when it would lose digits (``1.20``, 17 digits)."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if abs(value) < 1e30 and plain_number(value) == text else None  # noqa: PLR2004


def source_text(entry: Entry) -> str:
    """Return the kind of source in Chinese."""
    return SOURCES[entry.source].zh if entry.source in SOURCES else entry.source


def evidence_text(entry: Entry) -> str:
    """Return the names of the documents, one after the other."""
    return "；".join(entry.evidence)
