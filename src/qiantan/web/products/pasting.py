"""Rows pasted from a spreadsheet program: cells apart by tabs, with or without the heading.

The columns are those of the workbook's table, so that what is copied there can be pasted here.
"""

from collections.abc import Mapping, Sequence

from qiantan.core.formats.workbook.wire import (
    SOURCE_SYNONYMS,
    SOURCES,
    Aspect,
    Column,
    all_columns,
    fold,
    heading_key,
    spellings,
    table_columns,
)
from qiantan.core.templates.schema import Section
from qiantan.web.ui.wording import words

HEADED = 2


def paste_columns(section: Section) -> tuple[str, ...]:
    """Return the headings of the columns in the order they are read when no heading is pasted."""
    return tuple(words(column.heading) for column in table_columns(section))


def pasted(section: Section, text: str, first: int) -> dict[str, str]:
    """Return pasted rows as the page would have sent them; the first of them gets the number `first`."""
    lines = [line.split("\t") for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    if not lines:
        return {}
    columns, rows = _columns(section, lines)
    return {
        f"{section.id}.{first + number}.{column.field.id}.{column.aspect}": _cell(column, cell)
        for number, row in enumerate(rows)
        for column, cell in zip(columns, row, strict=False)
        if column is not None and column.field is not None and cell.strip()
    }


def _columns(
    section: Section, lines: Sequence[Sequence[str]]
) -> tuple[Sequence[Column | None], Sequence[Sequence[str]]]:
    known: Mapping[str, Column] = {
        spelling: column for column in reversed(all_columns(section)) for spelling in spellings(column.heading)
    }
    heading = [known.get(fold(cell)) for cell in lines[0]]
    recognised = sum(
        column is not None or heading_key(cell) is not None for column, cell in zip(heading, lines[0], strict=True)
    )
    if recognised >= min(HEADED, len(lines[0])):
        return heading, lines[1:]
    return table_columns(section), lines


def _cell(column: Column, cell: str) -> str:
    text = cell.strip()
    if column.aspect is not Aspect.SOURCE:
        return text
    for key, label in SOURCES.items():
        if fold(text) in {fold(key), *spellings(label), *map(fold, SOURCE_SYNONYMS.get(key, ()))}:
            return key
    return ""
