"""Pages of databases as people read them, without scripts: empty, large, open, closed, in both languages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.factories.databases import MINE, imported, package, uploaded, written
from tests.factories.linked import emitted, made, process, taken
from tests.factories.records import AT, member, organisation, user

from qiantan.core.formats import catalogue
from qiantan.registry.databases import operations
from qiantan.registry.databases.models import Database, Process
from qiantan.registry.tasks.operations import request_cancel

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def plant(clerk):
    return organisation(clerk)


@pytest.fixture
def chain(plant, clerk):
    """A database of three processes, one input of which nothing supplies."""
    mine = process("mine", made("ore"), emitted(1, "2"), zh="采矿")
    smelter = process("smelter", made("metal"), taken(1, "ore", "3"), taken(2, "coke", "1"), emitted(3, "4"), zh="冶炼")
    return imported(plant, clerk, package((mine, smelter, process("idle", made("air")))))


def page(client, name, *args, **asked):
    answer = client.get(reverse(f"databases:{name}", args=args), asked)
    assert answer.status_code == 200, answer.content.decode()[:500]
    return answer.content.decode()


def at(chain, name):
    return Process.objects.get(database=chain, name_en=name).uuid


def test_without_databases_the_list_says_so(client):
    assert "还没有数据库" in page(client, "list")


def test_a_database_tells_what_it_holds_and_what_is_open(client, clerk, chain):
    client.force_login(clerk)
    text = page(client, "database", chain.public_id)

    assert "示例数据库" in page(client, "list")
    assert "66.7%" not in text
    assert "50.0%" in text
    assert "1 个未链接，共 2 个" in text
    assert "“coke”没有供应过程，共 1 处。" in text
    assert text.index("采矿") < text.index("冶炼")


def test_processes_are_searched_narrowed_and_ordered(client, clerk, chain):
    client.force_login(clerk)

    assert "采矿" not in page(client, "database", chain.public_id, q="yelian")
    assert "采矿" not in page(client, "database", chain.public_id, only="open").split('id="processes"')[1]
    ordered = page(client, "database", chain.public_id, order="kg").split('id="processes"')[1]
    assert ordered.index("冶炼") < ordered.index("采矿")
    assert "没有找到这样的过程" in page(client, "database", chain.public_id, q="水泥")


def test_a_process_names_its_suppliers_and_what_each_carries(client, clerk, chain):
    client.force_login(clerk)
    text = page(client, "process", chain.public_id, at(chain, "smelter"))

    assert reverse("databases:process", args=[chain.public_id, at(chain, "mine")]) in text
    assert "库中没有过程提供它" in text
    assert "60.0%" in text
    assert "已证明" in text
    assert "二氧化碳（化石源）" in text


def test_elementary_flows_say_what_they_count_for(client, clerk, chain):
    client.force_login(clerk)

    assert "二氧化碳（化石源）" in page(client, "flows", chain.public_id)
    assert "二氧化碳（化石源）" not in page(client, "flows", chain.public_id, only="left_out").split('id="flows"')[1]
    file = client.get(reverse("databases:flows", args=[chain.public_id]), {"export": "csv"})
    assert file["Content-Type"].startswith("text/csv")


def test_in_english(client, clerk, chain):
    client.cookies.load({"qt_language": "en"})
    operations.set_access(database=chain, access="open", by=clerk, at=AT)
    text = page(client, "process", chain.public_id, at(chain, "smelter"))

    assert "Inputs and who supplies them" in text
    assert "No process of the database supplies it" in text
    assert "carbon dioxide (fossil)" in text
    assert "Proven to be within" in text


def test_an_open_database_is_read_by_everyone_and_changed_by_nobody_else(client, clerk, chain):
    operations.set_access(database=chain, access="open", by=clerk, at=AT)
    text = page(client, "database", chain.public_id)

    assert "冶炼" in text
    assert "删除数据库" not in text
    assert "重新求解" not in text
    assert clerk.email not in text


def test_findings_come_as_a_file(client, clerk, chain):
    client.force_login(clerk)
    answer = client.get(reverse("databases:findings", args=[chain.public_id]))

    assert answer["Content-Type"].startswith("text/csv")
    assert "DS-LINK-NONE" in answer.content.decode()


def test_what_was_refused_is_listed_with_place_and_remedy(client, plant, clerk):
    broken = imported(plant, clerk, package((process("bad", made("b", "0")),)))
    client.force_login(clerk)
    text = page(client, "database", broken.public_id)

    assert "数据库里未保存任何内容" in text
    assert "DS-REFERENCE-ZERO" in text


def test_a_database_is_handed_in_through_the_form(client, plant, clerk):
    client.force_login(clerk)
    file = SimpleUploadedFile("base.zip", package((process("a", made("a")),)))
    values = {"organisation": str(plant.public_id), "name": "我的库", "licence": "own", "access": "organisation"}
    answer = client.post(reverse("databases:new"), {**values, "file": file})

    database = Database.objects.get()
    assert answer.status_code == 302
    assert (database.name, database.state, database.task.state) == ("我的库", "importing", "queued")
    assert "排队中" in page(client, "database", database.public_id)


def test_an_import_withdrawn_while_it_waited_can_be_tried_again_or_deleted(client, plant, clerk):
    database = uploaded(plant, clerk, package((process("a", made("a")),)))
    request_cancel(task=database.task, by=clerk, at=AT)
    client.force_login(clerk)
    text = page(client, "database", database.public_id)

    assert "可以重试" in text
    assert reverse("tasks:retry", args=[database.task.public_id]) in text
    assert client.post(reverse("databases:delete", args=[database.public_id])).status_code == 302
    assert client.get(reverse("databases:database", args=[database.public_id])).status_code == 404


def test_a_form_that_opens_licensed_data_is_refused_at_its_field(client, plant, clerk):
    client.force_login(clerk)
    file = SimpleUploadedFile("base.zip", b"PK")
    values = {"organisation": str(plant.public_id), "name": "x", "licence": "licensed", "access": "open"}
    text = client.post(reverse("databases:new"), {**values, "file": file}).content.decode()

    assert "该许可不允许公开" in text
    assert Database.objects.count() == 0


def test_a_reader_is_told_who_may_import(client, plant):
    client.force_login(member(plant, "reader"))

    assert "您没有可填报的企业" in page(client, "new")


def test_a_file_and_a_factor_leave_where_the_terms_allow(client, plant, clerk, chain):
    client.force_login(clerk)
    task = written(chain, clerk, "ilcd")
    file = client.get(reverse("databases:download", args=[chain.public_id, task.public_id])).content
    factor = client.get(reverse("databases:factor", args=[chain.public_id, at(chain, "smelter")])).content

    assert len(catalogue.read(file).datasets) == 3
    stated = catalogue.read(factor).datasets[0]
    assert stated.fact("certainty") == "low"
    assert stated.fact("number") == str(at(chain, "smelter"))
    bought = imported(plant, clerk, package((process("a", made("a")),)), MINE._replace(licence="licensed"))
    for name in ("original", "factor"):
        args = [bought.public_id, *([bought.processes.get().uuid] if name == "factor" else [])]
        assert client.get(reverse(f"databases:{name}", args=args)).status_code == 403


def test_work_under_way_polls_and_others_do_not_see_it(client, plant, clerk):
    database = uploaded(plant, clerk, package((process("a", made("a")),)))
    client.force_login(clerk)
    state = reverse("databases:state", args=[database.public_id])

    assert state in page(client, "database", database.public_id)
    assert "HX-Refresh" not in client.get(state, headers={"HX-Request": "true"})
    client.force_login(user())
    assert client.get(state).status_code == 404


def test_a_page_of_ten_thousand_processes_takes_as_many_queries_as_one_of_three(
    client, clerk, chain, django_assert_max_num_queries
):
    client.force_login(clerk)
    known = Process.objects.filter(database=chain).first()
    Process.objects.bulk_create(
        [
            Process(
                database=chain, number=10 + n, uuid=f"00000000-0000-4000-8000-{n:012d}", name_zh=f"第{n}号过程",
                unit="kg", kind="unit_process", place=known.place, kg=n,
            )
            for n in range(10_000)
        ],
        batch_size=2_000,
    )  # fmt: skip

    with django_assert_max_num_queries(14):
        text = page(client, "database", chain.public_id, page=100)
    assert "10,003" in text or "10003" in text
