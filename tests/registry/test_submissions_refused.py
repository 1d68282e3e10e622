"""What is refused on the way of a dataset: every move the table does not know, everybody who may not, each with its reason."""

from itertools import product

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from tests.factories.offered import (
    SCORES,
    accepted,
    checking,
    drafted,
    editor,
    expert,
    judge,
    published,
    release,
    reviewing,
    submitted,
)
from tests.factories.records import AT, member, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Membership
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotFound, NotPermitted, WrongState
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors.models import FactorRelease
from qiantan.registry.ledger.models import Entry
from qiantan.registry.submissions import operations, queries
from qiantan.registry.submissions.models import Move, Round, Submission, Verdict
from qiantan.registry.submissions.moving import check_move
from qiantan.registry.submissions.states import MOVES, State

pytestmark = pytest.mark.django_db
FORBIDDEN = [(before, after) for before, after in product(State, State) if after not in MOVES[before][1]]


def unchanged(made: Submission):
    return (Submission.objects.get(pk=made.pk).state, Move.objects.count(), Entry.objects.count())


@pytest.mark.parametrize(("before", "after"), FORBIDDEN, ids=lambda state: state.value)
def test_a_move_the_table_does_not_know_is_refused(before, after):
    with pytest.raises(WrongState):
        check_move(Submission(state=before.value), after)


ACTS = {
    "begin_check": lambda made, by: operations.begin_check(submission=made, by=by, at=AT),
    "begin_review": lambda made, by: operations.begin_review(submission=made, by=by, at=AT),
    "accept": lambda made, by: operations.accept_submission(submission=made, by=by, at=AT),
    "return": lambda made, by: operations.return_submission(submission=made, reason="补充", by=by, at=AT),
    "decline": lambda made, by: operations.decline_submission(submission=made, reason="不可用", by=by, at=AT),
}
ALLOWED = {
    "draft": set(),
    "submitted": {"begin_check"},
    "checking": {"begin_review", "return", "decline"},
    "accepted": {"return"},
    "withdrawn": set(),
}
MAKERS = {
    "draft": lambda keeper: drafted(),
    "submitted": lambda keeper: submitted(),
    "checking": checking,
    "accepted": accepted,
    "withdrawn": lambda keeper: withdrawn(),
}


def withdrawn() -> Submission:
    made = drafted()
    return operations.withdraw_submission(submission=made, by=made.created_by, at=AT)


@pytest.mark.parametrize(("state", "act"), [(s, a) for s in ALLOWED for a in ACTS if a not in ALLOWED[s]])
def test_an_editor_cannot_do_in_a_state_what_belongs_to_another(state, act):
    keeper = editor()
    made = MAKERS[state](keeper)
    before = unchanged(made)

    with pytest.raises(WrongState):
        ACTS[act](made, keeper)
    assert unchanged(made) == before


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["contributor", "expert", "analyst", "stranger"])
def test_only_editors_of_the_library_decide(act, who):
    keeper = editor()
    made = reviewing(keeper)
    people = {
        "contributor": made.created_by,
        "expert": made.appointments.first().expert.user,
        "analyst": user(department="analyst"),
        "stranger": user(),
    }
    before = unchanged(made)

    with pytest.raises(NotPermitted):
        ACTS[act](made, people[who])
    assert unchanged(made) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_editor_does_not_decide_about_their_own_institution(act):
    keeper = editor()
    made = reviewing(keeper)
    Membership.objects.create(user=keeper, organisation=made.organisation, role="reader", since=AT)

    with pytest.raises(NotPermitted, match="不能审查、评审本单位"):
        ACTS[act](made, keeper)


def test_an_expert_of_the_submitter_or_the_owner_is_not_appointed():
    keeper, owner_clerk = editor(), user()
    owner = organisation(owner_clerk, "示例数据所有者")
    made = checking(keeper, owner="示例数据所有者", owner_uscc=owner.uscc)
    colleague, of_owner = expert(keeper, member(made.organisation, "reader")), expert(keeper, owner_clerk)

    for bound in (colleague, of_owner):
        with pytest.raises(NotPermitted, match="提交单位或数据所有者"):
            operations.appoint_expert(submission=made, expert=bound, by=keeper, at=AT)
    assert {colleague.pk, of_owner.pk}.isdisjoint(one.pk for one in queries.experts(viewer_of(keeper), made))


