"""Electricity: order of attribution, certificates, life-cycle factors, comparison with the grid."""

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import (
    bought,
    co_product,
    electricity,
    electricity_emission,
    footprint,
    output,
    process,
    study,
    supplied,
)

from qiantan.core.study.document import Electricity, Study

CODE = "12345678901234567890123456789012"
GRID = [electricity("grid", "0.5777"), electricity("wind", "0.0324")]


def _power(instrument: str | None, id_: str = "power", certificate: str = "", factor: str = "grid"):
    claim = None if instrument is None else Electricity(instrument=instrument, certificate=certificate)
    return bought("power", "100 MWh", factor=factor, id=id_, category="electricity", electricity=claim)


def _plant(*parts, **over) -> Study:
    return kiln(*parts, **{"factors": GRID} | over)


def test_electricity_that_says_where_it_comes_from_is_accepted():
    assert told(facts(_plant(_power("grid"))), "electricity_instrument") == []


def test_electricity_that_does_not_say_where_it_comes_from_blocks():
    (finding,) = found(facts(_plant(_power(None))), "electricity_instrument")
    assert (finding.severity, finding.place) == ("blocking", "/processes/0/exchanges/1/electricity")
    assert finding.message.zh == "“power”（kiln）没有说明电力来源方式"


def test_electricity_of_an_own_process_is_attributed_there():
    station = process("station", output("power", "100 MWh"), _power("grid"))
    mill = process("mill", output("cement", "10 t"), supplied("power", "100 MWh", by="station", category="electricity"))
    assert told(facts(study(station, mill, unit="1 t", factors=GRID)), "electricity_instrument") == []


def test_the_grid_beside_a_contract_is_noted():
    given = _plant(_power("grid", "a"), _power("contract", "b", CODE, "wind"))
    assert told(facts(given), "electricity_instrument") == [("note", "/processes/0/exchanges/1/electricity/instrument")]


def test_the_residual_mix_beside_a_contract_is_accepted():
    given = _plant(_power("residual", "a"), _power("contract", "b", CODE, "wind"))
    assert told(facts(given), "electricity_instrument") == []


def test_own_electricity_sold_while_the_grid_is_used_is_asked_about():
    turbine = process(
        "kiln",
        output("clinker", "1000 t", key="9 CNY"),
        co_product("power", "50 MWh", key="1 CNY"),
        _power("grid"),
        allocate="economic",
    )
    given = study(turbine, unit="1 t", factors=GRID)
    assert told(facts(given), "electricity_instrument") == [("warning", "/processes/0/outputs/1")]


def test_contractual_electricity_names_certificates():
    given = _plant(_power("contract", certificate=f"{CODE}，{'A' * 32}", factor="wind"))
    assert told(facts(given), "electricity_certificate") == []


def test_contractual_electricity_without_a_certificate_blocks():
    given = facts(_plant(_power("contract", factor="wind")))
    assert told(given, "electricity_certificate") == [("blocking", "/processes/0/exchanges/1/electricity/certificate")]


def test_a_code_of_31_characters_blocks():
    (finding,) = found(
        facts(_plant(_power("contract", certificate=CODE[:31], factor="wind"))), "electricity_certificate"
    )
    assert "有 31 位" in finding.message.zh


def test_a_certificate_used_twice_blocks():
    given = _plant(_power("contract", "a", CODE, "wind"), _power("contract", "b", f" {CODE[:8]}-{CODE[8:]}", "wind"))
    (finding,) = found(facts(given), "electricity_certificate")
    assert (finding.severity, finding.place) == ("blocking", "/processes/0/exchanges/2/electricity/certificate")
    assert finding.message.zh == "“power”（kiln，电力）的绿证已用于“power”（kiln，电力）"


def test_electricity_takes_life_cycle_factors():
    assert told(facts(_plant(_power("grid"))), "electricity_family") == []


def test_factors_of_organisation_accounts_block_wherever_they_stand():
    given = _plant(_power("grid"), factors=[*GRID, electricity_emission("ets", "0.5306")])
    assert told(facts(given), "electricity_family") == [("blocking", "/factors/2")]


def test_another_footprint_in_place_of_electricity_blocks():
    given = _plant(_power("grid"), factors=[footprint("grid", per="kWh", co2e="0.6")])
    assert told(facts(given), "electricity_family") == [("blocking", "/processes/0/exchanges/1/supply")]


def test_an_electricity_factor_for_something_else_blocks():
    given = _plant(bought("heat", "100 GJ", factor="grid", category="heat"))
    assert told(facts(given), "electricity_family") == [("blocking", "/processes/0/exchanges/1/supply")]


def test_a_contract_is_shown_beside_the_grid():
    given = _plant(_power("contract", certificate=CODE, factor="wind"), grid_factor="grid")
    assert told(facts(given), "electricity_grid_run") == []


def test_a_contract_without_a_grid_factor_is_asked_about():
    given = _plant(_power("contract", certificate=CODE, factor="wind"))
    assert told(facts(given), "electricity_grid_run") == [("warning", "/grid_factor")]
