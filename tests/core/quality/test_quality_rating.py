"""Data-quality rating, primary and default shares, coverage: worked by hand."""

import pytest
from tests.factories.rules import kiln
from tests.factories.studies import bought, computed, cut_off, emitted, footprint, parameter, quality, study

from qiantan.core.engine.calculate import calculate
from qiantan.core.quality.coverage import coverage
from qiantan.core.quality.rating import NOT_RATED, band, contributions, rate
from qiantan.core.rules import load
from qiantan.core.study.document import Quality


def _rate(given):
    return rate(given, calculate(given), load.standard())


def _scores(technology: int, geography: int, time: int) -> Quality:
    return Quality(technology=technology, geography=geography, time=time, completeness=1, reliability=1)


def test_scores_are_weighted_by_contribution():
    """Measured gas 1000 kg scored 1/1/1, coal 250 kg scored 4/2/3:

    TeR = (1000·1 + 250·4) / 1250 = 1.6; GeR = (1000 + 500) / 1250 = 1.2; TiR = (1000 + 750) / 1250 = 1.4;
    DQR = (1.6 + 1.2 + 1.4) / 3 = 1.4, excellent (up to 1.6).
    """
    given = study(
        *kiln(bought("coal", "500 t", factor="coal", quality=_scores(4, 2, 3))).processes,
        factors=[footprint("coal", per="t", co2e="500")],
        unit="1 t",
    )
    kiln_ = given.processes[0]
    gas = kiln_.exchanges[0].model_copy(update={"quality": _scores(1, 1, 1)})
    given = given.model_copy(
        update={"processes": (kiln_.model_copy(update={"exchanges": (gas, *kiln_.exchanges[1:])}),)}
    )
    rating = _rate(given)
    assert rating.technology == pytest.approx(1.6, rel=1e-14)
    assert rating.geography == pytest.approx(1.2, rel=1e-14)
    assert rating.time == pytest.approx(1.4, rel=1e-14)
    assert rating.rating == pytest.approx(1.4, rel=1e-14)
    assert rating.band.zh == "优秀"
    assert rating.scored_share == 1.0


def test_shares_of_primary_data_and_defaults():
    """1000 kg measured gas (primary), 250 kg coal of a database (default): 80 % and 20 %."""
    given = kiln(bought("coal", "500 t", factor="coal"), factors=[footprint("coal", per="t", co2e="500")])
    rating = _rate(given)
    assert rating.primary_share == pytest.approx(0.8, rel=1e-14)
    assert rating.default_share == pytest.approx(0.2, rel=1e-14)


def test_a_credit_does_not_hide_what_it_offsets():
    """Shares are of absolute contributions: 1000 kg emitted and 500 kg taken up weigh 1500."""
    rating = _rate(kiln(emitted("co2_biogenic_uptake", "500 t", source="estimate")))
    assert rating.primary_share == pytest.approx(2 / 3, rel=1e-14)


def test_without_scores_nothing_is_rated():
    rating = _rate(kiln())
    assert (rating.rating, rating.band, rating.scored_share) == (None, NOT_RATED, 0.0)


def test_a_contribution_is_as_good_as_the_weaker_of_amount_and_factor():
    coal = footprint("coal", per="t", co2e="500", over={"quality": _scores(3, 1, 2)})
    given = kiln(bought("coal", "500 t", factor="coal", quality=_scores(1, 2, 1)), factors=[coal])
    rated = {each.entry.id: each for each in contributions(given, calculate(given))}
    assert rated["kiln.coal"].quality == _scores(3, 2, 2)
    assert rated["kiln.coal"].dqr == pytest.approx(7 / 3, rel=1e-14)


