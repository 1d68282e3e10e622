"""Putting a line into the activity data: which row it becomes, or which row takes its factor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.matching.placing import Place, places
from qiantan.core.study.document import Factor
from qiantan.core.templates.activity import MISSING, Entry, State
from qiantan.core.templates.schema import Template
from qiantan.registry.matching.models import Line

Row = Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a person puts a line: a section of the template, an existing `row` (from 1) or none for a new one, and the
    answers to the section's choices by field.
    """

    section: str
    row: int | None = None
    choices: Mapping[str, str] = field(default_factory=dict)


def find_place(plan: Template, line: Line, factor: Factor, section: str) -> Place | None:
    """Return the place of a line in a section; none where the section does not take its unit or the factor."""
    found = places(plan, line.name, line.unit, factor)
    return next((one for one in found if one.section.id == section), None)


def placing_faults(place: Place | None, rows: Sequence[Row], placing: Placing) -> list[Finding]:
    """Return what is wrong with where a line shall go."""
    if place is None:
        wrong = Text("这一节不能接收该物料的单位或因子。", "That section takes neither the unit nor the factor.")
        remedy = Text("请选择页面列出的位置。", "Please choose one of the places offered.")
        return [_fault("MAT-PLACE", "section", wrong, placing.section, remedy)]
    found = []
    if placing.row is not None and not 1 <= placing.row <= len(rows):
        gone = Text("要写入的行已不存在。", "The row to write to is gone.")
        remedy = Text("请重新选择，或新增一行。", "Please choose again, or add a row.")
        found.append(_fault("MAT-ROW", "row", gone, str(placing.row), remedy))
    if placing.row is None and len(rows) >= place.section.most:
        full = Text(
            f"这一节最多 {place.section.most} 行，已满。", f"The section takes {place.section.most} rows and is full."
        )
        remedy = Text("请先合并同类行。", "Please merge rows of a kind first.")
        found.append(_fault("MAT-ROWS", "section", full, str(len(rows)), remedy))
    for one in place.asked:
        key = placing.choices.get(one.id, "")
        if key and key not in {choice.key for choice in one.choices}:
            wrong = Text(f"“{one.label.zh}”没有这个选项。", f"“{one.label.en}” offers no such choice.")
            found.append(_fault("MAT-CHOICE", one.id, wrong, key, Text("请重新选择。", "Please choose again.")))
    return found


def with_line(
    rows: Sequence[Row], place: Place, placing: Placing, cells: Mapping[str, Entry]
) -> tuple[tuple[Row, ...], int]:
    """Return the rows with a line in them, and the number of its row. An existing row keeps what it says: only the factor
    is written, and what it does not answer yet.
    """
    made = {
        **cells,
        **{key: Entry(state=State.PROVIDED, value=value) for key, value in placing.choices.items() if value},
    }
    if placing.row is None:
        return (*rows, made), len(rows) + 1
    at = placing.row - 1
    forced = {place.slot.factor, place.slot.reason}
    row = dict(rows[at])
    for key, entry in made.items():
        if key in forced or not row.get(key, MISSING).provided:
            row[key] = entry
    row = {key: entry for key, entry in row.items() if key not in forced or key in made}
    return (*rows[:at], row, *rows[at + 1 :]), placing.row


def twin_of(rows: Sequence[Row], place: Place, line: Line) -> tuple[int | None, bool]:
    """Return the row (from 1) that speaks of the same thing as a line, and whether writing there counts nothing twice.

    A row of the same name is meant, or of the same choice where a section has no names. One that has another amount
    already is for a person to decide.
    """
    named = any(one.id == "name" for one in place.section.fields)
    for number, row in enumerate(rows, 1):
        same = (
            row.get("name", MISSING).value.strip() == line.name
            if named
            else bool(place.proposed)
            and all(row.get(key, MISSING).value == choice for key, choice in place.proposed.items())
        )
        if same:
            amount = row.get(place.slot.amount, MISSING)
            return number, not amount.provided or (amount.value, amount.unit) == (line.amount, line.unit)
    return None, True


def cells_of(line: Line, place: Place, factor_id: str, reason: str) -> dict[str, Entry]:
    """Return the answers a line gives: name, amount with where it is from, the factor, the reason for a proxy."""
    cells = {
        "name": Entry(state=State.PROVIDED, value=line.name),
        place.slot.amount: Entry(
            state=State.PROVIDED, value=line.amount, unit=line.unit, source=line.bill.source, note=_origin(line)
        ),
        place.slot.factor: Entry(state=State.PROVIDED, value=factor_id),
    }
    if reason and place.slot.reason:
        cells[place.slot.reason] = Entry(state=State.PROVIDED, value=reason)
    asked = {one.id for one in place.section.fields}
    return {key: entry for key, entry in cells.items() if key in asked}


def without_factor(rows: Sequence[Row], number: int, place: Place, factor_id: str) -> tuple[Row, ...] | None:
    """Return the rows without the factor a line gave; none where the row is gone or somebody chose another factor since."""
    if not 1 <= number <= len(rows):
        return None
    row = rows[number - 1]
    if row.get(place.slot.factor, MISSING).value != factor_id:
        return None
    left = {key: entry for key, entry in row.items() if key not in {place.slot.factor, place.slot.reason}}
    return (*rows[: number - 1], left, *rows[number:])


def _origin(line: Line) -> str:
    told = [f"物料清单“{line.bill.name}”第 {line.number} 行"]
    told += [f"供应商：{line.supplier}"] if line.supplier else []
    told += [f"产地：{line.origin}"] if line.origin else []
    told += [line.note] if line.note else []
    return "；".join(told)[:2000]


def _fault(code: str, place: str, message: Text, found: str, remedy: Text) -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, found=found, remedy=remedy)
