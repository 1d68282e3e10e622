"""Reads of calls, contributions and releases.

Three kinds of readers: everybody sees calls, whether enough plants take part, and what is published; the department sees
counts and reasons, and figures once they are releases; members of a plant's organisation see the plant's own value. No
query returns somebody else's value, whoever asks.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.core.typical.factor import TypicalValue
from qiantan.core.typical.factor import factor_of as as_factor
from qiantan.core.typical.reason import Reason, too_few
from qiantan.core.typical.release import Figures, held_by
from qiantan.core.typical.rule import DisclosureRule, disclosure_rule
from qiantan.registry.accounts.models import Site
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.ledger import exhibits
from qiantan.registry.typical.cohorts import cohort_of, earlier_of, figures_of, standing_facts
from qiantan.registry.typical.models import Call, Contribution, Release
from qiantan.registry.typical.permissions import can_call, can_edit, check_can_call
from qiantan.registry.typical.sealing import open_file, open_statement
from qiantan.registry.typical.states import BOUNDARY_LABELS, PUBLIC, Boundary, ContributionState, ReleaseState

_GIVEN = Q(contributions__state=ContributionState.GIVEN.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCall:
    """A call in a list: whether enough independent plants take part (never how many), and its release in force."""

    call: Call
    reached: bool
    release: uuid.UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnValue:
    """A plant's own part in a call, opened for its own people; `stated` is empty once it was withdrawn."""

    contribution: Contribution
    stated: dict[str, Any]
    commitment: str
    salt: str
    can_edit: bool
    released: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the department sees of a call, or of a part of it: how many contributors, and what holds a release back."""

    division: str
    technology: str
    plants: int
    contributors: int
    held: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRelease:
    """A release with its figures."""

    release: Release
    figures: Figures


def rule() -> DisclosureRule:
    """Return the rule of disclosure control in force; it is public."""
    return disclosure_rule()


def calls(viewer: Viewer, page: int = 1, search: str = "") -> Page[ListedCall]:  # noqa: ARG001 - calls are public
    """Return the calls, newest first, in three queries."""
    found = Call.objects.order_by("-opened_at", "-pk")
    if search:
        found = found.filter(Q(name_zh__icontains=search) | Q(name_en__icontains=search))
    found = found.annotate(groups=Count("contributions__group", filter=_GIVEN, distinct=True))
    listed = page_of(found, page, lambda call: call)
    in_force = _in_force([call.pk for call in listed.rows])
    rows = tuple(
        ListedCall(call=call, reached=call.groups >= call.least, release=in_force.get(call.pk)) for call in listed.rows
    )
    return Page(rows=rows, number=listed.number, pages=listed.pages, count=listed.count, size=listed.size)


def get_call(viewer: Viewer, public_id: uuid.UUID | str) -> ListedCall:  # noqa: ARG001 - calls are public
    """Return one call."""
    annotated = Call.objects.annotate(groups=Count("contributions__group", filter=_GIVEN, distinct=True))
    call = _by_public_id(annotated, public_id)
    return ListedCall(call=call, reached=call.groups >= call.least, release=_in_force([call.pk]).get(call.pk))


def releases(viewer: Viewer, call: Call) -> list[MadeRelease]:
    """Return the releases of a call, newest first: published ones, and for the department all."""
    found = Release.objects.filter(call=call).select_related("call").order_by("-number")
    if not can_call(viewer):
        found = found.filter(state__in=PUBLIC)
    return [MadeRelease(release=one, figures=figures_of(one.figures)) for one in found]


def get_release(viewer: Viewer, public_id: uuid.UUID | str) -> MadeRelease:
    """Return one release; what is not published only to the department."""
    found = Release.objects.select_related("call")
    if not can_call(viewer):
        found = found.filter(state__in=PUBLIC)
    release = _by_public_id(found, public_id)
    return MadeRelease(release=release, figures=figures_of(release.figures))


def factor_of(viewer: Viewer, made: MadeRelease) -> Factor:
    """Return a published release as a factor; `NotFound` for one that is not in force."""
    release, call = get_release(viewer, made.release.public_id).release, made.release.call
    if release.state != ReleaseState.PUBLISHED.value or release.published_at is None:
        raise NotFound
    technology = next((one for one in call.technologies if one["key"] == release.technology), {"zh": "", "en": ""})
    return as_factor(
        TypicalValue(
            id=str(release.public_id),
            name=call.name,
            kind=call.kind,
            unit=call.unit,
            boundary=BOUNDARY_LABELS[Boundary(call.boundary)],
            division=release.division,
            technology=Text(technology["zh"], technology["en"]),
            data_year=call.data_year,
            number=release.number,
            published=release.published_at.date(),
            rule=release.rule,
            figures=made.figures,
        )
    )


def standing(viewer: Viewer, call: Call, division: str = "", technology: str = "") -> Standing:
    """Return counts and reasons for a call or a part of it; nothing of it depends on a value."""
    return standings(viewer, call, [(division, technology)])[0]


def standings(viewer: Viewer, call: Call, parts: list[tuple[str, str]]) -> list[Standing]:
    """Return counts and reasons for parts of a call, each a prefecture (or "") and a technology (or "")."""
    check_can_call(viewer)
    earlier = [cohort for cohort, _ in earlier_of(call)]
    found = []
    for division, technology in parts:
        cohort = cohort_of(standing_facts(call, division, technology))
        held = held_by(cohort, earlier, call.least, disclosure_rule()) if cohort else (too_few(0, call.least),)
        found.append(
            Standing(
                division=division,
                technology=technology,
                plants=len(cohort.facts) if cohort else 0,
                contributors=len(cohort.groups) if cohort else 0,
                held=held,
            )
        )
    return found


def my_values(viewer: Viewer) -> list[OwnValue]:
    """Return what the viewer's plants gave, newest first, in two queries."""
    found = _own(viewer).order_by("-changed_at", "-pk")
    return [_opened(viewer, one) for one in found]


