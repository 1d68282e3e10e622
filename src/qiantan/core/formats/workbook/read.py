"""Read a plant's workbook or csv: the template it is, the answers in it, and every finding at its cell at once.

Nothing that stands in a cell is dropped without a word, and nothing is guessed without saying so. Whether answers that
come with findings are taken over is decided by the caller.
"""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from types import MappingProxyType
from typing import Any, Final

from qiantan.core.formats.workbook import flat
from qiantan.core.formats.workbook.identify import assign, mark_of, template_by_content, template_by_mark, words_of
from qiantan.core.formats.workbook.kinds import kind_of
from qiantan.core.formats.workbook.messages import fault
from qiantan.core.formats.workbook.once import Gathered
from qiantan.core.formats.workbook.parse import Sheet, sheets
from qiantan.core.formats.workbook.preflight import Refusal
from qiantan.core.formats.workbook.section import read_section, unread
from qiantan.core.formats.workbook.wire import FINDINGS_SHEET, WorkbookReading, sheet_names
from qiantan.core.templates.activity import ActivityData, Entry
from qiantan.core.templates.load import template_ids
from qiantan.core.templates.schema import Template

MOST_CONTENT: Final = 64 * 1024 * 1024


def read(
    name: str, content: bytes, template_of: Callable[[str], Template], known: Sequence[str] | None = None
) -> WorkbookReading:
    """Return what a workbook or csv file says, with every finding on its form.

    `name` is the file's name, for messages; its kind is told by its content. `template_of` gives a template by id and
    raises LookupError; `known` are the ids there are (those of the rulebook when not given).
    """
    with _undisturbed():
        return _read(
            PurePath(name).name or "workbook", content, template_of, template_ids() if known is None else known
        )


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the garbage collector still: a table makes hundreds of thousands of cells, and none of them is garbage."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read(place: str, content: bytes, template_of: Callable[[str], Template], known: Sequence[str]) -> WorkbookReading:
    if len(content) > MOST_CONTENT:
        found = f"{len(content) / 1024 / 1024:.0f} MiB"
        return _refused("WB-FILE-LARGE", place, found, limit=f"{MOST_CONTENT // 1024 // 1024} MiB")
    try:
        kind = kind_of(content)
        found_sheets = flat.sheet(place, content) if kind == "csv" else sheets(content)
    except Refusal as refusal:
        return _refused(refusal.code, place, refusal.found, **refusal.facts)
    # The list of an earlier marking is ours, not the plant's.
    parts = tuple(sheet for sheet in found_sheets if sheet.name != FINDINGS_SHEET)
    gathered = Gathered(words=words_of(parts))
    mark = flat.mark_of(parts[0]) if kind == "csv" else mark_of(parts)
    template = (
        template_by_mark(mark, template_of, known, gathered)
        if mark
        else template_by_content(parts, template_of, known, gathered)
    )
    if template is None:
        return WorkbookReading(findings=tuple(gathered.findings))
    long_form = kind == "csv" and flat.is_long(parts[0])
    answers = flat.read_long(parts[0], template, gathered) if long_form else _answers(parts, template, gathered, kind)
    fields, rows = answers
    data = ActivityData(
        template=template.id,
        version=template.version,
        fields=MappingProxyType(fields),
        rows=MappingProxyType(rows),
    )
    return WorkbookReading(
        template=template, data=data, findings=tuple(gathered.findings), unclear=frozenset(gathered.unclear)
    )


def _answers(
    parts: Sequence[Sheet], template: Template, gathered: Gathered, kind: str
) -> tuple[dict[str, Entry], dict[str, Any]]:
    fields: dict[str, Entry] = {}
    rows: dict[str, Any] = {}
    assigned = assign(parts, template, gathered)
    names = sheet_names(template)
    for section in template.sections:
        sheet = assigned.get(section.id)
        if sheet is None:
            needed = section.least > 0 or section.kind == "fields" or kind != "csv"
            if needed:
                gathered.note("WB-SHEET-MISSING", names[section.id], name=names[section.id], count=len(section.fields))
                gathered.unclear |= unread(section)
            continue
        once, table = read_section(sheet, section, gathered)
        fields |= once
        if section.kind == "rows":
            rows[section.id] = table
    return fields, rows


def _refused(code: str, place: str, found: str = "", **facts: Any) -> WorkbookReading:
    return WorkbookReading(findings=(fault(code, place, found, **facts),))
