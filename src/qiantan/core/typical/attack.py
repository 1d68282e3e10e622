"""What the strongest attacker learns: somebody who knows every value but one contributor's, every output and the method.

For a contributor the attacker asks: by how much could its values all be shifted, and every published figure of every
release still come out as printed? The widest such interval is what the figures tell, whatever else is known: a weaker
attacker cannot exclude what the strongest cannot. This is no theory but the attack itself, run on the true values before
anything is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from qiantan.core.typical.contribution import Cohort, Mask, Numbers
from qiantan.core.typical.spread import QUARTILES, Class, quantiles, within

_TRIED = 41


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """The figures of a release that bear on values: the rounded mean and its step, and whatever is told of the spread."""

    mean: Decimal
    step: Decimal
    deviation: Class | None = None
    median: Class | None = None
    quartiles: tuple[Class, Class] | None = None

    @property
    def tells_spread(self) -> bool:
        """Whether more than the mean is told."""
        return self.deviation is not None or self.median is not None or self.quartiles is not None


Release = tuple[Cohort, Printed]


def mean_slack(releases: Sequence[Release]) -> dict[str, tuple[float, float]]:
    """Return for each contributor the shifts of its values (down, up) that leave every rounded mean as printed."""
    slack: dict[str, tuple[float, float]] = {}
    for cohort, printed in releases:
        half, off = float(printed.step) / 2, float(printed.mean) - cohort.mean
        for group, share in zip(cohort.groups, cohort.share.tolist(), strict=True):
            low, high = slack.get(group, (-np.inf, np.inf))
            slack[group] = (max(low, (off - half) / share), min(high, (off + half) / share))
    return slack


def narrowest(releases: Sequence[Release], groups: Sequence[str]) -> float:
    """Return half the length of the tightest interval the strongest attacker gets for one of the contributors.

    Shifts are tried on a grid, so that the answer is never too large.
    """
    slack = mean_slack(releases)
    telling = [(cohort, printed, set(cohort.groups)) for cohort, printed in releases if printed.tells_spread]
    tightest = np.inf
    for group in groups:
        low, high = slack[group]
        shifts = np.linspace(low, high, _TRIED)[1:-1]
        possible = np.ones(len(shifts), dtype=bool)
        for cohort, printed, members in telling:
            if group in members:
                possible &= _as_printed(cohort, printed, group, shifts)
        left = shifts[possible]
        half = (float(left.max() - left.min()) if len(left) else 0.0) / 2 if telling else (high - low) / 2
        tightest = min(tightest, half)
    return float(tightest)


def _as_printed(cohort: Cohort, printed: Printed, group: str, shifts: Numbers) -> Mask:
    """Say of each shift of a contributor whether what is told of the spread would be told all the same."""
    moved = cohort.group == cohort.groups.index(group)
    worlds = cohort.value + np.outer(shifts, moved)
    same = np.ones(len(shifts), dtype=bool)
    if printed.deviation is not None:
        mean = worlds @ cohort.weight
        deviation = np.sqrt(np.maximum(0.0, (worlds**2) @ cohort.weight - mean**2)) / mean
        lower, upper = (float(end) for end in printed.deviation)
        same &= (deviation <= upper + 1e-12) & ((deviation > lower) | (lower == 0))
    if printed.median is not None:
        told = [(0.5, printed.median)]
        if printed.quartiles is not None:
            told += zip(QUARTILES[::2], printed.quartiles, strict=True)
        found = quantiles(worlds, tuple(share for share, _ in told))
        for column, (_, bounds) in enumerate(told):
            same &= within(found[:, column], bounds)
    return np.asarray(same)
