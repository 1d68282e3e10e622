"""The building blocks of the study document: frozen records that refuse unknown keys, figures as typed, identifiers."""

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema

FIGURE_PATTERN = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"
FIGURE_LENGTH = 40
_FIGURE = re.compile(FIGURE_PATTERN)


def _figure(value: Any) -> Decimal:
    if isinstance(value, Decimal) and value.is_finite():
        return value
    if isinstance(value, str) and len(value) <= FIGURE_LENGTH and _FIGURE.match(value):
        return Decimal(value)
    raise ValueError("figure")


def plain(value: Decimal) -> str:
    """Write a figure without an exponent, keeping the digits as typed: ``Decimal("1.20")`` is "1.20"."""
    return format(value, "f")


# A figure travels as the decimal text somebody typed, never as a binary float: digits are part of the record.
Figure = Annotated[
    Decimal,
    BeforeValidator(_figure),
    PlainSerializer(plain, return_type=str),
    WithJsonSchema({"type": "string", "pattern": FIGURE_PATTERN, "maxLength": FIGURE_LENGTH}),
]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$", max_length=120)]
Line = Annotated[str, StringConstraints(max_length=500)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
Hex64 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Score = Annotated[int, Field(ge=1, le=5)]


class Record(BaseModel):
    """A frozen part of a document; a key it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False, ser_json_inf_nan="strings")


class Named(Record):
    """A name in Chinese and English; English may be empty where no reader abroad sees it."""

    zh: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    en: Line = ""


class Amount(Record):
    """A figure with its unit, as typed."""

    value: Figure
    unit: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Span(Record):
    """A half-open period: `start` belongs to it, `end` does not."""

    start: dt.date
    end: dt.date


class Pin(Record):
    """The exact edition of a rule pack or template: id, version, digest of its canonical bytes."""

    id: Id
    version: Line
    sha256: Hex64


class Provenance(Record):
    """Where a value comes from and how far it can be trusted.

    `how_found` is ``text`` (read in the text named), ``derived`` (computed from such) or ``assumed`` (a stated
    assumption of the study); `certainty` is high, medium-high, medium, low or derived.
    """

    issuer: Line = ""
    document: Line
    number: Line = ""
    place: Line = ""
    year: Line = ""
    how_found: Line = "text"
    found_in: Line = ""
    certainty: Line
    licence: Line = ""
    note: Words = ""
