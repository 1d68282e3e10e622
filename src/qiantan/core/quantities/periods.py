"""Half-open periods: `start` belongs to a period, `end` does not, so that months and years fit without a gap."""

import calendar
import datetime as dt
import re
import unicodedata
from typing import Final, NamedTuple

_DAY: Final = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?|月)?")
_YEAR: Final = re.compile(r"(\d{4})年?(?:度|全年)?")
_BETWEEN: Final = re.compile(r"[~～—–至到]+|-(?=\d{4}(?!\d)|\d{6}$|\d{8}$)|\.\.")
_SPACE_OR_MIDNIGHT: Final = re.compile(r"(?:T|\s+)00:00(?::00)?\s*$|\s+")
_EARLIEST: Final = 1990
_LATEST: Final = 2100


class PeriodError(ValueError):
    """A text is not a day, month, year or period; worded in Chinese (`zh`) and English (`en`)."""

    def __init__(self, text: str) -> None:
        self.zh = f"“{text[:40]}”不是可以读取的日期或期间，请填写例如 2025年3月、2025-03-01 或 2025年。"
        self.en = f"“{text[:40]}” is not a date or period; write for instance 2025-03, 2025-03-01 or 2025."
        super().__init__(f"{self.zh} {self.en}")


class Period(NamedTuple):
    """A half-open period of days."""

    start: dt.date
    end: dt.date

    @property
    def days(self) -> int:
        """Days in the period; zero or less when it is empty or the wrong way round."""
        return (self.end - self.start).days

    @property
    def months(self) -> tuple["Period", ...]:
        """The calendar months the period touches, whole, in order."""
        found = []
        month = month_of(self.start)
        while month.start < self.end:
            found.append(month)
            month = month_of(month.end)
        return tuple(found)

    @property
    def is_natural_year(self) -> bool:
        """Whether the period is one calendar year, 1 January to 31 December."""
        return self == natural_year(self.start.year)

    @property
    def is_month(self) -> bool:
        """Whether the period is one calendar month."""
        return self == month_of(self.start)

    @property
    def last_day(self) -> dt.date:
        """The last day that belongs to the period."""
        return self.end - dt.timedelta(days=1)

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two periods share a day."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Period") -> bool:
        """Say whether the other period lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def covers(self, day: dt.date) -> bool:
        """Say whether a day belongs to the period."""
        return self.start <= day < self.end


def natural_year(year: int) -> Period:
    """Return a calendar year."""
    return Period(dt.date(year, 1, 1), dt.date(year + 1, 1, 1))


def month_of(day: dt.date) -> Period:
    """Return the calendar month a day lies in."""
    start = day.replace(day=1)
    return Period(start, start + dt.timedelta(days=calendar.monthrange(day.year, day.month)[1]))


def parse_day(text: str) -> dt.date:
    """Return a day typed as ``2025-03-01``, ``2025/3/1``, ``2025年3月1日`` or ``20250301``. Raises PeriodError."""
    period = parse_period(text)
    if period.days != 1:
        raise PeriodError(text)
    return period.start


def parse_month(text: str) -> Period:
    """Return a month typed as ``2025年3月``, ``2025.03``, ``2025/3``, ``202503``; of a day, its month.

    Raises PeriodError.
    """
    period = parse_period(text)
    month = month_of(period.start)
    if not month.contains(period):
        raise PeriodError(text)
    return month


def parse_period(text: str) -> Period:
    """Return a year, month, day or a span of such (``2025年1月至12月``, ``2025-01-01~2025-12-31``), last day included.

    Raises PeriodError.
    """
    plain = _SPACE_OR_MIDNIGHT.sub("", unicodedata.normalize("NFKC", text))
    parts = [part for part in _BETWEEN.split(plain) if part]
    try:
        if len(parts) == 1:
            return _single(parts[0])
        first, last = parts
        year_of_first = first[:4] + "年" if re.fullmatch(r"\d{1,2}月(\d{1,2}日)?", last) else ""
        period = Period(_single(first).start, _single(year_of_first + last).end)
    except ValueError:
        raise PeriodError(text) from None
    if period.days <= 0:
        raise PeriodError(text)
    return period


def _single(text: str) -> Period:
    text = re.sub(r"^(\d{4})(\d{2})(\d{2})?$", lambda d: "-".join(part for part in d.groups() if part), text)
    found = _DAY.fullmatch(text)
    if found:
        year, month, day = int(found[1]), int(found[2]), found[3]
        start = dt.date(_checked(year), month, int(day or 1))
        return Period(start, start + dt.timedelta(days=1)) if day else month_of(start)
    found = _YEAR.fullmatch(text)
    if not found:
        raise ValueError(text)
    return natural_year(_checked(int(found[1])))


def _checked(year: int) -> int:
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(year)
    return year