def test_an_expert_who_joins_the_submitter_gives_no_verdict_and_the_database_holds_it():
    made = reviewing(editor())
    appointment = made.appointments.first()
    Membership.objects.create(user=appointment.expert.user, organisation=made.organisation, role="reader", since=AT)

    with pytest.raises(NotPermitted, match="提交单位或数据所有者"):
        judge(made, by=appointment.expert.user)
    with pytest.raises(IntegrityError, match="four eyes"), transaction.atomic():
        Verdict.objects.create(appointment=appointment, round=1, outcome="accept", unbound=True, scores=SCORES, at=AT)


@pytest.mark.parametrize("experts", [0, 1])
def test_a_review_wants_two_experts(experts):
    keeper = editor()
    with pytest.raises(Invalid, match="至少需要 2 位专家"):
        reviewing(keeper, experts=experts)


def test_one_acceptance_is_not_enough_and_the_database_holds_it():
    keeper = editor()
    made = reviewing(keeper)
    judge(made, by=made.appointments.first().expert.user)

    with pytest.raises(Invalid, match="至少 2 位专家通过"):
        operations.accept_submission(submission=made, by=keeper, at=AT)
    with pytest.raises(IntegrityError, match="two experts must accept"), transaction.atomic():
        Submission.objects.filter(pk=made.pk).update(state="accepted")


def test_acceptances_of_an_earlier_round_do_not_count():
    keeper = editor()
    made = reviewing(keeper)
    judge(made)
    operations.return_submission(submission=made, reason="改一处", by=keeper, at=AT)
    made = operations.submit(submission=made, by=made.created_by, at=AT)
    operations.begin_check(submission=made, by=keeper, at=AT)
    operations.begin_review(submission=made, by=keeper, at=AT)

    with pytest.raises(Invalid, match="至少 2 位专家通过"):
        operations.accept_submission(submission=made, by=keeper, at=AT)


def test_a_verdict_against_or_an_open_question_stops_acceptance_and_all_of_it_is_said():
    keeper = editor()
    made = reviewing(keeper, experts=3)
    first, second, third = (one.expert.user for one in made.appointments.order_by("pk"))
    judge(made, by=first)
    judge(made, by=second)
    judge(made, "decline", "边界不清", by=third)
    operations.open_thread(submission=made, field="boundary", text="是否含包装？", by=first, at=AT)

    with pytest.raises(Invalid) as refused:
        operations.accept_submission(submission=made, by=keeper, at=AT)
    assert {one.code for one in refused.value.findings} == {"SUB-AGAINST", "SUB-THREADS"}


def test_a_review_is_not_declined_when_no_expert_did():
    keeper = editor()
    made = reviewing(keeper)
    judge(made)
    with pytest.raises(Invalid, match="没有专家给出“不予通过”"):
        operations.decline_submission(submission=made, reason="不喜欢", by=keeper, at=AT)


def test_a_verdict_says_everything_that_is_missing_at_once_and_is_given_once():
    made = reviewing(editor())
    person = made.appointments.first().expert.user
    give = {"submission": made, "by": person, "at": AT}

    with pytest.raises(Invalid) as refused:
        operations.give_verdict(**give, outcome="return", reason=" ", scores={"time": 6}, unbound=False)
    codes = [one.code for one in refused.value.findings]
    assert (codes.count("SUB-SCORE"), codes.count("SUB-REASON"), codes.count("SUB-UNBOUND")) == (7, 1, 1)
    judge(made, by=person)
    with pytest.raises(WrongState, match="已对这一次提交"):
        judge(made, by=person)


def test_who_is_not_appointed_or_was_released_gives_no_verdict():
    keeper = editor()
    made = reviewing(keeper)
    appointment = made.appointments.first()
    operations.withdraw_appointment(appointment=appointment, by=keeper, at=AT)

    for person in (appointment.expert.user, expert(keeper).user, keeper, made.created_by):
        with pytest.raises(NotPermitted, match="没有受聘"):
            judge(made, by=person)


