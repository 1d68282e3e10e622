"""Reading what people do to a template: moving, renaming, merging, hiding, adding."""

import io

import openpyxl
import pytest
from tests.factories.workbooks import (
    BOUGHT,
    MADE,
    ONCE,
    PLANT,
    answers,
    edited,
    filled,
    on_sheet,
    reworked,
    template_of,
)

from qiantan.core.formats.workbook import read, write_csv_template, write_template
from qiantan.core.templates.activity import State, to_json
from qiantan.core.templates.load import example, template, template_ids

KNOWN = ("plant",)


def reading_of(content, name="工厂.xlsx"):
    return read(name, content, template_of, KNOWN)


def same(reading):
    return to_json(reading.data) == to_json(answers())


def test_what_is_written_is_read():
    reading = reading_of(filled())

    assert reading.findings == ()
    assert reading.template is PLANT
    assert same(reading)


def test_an_empty_template_has_no_findings_on_form():
    reading = reading_of(write_template(PLANT))

    assert reading.findings == ()
    assert to_json(reading.data)["fields"] == {}
    assert reading.data.rows == {"bought": ()}


def test_the_same_answers_give_the_same_bytes():
    assert write_template(PLANT, answers()) == write_template(PLANT, answers())


def test_places_name_cells_as_people_do():
    data = reading_of(filled()).data

    assert data.fields["output"].place == f"{MADE}!C5"
    assert data.fields["remark"].place == f"{ONCE}!C11"
    assert data.rows["bought"][1]["amount"].place == f"{BOUGHT}!E7"


def test_sheets_in_another_order_and_renamed():
    def shuffle(book):
        book.move_sheet(BOUGHT, -2)
        book[MADE].title = "表二"

    assert same(reading_of(reworked(shuffle)))


def test_columns_in_another_order():
    def swap(sheet):
        for row in range(3, 12):
            left, right = sheet.cell(row, 3), sheet.cell(row, 5)
            left.value, right.value = right.value, left.value

    reading = reading_of(on_sheet(BOUGHT, swap))

    assert reading.findings == ()
    assert same(reading)


def test_visible_headings_go_before_hidden_keys():
    """Somebody moves the visible columns; the hidden row of keys stays where it was."""

    def swap(sheet):
        for row in range(4, 12):
            left, right = sheet.cell(row, 3), sheet.cell(row, 5)
            left.value, right.value = right.value, left.value

    assert same(reading_of(on_sheet(BOUGHT, swap)))


def test_a_renamed_heading_is_known_by_its_hidden_key():
    assert same(reading_of(edited({f"{BOUGHT}!E4": "用了多少"})))


def test_a_heading_may_name_the_unit():
    """Without the hidden row, "消耗量（kg）" over the figures gives the unit of cells without one."""
    reading = reading_of(edited({f"{BOUGHT}!E4": "消耗量（kg）", f"{BOUGHT}!F6": None}))

    assert reading.data.rows["bought"][0]["amount"].unit == "kg"
    assert reading.data.rows["bought"][1]["amount"].unit == "t"


def test_moved_questions_are_known_by_name():
    def swap(sheet):
        for column in (2, 3, 4, 5, 6, 7, 8):
            above, below = sheet.cell(5, column), sheet.cell(6, column)
            above.value, below.value = below.value, above.value

    reading = reading_of(on_sheet(MADE, swap))

    assert reading.findings == ()
    assert same(reading)


def test_words_merged_over_rows_count_for_each():
    def merge(sheet):
        sheet["H7"] = None
        sheet.merge_cells("H6:H7")

    reading = reading_of(on_sheet(BOUGHT, merge))

    assert [row["amount"].evidence for row in reading.data.rows["bought"]] == [("发票 1",), ("发票 1",)]


def test_a_formula_with_its_result_is_a_figure():
    book = openpyxl.load_workbook(io.BytesIO(filled()))
    book[MADE]["C5"] = 125000
    out = io.BytesIO()
    book.save(out)

    assert reading_of(out.getvalue()).data.fields["output"].value == "125000"


