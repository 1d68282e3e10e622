"""Validation of data: signs, mass balance, carbon balance."""

from tests.factories.rules import facts, found, kiln, rule, told
from tests.factories.studies import bought, computed, emitted, figure, footprint, output, process, study

from qiantan.core.rules.schema import BalanceRule

STONE = [footprint("stone", per="t", co2e="2")]
MASS = rule(balances=(BalanceRule(process="kiln", low=figure("1.4"), high=figure("1.7"), basis="生料消耗"),))


def _meal(text: str, **over):
    return kiln(bought("meal", text, factor="stone"), factors=STONE, **over)


def test_amounts_are_not_negative():
    assert told(facts(_meal("1500 t")), "amount_sign") == []


def test_a_negative_amount_is_asked_about():
    assert told(facts(_meal("-1 t")), "amount_sign") == [("warning", "/processes/0/exchanges/1/amount/value")]


def test_materials_over_product_lie_in_the_range_of_the_rule():
    """1500 t of meal for 1000 t of clinker: 1.5."""
    assert told(facts(_meal("1500 t"), against=MASS), "mass_balance") == []


def test_tonnes_taken_for_kilograms_break_the_mass_balance():
    (finding,) = found(facts(_meal("1500 kg"), against=MASS), "mass_balance")
    assert (finding.severity, finding.place) == ("warning", "/processes/0")
    assert finding.message.zh == "“kiln”物料不平衡：投入是产出的 0.0015 倍"
    assert finding.found == "1.5 t / 1000 t = 0.0015"


def test_what_has_no_mass_is_no_part_of_the_mass_balance():
    gas = kiln(bought("gas", "9 m3", factor="gas"), factors=[footprint("gas", per="m3", co2e="2")])
    assert told(facts(gas, against=MASS), "mass_balance") == []


def _burnt(coal_carbon: str, **over):
    """100 t of coal of 25 GJ/t and 0.0248 tC/GJ burn out completely: 62 t of carbon leave as CO2."""
    parameters = {"ncv": "25 GJ/t", "carbon_content": "0.0248 tC/GJ", "oxidation": "100 %"}
    coal = computed(
        "coal",
        "100 t",
        method="fuel_combustion",
        parameters=parameters,
        carbon_content=figure(coal_carbon) if coal_carbon else None,
    )
    return study(process("kiln", output("clinker", "1000 t", **over), coal), unit="1 t")


def test_the_carbon_that_leaves_is_the_carbon_that_entered():
    assert told(facts(_burnt("0.62")), "carbon_balance") == []


def test_carbon_content_taken_for_co2_breaks_the_carbon_balance():
    """2.27 t CO2 per t written where the mass share of carbon belongs."""
    (finding,) = found(facts(_burnt("2.273")), "carbon_balance")
    assert (finding.severity, finding.place) == ("warning", "/processes/0")
    assert finding.message.zh == "“kiln”碳不平衡：流出的碳比流入的少 73%"
    assert finding.found == "227300 kg C → 62000 kg C"


def test_carbon_in_the_product_counts_as_leaving():
    """Of 100 t × 0.72 carbon, 62 t leave as gas and 10 t stay in 1000 t of product of 1 % carbon."""
    assert told(facts(_burnt("0.72", carbon_content=figure("0.01"))), "carbon_balance") == []


def test_without_carbon_contents_there_is_no_carbon_balance():
    assert told(facts(_burnt("")), "carbon_balance") == []
    assert told(facts(kiln(emitted("ch4_fossil", "1 t"))), "carbon_balance") == []
