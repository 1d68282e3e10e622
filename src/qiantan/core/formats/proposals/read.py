"""Read a workbook or csv of proposals: the answers of every row, and every finding at its cell, all at once.

Nothing that stands in a cell is dropped without a word: a column nobody knows is a finding. With a blocking finding no
proposal is given at all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import PurePath
from typing import Any, Final

from qiantan.core.datasets.proposal.check import cleaned, proposal_faults
from qiantan.core.datasets.proposal.fields import FIELDS, Field
from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.findings.finding import NO_TEXT
from qiantan.core.formats.proposals.wire import EXAMPLE, LISTS, MOST_ROWS, SHEET, field_of, key_of
from qiantan.core.formats.workbook import flat
from qiantan.core.formats.workbook.kinds import kind_of
from qiantan.core.formats.workbook.messages import fault
from qiantan.core.formats.workbook.parse import Sheet, letters, sheets
from qiantan.core.formats.workbook.preflight import Refusal

MOST_CONTENT: Final = 16 * 1024 * 1024
_LOOKED_AT: Final = 10  # rows in which the headings are looked for
_LEAST_HEADS: Final = 5
_FRESH = Text(
    "请下载模板，把数据填入“数据集”表后上传。", "Download the template, fill in its sheet “数据集” and upload it."
)


@dataclass(frozen=True, slots=True)
class ProposalReading:
    """The proposals of a file in the order of their rows, and what was found; none with a blocking finding."""

    proposals: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]


def read(name: str, content: bytes, *, today: date) -> ProposalReading:
    """Return what a workbook or csv of proposals says; `name` is the file's name, its kind is told by its content."""
    place = PurePath(name).name or "workbook"
    if len(content) > MOST_CONTENT:
        limit = f"{MOST_CONTENT // 1024 // 1024} MiB"
        return _refused(fault("WB-FILE-LARGE", place, f"{len(content) / 1024 / 1024:.0f} MiB", limit=limit))
    try:
        found = flat.sheet(place, content) if kind_of(content) == "csv" else sheets(content)
    except Refusal as refusal:
        return _refused(fault(refusal.code, place, refusal.found, **refusal.facts))
    sheet = _sheet_of(found)
    heading = _heading(sheet) if sheet else None
    if sheet is None or heading is None:
        return _refused(_finding("PW-SHEET", place, _NO_SHEET, remedy=_FRESH))
    return _rows(sheet, heading, today)


def _rows(sheet: Sheet, heading: int, today: date) -> ProposalReading:
    columns, findings = _columns(sheet, heading)
    proposals: list[dict[str, str]] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in range(heading + 1, sheet.top + len(sheet.rows)):
        texts = {column: _text(sheet, row, column, field) for column, field in columns.items()}
        if not any(texts.values()) or str(sheet.cell(row, min(columns))).startswith(EXAMPLE):
            continue
        if len(proposals) == MOST_ROWS:
            message = Text(f"超过 {MOST_ROWS} 行。", f"More than {MOST_ROWS} rows.")
            findings.append(_finding("PW-ROWS", sheet.place(row, min(columns)), message))
            break
        findings += _cell_faults(sheet, row, columns)
        answers = cleaned({field.key: key_of(field, texts[column]) for column, field in columns.items()})
        places = {field.key: sheet.place(row, column) for column, field in columns.items()}
        findings += [_at(one, places, sheet, row) for one in proposal_faults(answers, today=today)]
        same = tuple(answers.get(key, "") for key in ("name_zh", "geography", "reference_year", "technology"))
        if all(same) and same in seen:
            message = Text(f"与第 {seen[same] + 1} 行重复。", f"Repeats row {seen[same] + 1}.")
            findings.append(_finding("PW-TWICE", sheet.place(row, min(columns)), message, found=same[0]))
        seen.setdefault(same, row)
        proposals.append(answers)
    if not proposals and not has_blocking(findings):
        findings.append(
            _finding("PW-EMPTY", sheet.name, Text("表中没有数据集。", "The sheet has no dataset."), remedy=_FRESH)
        )
    blocked = has_blocking(findings)
    return ProposalReading(() if blocked else tuple(proposals), tuple(findings))


