"""Twelve significant digits: enough to compare, few enough to be the same on every machine."""

DIGITS = 12


def rounded(value: float) -> float:
    """Return a figure with 12 significant digits; zero has no sign."""
    return float(f"{value:.{DIGITS - 1}e}") + 0.0


def rounded_or_none(value: float | None) -> float | None:
    """Return a figure with 12 significant digits, or none."""
    return None if value is None else rounded(value)
