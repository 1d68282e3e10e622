"""Write the workbook of proposals: headings, one example row that is not read, drop-downs, frozen panes. Same bytes always."""

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import xlsxwriter

from qiantan.core.datasets.proposal.fields import FIELDS, SECTIONS, Field
from qiantan.core.formats.proposals.wire import EXAMPLE, LISTS, MOST_ROWS, SHEET, heading_of

_MADE: Final = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_TYPEFACE: Final = "Microsoft YaHei"
_HEAD_ROW, _EXAMPLE_ROW, _FIRST = 1, 2, 3


def write(proposals: Sequence[Mapping[str, str]] = ()) -> bytes:
    """Return the workbook as xlsx, with proposals filled in where given; reading it back gives the same answers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": "因子数据集", "subject": "Proposed factors", "author": "黔碳 qiantan", "created": _MADE}
    )
    book.formats[0].set_font_name(_TYPEFACE)
    book.formats[0].set_font_size(10)
    sheet, lists = book.add_worksheet(SHEET), book.add_worksheet(LISTS)
    _heads(book, sheet)
    _lists(book, sheet, lists)
    text = book.add_format({"num_format": "@", "font_name": _TYPEFACE, "font_size": 10})
    for row, answers in enumerate(proposals, _FIRST):
        for column, field in enumerate(FIELDS.values()):
            said = answers.get(field.key, "")
            sheet.write_string(row, column, dict(_labels(field)).get(said, said), text)
    book.close()
    return out.getvalue()


def _heads(book: Any, sheet: Any) -> None:
    font = {"font_name": _TYPEFACE, "font_size": 10}
    band = book.add_format({**font, "bold": True, "font_color": "#FFFFFF", "bg_color": "#0B5D73"})
    head = book.add_format(
        {**font, "bold": True, "bg_color": "#E3F0F4", "text_wrap": True, "valign": "top", "border": 1}
    )
    grey = book.add_format({**font, "italic": True, "font_color": "#5B6D78", "text_wrap": True, "valign": "top"})
    text = book.add_format({**font, "num_format": "@"})
    column = 0
    for section in SECTIONS:
        for place, field in enumerate(section.fields):
            sheet.write_string(0, column, f"{section.label.zh} {section.label.en}" if not place else "", band)
            sheet.write_string(_HEAD_ROW, column, heading_of(field), head)
            sheet.write_string(_EXAMPLE_ROW, column, _example(field, first=column == 0), grey)
            note = " ".join(part for part in (field.label.en, field.hint.zh, field.hint.en) if part)
            sheet.write_comment(_HEAD_ROW, column, note, {"author": "黔碳", "x_scale": 1.6})
            sheet.set_column(column, column, 26 if field.form == "words" else 18, text)
            column += 1
    sheet.set_row(_HEAD_ROW, 32)
    sheet.set_row(_EXAMPLE_ROW, 48)
    sheet.freeze_panes(_FIRST, 1)


def _lists(book: Any, sheet: Any, lists: Any) -> None:
    head = book.add_format({"bold": True, "font_name": _TYPEFACE})
    used = 0
    for column, field in enumerate(FIELDS.values()):
        if not field.choices:
            continue
        lists.write_string(0, used, field.label.zh, head)
        for row, (_, label) in enumerate(_labels(field), 1):
            lists.write_string(row, used, label)
        lists.set_column(used, used, 34)
        letter = chr(ord("A") + used)
        source = f"='{LISTS}'!${letter}$2:${letter}${len(field.choices) + 1}"
        sheet.data_validation(_FIRST, column, _FIRST + MOST_ROWS - 1, column, {"validate": "list", "source": source})
        used += 1


def _labels(field: Field) -> list[tuple[str, str]]:
    return [(key, label.zh) for key, label in field.choices]


def _example(field: Field, *, first: bool) -> str:
    said = field.example or (field.choices[0][1].zh if field.choices else "")
    return f"{EXAMPLE}{said}" if first else said
