"""Gathering accepted datasets into a release, publishing it, retiring values."""

import datetime as dt
import re
from collections.abc import Mapping

from django.db import transaction
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.permissions import check_can_edit_library
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, WrongState
from qiantan.registry.factors import operations as library
from qiantan.registry.factors.models import FactorRelease, FactorValue
from qiantan.registry.factors.publishing import ReleaseHead, Reviewed
from qiantan.registry.factors.states import State as Standing
from qiantan.registry.ledger.operations import record
from qiantan.registry.submissions.changes import Draft, content_faults, draft_of, factor_id_of, rows_in
from qiantan.registry.submissions.models import DraftLine, ReleaseDraft, Submission
from qiantan.registry.submissions.moving import check_reason, check_state, found, locked, move
from qiantan.registry.submissions.permissions import check_can_decide
from qiantan.registry.submissions.states import DraftState, State

TELL = "qiantan.tell_release"
EDITION = re.compile(r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$")
FIELDS = ("edition", "title_zh", "title_en", "notes_zh", "notes_en", "review_by")


@transaction.atomic
def open_release(*, stated: Mapping[str, str], by: User, at: dt.datetime) -> ReleaseDraft:
    """Begin a release: edition, titles, notes, the day its values are looked at again. `Invalid` says all that is wrong."""
    check_can_edit_library(viewer_of(by))
    draft = ReleaseDraft(created_by=by, created_at=at)
    _fill(draft, stated, at)
    draft.save()
    body = {"edition": draft.edition}
    record(kind="release.begun", subject=str(draft.public_id), organisation=None, body=body, by=by, at=at)
    return draft


@transaction.atomic
def save_release(*, draft: ReleaseDraft, stated: Mapping[str, str], by: User, at: dt.datetime) -> ReleaseDraft:
    """Change what a release in preparation says of itself."""
    draft = _prepared(draft, by)
    _fill(draft, stated, at)
    draft.save()
    return draft


@transaction.atomic
def add_to_release(*, draft: ReleaseDraft, submission: Submission, by: User, at: dt.datetime) -> DraftLine:  # noqa: ARG001 - every operation is told when
    """Take an accepted dataset into a release; one dataset goes into one release."""
    draft = _prepared(draft, by)
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    check_state(submission, {State.ACCEPTED})
    if DraftLine.objects.filter(submission=submission, draft__state=DraftState.PREPARING.value).exists():
        raise WrongState("该数据集已列入准备中的发布。", "It stands in a release in preparation already.")
    return DraftLine.objects.create(draft=draft, submission=submission)


@transaction.atomic
def retire_in_release(
    *,
    draft: ReleaseDraft,
    factor_id: str,
    reason: Text,
    by: User,
    at: dt.datetime,  # noqa: ARG001 - every operation is told when
) -> DraftLine:
    """Let a release retire a value of the library that nothing replaces, for a reason."""
    draft = _prepared(draft, by)
    said = check_reason(reason.zh, "reason_zh")
    value = FactorValue.objects.filter(pk=factor_id.strip()).first()
    if value is None:
        raise NotFound("没有这个因子。", "There is no such factor.")
    if value.state == Standing.RETIRED.value:
        raise WrongState("该因子已停用。", "The factor is retired already.")
    if DraftLine.objects.filter(draft=draft, factor=value.pk).exists():
        raise WrongState("这个发布里已列入停用该因子。", "This release retires the factor already.")
    return DraftLine.objects.create(draft=draft, factor=value.pk, reason_zh=said, reason_en=reason.en.strip())


@transaction.atomic
def drop_line(*, line: DraftLine, by: User, at: dt.datetime) -> None:  # noqa: ARG001 - every operation is told when
    """Take a line out of a release in preparation; an accepted dataset stays accepted."""
    _prepared(line.draft, by)
    line.delete()


@transaction.atomic
def discard_release(*, draft: ReleaseDraft, by: User, at: dt.datetime) -> ReleaseDraft:
    """Give up a release in preparation; its datasets stay accepted."""
    draft = _prepared(draft, by)
    _decide(draft, DraftState.DISCARDED, by, at)
    record(kind="release.discarded", subject=str(draft.public_id), organisation=None, body={}, by=by, at=at)
    return draft


@transaction.atomic
def publish_release(*, draft: ReleaseDraft, by: User, at: dt.datetime) -> FactorRelease:
    """Publish a release: its values appear in the library, what they replace is superseded, what it retires is retired.

    One transaction, one ledger entry for the release with the digest of its record; every dataset moves on. Afterwards
    producers whose studies use a changed value are told (a job, by name). No frozen study changes. Raises `NotPermitted`,
    `WrongState`, `Invalid` with everything that stands against it.
    """
    draft = _prepared(draft, by)
    prepared = draft_of(draft)
    coming = [line for line in prepared.lines if line.submission_id]
    submissions = {line.pk: locked(line.submission) for line in coming}
    for submission in submissions.values():
        check_can_decide(viewer_of(by), submission)
        check_state(submission, {State.ACCEPTED})
    faults = content_faults(prepared)
    if faults:
        raise Invalid(faults)
    kept = library.publish_values(head=_head(prepared, at), values=_values(prepared), by=by, at=at)
    _decide(draft, DraftState.PUBLISHED, by, at, release=kept.pk)
    for line in coming:
        submission, answers = submissions[line.pk], prepared.rounds[line.submission_id].answers
        submission.factor = factor_id_of(submission, answers)
        move(submission, State.PUBLISHED, by=by, at=at, release=kept.pk, factor=submission.factor)
        _follow(answers.get("predecessor", ""), State.SUPERSEDED, by, at)
    for line in prepared.lines:
        if line.factor:
            reason = Text(line.reason_zh, line.reason_en)
            library.retire_value(factor_id=line.factor, reason=reason, by=by, at=at)
            _follow(line.factor, State.RETIRED, by, at, reason.zh)
    app.configure_task(TELL, allow_unknown=True).defer(release_id=kept.pk)
    return kept


@transaction.atomic
def retire_factor(*, factor_id: str, reason: Text, by: User, at: dt.datetime) -> FactorValue:
    """Retire a value outside a release, for a reason, with the dataset behind it if there is one."""
    value = library.retire_value(factor_id=factor_id, reason=reason, by=by, at=at)
    _follow(factor_id, State.RETIRED, by, at, reason.zh.strip())
    return value


def _prepared(draft: ReleaseDraft, by: User) -> ReleaseDraft:
    """Return a draft with its row locked; refuse who keeps no library, and one that is decided."""
    check_can_edit_library(viewer_of(by))
    draft = ReleaseDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.state != DraftState.PREPARING.value:
        raise WrongState(
            f"该发布{draft.state_label.zh}，不能再改动。",
            f"The release is “{draft.state_label.en.lower()}”; it stays as it is.",
        )
    return draft


def _decide(draft: ReleaseDraft, state: DraftState, by: User, at: dt.datetime, release: str = "") -> None:
    draft.state, draft.release, draft.decided_by, draft.decided_at = state.value, release, by, at
    draft.save(update_fields=["state", "release", "decided_by", "decided_at"])


def _fill(draft: ReleaseDraft, stated: Mapping[str, str], at: dt.datetime) -> None:
    said = {key: stated.get(key, "").strip() for key in FIELDS}
    faults = [
        found("REL-MISSING", key, Text("请填写。", "Please fill this in."))
        for key in ("edition", "title_zh", "title_en", "review_by")
        if not said[key]
    ]
    if said["edition"] and not EDITION.match(said["edition"]):
        message = Text("版次只用字母、数字、点和短横。", "An edition has letters, digits, dots and hyphens only.")
        faults.append(found("REL-EDITION", "edition", message, value=said["edition"]))
    elif _edition_taken(draft, said["edition"]):
        message = Text("已有这个版次。", "There is a release of this edition.")
        faults.append(found("REL-EDITION", "edition", message, value=said["edition"]))
    day = _day(said["review_by"])
    if said["review_by"] and (day is None or day <= at.date()):
        message = Text("复评日期应是将来的日期，写作 年-月-日。", "Write a day to come as year-month-day.")
        faults.append(found("REL-DAY", "review_by", message, value=said["review_by"]))
    if faults:
        raise Invalid(faults)
    for key in FIELDS[:-1]:
        setattr(draft, key, said[key][:200] if key.startswith("title") else said[key][:4000])
    draft.review_by = day


def _edition_taken(draft: ReleaseDraft, edition: str) -> bool:
    others = ReleaseDraft.objects.filter(edition=edition).exclude(state=DraftState.DISCARDED.value)
    return others.exclude(pk=draft.pk).exists()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _head(prepared: Draft, at: dt.datetime) -> ReleaseHead:
    draft = prepared.draft
    licences = {one.answers["licence"] for one in prepared.rounds.values()}
    return ReleaseHead(
        id=prepared.release,
        title=draft.title,
        edition=draft.edition,
        published=at.date().isoformat(),
        licence="；".join(sorted(licences)),
        review_by=draft.review_by,
        note=draft.notes_zh if not draft.notes_en else f"{draft.notes_zh}\n\n{draft.notes_en}",
    )


def _values(prepared: Draft) -> list[Reviewed]:
    return [
        Reviewed(
            rows=rows_in(prepared, line),
            review_by=prepared.draft.review_by,
            predecessor=prepared.rounds[line.submission_id].answers.get("predecessor", ""),
        )
        for line in prepared.lines
        if line.submission_id
    ]


def _follow(factor_id: str, state: State, by: User, at: dt.datetime, reason: str = "") -> None:
    """Move the dataset behind a value along with it; a value of the rulebook has none."""
    behind = Submission.objects.filter(factor=factor_id).first() if factor_id else None
    if behind is not None:
        move(locked(behind), state, by=by, at=at, reason=reason)
