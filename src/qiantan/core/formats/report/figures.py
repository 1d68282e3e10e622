"""Figures as a reader sees them: few digits, and displayed parts that still add up to the displayed total."""

import math
from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

SIGNIFICANT = 6
NONE = "—"


def places_for(total: float, significant: int = SIGNIFICANT) -> int:
    """Return how many decimals show `total` with so many significant digits; 0 to 9."""
    if total == 0 or not math.isfinite(total):
        return 2
    return min(9, max(0, significant - 1 - math.floor(math.log10(abs(total)))))


def shown(value: float, places: int) -> str:
    """Return a figure with fixed decimals, thousands apart by commas, never a negative zero."""
    return _written(int(_units(value, places).to_integral_value(ROUND_HALF_UP)), places)


def digits(value: float, significant: int = SIGNIFICANT) -> str:
    """Return a figure with so many significant digits, without an exponent and without idle zeros."""
    if value == 0 or not math.isfinite(value):
        return "0" if value == 0 else NONE
    text = shown(value, places_for(value, significant))
    return text.rstrip("0").rstrip(".") if "." in text else text


def parts_shown(values: Sequence[float], total: float, places: int) -> tuple[str, ...]:
    """Return the terms of a sum with fixed decimals, so that what is displayed adds up to the displayed total.

    Largest remainder: every term is rounded down, and the units still missing go to the terms with the largest
    remainders. No term moves by more than one unit of the last place, unless the terms do not add up at all.
    """
    if not values:
        return ()
    units = [_units(value, places) for value in values]
    floors = [int(unit.to_integral_value(ROUND_FLOOR)) for unit in units]
    missing = int(_units(total, places).to_integral_value(ROUND_HALF_UP)) - sum(floors)
    order = sorted(range(len(values)), key=lambda i: (floors[i] - units[i], i))
    for turn in range(abs(missing)):
        step = 1 if missing > 0 else -1
        floors[order[turn % len(order)] if step > 0 else order[-1 - turn % len(order)]] += step
    return tuple(_written(unit, places) for unit in floors)


def shares_shown(shares: Sequence[float | None]) -> tuple[str, ...]:
    """Return shares of a whole in per cent with one decimal that add up to what they add up to; a dash where none."""
    if any(share is None for share in shares):
        return tuple(NONE for _ in shares)
    known = [100 * share for share in shares if share is not None]
    return tuple(f"{text}%" for text in parts_shown(known, math.fsum(known), 1))


def percent(share: float | None, places: int = 1) -> str:
    """Return one share in per cent; a dash where there is none."""
    return NONE if share is None else f"{shown(100 * share, places)}%"


def _units(value: float, places: int) -> Decimal:
    return Decimal(repr(float(value))).scaleb(places)


def _written(units: int, places: int) -> str:
    return f"{Decimal(units).scaleb(-places):,.{places}f}"
