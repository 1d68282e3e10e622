"""The verdicts of the experts and what the editor makes of them: accept, return, decline."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qiantan.core.findings import Finding, Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.submissions.models import Submission, Thread, Verdict
from qiantan.registry.submissions.moving import check_reason, check_state, found, locked, move, tell_editors
from qiantan.registry.submissions.permissions import check_can_decide, check_unbound
from qiantan.registry.submissions.queries import appointment_of
from qiantan.registry.submissions.states import BEST, CRITERIA, LEAST_EXPERTS, OUTCOMES, WORST, Outcome, State


@transaction.atomic
def give_verdict(
    *,
    submission: Submission,
    outcome: str,
    reason: str,
    scores: Mapping[str, int],
    unbound: bool,
    by: User,
    at: datetime,
) -> Verdict:
    """Judge the present round as an appointed expert, once: outcome, reason, a score for every criterion.

    Refused for who is not appointed, or belongs to the submitter or the owner of the data by now.
    """
    submission = locked(submission)
    viewer = viewer_of(by)
    appointment = appointment_of(viewer, submission)
    if appointment is None:
        raise NotPermitted("您没有受聘评审该数据集。", "You are not appointed to review this dataset.")
    check_unbound(viewer.organisation_ids, submission)
    check_state(submission, {State.REVIEWING})
    faults = _verdict_faults(outcome, reason, scores, unbound=unbound)
    if faults:
        raise Invalid(faults)
    if Verdict.objects.filter(appointment=appointment, round=submission.round).exists():
        raise WrongState("您已对这一次提交给出意见。", "You have judged this round already.")
    verdict = Verdict.objects.create(
        appointment=appointment,
        round=submission.round,
        outcome=outcome,
        reason=reason.strip(),
        scores=dict(scores),
        unbound=unbound,
        at=at,
    )
    body = {"outcome": outcome, "round": submission.round}
    subject = str(submission.public_id)
    record(kind="review.given", subject=subject, organisation=submission.organisation, body=body, by=by, at=at)
    name, said = submission.name, OUTCOMES[Outcome(outcome)]
    text = Text(f"“{name.zh}”收到一份专家意见：{said.zh}。", f"A verdict on “{name.en}”: {said.en.lower()}.")
    tell_editors(submission, text, at)
    return verdict


@transaction.atomic
def accept_submission(*, submission: Submission, by: User, at: datetime) -> Submission:
    """Accept a dataset that at least two experts accepted in this round, none is against, and no thread is open about."""
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    check_state(submission, {State.REVIEWING})
    if any(one.appointment.expert.user_id == by.pk for one in _verdicts(submission)):
        raise NotPermitted("评审专家不能同时作出编辑决定。", "Who reviewed a dataset does not decide about it as well.")
    faults = _acceptance_faults(submission)
    if faults:
        raise Invalid(faults)
    move(submission, State.ACCEPTED, by=by, at=at)
    return submission


@transaction.atomic
def return_submission(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """Give a dataset back to its contributor, from the check, the review or before it is published."""
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    said = check_reason(reason)
    if submission.lines.filter(draft__state="preparing").exists():
        raise WrongState(
            "该数据集已列入准备中的发布，请先移出。", "It stands in a release in preparation; take it out first."
        )
    move(submission, State.RETURNED, by=by, at=at, reason=said)
    return submission


@transaction.atomic
def decline_submission(*, submission: Submission, reason: str, by: User, at: datetime) -> Submission:
    """End the way of a dataset; after the technical check only when an expert declined it."""
    submission = locked(submission)
    check_can_decide(viewer_of(by), submission)
    said = check_reason(reason)
    declined = any(one.outcome == Outcome.DECLINE.value for one in _verdicts(submission))
    if submission.state == State.REVIEWING.value and not declined:
        message = Text("没有专家给出“不予通过”，请改为退回修改。", "No expert declined it; return it instead.")
        raise Invalid([found("SUB-DECLINE", "reason", message)])
    move(submission, State.DECLINED, by=by, at=at, reason=said)
    return submission


def _verdicts(submission: Submission) -> list[Verdict]:
    found_ = Verdict.objects.filter(
        appointment__submission=submission, appointment__withdrawn_at=None, round=submission.round
    )
    return list(found_.select_related("appointment__expert"))


def _acceptance_faults(submission: Submission) -> list[Finding]:
    outcomes = [one.outcome for one in _verdicts(submission)]
    against = [one for one in outcomes if one != Outcome.ACCEPT.value]
    faults = []
    if outcomes.count(Outcome.ACCEPT.value) < LEAST_EXPERTS:
        message = Text(
            f"这一次提交需要至少 {LEAST_EXPERTS} 位专家通过。",
            f"At least {LEAST_EXPERTS} experts must accept this round.",
        )
        faults.append(found("SUB-ACCEPTS", "verdict", message, value=str(outcomes.count(Outcome.ACCEPT.value))))
    if against:
        message = Text("有专家要求退回或不予通过。", "An expert wants it returned or declined.")
        remedy = Text("退回修改后由专家重新评审。", "Return it; the experts judge the next round.")
        faults.append(found("SUB-AGAINST", "verdict", message, value=str(len(against)), remedy=remedy))
    still = Thread.objects.filter(submission=submission, closed_at=None).count()
    if still:
        message = Text("还有未关闭的讨论。", "There are open threads.")
        faults.append(found("SUB-THREADS", "thread", message, value=str(still)))
    return faults


def _verdict_faults(outcome: str, reason: str, scores: Mapping[str, int], *, unbound: bool) -> list[Finding]:
    faults = []
    if outcome not in {one.value for one in Outcome}:
        faults.append(found("SUB-OUTCOME", "outcome", Text("请选择意见。", "Please choose an outcome."), value=outcome))
    elif outcome != Outcome.ACCEPT.value and not reason.strip():
        faults.append(
            found("SUB-REASON", "reason", Text("退回或不予通过须写明理由。", "Say why it is returned or declined."))
        )
    for key, label in CRITERIA.items():
        if not BEST <= scores.get(key, 0) <= WORST:
            message = Text(f"{label.zh}：请打 1 至 5 分。", f"{label.en}: please score 1 to 5.")
            faults.append(found("SUB-SCORE", key, message, value=str(scores.get(key, ""))))
    if not unbound:
        message = Text("请声明与数据集没有利益关系。", "Please declare that no interest binds you to the dataset.")
        faults.append(found("SUB-UNBOUND", "unbound", message))
    return faults
