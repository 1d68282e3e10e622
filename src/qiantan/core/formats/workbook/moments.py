"""Dates and months as spreadsheets keep them and people type them.

Three traps are named instead of guessed: 2025.10 typed as a number becomes 2025.1, which is January as well; 03/04/2025
has two readings; a serial number is a date only where a date is asked.
"""

import datetime as dt
import re
import unicodedata
from typing import Any, Final

from qiantan.core.formats.workbook.choices import Fault
from qiantan.core.quantities.periods import PeriodError, parse_period
from qiantan.core.templates.schema import Field

_EPOCH: Final = dt.date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 80_000
_ORDER: Final = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{2}[-/.]\d{1,2}[-/.]\d{1,2}")
_TENTH: Final = re.compile(r"\d{4}\.1")


def date(field: Field, raw: Any, text: str) -> tuple[str, tuple[Fault, ...]]:
    """Return ISO text of the day a cell names; what was typed, with a fault, when it names none.

    A cell that names only a month is its first day, or its last where the question asks for an end.
    """
    example = {"example": field.example or "2025-01-31"}
    span, fault = _span(raw, text, example)
    if span is None:
        return text, (fault or Fault("WB-DATE", text, example),)
    start, last = span
    if start == last:
        return start.isoformat(), ()
    if last - start > dt.timedelta(days=31):
        return text, (Fault("WB-DATE", text, example),)
    day = last if field.id.endswith(("end", "last", "to")) else start
    return day.isoformat(), (Fault("WB-DATE-MONTH", text, {"date": day.isoformat()}),)


def month(field: Field, raw: Any, text: str) -> tuple[str, tuple[Fault, ...]]:
    """Return the month a cell names as ``2025-03``; what was typed, with a fault, when it names none."""
    example = {"example": field.example or "2025-03"}
    span, fault = _span(raw, text, example)
    if span is None or (span[0].year, span[0].month) != (span[1].year, span[1].month):
        return text, (fault or Fault("WB-MONTH", text, example),)
    return f"{span[0]:%Y-%m}", ()


def _span(raw: Any, text: str, example: dict[str, str]) -> tuple[tuple[dt.date, dt.date] | None, Fault | None]:
    """Return the first and last day a cell names, or the fault that is more telling than "not a date"."""
    if isinstance(raw, bool | list):
        return (_moment(text) if isinstance(raw, list) else None), None
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    if isinstance(raw, int | float):
        if _TENTH.fullmatch(plain):
            return None, Fault("WB-MONTH-TENTH", text, example)
        if _FIRST_SERIAL <= raw <= _LAST_SERIAL:
            day = _EPOCH + dt.timedelta(days=int(raw))
            return (day, day), None
    if _ORDER.fullmatch(plain):
        return None, Fault("WB-DATE-ORDER", text, example)
    try:
        period = parse_period(plain)
    except PeriodError:
        return None, None
    return (period.start, period.end - dt.timedelta(days=1)), None


def _moment(text: str) -> tuple[dt.date, dt.date] | None:
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return None
    return day, day
