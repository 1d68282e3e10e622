"""Draw the sheet of a section: questions asked once as lines, repeated questions as a table."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from qiantan.core.findings import Text
from qiantan.core.formats.workbook import styles
from qiantan.core.formats.workbook.display import evidence_text, number, source_text, value_text
from qiantan.core.formats.workbook.styles import Styles
from qiantan.core.formats.workbook.wire import (
    FIRST_ROW,
    GUIDE_ROW,
    GUIDE_SHEET,
    HEADER_ROW,
    HEADINGS,
    HELP_ROW,
    KEY_ROW,
    NUMBERS,
    SECTION_MARK,
    SOURCES,
    TABLE_ROW,
    TITLE_ROW,
    Aspect,
    Column,
    back_link,
    column_guide,
    guidance,
    table_columns,
    units_offered,
)
from qiantan.core.templates.activity import MISSING, ActivityData, Entry, State
from qiantan.core.templates.schema import Field, Section

ONCE_KEYS: Final = ("#id", "#name", "#value", "#unit", "#source", "#evidence", "#note", "#help")
_ONCE_WIDTHS: Final = (4, 32, 30, 12, 11, 26, 28, 62)
_WIDTHS: Final = {"text": 22, "long_text": 34, "choice": 22, "date": 13, "month": 12, "uscc": 22, "factor": 24}
_ASPECT_WIDTHS: Final = {Aspect.UNIT: 11, Aspect.SOURCE: 11, Aspect.EVIDENCE: 22, Aspect.NOTE: 22}
_SPARE_ROWS: Final = 60
_LINE: Final = 20
_ONE_PAGE_COLUMNS: Final = 11
_PROTECTION: Final = {
    "format_cells": True,
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
_SOURCE_LIST: Final = tuple(text.zh for text in SOURCES.values())


@dataclass(frozen=True, slots=True)
class Drawing:
    """A workbook being drawn: its formats, the sheet name of each section, the name of each drop-down's list."""

    book: Any
    styles: Styles
    names: dict[str, str]
    lists: dict[tuple[str, ...], str]


def write_section(drawing: Drawing, sheet: Any, section: Section, data: ActivityData | None) -> None:
    """Draw one section, filled with the answers of `data` where given."""
    look = drawing.styles
    sheet.hide_gridlines(2)
    sheet.write_string(TITLE_ROW, 0, f"{SECTION_MARK}{section.id}", look["key"])
    sheet.write_rich_string(
        TITLE_ROW, 1, look["title"], section.title.zh, look["title_en"], f"  {section.title.en or ' '}", look["title"]
    )
    sheet.set_row(TITLE_ROW, 30)
    sheet.write_string(HELP_ROW, 1, section.help.zh if section.help else "", look["help"])
    sheet.set_row(HELP_ROW, 20)
    if section.kind == "fields":
        _draw_once(drawing, sheet, section, data)
    else:
        _draw_table(drawing, sheet, section, data)
    sheet.protect("", _PROTECTION)
    _set_print(sheet, section)


def label(drawing: Drawing, text: Text, *, star: bool, light: bool = False) -> list[Any]:
    """Return the parts of a rich text: red star, Chinese, small English on its own line."""
    look, tail = drawing.styles, "_light" if light else ""
    parts = [look[f"star{tail}"], "* "] if star else []
    parts += [look[f"zh{tail}"], text.zh]
    return [*parts, look[f"en{tail}"], f"\n{text.en}"] if text.en else parts


def write_label(drawing: Drawing, sheet: Any, at: tuple[int, int], parts: list[Any], style: str) -> None:
    """Write a rich text; a single part is written plainly, as rich text needs two."""
    if len(parts) > 2:  # noqa: PLR2004
        sheet.write_rich_string(*at, *parts, drawing.styles[style])
    else:
        sheet.write_string(*at, parts[1], drawing.styles[style])


def _draw_once(drawing: Drawing, sheet: Any, section: Section, data: ActivityData | None) -> None:
    look = drawing.styles
    for index, (key, width) in enumerate(zip(ONCE_KEYS, _ONCE_WIDTHS, strict=True)):
        sheet.set_column(index, index, width, None, {"hidden": True} if index == 0 else {})
        sheet.write_string(KEY_ROW, index, key, look["key"])
        write_label(
            drawing, sheet, (HEADER_ROW, index), label(drawing, HEADINGS[key], star=False, light=True), "heading"
        )
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADER_ROW, 32)
    for row, field in enumerate(section.fields, FIRST_ROW):
        entry = data.get(field.id) if data else MISSING
        sheet.write_string(row, 0, field.id, look["key"])
        write_label(
            drawing, sheet, (row, 1), label(drawing, Text(field.label.zh, field.label.en), star=field.required), "label"
        )
        _write_value(drawing, sheet, (row, 2), field, entry)
        if field.choices:
            _drop_down(drawing, sheet, (row, 2, row, 2), tuple(one.label.zh for one in field.choices))
        if field.kind in NUMBERS:
            _whole_numbers(drawing, sheet, (row, 2, row, 2))
        _write_side(drawing, sheet, row, field, entry)
        sheet.write_string(row, 7, guidance(field), look["guide"])
        sheet.set_row(row, _height(field, entry))
        if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", field.id):
            drawing.book.define_name(f"qt_{field.id}", f"='{sheet.name}'!{xl_rowcol_to_cell(row, 2, True, True)}")
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.write_url(HELP_ROW, 7, f"internal:'{GUIDE_SHEET}'!A1", look["back"], back_link())


