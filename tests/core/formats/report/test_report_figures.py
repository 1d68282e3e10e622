"""Displayed parts add up to the displayed total (largest remainder)."""

from decimal import Decimal
from math import fsum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.formats.report.figures import digits, parts_shown, percent, places_for, shares_shown, shown


def _read(text):
    return Decimal(text.replace(",", ""))


def test_three_thirds_add_up():
    """1/3 + 1/3 + 1/3 at two decimals: the missing hundredth goes to the first of the equal remainders."""
    assert parts_shown([1 / 3, 1 / 3, 1 / 3], 1.0, 2) == ("0.34", "0.33", "0.33")


def test_the_largest_remainder_gets_the_missing_unit():
    assert parts_shown([10.004, 20.006, 30.0], 60.01, 2) == ("10.00", "20.01", "30.00")


def test_removals_keep_their_sign():
    """-0.013 and 1.016: down to -0.02 and 1.01, and the missing hundredth to the larger remainder, 0.7 of -0.013."""
    assert parts_shown([-0.013, 1.016], 1.003, 2) == ("-0.01", "1.01")


def test_thousands_are_set_apart_and_zero_is_never_negative():
    assert shown(16543.218, 1) == "16,543.2"
    assert shown(-0.0004, 2) == "0.00"


@pytest.mark.parametrize(
    ("total", "places"), [(641.557, 3), (16543.2, 1), (0.00123456, 8), (0.0, 2), (-9.99, 5), (1e9, 0)]
)
def test_six_significant_digits_decide_the_places(total, places):
    assert places_for(total) == places


def test_short_figures_lose_idle_zeros():
    assert digits(0.5) == "0.5"
    assert digits(1234567.0) == "1,234,567"
    assert digits(0.0) == "0"


def test_shares_add_up_to_a_hundred_or_are_a_dash():
    assert shares_shown([1 / 6, 1 / 6, 4 / 6]) == ("16.7%", "16.7%", "66.6%")
    assert shares_shown([None, None]) == ("—", "—")
    assert percent(None) == "—"
    assert percent(0.0123, 2) == "1.23%"


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(0, 6))
def test_what_is_shown_always_adds_up(values, places):
    total = fsum(values)
    texts = parts_shown(values, total, places)
    assert sum(map(_read, texts)) == _read(shown(total, places))
    unit = Decimal(1).scaleb(-places)
    assert all(abs(_read(text) - Decimal(repr(value))) <= unit for text, value in zip(texts, values, strict=True))
