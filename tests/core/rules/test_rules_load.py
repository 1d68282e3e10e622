"""The reader of the rulebook: files become the values a study pins."""

from decimal import Decimal

import pytest

from qiantan.core.rules import load
from qiantan.core.study.flows import FLOWS


def test_a_factor_is_pinned_with_its_release_and_source():
    """公告（2024年电力碳足迹因子）表1：0.5777 kgCO2e/kWh."""
    found = load.factor("cn-elec-cf-2024-CN")
    assert found.kind == "electricity_footprint"
    assert found.per == "kWh"
    assert [(e.flow, e.kg) for e in found.emissions] == [("co2e", Decimal("0.5777"))]
    assert found.release == "mee-electricity-footprint-2024"
    assert found.provenance.place == "表1"
    assert found.provenance.certainty == "high"


@pytest.mark.parametrize(
    ("factor_id", "value", "unit"),
    [
        ("ndrc24-anthracite-ncv", "24.515", "GJ/t"),
        ("ndrc24-natgas-ncv", "0.038931", "GJ/Nm3"),  # 389.31 GJ per 10^4 Nm3
        ("ndrc24-bituminous-cc", "0.02618", "tC/GJ"),
        ("ndrc24-bituminous-ox", "0.93", "ratio"),
        ("cn-al-anode-s", "0.02", "ratio"),  # 2 %
        ("eu-al-fraction-PFPB-L", "0.097", "ratio"),
    ],
)
def test_a_parameter_keeps_the_published_value(factor_id, value, unit):
    found = load.factor(factor_id).value
    assert (str(found.value), found.unit) == (value, unit)


@pytest.mark.parametrize(
    ("factor_id", "per", "flow", "kg"),
    [
        ("cn-clinker-portland", "t", "co2_fossil", "535"),
        ("ndrc24-natgas-ef", "Nm3", "co2_fossil", "2.1621888"),
        ("eu-carb-caco3", "t", "co2_fossil", "440"),
        ("cn-al-cf4", "t", "cf4", "0.02"),
        ("ipcc2006-industry-n2o-other-bituminous-coal", "TJ", "n2o", "1.5"),
        ("ipcc2006-industry-ch4-wood-wood-waste", "TJ", "ch4_biogenic", "30"),
        ("cn-hno3-98", "t", "n2o", "13.9"),
        ("ipcc-cmm-ug-gt400-kg", "t", "ch4_fossil", "16.75"),  # 25 m3/t × 0.67 kg/m3
        ("cn-heat-default", "GJ", "co2_fossil", "110"),
    ],
)
def test_an_emission_is_kilograms_per_unit(factor_id, per, flow, kg):
    found = load.factor(factor_id)
    assert found.kind == "emission"
    assert (found.per, [(e.flow, str(e.kg)) for e in found.emissions]) == (per, [(flow, kg)])


def test_an_unknown_factor_is_named():
    with pytest.raises(LookupError, match="no factor nowhere"):
        load.factor("nowhere")


def test_factors_can_be_listed_by_topic():
    assert "cn-elec-cf-2024-CN" in load.factor_ids("electricity")
    assert "cn-elec-cf-2024-CN" not in load.factor_ids("fuel")


@pytest.mark.parametrize(
    ("set_id", "ch4_fossil", "ch4_biogenic", "n2o", "cf4"),
    [
        ("ipcc-sar", "21", "21", "310", "6500"),
        ("ipcc-ar4", "25", "25", "298", "7390"),
        ("ipcc-ar5", "28", "28", "265", "6630"),
        ("ipcc-ar6", "29.8", "27", "273", "7380"),
    ],
)
def test_gwp_sets_carry_the_values_of_their_report(set_id, ch4_fossil, ch4_biogenic, n2o, cf4):
    values = load.characterization(set_id).as_gwp_set().values
    assert [str(values[f]) for f in ("ch4_fossil", "ch4_biogenic", "n2o", "cf4")] == [
        ch4_fossil,
        ch4_biogenic,
        n2o,
        cf4,
    ]
    assert str(values["co2_biogenic_uptake"]) == "-1"


def test_the_latest_gwp_set_covers_every_flow():
    assert set(load.characterization("ipcc-ar6").values) == set(FLOWS)


def test_the_second_report_has_no_value_for_nf3():
    assert "nf3" not in load.characterization("ipcc-sar").values


def test_the_general_standard_lists_twenty_report_items():
    found = load.standard()
    assert "".join(item.letter for item in found.report_items) == "abcdefghijklmnopqrst"
    assert [str(band.up_to) for band in found.quality_bands] == ["1.6", "2.0", "3.0", "4.0", "5.0"]
    assert (str(found.magnitude_low), str(found.magnitude_high)) == ("0.1", "10")
