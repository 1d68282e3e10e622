"""A dataset moves from state to state: allowed or refused, written down, told. Used by the operations, in their
transaction.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.accounts.states import DepartmentRole
from qiantan.registry.ledger.operations import record
from qiantan.registry.notices.operations import notify
from qiantan.registry.submissions.models import Move, Submission
from qiantan.registry.submissions.states import LABELS, MOVES, State

ADDRESS = "/submissions/{}/"


def locked(submission: Submission) -> Submission:
    """Return a dataset with its row locked until the transaction ends."""
    found = Submission.objects.select_for_update(of=("self",)).select_related("organisation", "owner")
    return found.get(pk=submission.pk)


def check_state(submission: Submission, allowed: Iterable[State]) -> None:
    """Refuse what the state of a dataset does not allow."""
    if State(submission.state) not in set(allowed):
        raise _wrong(submission)


def check_move(submission: Submission, after: State) -> None:
    """Refuse a move that the table of states does not know."""
    if after not in MOVES[State(submission.state)][1]:
        raise _wrong(submission)


def move(submission: Submission, after: State, *, by: User, at: datetime, reason: str = "", **body: Any) -> None:
    """Move a locked dataset on: its row, its history, one ledger entry, a notice to its organisation."""
    check_move(submission, after)
    before, submission.state = submission.state, after.value
    submission.updated_at = at
    submission.save(update_fields=["state", "updated_at", "factor"])
    Move.objects.create(
        submission=submission, before=before, after=after.value, reason=reason, round=submission.round, by=by, at=at
    )
    stated: Mapping[str, Any] = {"from": before, "to": after.value, "round": submission.round, **body}
    subject = str(submission.public_id)
    record(kind="submission.moved", subject=subject, organisation=submission.organisation, body=stated, by=by, at=at)
    label, name = LABELS[after], submission.name
    text = Text(f"“{name.zh}”：{label.zh}。", f"“{name.en}”: {label.en.lower()}.")
    notify(to=submission.organisation, kind="submission.moved", text=text, link=address(submission), at=at)


def tell_editors(submission: Submission, text: Text, at: datetime) -> None:
    """Tell every editor of the library something about a dataset."""
    editors = User.objects.filter(department=DepartmentRole.EDITOR.value, is_active=True)
    notify(to=editors, kind="submission.moved", text=text, link=address(submission), at=at)


def address(submission: Submission) -> str:
    """Return where a dataset is shown."""
    return ADDRESS.format(submission.public_id)


def check_reason(reason: str, place: str = "reason") -> str:
    """Return a reason without outer spaces; refuse an empty one."""
    said = reason.strip()
    if not said:
        raise Invalid([found("SUB-REASON", place, Text("请写明理由。", "Please say why."))])
    return said


def found(code: str, place: str, message: Text, *, value: str = "", remedy: Text | None = None) -> Finding:
    """Return a blocking finding of an operation."""
    return Finding(
        code=code, severity=Severity.BLOCKING, place=place, message=message, found=value, remedy=remedy or Text("", "")
    )


def _wrong(submission: Submission) -> WrongState:
    label = LABELS[State(submission.state)]
    return WrongState(
        f"该数据集处于“{label.zh}”状态，不能进行此操作。",
        f"The dataset is “{label.en.lower()}”; this cannot be done now.",
    )