def _height(field: Field, entry: Entry) -> float:
    """Return a row's height in points: two lines for a label, more for long answers and guidance."""
    shown = max(
        len(entry.value) / 15 if field.kind not in NUMBERS else 1, len(entry.note) / 14, len(guidance(field)) / 32
    )
    shown = max(shown, len(field.label.zh) / 16 + (len(field.label.en) / 34 + 0.6 if field.label.en else 0))
    return 14.5 * max(2, int(shown) + 1) + 3


def _write_side(drawing: Drawing, sheet: Any, row: int, field: Field, entry: Entry) -> None:
    """Draw unit, source, evidence and note; what makes no sense for words is grey, unless it was answered."""
    look = drawing.styles
    units = units_offered(field)
    figure = field.kind in NUMBERS
    unit = entry.unit or field.unit
    if figure and units:
        sheet.write_string(row, 3, unit, look["choice"])
        _drop_down(drawing, sheet, (row, 3, row, 3), units, strict=False)
    else:
        sheet.write_string(row, 3, entry.unit, look["text" if entry.unit else "locked"])
    kind = source_text(entry)
    sheet.write_string(row, 4, kind, look["choice" if figure or kind else "locked"])
    if figure:
        _drop_down(drawing, sheet, (row, 4, row, 4), _SOURCE_LIST)
    named = evidence_text(entry)
    sheet.write_string(row, 5, named, look["text" if figure or named else "locked"])
    open_note = figure or field.not_applicable or entry.note
    sheet.write_string(row, 6, entry.note, look["text" if open_note else "locked"])


def _draw_table(drawing: Drawing, sheet: Any, section: Section, data: ActivityData | None) -> None:
    look = drawing.styles
    rows = data.rows.get(section.id, ()) if data else ()
    columns = table_columns(section, _extra(section, rows))
    sheet.set_column(0, 0, 4, None, {"hidden": True})
    sheet.set_column(1, 1, 6)
    last = TABLE_ROW + max(min(section.most, _SPARE_ROWS), len(rows)) - 1
    write_label(drawing, sheet, (HEADER_ROW, 1), label(drawing, HEADINGS["#number"], star=False, light=True), "heading")
    sheet.write_string(KEY_ROW, 1, "#number", look["key"])
    sheet.write_blank(GUIDE_ROW, 1, None, look["column_guide"])
    for index, column in enumerate(columns, 2):
        _draw_column(drawing, sheet, (index, TABLE_ROW + section.most - 1), column)
    for row in range(TABLE_ROW, last + 1):
        sheet.write_number(row, 1, row - TABLE_ROW + 1, look["number_line"])
        answers = rows[row - TABLE_ROW] if row - TABLE_ROW < len(rows) else {}
        sheet.set_row(row, _LINE * _lines_of(answers))
        for index, column in enumerate(columns, 2):
            if column.field is not None:
                _write_cell(drawing, sheet, (row, index), column, answers.get(column.field.id, MISSING))
    sheet.set_row(KEY_ROW, None, None, {"hidden": True})
    sheet.set_row(HEADER_ROW, 58)
    longest = max((_cells(column_guide(column)) / _width(column) for column in columns), default=1)
    sheet.set_row(GUIDE_ROW, 11.5 * min(int(longest * 0.85) + 1, 12) + 4)
    sheet.freeze_panes(TABLE_ROW, 3)
    sheet.write_url(HELP_ROW, max(len(columns), 3), f"internal:'{GUIDE_SHEET}'!A1", look["back"], back_link())


def _cells(text: str) -> int:
    """Return the width of a text in characters of a column: a Chinese character takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)  # noqa: PLR2004


def _lines_of(answers: Any) -> float:
    """Return how many lines a row of answers needs, as a share of the plain row's height."""
    most = max((max(_cells(one.value), _cells(one.note)) / 20 for one in answers.values()), default=0)
    return max(1.0, 0.72 * (int(most) + 1))


