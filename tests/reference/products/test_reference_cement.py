"""The published cement case V01, all the way from its answers to its footprint, line by line by hand.

European Commission, CBAM communication template, worked example 1 (cement, SEE v2.1): 1,321,052.63 t of cement with
1,255,000 t of own clinker; direct 0.7852147 + indirect 0.1222428 = 0.9074575 t CO2e per tonne.

Ours is cradle to gate and differs by reasons, each a line below: a life-cycle factor of electricity instead of 0.833,
upstream of fuels, CH4 and N2O, transport, quarried materials.
"""

import pytest

from qiantan.core.engine.calculate import calculate
from qiantan.core.rules.load import product_rule
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template

CEMENT = 1321052.6315789474
PUBLISHED_DIRECT, PUBLISHED_INDIRECT, PUBLISHED = 0.7852147410358565, 0.12224275, 0.9074574910358565

# kg CO2e per period, by hand: amount × properties × GWP (CH4 29.8 fossil, N2O 273).
COAL = 88000 * 25 * 95 + 88000 * 25 / 1000 * (10 * 29.8 + 1.5 * 273)
WASTE = 25000 * 20 * 83 + 25000 * 20 / 1000 * (30 * (0.85 * 29.8 + 0.15 * 27) + 4 * 273)
OIL = 43000 * 40 * 78 + 43000 * 40 / 1000 * (3 * 29.8 + 0.6 * 273)
BY_HAND = {
    "electricity_grid:1": 193864473.68421053 * 0.5777,
    "raw_material:1": 0.0,
    "raw_material:2": 282375 * 2.174,
    "raw_material_transport:2": 282375 * 10 * 0.0978,
    "kiln_fuel:1": COAL,
    "kiln_fuel:2": WASTE,
    "kiln_fuel:3": OIL,
    "kiln_fuel_uptake:2": -25000 * 20 * 83 * 0.15,
    "kiln_fuel_supply:1": 88000 * 80,
    "kiln_fuel_supply:2": 0.0,
    "kiln_fuel_supply:3": 43000 * 650.86,
    "kiln_fuel_transport:1": 88000 * 300 * 0.01,
    "kiln_fuel_transport:2": 25000 * 30 * 0.1502,
    "kiln_fuel_transport:3": 43000 * 300 * 0.01,
    "calcination_co2": 1255000 * 525,
    "addition:1": 0.0,
    "addition_transport:1": 66052.6315789474 * 60 * 0.0978,
}


@pytest.fixture(scope="module")
def outcome():
    return calculate(compose(template("cement"), example("cement")).study)


def kg_by_exchange(outcome):
    links = {entry.id for entry in outcome.entries if entry.provider is not None}
    pairs = zip(outcome.exchange_ids, outcome.kg_by_exchange, strict=True)
    return {name: kg for name, kg in pairs if name not in links}


def test_every_line_is_the_arithmetic_on_paper(outcome):
    expected = {name: kg / CEMENT for name, kg in BY_HAND.items()}
    assert kg_by_exchange(outcome) == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_the_total_is_the_sum_of_the_lines(outcome):
    assert outcome.total == pytest.approx(sum(BY_HAND.values()) / CEMENT, rel=1e-12)


def test_the_total_is_the_sum_of_its_stages_processes_gases_and_categories(outcome):
    for shares in (outcome.by_stage, outcome.by_process, outcome.by_gas, outcome.by_category, outcome.by_account):
        assert sum(share.kg for share in shares) == pytest.approx(outcome.total, rel=1e-12)


def test_the_boundary_of_the_case_gives_its_published_number(outcome):
    """Direct: fossil CO2 of kiln fuels and process; indirect: the case's own 0.833 t/MWh instead of a footprint factor."""
    fossil = outcome.flows.index("co2_fossil")
    rows = dict(zip(outcome.exchange_ids, outcome.kg_by_exchange_flow[:, fossil], strict=True))
    direct = sum(rows[name] for name in ("kiln_fuel:1", "kiln_fuel:2", "kiln_fuel:3", "calcination_co2")) / 1000
    amounts = dict(zip(outcome.exchange_ids, outcome.amount_by_exchange, strict=True))
    indirect = amounts["electricity_grid:1"] * 0.833
    assert direct == pytest.approx(PUBLISHED_DIRECT, rel=1e-12)
    assert indirect == pytest.approx(PUBLISHED_INDIRECT, rel=1e-12)
    assert direct + indirect == pytest.approx(PUBLISHED, rel=1e-12)


def test_the_deviation_from_the_published_number_is_explained_to_the_last_gram(outcome):
    reasons = {
        "life-cycle factor of electricity": 193864473.68421053 * (0.5777 - 0.833),
        "upstream of fuels": 88000 * 80 + 43000 * 650.86,
        "CH4 and N2O of combustion": COAL + WASTE + OIL - 88000 * 25 * 95 - 25000 * 20 * 83 - 43000 * 40 * 78,
        "quarried materials": 282375 * 2.174,
        "transport": sum(kg for name, kg in BY_HAND.items() if "transport" in name),
    }
    assert outcome.total - 1000 * PUBLISHED == pytest.approx(sum(reasons.values()) / CEMENT, rel=1e-9)
    assert outcome.total / 1000 == pytest.approx(PUBLISHED, rel=0.01)


def test_the_footprint_lies_near_the_band_of_published_cements(outcome):
    """The case is nearly pure clinker cement (95 %), so it stands above the band of P·O 42.5 but below that of clinker."""
    bands = {band.category: band for band in product_rule("cement").benchmarks}
    assert float(bands["cement_po425"].high) < outcome.total < float(bands["clinker"].high)
