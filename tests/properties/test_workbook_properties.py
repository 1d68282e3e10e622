"""Workbooks in general: reading undoes writing, and no cell is lost without a word."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.workbooks import PLANT, answers, filled, template_of

from qiantan.core.formats.workbook import read, write_csv_template, write_template
from qiantan.core.formats.workbook.cells import MARKS
from qiantan.core.formats.workbook.once import Gathered
from qiantan.core.formats.workbook.parse import Sheet, sheets
from qiantan.core.formats.workbook.section import read_section
from qiantan.core.templates.activity import ActivityData, Entry, State, to_json

LETTERS = st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters=";；'")
# Words begin with a letter that no stand-in for an answer ("不适用", "—", "#REF!") begins with.
WORDS = st.text(LETTERS, max_size=30).map(lambda text: f"甲{text}")
UNITS = {"output": ("t", "kg", "万t"), "purity": ("%",), "power": ("kWh", "万kWh", "GJ"), "heat": ("GJ", "MJ"),
         "amount": ("t", "kg"), "distance": ("km", "m"), "ncv": ("GJ/t", "MJ/kg")}  # fmt: skip


def figures():
    plain = st.decimals(min_value=0, max_value=10**12, places=6, allow_nan=False, allow_infinity=False)
    return st.one_of(st.integers(-(10**15), 10**15).map(str), plain.map(lambda value: format(value, "f")))


def values(field):
    if field.kind in ("quantity", "parameter"):
        return figures()
    if field.kind == "choice":
        return st.sampled_from([one.key for one in field.choices])
    if field.kind == "date":
        return st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)).map(str)
    if field.kind == "month":
        return st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)).map(lambda day: f"{day:%Y-%m}")
    if field.kind == "uscc":
        return st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=18, max_size=18)
    return WORDS


@st.composite
def entries(draw, field):
    said = {"note": draw(st.one_of(st.just(""), WORDS))}
    figure = field.kind in ("quantity", "parameter")
    if figure:
        said["source"] = draw(st.sampled_from(["", "meter", "ledger", "invoice", "estimate", "literature"]))
    said["evidence"] = tuple(draw(st.lists(WORDS, max_size=2)))
    state = draw(st.sampled_from(State))
    if state is State.PROVIDED:
        said |= {"value": draw(values(field)), "unit": draw(st.sampled_from(UNITS[field.id])) if figure else ""}
    if state is State.NOT_APPLICABLE and not said["note"]:
        said["note"] = "没有"
    return Entry(state=state, **said)


def keeps_its_row(row):
    return any(one.state is not State.NOT_PROVIDED or one.note or one.source or one.evidence for one in row.values())


@st.composite
def activity(draw):
    once = [field for section in PLANT.sections if section.kind == "fields" for field in section.fields]
    table = next(section for section in PLANT.sections if section.kind == "rows")
    rows = draw(st.lists(st.fixed_dictionaries({field.id: entries(field) for field in table.fields}), max_size=4))
    return ActivityData(
        template=PLANT.id,
        version=PLANT.version,
        fields={field.id: draw(entries(field)) for field in once},
        rows={table.id: tuple(filter(keeps_its_row, rows))},
    )


@settings(max_examples=40, deadline=None)
@given(activity())
def test_reading_undoes_writing(data):
    reading = read("a.xlsx", write_template(PLANT, data), template_of, ("plant",))

    assert to_json(reading.data) == to_json(data)


@settings(max_examples=60, deadline=None)
@given(activity())
def test_reading_undoes_writing_as_csv(data):
    reading = read("a.csv", write_csv_template(PLANT, data), template_of, ("plant",))

    assert to_json(reading.data) == to_json(data)


PARSED = {sheet.name: sheet for sheet in sheets(filled())}
MOMENTS = st.one_of(st.dates().map(lambda day: [str(day)]), st.times().map(lambda time: [str(time)]))
CELLS = st.one_of(
    st.text(max_size=40),
    st.floats(),
    st.booleans(),
    MOMENTS,
    st.sampled_from(
        ["—", "不适用", "N/A", "约 3", "1.2 万kWh", "3,5", "2025年3月", "#REF!", "合计", "=1+1", "nan", "1e999"]
    ),
)
# Where a mark for "nothing" says nothing that could be lost.
NOTHING = MARKS | {"无"}


def with_cell(sheet, row, column, value):
    rows = [list(line) for line in sheet.rows]
    rows += [[] for _ in range(row + 1 - len(rows))]
    width = max(column + 1, *map(len, rows))
    rows = [line + [""] * (width - len(line)) for line in rows]
    rows[row][column] = value
    return Sheet(name=sheet.name, visible=True, rows=rows, hidden=sheet.hidden)


def outcome(sheet, section):
    gathered = Gathered()
    fields, rows = read_section(sheet, section, gathered)
    data = ActivityData(template="plant", version=3, fields=fields, rows={section.id: rows})
    return to_json(data), gathered.findings


def _is_whole(value) -> bool:
    try:
        return float(value).is_integer()
    except (TypeError, ValueError):
        return False


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLANT.sections), st.integers(4, 14), st.integers(0, 16), CELLS)
def test_no_cell_is_lost_without_a_word(section, row, column, value):
    """Whatever stands under the heading changes the answers or is told; nothing raises."""
    sheet = PARSED[section.title.zh]
    before, _ = outcome(sheet, section)

    after, findings = outcome(with_cell(sheet, row, column, value), section)

    silent = after == before and not findings
    blank = isinstance(value, str) and (
        not value.strip(" \t\n\u200b\ufeff'") or value.strip().removeprefix("'").strip() in NOTHING
    )
    same = str(value).strip() == str(sheet.cell(row, column))
    number = section.kind == "rows" and column == 1 and _is_whole(value)  # the running number of a row
    assert not silent or blank or same or number, f"{section.id} {row} {column} {value!r}"


def test_the_parsed_workbook_is_what_the_properties_start_from():
    said, findings = outcome(PARSED["原料"], PLANT.sections[2])

    assert findings == []
    assert said["rows"] == to_json(answers())["rows"]