def test_three_states_stay_apart():
    reading = reading_of(edited({f"{MADE}!C5": 0, f"{MADE}!C6": None}))

    states = {key: reading.data.get(key).state for key in ("output", "purity", "heat")}
    assert states == {
        "output": State.PROVIDED,
        "purity": State.NOT_PROVIDED,
        "heat": State.NOT_APPLICABLE,
    }
    assert reading.data.get("output").value == "0"


def test_percent_typed_into_a_cell():
    def type_percent(sheet):
        sheet["C6"] = 0.985
        sheet["C6"].number_format = "0.0%"

    entry = reading_of(on_sheet(MADE, type_percent)).data.get("purity")
    assert (entry.value, entry.unit) == ("98.5", "%")


def test_an_older_version_is_told_and_still_read():
    """So that the answers can be carried into the current template."""
    reading = reading_of(reworked(lambda book: book["_qiantan"].__setitem__("B2", "2")))

    assert [one.code for one in reading.findings] == ["WB-TEMPLATE-OUTDATED"]
    assert same(reading)
    assert reading_of(write_template(PLANT, reading.data)).findings == ()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_in_any_usual_encoding(encoding, separator):
    text = write_csv_template(PLANT, answers()).decode("utf-8-sig").replace(",", separator)

    reading = reading_of(text.encode(encoding), "工厂.csv")

    assert reading.findings == ()
    assert same(reading)


def test_csv_cannot_carry_a_formula():
    data = answers()
    risky = data.fields["company"].__class__(state=State.PROVIDED, value="=HYPERLINK(1)")
    data = data.__class__(template="plant", version=3, fields={"company": risky}, rows={})

    content = write_csv_template(PLANT, data)

    assert ",=HYPERLINK" not in content.decode()
    assert reading_of(content, "a.csv").data.get("company").value == "=HYPERLINK(1)"


def test_one_table_saved_as_csv_is_read_as_that_sheet():
    text = '名称,类别,消耗量,单位,运输距离（km）,低位发热量,起用日期\n石灰石,外购石灰石,"1,600.5",吨,35,,2025年3月1日\n'

    reading = reading_of(text.encode("gb18030"), "原料.csv")

    row = reading.data.rows["bought"][0]
    assert (row["amount"].value, row["amount"].unit) == ("1600.5", "t")
    assert row["since"].value == "2025-03-01"
    assert [one.code for one in reading.findings] == ["WB-TEMPLATE-GUESSED", "WB-SHEET-MISSING", "WB-SHEET-MISSING"]


def test_together_says_each_thing_once():
    from qiantan.core.templates.validate import validate

    reading = reading_of(edited({f"{MADE}!C5": "待定量", f"{MADE}!D5": "顿"}))

    codes = [one.code for one in reading.together(validate(PLANT, reading.data))]
    assert codes == ["WB-NUMBER", "WB-UNIT"]


@pytest.mark.parametrize("name", template_ids())
def test_every_template_of_the_rulebook_survives_with_its_example(name):
    """As xlsx and as csv: no finding, the same answers."""
    plan, data = template(name), example(name)

    for file, content in (("a.xlsx", write_template(plan, data)), ("a.csv", write_csv_template(plan, data))):
        reading = read(file, content, template)
        assert reading.findings == ()
        assert to_json(reading.data) == to_json(data)


def test_help_worded_otherwise_since_is_no_remark_of_the_plant():
    """The template's help changed after the workbook was downloaded; what the workbook says was ours then."""
    sections = tuple(
        section.model_copy(
            update={"fields": tuple(field.model_copy(update={"example": "777"}) for field in section.fields)}
        )
        for section in PLANT.sections
    )
    later = PLANT.model_copy(update={"sections": sections})

    reading = read("a.xlsx", filled(), lambda _: later, KNOWN)

    assert [one.code for one in reading.findings] == ["WB-TEMPLATE-CHANGED"]
    assert same(reading)
