"""Fossil and biogenic carbon, recorded apart: uptake −1, release +1."""

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import computed, emitted, figure, output, process, study


def _wood(biogenic_share: str | None, biogenic_carbon: str = "1"):
    parameters = {"ncv": "15 GJ/t", "carbon_content": "0.03 tC/GJ", "biogenic_share": biogenic_share}
    return kiln(
        computed(
            "wood",
            "10 t",
            method="fuel_combustion",
            parameters=parameters,
            carbon_content=figure("0.45"),
            biogenic_carbon=figure(biogenic_carbon),
        )
    )


def test_biogenic_carbon_is_booked_as_biogenic():
    assert told(facts(_wood("100 %")), "biogenic_content") == []


def test_biogenic_carbon_booked_as_fossil_is_asked_about():
    (finding,) = found(facts(_wood(None)), "biogenic_content")
    assert (finding.severity, finding.place) == ("warning", "/processes/0/exchanges/1/supply")
    assert finding.message.zh == "“wood”（kiln）的碳全部是生物源碳，却计为化石二氧化碳"


def test_more_biogenic_carbon_than_carbon_blocks():
    given = facts(_wood("100 %", "1.2"))
    assert told(given, "biogenic_content") == [("blocking", "/processes/0/exchanges/1/biogenic_carbon")]


def test_what_was_taken_up_is_released():
    given = kiln(emitted("co2_biogenic_uptake", "44 t"), emitted("co2_biogenic", "44 t"))
    assert told(facts(given), "biogenic_balance") == []


def test_what_was_taken_up_may_stay_in_the_product():
    """1000 t of product hold 1.2 % carbon, all biogenic: 12 t, that is 44 t of CO2."""
    board = output("board", "1000 t", carbon_content=figure("0.012"), biogenic_carbon=figure("1"))
    given = study(process("press", board, emitted("co2_biogenic_uptake", "44 t")), unit="1 t")
    assert told(facts(given), "biogenic_balance") == []


def test_an_uptake_that_comes_out_nowhere_is_asked_about():
    (finding,) = found(facts(kiln(emitted("co2_biogenic_uptake", "44 t"))), "biogenic_balance")
    assert (finding.severity, finding.found) == ("warning", "44 > 0 + 0 kg CO2")
