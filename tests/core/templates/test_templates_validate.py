"""Every fault of the answers, all in one go, each with its exact wording."""

from dataclasses import replace

import pytest
from tests.factories.answers import EMPTY, changed, choice, given, not_applicable, parameter, with_cell

from qiantan.core.findings import Severity
from qiantan.core.findings.uscc import check_character, uscc_fault
from qiantan.core.templates.activity import ActivityData, Entry, State
from qiantan.core.templates.load import template
from qiantan.core.templates.validate import validate

CEMENT = template("cement")


def found(data, code):
    return [each for each in validate(CEMENT, data) if each.code == code]


def only(data, code):
    (each,) = validate(CEMENT, data)
    assert each.code == code
    return each


def test_an_empty_form_names_every_required_answer_at_once():
    findings = validate(CEMENT, ActivityData(template="cement", version=1))
    required = [
        field.id
        for section in CEMENT.sections
        if section.kind == "fields"
        for field in section.fields
        if field.required
    ]
    assert [each.place for each in findings if each.code == "ENTRY-REQUIRED"] == required
    assert [each.place for each in findings if each.code == "ENTRY-ROWS"] == ["fuels", "electricity_sources"]
    assert {each.severity for each in findings} == {Severity.BLOCKING}


def test_a_missing_answer_says_what_to_do():
    each = only(changed("cement", clinker_produced=EMPTY), "ENTRY-REQUIRED")
    assert each.message.zh == "“熟料产量”必填。"
    assert each.message.en == "“Clinker produced” is required."
    assert each.expected.zh == "数值和单位（t）"
    assert each.example == "1,255,000"
    assert each.remedy.zh == "请填写；确实为零时填 0。"


def test_a_finding_stands_where_the_answer_was_read():
    entry = given("很多", "t", place="产量!C7")
    each = only(changed("cement", clinker_produced=entry), "ENTRY-NUMBER")
    assert each.place == "产量!C7"
    assert each.message.zh == "“熟料产量”不是数值。"
    assert each.found == "很多 t"


def test_a_figure_with_separators_and_unit_gets_its_clean_form():
    each = only(changed("cement", clinker_produced=given("1,255,000 吨", "t")), "ENTRY-NUMBER")
    assert each.remedy.zh == "是否应为 1255000 吨？请把单位填在单位栏。"


@pytest.mark.parametrize("value", ["inf", "nan", "1e400", "0x10", "1.2.3", "9" * 41, "--"])
def test_what_is_no_plain_decimal_is_not_a_figure(value):
    assert found(changed("cement", clinker_produced=given(value, "t")), "ENTRY-NUMBER")


def test_a_negative_amount_is_refused_where_none_can_be():
    (each,) = found(changed("cement", clinker_produced=given("-1255000", "t")), "ENTRY-NEGATIVE")
    assert each.remedy.zh == "请核对符号，是否应为 1255000？"


def test_a_stock_may_fall():
    assert found(changed("cement", clinker_stock_change=given("-10000", "t")), "ENTRY-NEGATIVE") == []


def test_a_missing_unit():
    each = only(changed("cement", clinker_produced=given("1255000", "")), "ENTRY-UNIT")
    assert each.message.zh == "“熟料产量”没有单位。"
    assert each.expected.zh == "t、万t"


def test_an_unknown_unit():
    each = only(changed("cement", clinker_produced=given("1255000", "车")), "ENTRY-UNIT")
    assert each.message.zh == "“熟料产量”的单位“车”无法识别。"


def test_a_unit_of_another_dimension():
    (each,) = found(changed("cement", elec_kiln=given("70000", "t")), "ENTRY-DIMENSION")
    assert each.message.zh == "“熟料烧成用电”的单位“t”是质量，这里需要能量。"


def test_carbon_is_not_carbon_dioxide():
    """A carbon content given per tonne of CO2 is refused: 44/12 apart."""
    (each,) = found(with_cell("cement", "fuels", 0, carbon_content=parameter("0.095", "tCO2/GJ")), "ENTRY-DIMENSION")
    assert each.place == "fuels[1].carbon_content"
    assert (
        each.message.zh
        == "“燃料”第 1 行“单位热值含碳量（实测）”的单位“tCO2/GJ”是二氧化碳质量/能量，这里需要碳的质量/能量。"
    )


def test_a_date_that_is_none():
    each = only(changed("cement", period_end=given("2025年底")), "ENTRY-DATE")
    assert each.message.zh == "“统计期止”不是日期。"
    assert each.example == "2025-12-31"


def test_a_period_that_ends_before_it_begins():
    each = only(changed("cement", period_start=given("2025-12-31"), period_end=given("2025-01-01")), "ENTRY-PERIOD")
    assert each.message.zh == "统计期止早于统计期起。"


def test_a_period_of_one_day_is_a_period():
    assert validate(CEMENT, changed("cement", period_start=given("2025-12-31"), period_end=given("2025-12-31"))) == ()


def test_a_choice_that_is_none_offers_the_nearest():
    each = only(changed("cement", declared_unit=choice("1吨PO42.5水泥")), "ENTRY-CHOICE")
    assert each.expected.zh == "1 t 硅酸盐水泥熟料；1 t P·O 42.5 水泥"
    assert each.remedy.zh == "是否应为“1 t P·O 42.5 水泥”？"


