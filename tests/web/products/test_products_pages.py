"""The list of products, one product, and the wizard that makes one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.records import AT, activity, member, organisation, product, user

from qiantan.registry.products.models import ActivityRecord, Product

pytestmark = pytest.mark.django_db

LIST = "/products/"
STEPS = {
    "template": {"declared": "cement/cement_po425"},
    "period": {"year": "2025", "start": "", "end": ""},
    "way": {"way": "form"},
}


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def plant(clerk):
    return organisation(clerk)


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_list_shows_the_products_of_the_viewers_organisations_and_no_others(client, clerk, plant):
    product(plant, clerk, name="本厂水泥")
    other = user()
    product(organisation(other), other, name="别厂水泥")
    client.force_login(clerk)

    text = client.get(LIST).content.decode()

    assert "本厂水泥" in text
    assert "别厂水泥" not in text


def test_the_list_asks_as_often_for_three_products_as_for_one(client, clerk, plant):
    client.force_login(clerk)
    activity(product(plant, clerk), clerk)
    once = queries(client, LIST)
    for _ in range(2):
        activity(product(plant, clerk), clerk)

    assert queries(client, LIST) == once


def test_ten_thousand_products_come_in_pages(client, clerk, plant):
    first = product(plant, clerk)
    rows = [
        Product(
            organisation=plant,
            site=first.site,
            template="cement",
            declared=first.declared,
            name_zh=f"水泥 {number:05}",
            created_by=clerk,
            created_at=AT,
        )
        for number in range(9_999)
    ]
    Product.objects.bulk_create(rows)
    client.force_login(clerk)

    text = client.get(f"{LIST}?page=500").content.decode()

    assert "共 10000 条" in text.replace(",", "")
    assert text.count("<tr") == 21
    assert len(text) < 130_000


def test_a_list_without_products_says_what_to_do_next(client, clerk, plant):
    client.force_login(clerk)

    text = client.get(LIST).content.decode()

    assert "还没有产品" in text
    assert "/products/new/" in text


def test_a_reader_is_not_offered_a_new_product(client, plant):
    client.force_login(member(plant, "reader"))

    assert "/products/new/" not in client.get(LIST).content.decode()
    assert "还没有生产场所" in client.get("/products/new/product/").content.decode()


def test_a_search_without_hits_says_so(client, clerk, plant):
    product(plant, clerk)
    client.force_login(clerk)

    assert "没有找到符合条件的产品" in client.get(f"{LIST}?q=没有的").content.decode()


def test_the_page_of_a_product_asks_as_often_for_three_periods_as_for_one(client, clerk, plant):
    client.force_login(clerk)
    made = product(plant, clerk)
    activity(made, clerk, 2023)
    once = queries(client, f"{LIST}{made.public_id}/")
    activity(made, clerk, 2024)
    activity(made, clerk, 2025)

    assert queries(client, f"{LIST}{made.public_id}/") == once


def test_a_period_is_copied_from_the_newest_one(client, clerk, plant):
    made = product(plant, clerk)
    activity(made, clerk, 2024)
    client.force_login(clerk)

    client.post(f"{LIST}{made.public_id}/periods/", {"year": "2025"})

    assert ActivityRecord.objects.filter(product=made, period_start=dt.date(2025, 1, 1)).count() == 1


def test_a_period_that_ends_before_it_starts_is_refused_in_words(client, clerk, plant):
    made = product(plant, clerk)
    client.force_login(clerk)

    answer = client.post(
        f"{LIST}{made.public_id}/periods/", {"year": "", "start": "2025-05-01", "end": "2025-04-01"}, follow=True
    )

    assert "结束日期早于开始日期，请更正。" in answer.content.decode()
    assert ActivityRecord.objects.count() == 0


def test_the_wizard_keeps_every_step_and_makes_the_product_at_the_end(client, clerk, plant):
    site = product(plant, clerk).site
    client.force_login(clerk)
    typed = {"site": str(site.public_id), "name_zh": "新水泥", "specification": "P·O 42.5", "hs": "252329"}

    client.post("/products/new/product/", typed)
    # Left, and come back: the next open step, with what was typed kept.
    assert "有一个没有建完的产品：新水泥" in client.get(LIST).content.decode()
    assert client.get("/products/new/")["Location"] == "/products/new/template/"
    assert 'value="新水泥"' in client.get("/products/new/product/").content.decode()
    for step, values in STEPS.items():
        answer = client.post(f"/products/new/{step}/", values)

    made = ActivityRecord.objects.get(product__name_zh="新水泥")
    assert answer["Location"] == f"/products/data/{made.public_id}/"
    assert (made.product.template, made.product.declared, made.product.codes) == (
        "cement",
        "cement_po425",
        [{"scheme": "hs", "value": "252329"}],
    )
    assert (made.period_start, made.period_end) == (dt.date(2025, 1, 1), dt.date(2026, 1, 1))
    assert "有一个没有建完的产品" not in client.get(LIST).content.decode()


def test_a_step_of_the_wizard_names_every_fault_and_keeps_what_was_typed(client, clerk, plant):
    site = product(plant, clerk).site
    client.force_login(clerk)

    text = client.post(
        "/products/new/product/", {"site": str(site.public_id), "specification": "某规格", "hs": "25x"}
    ).content.decode()

    assert "有几处需要更正，您填写的内容已保留" in text
    assert 'href="#id_name_zh"' in text
    assert 'href="#id_hs"' in text
    assert 'value="某规格"' in text


def test_a_later_step_leads_back_to_the_first_that_is_open(client, clerk, plant):
    product(plant, clerk)
    client.force_login(clerk)

    assert client.get("/products/new/way/")["Location"] == "/products/new/product/"


def test_the_wizard_can_be_dropped(client, clerk, plant):
    site = product(plant, clerk).site
    client.force_login(clerk)
    client.post("/products/new/product/", {"site": str(site.public_id), "name_zh": "新水泥", "specification": "P"})

    client.post("/products/new/restart/")

    assert client.get("/products/new/")["Location"] == "/products/new/product/"
