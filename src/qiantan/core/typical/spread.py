r"""How plants differ, told so that none is told: dispersion in classes, median and quartiles as classes with company.

**Dispersion.** The weighted relative standard deviation ``d`` is published as a class ``(U - width, U]``. A small one says
that every plant is near the mean: with outputs as weights, ``|v_j - m| ≤ d·m·√((1 - w_j)/w_j)`` (Samuelson 1968, weighted
form), for equal outputs ``d·m·√(n - 1)``. The lowest class begins at zero and its upper end is such that this bound is
never tighter than ``p`` for a cohort of the least size; the rule refuses to be read otherwise.

**Median and quartiles.** The median of plants *is* the value of the plant in the middle (or halfway between two), and who
knows the ranking knows whose. So it is never published as a figure: only as a class of a grid that holds the median and
the values of at least `company` independent contributors, and only in large cohorts. Minimum and maximum are somebody's
value by definition and are never published.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, exp, floor, log, sqrt
from typing import NamedTuple

import numpy as np

from qiantan.core.typical.contribution import Cohort, Mask, Numbers
from qiantan.core.typical.rounding import steps

QUARTILES = (0.25, 0.5, 0.75)
_WIDER = (1, 2, 4)


class Class(NamedTuple):
    """Where a figure lies: from `lower` up to `upper`."""

    lower: Decimal
    upper: Decimal


def relative_deviation(cohort: Cohort) -> float:
    """Return the production-weighted standard deviation over the weighted mean."""
    return sqrt(float(cohort.weight @ (cohort.value - cohort.mean) ** 2)) / cohort.mean


def deviation_class(deviation: float, width: Decimal) -> Class:
    """Return the class of a relative standard deviation, open below and closed above; the lowest begins at zero.

    >>> deviation_class(0.083, Decimal("0.05"))
    Class(lower=Decimal('0.05'), upper=Decimal('0.10'))
    """
    number = max(1, ceil(deviation / float(width) - 1e-12))
    return Class((number - 1) * width, number * width)


def deviation_classes(deviation: float, width: Decimal) -> tuple[Class, ...]:
    """Return the classes to try, the narrowest first."""
    return tuple(deviation_class(deviation, width * times) for times in _WIDER)


def geometric_deviation(relative: Decimal) -> float:
    """Return the geometric standard deviation of a log-normal distribution with this relative standard deviation."""
    return exp(sqrt(log(1 + float(relative) ** 2)))


def quantile_classes(cohort: Cohort, share: float, company: int, step: Decimal, coarsest: float) -> Iterator[Class]:
    """Yield the classes, widths from `step` to `coarsest`, that hold a quantile and at least `company` contributors."""
    figure = float(quantiles(cohort.value, (share,))[0])
    for width in steps(float(step)):
        if float(width) > coarsest:
            return
        place = floor(figure / float(width) + 1e-9)
        bounds = Class(place * width, (place + 1) * width)
        if len(set(cohort.group[within(cohort.value, bounds)].tolist())) >= company:
            yield bounds


def quantiles(values: Numbers, shares: tuple[float, ...]) -> Numbers:
    """Return quantiles of plants along the last axis, each plant counted once, halfway between neighbours where needed."""
    count = values.shape[-1]
    at = [share * (count - 1) for share in shares]
    wanted = sorted({place for one in at for place in (floor(one), ceil(one))})
    ordered = np.partition(values, wanted, axis=-1)
    return np.stack(
        [ordered[..., floor(a)] + (a % 1) * (ordered[..., ceil(a)] - ordered[..., floor(a)]) for a in at], -1
    )


def within(values: Numbers, bounds: Class) -> Mask:
    """Say of each value whether it lies in a class, its lower end included."""
    return np.asarray((values >= float(bounds.lower) - 1e-9) & (values < float(bounds.upper) - 1e-9))
