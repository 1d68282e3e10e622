"""The ways to narrow the factors, each value of a factor under a short key; the words for the keys belong to the pages."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from qiantan.core.quantities.units import UnitError, convert, dimension
from qiantan.core.rules import load
from qiantan.core.rules.schema import ReleaseFile
from qiantan.core.study.document import Factor

# In the order the pages show them. `kind` holds the two electricity families as two values.
FACETS: Final = ("kind", "topic", "unit_kind", "geography", "year", "source_kind", "certainty", "licence")
TERMS: Final = "terms"  # of the counts of a release: its licences, whether or not their values are in force
UNSTATED: Final = "unstated"
CLOSED: Final = "closed"
CERTAINTIES = {"high": 0, "medium-high": 1, "medium": 3, "derived": 4, "low": 8}
KINDS = {"footprint": 0, "electricity_footprint": 0, "emission": 6, "parameter": 8, "electricity_emission": 20}
NEWEST, OLDEST = 2030, 20
REFERENCE = {"mass": "t", "energy": "GJ", "volume": "m3", "normal_volume": "Nm3", "transport": "t·km"}


def facets_of(factor: Factor, topic: str, release: ReleaseFile) -> dict[str, str]:
    """Return the value of a factor under every facet."""
    year = data_year(factor.reference_year)
    return {
        "kind": factor.kind,
        "topic": topic,
        "unit_kind": unit_kind(factor),
        "geography": factor.geography,
        "year": str(year) if year else UNSTATED,
        "source_kind": release.source_kind or UNSTATED,
        "certainty": factor.provenance.certainty,
        "licence": licence_class(factor.provenance.licence or release.licence),
    }


def facet_word(facet: str, value: str) -> str:
    """Return the word under which an entry is found by a facet; no text a person types can look like it."""
    return f"/{facet}={value}"


def data_year(text: str) -> int | None:
    """Return the last year named in a reference year (``2006 GL`` is 2006); none where none is."""
    years = re.findall(r"(?:19|20)[0-9]{2}", text)
    return int(years[-1]) if years else None


def unit_kind(factor: Factor) -> str:
    """Return what a factor counts per: the dimension of its unit, for a parameter that of its value."""
    try:
        return dimension(factor.value.unit if factor.value else factor.per)
    except UnitError:
        return UNSTATED


def licence_class(wording: str) -> str:
    """Return the class of a licence wording; ``closed`` for one nobody has looked at."""
    return _licences().get(wording, CLOSED)


@cache
def open_licences() -> frozenset[str]:
    """Return the classes whose values may be handed on in bulk."""
    return frozenset(one.id for one in load.licences().classes if one.open)


@cache
def _licences() -> Mapping[str, str]:
    return {wording: one.id for one in load.licences().classes for wording in one.wordings}


def preference(factor: Factor) -> int:
    """Return where a factor stands among equals, lower first: footprints before parameters, this country before the
    world, recent and certain before old and derived. It orders a list and says nothing of quality.
    """
    year = data_year(factor.reference_year)
    age = min(OLDEST, max(0, NEWEST - year)) if year else OLDEST
    place = 0 if factor.geography in {"CN", "CN-520000"} else 4 if factor.geography.startswith("CN") else 6
    return KINDS[factor.kind] + age + place + CERTAINTIES.get(factor.provenance.certainty, OLDEST)


def series(factor: Factor) -> str:
    """Return what the editions of one figure have in common: its id without the year."""
    return re.sub(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", "*", factor.id)


def likeness(factor: Factor, topic: str) -> tuple[str, float | None]:
    """Return the group a factor may be compared in and its figure there: the same kind, topic, gas and unit kind, in kg
    per reference unit or in the unit of a parameter. Several gases are not added up, so they have no group.
    """
    if factor.value is not None:
        return f"{factor.kind}/{topic}/{factor.value.unit}", float(factor.value.value)
    if len(factor.emissions) != 1:
        return "", None
    per, [one] = reference_unit(factor.per), factor.emissions
    return f"{factor.kind}/{topic}/{one.flow}/{per}", float(one.kg) * convert(1, per, factor.per)


def reference_unit(unit: str) -> str:
    """Return the unit in which factors of the same dimension are compared: kWh stays kWh, other energy is GJ."""
    if unit == "kWh":
        return unit
    return REFERENCE.get(dimension(unit), unit)