def test_a_credit_code_with_a_slip():
    each = only(changed("cement", producer_uscc=given("91520000MA0000000X")), "ENTRY-USCC")
    assert each.message.zh == "统一社会信用代码的校验位不符：末位为X，按前17位应为G，请核对是否抄错。"


def test_the_credit_code_of_the_standard():
    """GB 32100-2015 §5: 31 less the weighted sum of the first 17 characters, modulo 31."""
    assert uscc_fault("91350100M000100Y43") is None
    assert check_character("91350100M000100Y4") == "3"


def test_not_applicable_needs_a_reason():
    each = only(changed("cement", clinker_sold=Entry(state=State.NOT_APPLICABLE)), "ENTRY-REASON")
    assert each.message.zh == "“外售熟料”填了“不适用”，但没有说明原因。"


def test_what_is_required_cannot_be_not_applicable():
    each = only(changed("cement", raw_meal_used=not_applicable()), "ENTRY-NOT-APPLICABLE")
    assert each.message.zh == "“入窑生料量”不能填“不适用”。"


def test_zero_missing_and_not_applicable_are_three_things():
    assert validate(CEMENT, changed("cement", kiln_dust=given("0", "t"))) == ()
    assert validate(CEMENT, changed("cement", kiln_dust=EMPTY)) == ()
    assert validate(CEMENT, changed("cement", kiln_dust=not_applicable())) == ()


def test_an_answer_to_no_question_is_told():
    each = only(changed("cement", kiln_colour=given("red")), "ENTRY-UNKNOWN")
    assert each.message.zh == "模板没有问题“kiln_colour”，此处填写不会被采用。"


def test_a_row_of_an_unknown_table_is_told():
    data = changed("cement", rows={"pets": ({"name": given("cat")},)})
    assert only(data, "ENTRY-UNKNOWN").place == "pets[1].name"


def test_too_many_rows():
    rows = (changed("cement").rows["additions"][0],) * 61
    assert "最多 60 行" in found(changed("cement", rows={"additions": rows}), "ENTRY-ROWS")[0].message.zh


def test_empty_rows_are_not_rows():
    rows = (*changed("cement").rows["fuels"], {}, {"name": EMPTY})
    assert validate(CEMENT, changed("cement", rows={"fuels": rows})) == ()


def test_an_unknown_kind_of_source():
    each = only(changed("cement", clinker_used=given("1255000", "t", source="rumour")), "ENTRY-SOURCE")
    assert each.severity is Severity.BLOCKING


def test_words_that_are_too_long():
    each = only(changed("cement", site_name=given("厂" * 501)), "ENTRY-LENGTH")
    assert each.expected.zh == "不超过 500 字"


def test_answers_of_another_template():
    each = found(replace(changed("cement"), template="steel"), "ENTRY-TEMPLATE")[0]
    assert each.message.zh == "填报内容属于模板“steel”，不是“cement”。"


def test_answers_of_an_older_edition_are_read_with_a_warning():
    assert only(replace(changed("cement"), version=0), "ENTRY-VERSION").severity is Severity.WARNING


# --- plausibility ----------------------------------------------------------------------------------------------------


def test_kilowatt_hours_typed_as_megawatt_hours_are_suspected():
    """70,000 MWh / 1,255,000 t is 55.8 kWh/t; as 万kWh without the 万 it is ten thousand times less."""
    (each,) = found(changed("cement", elec_kiln=given("7000", "kWh")), "ENTRY-RANGE")
    assert each.severity is Severity.WARNING
    assert each.example == "70000000 kWh"
    assert "是否应为 70000000 kWh？相差 1 万倍（“万”字）" in each.remedy.zh


def test_tonnes_typed_as_kilograms_are_suspected():
    (each, *_) = found(changed("cement", raw_meal_used=given("1882500000", "t")), "ENTRY-RANGE")
    assert each.example == "1882500 t"


def test_a_carbon_content_typed_as_carbon_dioxide_is_suspected():
    """95 t CO2/TJ written as 0.095 tC/GJ; times 12/44 it is 0.0259."""
    (each,) = found(with_cell("cement", "fuels", 0, carbon_content=parameter("0.095", "tC/GJ")), "ENTRY-RANGE")
    assert each.place == "fuels[1].carbon_content"
    assert each.example == "0.0259091 tC/GJ"
    assert each.expected.zh.startswith("0.010～0.036 tC/GJ；依据：")


def test_an_odd_figure_without_a_known_slip_asks_for_a_remark():
    (each,) = found(changed("cement", clinker_cao=parameter("20", "%")), "ENTRY-RANGE")
    assert each.example == "65.2"
    assert each.remedy.zh == "请核对数值和单位；确实如此请在备注说明。"


def test_a_balance_that_does_not_close():
    each = only(changed("cement", clinker_used=given("1000000", "t")), "ENTRY-BALANCE")
    assert each.message.zh == "熟料平衡不闭合：来源合计 1255000 t，去向合计 1000000 t，相差 20.32 %。"


def test_a_balance_adds_up_across_units():
    assert validate(CEMENT, changed("cement", clinker_used=given("125.5", "万t"))) == ()
