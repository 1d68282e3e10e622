"""Handing in a workbook: refusals in words, faults at their cells, corrections, preview, confirm, put aside."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.answers import EMPTY, changed, given
from tests.factories.records import AT, activity, organisation, product, user

from qiantan.core.formats.workbook import read, write_template
from qiantan.core.templates.load import template
from qiantan.registry.products.models import ActivityRecord, ImportDraft
from qiantan.registry.products.operations import record_import_check, upload_workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return activity(product(organisation(clerk), clerk), clerk)


def checked(record, clerk, data):
    """An import whose check the worker has done."""
    content = write_template(template("cement"), data)
    draft = upload_workbook(activity=record, name="填报.xlsx", content=content, by=clerk, at=AT)
    reading = read("填报.xlsx", content, template)
    return record_import_check(
        draft=draft, data=reading.data, findings=reading.findings, unclear=reading.unclear, by=clerk, at=AT
    )


def test_an_empty_file_is_refused_beside_the_field(client, clerk, record):
    client.force_login(clerk)

    answer = client.post(f"/products/data/{record.public_id}/import/", {"file": SimpleUploadedFile("a.xlsx", b"")})

    assert answer.status_code == 200
    assert 'href="#id_file"' in answer.content.decode()
    assert ImportDraft.objects.count() == 0


def test_an_upload_is_checked_in_the_background_and_the_page_polls(client, clerk, record):
    client.force_login(clerk)

    address = client.post(f"/products/data/{record.public_id}/import/", {"file": SimpleUploadedFile("a.xlsx", b"x")})[
        "Location"
    ]
    page = client.get(address).content.decode()
    poll = client.get(f"{address}state/", headers={"HX-Request": "true"})

    assert f'hx-get="{address}state/"' in page
    assert "取消" in page
    assert "HX-Refresh" not in poll
    assert client.get(f"{address}state/")["Location"] == address


def test_faults_are_corrected_here_and_everything_is_kept(client, clerk, record):
    wrong = changed("cement", author=EMPTY, clinker_produced=given("约一百", "t", note="见台账"))
    draft = checked(record, clerk, wrong)
    address = f"/products/imports/{draft.public_id}/"
    client.force_login(clerk)

    page = client.get(address).content.decode()
    client.post(
        f"{address}correct/",
        {
            "author.value": "能源科",
            "clinker_produced.value": "1225500",
            "clinker_produced.unit": "t",
            "clinker_produced.source": "meter",
        },
    )
    draft.refresh_from_db()

    assert 'href="#q-clinker_produced"' in page
    assert "确认导入" not in page
    assert draft.state == "ready"
    assert draft.data["fields"]["clinker_produced"] == {
        "state": "provided",
        "value": "1225500",
        "unit": "t",
        "source": "meter",
        "note": "见台账",
    }


def test_confirming_says_what_is_done_and_what_is_not(client, clerk, record):
    draft = checked(record, clerk, changed("cement"))
    client.force_login(clerk)
    before = client.get(f"/products/imports/{draft.public_id}/").content.decode()

    answer = client.post(f"/products/imports/{draft.public_id}/confirm/", follow=True).content.decode()

    assert "确认后会发生什么" in before
    assert "尚未计算，也未冻结" in answer
    assert "开始试算" in answer
    assert ActivityRecord.objects.get(pk=record.pk).data["fields"]["clinker_produced"]["unit"] == "t"


def test_putting_aside_changes_nothing(client, clerk, record):
    draft = checked(record, clerk, changed("cement"))
    client.force_login(clerk)

    client.post(f"/products/imports/{draft.public_id}/discard/")

    assert "已放弃，填报数据没有变化。" in client.get(f"/products/imports/{draft.public_id}/").content.decode()
    assert "clinker_produced" not in ActivityRecord.objects.get(pk=record.pk).data["fields"]


def test_the_marked_workbook_comes_back_under_its_name(client, clerk, record):
    draft = checked(record, clerk, changed("cement", author=EMPTY))
    client.force_login(clerk)

    answer = client.get(f"/products/imports/{draft.public_id}/marked/")

    assert answer.content[:2] == b"PK"
    assert "%E5%A1%AB%E6%8A%A5-%E6%89%B9%E6%B3%A8.xlsx" in answer["Content-Disposition"]


def test_a_file_that_cannot_be_marked_says_so(client, clerk, record):
    draft = upload_workbook(activity=record, name="坏.xlsx", content=b"PK\x03\x04broken", by=clerk, at=AT)
    client.force_login(clerk)

    answer = client.get(f"/products/imports/{draft.public_id}/marked/", follow=True)

    assert "这个文件无法写入批注" in answer.content.decode()
