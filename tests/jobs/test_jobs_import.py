"""A workbook on its way in: checked by the job, corrected in the browser, confirmed as a whole or not at all."""

import dataclasses
import io

import openpyxl
import pytest
from tests.factories.records import AT, activity, filled_activity, member, organisation, product, user

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.activity import Entry, State, to_json
from qiantan.core.templates.load import example, template
from qiantan.jobs.tasks import run_task
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.ledger.models import Entry as LedgerEntry
from qiantan.registry.products import operations, queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return activity(product(organisation(clerk), clerk), clerk)


def workbook(kind="cement", **changes) -> bytes:
    """The worked example as a filled-in workbook; `changes` replace answers by field id."""
    data = example(kind)
    return write_template(template(kind), dataclasses.replace(data, fields={**data.fields, **changes}))


def uploaded(record, by, content, name="水泥2025.xlsx"):
    """A workbook handed in and checked by the job."""
    draft = operations.upload_workbook(activity=record, name=name, content=content, by=by, at=AT)
    run_task(task_id=str(draft.task.public_id))
    return queries.get_import(viewer_of(by), draft.public_id)


def with_cell(content: bytes, cell: str, value) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    sheet, place = cell.split("!")
    book[sheet][place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_good_workbook_is_taken_over_whole(record, clerk):
    draft = uploaded(record, clerk, workbook())
    assert (draft.state, draft.task.state) == ("ready", "done")
    assert draft.task.outcome["import"] == str(draft.public_id)
    assert "clinker_produced" in draft.summary["added"]
    operations.confirm_import(draft=draft, by=clerk, at=AT)
    record.refresh_from_db()
    assert record.answers.get("clinker_produced").value == "1255000"
    assert to_json(record.answers)["rows"]["fuels"] == to_json(example("cement"))["rows"]["fuels"]
    assert record.version == 2


def test_nothing_changes_before_it_is_confirmed(record, clerk):
    before = record.data
    uploaded(record, clerk, workbook())
    record.refresh_from_db()
    assert (record.data, record.version) == (before, 1)


def test_the_file_stays_as_it_was_handed_in(record, clerk):
    content = workbook()
    draft = uploaded(record, clerk, content)
    assert queries.import_bytes(viewer_of(clerk), draft.public_id) == content
    assert draft.sha256 in LedgerEntry.objects.get(kind="workbook.uploaded").body


def test_a_wrong_answer_is_found_at_its_cell_and_corrected_in_the_browser(record, clerk):
    good = uploaded(record, clerk, workbook())
    cell = good.places["clinker_produced"]
    draft = uploaded(record, clerk, with_cell(workbook(), cell, "一百二十五万左右"))
    assert draft.state == "has_findings"
    wrong = [finding for finding in queries.import_findings(draft) if finding.place == cell]
    assert [finding.severity.value for finding in wrong] == ["blocking"]
    assert queries.import_keys(draft)[cell] == "clinker_produced"
    with pytest.raises(WrongState, match="有问题待改"):
        operations.confirm_import(draft=draft, by=clerk, at=AT)
    right = Entry(state=State.PROVIDED, value="1255000", unit="t", source="ledger")
    draft = operations.correct_import(draft=draft, entries={"clinker_produced": right}, by=clerk, at=AT)
    assert draft.state == "ready"
    assert [finding for finding in queries.import_findings(draft) if finding.place == cell] == []
    operations.confirm_import(draft=draft, by=clerk, at=AT)
    record.refresh_from_db()
    assert record.answers.get("clinker_produced").value == "1255000"


def test_a_row_is_corrected_by_its_cell_key(record, clerk):
    draft = uploaded(record, clerk, workbook())
    wrong = Entry(state=State.PROVIDED, value="88000", unit="km", source="ledger")
    draft = operations.correct_import(draft=draft, entries={"fuels[1].amount": wrong}, by=clerk, at=AT)
    assert draft.state == "has_findings"
    assert draft.places["fuels[1].amount"] in [finding.place for finding in queries.import_findings(draft)]
    right = dataclasses.replace(wrong, unit="t")
    draft = operations.correct_import(draft=draft, entries={"fuels[1].amount": right}, by=clerk, at=AT)
    assert (draft.state, draft.corrected) == ("ready", ["fuels[1].amount"])


def test_an_unknown_cell_cannot_be_corrected(record, clerk):
    draft = uploaded(record, clerk, workbook())
    with pytest.raises(Invalid, match="没有问题"):
        operations.correct_import(draft=draft, entries={"fuels[1].colour": Entry()}, by=clerk, at=AT)


def test_an_empty_cell_takes_nothing_away(record, clerk):
    typed = Entry(state=State.PROVIDED, value="换热站检修", note="")
    operations.save_entries(activity=record, entries={"conclusions": typed}, version=1, by=clerk, at=AT)
    draft = uploaded(record, clerk, workbook())
    assert "conclusions" in draft.summary["kept"]
    operations.confirm_import(draft=draft, by=clerk, at=AT)
    record.refresh_from_db()
    assert record.answers.get("conclusions").value == "换热站检修"


def test_confirming_twice_changes_once(record, clerk):
    draft = uploaded(record, clerk, workbook())
    operations.confirm_import(draft=draft, by=clerk, at=AT)
    operations.confirm_import(draft=draft, by=clerk, at=AT)
    record.refresh_from_db()
    assert record.version == 2
    assert LedgerEntry.objects.filter(kind="import.confirmed").count() == 1


def test_a_workbook_of_another_template_is_one_finding(record, clerk):
    draft = uploaded(record, clerk, workbook("electrolytic_aluminium"))
    assert [finding.code for finding in queries.import_findings(draft)] == ["ENTRY-TEMPLATE"]
    assert (draft.state, draft.data) == ("has_findings", None)
    with pytest.raises(WrongState):
        operations.correct_import(draft=draft, entries={"clinker_produced": Entry()}, by=clerk, at=AT)


def test_a_workbook_of_another_year_is_refused_at_its_dates(record, clerk):
    draft = uploaded(record, clerk, workbook(period_start=Entry(state=State.PROVIDED, value="2024-01-01")))
    wrong = [f for f in queries.import_findings(draft) if f.code == "IMP-PERIOD"]
    assert [(f.found, f.expected.zh, f.place) for f in wrong] == [
        ("2024-01-01", "2025-01-01", draft.places["period_start"])
    ]
    assert draft.state == "has_findings"


def test_what_is_no_workbook_ends_as_findings_not_as_a_failure(record, clerk):
    draft = uploaded(record, clerk, b"\x89PNG\r\n\x1a\n not a workbook", name="照片.xlsx")
    assert (draft.state, draft.task.state, draft.data) == ("has_findings", "done", None)
    assert len(queries.import_findings(draft)) == 1


def test_a_discarded_workbook_is_put_aside(record, clerk):
    draft = uploaded(record, clerk, workbook())
    operations.discard_import(draft=draft, by=clerk, at=AT)
    with pytest.raises(WrongState):
        operations.confirm_import(draft=draft, by=clerk, at=AT)
    assert operations.discard_import(draft=draft, by=clerk, at=AT).state == "discarded"


def test_data_frozen_in_between_take_no_import(record, clerk):
    draft = uploaded(record, clerk, workbook())
    operations.mark_frozen(activity=record, by=clerk, at=AT)
    with pytest.raises(WrongState, match="已冻结"):
        operations.confirm_import(draft=draft, by=clerk, at=AT)
    draft.refresh_from_db()
    assert draft.state == "ready"


def test_too_large_a_file_is_refused_at_the_door(record, clerk, settings):
    settings.QIANTAN_UPLOAD_LIMIT = 1024 * 1024
    with pytest.raises(Invalid, match="超过1 MB"):
        operations.upload_workbook(activity=record, name="x.xlsx", content=b"x" * 1024 * 1025, by=clerk, at=AT)


def test_readers_neither_upload_nor_decide(record, clerk):
    reader = member(record.product.organisation, "reader")
    draft = uploaded(record, clerk, workbook())
    for act in (
        lambda: operations.upload_workbook(activity=record, name="x.xlsx", content=b"x", by=reader, at=AT),
        lambda: operations.correct_import(draft=draft, entries={"clinker_sold": Entry()}, by=reader, at=AT),
        lambda: operations.confirm_import(draft=draft, by=reader, at=AT),
        lambda: operations.discard_import(draft=draft, by=reader, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()


def test_a_second_import_shows_what_it_would_change(clerk):
    record = filled_activity(clerk)
    more = Entry(state=State.PROVIDED, value="1300000", unit="t", source="ledger")
    draft = uploaded(record, clerk, workbook(clinker_produced=more))
    assert draft.summary["changed"] == ["clinker_produced"]
    assert draft.summary["added"] == []
