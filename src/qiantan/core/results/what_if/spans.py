"""Between which figures a slider runs: what the template takes for plausible, else a margin around what was stated."""

from decimal import Decimal

from qiantan.core.findings import Text
from qiantan.core.methods.method import ParameterSpec
from qiantan.core.quantities.units import Quantity, UnitError, convert
from qiantan.core.study.document import Distribution
from qiantan.core.study.shape import plain
from qiantan.core.templates.schema import Range

# A slider without a plausible range runs at least this share to both sides of what was stated.
MARGIN = 0.5
_NORMAL_95 = 2.0


def around(value: float, spread: float) -> tuple[float, float, Text]:
    """Return the bounds around a value: a margin of 50 %, more where its distribution is wider (95 %)."""
    margin = max(MARGIN, spread)
    if value == 0:
        return 0.0, 1.0, Text("原值为零", "the value is zero")
    ends = sorted((value * max(0.0, 1.0 - margin), value * (1.0 + margin)))
    told = f"± {margin * 100:.0f} %"
    return ends[0], ends[1], Text(told, told)


def spread_of(distribution: Distribution | None) -> float:
    """Return how far 95 % of a distribution reach, relative to its value; zero where none is stated."""
    if distribution is None:
        return 0.0
    if distribution.spread is not None:
        spread = float(distribution.spread)
        return spread**2 - 1.0 if distribution.kind == "lognormal" else _NORMAL_95 * spread
    return max(abs(float(bound) - 1.0) for bound in (distribution.lower, distribution.upper) if bound is not None)


def plausible(
    span: Range, unit: str, value: Decimal, made: tuple[Decimal, str] | None
) -> tuple[float, float, Text] | None:
    """Return the range of a question in `unit`, widened to hold the value; none where units do not fit.

    `made` is the output a range per unit of output refers to, with its unit.
    """
    low, high = float(span.low), float(span.high)
    told = f"{plain(span.low)}～{plain(span.high)}"
    quoted = span.unit
    try:
        if not span.absolute:
            if made is None:
                return None
            whole, _, per = quoted.partition("/")
            size = convert(float(made[0]), made[1], per)
            low, high = (convert(end * size, whole, unit) for end in (low, high))
        elif quoted:
            low, high = (convert(end, quoted, unit) for end in (low, high))
    except UnitError:
        return None
    at = float(value)
    return (
        min(low, at),
        max(high, at),
        Text(
            f"模板的常见范围 {told} {quoted or unit}",
            f"usual range of the template {told.replace('～', ' to ')} {quoted or unit}",
        ),
    )


def within(spec: ParameterSpec, amount: str, quantity: Quantity, ends: tuple[float, float]) -> tuple[float, float]:
    """Return the bounds cut to what a method takes for this parameter; `amount` is the unit of its exchange."""
    unit = spec.unit.replace("{amount}", amount)
    low, high = (convert(end, unit, quantity.unit) for end in spec.limits.get(amount, (spec.low, spec.high)))
    return max(ends[0], low), max(quantity.value, min(ends[1], high))
