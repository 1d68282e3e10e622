"""What a contributor does: begin, save, hand in, withdraw; several datasets from one file at once."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from qiantan.core.datasets.proposal.check import cleaned, proposal_faults
from qiantan.core.datasets.proposal.fields import FIELDS
from qiantan.core.findings import Finding, Text, has_blocking, wire
from qiantan.core.proofs import canonical_bytes, sha256
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.accounts.permissions import check_can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid
from qiantan.registry.ledger.operations import record
from qiantan.registry.submissions.models import Appointment, Round, Submission
from qiantan.registry.submissions.moving import (
    check_move,
    check_state,
    found,
    locked,
    move,
    tell_editors,
)
from qiantan.registry.submissions.permissions import check_can_contribute
from qiantan.registry.submissions.screening import screened
from qiantan.registry.submissions.states import EDITABLE, State, Way

MOST_AT_ONCE = 500


@transaction.atomic
def start_submission(
    *,
    organisation: Organisation,
    answers: Mapping[str, str],
    by: User,
    at: datetime,
    way: Way = Way.FORM,
    origin: str = "",
) -> Submission:
    """Begin a dataset with what is typed so far, complete or not; `NotPermitted` for who may not edit there."""
    check_can_edit(viewer_of(by), organisation.pk)
    submission = Submission(
        organisation=organisation, way=way.value, origin=origin[:200], created_by=by, created_at=at, updated_at=at
    )
    _keep(submission, answers, at)
    submission.save()
    body = {"way": way.value}
    subject = str(submission.public_id)
    record(kind="submission.begun", subject=subject, organisation=organisation, body=body, by=by, at=at)
    return submission


@transaction.atomic
def save_answers(
    *, submission: Submission, answers: Mapping[str, str], version: int, by: User, at: datetime
) -> Submission:
    """Save a draft, or one that was returned, as it is typed. `Conflict` when somebody saved it in between."""
    submission = locked(submission)
    check_can_contribute(viewer_of(by), submission)
    check_state(submission, EDITABLE)
    if submission.version != version:
        raise Conflict(
            "别人刚刚保存过这份数据集，请核对后重新保存。",
            "Somebody else has just saved this dataset; please compare and save again.",
            current=submission.answers,
            version=submission.version,
        )
    _keep(submission, answers, at)
    submission.version += 1
    submission.save()
    return submission


@transaction.atomic
def submit(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Hand a dataset in: its answers are locked as a round, the screens run, the editors are told.

    Raises `Invalid` with everything that must be put right first; questions of the screens go along with the round.
    """
    submission = locked(submission)
    check_can_contribute(viewer_of(by), submission)
    check_move(submission, State.SUBMITTED)
    findings = screened(submission.answers, at.date())
    if has_blocking(findings):
        raise Invalid(findings)
    submission.round += 1
    submission.findings = [wire.to_json(one) for one in findings]
    submission.owner = _owner(submission.answers)
    submission.save()
    digest = sha256(canonical_bytes(submission.answers))
    Round.objects.create(
        submission=submission,
        number=submission.round,
        answers=submission.answers,
        findings=submission.findings,
        sha256=digest,
        by=by,
        at=at,
    )
    move(submission, State.SUBMITTED, by=by, at=at, sha256=digest)
    name = submission.name
    text = Text(
        f"{submission.organisation.name}提交了“{name.zh}”（第 {submission.round} 次）。",
        f"{submission.organisation.name} handed in “{name.en}” (round {submission.round}).",
    )
    tell_editors(submission, text, at)
    return submission


@transaction.atomic
def withdraw_submission(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Take a dataset back before experts have accepted it; what was said about it stays."""
    submission = locked(submission)
    check_can_contribute(viewer_of(by), submission)
    check_move(submission, State.WITHDRAWN)
    Appointment.objects.filter(submission=submission, withdrawn_at=None).update(withdrawn_at=at)
    move(submission, State.WITHDRAWN, by=by, at=at)
    return submission


@transaction.atomic
def receive_proposals(
    *,
    organisation: Organisation,
    proposals: Iterable[Mapping[str, str]],
    way: Way,
    origin: str,
    by: User,
    at: datetime,
) -> tuple[Submission, ...]:
    """Begin several datasets read from one file, all or none; each becomes a draft whose findings are shown at once."""
    check_can_edit(viewer_of(by), organisation.pk)
    given = list(proposals)
    if not 0 < len(given) <= MOST_AT_ONCE:
        message = Text(f"一次可提交 1 至 {MOST_AT_ONCE} 个数据集。", f"One file holds 1 to {MOST_AT_ONCE} datasets.")
        raise Invalid([found("SUB-COUNT", "file", message, value=str(len(given)))])
    made = [
        Submission(
            organisation=organisation, way=way.value, origin=origin[:200], created_by=by, created_at=at, updated_at=at
        )
        for _ in given
    ]
    for submission, answers in zip(made, given, strict=True):
        _keep(submission, answers, at)
    Submission.objects.bulk_create(made)
    digest = sha256(canonical_bytes([one.answers for one in made]))
    body = {"way": way.value, "count": len(made), "sha256": digest}
    subject = str(made[0].public_id)
    record(kind="submission.begun", subject=subject, organisation=organisation, body=body, by=by, at=at)
    return tuple(made)


def _keep(submission: Submission, answers: Mapping[str, str], at: datetime) -> None:
    """Keep what is typed, cut to what a field may hold, with what is found about it now."""
    kept = {key: said[: FIELDS[key].longest + 1].replace("\x00", "") for key, said in cleaned(answers).items()}
    submission.answers = kept
    submission.name_zh = kept.get("name_zh", "")[:500]
    submission.name_en = kept.get("name_en", "")[:500]
    submission.findings = [wire.to_json(one) for one in _findings(kept, at)]
    submission.updated_at = at


def _findings(answers: Mapping[str, str], at: datetime) -> tuple[Finding, ...]:
    faults = proposal_faults(answers, today=at.date())
    return faults if has_blocking(faults) else screened(answers, at.date())


def _owner(answers: Mapping[str, str]) -> Organisation | None:
    code = answers.get("owner_uscc", "")
    return Organisation.objects.filter(uscc=code).first() if code else None
