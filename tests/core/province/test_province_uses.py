"""What studies want factors for, and how much hangs on it: figures of the worked examples, worked by hand."""

import pytest
from hypothesis import given, settings
from tests.core.province.test_province_answers import GRID, worked
from tests.factories.studies import bought, footprint, output, process, study
from tests.factories.systems import studies as random_studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.province.uses import CUT_OFF, SUPPLIER, comparable, uses_of
from qiantan.core.rules.gaps import ranking

PHRASES = ranking().phrases


def shares(of) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for use in uses_of(of, PHRASES):
        key = (use.wanted.name_zh, use.stand_in.factor or use.stand_in.source)
        found[key] = found.get(key, 0.0) + use.share
    return found


def test_shares_are_of_the_sum_of_contributions():
    """10 kg at 2 and 5 kg at 4 kg CO2e are 20 each: half and half."""
    one = study(
        process(
            "mill",
            output("flour", "1 t"),
            bought("grain", "10 kg", factor="grain"),
            bought("bag", "5 kg", factor="bag"),
        ),
        factors=[footprint("grain", co2e="2"), footprint("bag", co2e="4")],
    )

    assert shares(one) == {("grain", "grain"): pytest.approx(0.5), ("bag", "bag"): pytest.approx(0.5)}


def test_the_electricity_of_the_smelter_hangs_on_the_grid_factor():
    smelter = worked("electrolytic_aluminium")
    outcome = calculate(smelter)
    kg = dict(zip((entry.id for entry in outcome.entries), outcome.kg_by_exchange.tolist(), strict=True))
    factor_of = {entry.id: getattr(entry.supply, "factor", "") for entry in outcome.entries}
    grid = sum(value for key, value in kg.items() if factor_of[key] == GRID)

    found = sum(share for (_, factor), share in shares(smelter).items() if factor == GRID)

    assert found == pytest.approx(grid / sum(abs(value) for value in kg.values()), rel=1e-12)


def test_a_cut_off_counts_by_its_estimate():
    """Aluminium fluoride is cut off with 7200 t CO2e estimated, for want of a factor."""
    [use] = [one for one in uses_of(worked("electrolytic_aluminium"), PHRASES) if one.stand_in.source == CUT_OFF]

    assert (use.wanted.name_zh, use.stand_in.lacking) == ("氟化铝", True)
    outcome = calculate(worked("electrolytic_aluminium"))
    assert use.share == pytest.approx(
        float(outcome.estimate_by_exchange.sum()) / sum(outcome.kg_by_exchange), rel=1e-12
    )


def test_what_a_supplier_stated_keeps_neither_name_nor_id():
    found = [
        one.stand_in for one in uses_of(worked("electrolytic_aluminium"), PHRASES) if one.stand_in.source == SUPPLIER
    ]

    assert found
    assert {(one.factor, one.name_zh, one.name_en) for one in found} == {("", "", "")}


@pytest.mark.parametrize(
    ("reason", "lacking"),
    [
        ("无可核对因子，估算影响小于 1 %", True),
        ("没有找到合适的碳足迹因子", True),
        ("因子库未查到该物料的排放系数", True),
        ("影响小于 1 %，按准则舍去", False),
        ("用量很少；无需因子", False),
        ("与因子无关", False),
        ("no emission factor was to be had", True),
        ("below one per cent", False),
    ],
)
def test_reasons_that_name_the_missing_factor(reason, lacking):
    assert PHRASES.say_lacking(reason) is lacking


@pytest.mark.parametrize(
    ("one", "other"), [("石灰石（外购）", "石灰石"), ("ＰＡＣ ", "pac"), ("1#磨 电力", "1磨电力"), ("（自产）", "自产")]
)
def test_names_are_made_comparable(one, other):
    assert comparable(one) == comparable(other)


@settings(max_examples=40, deadline=None)
@given(random_studies())
def test_shares_never_pass_the_whole(one):
    assert sum(use.share for use in uses_of(one, PHRASES)) <= 1 + 1e-9
