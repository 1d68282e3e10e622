"""Where things stand on a sheet: its heading row, and which column says what.

Visible headings decide, because that is what people move and read; the hidden keys help where a heading was renamed.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from qiantan.core.findings import Text
from qiantan.core.formats.workbook.parse import Sheet
from qiantan.core.formats.workbook.wire import (
    HEADINGS,
    Aspect,
    Column,
    all_columns,
    asked_once,
    fold,
    has_unit_column,
    heading_key,
    lead_field,
    spellings,
)
from qiantan.core.quantities.units import UnitError, normalise_unit
from qiantan.core.templates.schema import Section

_SEARCHED_ROWS: Final = 40
_UNIT_IN_HEADING: Final = re.compile(r"^(.+?)[（(\[]([^()（）\[\]]+)[)）\]]\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Layout:
    """The heading row (from 0) of a sheet; its columns by index; the unit a heading names; what stands twice."""

    row: int
    columns: Mapping[int, Column]
    units: Mapping[int, str] = field(default_factory=dict)
    twice: Mapping[int, int] = field(default_factory=dict)

    def index(self, key: str) -> int | None:
        """Return the index of a column by key."""
        return next((index for index, column in self.columns.items() if column.key == key), None)


def layout_of(sheet: Sheet, section: Section) -> Layout | None:
    """Return where a section's columns stand on a sheet; none when it has no heading row."""
    known = {column.key: column for column in _columns(section)}
    name = _naming(section)
    best, score = None, 1
    for row in range(sheet.top, min(sheet.top + len(sheet.rows), _SEARCHED_ROWS)):
        found = {key for _, key, _ in _named(sheet, row, name)}
        if len(found) > score:
            best, score = row, len(found)
    keys = _key_row(sheet, known, best)
    if best is None:
        if keys is None:
            return None
        best = keys + 1
    return _assigned(sheet, section, known, (best, keys))


def _columns(section: Section) -> Iterator[Column]:
    if section.kind == "rows":
        yield Column("#number", HEADINGS["#number"], Aspect.NOTE)
        yield from all_columns(section)
        return
    yield Column("#id", HEADINGS["#id"], Aspect.NOTE)
    yield Column("#name", HEADINGS["#name"], Aspect.NOTE)
    yield from asked_once()
    yield Column("#help", HEADINGS["#help"], Aspect.NOTE)


def _naming(section: Section) -> Callable[[str], tuple[str | None, str]]:
    """Return a function from a heading to a column key and the unit the heading names."""
    spelled = _table_spellings(section) if section.kind == "rows" else {}

    def name(text: str) -> tuple[str | None, str]:
        for candidate in (text, *text.splitlines()):
            key = spelled.get(fold(candidate)) or _fixed(section, candidate)
            if key:
                return key, ""
        found = _UNIT_IN_HEADING.match(text.strip())
        if found is None:
            return None, ""
        key, _ = name(found[1])
        try:
            return key, normalise_unit(found[2]) if key else ""
        except UnitError:
            return key, ""

    return name


def _fixed(section: Section, text: str) -> str | None:
    """Return the key of a fixed column; in a table source, evidence, note and unit belong to the lead quantity."""
    key = heading_key(text)
    if section.kind == "fields" or key in (None, "#number"):
        return key if key not in ("#number", "#section", "#row") else None
    lead = lead_field(section)
    return f"{lead.id}{key}" if lead and key in ("#unit", "#source", "#evidence", "#note") else None


def _table_spellings(section: Section) -> dict[str, str]:
    spelled: dict[str, str] = {}
    for column in all_columns(section):
        if column.field and column.aspect is Aspect.VALUE:
            for spelling in spellings(Text(column.field.label.zh, column.field.label.en)):
                spelled.setdefault(spelling, column.key)
    for column in all_columns(section):
        for spelling in spellings(column.heading):
            spelled.setdefault(spelling, column.key)
    return spelled


def _named(sheet: Sheet, row: int, name: Callable[[str], tuple[str | None, str]]) -> Iterator[tuple[int, str, str]]:
    for offset, cell in enumerate(sheet.rows[row - sheet.top]):
        if isinstance(cell, str) and cell:
            key, unit = name(cell)
            if key:
                yield sheet.left + offset, key, unit


def _key_row(sheet: Sheet, known: Mapping[str, Column], heading: int | None) -> int | None:
    last = heading if heading is not None else min(sheet.top + len(sheet.rows), _SEARCHED_ROWS)
    for row in range(sheet.top, last):
        if sum(isinstance(cell, str) and cell in known for cell in sheet.rows[row - sheet.top]) > 1:
            return row
    return None


def _assigned(sheet: Sheet, section: Section, known: Mapping[str, Column], rows: tuple[int, int | None]) -> Layout:
    heading, keys = rows
    columns: dict[int, Column] = {}
    units: dict[int, str] = {}
    twice: dict[int, int] = {}
    taken: dict[str, int] = {}
    for index, key, unit in _named(sheet, heading, _naming(section)):
        actual = _own_unit(section, columns, key) if key in taken else key
        if actual in taken:
            twice[index] = taken[actual]
            continue
        taken[actual] = index
        columns[index] = known[actual]
        units |= {index: unit} if unit else {}
    if keys is not None:
        for offset, cell in enumerate(sheet.rows[keys - sheet.top]):
            index = sheet.left + offset
            if isinstance(cell, str) and cell in known and index not in columns and cell not in taken:
                taken[cell] = index
                columns[index] = known[cell]
                twice.pop(index, None)
    return Layout(heading, columns, units, twice)


def _own_unit(section: Section, columns: Mapping[int, Column], key: str) -> str:
    """A second column named "单位" belongs to the quantity on its left."""
    lead = lead_field(section)
    if lead is None or key != f"{lead.id}#unit" or not columns:
        return key
    left = columns[max(columns)]
    if left.field is not None and left.aspect is Aspect.VALUE and has_unit_column(left.field):
        return f"{left.field.id}#unit"
    return key
