"""A dataset goes its way: every step writes history, ledger and notice; the release puts it into the library."""

import datetime as dt

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories.offered import accepted, editor, judge, published, release, reviewing, submitted
from tests.factories.records import AT, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import queries as library
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.factors.states import State as Standing
from qiantan.registry.ledger.models import Entry
from qiantan.registry.notices.queries import unseen_count
from qiantan.registry.submissions import operations, queries
from qiantan.registry.submissions.models import Move, Submission

pytestmark = pytest.mark.django_db
OLD = "cpcd-34280D0042022C-1"


def states(made: Submission) -> list[str]:
    return list(Move.objects.filter(submission=made).order_by("pk").values_list("after", flat=True))


def test_from_draft_to_the_library():
    load_rulebook_factors(at=AT)
    keeper, clerk = editor(), user()
    made = published(keeper, clerk)

    assert states(made) == ["submitted", "checking", "reviewing", "accepted", "published"]
    assert made.factor == f"gzr-{made.pk:05d}-1"
    assert made.factor in {one.factor.id for one in library.search(VISITOR, "测试用石膏板").rows}
    assert library.factor_by_id(made.factor).release == "guizhou-review-1"
    assert Entry.objects.filter(kind="release.published").count() == 1
    assert Entry.objects.filter(kind="submission.moved").count() == 5
    [job] = ProcrastinateJob.objects.filter(task_name="qiantan.tell_release")
    assert job.args == {"release_id": "guizhou-review-1"}
    assert unseen_count(viewer_of(clerk)) == 5


def test_the_public_record_of_a_review_names_reviewers_scores_and_the_round():
    made = published(editor())

    record = queries.review_record(VISITOR, made.factor)

    assert [one.outcome for one in record.verdicts] == ["accept", "accept"]
    assert {one.appointment.expert.institution for one in record.verdicts} == {"示例大学"}
    assert record.answers["share_of_supply"] == "35"
    assert (record.round, len(record.sha256)) == (1, 64)
    assert queries.review_record(VISITOR, OLD) is None


def test_a_returned_dataset_is_judged_anew_in_its_next_round():
    keeper = editor()
    made = reviewing(keeper)
    judge(made, "return", "请补充工艺说明")
    operations.return_submission(submission=made, reason="按专家意见修改", by=keeper, at=AT)
    made.refresh_from_db()

    changed = {**made.answers, "technology": "脱硫石膏，天然气烘干，日产 800 m²"}
    made = operations.save_answers(submission=made, answers=changed, version=made.version, by=made.created_by, at=AT)
    made = operations.submit(submission=made, by=made.created_by, at=AT)
    operations.begin_check(submission=made, by=keeper, at=AT)
    operations.begin_review(submission=made, by=keeper, at=AT)
    made.refresh_from_db()
    judge(made)
    operations.accept_submission(submission=made, by=keeper, at=AT)

    made.refresh_from_db()
    assert (made.round, made.state) == (2, "accepted")
    first, second = made.rounds.order_by("number")
    assert first.sha256 != second.sha256
    assert "日产" not in first.answers["technology"]


def test_a_release_says_what_it_would_change_before_it_does():
    load_rulebook_factors(at=AT)
    keeper = editor()
    new, next_one = accepted(keeper), accepted(keeper, predecessor=OLD)
    draft = release(keeper, new, next_one)
    operations.retire_in_release(
        draft=draft, factor_id="cpcd-15200X0502025C-1", reason=Text("来源撤回", ""), by=keeper, at=AT
    )

    viewer = viewer_of(user(department="analyst"))
    changes = queries.changes_of(queries.release_draft(viewer, draft.public_id))

    assert [(one.kind, one.factor_id, one.unit) for one in changes] == [
        ("new", f"gzr-{new.pk:05d}-1", "t"),
        ("replaced", OLD, "t"),
        ("retired", "cpcd-15200X0502025C-1", "t"),
    ]
    assert (changes[0].before, changes[1].before.id, changes[1].after.id) == (None, OLD, f"gzr-{next_one.pk:05d}-1")
    assert changes[2].after is None
    assert library.get_factor(VISITOR, OLD).state is Standing.PUBLISHED


def test_what_was_announced_is_what_is_published():
    load_rulebook_factors(at=AT)
    keeper = editor()
    draft = release(keeper, accepted(keeper, predecessor=OLD))
    [announced] = queries.changes_of(queries.release_draft(viewer_of(keeper), draft.public_id))

    operations.publish_release(draft=draft, by=keeper, at=AT)

    assert library.get_factor(VISITOR, announced.after.id).factor == announced.after
    assert library.get_factor(VISITOR, OLD).state is Standing.SUPERSEDED


def test_the_next_dataset_of_a_line_counts_on_and_moves_the_one_before():
    keeper, clerk = editor(), user()
    home = organisation(clerk)
    first = published(keeper, clerk, home)
    second = published(keeper, clerk, home, edition="2", predecessor=first.factor, co2_fossil="105")

    first.refresh_from_db()
    assert second.factor == f"gzr-{first.pk:05d}-2"
    assert first.state == "superseded"
    assert [one.factor.id for one in library.editions(VISITOR, first.factor)] == [first.factor, second.factor]


def test_a_retired_factor_takes_its_dataset_along():
    keeper = editor()
    made = published(keeper)
    operations.retire_factor(factor_id=made.factor, reason=Text("来源撤回", "Source withdrawn"), by=keeper, at=AT)

    made.refresh_from_db()
    assert made.state == "retired"
    assert library.get_factor(VISITOR, made.factor).state is Standing.RETIRED


def test_values_are_due_on_the_day_their_release_said():
    made = published(editor())
    assert [one.factor.id for one in library.due(VISITOR, dt.date(2029, 3, 2)).rows] == [made.factor]
    assert library.due(VISITOR, dt.date(2029, 3, 1)).count == 0


def test_a_failed_publication_leaves_nothing_behind():
    """Two datasets replace the same value: refused as a whole, nothing moved, no job queued."""
    load_rulebook_factors(at=AT)
    keeper = editor()
    draft = release(keeper, accepted(keeper, predecessor=OLD), accepted(keeper, predecessor=OLD))
    before = Entry.objects.count()

    with pytest.raises(Invalid, match="替代了两次"):
        operations.publish_release(draft=draft, by=keeper, at=AT)

    assert set(Submission.objects.values_list("state", flat=True)) == {"accepted"}
    assert Entry.objects.count() == before
    assert ProcrastinateJob.objects.filter(task_name="qiantan.tell_release").count() == 0


def test_editors_are_told_when_something_is_handed_in():
    keeper = editor()
    submitted()
    assert unseen_count(viewer_of(keeper)) == 1


def test_a_co2_equivalent_without_its_gwp_set_is_reviewed_but_not_published():
    keeper = editor()
    total = {"co2e": "116", "co2_fossil": "", "ch4_fossil": "", "n2o": "", "gwp_set": "not stated"}
    draft = release(keeper, accepted(keeper, **total))

    with pytest.raises(Invalid, match="没有说明 GWP 值集"):
        operations.publish_release(draft=draft, by=keeper, at=AT)
    assert Submission.objects.get().state == "accepted"
