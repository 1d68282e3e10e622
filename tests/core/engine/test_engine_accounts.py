"""Accounts kept apart, carbon in the product, the run with the grid factor, cut-offs, studies as suppliers."""

import pytest
from tests.factories.studies import (
    AR6,
    amount,
    bought,
    cement_study,
    computed,
    cut_off,
    electricity,
    emitted,
    footprint,
    from_study,
    gwp,
    named,
    output,
    process,
    study,
    supplied,
)

from qiantan.core.engine.calculate import calculate
from qiantan.core.study.document import Product


def wood(ch4_share: float):
    """1 kg of dry wood, 50 % C; a share of the carbon leaves as CH4, the rest as CO2."""
    carbon, co2, ch4 = 0.5, 44 / 12, 16 / 12
    return process(
        "stove",
        output("heat", "1 kg"),
        emitted("co2_biogenic_uptake", f"{carbon * co2} kg"),
        emitted("co2_biogenic", f"{carbon * (1 - ch4_share) * co2} kg"),
        emitted("ch4_biogenic", f"{carbon * ch4_share * ch4} kg"),
    )


def test_case_8_biogenic_carbon():
    """-1/+1: 0.32333; 0/0: 0.36; the difference 0.036667 is the carbon that left as CH4. Without CH4 nothing is left."""
    neutral = gwp(AR6 | {"co2_biogenic_uptake": "0", "co2_biogenic": "0"})

    both, none = calculate(study(wood(0.02))), calculate(study(wood(0.02), gwp_set=neutral))

    assert both.total == pytest.approx(0.32333, abs=5e-6)
    assert none.total == pytest.approx(0.36, rel=1e-14)
    assert none.total - both.total == pytest.approx(0.5 * 0.02 * 44 / 12, rel=1e-12)
    assert dict(both.by_account) == {
        "biogenic_removal": pytest.approx(-0.5 * 44 / 12),
        "biogenic_emission": pytest.approx(0.5 * 0.98 * 44 / 12 + 0.36),
    }
    assert calculate(study(wood(0.0))).total == pytest.approx(0, abs=1e-15)


def test_accounts_are_kept_apart():
    gases = {"co2_fossil": 1, "ch4_fossil": 29.8, "co2_biogenic": 1, "co2_land_use_change": 1, "co2_aircraft": 1}
    outcome = calculate(study(process("p", output("p", "1 kg"), *(emitted(gas, "1 kg") for gas in gases))))

    assert dict(outcome.by_account) == {
        "fossil": 30.8,
        "biogenic_emission": 1,
        "land_use_change": 1,
        "aircraft": 1,
    }


def test_biogenic_carbon_content_of_the_unit():
    board = output("board", "1000 kg", carbon_content="0.5", biogenic_carbon="0.9")

    assert calculate(study(process("p", board), unit="2 t")).biogenic_carbon == pytest.approx(900, rel=1e-15)
    assert calculate(study(process("p", output("board", "1 kg")))).biogenic_carbon == 0


def test_biogenic_carbon_of_a_product_counted_in_pieces_uses_its_mass():
    door = output("door", "10 件", carbon_content="0.5", biogenic_carbon="1")
    product = Product(name=named("door"), category="test", specification="", mass_per_unit=amount("20 kg"))

    assert calculate(study(process("p", door), unit="2 件", product=product)).biogenic_carbon == 20
    assert calculate(study(process("p", door), unit="2 件")).biogenic_carbon == 0


# --- electricity ---


def smelter(**over):
    """400 kWh of hydropower by contract, 100 kWh own by a process, 500 kWh of grid, 30 kWh inside a cut-off."""
    own = process("own", output("power", "1000 kWh"), emitted("co2_fossil", "900 kg"))
    pots = process(
        "pots",
        output("metal", "1 t"),
        bought("green", "400 kWh", factor="hydro", electricity={"instrument": "contract"}),
        supplied("power", "0.1 MWh", by="own", electricity={"instrument": "own_generation"}),
        computed(
            "grid",
            "500 kWh",
            method="purchased_electricity",
            parameters={"factor": "@grid"},
            electricity={"instrument": "grid"},
        ),
        cut_off("lamps", "30 kWh", estimate="15", electricity={"instrument": "grid"}),
        emitted("cf4", "0.1 kg"),
    )
    factors = [electricity("grid", "0.6"), electricity("hydro", "0.01")]
    return study(own, pots, factors=factors, unit="1 t", **over)


def test_electricity_claimed_by_contract_is_revalued_with_the_grid_factor_and_own_power_is_not():
    outcome = calculate(smelter(grid_factor="grid"))

    assert outcome.total == pytest.approx(400 * 0.01 + 90 + 300 + 738, rel=1e-14)
    assert outcome.with_grid_factor == pytest.approx(900 * 0.6 + 90 + 738, rel=1e-14)


def test_without_a_grid_factor_there_is_no_second_run():
    assert calculate(smelter()).with_grid_factor is None


def test_where_everything_is_grid_already_both_runs_are_the_same_number():
    outcome = calculate(cement_study())

    assert outcome.with_grid_factor == outcome.total


# --- cut-offs and other studies ---


def test_a_cut_off_is_estimated_for_the_unit_and_not_added():
    mill = process("mill", output("p", "200 t"), cut_off("oil", "5 t", estimate="1800"), emitted("n2o", "1 kg"))
    packed = process("packed", output("q", "1 t"), supplied("p", "0.5 t", by="mill"))

    outcome = calculate(study(mill, packed, unit="2 t"))

    assert outcome.estimate_by_exchange.tolist() == [9, 0, 0]
    assert outcome.amount_by_exchange.tolist() == pytest.approx([0.025, 0.005, 1], rel=1e-15)
    assert outcome.total == pytest.approx(0.005 * 273, rel=1e-15)


def test_another_study_supplies_by_its_own_unit():
    """3 t of a material whose study declares 500 kg, 40 kg CO2 and 0.1 kg CH4 each."""
    supply = from_study("x", "3 t", unit="500 kg", emissions={"co2_fossil": "40", "ch4_fossil": "0.1"})

    outcome = calculate(study(process("p", output("p", "6 t"), supply), unit="1 t"))

    assert outcome.total == pytest.approx(6 * (40 + 0.1 * 29.8) / 6, rel=1e-15)
    assert dict(outcome.by_gas)["ch4_fossil"] == pytest.approx(2.98, rel=1e-15)


def test_a_published_co2_equivalent_needs_no_gwp():
    subject = study(
        process("p", output("p", "1 kg"), bought("x", "1 kg", factor="x")),
        factors=[footprint("x", co2e="7")],
        gwp_set=gwp({"co2_fossil": "1"}),
    )

    assert calculate(subject).total == 7
