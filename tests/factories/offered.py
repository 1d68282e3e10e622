"""Datasets on their way, brought to a state the way people bring them there."""

from tests.factories.proposals import proposal
from tests.factories.records import AT, organisation, user

from qiantan.registry.accounts.models import User
from qiantan.registry.submissions import operations
from qiantan.registry.submissions.models import Expert, ReleaseDraft, Submission
from qiantan.registry.submissions.states import CRITERIA

SCORES = dict.fromkeys(CRITERIA, 2)
NAMED = {"title_zh": "第一次评审发布", "title_en": "First reviewed release", "review_by": "2029-03-02"}


def editor() -> User:
    return user(department="editor")


def expert(by: User | None = None, of: User | None = None) -> Expert:
    """An expert of an institution of their own."""
    person = of or user()
    return operations.grant_expert(email=person.email, institution="示例大学", field="建材", by=by or editor(), at=AT)


def drafted(by: User | None = None, of=None, **changed) -> Submission:
    clerk = by or user()
    return operations.start_submission(
        organisation=of or organisation(clerk), answers=proposal(**changed), by=clerk, at=AT
    )


def submitted(by: User | None = None, of=None, **changed) -> Submission:
    made = drafted(by, of, **changed)
    return operations.submit(submission=made, by=made.created_by, at=AT)


def checking(keeper: User, by: User | None = None, of=None, **changed) -> Submission:
    return operations.begin_check(submission=submitted(by, of, **changed), by=keeper, at=AT)


def reviewing(keeper: User, by: User | None = None, of=None, experts: int = 2, **changed) -> Submission:
    made = checking(keeper, by, of, **changed)
    for _ in range(experts):
        operations.appoint_expert(submission=made, expert=expert(keeper), by=keeper, at=AT)
    return operations.begin_review(submission=made, by=keeper, at=AT)


def judge(made: Submission, outcome: str = "accept", reason: str = "", by: User | None = None) -> None:
    """Let everybody appointed, or one of them, judge."""
    people = [by] if by else [one.expert.user for one in made.appointments.filter(withdrawn_at=None)]
    for person in people:
        operations.give_verdict(
            submission=made, outcome=outcome, reason=reason, scores=SCORES, unbound=True, by=person, at=AT
        )


def accepted(keeper: User, by: User | None = None, of=None, **changed) -> Submission:
    made = reviewing(keeper, by, of, **changed)
    judge(made)
    return operations.accept_submission(submission=made, by=keeper, at=AT)


def release(keeper: User, *made: Submission, edition: str = "1") -> ReleaseDraft:
    draft = operations.open_release(stated={**NAMED, "edition": edition}, by=keeper, at=AT)
    for one in made:
        operations.add_to_release(draft=draft, submission=one, by=keeper, at=AT)
    return draft


def published(keeper: User, by: User | None = None, of=None, edition: str = "1", **changed) -> Submission:
    made = accepted(keeper, by, of, **changed)
    operations.publish_release(draft=release(keeper, made, edition=edition), by=keeper, at=AT)
    made.refresh_from_db()
    return made


def addressed(clerk: User, of) -> dict[str, object]:
    """The parts of addresses that lead to a dataset under review, its thread, an expert and a release in preparation."""
    keeper = editor()
    made = reviewing(keeper, clerk, of)
    thread = operations.open_thread(submission=made, field="page", text="哪一页？", by=keeper, at=AT)
    draft = release(keeper)
    line = operations.add_to_release(draft=draft, submission=accepted(keeper), by=keeper, at=AT)
    appointment = made.appointments.first()
    return {
        "submission": made.public_id,
        "thread": thread.public_id,
        "release": draft.public_id,
        "line": line.pk,
        "appointment": appointment.pk,
        "expert": appointment.expert_id,
    }
