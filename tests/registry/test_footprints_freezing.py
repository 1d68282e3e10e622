"""Freezing, previews, results and reports: allowed, forbidden, wrong state, and kept by the database."""

import io
import json
import zipfile
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from tests.factories.records import AT, activity, filled_activity, member, organisation, product, user

from qiantan.core.proofs import digests
from qiantan.core.results.make import make_result, result_bytes
from qiantan.core.study.bytes import study_bytes
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import template
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.footprints import operations, queries
from qiantan.registry.footprints.models import FrozenStudy, Run
from qiantan.registry.ledger.models import Entry as LedgerEntry
from qiantan.registry.products import operations as products
from qiantan.registry.products import queries as product_queries
from qiantan.registry.tasks.models import Task

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return filled_activity(clerk)


def calculated(run: Run, by) -> Run:
    """The run with the result the worker would hand in."""
    return operations.record_result(run=run, result=make_result(queries.documents(run).study), by=by, at=AT)


def test_a_frozen_study_is_the_composed_one_byte_by_byte(record, clerk):
    study = operations.freeze_study(activity=record, by=clerk, at=AT)
    expected = study_bytes(compose(template("cement"), record.answers).study)
    assert bytes(study.content) == expected
    assert (study.sha256, study.sm3) == digests(expected)
    entry = json.loads(LedgerEntry.objects.get(kind="study.frozen").body)
    assert (entry["body"]["sha256"], entry["body"]["sm3"]) == (study.sha256, study.sm3)
    record.refresh_from_db()
    assert record.state == "frozen"


def test_a_double_click_freezes_once(record, clerk):
    first = operations.freeze_study(activity=record, by=clerk, at=AT)
    assert operations.freeze_study(activity=record, by=clerk, at=AT) == first
    assert (FrozenStudy.objects.count(), Run.objects.count(), Task.objects.count()) == (1, 1, 1)
    assert LedgerEntry.objects.filter(kind="study.frozen").count() == 1


def test_reopened_without_a_change_the_same_study_is_frozen_again(record, clerk):
    first = operations.freeze_study(activity=record, by=clerk, at=AT)
    products.reopen_activity(activity=record, by=clerk, at=AT)
    record.refresh_from_db()
    assert operations.freeze_study(activity=record, by=clerk, at=AT) == first
    record.refresh_from_db()
    assert record.state == "frozen"


def test_a_correction_makes_a_second_study_and_leaves_the_first(record, clerk):
    first = operations.freeze_study(activity=record, by=clerk, at=AT)
    products.reopen_activity(activity=record, by=clerk, at=AT)
    entries = {"clinker_produced": Entry(state=State.PROVIDED, value="1255001", unit="t", source="ledger")}
    products.save_entries(activity=record, entries=entries, version=record.version, by=clerk, at=AT)
    record.refresh_from_db()
    second = operations.freeze_study(activity=record, by=clerk, at=AT)
    assert second.sha256 != first.sha256
    assert queries.get_study(viewer_of(clerk), first.public_id).sha256 == first.sha256


def test_evidence_handed_in_is_named_by_digest(record, clerk):
    name = "EC CBAM worked example 1 Cement (SEE v2.1)"
    evidence = products.attach_evidence(
        activity=record, name=name, content=b"the published case", media_type="application/pdf", by=clerk, at=AT
    )
    study = operations.freeze_study(activity=record, by=clerk, at=AT)
    named = [
        proof
        for process in json.loads(bytes(study.content))["processes"]
        for exchange in process["exchanges"]
        for proof in exchange["evidence"]
        if proof["name"] == name
    ]
    assert named
    assert {(proof["sha256"], proof["sm3"]) for proof in named} == {(evidence.sha256, evidence.sm3)}


def test_missing_answers_stop_freezing_and_preview_with_every_finding(clerk):
    empty = activity(product(organisation(clerk), clerk), clerk)
    for act in (operations.freeze_study, operations.calculate_draft):
        with pytest.raises(Invalid) as refused:
            act(activity=empty, by=clerk, at=AT)
        assert len(refused.value.findings) > 5
        assert {finding.severity.value for finding in refused.value.findings} == {"blocking"}
    assert not Run.objects.exists()
    assert not Task.objects.exists()


def test_readers_neither_freeze_nor_calculate_nor_report(record, clerk):
    reader = member(record.product.organisation, "reader")
    run = calculated(operations.calculate_draft(activity=record, by=clerk, at=AT), clerk)
    for act in (
        lambda: operations.freeze_study(activity=record, by=reader, at=AT),
        lambda: operations.calculate_draft(activity=record, by=reader, at=AT),
        lambda: operations.queue_report(run=run, kind="pdf", by=reader, at=AT),
        lambda: calculated(run, reader),
        lambda: operations.record_report(run=run, kind="pdf", content=b"x", by=reader, at=AT),
    ):
        with pytest.raises(NotPermitted):
            act()
    assert not FrozenStudy.objects.exists()


