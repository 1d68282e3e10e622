"""Notices: one row for each recipient, seen by its reader only."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from tests.factories.records import AT, member, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import NotFound, NotPermitted
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.notices.models import Notice
from qiantan.registry.notices.operations import UnknownKind, mark_seen, notify
from qiantan.registry.notices.queries import get_notice, notices, unseen_count
from qiantan.registry.notices.states import KINDS

pytestmark = pytest.mark.django_db
SAID = Text("因子“石灰石”已更新。", "The factor “limestone” was updated.")
LATER = AT + dt.timedelta(hours=1)


def tell(to, at=AT) -> int:
    return notify(to=to, kind="factor.changed", text=SAID, link="/factors/", at=at)


def test_everybody_is_told_once_however_often_they_are_named():
    first, second = user(), user()

    assert tell([first, second, first]) == 2
    assert [unseen_count(viewer_of(one)) for one in (first, second)] == [1, 1]


def test_the_notice_of_an_organisation_reaches_its_active_members_and_nobody_else():
    manager = user()
    made = organisation(manager)
    reader, gone, stranger = member(made, "reader"), member(made, "reader"), user()
    gone.is_active = False
    gone.save()

    assert tell(made) == 2
    assert set(Notice.objects.values_list("recipient", "organisation")) == {(manager.pk, made.pk), (reader.pk, made.pk)}
    assert unseen_count(viewer_of(stranger)) == 0


@pytest.mark.parametrize("people", [1, 40])
def test_telling_an_organisation_costs_the_same_for_one_and_forty(people, django_assert_num_queries):
    made = organisation(user())
    for _ in range(people - 1):
        member(made, "reader")

    with django_assert_num_queries(4):  # a savepoint around the members and the rows
        assert tell(made) == people


def test_telling_nobody_is_no_error():
    assert tell([]) == 0


def test_an_unknown_kind_is_a_mistake_of_the_program():
    with pytest.raises(UnknownKind, match="gossip"):
        notify(to=[user()], kind="gossip", text=SAID, link="/", at=AT)


@pytest.mark.parametrize("link", ["https://example.com/", "//example.com/", "/\\example.com", "factors/", ""])
def test_a_notice_leads_to_this_portal_only(link):
    with pytest.raises(IntegrityError, match="notice_leads_to_this_portal"), transaction.atomic():
        notify(to=[user()], kind="factor.changed", text=SAID, link=link, at=AT)


def test_only_the_reader_sees_a_notice_and_only_theirs_are_marked():
    mine, theirs = user(), user()
    tell([mine, theirs])
    foreign = Notice.objects.get(recipient=theirs)

    with pytest.raises(NotFound):
        get_notice(viewer_of(mine), foreign.public_id)
    assert mark_seen(notices=[foreign], by=mine, at=LATER) == 0
    assert mark_seen(by=mine, at=LATER) == 1
    assert mark_seen(by=mine, at=LATER) == 0
    assert [unseen_count(viewer_of(one)) for one in (mine, theirs)] == [0, 1]


def test_the_newest_come_first_and_unseen_ones_can_be_picked():
    reader = user()
    tell([reader])
    mark_seen(by=reader, at=AT)
    tell([reader], at=LATER)

    everything = notices(viewer_of(reader))
    assert [notice.created_at for notice in everything.rows] == [LATER, AT]
    assert [notice.created_at for notice in notices(viewer_of(reader), unseen=True).rows] == [LATER]


def test_what_is_told_after_the_look_stays_unseen():
    reader = user()
    tell([reader], at=LATER)

    assert mark_seen(by=reader, at=AT) == 0


def test_a_visitor_has_no_notices(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert unseen_count(VISITOR) == 0
        with pytest.raises(NotPermitted):
            notices(VISITOR)


def test_every_kind_has_both_languages():
    assert [kind for kind, label in KINDS.items() if not (label.zh and label.en)] == []
