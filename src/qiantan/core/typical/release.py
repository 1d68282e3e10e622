"""A release: may it be made, and what does it say.

`held_by` decides from outputs and cohorts alone. `figures` computes, rounds and runs the strongest attack on the result;
it coarsens what would tell too much and leaves out what cannot be told. Order matters: nobody may look at figures of a
cohort that is held, and whoever has looked at figures has seen a release, published or not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import takewhile

from qiantan.core.typical.attack import Printed, Release, narrowest
from qiantan.core.typical.contribution import Cohort
from qiantan.core.typical.overlap import exposed
from qiantan.core.typical.reason import Reason, nothing_new, subtractable, thin_cover, too_coarse
from qiantan.core.typical.rounding import coarsest_step, least_step, rounded, steps
from qiantan.core.typical.rule import DisclosureRule
from qiantan.core.typical.spread import QUARTILES, Class, deviation_classes, quantile_classes, relative_deviation
from qiantan.core.typical.thresholds import check_dominance, check_threshold

BANDS = (9, 12, 15, 20, 30, 50, 100)
COVER_STEP = 10
TRADED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a release publishes: the figures, the band of contributors (upper end none: and more), the cover in per cent."""

    printed: Printed
    contributors: tuple[int, int | None]
    cover: tuple[int, int] | None


def held_by(cohort: Cohort, earlier: Sequence[Cohort], least: int, rule: DisclosureRule) -> tuple[Reason, ...]:
    """Return every rule that keeps a cohort from being released after earlier ones; none when it may be."""
    reasons = [*check_threshold(cohort, least), *check_dominance(cohort, rule)]
    same = next((place for place, one in enumerate(earlier) if one.ids == cohort.ids), None)
    if same is not None:
        return (*reasons, nothing_new(same + 1))
    last = len(earlier)
    named: dict[str, Reason] = {}
    for piece in exposed([*earlier, cohort], rule):
        if piece.releases == (last,) and not any(one.ids & cohort.ids for one in earlier):
            named["alone"] = thin_cover()
            continue
        touched = [place for place in range(last) if earlier[place].ids & cohort.ids] or [last - 1]
        reason = subtractable(touched[-1] + 1, piece.contributors, rule.least_difference.value)
        named.setdefault(reason.text.zh, reason)
    return (*reasons, *named.values())


def figures(
    cohort: Cohort, earlier: Sequence[Release], rule: DisclosureRule, province: Decimal | None = None
) -> Figures | Reason:
    """Return the figures of a cohort that may be released, or the reason why no rounding of use protects it.

    `province` is the output of the whole province in the unit of the volumes, for the cover.
    """
    means = [Printed(mean=rounded(cohort.mean, step), step=step) for step in _useful_steps(cohort, rule)]
    hiding = [one for one in means if narrowest([*earlier, (cohort, one)], cohort.groups) >= _wanted(cohort, rule)]
    if not hiding:
        return too_coarse(float(rule.coarsest_rounding.value))
    told = [_with_spread(cohort, one, earlier, rule) for one in hiding[:TRADED]]
    return Figures(
        # The finest mean beside which most can be told of the spread: a value without dispersion is half a value.
        printed=max(told, key=_spread_figures),
        contributors=band(len(cohort.groups)),
        cover=_cover(cohort, province),
    )


def _useful_steps(cohort: Cohort, rule: DisclosureRule) -> Iterator[Decimal]:
    coarsest = coarsest_step(cohort, rule)
    return takewhile(lambda step: float(step) <= coarsest, steps(least_step(cohort, rule)))


def _wanted(cohort: Cohort, rule: DisclosureRule) -> float:
    return rule.p * cohort.mean * (1 - 1e-9)


def _spread_figures(printed: Printed) -> int:
    return sum(one is not None for one in (printed.deviation, printed.median, printed.quartiles))


def band(count: int) -> tuple[int, int | None]:
    """Return the band a number of contributors is published in.

    >>> band(10), band(1000)
    ((9, 11), (100, None))
    """
    lower = max((begin for begin in BANDS if begin <= count), default=1)
    upper = min((begin - 1 for begin in BANDS if begin > count), default=None)
    return lower, upper


def _with_spread(cohort: Cohort, printed: Printed, earlier: Sequence[Release], rule: DisclosureRule) -> Printed:
    """Add what may be told of the spread, one figure after another, each only if the strongest attack still fails.

    Of each fact the spread is told in one release only: figures that are no sums cannot be audited by subtraction.
    """
    if any(before.tells_spread and one.ids & cohort.ids for one, before in earlier):
        return printed

    def first_safe(candidates: Iterable[Printed]) -> Printed:
        wanted = _wanted(cohort, rule)
        kept = (one for one in candidates if narrowest([*earlier, (cohort, one)], cohort.groups) >= wanted)
        return next(kept, printed)

    def classes(share: float) -> Iterator[Class]:
        coarsest = coarsest_step(cohort, rule)
        return quantile_classes(cohort, share, rule.company.value, printed.step, coarsest)

    tried = deviation_classes(relative_deviation(cohort), rule.dispersion_step.value)
    printed = first_safe(replace(printed, deviation=bounds) for bounds in tried)
    count = len(cohort.groups)
    if count >= rule.median_least.value:
        printed = first_safe(replace(printed, median=bounds) for bounds in classes(QUARTILES[1]))
    if count >= rule.quartile_least.value and printed.median:
        pairs = zip(classes(QUARTILES[0]), classes(QUARTILES[2]), strict=False)
        printed = first_safe(replace(printed, quartiles=pair) for pair in pairs)
    return printed


def _cover(cohort: Cohort, province: Decimal | None) -> tuple[int, int] | None:
    if province is None or province <= 0:
        return None
    share = 100 * float(cohort.volume.sum()) / float(province)
    lower = min(100 - COVER_STEP, int(share // COVER_STEP) * COVER_STEP)
    return lower, lower + COVER_STEP
