"""What editors and experts do while a dataset is looked at: the technical check, appointments, threads."""

from datetime import datetime

from django.db import transaction

from qiantan.core.datasets.proposal.fields import FIELDS
from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.notices.operations import notify
from qiantan.registry.submissions.models import Appointment, Comment, Expert, Submission, Thread
from qiantan.registry.submissions.moving import address, check_reason, check_state, found, locked, move, tell_editors
from qiantan.registry.submissions.permissions import can_contribute, can_decide, check_can_decide, check_unbound
from qiantan.registry.submissions.queries import appointment_of
from qiantan.registry.submissions.states import DISCUSSED, LEAST_EXPERTS, State


@transaction.atomic
def begin_check(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Take up a dataset for its technical check, as the editor named in its history."""
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    move(submission, State.CHECKING, by=by, at=at)
    return submission


@transaction.atomic
def appoint_expert(*, submission: Submission, expert: Expert, by: User, at: datetime) -> Appointment:
    """Ask an expert for a review.

    Refused: an expert of the submitter's or the owner's institution, an editor of the library, one who is appointed
    already or whose own appointment as an expert has ended.
    """
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    check_state(submission, {State.CHECKING, State.REVIEWING})
    expert = Expert.objects.select_related("user").get(pk=expert.pk)
    if expert.until is not None or not expert.user.is_active:
        raise NotPermitted("该专家的聘期已结束。", "This expert's term has ended.")
    if expert.user_id == by.pk:
        raise NotPermitted("编辑不能聘自己为评审专家。", "An editor does not appoint themselves.")
    check_unbound(viewer_of(expert.user).organisation_ids, submission)
    if Appointment.objects.filter(submission=submission, expert=expert, withdrawn_at=None).exists():
        raise WrongState("已聘请该专家。", "This expert is appointed already.")
    appointment = Appointment.objects.create(submission=submission, expert=expert, by=by, at=at)
    body = {"submission": str(submission.public_id)}
    subject = str(expert.user.public_id)
    record(kind="review.asked", subject=subject, organisation=submission.organisation, body=body, by=by, at=at)
    name = submission.name
    text = Text(f"请您评审“{name.zh}”。", f"You are asked to review “{name.en}”.")
    notify(to=[expert.user], kind="review.asked", text=text, link=address(submission), at=at)
    return appointment


@transaction.atomic
def withdraw_appointment(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Release an expert from a review that is not decided; what they said stays in the record."""
    submission = locked(appointment.submission)
    check_can_decide(viewer_of(by), submission)
    check_state(submission, {State.CHECKING, State.REVIEWING, State.RETURNED})
    if appointment.withdrawn_at is not None:
        raise WrongState("该专家已不在评审之列。", "This expert is released already.")
    appointment.withdrawn_at = at
    appointment.save(update_fields=["withdrawn_at"])
    name = submission.name
    text = Text(f"“{name.zh}”不再需要您评审。", f"Your review of “{name.en}” is no longer needed.")
    notify(to=[appointment.expert.user], kind="review.withdrawn", text=text, link="/submissions/reviews/", at=at)
    return appointment


@transaction.atomic
def begin_review(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Pass the technical check and open the expert review; at least two experts must be appointed."""
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    check_state(submission, {State.CHECKING})
    count = Appointment.objects.filter(submission=submission, withdrawn_at=None).count()
    if count < LEAST_EXPERTS:
        message = Text(f"至少需要 {LEAST_EXPERTS} 位专家。", f"At least {LEAST_EXPERTS} experts are needed.")
        raise Invalid([found("SUB-EXPERTS", "expert", message, value=str(count))])
    move(submission, State.REVIEWING, by=by, at=at)
    return submission


@transaction.atomic
def open_thread(*, submission: Submission, field: str, text: str, by: User, at: datetime) -> Thread:
    """Ask the contributor something about a field, or about the dataset as a whole; for its editors and experts."""
    submission = locked(submission)
    if _side(submission, by) != "asked":
        raise NotPermitted("只有编辑和受聘专家可以提出问题。", "Only editors and appointed experts ask questions.")
    check_state(submission, DISCUSSED)
    if field and field not in FIELDS:
        raise Invalid([found("SUB-FIELD", "field", Text("没有这个字段。", "There is no such field."), value=field)])
    said = _said(text)
    thread = Thread.objects.create(submission=submission, field=field, round=submission.round, by=by, at=at)
    Comment.objects.create(thread=thread, side="asked", text=said, by=by, at=at)
    _tell(submission, "asked", by, at)
    return thread


@transaction.atomic
def comment(*, thread: Thread, text: str, by: User, at: datetime) -> Comment:
    """Add a turn to an open thread: reviewers ask, the contributor answers."""
    submission = locked(thread.submission)
    side = _side(submission, by)
    check_state(submission, DISCUSSED)
    if thread.closed_at is not None:
        raise WrongState("该讨论已关闭。", "This thread is closed.")
    made = Comment.objects.create(thread=thread, side=side, text=_said(text), by=by, at=at)
    _tell(submission, side, by, at)
    return made


@transaction.atomic
def close_thread(*, thread: Thread, by: User, at: datetime) -> Thread:
    """Close a thread: whoever asked, or an editor, is content."""
    submission = locked(thread.submission)
    if thread.by_id != by.pk and not can_decide(viewer_of(by), submission):
        raise NotPermitted("只有提问人或编辑可以关闭讨论。", "Only who asked, or an editor, closes a thread.")
    check_state(submission, DISCUSSED)
    if thread.closed_at is not None:
        raise WrongState("该讨论已关闭。", "This thread is closed.")
    thread.closed_at, thread.closed_by = at, by
    thread.save(update_fields=["closed_at", "closed_by"])
    return thread


def _side(submission: Submission, by: User) -> str:
    """Return on which side a person speaks; refuse who is on neither."""
    viewer = viewer_of(by)
    if can_contribute(viewer, submission):
        return "answered"
    if can_decide(viewer, submission) or appointment_of(viewer, submission) is not None:
        return "asked"
    raise NotPermitted("您不参与该数据集的评审。", "You take no part in the review of this dataset.")


def _said(text: str) -> str:
    return check_reason(text, "text")[:4000]


def _tell(submission: Submission, side: str, by: User, at: datetime) -> None:
    name = submission.name
    text = Text(f"“{name.zh}”有新的评论。", f"There is a new comment on “{name.en}”.")
    if side == "asked":
        notify(to=submission.organisation, kind="submission.commented", text=text, link=address(submission), at=at)
        return
    asked = Appointment.objects.filter(submission=submission, withdrawn_at=None).select_related("expert__user")
    people = [one.expert.user for one in asked if one.expert.user_id != by.pk]
    notify(to=people, kind="submission.commented", text=text, link=address(submission), at=at)
    tell_editors(submission, text, at)
