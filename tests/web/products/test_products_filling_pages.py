"""Filling in: autosave, units as people type them, rows, pasted tables, conflicts, last year, evidence."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories.records import AT, activity, member, organisation, product, user

from qiantan.core.templates.load import template
from qiantan.registry.products.models import ActivityRecord, Evidence
from qiantan.registry.products.operations import mark_frozen, save_entries
from qiantan.web.products.answers import entry

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return activity(product(organisation(clerk), clerk), clerk)


def here(record, section="production"):
    return f"/products/data/{record.public_id}/s/{section}/"


def kept(record, field):
    return ActivityRecord.objects.get(pk=record.pk).data["fields"].get(field)


def rows(record, section):
    return ActivityRecord.objects.get(pk=record.pk).data["rows"].get(section, [])


def test_what_was_understood_is_echoed_in_the_unit_of_the_question(client, clerk, record):
    client.force_login(clerk)

    answer = client.post(
        here(record, "electricity"), {"elec_kiln.value": "1.2 万kWh", "version": record.version}, headers=HTMX
    )

    assert "1.2 万kWh" in answer.content.decode()
    assert kept(record, "elec_kiln") == {"state": "provided", "value": "1.2", "unit": "万kWh"}
    client.post(here(record), {"clinker_produced.value": "120.5万吨"})
    assert "120.5 万t = 1,205,000 t" in client.get(here(record)).content.decode()


def test_autosave_swaps_states_only_so_that_nothing_typed_is_lost(client, clerk, record):
    client.force_login(clerk)

    text = client.post(
        here(record), {"clinker_produced.value": "100", "clinker_produced.unit": "t"}, headers=HTMX
    ).content.decode()

    assert "已自动保存" in text
    assert 'id="s-clinker_produced" hx-swap-oob="true"' in text
    assert ".value" not in text
    assert f'id="version" value="{record.version + 1}"' in text


def test_what_cannot_be_read_is_kept_as_typed_and_told(client, clerk, record):
    client.force_login(clerk)

    client.post(here(record), {"clinker_produced.value": "约一百", "clinker_produced.unit": "t"})

    text = client.get(here(record)).content.decode()
    assert 'value="约一百"' in text
    assert "qt-finding--blocking" in text


def test_not_applicable_wants_a_reason(client, clerk, record):
    client.force_login(clerk)

    client.post(here(record), {"cement_other.value": "", "cement_other.na": "1", "cement_other.note": ""})
    without = client.get(here(record)).content.decode()
    client.post(here(record), {"cement_other.value": "", "cement_other.na": "1", "cement_other.note": "只产一种"})

    assert "qt-finding--blocking" in without
    assert kept(record, "cement_other") == {"state": "not_applicable", "note": "只产一种"}
    assert "qt-finding--blocking" not in client.get(here(record)).content.decode()


def test_a_figure_typed_beside_the_tick_is_kept(client, clerk, record):
    client.force_login(clerk)

    client.post(here(record), {"cement_other.value": "5", "cement_other.unit": "t", "cement_other.na": "1"})

    assert kept(record, "cement_other") == {"state": "provided", "value": "5", "unit": "t"}


def test_two_people_do_not_overwrite_each_other_and_nothing_typed_is_lost(client, clerk, record):
    other = member(record.product.organisation, "editor")
    field = next(one for s in template("cement").sections for one in s.fields if one.id == "clinker_produced")
    theirs = entry(field, {"clinker_produced.value": "200", "clinker_produced.unit": "t"}, "clinker_produced")
    save_entries(activity=record, entries={"clinker_produced": theirs}, version=record.version, by=other, at=AT)
    client.force_login(clerk)
    mine = {"clinker_produced.value": "100", "clinker_produced.unit": "t", "version": record.version}

    page = client.post(here(record), mine)
    fragment = client.post(here(record), mine, headers=HTMX)

    assert page.status_code == 409
    assert fragment.status_code == 200
    for answer in (page, fragment):
        assert "别人刚保存为“200 t”" in answer.content.decode()
    assert 'name="clinker_produced.value" value="100"' in page.content.decode()
    assert kept(record, "clinker_produced")["value"] == "200"
    # Seen and decided: the page now carries the newer version.
    client.post(here(record), {**mine, "version": record.version + 1})
    assert kept(record, "clinker_produced")["value"] == "100"


def test_rows_are_added_saved_and_removed(client, clerk, record):
    client.force_login(clerk)
    two = {"raw_materials.0.name.value": "石灰石", "raw_materials.4.name.value": "黏土"}

    added = client.post(here(record, "raw_materials"), {**two, "action": "add"})
    blank = client.get(added["Location"].partition("#")[0]).content.decode()
    client.post(here(record, "raw_materials"), {**two, "action": "remove-0"})

    assert 'name="raw_materials.2.name.value" value=""' in blank
    assert [row["name"]["value"] for row in rows(record, "raw_materials")] == ["黏土"]


def test_a_table_is_pasted_with_its_heading_in_any_order(client, clerk, record):
    client.force_login(clerk)
    text = "统计期消耗量\t单位\t名称\n1,200\tt\t原煤\r\n2.5\t万t\t烟煤\n"

    client.post(here(record, "fuels"), {"action": "paste", "paste": text})

    found = [(row["name"]["value"], row["amount"]["value"], row["amount"]["unit"]) for row in rows(record, "fuels")]
    assert found == [("原煤", "1200", "t"), ("烟煤", "2.5", "万t")]


def test_a_table_is_pasted_without_heading_in_the_order_shown(client, clerk, record):
    client.force_login(clerk)
    client.post(
        here(record, "electricity_sources"), {"electricity_sources.0.certificate.value": "旧行", "action": "save"}
    )

    client.post(
        here(record, "electricity_sources"),
        {
            "electricity_sources.0.certificate.value": "旧行",
            "action": "paste",
            "paste": "电网购电\t1.2\t万kWh\t发票\t电费单.pdf",
        },
    )

    old, new = rows(record, "electricity_sources")
    assert old["certificate"]["value"] == "旧行"
    assert new["amount"] == {
        "state": "provided",
        "value": "1.2",
        "unit": "万kWh",
        "source": "invoice",
        "evidence": ["电费单.pdf"],
    }


def test_last_year_stands_beside_the_question(client, clerk, record):
    client.force_login(clerk)
    client.post(here(record), {"clinker_produced.value": "321", "clinker_produced.unit": "t"})
    following = activity(record.product, clerk, 2026)

    text = client.get(here(following)).content.decode()
    fragment = client.post(
        here(following), {"clinker_produced.value": "1", "clinker_produced.unit": "t"}, headers=HTMX
    ).content.decode()

    assert "上年 <b>321 t</b>" in text
    assert "上年 <b>321 t</b>" in fragment


def test_evidence_is_kept_offered_and_sent_back_as_a_file(client, clerk, record):
    client.force_login(clerk)
    address = f"/products/data/{record.public_id}/evidence/?section=production"

    answer = client.post(address, {"file": SimpleUploadedFile("台账<1>.html", b"<script>1</script>")})
    again = client.post(address, {"file": SimpleUploadedFile("台账<1>.html", b"other")}, follow=True)
    document = Evidence.objects.get()
    sent = client.get(f"/products/evidence/{document.public_id}/")

    assert answer["Location"] == here(record)
    assert "请改名后再提交" in again.content.decode()
    assert (sent.content, sent["Content-Type"]) == (b"<script>1</script>", "application/octet-stream")
    assert sent["Content-Disposition"].startswith("attachment")


def test_a_reader_sees_everything_and_every_input_is_closed(client, record):
    client.force_login(member(record.product.organisation, "reader"))

    text = client.get(here(record)).content.decode()

    assert "<fieldset disabled>" in text
    assert "hx-post" not in text
    assert 'type="submit" name="action"' not in text


def test_frozen_data_are_closed_until_reopened(client, clerk, record):
    mark_frozen(activity=record, by=clerk, at=AT)
    client.force_login(clerk)

    assert "<fieldset disabled>" in client.get(here(record)).content.decode()
    assert client.post(here(record), {"clinker_produced.value": "1"}).status_code == 409
    client.post(f"/products/data/{record.public_id}/reopen/")
    assert "<fieldset disabled>" not in client.get(here(record)).content.decode()


def test_an_unknown_section_is_not_found(client, clerk, record):
    client.force_login(clerk)

    assert client.get(here(record, "nothing")).status_code == 404


def test_the_check_page_leads_to_the_field_in_words(client, clerk, record):
    client.force_login(clerk)

    text = client.get(f"/products/data/{record.public_id}/check/").content.decode()

    assert f'href="{here(record)}#q-clinker_produced"' in text
    assert "clinker_produced</a>" not in text
    assert "开始试算" not in text
