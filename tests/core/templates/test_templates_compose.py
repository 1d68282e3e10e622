"""From answers to a study: what becomes what, and that nothing typed is lost."""

import datetime as dt
from decimal import Decimal

import pytest
from tests.factories.answers import EMPTY, changed, choice, given, parameter, with_cell
from tests.factories.composed import CEMENT, codes, composed, exchange, factor, kg_of

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.problems import structural_problems
from qiantan.core.findings import Severity
from qiantan.core.rules.check import check
from qiantan.core.study.supply import CutOff, FromFactor, FromMethod
from qiantan.core.study.wording import DIVISIONS
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template, template_ids


@pytest.mark.parametrize("name", template_ids())
def test_an_example_composes_without_findings_and_calculates(name):
    made = compose(template(name), example(name))
    assert made.findings == ()
    assert structural_problems(made.study) == ()
    assert calculate(made.study).total > 0


@pytest.mark.parametrize("name", template_ids())
def test_no_conformity_check_blocks_an_example(name):
    study = composed(example(name), template(name))
    assert [each.code for each in check(study, calculate(study)) if each.severity is Severity.BLOCKING] == []


@pytest.mark.parametrize("name", template_ids())
def test_every_factor_of_a_study_is_used_and_scored(name):
    study = composed(example(name), template(name))
    used = {x.supply.factor for p in study.processes for x in p.exchanges if isinstance(x.supply, FromFactor)}
    used |= {
        parameter.factor
        for process in study.processes
        for each in process.exchanges
        if isinstance(each.supply, FromMethod)
        for parameter in each.supply.parameters.values()
        if parameter.factor
    }
    assert {each.id for each in study.factors} == used | {study.grid_factor}
    assert all(each.quality and each.distribution and each.distribution.basis for each in study.factors)


def test_a_plant_total_stays_a_plant_total_as_typed():
    study = composed(changed("cement", clinker_produced=given("125.50", "万t")))
    amount = next(p for p in study.processes if p.id == "clinker_burning").outputs[0].amount
    assert (str(amount.value), amount.unit) == ("125.50", "万t")


def test_the_period_takes_in_its_last_day():
    study = composed(changed("cement", period_start=given("2024-07-01"), period_end=given("2024-12-31")))
    assert (study.period.start, study.period.end) == (dt.date(2024, 7, 1), dt.date(2025, 1, 1))


def test_last_years_footprint_belongs_to_the_year_before():
    study = composed(changed("cement", previous_value=given("0.92", "tCO2e")))
    assert study.tracking.value == Decimal(920)
    assert (study.tracking.period.start, study.tracking.period.end) == (dt.date(2024, 1, 1), dt.date(2025, 1, 1))


def test_the_grid_factor_is_that_of_the_year():
    year = {"period_start": given("2023-01-01"), "period_end": given("2023-12-31")}
    assert composed(changed("cement", **year)).grid_factor == "cn-elec-cf-2023-CN"
    assert composed(example("cement")).grid_factor == "cn-elec-cf-2024-CN"


def test_goal_and_interpretation_take_the_words_shown_where_nothing_is_typed():
    study = composed(changed("cement", goal_audience=EMPTY))
    assert study.goal.audience == "企业管理人员、下游客户、核查机构和主管部门。"
    assert study.interpretation.limitations.startswith("部分上游采用缺省因子")


def test_an_unstated_source_counts_as_an_estimate_and_is_told():
    data = changed("cement", elec_kiln=given("70000", "MWh", source=""))
    assert codes(data) == ["ENTRY-SOURCE"]
    assert exchange(composed(data), "kiln_electricity").source == "estimate"


def test_evidence_and_remark_go_with_the_exchange():
    entry = given("70000", "MWh", evidence=("电表读数 2025.xlsx",), note="总降 2 号表")
    found = exchange(composed(changed("cement", elec_kiln=entry)), "kiln_electricity")
    assert [each.name for each in found.evidence] == ["电表读数 2025.xlsx"]
    assert found.note == "总降 2 号表"


# --- declared unit and processes -------------------------------------------------------------------------------------


def test_a_study_of_clinker_leaves_the_mills_out_and_says_so():
    made = compose(CEMENT, changed("cement", declared_unit=choice("clinker")))
    assert [process.id for process in made.study.processes] == ["electricity_supply", "raw_meal", "clinker_burning"]
    (note,) = made.findings
    assert (note.code, note.severity) == ("ENTRY-OTHER-PROCESS", Severity.NOTE)
    assert note.message.zh == "声明单位不需要这些工序，其数据不计入本研究：水泥粉磨与包装。"


def test_cement_is_its_share_of_clinker_and_what_the_mills_add():
    """0.95 t of clinker per tonne: clinker footprint × 0.95 + grinding."""
    cement = calculate(composed(example("cement")))
    clinker = calculate(composed(changed("cement", declared_unit=choice("clinker")))).total
    mills = dict(zip(cement.exchange_ids, cement.kg_by_exchange, strict=True))["addition_transport:1"]
    electricity = 63864.47368421053 / 1321052.6315789474 * 1000 * 0.5777
    assert cement.total == pytest.approx(0.95 * clinker + mills + electricity, rel=1e-12)


