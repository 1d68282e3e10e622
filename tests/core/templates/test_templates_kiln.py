"""Fuels, calcination and transport of the kiln."""

import pytest
from tests.factories.answers import EMPTY, changed, choice, given, not_applicable, parameter, with_cell
from tests.factories.composed import CEMENT, codes, composed, exchange, kg_of

from qiantan.core.engine.calculate import calculate
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example


def test_a_measured_property_goes_before_the_default():
    study = composed(with_cell("cement", "fuels", 0, oxidation=EMPTY))
    parameters = exchange(study, "kiln_fuel:1").supply.parameters
    assert parameters["ncv"].measured.value == 25
    assert parameters["oxidation"].factor == "ndrc24-bituminous-ox"


def test_an_alternative_fuel_without_its_heating_value_is_refused():
    made = compose(CEMENT, with_cell("cement", "fuels", 1, ncv=EMPTY))
    assert made.study is None
    assert "“生活垃圾”（燃料燃烧）：缺少低位发热量（GJ/t）。" in [each.message.zh for each in made.findings]


def test_biogenic_carbon_is_taken_up_and_released():
    """EC example: 25,000 t × 20 GJ/t × 83 t/TJ × 15 % = 6,225 t biogenic CO2, once in and once out."""
    outcome = calculate(composed(example("cement")))
    by_account = {share.id: share.kg for share in outcome.by_account}
    expected = 6225e3 / 1321052.6315789474
    assert by_account["biogenic_removal"] == pytest.approx(-expected, rel=1e-12)
    methane = 25e3 * 20 / 1e3 * 0.15 * (30 * 27 + 4 * 273) / 1321052.6315789474
    assert by_account["biogenic_emission"] == pytest.approx(expected + methane, rel=1e-12)


def test_oxides_of_the_clinker_replace_the_default_factor():
    """65 % CaO × 44/56 + 1.5 % MgO × 44/40 = 0.527214 t/t, with 0.95 t clinker per tonne of cement."""
    study = composed(
        changed("cement", calcination_factor=EMPTY, clinker_cao=parameter("65", "%"), clinker_mgo=parameter("1.5", "%"))
    )
    parameters = exchange(study, "calcination_co2").supply.parameters
    assert set(parameters) == {"cao", "mgo"}
    expected = 950 * (0.65 * 44 / 56 + 0.015 * 44 / 40)
    assert kg_of(study, "calcination_co2") == pytest.approx(expected, rel=1e-12)


def test_without_any_analysis_the_default_factor_counts():
    study = composed(changed("cement", calcination_factor=EMPTY))
    assert kg_of(study, "calcination_co2") == pytest.approx(0.95 * 535, rel=1e-12)
    assert "生料碳酸盐分解采用缺省值：硅酸盐水泥熟料 过程排放因子。" in [each.text for each in study.choices]


def test_carbide_slag_is_deducted_beside_the_default_factor_only():
    """10,000 t × 0.48 t/t over 1,321,052.63 t of cement, GB guide; with measured oxides it is in the oxides already."""
    slag = {"name": choice("电石渣"), "kind": choice("carbide_slag"), "amount": given("10000", "t")} | {
        "transport_mode": choice("none")
    }
    rows = {"raw_materials": (*example("cement").rows["raw_materials"], slag)}
    deducted = composed(changed("cement", rows=rows, calcination_factor=EMPTY))
    expected = -10000 * 480 / 1321052.6315789474
    assert kg_of(deducted, "noncarbonate_materials") == pytest.approx(expected, rel=1e-12)
    assert kg_of(composed(changed("cement", rows=rows)), "noncarbonate_materials") == 0


def test_transport_is_mass_times_distance():
    """88,000 t of coal × 300 km by rail at 0.01 kg/(t·km)."""
    study = composed(example("cement"))
    assert kg_of(study, "kiln_fuel_transport") == pytest.approx(
        (88000 * 300 * 0.01 + 25000 * 30 * 0.1502 + 43000 * 300 * 0.01) / 1321052.6315789474, rel=1e-12
    )


def test_a_truck_without_distance_is_refused():
    made = compose(CEMENT, with_cell("cement", "additions", 0, distance=EMPTY))
    assert "“副产石膏与石灰石粉”（货物运输）：" in made.findings[0].message.zh
    assert made.study is None


