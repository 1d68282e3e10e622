"""Reading the answers to a template: one question at a place, its figure, its words.

A place is a field asked once, or a column of one row. Compose and validate both look at answers through this module,
so that both read and word them alike.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text
from qiantan.core.quantities.units import convert, is_unit, same_dimension
from qiantan.core.study.shape import FIGURE_LENGTH, FIGURE_PATTERN, Named
from qiantan.core.templates.activity import MISSING, ActivityData, Entry, State
from qiantan.core.templates.schema import Field, Section, Template

_FIGURE = re.compile(FIGURE_PATTERN)
SOURCES = ("meter", "ledger", "invoice", "estimate", "literature")
Row = Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Question:
    """One field at its place: `row` is the row's index from 0, none for a field asked once."""

    section: Section
    field: Field
    row: int | None
    entry: Entry

    @property
    def key(self) -> str:
        """Return the field id, or ``section[1].column`` for a cell of a table (rows from 1)."""
        return self.field.id if self.row is None else f"{self.section.id}[{self.row + 1}].{self.field.id}"

    @property
    def place(self) -> str:
        """Return where the answer was read, or its key."""
        return self.entry.place or self.key

    @property
    def words(self) -> Text:
        """Return the question as a person sees it."""
        zh, en = self.field.label.zh, self.field.label.en or self.field.label.zh
        if self.row is None:
            return Text(f"“{zh}”", f"“{en}”")
        title = self.section.title
        return Text(
            f"“{title.zh}”第 {self.row + 1} 行“{zh}”", f"“{en}” in row {self.row + 1} of “{title.en or title.zh}”"
        )


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers to a template, by field and row."""

    template: Template
    data: ActivityData

    def section(self, section_id: str) -> Section:
        """Return a section by id."""
        return next(section for section in self.template.sections if section.id == section_id)

    def rows(self, section_id: str) -> tuple[tuple[int, Row], ...]:
        """Return the rows of a section that hold any answer, each with its index."""
        rows = self.data.rows.get(section_id, ())
        return tuple((index, row) for index, row in enumerate(rows) if any(_touched(entry) for entry in row.values()))

    def once(self, field_id: str) -> Question:
        """Return a field asked once."""
        section, field = next(
            (section, field)
            for section in self.template.sections
            if section.kind == "fields"
            for field in section.fields
            if field.id == field_id
        )
        return Question(section, field, None, self.data.get(field_id))

    def at(self, field_id: str, section_id: str | None, index: int | None, row: Row) -> Question:
        """Return a column of a row; a field asked once where the section has no such column."""
        if section_id is not None and index is not None:
            section = self.section(section_id)
            for field in section.fields:
                if field.id == field_id:
                    return Question(section, field, index, row.get(field_id, MISSING))
        return self.once(field_id)

    def questions(self) -> Iterator[Question]:
        """Yield every question, rows included, in the order of the template."""
        for section in self.template.sections:
            if section.kind == "fields":
                for field in section.fields:
                    yield Question(section, field, None, self.data.get(field.id))
            else:
                for index, row in self.rows(section.id):
                    for field in section.fields:
                        yield Question(section, field, index, row.get(field.id, MISSING))

    def text(self, field_id: str) -> str:
        """Return the text of a field asked once, or the default the template shows there."""
        question = self.once(field_id)
        return question.entry.value.strip() if question.entry.provided else question.field.default

    def date(self, field_id: str) -> dt.date | None:
        """Return a date asked once; none where it is missing or not a date."""
        entry = self.data.get(field_id)
        try:
            return dt.date.fromisoformat(entry.value) if entry.provided else None
        except ValueError:
            return None

    def period(self) -> tuple[dt.date, dt.date] | None:
        """Return the half-open period: people type the last day, the end is the day after it."""
        start, last = self.date("period_start"), self.date("period_end")
        if start is None or last is None or last < start or last == dt.date.max:
            return None
        return start, last + dt.timedelta(days=1)


def figure(entry: Entry) -> Decimal | None:
    """Return the figure of an answer; none where there is none or it is no plain decimal."""
    if not entry.provided or len(entry.value) > FIGURE_LENGTH or not _FIGURE.match(entry.value):
        return None
    return Decimal(entry.value)


def fits(unit: str, field: Field) -> bool:
    """Say whether a unit has one of the dimensions a field accepts."""
    return is_unit(unit) and any(same_dimension(unit, known) for known in (field.unit, *field.units))


def converted(value: Decimal, from_unit: str, to_unit: str) -> Decimal:
    """Return a figure in another unit of the same dimension; exact where the units are the same. Raises UnitError."""
    if from_unit == to_unit:
        return value
    return value * Decimal(repr(convert(1.0, from_unit, to_unit)))


def total(questions: Iterable[Question], unit: str) -> Decimal | None:
    """Return the sum of the figures answered, in one unit; none where nothing usable is answered."""
    parts = [
        converted(value, question.entry.unit, unit)
        for question in questions
        if (value := figure(question.entry)) is not None
        and is_unit(question.entry.unit)
        and same_dimension(question.entry.unit, unit)
    ]
    return sum(parts, Decimal(0)) if parts else None


def finding(
    question: Question,
    code: str,
    message: Text,
    *,
    severity: Severity = Severity.BLOCKING,
    expected: Text = NO_TEXT,
    example: str = "",
    remedy: Text = NO_TEXT,
) -> Finding:
    """Return a finding at a question: what was found is the answer as typed."""
    entry = question.entry
    found = f"{entry.value} {entry.unit}".strip() if entry.provided else ""
    return Finding(
        code=code,
        severity=severity,
        place=question.place,
        message=message,
        found=found,
        expected=expected,
        example=example or question.field.example,
        remedy=remedy,
    )


def choice_label(field: Field, key: str) -> Named:
    """Return the wording of a choice."""
    return next((choice.label for choice in field.choices if choice.key == key), Named(zh=key or "—"))


def _touched(entry: Entry) -> bool:
    return entry.state is not State.NOT_PROVIDED or bool(entry.value or entry.note)
