"""Figures of datasets: decimals exactly as written, bounded so that no exponent grows into a mountain of digits."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, Final

LONGEST: Final = 60
FARTHEST: Final = 60
_DIGITS: Final = 28


def figure(value: Any) -> Decimal | None:
    """Return the decimal a text, an integer or a decimal states; None when it states none within bounds."""
    if type(value) is Decimal:
        read = value
    elif type(value) is int:
        read = Decimal(value)
    elif isinstance(value, str) and len(value) <= LONGEST and "_" not in value:
        try:
            read = Decimal(value.strip())
        except (InvalidOperation, ValueError):
            return None
    else:
        return None
    # Zero counts as well: 0E-999999999 would be written with as many zeros.
    return read if read.is_finite() and -FARTHEST <= read.adjusted() <= FARTHEST else None


def plain(value: Decimal) -> str:
    """Write a decimal without an exponent, keeping its digits: ``Decimal("1.20")`` is "1.20"."""
    return format(value, "f")


def product(amount: Decimal, factor: Decimal) -> Decimal:
    """Return amount times factor, exact where 28 digits hold it, without trailing zeros."""
    return _rounded(Fraction(amount) * Fraction(factor))


def quotient(amount: Decimal, divisor: Decimal) -> Decimal:
    """Return amount over divisor, exact where 28 digits hold it, without trailing zeros. The divisor is not zero."""
    return _rounded(Fraction(amount) / Fraction(divisor))


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    text = plain(exact.normalize()) if exact else "0"
    return Decimal(text[:LONGEST]) if len(text) > _DIGITS + 30 else Decimal(text)
