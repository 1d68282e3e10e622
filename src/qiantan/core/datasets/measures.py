"""Flow properties and unit groups: what the exchange formats call the dimensions of our units.

Identifiers are those of the ILCD reference data, which openLCA and TIDAS share, where it has one; a dimension it does
not know gets a UUID of ours. Factors come from `core.quantities`, so that a group never contradicts our own conversions.
"""

import functools
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from qiantan.core.datasets.document import FlowProperty, UnitGroup
from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import Text
from qiantan.core.quantities.units import UNIT_CHOICES, UnitError, convert, dimension, meaning, normalise_unit

# dimension → flow property, unit group, reference unit
_KNOWN: Final = {
    "mass": (
        ("93a60a56-a3c8-11da-a746-0800200b9a66", Text("质量", "Mass")),
        ("93a60a57-a4c8-11da-a746-0800200c9a66", Text("质量单位", "Units of mass")),
        "kg",
    ),
    "energy": (
        ("f6811440-ee37-11de-8a39-0800200c9a66", Text("能量", "Energy")),
        ("93a60a57-a3c8-11da-a746-0800200c9a66", Text("能量单位", "Units of energy")),
        "MJ",
    ),
    "volume": (
        ("93a60a56-a3c8-22da-a746-0800200c9a66", Text("体积", "Volume")),
        ("93a60a57-a3c8-12da-a746-0800200c9a66", Text("体积单位", "Units of volume")),
        "m3",
    ),
    "transport": (
        ("838aaa20-0117-11db-92e3-0800200c9a66", Text("货物运输", "Goods transport (mass*distance)")),
        ("838aaa21-0117-11db-92e3-0800200c9a66", Text("质量距离单位", "Units of mass*length")),
        "t·km",
    ),
    "area": (
        ("93a60a56-a3c8-19da-a746-0800200c9a66", Text("面积", "Area")),
        ("93a60a57-a3c8-18da-a746-0800200c9a66", Text("面积单位", "Units of area")),
        "m2",
    ),
    "length": (
        ("838aaa23-0117-11db-92e3-0800200c9a66", Text("长度", "Length")),
        ("838aaa22-0117-11db-92e3-0800200c9a66", Text("长度单位", "Units of length")),
        "m",
    ),
    "time": (
        ("c0447923-0e60-4b3c-97c2-a86dddd9eea5", Text("时间", "Duration")),
        ("af638906-3ec7-4314-8de7-f76039f2dd01", Text("时间单位", "Units of time")),
        "d",
    ),
}
# How the formats spell units of ours.
_FOREIGN: Final = {
    "t*km": "t·km",
    "tkm": "t·km",
    "kg*km": "kg·km",
    "item(s)": "件",
    "items": "件",
    "p": "件",
    "unit": "件",
    "a": "yr",
    "year": "yr",
    "metric ton": "t",
    "ton": "t",
    "kilogram": "kg",
    "cubic meter": "m3",
    "hour": "h",
    "l": "L",
    "ha": "hm2",
    "dimensionless": "ratio",
}
# Their own name, where a format's reader looks for it.
_SPELT: Final = {"t·km": "t*km"}
# Spellings that mean one thing in every database. Others (``pc`` of a parsec, ``kcal`` of either kind, years of 365 or
# 365.25 days) are left to their owner.
_PLAIN: Final = frozenset({
    "g", "kg", "t", "mg", "kt", "J", "kJ", "MJ", "GJ", "TJ", "PJ", "Wh", "kWh", "MWh", "GWh", "m3", "L", "l", "Nm3",
    "m", "km", "m2", "km2", "ha", "t*km", "tkm", "s", "min", "h", "d",
})  # fmt: skip
TOLERANCE: Final = 5e-4


def our_unit(spelling: str) -> str:
    """Return our name of a unit as a format spells it. Raises UnitError."""
    return normalise_unit(_FOREIGN.get(spelling.strip().lower(), spelling))


def their_unit(unit: str) -> str:
    """Return a unit as the exchange formats spell it."""
    return _SPELT.get(unit, unit)


def known_dimension(spelling: str) -> str:
    """Return the dimension of a unit however spelled; empty text for a unit the register does not know."""
    try:
        return dimension(our_unit(spelling))
    except UnitError:
        return ""


@functools.cache
def measure_of(unit: str) -> FlowProperty:
    """Return the flow property in which amounts of a unit of ours are exchanged. Raises UnitError."""
    unit = normalise_unit(unit)
    kind = dimension(unit)
    shown = meaning(unit).shown
    if kind in _KNOWN:
        (property_id, name), (group_id, group_name), reference = _KNOWN[kind]
    else:
        reference = UNIT_CHOICES[kind][0] if kind in UNIT_CHOICES else shown
        property_id, name = uuid_of("property", kind), Text("", kind)
        group_id, group_name = uuid_of("group", kind), Text("", f"Units of {kind}")
    units = dict.fromkeys((reference, *UNIT_CHOICES.get(kind, ()), *_DAILY.get(kind, ()), shown))
    pairs = tuple((their_unit(one), _factor(one, reference)) for one in units)
    return FlowProperty(property_id, name, UnitGroup(group_id, group_name, their_unit(reference), pairs))


_DAILY: Final = {"mass": ("mg", "kt"), "energy": ("kJ", "J", "kgce", "PJ"), "time": ("yr",), "volume": ("mL",)}


def contradictions(group: UnitGroup) -> Iterator[tuple[str, Decimal, str]]:
    """Yield each unit of a group whose stated factor is not the physical one: unit, stated, physical factor."""
    kind = _plain_dimension(group.reference)
    if not kind:
        return
    reference = our_unit(group.reference)
    for name, stated in group.units:
        if name in _PLAIN and known_dimension(name) == kind:
            expected = convert(1.0, our_unit(name), reference)
            if abs(float(stated) - expected) > TOLERANCE * expected:
                yield name, stated, f"{expected:g}"


def strangers(group: UnitGroup) -> tuple[str, ...]:
    """Return the units of a group that have another dimension than its reference unit."""
    kind = _plain_dimension(group.reference)
    kinds = {name: _plain_dimension(name) for name, _ in group.units}
    return tuple(name for name, one in kinds.items() if kind and one and one != kind)


def _plain_dimension(spelling: str) -> str:
    """Return the dimension of an unmistakable unit; cubic metres count as one, under whatever condition."""
    return known_dimension(spelling).replace("normal_volume", "volume") if spelling in _PLAIN else ""


def foreign_measure(unit: str) -> FlowProperty:
    """Return a flow property for a unit our register does not know: a group of its own with this unit alone."""
    try:
        return measure_of(our_unit(unit))
    except UnitError:
        name = text_of(unit)
        group = UnitGroup(uuid_of("group", unit), name, unit, ((unit, Decimal(1)),))
        return FlowProperty(uuid_of("property", unit), name, group)


def _factor(unit: str, reference: str) -> Decimal:
    return Decimal(plain(Decimal(repr(convert(1.0, unit, reference))).normalize()))