def test_a_distance_without_a_vehicle_is_told():
    data = with_cell("cement", "additions", 0, transport_mode=choice("none"))
    assert codes(data) == ["ENTRY-UNUSED"]
    assert compose(CEMENT, data).findings[0].place == "additions[1].distance"


def test_all_findings_come_in_one_go():
    data = with_cell("cement", "fuels", 1, ncv=EMPTY, name=EMPTY)
    data = changed(
        "cement",
        rows={**data.rows, "quarry": ({"name": choice("炸药"), "amount": given("3", "t")},)},
        clinker_used=given("x", "t"),
        cement_other=not_applicable(""),
    )
    assert sorted(set(codes(data))) == [
        "ENTRY-METHOD",
        "ENTRY-NO-FACTOR",
        "ENTRY-NUMBER",
        "ENTRY-REASON",
        "ENTRY-REQUIRED",
    ]


def test_coal_typed_in_kilograms_shows_in_the_heat_of_the_clinker():
    """GB 16780—2021: 94 to 109 kgce per tonne; the example burns 120.2 kgce per tonne."""
    data = with_cell("cement", "fuels", 0, amount=given("88000000", "t"))
    each = next(each for each in compose(CEMENT, data).findings if each.code == "ENTRY-HEAT")
    assert each.message.zh == "熟料综合热耗为 59,873.8 kgce/t，超出常见范围（煤、生活垃圾、重油）。"


def test_limestone_that_takes_up_sulphur_gives_off_its_carbon_dioxide():
    """1000 t × 439.7 kg/t, GB guide."""
    row = {"name": choice("脱硫石灰石"), "kind": choice("desulfurisation_limestone"), "amount": given("1000", "t")}
    study = composed(changed("cement", rows={"auxiliaries": (row | {"transport_mode": choice("none")},)}))
    assert kg_of(study, "desulfurisation_co2") == pytest.approx(439.7e3 / 1321052.6315789474, rel=1e-12)
    assert kg_of(study, "kiln_auxiliary") == pytest.approx(2174 / 1321052.6315789474, rel=1e-12)


def test_ammonia_water_counts_by_the_ammonia_in_it():
    """1000 t of 20 % × 2410 kg/t of ammonia."""
    row = {"name": choice("氨水"), "kind": choice("ammonia"), "amount": given("1000", "t")}
    study = composed(changed("cement", rows={"auxiliaries": (row | {"transport_mode": choice("none")},)}))
    assert kg_of(study, "kiln_auxiliary") == pytest.approx(0.2 * 2410e3 / 1321052.6315789474, rel=1e-12)


def test_urea_gives_off_its_carbon_dioxide():
    """1000 t × 44/60; its making is the supplier's 950 kg/t."""
    row = {
        "name": choice("尿素"),
        "kind": choice("urea"),
        "amount": given("1000", "t"),
        "transport_mode": choice("none"),
    }
    row |= {"own_factor": parameter("950", "kgCO2e/t"), "own_factor_source": choice("供应商报告 2025")}
    study = composed(changed("cement", rows={"auxiliaries": (row,)}))
    assert kg_of(study, "urea_co2") == pytest.approx(1e6 * 44 / 60 / 1321052.6315789474, rel=1e-6)
    assert kg_of(study, "kiln_auxiliary") == pytest.approx(950e3 / 1321052.6315789474, rel=1e-12)


def test_carbon_measured_in_the_raw_meal_burns_too():
    """1,882,500 t × 0.1 % × 44/12."""
    study = composed(changed("cement", raw_meal_carbon=parameter("0.1", "%")))
    assert kg_of(study, "raw_meal_carbon_co2") == pytest.approx(1882500 * 44 / 12 / 1321052.6315789474, rel=1e-12)
    assert kg_of(composed(example("cement")), "raw_meal_carbon_co2") == 0


def test_an_estimate_says_on_what_it_rests():
    assert codes(changed("cement", elec_kiln=given("70000", "MWh", source="estimate"))) == ["ENTRY-ESTIMATE"]
    stated = given("70000", "MWh", source="estimate", note="按 2024 年单耗")
    assert codes(changed("cement", elec_kiln=stated)) == []
