"""Read a section asked once: one line per question."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from qiantan.core.findings import Finding, Text
from qiantan.core.formats.workbook.cells import EMPTY, Answer, answer, as_text, unit_of
from qiantan.core.formats.workbook.choices import Fault, hint_of, source
from qiantan.core.formats.workbook.layout import Layout
from qiantan.core.formats.workbook.messages import fault
from qiantan.core.formats.workbook.parse import Sheet
from qiantan.core.formats.workbook.wire import NUMBERS, Aspect, fold, guidance, spellings
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.schema import Field, Section

Line = tuple[int, list[Any]]


@dataclass(slots=True)
class Gathered:
    """What reading a part brings together: findings in their order, and the cells whose form is at fault."""

    findings: list[Finding] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)

    def note(self, code: str, place: str, found: Any = "", **facts: Any) -> None:
        """Add a finding."""
        self.findings.append(fault(code, place, found, **facts))

    def take(self, faults: Iterable[Fault], place: str, entry_place: str = "") -> None:
        """Add the faults of a cell; the cell that answers (`entry_place`) needs no second opinion then."""
        for one in faults:
            self.note(one.code, place, one.found, **one.facts)
            self.unclear |= {place, entry_place or place}


def read_once(
    sheet: Sheet, section: Section, layout: Layout, lines: Iterable[Line], gathered: Gathered
) -> dict[str, Entry]:
    """Return the answers of a section asked once, each with its place, given the lines under its heading."""
    entries: dict[str, Entry] = {}
    for row, line in lines:
        if line.count("") == len(line) and not _marked(sheet, row):
            continue
        question = _question(sheet, section, layout, (row, line), gathered)
        if question is None:
            continue
        entry = read_line(sheet, question, layout, (row, line), gathered)
        before = entries.get(question.id)
        if before is None or not _said(before):
            entries[question.id] = entry
        elif _said(entry):
            gathered.note("WB-FIELD-TWICE", entry.place, entry.value, name=question.label.zh, other=before.place)
    return entries


def read_line(sheet: Sheet, question: Field, layout: Layout, line: Line, gathered: Gathered) -> Entry:
    """Return the answer of one line to its question."""
    row, cells = line
    at = {column.aspect: index for index, column in layout.columns.items() if column.key == f"#{column.aspect}"}

    def cell(aspect: Aspect) -> Any:
        index = at.get(aspect)
        offset = -1 if index is None else index - sheet.left
        return cells[offset] if 0 <= offset < len(cells) else ""

    place = sheet.place(row, at[Aspect.VALUE])
    said = _value(sheet, question, (row, at[Aspect.VALUE]), cell(Aspect.VALUE), gathered)
    note = as_text(cell(Aspect.NOTE))
    if said.state is State.NOT_APPLICABLE and not (said.reason or note):
        gathered.take((Fault("WB-REASON", as_text(cell(Aspect.VALUE)), {"name": question.label.zh}),), place)
    unit = ""
    if question.kind in NUMBERS:
        unit_cell = (row, at.get(Aspect.UNIT, at[Aspect.VALUE]))
        unit = _unit(
            sheet, question, (unit_cell, cell(Aspect.UNIT)), (said, layout.units.get(at[Aspect.VALUE], "")), gathered
        )
    elif as_text(cell(Aspect.UNIT)):
        gathered.note("WB-UNIT-SURPLUS", sheet.place(row, at[Aspect.UNIT]), as_text(cell(Aspect.UNIT)))
    kind, source_fault = source(as_text(cell(Aspect.SOURCE)))
    if source_fault:
        gathered.take((source_fault,), sheet.place(row, at[Aspect.SOURCE]))
    for aspect in (Aspect.UNIT, Aspect.SOURCE, Aspect.EVIDENCE, Aspect.NOTE):
        if aspect in at:
            marked(sheet, question, (row, at[aspect]), gathered, place)
    return Entry(
        state=said.state,
        value=said.value,
        unit=unit,
        source=kind,
        evidence=evidence(cell(Aspect.EVIDENCE)),
        note=note or said.reason,
        place=place,
    )


def marked(sheet: Sheet, question: Field, at: tuple[int, int], gathered: Gathered, entry_place: str = "") -> bool:
    """Note an error value or a formula without result at a cell; say whether there was one."""
    error = sheet.errors.get(at)
    example = question.example
    if error:
        gathered.take((Fault("WB-ERROR-CELL", error, {"example": example}),), sheet.place(*at), entry_place)
        return True
    if at in sheet.uncalculated:
        gathered.take((Fault("WB-FORMULA", "", {"example": example}),), sheet.place(*at), entry_place)
        return True
    return False


def evidence(raw: Any) -> tuple[str, ...]:
    """Return the documents a cell names, separated by semicolons or lines."""
    text = as_text(raw)
    if not text or text in {"-", "—", "/", "无"}:
        return ()
    if ";" not in text and "；" not in text and "\n" not in text:
        return (text,)
    parts = text.replace("；", ";").replace("\n", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def _marked(sheet: Sheet, row: int) -> bool:
    return any(at[0] == row for at in sheet.errors) or any(at[0] == row for at in sheet.uncalculated)


def _said(entry: Entry) -> bool:
    return entry.state is not State.NOT_PROVIDED or bool(entry.note or entry.source or entry.evidence)


def _value(sheet: Sheet, question: Field, at: tuple[int, int], raw: Any, gathered: Gathered) -> Answer:
    if raw == "":
        marked(sheet, question, at, gathered)
        return EMPTY
    said = answer(question, raw, percent=at in sheet.percent)
    _take(said, sheet.place(*at), gathered)
    return said


def _take(said: Answer, place: str, gathered: Gathered) -> None:
    """Add what is said about a cell; a mere remark leaves the content to be judged."""
    for one in said.faults:
        if one.code in REMARKS:
            gathered.note(one.code, place, one.found, **one.facts)
        else:
            gathered.take((one,), place)


REMARKS = frozenset({"WB-MARK", "WB-DATE-MONTH"})


def _unit(
    sheet: Sheet,
    question: Field,
    cell: tuple[tuple[int, int], Any],
    beside: tuple[Answer, str],
    gathered: Gathered,
) -> str:
    """Return the unit of an answer: beside its figure, in its column, in the heading, or the question's own."""
    (at, raw), (said, heading) = cell, beside
    typed, faults = unit_of(question, raw)
    place = sheet.place(*at)
    if said.unit:
        return typed_unit(question, said.unit, (typed, place), gathered)
    if faults and said.state is State.PROVIDED:
        gathered.take(faults, place)
    elif faults:
        gathered.note(faults[0].code, place, faults[0].found, **faults[0].facts)
    if said.state is not State.PROVIDED:
        return typed if typed != question.unit and said.state is State.NOT_PROVIDED else ""
    if typed or heading:
        return typed or heading
    if question.unit and not said.faults:
        gathered.note("WB-UNIT-ASSUMED", place, question.unit)
    return question.unit