def test_a_declared_unit_without_its_output_is_refused():
    made = compose(CEMENT, changed("cement", cement_po425=EMPTY))
    assert made.study is None
    each = next(each for each in made.findings if each.code == "ENTRY-DECLARED")
    assert each.message.zh == "声明单位为“1 t P·O 42.5 水泥”，须填写“P·O 42.5 水泥产量”。"


def test_an_output_of_zero_is_refused():
    assert "ENTRY-OUTPUT" in codes(changed("cement", cement_po425=given("0", "t")))


def test_another_cement_shares_what_is_shared_by_mass_and_keeps_its_own_clinker():
    """Hand-worked: 1000 t of each cement, electricity 90 MWh shared half and half; 900 t clinker to one, 500 to the other."""
    study = composed(
        changed(
            "cement",
            cement_po425=given("1000", "t"),
            cement_other=given("1000", "t"),
            clinker_used=given("900", "t"),
            clinker_used_other=given("500", "t"),
            elec_grinding=given("90", "MWh"),
        )
    )
    outcome = calculate(study)
    amounts = dict(zip(outcome.exchange_ids, outcome.amount_by_exchange, strict=True))
    assert amounts["grinding_clinker"] == pytest.approx(0.9, rel=1e-12)
    assert amounts["grinding_clinker_other"] == 0
    assert amounts["grinding_electricity"] == pytest.approx(90 / 2000, rel=1e-12)
    assert [each.text for each in study.choices if each.topic == "allocation"] == [
        "水泥粉磨与包装的共用投入在P·O 42.5 水泥、其他水泥之间分配：按质量。"
    ]


def test_clinker_for_a_cement_nobody_made_is_told():
    data = changed("cement", clinker_used_other=given("5", "t"), clinker_used=given("1254995", "t"))
    assert codes(data) == ["ENTRY-UNUSED"]
    data = with_cell("cement", "additions", 0, used_for=choice("other"))
    assert codes(data) == ["ENTRY-UNUSED"] * 2


def test_a_supplying_process_without_output_is_asked_for():
    plan = template("electrolytic_aluminium")
    made = compose(plan, changed("electrolytic_aluminium", alumina_used=given("100000", "t")))
    assert made.study is None
    each = next(each for each in made.findings if each.code == "ENTRY-SUPPLIER")
    assert each.place == "alumina_produced"
    assert each.message.zh == "“自产氧化铝”由“氧化铝”提供，但没有填写“氧化铝”的产量。"


# --- factors ---------------------------------------------------------------------------------------------------------


def test_a_suppliers_footprint_goes_before_the_default_and_is_pinned():
    """Hand-worked: 66,052.63 t × 0.05 t CO2e/t over 1,321,052.63 t is 2.5 kg per tonne."""
    cells = {"own_factor": parameter("0.05", "tCO2e/t"), "own_factor_source": choice("供应商报告 2025-013")}
    study = composed(with_cell("cement", "additions", 0, **cells))
    found = factor(study, "supplier:additions:1")
    assert found.emissions[0].kg == 50
    assert (found.per, found.release) == ("t", "supplier")
    assert found.provenance.document == "供应商报告 2025-013"
    assert (found.provenance.how_found, found.reference_year) == ("text", "2025")
    assert (found.quality.technology, found.quality.time) == (1, 1)
    assert kg_of(study, "addition") == pytest.approx(2.5, rel=1e-12)


def test_a_suppliers_footprint_without_a_year_is_scored_as_of_unknown_age():
    cells = {"own_factor": parameter("50", "kgCO2e/t"), "own_factor_source": choice("供应商函 GZ120254")}
    found = factor(composed(with_cell("cement", "additions", 0, **cells)), "supplier:additions:1")
    assert (found.reference_year, found.quality.time) == ("未注明", 4)


def test_a_suppliers_footprint_without_source_is_refused():
    data = with_cell("cement", "additions", 0, own_factor=parameter("50", "kgCO2e/t"))
    assert codes(data) == ["ENTRY-FACTOR-SOURCE"]
    assert compose(CEMENT, data).study is None


def test_a_suppliers_footprint_per_another_unit_is_refused():
    cells = {"own_factor": parameter("50", "kgCO2e/kWh"), "own_factor_source": choice("报告")}
    assert "ENTRY-DIMENSION" in codes(with_cell("cement", "additions", 0, **cells))


def test_what_has_no_factor_asks_for_the_supplier_or_a_cut_off():
    made = compose(CEMENT, with_cell("cement", "additions", 0, kind=choice("clinker_bought")))
    assert made.study is None
    (each,) = made.findings
    assert each.message.zh == "“副产石膏与石灰石粉”在因子库中没有可用的碳足迹因子。"
    assert each.remedy.zh == "请向供应商索取碳足迹；影响小于 1 % 的可填写取舍理由和估算排放。"


