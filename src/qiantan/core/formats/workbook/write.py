"""Write the workbook of a template: guide, one sheet per section, drop-downs, and a hidden mark of the template.

The same template and answers give the same bytes: nothing of the clock, the machine or the person enters the file.
"""

import datetime as dt
import io
from typing import Any, Final

import xlsxwriter

from qiantan.core.formats.workbook.styles import TYPEFACE, Styles
from qiantan.core.formats.workbook.wire import (
    GUIDE_SHEET,
    LISTS_SHEET,
    META_SHEET,
    SOURCES,
    WORDS_KEY,
    own_words,
    sheet_names,
    units_offered,
)
from qiantan.core.formats.workbook.write_guide import write_guide
from qiantan.core.formats.workbook.write_sections import Drawing, write_section
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.load import template_pin
from qiantan.core.templates.schema import Field, Template

FORM: Final = 1
_MADE: Final = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_template(template: Template, data: ActivityData | None = None) -> bytes:
    """Return the workbook of a template as xlsx, with the answers of `data` filled in where given.

    Reading the result back gives the same answers.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties(
        {"title": template.title.zh, "subject": template.title.en, "author": "黔碳 qiantan", "created": _MADE}
    )
    book.formats[0].set_font_name(TYPEFACE)
    book.formats[0].set_font_size(10)
    drawing = Drawing(book, Styles(book), sheet_names(template), {})
    guide = book.add_worksheet(GUIDE_SHEET)
    sheets = {section.id: book.add_worksheet(drawing.names[section.id]) for section in template.sections}
    _write_lists(book, template, drawing)
    for section in template.sections:
        write_section(drawing, sheets[section.id], section, data)
    write_guide(drawing, guide, template, data)
    _write_mark(book, template)
    guide.activate()
    book.close()
    return out.getvalue()


def _write_lists(book: Any, template: Template, drawing: Drawing) -> None:
    """Put every drop-down on a hidden sheet under a defined name, each distinct list once."""
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.hide()
    wanted = [tuple(text.zh for text in SOURCES.values())]
    wanted += [choices for section in template.sections for field in section.fields for choices in lists_of(field)]
    for index, values in enumerate(dict.fromkeys(wanted)):
        sheet.write_column(0, index, values)
        name = f"qt_list_{index + 1}"
        column = xlsxwriter.utility.xl_col_to_name(index)
        book.define_name(name, f"='{LISTS_SHEET}'!${column}$1:${column}${len(values)}")
        drawing.lists[values] = f"={name}"


def lists_of(field: Field) -> list[tuple[str, ...]]:
    """Return the drop-downs of a field: its choices, its units."""
    found = [tuple(one.label.zh for one in field.choices)] if field.choices else []
    units = units_offered(field)
    return found + ([units] if units else [])


def _write_mark(book: Any, template: Template) -> None:
    sheet = book.add_worksheet(META_SHEET)
    sheet.very_hidden()
    mark = {
        "template": template.id,
        "version": str(template.version),
        "digest": template_pin(template).sha256,
        "form": str(FORM),
    }
    for row, (key, value) in enumerate(mark.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    for row, word in enumerate(own_words(template), len(mark)):
        sheet.write_string(row, 0, WORDS_KEY)
        sheet.write_string(row, 1, word)
