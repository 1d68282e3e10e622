"""The fields of a section in words: label, inputs with what was answered, echo, range, last year, findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from qiantan.core.findings import Finding
from qiantan.core.formats.workbook.wire import SOURCES, units_offered
from qiantan.core.quantities.units import UnitError, convert
from qiantan.core.templates.activity import MISSING, ActivityData, Entry, State
from qiantan.core.templates.schema import Field, Section
from qiantan.web.products.answers import is_answered
from qiantan.web.ui.parts import FindingView
from qiantan.web.ui.wording import finding_view, significant, words

SOURCED = {"quantity", "parameter"}
LIST_MARK = "；"
ROWS_OPEN = 3
# Said by the mark beside the label and by the list on top; a box under every empty field would hide what is wrong.
MISSING_ANSWER = frozenset({"ENTRY-REQUIRED"})
BRIEF = 6
SAFE = str.maketrans({".": "-", "[": "-", "]": ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One choice of a drop-down."""

    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One field as the page shows it. `name` begins the names of its inputs, `id` names its elements."""

    id: str
    name: str
    label: str
    help: str
    kind: str
    required: bool
    may_be_inapplicable: bool
    inapplicable: bool
    value: str
    unit: str
    units: Sequence[Choice]
    choices: Sequence[Choice]
    sources: Sequence[Choice]
    evidence: str
    note: str
    example: str
    echo: str
    typical: str
    last_year: str
    theirs: str
    findings: Sequence[FindingView]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """One row of a table section; `number` is its number on the page, from 0."""

    id: str
    number: int
    title: str
    questions: Sequence[Question]
    findings: int
    open: bool


def questions(
    section: Section,
    data: ActivityData,
    findings: Iterable[Finding],
    *,
    earlier: ActivityData | None = None,
    theirs: Mapping[str, Entry] | None = None,
) -> tuple[Question, ...]:
    """Return the fields of a section that is asked once; `theirs` holds what others saved in between."""
    by_place = _by_place(findings)
    return tuple(
        question(
            one,
            data.get(one.id),
            one.id,
            findings=by_place.get(one.id, ()),
            earlier=earlier.get(one.id) if earlier else MISSING,
            theirs=(theirs or {}).get(one.id),
        )
        for one in section.fields
    )


def question_rows(
    section: Section, rows: Mapping[int, Mapping[str, Entry]], findings: Iterable[Finding]
) -> tuple[QuestionRow, ...]:
    """Return the rows of a table section by their number on the page. A finding counts rows as they are kept: without
    the empty ones.
    """
    by_place = _by_place(findings)
    made = []
    kept = 0
    for number, row in rows.items():
        filled = any(is_answered(entry) for entry in row.values())
        kept += filled
        asked = tuple(
            question(
                one,
                row.get(one.id, MISSING),
                f"{section.id}.{number}.{one.id}",
                findings=by_place.get(f"{section.id}[{kept}].{one.id}", ()) if filled else (),
            )
            for one in section.fields
        )
        count = sum(len(one.findings) for one in asked)
        made.append(
            QuestionRow(
                id=f"{section.id}-{number}",
                number=number,
                title=_row_title(section, row),
                questions=asked,
                findings=count,
                open=bool(count) or not filled or len(rows) <= ROWS_OPEN,
            )
        )
    return tuple(made)


def _row_title(section: Section, row: Mapping[str, Entry]) -> str:
    """Return what a row is about: its first choice or name, and its first figure."""
    named = next(
        (one for one in section.fields if one.kind in {"text", "choice"} and shown(one, row.get(one.id, MISSING))), None
    )
    figure = next((one for one in section.fields if one.kind == "quantity" and row.get(one.id, MISSING).provided), None)
    return " · ".join(_brief(one, row[one.id]) for one in (named, figure) if one is not None)


def _brief(field: Field, given: Entry) -> str:
    try:
        return (
            f"{significant(float(given.value), BRIEF)} {given.unit}"
            if field.kind == "quantity"
            else shown(field, given)
        )
    except ValueError:
        return shown(field, given)


def shown(field: Field, given: Entry) -> str:
    """Return an answer as a person reads it: a choice by its wording, a figure with its unit."""
    if given.state is State.NOT_APPLICABLE:
        return _("不适用")
    if field.kind == "choice":
        return next((words(one.label) for one in field.choices if one.key == given.value), given.value)
    return f"{given.value} {given.unit}".strip()


def question(
    field: Field,
    given: Entry,
    name: str,
    *,
    findings: Sequence[Finding] = (),
    earlier: Entry = MISSING,
    theirs: Entry | None = None,
) -> Question:
    """Return one field."""
    unit = given.unit or field.unit
    return Question(
        id=element_id(name),
        name=name,
        label=words(field.label),
        help=words(field.help),
        kind=field.kind,
        required=field.required,
        may_be_inapplicable=field.not_applicable,
        inapplicable=given.state is State.NOT_APPLICABLE,
        value=given.value,
        unit=unit,
        units=[Choice(key=one, text=one, chosen=one == unit) for one in _units(field, unit)],
        choices=[Choice(key=one.key, text=words(one.label), chosen=one.key == given.value) for one in field.choices],
        sources=_sources(field, given),
        evidence=LIST_MARK.join(given.evidence),
        note=given.note,
        example=field.example,
        echo=echo(field, given),
        typical=_typical(field),
        last_year=shown(field, earlier) if earlier.provided else "",
        theirs="" if theirs is None else shown(field, theirs) or _("（空）"),
        findings=[replace(finding_view(one), place="") for one in findings if one.code not in MISSING_ANSWER],
        more=bool(given.note or given.source or given.evidence),
    )


def element_id(name: str) -> str:
    """Return the id of the elements of a question, from the name of its inputs or its key."""
    return name.translate(SAFE)


def echo(field: Field, given: Entry) -> str:
    """Return what was understood, in the unit the template asks for: ``= 12,000 kWh``."""
    if not given.provided or not field.unit or not given.unit:
        return ""
    try:
        value = float(given.value)
        if given.unit == field.unit:
            return f"{value:,.12g} {field.unit}"
        return f"{value:,.12g} {given.unit} = {convert(value, given.unit, field.unit):,.12g} {field.unit}"
    except (UnitError, ValueError):
        return ""


def _by_place(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    places: dict[str, list[Finding]] = {}
    for one in findings:
        places.setdefault(one.place, []).append(one)
    return places


def _units(field: Field, unit: str) -> tuple[str, ...]:
    offered = units_offered(field) if field.unit else ()
    return offered if not unit or unit in offered else (*offered, unit)


def _sources(field: Field, given: Entry) -> list[Choice]:
    if field.kind not in SOURCED:
        return []
    return [Choice(key=key, text=words(label), chosen=key == given.source) for key, label in SOURCES.items()]


def _typical(field: Field) -> str:
    if field.range is None:
        return ""
    low, high = significant(float(field.range.low)), significant(float(field.range.high))
    unit = field.range.unit or field.unit
    return _("常见范围 %(low)s – %(high)s %(unit)s") % {"low": low, "high": high, "unit": unit}
