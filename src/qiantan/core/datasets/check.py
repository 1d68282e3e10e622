"""Whether a dataset agrees with itself: reference flow, ids, units, ranges, shares, years."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from qiantan.core.datasets.document import Dataset, Exchange, FlowProperty, UnitGroup
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.measures import contradictions, known_dimension, our_unit, strangers

# Shares are often printed with one decimal; three of 33.3 are meant to be all of it.
_SHARES_OFF: Final = Decimal("0.5")
_WHOLE: Final = Decimal(100)
_DIMENSION_OF: Final = {
    "93a60a56-a3c8-11da-a746-0800200b9a66": ("mass", "kg"),
    "93a60a56-a3c8-11da-a746-0800200c9a66": ("energy", "MJ"),
    "93a60a56-a3c8-14da-a746-0800200c9a66": ("energy", "MJ"),
    "f6811440-ee37-11de-8a39-0800200c9a66": ("energy", "MJ"),
    "93a60a56-a3c8-22da-a746-0800200c9a66": ("volume", "m3"),
    "838aaa20-0117-11db-92e3-0800200c9a66": ("transport", "t*km"),
    "93a60a56-a3c8-19da-a746-0800200c9a66": ("area", "m2"),
    "838aaa23-0117-11db-92e3-0800200c9a66": ("length", "m"),
}


def check_dataset(value: Dataset, faults: Faults) -> None:
    """Add what contradicts itself in a dataset."""
    by_id: dict[int, Exchange] = {}
    for one in value.exchanges:
        if one.id in by_id:
            faults.add("DS-EXCHANGE-TWICE", one.id, place=f"exchanges/{one.id}")
        by_id[one.id] = one
        if one.distribution or one.shares or one.minimum is not None or one.unit != one.flow.measure.group.reference:
            _check_exchange(one, faults)
    reference = by_id.get(value.function.exchange)
    if reference is None:
        faults.add("DS-REFERENCE", value.function.exchange, place="quantitativeReference")
    elif not reference.amount:
        faults.add("DS-REFERENCE-ZERO", place=f"exchanges/{reference.id}")
    time = value.time
    if time.reference_year and time.valid_until and time.valid_until < time.reference_year:
        faults.add("DS-YEAR-ORDER", time.valid_until, place="time", other=time.reference_year)
    _check_shares(value.exchanges, by_id, faults)
    preceding = value.administration.preceding
    if preceding and preceding.uuid == value.uuid and preceding.version >= value.administration.version:
        faults.add("DS-VERSION-CYCLE", f"{value.administration.version} → {preceding.version}", place="preceding")


def _check_exchange(one: Exchange, faults: Faults) -> None:
    place = f"exchanges/{one.id}"
    if one.minimum is not None and one.maximum is not None and one.minimum > one.maximum:
        faults.add("DS-RANGE", f"{plain(one.minimum)} > {plain(one.maximum)}", place=place)
    if one.spread is not None and one.spread < (1 if one.distribution == "lognormal" else 0):
        faults.add("DS-SPREAD", plain(one.spread), place=place)
    group = one.flow.measure.group
    if one.unit != group.reference and one.unit not in dict(group.units):
        names = " · ".join(name for name, _ in group.units)
        faults.add("DS-UNIT", one.unit, place=place, group=group.name.zh or group.name.en, choices=names)


def _check_shares(exchanges: Iterable[Exchange], by_id: Mapping[int, Exchange], faults: Faults) -> None:
    for one in exchanges:
        if not one.shares:
            continue
        together = sum((share.percent for share in one.shares), Decimal(0))
        if abs(together - _WHOLE) > _SHARES_OFF:
            faults.add("DS-SHARES", plain(together), place=f"exchanges/{one.id}")
        for share in one.shares:
            if share.co_product not in by_id:
                faults.add("DS-REFERENCE", share.co_product, place=f"exchanges/{one.id}")


def check_group(group: UnitGroup, faults: Faults) -> None:
    """Add what contradicts physics, or itself, in a unit group."""
    name = group.name.zh or group.name.en
    units = dict(group.units)
    if len(units) != len(group.units):
        names = [unit for unit, _ in group.units]
        faults.add("DS-UNIT-TWICE", next(unit for unit in names if names.count(unit) > 1))
    if units.get(group.reference) != 1:
        faults.add("DS-UNIT-REFERENCE", name)
    strange = strangers(group)
    if strange:
        faults.add("DS-UNIT-MIXED", (group.reference, *strange), group=name)
    for unit, stated, expected in contradictions(group):
        faults.add("DS-UNIT-FACTOR", plain(stated), unit=unit, reference=group.reference, expected=expected)


def check_measure(measure: FlowProperty, faults: Faults) -> None:
    """Add a unit that cannot measure the property: kilograms of energy."""
    expected = _DIMENSION_OF.get(measure.uuid)
    found = known_dimension(measure.group.reference)
    if expected and found and found != expected[0]:
        name = measure.name.zh or measure.name.en
        unit = our_unit(measure.group.reference)
        faults.add("DS-UNIT-PROPERTY", unit, property=name, expected=expected[1])