def test_a_preview_keeps_its_own_study_while_the_data_go_on(record, clerk):
    run = calculated(operations.calculate_draft(activity=record, by=clerk, at=AT), clerk)
    before = queries.documents(run)
    entries = {"clinker_produced": Entry(state=State.PROVIDED, value="1", unit="t", source="ledger")}
    products.save_entries(activity=record, entries=entries, version=record.version, by=clerk, at=AT)
    again = queries.get_run(viewer_of(clerk), run.public_id)
    assert queries.documents(again) == before
    assert (again.activity_version, again.activity.version) == (2, 3)


def test_a_result_is_recorded_once_and_beside_the_product(record, clerk):
    operations.freeze_study(activity=record, by=clerk, at=AT)
    run = queries.latest_run(viewer_of(clerk), record)
    assert not run.is_done
    run = calculated(run, clerk)
    expected = result_bytes(make_result(queries.documents(run).study))
    assert bytes(Run.objects.get().result) == expected
    assert (run.sha256, run.sm3) == digests(expected)
    assert calculated(run, clerk).sha256 == run.sha256
    assert LedgerEntry.objects.filter(kind="result.recorded").count() == 1
    row = product_queries.products(viewer_of(clerk)).rows[0]
    assert (row.run, row.total, row.frozen) == (run.public_id, run.total, True)


def test_a_result_of_another_study_is_refused(record, clerk):
    other = filled_activity(clerk, "electrolytic_aluminium", of=record.product.organisation)
    run = operations.calculate_draft(activity=record, by=clerk, at=AT)
    foreign = make_result(queries.documents(operations.calculate_draft(activity=other, by=clerk, at=AT)).study)
    with pytest.raises(WrongState, match="与本次计算不符"):
        operations.record_result(run=run, result=foreign, by=clerk, at=AT)


def test_a_preview_does_not_hide_a_frozen_result(record, clerk):
    operations.freeze_study(activity=record, by=clerk, at=AT)
    frozen = calculated(queries.latest_run(viewer_of(clerk), record), clerk)
    products.reopen_activity(activity=record, by=clerk, at=AT)
    record.refresh_from_db()
    calculated(operations.calculate_draft(activity=record, by=clerk, at=AT), clerk)
    assert product_queries.products(viewer_of(clerk)).rows[0].run == frozen.public_id


def test_reports_want_a_frozen_study_with_a_result(record, clerk):
    draft = calculated(operations.calculate_draft(activity=record, by=clerk, at=AT), clerk)
    with pytest.raises(WrongState, match="请先冻结研究"):
        operations.queue_report(run=draft, kind="pdf", by=clerk, at=AT)
    operations.freeze_study(activity=record, by=clerk, at=AT)
    run = queries.latest_run(viewer_of(clerk), record)
    with pytest.raises(WrongState, match="结果尚未算出"):
        operations.queue_report(run=run, kind="pdf", by=clerk, at=AT)
    run = calculated(run, clerk)
    task = operations.queue_report(run=run, kind="pdf", by=clerk, at=AT)
    assert operations.queue_report(run=run, kind="pdf", by=clerk, at=AT) == task
    assert operations.queue_report(run=run, kind="word", by=clerk, at=AT) != task


def test_the_database_keeps_what_is_frozen(record, clerk):
    operations.freeze_study(activity=record, by=clerk, at=AT)
    calculated(queries.latest_run(viewer_of(clerk), record), clerk)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in (
        "UPDATE footprints_frozenstudy SET title = 'x'",
        "UPDATE footprints_frozenstudy SET content = '\\x00'",
        "DELETE FROM footprints_frozenstudy",
        "TRUNCATE footprints_frozenstudy CASCADE",
        "UPDATE footprints_run SET total = 1",
        "UPDATE footprints_run SET result = '\\x00'",
        "UPDATE footprints_run SET result = NULL, sha256 = '', sm3 = '', total = NULL, finished_at = NULL",
        "DELETE FROM footprints_run",
    ):
        with pytest.raises(DatabaseError, match="frozen is frozen"), transaction.atomic():
            connection.cursor().execute(statement)


def test_the_package_holds_everything_under_its_digests(record, clerk):
    study = operations.freeze_study(activity=record, by=clerk, at=AT)
    viewer = viewer_of(clerk)
    run = calculated(queries.latest_run(viewer, record), clerk)
    operations.record_report(run=run, kind="pdf", content=b"%PDF-1.7", by=clerk, at=AT)
    content = queries.study_package(viewer, study.public_id)
    assert queries.study_package(viewer, study.public_id) == content
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.read("study.json") == bytes(study.content)
    assert package.read("report.pdf") == b"%PDF-1.7"
    listed = dict(line.split("  ")[::2][::-1] for line in package.read("digests.txt").decode().splitlines()[1:])
    for name in ("study.json", "result.json", "inventory.csv", "report.pdf"):
        assert listed[name] == digests(package.read(name)).sha256
    assert "qiantan recompute study.json" in package.read("README.txt").decode()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_freeze_once():
    clerk = user()
    record = filled_activity(clerk)
    frozen = []

    def click() -> None:
        frozen.append(operations.freeze_study(activity=record, by=clerk, at=AT).pk)
        connection.close()

    clicks = [Thread(target=click) for _ in range(3)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(frozen) == 3
    assert len(set(frozen)) == 1
    assert (FrozenStudy.objects.count(), Run.objects.count()) == (1, 1)
