"""The csv form of a workbook: one file, one line per answer.

The first line marks the template. Then each line names its section, the row within a table (empty for a section asked
once), the question by id or label, and its answer: 分组, 行号, 编号, 名称, 数值, 单位, 数据来源, 佐证材料, 备注. A single table saved as csv
from the workbook is read as well, as that sheet.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from qiantan.core.findings import Text
from qiantan.core.formats.workbook.cells import as_text
from qiantan.core.formats.workbook.display import evidence_text, source_text, value_text
from qiantan.core.formats.workbook.layout import Layout
from qiantan.core.formats.workbook.once import Gathered, read_once
from qiantan.core.formats.workbook.parse import Sheet, letters
from qiantan.core.formats.workbook.preflight import Refusal
from qiantan.core.formats.workbook.wire import HEADINGS, Aspect, Column, Mark, fold, heading_key, sheet_names, spellings
from qiantan.core.templates.activity import MISSING, ActivityData, Entry
from qiantan.core.templates.load import template_pin
from qiantan.core.templates.schema import Field, Section, Template

MARK: Final = "#qiantan"
_COLUMNS: Final = ("#section", "#row", "#id", "#name", "#value", "#unit", "#source", "#evidence", "#note")
_MOST_CELLS: Final = 4_000_000
_SNIFFED: Final = 20
_MARKED: Final = 3
_FIGURE: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def write_csv_template(template: Template, data: ActivityData | None = None) -> bytes:
    """Return the csv form of a template, in UTF-8 with a byte order mark, filled with `data` where given."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([MARK, template.id, template.version, template_pin(template).sha256])
    writer.writerow([HEADINGS[key].zh for key in _COLUMNS])
    names = sheet_names(template)
    for section in template.sections:
        for number, field, entry in _asked(section, data):
            writer.writerow(
                [
                    names[section.id],
                    number,
                    field.id,
                    field.label.zh,
                    _harmless(value_text(field, entry)),
                    entry.unit or field.unit,
                    source_text(entry),
                    _harmless(evidence_text(entry)),
                    _harmless(entry.note),
                ]
            )
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet program would take for a formula; the reader takes it off again."""
    return text if _FIGURE.fullmatch(text) or not text.startswith(("=", "+", "-", "@", "\t", "\r")) else f"'{text}"


def _asked(section: Section, data: ActivityData | None) -> Iterator[tuple[str, Field, Entry]]:
    if section.kind == "fields":
        for field in section.fields:
            yield "", field, data.get(field.id) if data else MISSING
        return
    rows = data.rows.get(section.id, ()) if data else ()
    for number, row in enumerate(rows or ({},), 1):
        for field in section.fields:
            yield str(number), field, row.get(field.id, MISSING)


def sheet(name: str, content: bytes) -> tuple[Sheet]:
    """Return a csv file as one sheet of texts. Raises `Refusal` for bytes or quotes that cannot be read."""
    text = _decoded(content)
    head = "\n".join(text.splitlines()[:_SNIFFED])
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=False))
    except csv.Error as error:
        raise Refusal("WB-CSV-QUOTE", str(error)) from error
    if sum(map(len, rows)) > _MOST_CELLS:
        raise Refusal("WB-FILE-HEAVY", f"{sum(map(len, rows))}")
    return (Sheet(name=name, visible=True, rows=rows),)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _strictly(content, "utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        shown = content[error.start : error.start + 4].hex(" ").upper()
        raise Refusal("WB-CSV-ENCODING", shown, line=line) from error


def mark_of(part: Sheet) -> Mark | None:
    """Return the template's mark from the first line; none when it is missing."""
    first = part.rows[0] if part.rows else []
    if len(first) < _MARKED or first[0].strip() != MARK:
        return None
    name, version, digest = (*map(as_text, first[1:4]), "")[:3]
    return Mark(name, version, digest, (part.place(0, 1), part.place(0, 2), part.place(0, 3)))


def is_long(part: Sheet) -> bool:
    """Say whether a csv file has one line per answer."""
    return _heading(part) is not None