def values_for(viewer: Viewer, call: Call) -> dict[int, OwnValue]:
    """Return what the viewer's plants gave to one call, by site."""
    return {one.site_id: _opened(viewer, one) for one in _own(viewer).filter(call=call)}


def get_value(viewer: Viewer, public_id: uuid.UUID | str) -> OwnValue:
    """Return one value of the viewer's own plants; `NotFound` for everybody else, the department included."""
    return _opened(viewer, _by_public_id(_own(viewer), public_id))


def evidence(viewer: Viewer, public_id: uuid.UUID | str) -> tuple[str, bytes]:
    """Return name and bytes of the evidence of one's own value."""
    kept = get_value(viewer, public_id).stated.get("evidence")
    if not kept:
        raise NotFound
    return kept["name"], open_file(exhibits.fetch(kept["sealed_sha256"]), kept["key"])


def giving_sites(viewer: Viewer) -> list[Site]:
    """Return the sites the viewer may give values for."""
    mine = [one for one in viewer.organisation_ids if can_edit(viewer, one)]
    return list(Site.objects.filter(organisation_id__in=mine).select_related("organisation").order_by("pk"))


def get_site(viewer: Viewer, public_id: uuid.UUID | str) -> Site:
    """Return one site of the viewer's organisations; `NotFound` for a stranger."""
    mine = Site.objects.filter(organisation_id__in=viewer.organisation_ids)
    return _by_public_id(mine.select_related("organisation"), public_id)


def takes_values(listed: ListedCall, at: datetime) -> bool:
    """Say whether a call takes values at a moment."""
    return listed.call.takes(at)


def _own(viewer: Viewer) -> QuerySet[Contribution]:
    mine = Contribution.objects.filter(organisation_id__in=viewer.organisation_ids)
    return mine.select_related("call", "site", "organisation", "current").annotate(
        released=Count("facts__releases", filter=Q(facts__releases__state__in=PUBLIC), distinct=True)
    )


def _opened(viewer: Viewer, one: Any) -> OwnValue:
    stated, salt = (
        ({}, b"") if one.current is None else open_statement(bytes(one.current.sealed), one.current.public_id)
    )
    return OwnValue(
        contribution=one,
        stated=stated,
        commitment=one.current.commitment if one.current else "",
        salt=salt.hex(),
        can_edit=can_edit(viewer, one.organisation_id),
        released=one.released,
    )


def _in_force(calls_: list[int]) -> dict[int, uuid.UUID]:
    found = Release.objects.filter(
        call__in=calls_, state=ReleaseState.PUBLISHED.value, division="", technology=""
    ).values_list("call_id", "public_id")
    return dict(found)


def _by_public_id(found: Any, public_id: uuid.UUID | str) -> Any:
    try:
        one = found.filter(public_id=uuid.UUID(str(public_id))).first()
    except ValueError:
        one = None
    if one is None:
        raise NotFound
    return one
