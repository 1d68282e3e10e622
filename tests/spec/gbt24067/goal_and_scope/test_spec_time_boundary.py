"""Time boundary of the data."""

import datetime as dt

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import emitted

from qiantan.core.study.shape import Span

YEAR = Span(start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1))
SUMMER = Span(start=dt.date(2025, 4, 1), end=dt.date(2025, 10, 1))
BEFORE = Span(start=dt.date(2024, 1, 1), end=dt.date(2025, 1, 1))


def test_the_data_cover_one_natural_year():
    assert told(facts(kiln(period=YEAR)), "natural_year") == []


def test_half_a_year_is_asked_about():
    (finding,) = found(facts(kiln(period=SUMMER)), "natural_year")
    assert (finding.severity, finding.place) == ("warning", "/period")
    assert finding.found == "2025-04-01 – 2025-10-01"
    assert finding.example == "2025-01-01 – 2026-01-01"


def test_twelve_months_from_july_are_no_natural_year():
    july = Span(start=dt.date(2024, 7, 1), end=dt.date(2025, 7, 1))
    assert told(facts(kiln(period=july)), "natural_year") == [("warning", "/period")]


def test_every_figure_covers_the_period_of_the_study():
    assert told(facts(kiln(emitted("n2o", "1 t", period=YEAR))), "exchange_period") == []


def test_a_figure_of_part_of_the_period_is_asked_about():
    given = facts(kiln(emitted("n2o", "1 t", period=SUMMER)))
    assert told(given, "exchange_period") == [("warning", "/processes/0/exchanges/1/period")]


def test_a_figure_of_another_year_blocks():
    given = facts(kiln(emitted("n2o", "1 t", period=BEFORE)))
    assert told(given, "exchange_period") == [("blocking", "/processes/0/exchanges/1/period")]
