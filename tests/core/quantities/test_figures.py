"""Figures as people type them keep their digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.quantities.figures import FigureError, clean_figure, split_figure


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("0", "0"),
        ("1234.50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("12,345,678", "12345678"),
        ("1 234.5", "1234.5"),
        ("100 000", "100000"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1'234", "1234"),
        ("１２３．４", "123.4"),
        ("−3.5", "-3.5"),
        ("+7", "7"),
        ("007", "7"),
        ("5.", "5"),
        (".5", "0.5"),
        ("1.5E-3", "0.0015"),
        ("2e6", "2000000"),
        (" 42 ", "42"),
    ],
)
def test_cleaned(text, figure):
    assert clean_figure(text) == figure


@pytest.mark.parametrize(
    "text",
    ["", "—", "-", ".", "abc", "inf", "-inf", "nan", "1e999", "1,23", "12,34,567", "1.2.3", "3-5", "3~5", "1 2", "约3",
     "1,234,5", "1" * 41, "1e99", "=1+1", "3 吨", "12 345 67"],
)  # fmt: skip
def test_refused(text):
    with pytest.raises(FigureError):
        clean_figure(text)


def test_refusal_shows_what_was_found_and_an_example():
    with pytest.raises(FigureError) as refused:
        clean_figure("约3")
    assert refused.value.zh == "“约3”不是可以读取的数值，请填写例如 1234.5 或 1,234.5。"
    assert refused.value.en == "“约3” is not a figure; write for instance 1234.5 or 1,234.5."


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.2 万kWh", ("1.2", "万kWh")),
        ("3万", ("3", "万")),
        ("12 10^4Nm3", ("12", "10^4Nm3")),
        ("5吨", ("5", "吨")),
        ("7", ("7", "")),
        ("2 tce", ("2", "tce")),
        ("1e3 t", ("1000", "t")),
    ],
)
def test_unit_behind(text, parts):
    assert split_figure(text) == parts


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**12), max_value=10**12))
def test_thousands_separators_change_nothing(figure):
    assert clean_figure(f"{figure:,f}") == f"{figure:f}"
