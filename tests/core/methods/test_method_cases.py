"""Each method against a published or hand-worked case; the arithmetic stands in the docstring."""

from pathlib import Path

import pytest

from qiantan.core.methods.catalogue import METHODS, compute
from qiantan.core.quantities.units import parse_quantity


def kg(method, amount, **parameters):
    """Return the emissions of a method from figures as a person writes them."""
    given = {name: parse_quantity(text) for name, text in parameters.items()}
    return dict(compute(method, parse_quantity(amount), given).emissions)


def close(**flows):
    return pytest.approx(flows, rel=1e-12)


def test_raw_coal_by_heat_and_carbon_content():
    """1000 t × 20.908 GJ/t × 0.0264 tC/GJ × 0.94 × 44/12 = 1902.460736 tCO2 (24-sector guide form)."""
    expected = 1000 * 20.908 * 0.0264 * 0.94 * 44 / 12 * 1000
    assert kg("fuel_combustion", "1000 t", ncv="20.908 GJ/t", carbon_content="0.0264 tC/GJ", oxidation="94 %") == close(
        co2_fossil=expected
    )
    assert expected == pytest.approx(1_902_460.736, rel=1e-9)


def test_coal_in_other_units_is_the_same_coal():
    base = kg("fuel_combustion", "1000 t", ncv="5000 kcal/kg", carbon_content="26.4 tC/TJ", oxidation="0.94 ratio")
    other = kg("fuel_combustion", "0.1 万吨", ncv="20.934 GJ/t", carbon_content="0.0264 tC/GJ", oxidation="94 %")
    assert base == close(**other)


def test_diesel_by_volume():
    """10 m3 × 36.1 GJ/m3 × 0.0202 tC/GJ × 0.98 × 44/12 = 26.203... tCO2."""
    assert kg("fuel_combustion", "10000 升", ncv="36.1 MJ/L", carbon_content="0.0202 tC/GJ", oxidation="98 %") == close(
        co2_fossil=10 * 36.1 * 0.0202 * 0.98 * 44 / 12 * 1000
    )


def test_coal_by_measured_carbon_with_methane_and_nitrous_oxide():
    """100 t × 0.6 tC/t × 0.99 × 44/12 = 217.8 tCO2; heat 2500 GJ × 1 kg CH4/TJ = 2.5 kg, × 1.5 kg N2O/TJ = 3.75 kg."""
    found = kg(
        "fuel_combustion", "100 t", carbon_share="0.6 tC/t", oxidation="0.99 ratio",
        ncv="25 GJ/t", ch4="1 kgCH4/TJ", n2o="1.5 kg/TJ",
    )  # fmt: skip
    assert found == close(co2_fossil=217_800, ch4_fossil=2.5, n2o=3.75)


def test_coal_by_measured_carbon_needs_no_heating_value():
    assert kg("fuel_combustion", "100 t", carbon_share="0.6 kgC/kg", oxidation="99 %") == close(co2_fossil=217_800)


def test_waste_fuel_keeps_biogenic_carbon_apart():
    """25,000 t × 20 GJ/t × 83 tCO2/TJ = 41,500 t, of which 15 % biogenic (EU worked example 1)."""
    found = kg(
        "fuel_combustion", "25000 t", ncv="20 GJ/t", co2_factor="83 tCO2/TJ", biogenic_share="15 %", ch4="30 kg/TJ"
    )
    assert found == close(co2_fossil=35_275_000, co2_biogenic=6_225_000, ch4_fossil=12_750, ch4_biogenic=2_250)


def test_biomass_took_up_what_it_releases():
    """The biogenic 6,225 t of the waste fuel above."""
    found = kg("biogenic_uptake", "25000 t", ncv="20 GJ/t", co2_factor="83 tCO2/TJ", biogenic_share="15 %")
    assert found == close(co2_biogenic_uptake=6_225_000)
    assert kg("biogenic_uptake", "1 t", ncv="20 GJ/t", co2_factor="83 tCO2/TJ") == {"co2_biogenic_uptake": 0}