def _heading(part: Sheet) -> tuple[int, dict[str, int]] | None:
    for row, line in enumerate(part.rows[:_SNIFFED]):
        keys: dict[str, int] = {}
        for index, cell in enumerate(line):
            key = heading_key(cell)
            if key in _COLUMNS:
                keys.setdefault(str(key), index)
        if "#section" in keys and "#value" in keys and ("#id" in keys or "#name" in keys):
            return row, keys
    return None


def read_long(
    part: Sheet, template: Template, gathered: Gathered
) -> tuple[dict[str, Entry], dict[str, tuple[Mapping[str, Entry], ...]]]:
    """Return the answers of a csv file with one line per answer."""
    found = _heading(part)
    if found is None:
        return {}, {}
    heading, keys = found
    layout = Layout(heading, {index: _column(key) for key, index in keys.items() if key not in ("#section", "#row")})
    _note_surplus(part, heading, keys, gathered)
    groups = _grouped(part, template, (heading, keys), gathered)
    fields: dict[str, Entry] = {}
    rows: dict[str, list[Mapping[str, Entry]]] = {one.id: [] for one in template.sections if one.kind == "rows"}
    for (section_id, _), lines in groups.items():
        section = next(one for one in template.sections if one.id == section_id)
        entries = read_once(part, section, layout, lines, gathered)
        if section.kind == "fields":
            fields |= entries
        elif any(entry.provided or entry.note or entry.state is not MISSING.state for entry in entries.values()):
            rows[section_id].append(MappingProxyType(entries))
    for section in template.sections:
        if section.kind == "rows" and len(rows[section.id]) > section.most:
            gathered.note("WB-ROWS-MOST", part.name, len(rows[section.id]), most=section.most)
    return fields, {key: tuple(value) for key, value in rows.items()}


def _column(key: str) -> Column:
    aspects = {f"#{aspect}": aspect for aspect in Aspect}
    return Column(key, HEADINGS[key], aspects.get(key, Aspect.NOTE))


def _grouped(
    part: Sheet, template: Template, head: tuple[int, dict[str, int]], gathered: Gathered
) -> dict[tuple[str, int], list[tuple[int, list[Any]]]]:
    """Return the lines of each section and row, in the order of the file."""
    heading, keys = head
    by_name = _section_spellings(template)
    tables = {one.id for one in template.sections if one.kind == "rows"}
    groups: dict[tuple[str, int], list[tuple[int, list[Any]]]] = {}
    for row, line in enumerate(part.rows[heading + 1 :], heading + 1):
        if not any(cell.strip() for cell in line):
            continue
        title = _cell(line, keys.get("#section"))
        section_id = by_name.get(fold(title))
        if section_id is None:
            names = "、".join(sheet_names(template).values())
            gathered.note("WB-CSV-SECTION", part.place(row, keys["#section"]), title, choices=names)
            continue
        number = _cell(line, keys.get("#row")) if section_id in tables else "0"
        if not number.isascii() or not number.isdigit() or (section_id in tables and int(number) < 1):
            gathered.note("WB-CSV-ROW", part.place(row, keys.get("#row", 0)), number)
            continue
        groups.setdefault((section_id, int(number[:9])), []).append((row, line))
    return groups


def _section_spellings(template: Template) -> dict[str, str]:
    known: dict[str, str] = {}
    for section in template.sections:
        names = (fold(section.id), fold(sheet_names(template)[section.id]))
        for spelling in (*names, *spellings(Text(section.title.zh, section.title.en))):
            known.setdefault(spelling, section.id)
    return known


def _note_surplus(part: Sheet, heading: int, keys: Mapping[str, int], gathered: Gathered) -> None:
    known = set(keys.values())
    counts: dict[int, int] = {}
    for line in part.rows[heading + 1 :]:
        for index, cell in enumerate(line):
            if index not in known and cell.strip():
                counts[index] = counts.get(index, 0) + 1
    labels = "、".join(HEADINGS[key].zh for key in _COLUMNS)
    for index, count in sorted(counts.items()):
        title = _cell(part.rows[heading], index) or letters(index)
        gathered.note(
            "WB-COLUMN-UNKNOWN", part.place(heading, index), title, count=count, choices=labels, hint="", hint_en=""
        )


def _cell(line: list[Any], index: int | None) -> str:
    return as_text(line[index]) if index is not None and index < len(line) else ""
