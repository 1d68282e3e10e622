"""Rounding that protects: the guard against whoever knows every plant but one.

**Theorem.** A mean published as a multiple of ``step`` bounds the value of a contributor with share ``s`` of the output,
for somebody who knows every other value exactly, to an interval of length ``step / s`` and to nothing better. With
``step ≥ 2·p·m·s`` that is ``± p·m`` around its middle.

*Proof.* The published multiple ``k·step`` says that the exact mean lies within half a step of it, and the exact mean is
``s·v`` plus what the attacker knows. Every ``v`` of the interval gives the same published figure. ∎

The largest share decides; steps are 1, 2, 2.5 or 5 times a power of ten, so that a published figure shows its step.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_EVEN, Decimal
from itertools import count
from math import floor, log10

from qiantan.core.typical.contribution import Cohort
from qiantan.core.typical.rule import DisclosureRule

_LADDER = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_SLACK = 1e-12


def steps(least: float) -> Iterator[Decimal]:
    """Yield the rounding steps from `least` on, the smallest first; without end."""
    for power in count(floor(log10(least))):
        for digit in _LADDER:
            step = _plain(digit.scaleb(power))
            if float(step) >= least * (1 - _SLACK):
                yield step


def least_step(cohort: Cohort, rule: DisclosureRule) -> float:
    """Return the smallest step that hides the largest contributor from whoever knows all others."""
    return 2 * rule.p * cohort.mean * float(cohort.share.max())


def coarsest_step(cohort: Cohort, rule: DisclosureRule) -> float:
    """Return the largest step that still leaves a figure of use."""
    return cohort.mean * float(rule.coarsest_rounding.value)


def rounded(value: float, step: Decimal) -> Decimal:
    """Return the multiple of a step nearest to a value; digits beyond the twelfth are noise of the summation.

    >>> rounded(851.2, Decimal(20)), rounded(850.0000000000001, Decimal(20))
    (Decimal('860'), Decimal('840'))
    """
    multiple = (Decimal(f"{value:.12g}") / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
    return _plain((multiple * step).normalize())


def _plain(figure: Decimal) -> Decimal:
    return Decimal(format(figure, "f"))
