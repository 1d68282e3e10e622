"""One question of a table: its columns, and what the cells met so far mean.

A cell is thought about once, however often it stands in the column.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from qiantan.core.formats.workbook.cells import EMPTY, Answer, answer, as_text, unit_of
from qiantan.core.formats.workbook.choices import Fault, source
from qiantan.core.formats.workbook.layout import Layout
from qiantan.core.formats.workbook.once import REMARKS, evidence
from qiantan.core.formats.workbook.parse import Sheet, letters
from qiantan.core.formats.workbook.wire import NUMBERS, Aspect
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field

_SIDE = (Aspect.UNIT, Aspect.SOURCE, Aspect.EVIDENCE, Aspect.NOTE)
Told = tuple[int, int, Fault, bool]


class Question:
    """The columns of one question, counted from the left of what the sheet holds; -1 where a column is missing."""

    __slots__ = ("_known", "_left", "_name", "_units", "at", "default_unit", "field", "letter", "percent", "sides")

    def __init__(self, sheet: Sheet, field: Field, layout: Layout) -> None:
        """Find the columns of `field` on a sheet."""
        by_key = {column.key: index for index, column in layout.columns.items()}
        index = by_key.get(field.id, -1)
        self.field = field
        self.at = index - sheet.left if index >= 0 else -1
        self.letter = letters(index) if index >= 0 else ""
        self.sides = {
            aspect: by_key[f"{field.id}#{aspect}"] - sheet.left for aspect in _SIDE if f"{field.id}#{aspect}" in by_key
        }
        self.default_unit = (layout.units.get(index, "") or field.unit) if field.kind in NUMBERS else ""
        self.percent = frozenset(row for row, column in sheet.percent if column == index)
        self._known: dict[Any, Answer] = {"": EMPTY}
        self._units: dict[str, tuple[str, tuple[Fault, ...]]] = {"": ("", ())}
        self._left = sheet.left
        self._name = sheet.name

    def place(self, row: int) -> str:
        """Return the place of its answer in a row."""
        return f"{self._name}!{self.letter}{row + 1}"

    def index(self, aspect: Aspect) -> int:
        """Return the sheet's column index of one of its columns."""
        return (self.at if aspect is Aspect.VALUE else self.sides[aspect]) + self._left

    def said(self, row: int, raw: Any) -> Answer:
        """Return what a cell of its answer column means."""
        if row in self.percent:
            return answer(self.field, raw, percent=True)
        kind = type(raw)
        if kind is not str and kind is not float:
            return answer(self.field, raw)
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = answer(self.field, raw)
        return known

    def unit(self, raw: Any) -> tuple[str, tuple[Fault, ...]]:
        """Return the unit a cell of its unit column names, and its faults."""
        text = as_text(raw)
        known = self._units.get(text)
        if known is None:
            known = self._units[text] = unit_of(self.field, text)
        return known

    def entry(self, row: int, cells: Sequence[Any]) -> Entry | None:
        """Return the answer in a row; none where nothing stands and nothing is required."""
        raw = _cell(cells, self.at)
        side = {aspect: cells[at] for aspect, at in self.sides.items() if at < len(cells) and cells[at] != ""}
        if raw == "" and not side and not self.field.required:
            return None
        said = self.said(row, raw)
        return Entry(
            state=said.state,
            value=said.value,
            unit=self._unit_of(said, side.get(Aspect.UNIT, "")),
            source=source(as_text(side[Aspect.SOURCE]))[0] if Aspect.SOURCE in side else "",
            evidence=evidence(side[Aspect.EVIDENCE]) if Aspect.EVIDENCE in side else (),
            note=as_text(side[Aspect.NOTE]) if Aspect.NOTE in side else said.reason,
            place=self.place(row),
        )

    def faults(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[Told]:
        """Yield what is wrong with its cells: row, column, fault, and whether the fault leaves the content unclear."""
        if self.at >= 0:
            yield from self._value_faults(rows)
        for aspect, read in ((Aspect.UNIT, self.unit), (Aspect.SOURCE, _source_fault)):
            at = self.sides.get(aspect)
            cells = [line[at] if at < len(line) else "" for _, line in rows] if at is not None else []
            # A list is a moment, which is never a unit nor a source; it cannot be in a set, so it is looked at itself.
            faulty = {cell for cell in {cell for cell in cells if type(cell) is not list} if read(as_text(cell))[1]}
            for (row, _), cell in zip(rows, cells, strict=False) if faulty or list in set(map(type, cells)) else ():
                if type(cell) is list or cell in faulty:
                    yield from ((row, self.index(aspect), fault, True) for fault in read(as_text(cell))[1])

    def _value_faults(self, rows: Sequence[tuple[int, Sequence[Any]]]) -> Iterator[Told]:
        at, column = self.at, self.index(Aspect.VALUE)
        cells = [line[at] if at < len(line) else "" for _, line in rows]
        kinds = set(map(type, cells))
        distinct = set(cells) if kinds <= {str, float} else {cell for cell in cells if type(cell) in (str, float)}
        figures = self.field.kind in NUMBERS
        doubtful = {cell for cell in distinct if not (figures and _usual(cell)) and _doubtful(self.said(-1, cell))}
        whole = not doubtful and not self.percent and kinds <= {str, float}
        for (row, line), cell in zip(rows, cells, strict=True) if not whole else ():
            if type(cell) in (str, float) and cell not in doubtful and row not in self.percent:
                continue
            said = self.said(row, cell)
            yield from ((row, column, fault, fault.code not in REMARKS) for fault in said.faults)
            yield from self._reason_fault(row, line, said)
            yield from self._unit_conflict(row, line, said)

    def _reason_fault(self, row: int, line: Sequence[Any], said: Answer) -> Iterator[Told]:
        note = as_text(_cell(line, self.sides.get(Aspect.NOTE, -1)))
        if said.state is State.NOT_APPLICABLE and not (said.reason or note):
            found = as_text(line[self.at])
            yield row, self.index(Aspect.VALUE), Fault("WB-REASON", found, {"name": self.field.label.zh}), True

    def _unit_conflict(self, row: int, line: Sequence[Any], said: Answer) -> Iterator[Told]:
        typed = self.unit(_cell(line, self.sides.get(Aspect.UNIT, -1)))[0]
        if said.unit and typed and typed != said.unit:
            fault = Fault("WB-UNIT-CONFLICT", said.unit, {"other": typed, "example": self.field.unit})
            yield row, self.index(Aspect.UNIT), fault, True

    def _unit_of(self, said: Answer, raw: Any) -> str:
        typed = self.unit(raw)[0]
        if said.state is State.PROVIDED:
            return said.unit or typed or self.default_unit
        return typed if typed != self.field.unit and said.state is State.NOT_PROVIDED else ""


def _usual(cell: Any) -> bool:
    """Say whether a number is of a size that needs no second thought (false for infinity and not-a-number)."""
    return type(cell) is float and (1e-12 < cell < 1e15 or cell == 0)  # noqa: PLR2004


def _doubtful(said: Answer) -> bool:
    return bool(said.faults or said.unit) or said.state is State.NOT_APPLICABLE


def _source_fault(text: str) -> tuple[str, tuple[Fault, ...]]:
    key, fault = source(text)
    return key, (fault,) if fault else ()


def _cell(cells: Sequence[Any], at: int) -> Any:
    return cells[at] if 0 <= at < len(cells) else ""
