"""Read one section from its sheet: find its columns, mind merged and hidden cells, note what stands outside."""

from collections.abc import Mapping
from typing import Any

from qiantan.core.formats.workbook.cells import as_text
from qiantan.core.formats.workbook.choices import hint_of
from qiantan.core.formats.workbook.layout import Layout, layout_of
from qiantan.core.formats.workbook.once import Gathered, Line, read_once
from qiantan.core.formats.workbook.parse import Sheet, letters
from qiantan.core.formats.workbook.table import read_table
from qiantan.core.formats.workbook.wire import (
    NUMBERS,
    SECTION_MARK,
    Aspect,
    all_columns,
    asked_once,
    column_guide,
    fold,
    sheet_label,
)
from qiantan.core.templates.activity import Entry
from qiantan.core.templates.schema import Field, Section


def read_section(
    sheet: Sheet, section: Section, gathered: Gathered
) -> tuple[dict[str, Entry], tuple[Mapping[str, Entry], ...]]:
    """Return the answers of a section: its fields, or its rows."""
    if sheet.far:
        gathered.note("WB-CELL-FAR", f"{sheet.name}!{sheet.far}", sheet.far)
        gathered.unclear |= unread(section)
        return {}, ()
    layout = layout_of(sheet, section)
    if layout is None or (section.kind == "fields" and layout.index("#value") is None):
        headings = "、".join(column.heading.zh for column in _expected(section))
        gathered.note("WB-SHEET-HEADING", f"{sheet.name}!A1", sheet.name, headings=headings)
        gathered.unclear |= unread(section)
        return {}, ()
    _check_columns(sheet, section, layout, gathered)
    _check_above(sheet, section, layout, gathered)
    _check_hidden(sheet, layout, gathered)
    lines = _lines(sheet, section, layout, gathered)
    if section.kind == "fields":
        return read_once(sheet, section, layout, lines, gathered), ()
    return {}, read_table(sheet, section, layout, lines, gathered)


def unread(section: Section) -> set[str]:
    """Return the places of answers that were not read at all: what they lack is clear."""
    return {section.id, *(field.id for field in section.fields if section.kind == "fields")}


def _expected(section: Section) -> tuple[Any, ...]:
    return (
        asked_once() if section.kind == "fields" else tuple(c for c in all_columns(section) if c.aspect is Aspect.VALUE)
    )


def _check_columns(sheet: Sheet, section: Section, layout: Layout, gathered: Gathered) -> None:
    first = layout.row + 1 - sheet.top
    heading = sheet.rows[layout.row - sheet.top]
    labels = [column.heading.zh for column in _expected(section)]
    if section.kind == "rows" and first < len(sheet.rows) and _is_guidance(section, sheet.rows[first], gathered):
        first += 1
    for offset in range(max(map(len, sheet.rows[first:]), default=0)):
        index = offset + sheet.left
        title = as_text(heading[offset]) if offset < len(heading) else ""
        if index in layout.columns:
            continue
        count = sum(1 for line in sheet.rows[first:] if offset < len(line) and line[offset] != "")
        count += sum(1 for at in (*sheet.errors, *sheet.uncalculated) if at[1] == index and at[0] > layout.row)
        if not count:
            continue
        place, found = sheet.place(layout.row, index), title.replace("\n", " ") or letters(index)
        if index in layout.twice:
            gathered.note("WB-COLUMN-TWICE", place, found, other=sheet.place(layout.row, layout.twice[index]))
            continue
        hint, hint_en = hint_of(title, labels)
        gathered.note(
            "WB-COLUMN-UNKNOWN", place, found, count=count, choices="、".join(labels), hint=hint, hint_en=hint_en
        )
    if section.kind == "rows":
        there = {column.key for column in layout.columns.values()}
        for field in section.fields:
            if field.required and field.id not in there:
                gathered.note("WB-COLUMN-MISSING", f"{sheet.name}!{layout.row + 1}", name=field.label.zh)


