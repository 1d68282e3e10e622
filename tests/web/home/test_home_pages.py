"""The front page, search, rules and workbench."""

import pytest
from django.utils import timezone
from tests.factories.records import AT, filled_activity, member, organisation, user

from qiantan.registry.accounts import operations as accounts
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.tasks import operations as tasks
from qiantan.registry.tasks.models import Task

pytestmark = pytest.mark.django_db


def test_the_front_page_counts_what_there_is_and_says_as_of_when(client):
    load_rulebook_factors(at=AT)

    text = client.get("/").content.decode()

    today = timezone.localdate().isoformat()
    assert f"数据截止 {today}" in text
    assert "769" in text
    assert text.count('class="qt-door"') == 3
    assert "待核发" in text


def test_a_visitor_is_offered_sign_in_and_no_workbench(client):
    text = client.get("/").content.decode()

    assert "/account/login/" in text
    assert 'href="/tasks/"' not in text


def test_the_page_speaks_the_language_chosen_and_keeps_it(client):
    client.post("/language/", {"language": "en", "next": "/rules/"})

    text = client.get("/").content.decode()

    assert '<html lang="en"' in text
    assert "One set of data, one footprint anyone can recompute" in text


def test_search_finds_factors_templates_and_only_ones_own_products(client):
    load_rulebook_factors(at=AT)
    mine, stranger = user(), user()
    filled_activity(mine)
    filled_activity(stranger)
    client.force_login(mine)

    text = client.get("/search/", {"q": "示例产品"}).content.decode()

    assert text.count('href="/products/') - text.count('href="/products/"') == 1
    assert "水泥" in client.get("/search/", {"q": "水泥"}).content.decode()


def test_search_does_not_run_what_is_typed(client):
    text = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_rules_say_how_they_were_checked(client):
    text = client.get("/rules/cement/").content.decode()

    assert "取自二手资料，未与正式文本核对" in text
    assert "单项 1.0%，合计 5.0%" in text
    assert client.get("/rules/nothing/").status_code == 404


def test_the_next_step_of_a_newcomer_is_to_register_an_organisation(client):
    client.force_login(user())

    assert _next(client) == "登记您的企业"


def test_the_next_step_after_registering_is_a_site_then_a_product(client):
    manager = user()
    made = organisation(manager)
    client.force_login(manager)

    first = _next(client)
    accounts.add_site(organisation=made, name="一号线", division="520100", by=manager, at=AT)

    assert (first, _next(client)) == ("添加生产场所", "新建第一个产品")


def test_the_next_step_of_a_reader_is_to_look(client):
    client.force_login(member(organisation(user()), "reader"))

    assert _next(client) == "查看本企业的产品"


def test_the_next_step_follows_the_product_from_filling_to_frozen(client):
    manager = user()
    activity = filled_activity(manager)
    client.force_login(manager)

    filling = _next(client)
    footprints.freeze_study(activity=activity, by=manager, at=AT)

    assert filling.startswith("继续填报“示例产品")
    assert client.get("/workbench/").status_code == 200


def test_a_failed_task_waits_on_the_workbench(client):
    manager = user()
    made = organisation(manager)
    task = tasks.queue_task(
        organisation=made, kind="import", subject="x", payload={}, by=manager, at=AT, title="水泥.xlsx"
    )
    Task.objects.filter(pk=task.pk).update(state="failed", finished_at=AT)
    client.force_login(manager)

    assert "导入检查 水泥.xlsx 未成功" in client.get("/workbench/").content.decode()


def test_the_workbench_of_a_visitor_asks_to_sign_in(client):
    answer = client.get("/workbench/")

    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/workbench/")


def _next(client) -> str:
    text = client.get("/workbench/").content.decode()
    return text.split('id="next-title">')[1].split("<")[0]
