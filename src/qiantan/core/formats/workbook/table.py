"""Read a section repeated by rows: a table with one column per question.

A plant's table may hold tens of thousands of rows, so every column keeps what its distinct cells mean: a cell is
thought about once, however often it stands there.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final

from qiantan.core.formats.workbook.cells import EMPTY, Answer, answer, as_text, unit_of
from qiantan.core.formats.workbook.choices import Fault, source
from qiantan.core.formats.workbook.layout import Layout
from qiantan.core.formats.workbook.once import REMARKS, Gathered, Line, evidence, marked, typed_unit
from qiantan.core.formats.workbook.parse import Sheet, letters
from qiantan.core.formats.workbook.wire import NUMBERS, Aspect, fold
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field, Section

Row = Mapping[str, Entry]
_TOTALS: Final = frozenset(map(fold, ("合计", "小计", "总计", "合 计", "共计", "total", "sum", "subtotal")))
_SIDE: Final = (Aspect.UNIT, Aspect.SOURCE, Aspect.EVIDENCE, Aspect.NOTE)


class _Reader:
    """One question's columns in a table: where they stand, and what the cells met so far mean."""

    __slots__ = ("at", "field", "heading_unit", "known", "letter", "name", "odd", "sides", "unit_default", "wanted")

    def __init__(self, sheet: Sheet, question: Field, layout: Layout) -> None:
        by_key = {column.key: index for index, column in layout.columns.items()}
        self.field = question
        self.at = by_key.get(question.id, -1) - sheet.left
        self.name = sheet.name
        self.letter = letters(by_key[question.id]) if question.id in by_key else ""
        self.sides = {
            aspect: by_key[f"{question.id}#{aspect}"] - sheet.left
            for aspect in _SIDE
            if f"{question.id}#{aspect}" in by_key
        }
        self.heading_unit = layout.units.get(by_key.get(question.id, -1), "")
        self.unit_default = (self.heading_unit or question.unit) if question.kind in NUMBERS else ""
        self.wanted = question.required
        self.known: dict[Any, Answer] = {}
        self.odd = {column for _, column in (*sheet.errors, *sheet.uncalculated, *sheet.percent)}

    def meaning(self, raw: Any) -> Answer:
        """Return what a cell means, thinking once about each distinct text or number."""
        kind = type(raw)
        if kind is not str and kind is not float:
            return answer(self.field, raw)
        said = self.known.get(raw)
        if said is None:
            said = self.known[raw] = answer(self.field, raw)
        return said


def read_table(
    sheet: Sheet, section: Section, layout: Layout, lines: Iterable[Line], gathered: Gathered
) -> tuple[Row, ...]:
    """Return the rows of a table that hold an answer, each cell with its place."""
    readers = [_Reader(sheet, field, layout) for field in section.fields]
    readers = [reader for reader in readers if reader.letter or reader.sides]
    asked = sorted({at for reader in readers for at in (reader.at, *_but_unit(reader)) if at >= 0})
    names = [reader.at for reader in readers if reader.field.kind == "text" and reader.at >= 0][:1]
    odd_rows = {row for row, _ in (*sheet.errors, *sheet.uncalculated, *sheet.percent)}
    seen: dict[tuple[Any, ...], int] = {}
    rows: list[Row] = []
    for number, line in lines:
        odd = number in odd_rows
        said = tuple(line[at] if type(line[at]) is not list else str(line[at]) for at in asked if at < len(line))
        if said.count("") == len(said) and not odd:
            _stray(sheet, layout, (number, line), gathered)
            continue
        if names and names[0] < len(line) and fold(as_text(line[names[0]])) in _TOTALS:
            gathered.note("WB-ROW-TOTAL", sheet.place(number, names[0] + sheet.left), line[names[0]])
            continue
        first = seen.setdefault(said, number)
        if first != number:
            gathered.note("WB-ROW-REPEATED", f"{sheet.name}!{number + 1}", other=first + 1)
        row = _row(sheet, readers, (number, line), gathered, odd=odd)
        if row:
            rows.append(MappingProxyType(row))
    if len(rows) > section.most:
        gathered.note("WB-ROWS-MOST", sheet.place(layout.row, sheet.left), len(rows), most=section.most)
    return tuple(rows)


def _but_unit(reader: _Reader) -> list[int]:
    return [at for aspect, at in reader.sides.items() if aspect is not Aspect.UNIT]