@pytest.mark.parametrize("role", ["reader", None])
def test_who_does_not_edit_for_the_organisation_hands_nothing_in(role):
    made = drafted()
    person = member(made.organisation, role) if role else user()
    before = unchanged(made)

    for act in (
        lambda: operations.save_answers(submission=made, answers={}, version=1, by=person, at=AT),
        lambda: operations.submit(submission=made, by=person, at=AT),
        lambda: operations.withdraw_submission(submission=made, by=person, at=AT),
        lambda: operations.start_submission(organisation=made.organisation, answers={}, by=person, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert unchanged(made) == before


def test_an_incomplete_dataset_is_kept_but_not_handed_in():
    made = drafted(page="", licence="")

    with pytest.raises(Invalid) as refused:
        operations.submit(submission=made, by=made.created_by, at=AT)
    assert {one.place for one in refused.value.findings} == {"page", "licence"}
    made.refresh_from_db()
    assert (made.state, made.answers["boundary"], made.round) == (
        "draft",
        "从摇篮到大门：石膏开采、运输、煅烧、成型",
        0,
    )


def test_two_people_do_not_overwrite_each_other():
    made = drafted()
    operations.save_answers(submission=made, answers={"note": "甲"}, version=1, by=made.created_by, at=AT)
    with pytest.raises(Conflict) as refused:
        operations.save_answers(submission=made, answers={"note": "乙"}, version=1, by=made.created_by, at=AT)
    assert (refused.value.current["note"], refused.value.version) == ("甲", 2)


def test_a_handed_in_dataset_is_not_edited():
    made = submitted()
    with pytest.raises(WrongState):
        operations.save_answers(submission=made, answers={}, version=1, by=made.created_by, at=AT)


@pytest.mark.parametrize("table", ["round", "verdict", "move", "comment"])
@pytest.mark.parametrize("statement", ["UPDATE submissions_{} SET at = now()", "DELETE FROM submissions_{}"])
def test_what_was_said_in_a_review_stays(table, statement):
    keeper = editor()
    made = reviewing(keeper)
    judge(made)
    operations.open_thread(submission=made, field="", text="？", by=keeper, at=AT)

    with pytest.raises(OperationalError, match="stays"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_stranger_sees_nothing_of_it():
    keeper = editor()
    made = reviewing(keeper)
    thread = operations.open_thread(submission=made, field="page", text="哪一页？", by=keeper, at=AT)

    for viewer in (VISITOR, viewer_of(user()), viewer_of(user(department="analyst"))):
        with pytest.raises(NotFound):
            queries.record_of(viewer, made.public_id)
        with pytest.raises(NotFound):
            queries.get_thread(viewer, thread.public_id)


def test_an_editor_sees_no_drafts_and_a_released_expert_sees_nothing():
    keeper = editor()
    with pytest.raises(NotFound):
        queries.get_submission(viewer_of(keeper), drafted().public_id)
    made = reviewing(keeper)
    appointment = made.appointments.first()
    operations.withdraw_appointment(appointment=appointment, by=keeper, at=AT)
    with pytest.raises(NotFound):
        queries.get_submission(viewer_of(appointment.expert.user), made.public_id)


def test_only_editors_prepare_and_publish_releases():
    keeper = editor()
    draft = release(keeper, accepted(keeper))
    line = draft.lines.get()
    for person in (user(), user(department="analyst"), expert(keeper).user):
        for act in (
            lambda person=person: operations.open_release(stated={}, by=person, at=AT),
            lambda person=person: operations.save_release(draft=draft, stated={}, by=person, at=AT),
            lambda person=person: operations.drop_line(line=line, by=person, at=AT),
            lambda person=person: operations.publish_release(draft=draft, by=person, at=AT),
            lambda person=person: operations.discard_release(draft=draft, by=person, at=AT),
        ):
            with pytest.raises(NotPermitted):
                act()
    assert FactorRelease.objects.filter(origin="review").count() == 0


def test_a_dataset_goes_into_one_release_and_only_when_it_is_accepted():
    keeper = editor()
    made = accepted(keeper)
    release(keeper, made)
    other = release(keeper, edition="2")

    with pytest.raises(WrongState, match="已列入"):
        operations.add_to_release(draft=other, submission=made, by=keeper, at=AT)
    with pytest.raises(WrongState):
        operations.add_to_release(draft=other, submission=reviewing(keeper), by=keeper, at=AT)
    with pytest.raises(WrongState, match="请先移出"):
        operations.return_submission(submission=made, reason="改", by=keeper, at=AT)


def test_an_empty_or_published_release_is_not_published():
    keeper = editor()
    with pytest.raises(Invalid, match="没有数据集"):
        operations.publish_release(draft=release(keeper), by=keeper, at=AT)
    draft = release(keeper, accepted(keeper), edition="2")
    operations.publish_release(draft=draft, by=keeper, at=AT)
    with pytest.raises(WrongState):
        operations.publish_release(draft=draft, by=keeper, at=AT)


def test_an_edition_is_used_once_and_everything_wrong_is_said_at_once():
    keeper = editor()
    release(keeper)
    with pytest.raises(Invalid) as refused:
        operations.open_release(stated={"edition": "1", "review_by": "2020-01-01"}, by=keeper, at=AT)
    assert {(one.code, one.place) for one in refused.value.findings} == {
        ("REL-MISSING", "title_zh"),
        ("REL-MISSING", "title_en"),
        ("REL-EDITION", "edition"),
        ("REL-DAY", "review_by"),
    }


def test_a_dataset_cannot_replace_what_is_not_in_force_or_of_another_kind():
    keeper = editor()
    old = published(keeper)
    operations.retire_factor(factor_id=old.factor, reason=Text("撤回", ""), by=keeper, at=AT)
    for wanted in (old.factor, "nowhere"):
        with pytest.raises(Invalid) as refused:
            submitted(predecessor=wanted)
        assert [one.code for one in refused.value.findings] == ["SCR-PREDECESSOR"]


def test_who_keeps_the_library_reviews_nothing():
    keeper = editor()
    with pytest.raises(Invalid, match="不能兼任"):
        expert(keeper, editor())
    with pytest.raises(NotPermitted):
        operations.grant_expert(email=user().email, institution="大学", field="水泥", by=user(), at=AT)


def test_files_bring_all_datasets_or_none():
    clerk = user()
    home = organisation(clerk)
    give = {"organisation": home, "way": operations.submitting.Way.WORKBOOK, "origin": "a.xlsx", "at": AT}
    made = operations.receive_proposals(**give, proposals=[{"name_zh": "甲"}, {"name_zh": "乙"}], by=clerk)
    assert [one.name_zh for one in made] == ["甲", "乙"]
    with pytest.raises(Invalid, match="1 至 500"):
        operations.receive_proposals(**give, proposals=[], by=clerk)
    with pytest.raises(NotPermitted):
        operations.receive_proposals(**give, proposals=[{"name_zh": "丙"}], by=member(home, "reader"))
    assert (Submission.objects.count(), Round.objects.count()) == (2, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_for_one_and_three(count, django_assert_num_queries):
    keeper, clerk = editor(), user()
    home = organisation(clerk)
    made = [reviewing(keeper, clerk, home) for _ in range(count)]
    expert_viewer = viewer_of(made[0].appointments.first().expert.user)
    viewer, keeping = viewer_of(clerk), viewer_of(keeper)

    with django_assert_num_queries(2):
        assert len(queries.submissions(viewer).rows) == count
    with django_assert_num_queries(2):
        assert len(queries.waiting(keeping).rows) == count
    with django_assert_num_queries(2):
        assert len(queries.reviews(expert_viewer).rows) == 1
    with django_assert_num_queries(1):
        queries.waiting_counts(keeping)


@pytest.mark.parametrize("turns", [1, 3])
def test_one_dataset_costs_the_same_however_much_was_said(turns, django_assert_num_queries):
    keeper = editor()
    made = reviewing(keeper)
    for _ in range(turns):
        thread = operations.open_thread(submission=made, field="page", text="哪一页？", by=keeper, at=AT)
        operations.comment(thread=thread, text="第 12 页", by=made.created_by, at=AT)
    viewer = viewer_of(keeper)

    with django_assert_num_queries(8):
        record = queries.record_of(viewer, made.public_id)
    assert len(record.threads) == turns


@pytest.mark.parametrize("count", [1, 3])
def test_a_release_in_preparation_costs_the_same_for_one_and_three(count, django_assert_num_queries):
    keeper = editor()
    draft = release(keeper, *(accepted(keeper) for _ in range(count)))
    viewer = viewer_of(keeper)

    with django_assert_num_queries(3):
        changes = queries.changes_of(queries.release_draft(viewer, draft.public_id))
    assert len(changes) == count
