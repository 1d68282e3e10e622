"""Read a section asked once: one line per question."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

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
# What is merely told: the content of the cell is clear all the same.
REMARKS: Final = frozenset({"WB-MARK", "WB-DATE-MONTH"})


@dataclass(slots=True)
class Gathered:
    """What reading brings together: findings in their order, and the cells whose form is at fault.

    `words` are the template's own words as the workbook says them, folded.
    """

    findings: list[Finding] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)
    words: frozenset[str] = frozenset()

    def note(self, code: str, place: str, found: Any = "", **facts: Any) -> None:
        """Add a finding."""
        self.findings.append(fault(code, place, found, **facts))

    def take(self, faults: Iterable[Fault], place: str, entry_place: str = "") -> None:
        """Add the faults of a cell; the cell that answers (`entry_place`) needs no second opinion then."""
        for one in faults:
            self.note(one.code, place, one.found, **one.facts)
            self.unclear |= {place, entry_place or place}


@dataclass(frozen=True, slots=True)
class _Answering:
    """One line and the question it answers; `at` are the columns of what the line says about it."""

    sheet: Sheet
    question: Field
    at: Mapping[Aspect, int]
    row: int
    cells: list[Any]
    gathered: Gathered

    def cell(self, aspect: Aspect) -> Any:
        """Return what stands in one of the columns."""
        offset = self.at.get(aspect, -1) - self.sheet.left
        return self.cells[offset] if 0 <= offset < len(self.cells) else ""

    def place(self, aspect: Aspect = Aspect.VALUE) -> str:
        """Return the place of one of the columns."""
        return self.sheet.place(self.row, self.at.get(aspect, self.at[Aspect.VALUE]))

    def take(self, faults: Iterable[Fault], aspect: Aspect = Aspect.VALUE) -> None:
        """Add faults of a cell; the answer as a whole needs no second opinion then."""
        self.gathered.take(faults, self.place(aspect), self.place())

    def entry(self, heading_unit: str) -> Entry:
        """Return the answer."""
        said = self.value()
        note = as_text(self.cell(Aspect.NOTE))
        if said.state is State.NOT_APPLICABLE and not (said.reason or note):
            found = as_text(self.cell(Aspect.VALUE))
            self.take((Fault("WB-REASON", found, {"name": self.question.label.zh}),))
        unit = self.unit(said, heading_unit)
        kind, source_fault = source(as_text(self.cell(Aspect.SOURCE)))
        self.take((source_fault,) if source_fault else (), Aspect.SOURCE)
        for aspect in (Aspect.UNIT, Aspect.SOURCE, Aspect.EVIDENCE, Aspect.NOTE):
            if aspect in self.at:
                marked(self.sheet, self.question, (self.row, self.at[aspect]), self.gathered, self.place())
        return Entry(
            state=said.state,
            value=said.value,
            unit=unit,
            source=kind,
            evidence=evidence(self.cell(Aspect.EVIDENCE)),
            note=note or said.reason,
            place=self.place(),
        )

    def value(self) -> Answer:
        """Return what the answer's own cell says; note its faults."""
        raw, at = self.cell(Aspect.VALUE), (self.row, self.at[Aspect.VALUE])
        if raw == "":
            marked(self.sheet, self.question, at, self.gathered)
            return EMPTY
        said = answer(self.question, raw, percent=at in self.sheet.percent)
        for one in said.faults:
            if one.code in REMARKS:
                self.gathered.note(one.code, self.place(), one.found, **one.facts)
            else:
                self.take((one,))
        return said

    def unit(self, said: Answer, heading: str) -> str:
        """Return the unit: beside the figure, in its column, in the heading, or the question's own."""
        raw = self.cell(Aspect.UNIT)
        own = self.question.unit
        if self.question.kind not in NUMBERS:
            if as_text(raw):
                self.gathered.note("WB-UNIT-SURPLUS", self.place(Aspect.UNIT), as_text(raw))
            return ""
        typed, faults = unit_of(self.question, raw)
        self.take(faults, Aspect.UNIT)
        if said.state is not State.PROVIDED:
            return typed if typed != own and said.state is State.NOT_PROVIDED else ""
        if said.unit:
            self.compare_units(said.unit, typed)
            return said.unit
        if not typed and not heading and own and not said.faults:
            self.gathered.note("WB-UNIT-ASSUMED", self.place(Aspect.UNIT), own)
        return typed or heading or own

    def compare_units(self, beside: str, typed: str) -> None:
        """Hold the unit typed beside a figure against the one in the unit column, which may be the prefilled one."""
        if typed and typed != beside:
            if typed == self.question.unit:
                self.gathered.note("WB-UNIT-TYPED", self.place(Aspect.UNIT), beside, other=typed)
            else:
                facts = {"other": typed, "example": self.question.unit}
                self.take((Fault("WB-UNIT-CONFLICT", beside, facts),), Aspect.UNIT)


def read_once(
    sheet: Sheet, section: Section, layout: Layout, lines: Iterable[Line], gathered: Gathered
) -> dict[str, Entry]:
    """Return the answers of a section asked once, each with its place, given the lines under its heading."""
    entries: dict[str, Entry] = {}
    at = {column.aspect: index for index, column in layout.columns.items() if column.key == f"#{column.aspect}"}
    for row, line in lines:
        if line.count("") == len(line) and not _marked(sheet, row):
            continue
        question = _question(sheet, section, layout, (row, line), gathered)
        if question is None:
            continue
        entry = _Answering(sheet, question, at, row, line, gathered).entry(layout.units.get(at[Aspect.VALUE], ""))
        before = entries.get(question.id)
        if before is None or not _said(before):
            entries[question.id] = entry
        elif _said(entry):
            gathered.note("WB-FIELD-TWICE", entry.place, entry.value, name=question.label.zh, other=before.place)
    return entries


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
        first_line = name.splitlines()[0] if name else ""
        if name and not named and not {fold(name), fold(first_line)} & gathered.words:
            facts = {"name": question.label.zh, "name_en": question.label.en or question.label.zh}
            gathered.note("WB-ROW-RENAMED", sheet.place(row, name_at or 0), name, **facts)
        if key and identified is None:
            gathered.note("WB-CELL-STRAY", sheet.place(row, id_at or 0), key)
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
            sheet.place(row, min(answered)),
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
    own = gathered.words | {fold(guidance(question))}
    if text and index is not None and fold(text) not in own:
        gathered.note("WB-CELL-STRAY", sheet.place(line[0], index), text)


def _text_at(sheet: Sheet, cells: list[Any], index: int | None) -> str:
    offset = -1 if index is None else index - sheet.left
    return as_text(cells[offset]) if 0 <= offset < len(cells) else ""
