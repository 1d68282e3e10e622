"""Filling in: what is saved, what is merged, what is refused; nothing typed is lost."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories.records import AT, activity, filled_activity, member, organisation, product, user

from qiantan.core.templates.activity import Entry, State
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotPermitted, WrongState
from qiantan.registry.ledger.models import Entry as LedgerEntry
from qiantan.registry.products import operations, queries
from qiantan.registry.products.models import ActivityRecord, FieldChange
from qiantan.registry.products.states import SectionState

pytestmark = pytest.mark.django_db


def tonnes(value: str) -> Entry:
    return Entry(state=State.PROVIDED, value=value, unit="t", source="ledger")


@pytest.fixture
def clerk():
    return user(name="张三")


@pytest.fixture
def record(clerk):
    return activity(product(organisation(clerk), clerk), clerk)


def test_opened_activity_data_know_the_basics(record):
    answers = record.answers
    assert answers.get("producer_name").value == "示例水泥厂"
    assert (answers.get("period_start").value, answers.get("period_end").value) == ("2025-01-01", "2025-12-31")
    assert answers.get("declared_unit").value == "clinker"
    assert answers.get("author").value == "张三"


def test_saving_keeps_what_was_typed_and_what_was_before(record, clerk):
    version = operations.save_entries(
        activity=record, entries={"clinker_produced": tonnes("1255000")}, version=1, by=clerk, at=AT
    )
    again = operations.save_entries(
        activity=record, entries={"clinker_produced": tonnes("1255001")}, version=version, by=clerk, at=AT
    )
    record.refresh_from_db()
    assert (version, again, record.version) == (2, 3, 3)
    assert record.answers.get("clinker_produced").value == "1255001"
    kept = [
        (change.version, change.old and change.old["value"], change.new["value"])
        for change in queries.changes(viewer_of(clerk), record, "clinker_produced")
    ]
    assert kept == [(3, "1255000", "1255001"), (2, None, "1255000")]


def test_saving_the_same_again_changes_nothing(record, clerk):
    entries = {"clinker_produced": tonnes("1255000")}
    version = operations.save_entries(activity=record, entries=entries, version=1, by=clerk, at=AT)
    assert operations.save_entries(activity=record, entries=entries, version=version, by=clerk, at=AT) == version
    assert operations.save_entries(activity=record, entries=entries, version=1, by=clerk, at=AT) == version
    assert FieldChange.objects.count() == 1


def test_zero_not_provided_and_not_applicable_stay_three_things(record, clerk):
    entries = {
        "clinker_produced": tonnes("0"),
        "clinker_sold": Entry(state=State.NOT_APPLICABLE, note="熟料全部自用"),
        "kiln_dust": Entry(),
    }
    operations.save_entries(activity=record, entries=entries, version=1, by=clerk, at=AT)
    record.refresh_from_db()
    answers = record.answers
    assert [answers.get(key).state.value for key in entries] == ["provided", "not_applicable", "not_provided"]
    assert answers.get("clinker_produced").value == "0"


def test_rows_are_saved_as_one_table_and_can_be_emptied(record, clerk):
    rows = {"fuels": [{"name": Entry(state=State.PROVIDED, value="煤"), "amount": tonnes("88000")}]}
    version = operations.save_entries(activity=record, entries={}, rows=rows, version=1, by=clerk, at=AT)
    record.refresh_from_db()
    assert record.answers.rows["fuels"][0]["amount"].value == "88000"
    operations.save_entries(activity=record, entries={}, rows={"fuels": []}, version=version, by=clerk, at=AT)
    record.refresh_from_db()
    assert "fuels" not in record.answers.rows


def test_two_people_in_different_fields_are_merged(record, clerk):
    other = member(record.product.organisation, "editor")
    operations.save_entries(activity=record, entries={"clinker_produced": tonnes("1")}, version=1, by=clerk, at=AT)
    version = operations.save_entries(
        activity=record, entries={"raw_meal_used": tonnes("2")}, version=1, by=other, at=AT
    )
    record.refresh_from_db()
    assert version == record.version == 3
    assert [record.answers.get(key).value for key in ("clinker_produced", "raw_meal_used")] == ["1", "2"]


def test_two_people_in_the_same_field_see_both_values(record, clerk):
    other = member(record.product.organisation, "editor")
    operations.save_entries(activity=record, entries={"clinker_produced": tonnes("1")}, version=1, by=clerk, at=AT)
    with pytest.raises(Conflict) as refused:
        operations.save_entries(
            activity=record,
            entries={"clinker_produced": tonnes("9"), "raw_meal_used": tonnes("2")},
            version=1,
            by=other,
            at=AT,
        )
    assert refused.value.current == {"clinker_produced": tonnes("1")}
    assert refused.value.version == 2
    record.refresh_from_db()
    assert not record.answers.get("raw_meal_used").provided


def test_an_unknown_question_is_refused_not_dropped(record, clerk):
    with pytest.raises(Invalid) as refused:
        operations.save_entries(
            activity=record,
            entries={"coffee": tonnes("1")},
            rows={"fuels": [{"colour": tonnes("1")}], "wishes": []},
            version=1,
            by=clerk,
            at=AT,
        )
    assert [finding.place for finding in refused.value.findings] == ["coffee", "fuels[1].colour", "wishes"]


def test_readers_and_strangers_cannot_save(record):
    for person in (member(record.product.organisation, "reader"), user()):
        with pytest.raises(NotPermitted):
            operations.save_entries(
                activity=record, entries={"clinker_produced": tonnes("1")}, version=1, by=person, at=AT
            )


def test_frozen_data_are_closed_until_they_are_reopened(record, clerk):
    operations.mark_frozen(activity=record, by=clerk, at=AT)
    with pytest.raises(WrongState, match="已冻结"):
        operations.save_entries(activity=record, entries={"clinker_sold": tonnes("1")}, version=1, by=clerk, at=AT)
    with pytest.raises(WrongState):
        operations.mark_frozen(activity=record, by=clerk, at=AT)
    operations.reopen_activity(activity=record, by=clerk, at=AT)
    operations.save_entries(activity=record, entries={"clinker_sold": tonnes("1")}, version=1, by=clerk, at=AT)
    assert LedgerEntry.objects.filter(kind="activity.reopened").count() == 1
    with pytest.raises(WrongState):
        operations.reopen_activity(activity=record, by=clerk, at=AT)


def test_the_database_keeps_frozen_data_and_the_history(record, clerk):
    operations.save_entries(activity=record, entries={"clinker_sold": tonnes("1")}, version=1, by=clerk, at=AT)
    operations.mark_frozen(activity=record, by=clerk, at=AT)
    for statement in (
        "UPDATE products_activityrecord SET data = '{}'",
        "UPDATE products_fieldchange SET new = NULL",
        "DELETE FROM products_fieldchange",
    ):
        with pytest.raises(DatabaseError, match="what was handed in stays"), transaction.atomic():
            connection.cursor().execute(statement)


def test_periods_of_one_product_do_not_overlap(record, clerk):
    with pytest.raises(Invalid, match="重叠"):
        operations.open_activity(
            product=record.product, start=dt.date(2025, 7, 1), end=dt.date(2026, 7, 1), by=clerk, at=AT
        )
    operations.open_activity(
        product=record.product, start=dt.date(2026, 1, 1), end=dt.date(2027, 1, 1), by=clerk, at=AT
    )
    other = product(record.product.organisation, clerk)
    operations.open_activity(product=other, start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1), by=clerk, at=AT)


def test_the_database_refuses_overlap_and_backward_periods(record):
    for start, end, name in (
        (dt.date(2025, 12, 31), dt.date(2026, 2, 1), "activity_periods_do_not_overlap"),
        (dt.date(2027, 1, 1), dt.date(2027, 1, 1), "activity_period_order"),
    ):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ActivityRecord.objects.create(
                product=record.product,
                period_start=start,
                period_end=end,
                template_version=1,
                data={},
                created_by=record.created_by,
                created_at=AT,
                updated_by=record.created_by,
                updated_at=AT,
            )


def test_a_period_must_end_after_it_starts(record, clerk):
    with pytest.raises(Invalid, match="应晚于开始"):
        operations.open_activity(
            product=record.product, start=dt.date(2027, 1, 1), end=dt.date(2027, 1, 1), by=clerk, at=AT
        )


def test_a_copy_takes_names_and_choices_but_no_figures(clerk):
    earlier = filled_activity(clerk)
    copy = operations.copy_activity(
        activity=earlier, start=dt.date(2026, 1, 1), end=dt.date(2027, 1, 1), by=clerk, at=AT
    )
    coal = copy.answers.rows["fuels"][0]
    assert (coal["name"].value, coal["fuel"].value, coal["ncv"].value) == ("煤", "bituminous", "25")
    assert (coal["amount"].state, coal["amount"].unit, coal["amount"].evidence) == (State.NOT_PROVIDED, "t", ())
    assert not copy.answers.get("clinker_produced").provided
    assert copy.answers.get("period_start").value == "2026-01-01"
    assert queries.previous_activity(viewer_of(clerk), copy) == earlier


def test_sections_tell_how_far_they_are(clerk, record):
    before = queries.field_states(record)
    assert before["fuels"].state is SectionState.NOT_STARTED
    assert before["scope"].state is SectionState.COMPLETE
    operations.save_entries(activity=record, entries={"clinker_produced": tonnes("一百万")}, version=1, by=clerk, at=AT)
    record.refresh_from_db()
    after = queries.field_states(record)
    assert after["production"].state is SectionState.HAS_FINDINGS
    assert "ENTRY-NUMBER" in [finding.code for finding in after["production"].findings]
    whole = queries.field_states(filled_activity(clerk, of=record.product.organisation))
    assert {progress.state for progress in whole.values()} == {SectionState.COMPLETE, SectionState.OPTIONAL}
