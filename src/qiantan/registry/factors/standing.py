"""Values leaving force. Used by the operations, inside their transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from qiantan.core.findings import Text
from qiantan.core.findings.finding import NO_TEXT
from qiantan.registry.accounts.models import User
from qiantan.registry.factors.facets import FACETS, TERMS
from qiantan.registry.factors.mirror import counts_of
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue, Standing
from qiantan.registry.factors.states import State


@dataclass(frozen=True, slots=True)
class Lapse:
    """A value that leaves force: superseded by `successor` of a release, or retired for a `reason`."""

    factor: str
    state: State
    successor: str = ""
    release: str = ""
    reason: Text = NO_TEXT


def lapse(lapses: Sequence[Lapse], by: User, at: datetime) -> None:
    """Write down that values left force, and take them out of search, comparison and counts. Costs the same for many."""
    Standing.objects.bulk_create(
        [
            Standing(
                factor=one.factor,
                state=one.state.value,
                successor=one.successor,
                release=one.release,
                reason_zh=one.reason.zh,
                reason_en=one.reason.en,
                by=by,
                at=at,
            )
            for one in lapses
        ]
    )
    for state in (State.SUPERSEDED, State.RETIRED):
        _set([one.factor for one in lapses if one.state is state], state)


def apply_standings(releases: Sequence[str]) -> None:
    """Take out of force again what had left it before its release was loaded anew."""
    ids = FactorValue.objects.filter(release__in=releases).values("pk")
    kept = dict(Standing.objects.filter(factor__in=ids).order_by("at", "pk").values_list("factor", "state"))
    for state in (State.SUPERSEDED, State.RETIRED):
        _set([factor for factor, last in kept.items() if last == state.value], state)


def _set(factors: Sequence[str], state: State) -> None:
    if not factors:
        return
    FactorValue.objects.filter(pk__in=factors).update(state=state.value)
    FactorEntry.objects.filter(pk__in=factors).update(lapsed=True, likeness="")
    touched = FactorValue.objects.filter(pk__in=factors).values("release")
    for release in FactorRelease.objects.filter(pk__in=touched):
        count_again(release)


def count_again(release: FactorRelease) -> None:
    """Count the values of a release that are in force by facet, and keep its terms."""
    entries = FactorEntry.objects.filter(value__release=release, lapsed=False).values(*FACETS)
    terms = release.counts.get(TERMS, release.counts.get("licence", {}))
    FactorRelease.objects.filter(pk=release.pk).update(counts=counts_of(entries, terms))
