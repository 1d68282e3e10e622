"""What a typed cell means, case by case."""

import pytest

from qiantan.core.formats.workbook.cells import Answer, answer, plain_number
from qiantan.core.templates.activity import State
from qiantan.core.templates.schema import Field


def field(kind, **more):
    return Field.model_validate({"id": "asked", "kind": kind, "label": {"zh": "问题", "en": "question"}, **more})


POWER = field("quantity", unit="kWh", units=["万kWh"], example="120")
SHARE = field("parameter", unit="%")
TEXT = field("text")


@pytest.mark.parametrize(
    ("cell", "value", "unit"),
    [
        (1200.0, "1200", ""),
        (0.0, "0", ""),
        (0.1 + 0.2, "0.3", ""),
        ("1,234,567.80", "1234567.80", ""),
        ("1 234 567", "1234567", ""),
        ("１，２３４．５", "1234.5", ""),
        ("1.2 万kWh", "1.2", "万kWh"),
        ("350 吨", "350", "t"),
        ("1.2万", "12000", ""),
        ("3亿", "300000000", ""),
        ("1.5e3", "1500", ""),
        ("1.2×10⁶ kWh", "1200000", "kWh"),
        ("96.5%", "96.5", "%"),
        ("'12", "12", ""),
        ("\u00a012\u3000", "12", ""),
        ("−5", "-5", ""),
        ("1.20", "1.20", ""),
    ],
)
def test_figures(cell, value, unit):
    assert answer(POWER, cell) == Answer(State.PROVIDED, value, unit)


def test_a_number_shown_as_percent_is_read_as_shown():
    """Somebody types 98.5%; the spreadsheet keeps 0.985 and a format."""
    assert answer(SHARE, 0.985, percent=True) == Answer(State.PROVIDED, "98.5", "%")


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("abc", "WB-NUMBER"),
        ("1.2.3", "WB-NUMBER"),
        ("12345,678", "WB-NUMBER"),
        ("3,5", "WB-NUMBER-COMMA"),
        ("0,5", "WB-NUMBER-COMMA"),
        ("1.234,56", "WB-NUMBER-COMMA"),
        ("约120", "WB-NUMBER-ABOUT"),
        (">100", "WB-NUMBER-ABOUT"),
        ("120左右", "WB-NUMBER-ABOUT"),
        ("100-200", "WB-NUMBER-SPAN"),
        ("90～110 t", "WB-NUMBER-SPAN"),
        ("inf", "WB-NUMBER-INFINITE"),
        ("1e999", "WB-NUMBER-INFINITE"),
        (float("inf"), "WB-NUMBER-INFINITE"),
        (float("nan"), "WB-NUMBER-INFINITE"),
        (1e30, "WB-NUMBER-INFINITE"),
        (1e-60, "WB-NUMBER-LONG"),
        ("9" * 1_000_000, "WB-NUMBER-LONG"),
        (True, "WB-KIND"),
        (["2025-01-03"], "WB-KIND"),
        ("5 车", "WB-UNIT"),
        ("#REF!", "WB-ERROR-CELL"),
    ],
)
def test_what_is_no_figure_is_kept_as_typed_with_its_fault(cell, code):
    said = answer(POWER, cell)

    assert [one.code for one in said.faults] == [code]
    assert said.state is State.PROVIDED


@pytest.mark.parametrize("cell", ["—", "-", "/", "－", "无", "暂无", "none"])
def test_marks_are_not_provided_and_told(cell):
    said = answer(POWER, cell)

    assert said.state is State.NOT_PROVIDED
    assert [one.code for one in said.faults] == ["WB-MARK"]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("不适用", ""),
        ("N/A", ""),
        ("n.a.", ""),
        ("不适用：无此工序", "无此工序"),
        ("不适用（外包）", "外包"),
        ("不涉及", ""),
    ],
)
def test_not_applicable(cell, reason):
    assert answer(POWER, cell) == Answer(State.NOT_APPLICABLE, reason=reason)


def test_none_is_an_answer_in_words():
    assert answer(TEXT, "无") == Answer(State.PROVIDED, "无")


def test_words_that_are_numbers_keep_no_decimal_point():
    assert answer(TEXT, 42.0) == Answer(State.PROVIDED, "42")


DAY = field("date", id="period_end", example="2025-01-31")
MONTH = field("month", example="2025-03")


@pytest.mark.parametrize(
    "cell",
    [
        "2025-03-01",
        "2025/3/1",
        "2025.3.1",
        "2025年3月1日",
        "20250301",
        ["2025-03-01"],
        ["2025-03-01T00:00:00"],
        45717.0,
    ],
)
def test_days(cell):
    assert answer(DAY, cell) == Answer(State.PROVIDED, "2025-03-01")


@pytest.mark.parametrize(("name", "day"), [("period_start", "2025-12-01"), ("period_end", "2025-12-31")])
def test_a_month_where_a_day_is_asked_is_its_first_or_last_and_told(name, day):
    said = answer(field("date", id=name), "2025年12月")

    assert said.value == day
    assert [one.code for one in said.faults] == ["WB-DATE-MONTH"]


@pytest.mark.parametrize("cell", ["2025-03", "2025.03", "2025年3月", 2025.03, 202503.0, ["2025-03-14"], "2025/3"])
def test_months(cell):
    assert answer(MONTH, cell) == Answer(State.PROVIDED, "2025-03")


def test_october_stored_as_a_number_is_asked_about():
    assert [one.code for one in answer(MONTH, 2025.1).faults] == ["WB-MONTH-TENTH"]
    assert answer(MONTH, "2025.10") == Answer(State.PROVIDED, "2025-10")


@pytest.mark.parametrize(
    ("cell", "code"),
    [("03/04/2025", "WB-DATE-ORDER"), ("25.3.1", "WB-DATE-ORDER"), ("年初", "WB-DATE"), ("2025-02-30", "WB-DATE")],
)
def test_what_is_no_day(cell, code):
    assert [one.code for one in answer(DAY, cell).faults] == [code]


CHOICE = field(
    "choice",
    choices=[
        {"key": "limestone", "label": {"zh": "外购石灰石（矿）", "en": "Limestone"}},
        {"key": "clay", "label": {"zh": "黏土", "en": "Clay"}},
    ],
)


@pytest.mark.parametrize("cell", ["limestone", "外购石灰石（矿）", "外购石灰石(矿)", "LIMESTONE", "外购石灰石"])
def test_choices_by_key_label_or_beginning(cell):
    assert answer(CHOICE, cell) == Answer(State.PROVIDED, "limestone")


def test_a_misspelt_choice_names_the_nearest():
    (fault,) = answer(CHOICE, "粘土").faults

    assert fault.code == "WB-CHOICE"
    assert fault.facts["hint"] == "是否为“黏土”？"


def test_credit_code():
    code = field("uscc")

    assert answer(code, "９１５２ ００００ｍａ００００００００ｇ").faults != ()
    assert answer(code, "91520000ma0000000g") == Answer(State.PROVIDED, "91520000MA0000000G")
    assert [one.code for one in answer(code, 9.15e17).faults] == ["WB-USCC-NUMBER"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (1e15, "1000000000000000"),
        (123456789012345678.0, "123456789012346000"),
        (1e-7, "0.0000001"),
        (-0.5, "-0.5"),
        (1234567.89012345, "1234567.89012345"),
    ],
)
def test_numbers_are_written_plainly_with_fifteen_digits(number, text):
    assert plain_number(number) == text
