"""Half-open periods and the ways dates are typed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.quantities.periods import (
    Period,
    PeriodError,
    month_of,
    natural_year,
    parse_day,
    parse_month,
    parse_period,
)

MARCH = Period(dt.date(2025, 3, 1), dt.date(2025, 4, 1))


def test_natural_year():
    year = natural_year(2024)
    assert year == (dt.date(2024, 1, 1), dt.date(2025, 1, 1))
    assert (year.days, len(year.months), year.is_natural_year, year.last_day) == (366, 12, True, dt.date(2024, 12, 31))
    assert not MARCH.is_natural_year
    assert MARCH.is_month


def test_neighbours_do_not_overlap():
    assert not natural_year(2024).overlaps(natural_year(2025))
    assert natural_year(2025).overlaps(MARCH)
    assert natural_year(2025).contains(MARCH)
    assert not MARCH.covers(dt.date(2025, 4, 1))
    assert MARCH.covers(dt.date(2025, 3, 31))


@pytest.mark.parametrize(
    "text",
    [
        "2025年3月",
        "2025.03",
        "2025-03",
        "2025/3",
        "202503",
        "２０２５年０３月",
        " 2025 年 3 月 ",
        "2025-03-15",
        "2025年3月15日",
    ],
)
def test_months(text):
    assert parse_month(text) == MARCH


@pytest.mark.parametrize(
    "text", ["2025-03-01", "2025/3/1", "2025.3.1", "2025年3月1日", "20250301", "2025-03-01 00:00:00"]
)
def test_days(text):
    assert parse_day(text) == dt.date(2025, 3, 1)


@pytest.mark.parametrize("text", ["2025", "2025年", "2025年度", "2025年1月至12月", "2025-01-01~2025-12-31", "2025年1月1日—12月31日",
                                  "2025.01-2025.12", "2025-01至2025-12", "20250101-20251231", "2025-01-2025-12"])  # fmt: skip
def test_years(text):
    assert parse_period(text) == natural_year(2025)


@pytest.mark.parametrize("text", ["", "3月", "2025年13月", "2025-02-30", "25-3-1", "1899-01-01", "2025-12~2025-01", "nan",
                                  "2025年1月至3月至5月"])  # fmt: skip
def test_refused(text):
    with pytest.raises(PeriodError) as refused:
        parse_period(text)
    assert refused.value.zh == f"“{text}”不是可以读取的日期或期间，请填写例如 2025年3月、2025-03-01 或 2025年。"


def test_a_year_is_not_a_month_and_a_month_not_a_day():
    with pytest.raises(PeriodError):
        parse_month("2025年")
    with pytest.raises(PeriodError):
        parse_day("2025年3月")


@given(st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31)), st.integers(1, 1000))
def test_months_cover_a_period_without_gap(start, days):
    period = Period(start, start + dt.timedelta(days=days))
    months = period.months
    assert months[0].covers(period.start)
    assert months[-1].covers(period.last_day)
    assert [each.end for each in months[:-1]] == [each.start for each in months[1:]]


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 12, 31)))
def test_dates_are_read_as_written(day):
    assert parse_day(day.isoformat()) == day
    assert parse_month(f"{day.year}年{day.month}月") == month_of(day)
