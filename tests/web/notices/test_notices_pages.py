"""The page of notices and the count in the header."""

import pytest
from tests.factories.records import AT, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.notices.models import Notice
from qiantan.registry.notices.operations import notify

pytestmark = pytest.mark.django_db
SAID = Text("因子“石灰石”已更新。", "The factor “limestone” was updated.")


def tell(to, count: int = 1) -> None:
    for _ in range(count):
        notify(to=to, kind="factor.changed", text=SAID, link="/factors/?q=shs", at=AT)


def test_a_person_without_notices_is_told_what_will_stand_here(client):
    client.force_login(user())

    text = client.get("/notices/").content.decode()

    assert "还没有通知" in text
    assert "qt-bell__count" not in text


def test_the_header_counts_what_is_unseen_on_every_page(client):
    reader = user()
    tell([reader], 3)
    client.force_login(reader)

    assert "3 条未读" in client.get("/factors/").content.decode()


def test_opening_a_notice_marks_it_and_leads_on(client):
    reader = user()
    tell([reader], 2)
    client.force_login(reader)
    notice = Notice.objects.first()

    answer = client.post(f"/notices/{notice.public_id}/")

    assert (answer.status_code, answer["Location"]) == (302, "/factors/?q=shs")
    assert Notice.objects.filter(seen_at=None).count() == 1


def test_all_are_seen_at_once(client):
    reader = user()
    tell([reader], 25)
    client.force_login(reader)

    text = client.post("/notices/seen/", follow=True).content.decode()

    assert "已将 25 条通知标为已读。" in text
    assert "都看过了。" in client.get("/notices/?show=unseen").content.decode()


def test_nobody_opens_the_notice_of_somebody_else(client):
    tell([user()])
    client.force_login(user())

    answer = client.post(f"/notices/{Notice.objects.get().public_id}/")

    assert answer.status_code == 404
    assert Notice.objects.get().seen_at is None
    assert SAID.zh not in client.get("/notices/").content.decode()


def test_a_notice_says_through_which_organisation_it_came_and_speaks_english(client):
    manager = user()
    tell(organisation(manager, "示例铝厂"))
    client.force_login(manager)
    client.cookies["qt_language"] = "en"

    text = client.get("/notices/").content.decode()

    assert "The factor “limestone” was updated." in text
    assert "示例铝厂" in text
    assert "A factor you use changed" in text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_and_three(client, count, django_assert_num_queries):
    reader = user()
    tell([reader], count)
    client.force_login(reader)

    with django_assert_num_queries(6):  # session, person, memberships, count, rows, unseen
        client.get("/notices/")