def _check_above(sheet: Sheet, section: Section, layout: Layout, gathered: Gathered) -> None:
    """Note what somebody wrote above the heading, where only the template's own words stand."""
    own = {fold(text) for text in sheet_label(section)} | gathered.words
    keys = {column.key for column in all_columns(section)} | {"#id", "#name", "#value", "#unit", "#source"}
    keys |= {"#evidence", "#note", "#help", "#number", f"{SECTION_MARK}{section.id}"}
    for row in range(sheet.top, layout.row):
        for offset, cell in enumerate(sheet.rows[row - sheet.top]):
            text = as_text(cell) if cell != "" else ""
            if text and text not in keys and fold(text) not in own:
                gathered.note("WB-CELL-STRAY", sheet.place(row, sheet.left + offset), text)


def _check_hidden(sheet: Sheet, layout: Layout, gathered: Gathered) -> None:
    value_columns = [index - sheet.left for index, column in layout.columns.items() if column.aspect is Aspect.VALUE]
    for row in sorted(sheet.hidden):
        if layout.row < row < sheet.top + len(sheet.rows):
            line = sheet.rows[row - sheet.top]
            if any(at < len(line) and line[at] != "" for at in value_columns if at >= 0):
                gathered.note("WB-HIDDEN", f"{sheet.name}!{row + 1}", row + 1)


def _lines(sheet: Sheet, section: Section, layout: Layout, gathered: Gathered) -> list[Line]:
    """Return the lines under the heading, merged cells spread over the lines they cover."""
    first = layout.row + 1
    lines = sheet.rows[max(first - sheet.top, 0) :]
    if section.kind == "rows" and lines and _is_guidance(section, lines[0], gathered):
        for offset in _strange(section, lines[0], gathered):
            gathered.note("WB-CELL-STRAY", sheet.place(first, sheet.left + offset), as_text(lines[0][offset]))
        first, lines = first + 1, lines[1:]
    spread = _spread(sheet, section, layout, gathered)
    if spread:
        lines = [list(line) for line in lines]
        for (row, index), value in spread.items():
            lines[row - first][index - sheet.left] = value
    return [(first + number, line) for number, line in enumerate(lines)]


def _is_guidance(section: Section, line: list[Any], gathered: Gathered) -> bool:
    """Say whether a line is the row of guidance that stands under a table's heading."""
    said = [cell for cell in line if cell != ""]
    return bool(said) and len(_strange(section, line, gathered)) * 2 < len(said)


def _strange(section: Section, line: list[Any], gathered: Gathered) -> list[int]:
    """Return where in the row of guidance other words stand than ours."""
    own = ({fold(column_guide(column)) for column in all_columns(section)} | gathered.words) - {""}
    return [at for at, cell in enumerate(line) if cell != "" and not (isinstance(cell, str) and fold(cell) in own)]


def _spread(sheet: Sheet, section: Section, layout: Layout, gathered: Gathered) -> Mapping[tuple[int, int], Any]:
    """Words merged over lines count for each of them; a figure merged over lines belongs to none of them."""
    spread: dict[tuple[int, int], Any] = {}
    last_row = sheet.top + len(sheet.rows) - 1
    for top, left, bottom, right in sheet.merged:
        column = layout.columns.get(left)
        value = sheet.cell(top, left)
        if bottom == top or top <= layout.row or column is None or value == "":
            continue
        if column.aspect is Aspect.VALUE and _any_number(sheet, section, layout, (column.field, top, bottom)):
            area = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            gathered.note("WB-ROWS-MERGE", sheet.place(top, left), area)
            gathered.unclear |= {sheet.place(row, left) for row in range(top, bottom + 1)}
            continue
        if column.key.startswith("#") and column.aspect is Aspect.NOTE and column.key != "#note":
            continue
        spread |= {(row, left): value for row in range(top + 1, min(bottom, last_row) + 1)}
    return spread


def _any_number(sheet: Sheet, section: Section, layout: Layout, span: tuple[Field | None, int, int]) -> bool:
    field, top, bottom = span
    if field is not None:
        return field.kind in NUMBERS
    id_at = layout.index("#id")
    asked = {sheet.cell(row, id_at) for row in range(top, bottom + 1)} if id_at is not None else set()
    return any(one.kind in NUMBERS for one in section.fields if one.id in asked) or not asked