def typed_unit(question: Field, beside: str, column: tuple[str, str], gathered: Gathered) -> str:
    """Return the unit typed beside a figure, after holding it against the one in the unit column."""
    typed, place = column
    if typed and typed != beside:
        if typed == question.unit:
            gathered.note("WB-UNIT-TYPED", place, beside, other=typed)
        else:
            facts = {"other": typed, "example": question.unit}
            gathered.take((Fault("WB-UNIT-CONFLICT", beside, facts),), place)
    return beside


def _question(sheet: Sheet, section: Section, layout: Layout, line: Line, gathered: Gathered) -> Field | None:
    """Return the question a line answers: by its name, else by its hidden id; note a line that answers none."""
    row, cells = line
    name_at, id_at = layout.index("#name"), layout.index("#id")
    name, key = _text_at(sheet, cells, name_at), _text_at(sheet, cells, id_at)
    named = [one for one in section.fields if fold(name) in spellings(Text(one.label.zh, one.label.en))] if name else []
    identified = next((one for one in section.fields if one.id == key), None)
    if len(named) == 1 or (named and identified not in named):
        question: Field | None = named[0]
    else:
        question = identified
    if question is not None:
        if name and not named:
            facts = {"name": question.label.zh, "name_en": question.label.en or question.label.zh}
            gathered.note("WB-ROW-RENAMED", sheet.place(row, name_at or 0), name, **facts)
        _stray_help(sheet, question, layout, line, gathered)
        return question
    _unknown(sheet, section, layout, line, (name or key, gathered))
    return None


def _unknown(sheet: Sheet, section: Section, layout: Layout, line: Line, named: tuple[str, Gathered]) -> None:
    row, cells = line
    name, gathered = named
    labels = [one.label.zh for one in section.fields]
    answered = [
        index
        for index, column in layout.columns.items()
        if column.key not in {"#id", "#name", "#help"}
        and 0 <= index - sheet.left < len(cells)
        and (cells[index - sheet.left] != "" or (row, index) in sheet.errors or (row, index) in sheet.uncalculated)
    ]
    if answered:
        hint, hint_en = hint_of(name, labels)
        choices = "、".join(labels)
        gathered.note(
            "WB-ROW-UNKNOWN",
            sheet.place(row, answered[0]),
            name or "（无名称）",
            choices=choices,
            hint=hint,
            hint_en=hint_en,
        )
        return
    for index, column in layout.columns.items():
        text = _text_at(sheet, cells, index)
        if text and column.key in {"#id", "#name", "#help"}:
            gathered.note("WB-CELL-STRAY", sheet.place(row, index), text)


def _stray_help(sheet: Sheet, question: Field, layout: Layout, line: Line, gathered: Gathered) -> None:
    index = layout.index("#help")
    text = _text_at(sheet, line[1], index)
    if text and index is not None and fold(text) != fold(guidance(question)):
        gathered.note("WB-CELL-STRAY", sheet.place(line[0], index), text)


def _text_at(sheet: Sheet, cells: list[Any], index: int | None) -> str:
    offset = -1 if index is None else index - sheet.left
    return as_text(cells[offset]) if 0 <= offset < len(cells) else ""
