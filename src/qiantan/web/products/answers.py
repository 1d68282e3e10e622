"""From what a person typed on a page to the entries of activity data; nothing typed is lost.

A field's inputs are named ``<field>.value``, ``.unit``, ``.source``, ``.evidence``, ``.note`` and ``.na``; in a table
the name begins with ``<section>.<row>.``. Typed values are read by the same reader as workbook cells.
"""

import re
from collections.abc import Mapping

from qiantan.core.formats.workbook.cells import answer
from qiantan.core.quantities.units import UnitError, normalise_unit
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field, Section

# The key of a cell in a table, rows counted from 1.
CELL = re.compile(r"(?P<section>[^\[\]]+)\[(?P<row>\d+)\]\.(?P<column>[^\[\]]+)")


def posted_entries(section: Section, post: Mapping[str, str]) -> dict[str, Entry]:
    """Return the entries of the fields of a section that the page sent."""
    return {one.id: entry(one, post, one.id) for one in section.fields if f"{one.id}.value" in post}


def posted_rows(section: Section, post: Mapping[str, str]) -> dict[int, dict[str, Entry]]:
    """Return the rows of a table the page sent by their number on the page, in order, without empty ones."""
    rows = page_rows(section, post).items()
    return {number: row for number, row in rows if any(is_answered(one) for one in row.values())}


def page_rows(section: Section, post: Mapping[str, str]) -> dict[int, dict[str, Entry]]:
    """Return the rows of a table the page sent by their number on the page, in order, empty ones too."""
    numbers = sorted({number for name in post if (number := _row_number(name, section.id)) is not None})
    return {
        number: {one.id: entry(one, post, f"{section.id}.{number}.{one.id}") for one in section.fields}
        for number in numbers
    }


def entry(field: Field, post: Mapping[str, str], name: str) -> Entry:
    """Return one entry; what cannot be read stays as typed, and the checks say what is wrong with it."""
    raw = post.get(f"{name}.value", "")
    note = post.get(f"{name}.note", "").strip()
    rest = {
        "source": post.get(f"{name}.source", ""),
        "evidence": tuple(part.strip() for part in post.get(f"{name}.evidence", "").split("；") if part.strip()),
    }
    # A figure typed beside the tick stays: the page unticks, without JavaScript the figure is the later thought.
    if post.get(f"{name}.na") and not raw.strip():
        return Entry(state=State.NOT_APPLICABLE, note=note, **rest)
    read = answer(field, raw)
    unit = read.unit or _unit(post.get(f"{name}.unit", "")) if read.state is State.PROVIDED else ""
    return Entry(state=read.state, value=read.value, unit=unit, note=note or read.reason, **rest)


def is_answered(one: Entry) -> bool:
    """Say whether an entry holds anything at all."""
    return one.state is not State.NOT_PROVIDED or bool(one.note or one.source or one.evidence)


def _unit(text: str) -> str:
    try:
        return normalise_unit(text) if text else ""
    except UnitError:
        return text


def _row_number(name: str, section: str) -> int | None:
    parts = name.split(".")
    expected = 4
    if len(parts) == expected and parts[0] == section and parts[1].isdigit():
        return int(parts[1])
    return None