def test_fuel_metered_as_heat():
    assert kg("fuel_combustion", "10 tce", co2_factor="0.1 tCO2/GJ") == close(co2_fossil=29_307.6)


def test_clinker_from_oxides():
    """1 t × (0.65 × 44/56 + 0.015 × 44/40) = 0.527214... tCO2; 0.02 CaO from carbide slag saves 0.02 × 44/56."""
    expected = (0.65 * 44 / 56 + 0.015 * 44 / 40) * 1000
    assert kg("clinker_calcination", "1 t", cao="65 %", mgo="1.5 %") == close(co2_fossil=expected)
    with_slag = kg("clinker_calcination", "1 t", cao="65 %", mgo="1.5 %", noncarbonate_cao="2 %")
    assert with_slag == close(co2_fossil=expected - 0.02 * 44 / 56 * 1000)


def test_clinker_by_default_factor_less_carbide_slag():
    """MEE 2024: 1,000,000 t × 0.535 − 20,000 t carbide slag × 0.48 = 535,000 − 9,600 = 525,400 tCO2."""
    clinker = kg("clinker_calcination", "100 万吨", factor="0.535 tCO2/t")
    slag = kg("noncarbonate_deduction", "2 万吨", factor="480 kgCO2/t")
    assert clinker == close(co2_fossil=535_000_000)
    assert slag == close(co2_fossil=-9_600_000)


def test_dolomite():
    """1000 t × 90 % × 0.4773 × 98 % = 420.9786 tCO2."""
    found = kg("carbonate_decomposition", "1000 t", purity="90 %", factor="0.4773 tCO2/t", fraction="98 %")
    assert found == close(co2_fossil=420_978.6)


def test_lime_kiln():
    """Limestone 500 t, pure, fully decomposed: 500 × 0.4397 = 219.85 tCO2."""
    assert kg("carbonate_decomposition", "500 t", factor="0.4397 tCO2/t") == close(co2_fossil=219_850)


def test_kiln_dust():
    """E 0.525: fully calcined dust emits 0.525 t/t; half calcined x = 0.525/1.525 × 0.5, x/(1 − x) = 0.207921 t/t."""
    assert kg("kiln_dust", "100 t", factor="0.525 tCO2/t") == close(co2_fossil=52_500)
    released = 0.525 / 1.525 * 0.5
    assert kg("kiln_dust", "100 t", factor="0.525 tCO2/t", degree="50 %") == close(
        co2_fossil=100_000 * released / (1 - released)
    )


def test_kiln_dust_from_the_oxides_of_the_clinker():
    """CaO 65 %, of it 0.8 % not from carbonate, MgO 1.5 %: E = 0.642 × 44/56 + 0.015 × 44/40 = 0.520929 t/t, as for clinker."""
    oxides = {"cao": "65 %", "mgo": "1.5 %", "noncarbonate_cao": "0.8 %"}
    factor = (0.65 - 0.008) * 44 / 56 + 0.015 * 44 / 40
    assert kg("kiln_dust", "100 t", **oxides) == close(co2_fossil=100_000 * factor)
    assert kg("clinker_calcination", "100 t", **oxides) == close(co2_fossil=100_000 * factor)
    released = factor / (1 + factor) * 0.5
    assert kg("kiln_dust", "100 t", degree="50 %", **oxides) == close(co2_fossil=100_000 * released / (1 - released))


def test_carbon_balance_of_a_ferroalloy():
    """Per t: coke 0.5 t × 0.85 + electrode 0.02 × 0.98 in; alloy 1 × 0.07 + dust 0.05 × 0.1 out; × 44/12."""
    found = kg(
        "carbon_balance", "1000 t",
        reductant="500 kg/t", reductant_carbon="0.85 tC/t", electrode="0.02 t/t", electrode_carbon="0.98 tC/t",
        product="1 t/t", product_carbon="7 %", residue="50 kg/t", residue_carbon="0.1 t/t",
    )  # fmt: skip
    assert found == close(co2_fossil=1_000_000 * (0.425 + 0.0196 - 0.07 - 0.005) * 44 / 12)


