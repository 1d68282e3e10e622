"""A real worker on the real queue: done, cancelled, failed in words, taken up again after its worker died."""

import io
import zipfile

import pytest
from django.db import connection
from tests.factories.records import AT, filled_activity, user

from qiantan.core.results.recompute import recompute
from qiantan.jobs.demonstration import PLANTS, seed
from qiantan.jobs.tasks import find_stalled
from qiantan.jobs.working import work
from qiantan.registry.accounts.queries import find_account, viewer_of
from qiantan.registry.footprints import operations as footprints
from qiantan.registry.footprints import queries
from qiantan.registry.ledger.models import Entry
from qiantan.registry.ledger.queries import verify_chain
from qiantan.registry.products import operations as products
from qiantan.registry.products.queries import products as list_products
from qiantan.registry.tasks import operations as tasks
from qiantan.registry.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def activity(clerk):
    return filled_activity(clerk)


def test_a_frozen_study_is_calculated_reported_and_recomputable(clerk, activity):
    study = footprints.freeze_study(activity=activity, by=clerk, at=AT)
    work(until_empty=True)
    viewer = viewer_of(clerk)
    run = queries.run_of_study(viewer, study)
    assert (run.task.state, run.task.message_zh, run.task.outcome["total"]) == ("done", "", run.total)
    for kind in ("word", "pdf", "inventory"):
        footprints.queue_report(run=run, kind=kind, by=clerk, at=AT)
    work(until_empty=True)
    made = Task.objects.filter(kind="report")
    assert [(task.state, task.message_zh) for task in made] == [("done", "")] * 3
    package = zipfile.ZipFile(io.BytesIO(queries.study_package(viewer, study.public_id)))
    assert package.namelist() == [
        "study.json",
        "result.json",
        "inventory.csv",
        "report.pdf",
        "report.docx",
        "digests.txt",
        "README.txt",
    ]
    again = recompute(package.read("study.json"), package.read("result.json"))
    assert again.same
    assert again.result.total == run.total
    assert verify_chain().sound


def test_a_task_cancelled_while_it_waits_is_not_done(clerk, activity):
    run = footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    tasks.request_cancel(task=run.task, by=clerk, at=AT)
    work(until_empty=True)
    run = queries.get_run(viewer_of(clerk), run.public_id)
    assert (run.is_done, run.task.state) == (False, "cancelled")
    tasks.retry_task(task=run.task, by=clerk, at=AT)
    work(until_empty=True)
    assert queries.get_run(viewer_of(clerk), run.public_id).is_done


def test_a_task_asked_to_stop_while_it_runs_keeps_nothing(clerk, activity):
    run = footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    Task.objects.update(cancel_requested=True)  # asked between its start and its first report of progress
    work(until_empty=True)
    run = queries.get_run(viewer_of(clerk), run.public_id)
    assert (run.is_done, run.task.state) == (False, "cancelled")
    assert run.task.message_zh == "已按要求取消，未保存任何结果。"
    assert not Entry.objects.filter(kind="result.recorded").exists()


def test_an_inner_fault_ends_in_a_sentence_with_a_number_and_no_trace(clerk, activity, settings, caplog):
    draft = products.upload_workbook(activity=activity, name="a.xlsx", content=b"x", by=clerk, at=AT)
    (settings.QIANTAN_FILES / draft.sha256[:2] / draft.sha256[2:4] / draft.sha256).unlink()
    work(until_empty=True)
    task = Task.objects.get(pk=draft.task.pk)
    number = f"{str(task.public_id)[:8]}-1".upper()
    assert task.state == "failed"
    assert number in task.message_zh
    for inner in ("Traceback", "Damaged", "missing", ".py"):
        assert inner not in task.message_zh + task.message_en
    assert [record for record in caplog.records if number in record.getMessage() and record.exc_info]


def test_a_refusal_in_the_worker_is_told_in_its_own_words(clerk, activity):
    footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    clerk.memberships.update(role="reader")
    work(until_empty=True)
    task = Task.objects.get()
    assert (task.state, task.message_zh) == ("failed", "您没有填报权限，请联系本组织的管理者。")


def test_a_task_whose_worker_died_is_done_by_the_next(clerk, activity):
    run = footprints.calculate_draft(activity=activity, by=clerk, at=AT)
    tasks.start_task(public_id=str(run.task.public_id), at=AT)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        dead = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", [dead, run.task.job]
        )
    find_stalled.defer(timestamp=0)
    work(until_empty=True)
    task = Task.objects.get()
    assert (task.state, task.attempt) == ("done", 2)
    assert queries.get_run(viewer_of(clerk), run.public_id).is_done


def test_the_demonstration_is_made_once(settings):
    seed()
    first = list(Entry.objects.values_list("sha256", flat=True))
    seed()
    assert list(Entry.objects.values_list("sha256", flat=True)) == first
    assert {task.state for task in Task.objects.all()} == {"done"}
    rows = [list_products(viewer_of(find_account(plant.clerk))).rows[0] for plant in PLANTS]
    assert [(row.frozen, row.total is not None) for row in rows] == [(True, True), (False, True)]
    study, result = queries.demonstration()
    assert result.total == rows[0].total
    assert study.product.name.zh == "普通硅酸盐水泥"
