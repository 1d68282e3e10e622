"""Reading a bill of materials: pasted or typed text, CSV, xlsx. Every fault of every line is found together."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.formats.workbook.cells import as_text as cell_text
from qiantan.core.formats.workbook.flat import sheet as csv_sheet
from qiantan.core.formats.workbook.kinds import kind_of
from qiantan.core.formats.workbook.messages import fault
from qiantan.core.formats.workbook.parse import Sheet, sheets
from qiantan.core.formats.workbook.preflight import Refusal
from qiantan.core.matching import faults
from qiantan.core.matching.bill import BillLine, BillReading, as_text
from qiantan.core.matching.headings import Heading, heading_of, without_heading
from qiantan.core.quantities.figures import FigureError, split_figure
from qiantan.core.quantities.units import UnitError, normalise_unit

MOST_LINES = 2000
MOST_CONTENT = 5 * 1024 * 1024
LONGEST = {"name": 200, "supplier": 200, "origin": 100, "code": 120, "note": 500}
_SUMS = re.compile(r"^(合\s*计|小\s*计|总\s*计|共\s*计|sub\s*-?total|total|sum)[:：]?$", re.IGNORECASE)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?:\D|$))")
_LOOSE = re.compile(r"^(?P<name>.*?\S)[\s:：]+(?P<amount>[-+]?\d[\d,.]*)\s*(?P<unit>(?:[万亿]\s+)?\S*)\s*(?P<rest>.*)$")
_HELD = "\ue000"
_HEADING_ROWS = 10
Row = tuple[int, list[str]]


def read_text(text: str) -> BillReading:
    """Return what pasted or typed text says: cells apart by tabs, semicolons, commas, or only blanks."""
    return _read(_rows_of_text(text), text)


def read_file(name: str, content: bytes) -> BillReading:
    """Return what an uploaded CSV or xlsx file says; the first sheet with a heading counts, else the first with rows."""
    if len(content) > MOST_CONTENT:
        return BillReading(lines=(), findings=(faults.too_large(name, len(content), MOST_CONTENT),))
    try:
        found = csv_sheet(name, content) if kind_of(content) == "csv" else sheets(content)
    except Refusal as refusal:
        return BillReading(lines=(), findings=(fault(refusal.code, name, refusal.found, **refusal.facts),))
    tables = [_rows_of_sheet(sheet) for sheet in found if sheet.visible]
    rows = next((one for one in tables if _headed(one)), next((one for one in tables if one), []))
    return _read(rows, as_text([row for _, row in rows]))


# --- cells -----------------------------------------------------------------------------------------------------------


def _rows_of_text(text: str) -> list[Row]:
    lines = [
        (number, line) for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1) if line.strip(" ,;；，")
    ]
    whole = "\n".join(line for _, line in lines)
    if "\t" in whole:
        return [(number, line.split("\t")) for number, line in lines]
    for sign in (";", "；", ",", "，"):
        if sum(sign in _THOUSANDS.sub(_HELD, line) for _, line in lines) * 2 >= len(lines):
            return [(number, _separated(line, sign)) for number, line in lines]
    return [(number, _loose(line)) for number, line in lines]


def _separated(line: str, sign: str) -> list[str]:
    # 1,250,000 in an unquoted line is one figure, not three cells.
    held = _THOUSANDS.sub(_HELD, line) if sign == "," else line
    [cells] = csv.reader(io.StringIO(held), delimiter=sign, skipinitialspace=True) or ([""],)
    return [cell.replace(_HELD, ",").strip() for cell in cells]


def _loose(line: str) -> list[str]:
    found = _LOOSE.match(line.strip())
    return (
        [found["name"], found["amount"], "".join(found["unit"].split()), *found["rest"].split()]
        if found
        else line.split()
    )


def _rows_of_sheet(sheet: Sheet) -> list[Row]:
    rows = ((sheet.top + number, [cell_text(cell) for cell in row]) for number, row in enumerate(sheet.rows, 1))
    return [(number, row) for number, row in rows if any(cell.strip() for cell in row)]


def _headed(rows: Sequence[Row]) -> bool:
    return any(heading_of(row) for _, row in rows[:_HEADING_ROWS])


# --- lines -----------------------------------------------------------------------------------------------------------


def _read(rows: Sequence[Row], text: str) -> BillReading:
    at = next((index for index, (_, row) in enumerate(rows[:_HEADING_ROWS]) if heading_of(row)), None)
    heading = heading_of(rows[at][1]) if at is not None else without_heading([row for _, row in rows])
    assert heading is not None
    body = rows[at + 1 :] if at is not None else rows
    findings: list[Finding] = [*_heading_findings(heading, rows, at)]
    lines: list[BillLine] = []
    if not body:
        findings.append(faults.empty())
    if len(body) > MOST_LINES:
        findings.append(faults.too_many(len(body), MOST_LINES))
    for number, row in body[:MOST_LINES]:
        cells = _cells(row, heading)
        if _SUMS.match(cells["name"]):
            findings.append(faults.a_sum(number, cells["name"]))
            continue
        line, found = _line(number, cells, heading.unit, "\t".join(row))
        findings += found
        if line is not None:
            lines.append(line)
    return BillReading(lines=tuple(lines), findings=tuple(findings), text=text)


def _heading_findings(heading: Heading, rows: Sequence[Row], at: int | None) -> Iterator[Finding]:
    if heading.typed and "amount" not in heading.columns.values():
        yield faults.no_amounts(rows[at or 0][0])
    if heading.unknown:
        yield faults.passed_over(rows[at or 0][0], heading.unknown)


def _cells(row: Sequence[str], heading: Heading) -> dict[str, str]:
    found = dict.fromkeys(("name", "amount", "unit", *LONGEST), "")
    for index, column in heading.columns.items():
        if index < len(row):
            found[column] = row[index].strip()
    return found


def _line(number: int, cells: Mapping[str, str], unit: str, raw: str) -> tuple[BillLine | None, list[Finding]]:
    findings: list[Finding] = []
    if not cells["name"]:
        findings.append(faults.no_name(number, raw))
    findings += [
        faults.too_long(number, column, cells[column], most)
        for column, most in LONGEST.items()
        if len(cells[column]) > most
    ]
    figure, behind = _figure(number, cells["amount"], findings)
    shown = _unit(number, cells["unit"] or behind or unit, findings)
    if cells["unit"] and behind and shown and not _agree(behind, shown):
        findings.append(faults.two_units(number, behind, cells["unit"]))
    if any(one.severity is Severity.BLOCKING for one in findings) or figure is None:
        return None, findings
    rest = {column: cells[column] for column in ("supplier", "origin", "code", "note")}
    return BillLine(number=number, name=cells["name"], amount=figure, unit=shown, raw=raw[:2000], **rest), findings


def _figure(number: int, text: str, findings: list[Finding]) -> tuple[Decimal | None, str]:
    if not text:
        findings.append(faults.no_amount(number))
        return None, ""
    try:
        figure, behind = split_figure(text)
    except FigureError as error:
        findings.append(faults.not_a_figure(number, text, Text(error.zh, error.en)))
        return None, ""
    value = Decimal(figure)
    if value < 0:
        findings.append(faults.negative(number, text))
    elif value == 0:
        findings.append(faults.zero(number, text))
    return value, behind


def _unit(number: int, text: str, findings: list[Finding]) -> str:
    if not text:
        findings.append(faults.no_unit(number))
        return ""
    try:
        return normalise_unit(text)
    except UnitError as error:
        findings.append(faults.unknown_unit(number, text, Text(error.zh, error.en)))
        return ""


def _agree(first: str, second: str) -> bool:
    try:
        return normalise_unit(first) == second
    except UnitError:
        return False