def _sheet_of(found: Sequence[Sheet]) -> Sheet | None:
    shown = [sheet for sheet in found if sheet.visible and sheet.name != LISTS]
    named = [sheet for sheet in shown if sheet.name == SHEET]
    return next((sheet for sheet in (*named, *shown) if _heading(sheet) is not None), None)


def _heading(sheet: Sheet) -> int | None:
    """Return the row of the headings: the first of the top rows that names enough fields."""
    for row in range(sheet.top, min(sheet.top + _LOOKED_AT, sheet.top + len(sheet.rows))):
        known = [cell for cell in sheet.rows[row - sheet.top] if isinstance(cell, str) and field_of(cell)]
        if len(known) >= _LEAST_HEADS:
            return row
    return None


def _columns(sheet: Sheet, heading: int) -> tuple[dict[int, Field], list[Finding]]:
    """Return the columns by their fields; a heading nobody knows over data, or one that stands twice, is a finding."""
    columns: dict[int, Field] = {}
    findings: list[Finding] = []
    width = max(len(row) for row in sheet.rows)
    for column in range(sheet.left, sheet.left + width):
        said = str(sheet.cell(heading, column)).strip()
        field = field_of(said)
        if field and field in columns.values():
            message = Text(f"“{said}”这一列出现了两次。", f"The column “{said}” stands twice.")
            findings.append(_finding("PW-COLUMN-TWICE", sheet.place(heading, column), message, found=said))
        elif field:
            columns[column] = field
        elif any(sheet.cell(row, column) not in ("", None) for row in range(heading + 1, sheet.top + len(sheet.rows))):
            message = Text("不认识的列，其中有数据。", "A column nobody knows, with data in it.")
            place = sheet.place(heading, column)
            findings.append(_finding("PW-COLUMN-UNKNOWN", place, message, found=said or letters(column), remedy=_FRESH))
    return columns, findings


def _cell_faults(sheet: Sheet, row: int, columns: Mapping[int, Field]) -> Iterator[Finding]:
    for column in columns:
        place = (row, column)
        if place in sheet.errors:
            message = Text("单元格是一个错误值。", "The cell holds an error value.")
            yield _finding("PW-CELL-ERROR", sheet.place(row, column), message, found=sheet.errors[place])
        elif place in sheet.uncalculated:
            message = Text("公式没有计算结果。", "A formula without its result.")
            remedy = Text(
                "在表格软件中打开并保存，或填入数值。", "Open and save it in a spreadsheet program, or type the value."
            )
            yield _finding("PW-CELL-FORMULA", sheet.place(row, column), message, remedy=remedy)


def _text(sheet: Sheet, row: int, column: int, field: Field) -> str:
    """Return a cell as a person would type it: numbers without noise, percentages in per cent, dates as days."""
    cell: Any = sheet.cell(row, column)
    if isinstance(cell, list):
        return str(cell[0])[:10] if field.form == "day" else str(cell[0])
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return str(cell).strip() if not isinstance(cell, bool) else str(cell).upper()
    number = Decimal(repr(cell))
    if (row, column) in sheet.percent and field.form == "percent":
        number *= 100
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _at(one: Finding, places: Mapping[str, str], sheet: Sheet, row: int) -> Finding:
    """Put a finding of a field at its cell, named by its label; at the row where the sheet has no such column."""
    label = FIELDS[one.place].label
    said = Text(f"{label.zh}：{one.message.zh}", f"{label.en}: {one.message.en}")
    return replace(one, message=said, place=places.get(one.place) or f"{sheet.name}!{row + 1}")


def _refused(one: Finding) -> ProposalReading:
    return ProposalReading((), (one,))


def _finding(code: str, place: str, message: Text, *, found: str = "", remedy: Text = NO_TEXT) -> Finding:
    return Finding(
        code=code, severity=Severity.BLOCKING, place=place, message=message, found=found[:120], remedy=remedy
    )


_NO_SHEET: Final = Text(
    "没有找到数据集表：表头里认不出字段。", "No sheet of datasets: its headings name no fields we know."
)
