"""A table as a workbook with one sheet: texts as texts, figures as figures, nothing as a formula."""

import io
from collections.abc import Sequence

import xlsxwriter

from qiantan.core.formats.workbook.display import number

_WIDEST, _NARROWEST = 48, 9
_SHEET_NAME = 31


def table_xlsx(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Return a workbook with one table; a text that is a plain figure without loss becomes a number."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet(title[:_SHEET_NAME])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    for column, heading in enumerate(headings):
        longest = max((len(row[column]) for row in rows), default=0)
        sheet.set_column(column, column, min(_WIDEST, max(_NARROWEST, len(heading) * 2, longest + 2)))
        sheet.write_string(0, column, heading, head)
    for line, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            figure = number(text) if text else None
            if figure is not None:
                sheet.write_number(line, column, figure)
            elif text:
                sheet.write_string(line, column, text)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(1, len(rows)), len(headings) - 1)
    book.close()
    return out.getvalue()
