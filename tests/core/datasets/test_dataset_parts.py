"""Figures, languages, places and units of datasets."""

from decimal import Decimal

import pytest

from qiantan.core.datasets.document import UnitGroup
from qiantan.core.datasets.figures import figure, product, quotient
from qiantan.core.datasets.language import either, is_honest, text_of
from qiantan.core.datasets.measures import contradictions, foreign_measure, measure_of, our_unit, strangers
from qiantan.core.datasets.places import geography_of, place_of
from qiantan.core.findings import Text


@pytest.mark.parametrize("text", ["0.5777", "1.20", "-3", "3.2E-6", "1e3", 7, Decimal("0.30")])
def test_figures_keep_their_digits(text):
    assert figure(text) == Decimal(text)
    assert str(figure(text)) == str(Decimal(text))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1,5",
        "1_000",
        "NaN",
        "inf",
        "1e999999",
        "0e-999999999",
        "1" * 61,
        True,
        None,
        [1],
        0.5,
        Decimal("1e99"),
    ],
)
def test_what_is_no_figure_within_bounds_is_none(text):
    assert figure(text) is None


def test_products_and_quotients_are_exact_where_digits_allow():
    assert product(Decimal("45.6"), Decimal("3.6")) == Decimal("164.16")
    assert quotient(Decimal("785.4"), Decimal(2)) == Decimal("392.7")
    assert str(quotient(Decimal(1), Decimal(3))).startswith("0.333333333333333333333333333")


def test_a_wording_is_honest_in_its_language():
    assert is_honest(Text("石灰 CaO", "quicklime CaO"))
    assert not is_honest(Text("quicklime", ""))
    assert not is_honest(Text("", "石灰"))
    assert [either(text_of(said)) for said in ("石灰", "lime", "")] == ["石灰", "lime", ""]


@pytest.mark.parametrize("place", ["CN", "GLO", "CN-520000", "CN-520300", "CN-region-South", "CN-110000"])
def test_places_return(place):
    assert place_of(geography_of(place)) == place


def test_a_prefecture_of_guizhou_has_its_code():
    assert (geography_of("CN-520300").location, geography_of("CN-520300").prefecture) == ("CN-GZ", "CN-GZ-ZNY")


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [("t*km", "t·km"), ("tkm", "t·km"), ("Item(s)", "件"), ("kWh", "kWh"), ("l", "L"), ("ha", "hm2")],
)
def test_foreign_spellings_of_units(theirs, ours):
    assert our_unit(theirs) == ours


def test_our_unit_groups_never_contradict_our_conversions():
    for unit in ("t", "kWh", "m3", "Nm3", "t·km", "m2", "km", "h", "件", "元"):
        group = measure_of(unit).group
        assert list(contradictions(group)) == []
        assert strangers(group) == ()
        assert dict(group.units)[group.reference] == 1


def test_a_kilowatt_hour_is_three_point_six_megajoules():
    assert dict(measure_of("kWh").group.units)["kWh"] == Decimal("3.6")


def test_units_with_two_meanings_are_left_to_their_owner():
    """``pc`` is a parsec in some lists of lengths; years are of 365 or 365.25 days."""
    length = UnitGroup("u", Text("", "Units of length"), "m", (("m", Decimal(1)), ("pc", Decimal("3.0857e16"))))
    time = UnitGroup("u", Text("", "Units of time"), "d", (("d", Decimal(1)), ("a", Decimal("365.25"))))

    assert strangers(length) == ()
    assert list(contradictions(time)) == []


def test_a_unit_nobody_knows_has_a_group_of_its_own():
    measure = foreign_measure("guest night")

    assert measure.group.units == (("guest night", Decimal(1)),)
