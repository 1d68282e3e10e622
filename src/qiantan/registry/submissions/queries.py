"""Reads about datasets on their way: for the contributor, the reviewer, the editor, and the public record of a review."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from qiantan.registry.accounts.models import Organisation
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.submissions.changes import Draft, FactorChange, changes_of, content_faults, draft_of
from qiantan.registry.submissions.models import (
    Appointment,
    Expert,
    Move,
    ReleaseDraft,
    Round,
    Submission,
    Thread,
    Verdict,
)
from qiantan.registry.submissions.permissions import (
    can_edit_library,
    can_see_draft,
    check_can_edit_library,
    check_can_see_draft,
)
from qiantan.registry.submissions.states import IN_LIBRARY, WAITING, State

__all__ = ["Draft", "FactorChange", "changes_of", "content_faults", "release_draft"]

PUBLIC = [state.value for state in IN_LIBRARY]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A dataset with everything around it: moves, rounds, appointments with verdicts, threads with their comments."""

    submission: Submission
    moves: tuple[Move, ...]
    rounds: tuple[Round, ...]
    appointments: tuple[Appointment, ...]
    verdicts: tuple[Verdict, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRecord:
    """What the public sees of a review: the dataset as published, who reviewed it, how they scored it, when it moved."""

    answers: dict[str, str]
    contributor: str
    sha256: str
    round: int
    moves: tuple[Move, ...]
    verdicts: tuple[Verdict, ...]
    submission: Submission


def contributors(viewer: Viewer) -> list[Organisation]:
    """Return the organisations the viewer may hand datasets in for."""
    ids = [one for one in viewer.organisation_ids if can_edit(viewer, one)]
    return list(Organisation.objects.filter(pk__in=ids).order_by("pk"))


def submissions(viewer: Viewer, page: int = 1, *, state: str = "") -> Page[Submission]:
    """Return the datasets of the viewer's organisations, last changed first, in two queries."""
    found = Submission.objects.filter(organisation_id__in=viewer.organisation_ids).select_related("organisation")
    if state:
        found = found.filter(state=state)
    return page_of(found.order_by("-updated_at", "-pk"), page, lambda one: one)


def reviews(viewer: Viewer, page: int = 1) -> Page[Appointment]:
    """Return what the viewer is asked to review, the last asked first, in two queries."""
    found = Appointment.objects.filter(expert__user_id=viewer.user_id, withdrawn_at=None)
    found = found.select_related("submission__organisation").order_by("-at", "-pk")
    return page_of(found, page, lambda one: one)


def my_verdicts(viewer: Viewer, appointments: Sequence[Appointment]) -> dict[int, Verdict]:
    """Return the viewer's verdicts on the present rounds, by appointment, in one query."""
    found = Verdict.objects.filter(appointment__in=appointments, appointment__expert__user_id=viewer.user_id)
    rounds = {one.pk: one.submission.round for one in appointments}
    return {one.appointment_id: one for one in found if rounds[one.appointment_id] == one.round}


def waiting(viewer: Viewer, page: int = 1, *, state: str = "") -> Page[Submission]:
    """Return what waits for the editors, the longest waiting first, in two queries."""
    check_can_edit_library(viewer)
    states = [state] if state in {one.value for one in WAITING} else [one.value for one in WAITING]
    found = Submission.objects.filter(state__in=states).select_related("organisation")
    return page_of(found.order_by("updated_at", "pk"), page, lambda one: one)


def waiting_counts(viewer: Viewer) -> Counter[str]:
    """Return how many datasets wait in each state, in one query."""
    check_can_edit_library(viewer)
    waits = Submission.objects.filter(state__in=[one.value for one in WAITING])
    return Counter(dict(waits.order_by().values("state").annotate(count=Count("pk")).values_list("state", "count")))


def get_submission(viewer: Viewer, public_id: uuid.UUID | str) -> Submission:
    """Return one dataset; `NotFound` for who neither handed it in, nor reviews it, nor keeps the library."""
    try:
        found = _visible(viewer).filter(public_id=uuid.UUID(str(public_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def record_of(viewer: Viewer, public_id: uuid.UUID | str) -> Record:
    """Return one dataset with its history, in seven queries however long it is; `NotFound` as `get_submission`."""
    submission = get_submission(viewer, public_id)
    return Record(
        submission=submission,
        moves=tuple(Move.objects.filter(submission=submission).select_related("by").order_by("at", "pk")),
        rounds=tuple(Round.objects.filter(submission=submission).select_related("by").order_by("number")),
        appointments=tuple(
            Appointment.objects.filter(submission=submission).select_related("expert__user").order_by("at", "pk")
        ),
        verdicts=tuple(_verdicts(submission)),
        threads=tuple(
            Thread.objects.filter(submission=submission)
            .select_related("by", "closed_by")
            .prefetch_related("comments__by")
            .order_by("closed_at", "-at", "-pk")
        ),
    )


def get_thread(viewer: Viewer, public_id: uuid.UUID | str) -> Thread:
    """Return one thread of a dataset the viewer may see."""
    visible = _visible(viewer).values("pk")
    found = Thread.objects.filter(public_id=public_id, submission__in=visible).select_related("submission").first()
    if found is None:
        raise NotFound
    return found


def appointment_of(viewer: Viewer, submission: Submission) -> Appointment | None:
    """Return the viewer's own appointment to a dataset; none for everybody else."""
    own = Appointment.objects.filter(submission=submission, expert__user_id=viewer.user_id, withdrawn_at=None)
    return own.select_related("expert").first()


def experts(viewer: Viewer, submission: Submission | None = None) -> tuple[Expert, ...]:
    """Return the experts who may be appointed, those of the submitter's and the owner's institution left out."""
    check_can_edit_library(viewer)
    found = Expert.objects.filter(until=None, user__is_active=True).select_related("user")
    if submission is not None:
        bound = Q(user__memberships__organisation=submission.organisation_id)
        if submission.owner_id:
            bound |= Q(user__memberships__organisation=submission.owner_id)
        found = found.exclude(pk__in=Expert.objects.filter(bound).values("pk"))
    return tuple(found.order_by("institution", "pk"))


def release_drafts(viewer: Viewer, page: int = 1) -> Page[ReleaseDraft]:
    """Return the releases, those in preparation and the last begun first, in two queries."""
    check_can_see_draft(viewer)
    return page_of(ReleaseDraft.objects.order_by("-created_at", "-pk"), page, lambda one: one)


def release_draft(viewer: Viewer, public_id: uuid.UUID | str) -> Draft:
    """Return a release in preparation with its lines and what they change, ready for `changes_of`, in at most four queries.

    Editors and analysts only: `NotFound` for everybody else.
    """
    if not can_see_draft(viewer):
        raise NotFound
    found = ReleaseDraft.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return draft_of(found)


def accepted(viewer: Viewer) -> tuple[Submission, ...]:
    """Return the accepted datasets that stand in no release in preparation, the longest waiting first."""
    check_can_edit_library(viewer)
    taken = Q(lines__draft__state="preparing")
    found = Submission.objects.filter(state=State.ACCEPTED.value).exclude(taken).select_related("organisation")
    return tuple(found.order_by("updated_at", "pk"))


def review_record(viewer: Viewer, factor_id: str) -> ReviewRecord | None:  # noqa: ARG001 - public, like the value
    """Return the public record of the review behind a factor; none for one that came from the rulebook. Four queries."""
    submission = Submission.objects.filter(factor=factor_id, state__in=PUBLIC).select_related("organisation").first()
    if submission is None:
        return None
    kept = Round.objects.get(submission=submission, number=submission.round)
    verdicts = tuple(one for one in _verdicts(submission) if one.round == submission.round)
    return ReviewRecord(
        answers=kept.answers,
        contributor=submission.organisation.name,
        sha256=kept.sha256,
        round=kept.number,
        moves=tuple(Move.objects.filter(submission=submission).order_by("at", "pk")),
        verdicts=verdicts,
        submission=submission,
    )


def _verdicts(submission: Submission) -> QuerySet[Any]:
    found = Verdict.objects.filter(appointment__submission=submission)
    return found.select_related("appointment__expert__user").order_by("round", "at", "pk")


def _visible(viewer: Viewer) -> QuerySet[Any]:
    """Return what the viewer may see: their organisations' datasets, those they review, for editors all handed in."""
    wanted = Q(organisation_id__in=viewer.organisation_ids)
    if viewer.user_id is not None:
        reviewed = Appointment.objects.filter(expert__user_id=viewer.user_id, withdrawn_at=None).values("submission")
        wanted |= Q(pk__in=reviewed)
    if can_edit_library(viewer):
        wanted |= Q(round__gte=1)
    return Submission.objects.filter(wanted).select_related("organisation", "owner", "created_by")
