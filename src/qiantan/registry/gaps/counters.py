"""The counters beside the targets of the factor library; open to everyone, because the library is."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from qiantan.core.rules.gaps import Industry, Target, ranking, targets
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.models import FactorValue
from qiantan.registry.factors.permissions import check_can_read
from qiantan.registry.factors.states import Origin, State


@dataclass(frozen=True, slots=True, kw_only=True)
class OfIndustry:
    """How many values in force the library has for an industry a plan names: in all, of the province, mature."""

    industry: Industry
    values: int
    local: int
    mature: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counters:
    """What the library holds today, and the targets it stands beside; a value is counted once in `key_industries`, however many of
    them it is named for.

    A value is *mature* when it is local (of the province), was published from the review (two experts), is in force, is not
    past its validity or its day of review, and its source is of high or medium-high certainty.
    """

    in_force: int
    local: int
    reviewed: int
    mature: int
    key_industries: int
    industries: tuple[OfIndustry, ...]
    targets: tuple[Target, ...]


def counters(viewer: Viewer, *, on: dt.date) -> Counters:
    """Return the counters on a day, in one query."""
    check_can_read(viewer)
    local, reviewed = _local(), Q(release__origin=Origin.REVIEW.value)
    mature = local & reviewed & _valid(on) & Q(certainty__in=targets().mature.certainties)
    industries = targets().key_industries
    every = [word for industry in industries for word in industry.words]
    asked = {"in_force": Count("pk"), "local": Count("pk", filter=local), "reviewed": Count("pk", filter=reviewed)}
    asked["mature"] = Count("pk", filter=mature)
    asked["key_industries"] = Count("pk", filter=_named(every))
    for number, industry in enumerate(industries):
        of = _named(industry.words)
        asked[f"industry_{number}"] = Count("pk", filter=of)
        asked[f"industry_{number}_local"] = Count("pk", filter=of & local)
        asked[f"industry_{number}_mature"] = Count("pk", filter=of & mature)
    found = FactorValue.objects.filter(state=State.PUBLISHED.value).aggregate(**asked)
    return Counters(
        in_force=found["in_force"],
        local=found["local"],
        reviewed=found["reviewed"],
        mature=found["mature"],
        key_industries=found["key_industries"],
        industries=tuple(
            OfIndustry(
                industry=industry,
                values=found[f"industry_{number}"],
                local=found[f"industry_{number}_local"],
                mature=found[f"industry_{number}_mature"],
            )
            for number, industry in enumerate(industries)
        ),
        targets=targets().targets,
    )


def _local() -> Q:
    found = Q(pk=None)
    for beginning in ranking().local:
        found |= Q(geography__startswith=beginning)
    return found


def _named(words: Sequence[str]) -> Q:
    found = Q(pk=None)
    for word in words:
        found |= Q(name_zh__icontains=word) | Q(name_en__icontains=word)
    return found


def _valid(on: dt.date) -> Q:
    """Neither past the validity of the value nor the day on which it, or else its release, is to be looked at again."""
    due = Q(review_by__gte=on) | Q(review_by=None, release__review_by__gte=on)
    # Days of validity are written as texts, a year or a day; both sort like the day.
    stated = Q(document__valid_to__gte=on.isoformat()) | Q(document__valid_to=str(on.year))
    lasting = Q(document__valid_to__isnull=True) | Q(document__valid_to="") | stated
    return due & lasting