def _row(sheet: Sheet, readers: list[_Reader], line: Line, gathered: Gathered, *, odd: bool) -> dict[str, Entry]:
    number, cells = line
    width = len(cells)
    row: dict[str, Entry] = {}
    for reader in readers:
        at = reader.at
        raw = cells[at] if 0 <= at < width else ""
        if raw == "" and not reader.sides and not reader.wanted and not odd:
            continue
        place = f"{reader.name}!{reader.letter}{number + 1}"
        said = EMPTY if raw == "" else reader.meaning(raw)
        if odd:
            said = _odd(sheet, reader, (number, raw), (said, place), gathered)
        if reader.sides:
            entry = _full(sheet, reader, line, (said, place), gathered)
        else:
            entry = _plain(reader, said, place)
        if said.faults:
            _take(said, place, gathered)
        if said.state is State.NOT_APPLICABLE and not entry.note:
            gathered.take((Fault("WB-REASON", as_text(raw), {"name": reader.field.label.zh}),), place)
        row[reader.field.id] = entry
    return row


def _take(said: Answer, place: str, gathered: Gathered) -> None:
    for one in said.faults:
        if one.code in REMARKS:
            gathered.note(one.code, place, one.found, **one.facts)
        else:
            gathered.take((one,), place)


def _plain(reader: _Reader, said: Answer, place: str) -> Entry:
    unit = said.unit or (reader.unit_default if said.state is State.PROVIDED else "")
    return Entry(state=said.state, value=said.value, unit=unit, note=said.reason, place=place)


def _full(sheet: Sheet, reader: _Reader, line: Line, what: tuple[Answer, str], gathered: Gathered) -> Entry:
    number, cells = line
    said, place = what
    side = {aspect: cells[at] for aspect, at in reader.sides.items() if at < len(cells) and cells[at] != ""}
    unit = said.unit
    if Aspect.UNIT in side or (said.state is State.PROVIDED and not unit):
        unit = _unit(sheet, reader, (number, side.get(Aspect.UNIT, "")), said, gathered)
    kind = ""
    if Aspect.SOURCE in side:
        kind, source_fault = source(as_text(side[Aspect.SOURCE]))
        if source_fault:
            gathered.take((source_fault,), sheet.place(number, reader.sides[Aspect.SOURCE] + sheet.left))
    return Entry(
        state=said.state,
        value=said.value,
        unit=unit,
        source=kind,
        evidence=evidence(side[Aspect.EVIDENCE]) if Aspect.EVIDENCE in side else (),
        note=as_text(side[Aspect.NOTE]) if Aspect.NOTE in side else said.reason,
        place=place,
    )


def _unit(sheet: Sheet, reader: _Reader, cell: tuple[int, Any], said: Answer, gathered: Gathered) -> str:
    number, raw = cell
    typed, faults = _known_unit(reader, raw)
    if faults:
        gathered.take(faults, sheet.place(number, reader.sides[Aspect.UNIT] + sheet.left))
    if said.unit:
        place = sheet.place(number, reader.sides.get(Aspect.UNIT, reader.at) + sheet.left)
        return typed_unit(reader.field, said.unit, (typed, place), gathered)
    if said.state is State.PROVIDED:
        return typed or reader.unit_default
    return typed if typed != reader.field.unit and said.state is State.NOT_PROVIDED else ""


def _known_unit(reader: _Reader, raw: Any) -> tuple[str, tuple[Fault, ...]]:
    if raw == "":
        return "", ()
    key = ("unit", raw) if type(raw) is str else None
    if key is None:
        return unit_of(reader.field, raw)
    kept: Any = reader.known.get(key)
    if kept is None:
        kept = reader.known[key] = unit_of(reader.field, raw)  # type: ignore[assignment]
    return kept  # type: ignore[no-any-return]


def _odd(sheet: Sheet, reader: _Reader, cell: tuple[int, Any], what: tuple[Answer, str], gathered: Gathered) -> Answer:
    """Read a row that holds an error value, a formula without result, or a number shown as percent."""
    number, raw = cell
    said, place = what
    at = (number, reader.at + sheet.left)
    if raw == "" and reader.at >= 0:
        marked(sheet, reader.field, at, gathered)
    for offset in reader.sides.values():
        marked(sheet, reader.field, (number, offset + sheet.left), gathered, place)
    return answer(reader.field, raw, percent=True) if raw != "" and at in sheet.percent else said


def _stray(sheet: Sheet, layout: Layout, line: Line, gathered: Gathered) -> None:
    """Note a unit or a remark that stands alone; a running number alone means nothing."""
    number, cells = line
    for index, column in layout.columns.items():
        offset = index - sheet.left
        text = as_text(cells[offset]) if 0 <= offset < len(cells) else ""
        lonely = column.aspect is Aspect.UNIT and column.field and text != column.field.unit
        if text and (lonely or (column.key == "#number" and not text.isdigit())):
            gathered.note("WB-CELL-STRAY", sheet.place(number, index), text)