def test_carbon_balance_with_charcoal():
    found = kg("carbon_balance", "10 t", carbon_in="0.9 tC/t", carbon_out="0.3 tC/t", biogenic_share="25 %")
    assert found == close(co2_fossil=16_500, co2_biogenic=5_500)


def test_anodes_of_a_chinese_smelter():
    """MEE 2024 defaults for 100,000 t Al: 41,100 t × (1 − 2 % − 0.4 %) × 44/12 = 147,083.2 tCO2 (1.4708 t/t)."""
    found = kg("anode_consumption", "41100 t", sulphur="2 %", ash="0.4 %")
    assert found == close(co2_fossil=147_083_200)


def test_anode_effects_by_default_factors():
    """MEE 2024 defaults: 0.02 and 0.0011 kg/t Al."""
    assert kg("anode_effect_pfc", "10 万吨", cf4="0.02 kg/t", c2f6="0.0011 kgC2F6/t") == close(cf4=2000, c2f6=110)


def test_anode_effects_by_slope():
    """100,000 t × 0.2 min/cell-day × 0.143 = 2860 kg CF4; × 0.121 = 346.06 kg C2F6 (EU slope of CWPB cells)."""
    found = kg(
        "anode_effect_pfc", "100000 t", minutes="0.2 AE-min/cell-day", slope="0.143 (kg CF4/t)/(AE-min/cell-day)",
        weight_fraction="0.121 ratio",
    )  # fmt: skip
    assert found == close(cf4=2860, c2f6=346.06)


def test_transport_by_distance_and_by_work():
    """200 t × 150 km × 0.1 = 3000 kg; the same work as t·km; half-way empty return × 1.5."""
    assert kg("transport", "200 t", distance="150 公里", factor="0.1 kgCO2e/(t·km)") == close(co2e=3000)
    assert kg("transport", "3 万吨公里", factor="0.1 kgCO2e/t·km") == close(co2e=3000)
    assert kg("transport", "3 万t·km", factor="0.1 kgCO2e/t·km", empty_return="50 %") == close(co2e=4500)


def test_electricity():
    """120 万kWh × 0.5777 (national footprint factor 2024) = 693,240 kg."""
    assert kg("purchased_electricity", "120 万度", factor="0.5777 kgCO2e/kWh") == close(co2e=693_240)


def test_steam_by_mass():
    """1000 t × (2778 − 83.74)/1000 = 2694.26 GJ; × 0.11 tCO2/GJ = 296,368.6 kg CO2."""
    assert kg("purchased_heat", "1000 t", enthalpy="2778 kJ/kg", factor="0.11 tCO2/GJ") == close(co2_fossil=296_368.6)
    assert kg("purchased_heat", "100 百万千卡", factor="120 kgCO2e/GJ") == close(co2e=50_241.6)


def test_direct_emission():
    assert kg("direct_emission", "12 kg", sf6="100 %") == close(sf6=12)
    assert kg("direct_emission", "2 tCO2", co2_fossil="1 ratio") == close(co2_fossil=2000)
    assert kg("direct_emission", "10 kg", hfc_32="50 %", hfc_125="50 %") == close(hfc_32=5, hfc_125=5)


def test_emission_factor_by_any_unit():
    assert kg("emission_factor", "10 t", cf4="0.02 kg/t") == close(cf4=0.2)
    assert kg("emission_factor", "30 台", factor="12 kgCO2e/台") == close(co2e=360)
    assert kg("emission_factor", "500 kg", factor="2 tCO2/t") == close(co2_fossil=1000)
    assert kg("emission_factor", "10 t", factor="1 kgCO2e/kg", ch4_biogenic="2 g/kg") == close(
        co2e=10_000, ch4_biogenic=20
    )


def test_methods_say_which_amounts_they_take():
    assert METHODS["fuel_combustion"].dimensions == ("mass", "normal_volume", "volume", "energy")
    assert METHODS["transport"].dimensions == ("mass", "transport")
    assert METHODS["emission_factor"].dimensions == ()


def test_every_method_of_the_catalogue_has_a_case_here():
    source = Path(__file__).read_text(encoding="utf-8")
    assert {name for name in METHODS if f'"{name}"' not in source} == set()