def test_only_a_parameter_that_decides_the_emission_is_scored():
    """The default heating value moves all of the CO2; the default methane factor moves a thousandth."""
    factors = [
        parameter("ncv", "25 GJ/t", quality=quality(3)),
        footprint("ch4", per="TJ", kind="emission", over={"quality": quality(5)}, ch4_fossil="10"),
    ]
    coal = computed(
        "coal",
        "10 t",
        method="fuel_combustion",
        parameters={"ncv": "@ncv", "carbon_content": "0.026 tC/GJ", "ch4": "@ch4"},
        quality=quality(1),
    )
    given = kiln(coal, factors=factors)
    rated = {each.entry.id: each for each in contributions(given, calculate(given))}
    assert rated["kiln.coal"].quality == quality(3)
    assert rated["kiln.coal"].default


BURNT = {"ncv": "25 GJ/t", "carbon_content": "0.026 tC/GJ", "oxidation": "98 %"}


@pytest.mark.parametrize(
    ("parameters", "default"),
    [
        (BURNT, False),
        (BURNT | {"ch4": "@ch4"}, False),
        (BURNT | {"oxidation": "@oxidation"}, True),
        (BURNT | {"ncv": "@supplier"}, False),
        ({name: text for name, text in BURNT.items() if name != "oxidation"}, True),
    ],
    ids=["measured", "minor default", "deciding default", "of the supplier", "built into the method"],
)
def test_a_contribution_is_default_when_a_value_that_decides_it_is(parameters, default):
    """CO2 moves one to one with oxidation; the methane factor moves a thousandth of it."""
    factors = [
        parameter("oxidation", "94 %"),
        parameter("supplier", "25 GJ/t", release="supplier"),
        footprint("ch4", per="TJ", kind="emission", ch4_fossil="10"),
    ]
    coal = computed("coal", "10 t", method="fuel_combustion", parameters=parameters)
    given = kiln(coal, factors=factors)
    rated = {each.entry.id: each for each in contributions(given, calculate(given))}
    assert rated["kiln.coal"].default is default


@pytest.mark.parametrize(
    "parameters", [{"factor": "0.525 tCO2/t"}, {"cao": "65 %", "mgo": "1.5 %"}], ids=["own factor", "oxides"]
)
def test_a_built_in_zero_decides_nothing(parameters):
    """Oxides not from carbonate are 0 where none are given, and stand in no formula beside a factor of the plant."""
    given = kiln(computed("meal", "1000 t", method="clinker_calcination", parameters=parameters))
    rated = {each.entry.id: each for each in contributions(given, calculate(given))}
    assert not rated["kiln.meal"].default


@pytest.mark.parametrize(
    ("rating", "name"),
    [
        (1.0, "优秀"),
        (1.6, "优秀"),
        (1.6000001, "很好"),
        (2.0, "很好"),
        (3.0, "良好"),
        (4.0, "一般"),
        (4.1, "较差"),
        (5.0, "较差"),
    ],
)
def test_bands(rating, name):
    assert band(rating, load.standard()).zh == name


def test_a_rating_that_only_rounding_lifts_over_a_band_stays_in_it():
    assert band(1.6 + 2e-16, load.standard()).zh == "优秀"


def test_coverage_is_told_by_item_and_together():
    """1000 kg counted, 9 kg and 41 kg left out: 5 % of the footprint, 1000/1050 included."""
    given = kiln(cut_off("oil", "1 t", estimate="9000"), cut_off("paint", "1 t", estimate="41000"))
    covered = coverage(calculate(given))
    assert [(left.id, left.kg, left.share) for left in covered.cut_off] == [
        ("kiln.oil", pytest.approx(9.0), pytest.approx(0.009)),
        ("kiln.paint", pytest.approx(41.0), pytest.approx(0.041)),
    ]
    assert covered.cut_off_share == pytest.approx(0.05, rel=1e-14)
    assert covered.included_share == pytest.approx(1000 / 1050, rel=1e-14)


def test_without_cut_offs_all_is_included():
    covered = coverage(calculate(kiln()))
    assert (covered.cut_off, covered.cut_off_share, covered.included_share) == ((), 0.0, 1.0)