def _extra(section: Section, rows: Any) -> set[str]:
    """Return the further columns that answers need: a source, evidence, note or other unit of a lesser column."""
    plain = {column.key for column in table_columns(section)}
    found = set()
    for row in rows:
        for field in section.fields:
            entry = row.get(field.id, MISSING)
            said = {
                Aspect.UNIT: entry.unit not in ("", field.unit),
                Aspect.SOURCE: bool(entry.source),
                Aspect.EVIDENCE: bool(entry.evidence),
                Aspect.NOTE: bool(entry.note),
            }
            found |= {f"{field.id}#{aspect}" for aspect, true in said.items() if true}
    return found - plain


def _width(column: Column) -> float:
    kind = column.field.kind if column.field else "text"
    return _ASPECT_WIDTHS.get(column.aspect) or _WIDTHS.get(kind, 16)


def _draw_column(drawing: Drawing, sheet: Any, at: tuple[int, int], column: Column) -> None:
    index, last = at
    field, look = column.field, drawing.styles
    value = column.aspect is Aspect.VALUE
    sheet.set_column(index, index, _width(column), look["open"])
    sheet.write_string(KEY_ROW, index, column.key, look["key"])
    star = bool(field and field.required and value)
    write_label(drawing, sheet, (HEADER_ROW, index), label(drawing, column.heading, star=star, light=True), "heading")
    sheet.write_string(GUIDE_ROW, index, column_guide(column), look["column_guide"])
    if field is None:
        return
    area = (TABLE_ROW, index, last, index)
    if value and field.choices:
        _drop_down(drawing, sheet, area, tuple(one.label.zh for one in field.choices))
    elif value and field.kind in NUMBERS:
        _whole_numbers(drawing, sheet, area)
    elif column.aspect is Aspect.UNIT and units_offered(field):
        _drop_down(drawing, sheet, area, units_offered(field), strict=False)
    elif column.aspect is Aspect.SOURCE:
        _drop_down(drawing, sheet, area, _SOURCE_LIST)


def _write_cell(drawing: Drawing, sheet: Any, at: tuple[int, int], column: Column, entry: Entry) -> None:
    look, field = drawing.styles, column.field
    if field is None:
        return
    if column.aspect is Aspect.VALUE:
        _write_value(drawing, sheet, at, field, entry)
        return
    text = {
        Aspect.UNIT: entry.unit,
        Aspect.SOURCE: source_text(entry),
        Aspect.EVIDENCE: evidence_text(entry),
        Aspect.NOTE: entry.note,
    }[column.aspect]
    style = look["choice" if column.aspect in (Aspect.UNIT, Aspect.SOURCE) else "text"]
    sheet.write_string(*at, text, style) if text else sheet.write_blank(*at, None, style)


def _write_value(drawing: Drawing, sheet: Any, at: tuple[int, int], field: Field, entry: Entry) -> None:
    look = drawing.styles
    text, tail = value_text(field, entry), "_required" if field.required else ""
    if field.kind in NUMBERS:
        value = number(text) if entry.state is State.PROVIDED else None
        if value is not None:
            sheet.write_number(*at, value, look[f"figure{tail}"])
        elif text:
            sheet.write_string(*at, text, look[f"figure_text{tail}"])
        else:
            sheet.write_blank(*at, None, look[f"figure{tail}"])
    elif field.kind == "date":
        day = _day(text)
        if day is not None:
            sheet.write_datetime(*at, dt.datetime.combine(day, dt.time()), look[f"date{tail}"])
        else:
            sheet.write_string(*at, text, look[f"date{tail}"])
    elif field.choices:
        sheet.write_string(*at, text, look[f"choice{tail}"])
    else:
        sheet.write_string(*at, text, look[f"text{tail}"])


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.year > 1900 else None  # noqa: PLR2004


def _drop_down(
    drawing: Drawing, sheet: Any, area: tuple[int, int, int, int], values: tuple[str, ...], *, strict: bool = True
) -> None:
    sheet.data_validation(
        *area,
        {
            "validate": "list",
            "source": drawing.lists[values],
            "error_type": "stop" if strict else "information",
            "error_title": "请从列表选择" if strict else "单位不在列表中",
            "error_message": "请从下拉列表中选择一项。" if strict else "可以使用同类的其他单位；请确认写法正确。",
        },
    )


def _whole_numbers(drawing: Drawing, sheet: Any, area: tuple[int, int, int, int]) -> None:
    """Show whole figures without a lonely decimal point."""
    first = xl_rowcol_to_cell(area[0], area[1])
    whole = drawing.book.add_format({"num_format": styles.WHOLE})
    sheet.conditional_format(
        *area,
        {"type": "formula", "criteria": f"=AND(ISNUMBER({first}),MOD({first},1)=0,{first}<1E+9)", "format": whole},
    )


def _set_print(sheet: Any, section: Section) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    wide = section.kind == "rows" and len(table_columns(section)) > _ONE_PAGE_COLUMNS
    sheet.fit_to_pages(2 if wide else 1, 0)
    if wide:
        sheet.repeat_columns(1, 2)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer(f"&L&8{section.title.zh.replace('&', '&&')}&R&8&P / &N")
