"""The result page: sums, sources, places in words, stale results, files, reports, refusals."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories.records import AT, filled_activity, user

from qiantan.core.results.make import make_result
from qiantan.core.templates.activity import Entry, State
from qiantan.registry.footprints import operations, queries
from qiantan.registry.footprints.models import FrozenStudy, Run
from qiantan.registry.products.operations import save_entries
from qiantan.registry.tasks.models import Task

pytestmark = pytest.mark.django_db

LIMIT = 12


@pytest.fixture
def clerk():
    return user()


@pytest.fixture(params=["cement", "electrolytic_aluminium"])
def record(request, clerk):
    return filled_activity(clerk, request.param)


def preview(record, clerk):
    """A preview whose calculation the worker has done."""
    run = operations.calculate_draft(activity=record, by=clerk, at=AT)
    return finished(run, clerk)


def finished(run, clerk):
    Task.objects.update(state="done", started_at=AT, finished_at=AT)
    return operations.record_result(run=run, result=make_result(queries.documents(run).study), by=clerk, at=AT)


def frozen(record, clerk):
    study = operations.freeze_study(activity=record, by=clerk, at=AT)
    return finished(Run.objects.get(study=study), clerk)


def address(run):
    return f"/footprints/runs/{run.public_id}/"


def test_the_stages_as_displayed_add_up_to_the_headline(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    text = client.get(address(run)).content.decode()

    *parts, total = [float(one.replace(",", "")) for one in re.findall(r'qt-stages__value">([-\d,.]+) kgCO', text)]
    headline = float(re.search(r'qt-stat__value"><a[^>]*>([\d,.]+)<', text)[1].replace(",", ""))
    assert sum(round(1000 * part) for part in parts) == round(1000 * total) == round(1000 * headline)
    shares = [float(one) for one in re.findall(r'qt-stages__percent">([-\d.]+)%', text)]
    assert round(sum(shares[:-1]), 1) == shares[-1] == 100.0


def test_a_result_page_asks_at_most_twelve_times(client, clerk, record):
    run = frozen(record, clerk)
    client.force_login(clerk)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(address(run)).status_code == 200

    assert len(asked) <= LIMIT


def test_a_place_is_named_in_words_and_leads_to_its_arithmetic(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    text = client.get(address(run)).content.decode()

    findings = text[text.index('id="findings"') :]
    assert re.findall(r'qt-finding__place"[^>]*>/', findings) == []
    leads = re.findall(r'qt-finding__place" href="([^"]+)"', findings)
    assert leads
    assert {client.get(one.replace("&amp;", "&")).status_code for one in leads} == {200}


def test_every_number_opens_as_a_page_and_at_the_side(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    text = client.get(address(run)).content.decode()

    links = sorted(set(re.findall(r'href="(/footprints/runs/[^"]+/explain/[^"]*)"', text)))

    assert len(links) > 20
    for link in links:
        page = client.get(link)
        panel = client.get(link, headers={"HX-Request": "true"})
        assert (page.status_code, panel.status_code) == (200, 200), link
        assert b"<html" in page.content
        assert b"<html" not in panel.content


def test_a_number_there_is_not_is_not_found(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    assert client.get(f"{address(run)}explain/?to=nothing-of-this-name").status_code == 404


def test_a_result_of_changed_data_says_that_it_is_stale_and_cannot_be_frozen(client, clerk, record):
    run = preview(record, clerk)
    save_entries(
        activity=record,
        entries={"author": Entry(state=State.PROVIDED, value="别的部门")},
        version=record.version,
        by=clerk,
        at=AT,
    )
    client.force_login(clerk)

    text = client.get(address(run)).content.decode()
    answer = client.post(f"{address(run)}freeze/")

    assert "数据已修改，结果过期" in text
    assert "重新试算" in text
    assert f'action="{address(run)}freeze/"' not in text
    assert answer["Location"] == f"/products/data/{record.public_id}/check/"
    assert FrozenStudy.objects.count() == 0


def test_freezing_leads_to_the_frozen_result_and_offers_reports(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)

    there = client.post(f"{address(run)}freeze/")["Location"]
    waiting = client.get(there).content.decode()
    finished(Run.objects.get(study__isnull=False), clerk)
    text = client.get(there).content.decode()

    assert f'hx-get="{there}state/"' in waiting
    assert "已冻结" in text
    assert "生成 PDF 报告" in text
    assert "研究包 ZIP" in text


def test_the_poll_reloads_the_page_once_the_calculation_has_ended(client, clerk, record):
    run = operations.calculate_draft(activity=record, by=clerk, at=AT)
    client.force_login(clerk)
    poll = {"HX-Request": "true"}

    assert "HX-Refresh" not in client.get(f"{address(run)}state/", headers=poll)
    finished(run, clerk)
    assert client.get(f"{address(run)}state/", headers=poll)["HX-Refresh"] == "true"
    assert client.get(f"{address(run)}state/")["Location"] == address(run)


def test_a_failed_calculation_says_why_and_offers_another_try(client, clerk, record):
    run = operations.calculate_draft(activity=record, by=clerk, at=AT)
    Task.objects.update(state="failed", message_zh="内存不足。", finished_at=AT)
    client.force_login(clerk)

    text = client.get(address(run)).content.decode()

    assert "内存不足。" in text
    assert "重试" in text
    assert "hx-trigger" not in text


def test_files_of_a_frozen_study_are_sent_and_those_of_a_preview_are_not(client, clerk, record):
    run = preview(record, clerk)
    client.force_login(clerk)
    of_preview = {kind: client.get(f"{address(run)}files/{kind}/").status_code for kind in ("inventory", "study")}
    run = frozen(record, clerk)

    sent = {
        kind: client.get(f"{address(run)}files/{kind}/") for kind in ("inventory", "study", "result", "package", "pdf")
    }

    assert of_preview == {"inventory": 200, "study": 404}
    assert {kind: one.status_code for kind, one in sent.items()} == {
        "inventory": 200,
        "study": 200,
        "result": 200,
        "package": 200,
        "pdf": 404,
    }
    assert sent["study"].content == bytes(FrozenStudy.objects.get().content)
    assert sent["inventory"].content.startswith(b"\xef\xbb\xbf")
    assert FrozenStudy.objects.select_related("activity").get().number in sent["package"]["Content-Disposition"]


def test_a_report_of_no_known_kind_is_not_found(client, clerk, record):
    run = frozen(record, clerk)
    client.force_login(clerk)

    assert client.post(f"{address(run)}reports/", {"kind": "parchment"}).status_code == 404


def test_the_earlier_period_the_plant_stated_is_compared(client, clerk, record):
    save_entries(
        activity=record,
        entries={"previous_value": Entry(state=State.PROVIDED, value="1000", unit="kgCO2e")},
        version=record.version,
        by=clerk,
        at=AT,
    )
    record.refresh_from_db()
    run = preview(record, clerk)
    client.force_login(clerk)

    tracking = client.get(address(run)).content.decode().partition('id="tracking"')[2].partition("</section>")[0]

    assert f"{(run.total - 1000) / 1000:+.1%}" in tracking