def test_a_cut_off_keeps_its_reason_and_estimate():
    explosives = {
        "name": choice("乳化炸药"),
        "amount": given("310", "t"),
        "transport_mode": choice("none"),
        "cut_off_reason": choice("无可用因子"),
        "cut_off_estimate": parameter("600", "tCO2e"),
    }
    study = composed(changed("cement", rows={"quarry": (explosives,)}))
    supply = exchange(study, "quarry_supply:1").supply
    assert isinstance(supply, CutOff)
    assert (supply.reason, supply.estimate) == ("无可用因子", 600_000)
    assert calculate(study).total == calculate(composed(example("cement"))).total
    assert "取舍：乳化炸药。" in [each.text for each in study.choices]


def test_a_cut_off_without_estimate_is_estimated_with_the_factor_there_is():
    """282,375 t of clay × 2.174 kg/t."""
    study = composed(with_cell("cement", "raw_materials", 1, cut_off_reason=choice("影响很小")))
    supply = exchange(study, "raw_material:2").supply
    assert isinstance(supply, CutOff)
    assert supply.estimate == Decimal(282375) * Decimal("2.174")


def test_a_cut_off_that_nobody_can_estimate_is_refused():
    cells = {"kind": choice("other"), "cut_off_reason": choice("影响很小")}
    assert codes(with_cell("cement", "raw_materials", 1, **cells)) == ["ENTRY-CUT-OFF-ESTIMATE"]


# --- aluminium -------------------------------------------------------------------------------------------------------

ALUMINIUM = template("electrolytic_aluminium")


def aluminium(**fields):
    return composed(changed("electrolytic_aluminium", **fields), ALUMINIUM)


def test_without_a_net_consumption_the_default_anode_factor_counts():
    """0.411 × (1 − 2 % − 0.4 %) × 44/12 = 1.4708 t CO2 per tonne."""
    study = aluminium(anode_net=EMPTY, anode_sulphur=EMPTY, anode_ash=EMPTY)
    assert kg_of(study, "anode_consumption", "anode_consumption_default") == pytest.approx(1470.8, rel=1e-12)


def test_without_minutes_the_default_pfc_factors_count():
    """0.02 kg CF4 × 7380 + 0.0011 kg C2F6 × 12400 per tonne, AR6."""
    study = aluminium(anode_effect_minutes=EMPTY, pfc_slope=EMPTY, pfc_fraction=EMPTY, pfc_collection=EMPTY)
    assert kg_of(study, "anode_effect") == pytest.approx(0.02 * 7380 + 0.0011 * 12400, rel=1e-12)


def test_minutes_without_a_slope_take_the_slope_of_the_cell_type():
    """CWPB: 0.143 (kg CF4/t)/(min/cell-day), C2F6/CF4 0.121."""
    study = aluminium(
        anode_effect_minutes=parameter("0.2", "min/槽日"), pfc_slope=EMPTY, pfc_fraction=EMPTY, pfc_collection=EMPTY
    )
    assert kg_of(study, "anode_effect") == pytest.approx(0.2 * 0.143 * (7380 + 0.121 * 12400), rel=1e-12)


def test_a_slope_without_minutes_is_told():
    made = compose(ALUMINIUM, changed("electrolytic_aluminium", anode_effect_minutes=EMPTY))
    assert {each.code for each in made.findings} == {"ENTRY-UNUSED"}
    assert [each.place for each in made.findings] == ["pfc_slope", "pfc_fraction", "pfc_collection"]


def test_molten_aluminium_is_a_declared_unit_of_its_own():
    study = aluminium(declared_unit=choice("liquid"))
    assert study.product.category == "aluminium_liquid"
    assert "casting" not in {process.id for process in study.processes}


def test_prefectures_are_called_the_same_on_the_form_and_in_the_report():
    (division,) = [each for each in CEMENT.sections[0].fields if each.id == "site_division"]
    offered = {each.key: (each.label.zh, each.label.en) for each in division.choices if each.key != "outside"}
    assert offered == {key: (words.zh, words.en) for key, words in DIVISIONS.items()}


def test_a_default_share_near_one_is_not_far_off():
    """Oxidation of anthracite, 0.94 of a source of medium certainty: its spread is that of a bounded share, not 1.2."""
    fuels = example("cement").rows["fuels"]
    data = changed("cement", rows={"fuels": ({**fuels[0], "oxidation": EMPTY}, *fuels[1:])})
    assert factor(composed(data), "ndrc24-bituminous-ox").distribution.spread == Decimal("1.03")


def test_clinker_counted_and_divided_by_adds_no_uncertainty_of_its_weighing():
    study = composed(example("cement"))
    assert exchange(study, "calcination_co2").distribution.spread == Decimal("1.01")
    assert exchange(study, "grinding_clinker").distribution.spread == Decimal("1.03")
