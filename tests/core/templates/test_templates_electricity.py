"""Where a plant's electricity comes from, row by row."""

from decimal import Decimal

import pytest
from tests.factories.answers import changed, choice, given
from tests.factories.composed import codes, composed, factor

from qiantan.core.engine.calculate import calculate
from qiantan.core.templates.load import example


def sources(*rows):
    """A table of electricity sources."""
    return {
        "electricity_sources": tuple(
            {"source": choice(key), "amount": given(amount, "MWh"), **more} for key, amount, more in rows
        )
    }


def test_electricity_follows_the_order_and_every_process_takes_the_same_mix():
    """Hand-worked: 20 % waste heat at 0, 30 % contract hydro at 0.0141 + 0.0327, 50 % grid at 0.5777 kg/kWh."""
    code = {"certificate": choice("A" * 32)}
    rows = sources(("own_waste_heat", "20", {}), ("contract_hydro", "30", code), ("grid", "50", {}))
    totals = {"elec_raw_meal": given("30", "MWh"), "elec_kiln": given("40", "MWh"), "elec_grinding": given("30", "MWh")}
    study = composed(changed("cement", rows=rows, **totals))
    supply = study.processes[0]
    assert str(supply.outputs[0].amount.value) == "100"
    assert [each.electricity.instrument for each in supply.exchanges] == ["own_generation", "contract", "grid"]
    hydro = factor(study, "sum:contract-hydro")
    assert hydro.emissions[0].kg == Decimal("0.0468")
    assert hydro.provenance.how_found == "derived"
    outcome = calculate(study)
    used = 100_000 / 1321052.6315789474
    kg = dict(zip(outcome.exchange_ids, outcome.kg_by_exchange, strict=True))
    assert kg["electricity_grid:3"] == pytest.approx(used * 0.5 * 0.5777, rel=1e-12)
    assert kg["electricity_contract:2"] == pytest.approx(used * 0.3 * 0.0468, rel=1e-12)
    assert outcome.with_grid_factor - outcome.total == pytest.approx(used * 0.3 * (0.5777 - 0.0468), rel=1e-9)


def test_a_contract_without_a_number_is_told():
    rows = sources(("contract_wind", "100000", {}), ("grid", "93864.47368421053", {}))
    assert codes(changed("cement", rows=rows)) == ["ENTRY-CERTIFICATE"]


def test_electricity_in_and_out_must_agree():
    assert codes(changed("cement", rows=sources(("grid", "100000", {})))) == ["ENTRY-BALANCE"]


def test_grid_beside_a_contract_says_why_it_is_the_average():
    contract = sources(("contract_hydro", "96932.236842105265", {"certificate": choice("A" * 32)}))
    grid = sources(("grid", "96932.236842105265", {}))
    rows = {"electricity_sources": contract["electricity_sources"] + grid["electricity_sources"]}
    told = [
        [each.reason for each in composed(data).choices if each.topic == "electricity"]
        for data in (changed("cement", rows=rows), example("cement"))
    ]
    assert ["剩余组合" in reason for (reason,) in told] == [True, False]
