"""The life of a task without a worker: who may, and in which state."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.factories.records import AT, member, organisation, user

from qiantan.core.findings import Text
from qiantan.registry.accounts.refusals import NotPermitted, WrongState
from qiantan.registry.tasks import operations
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.states import MOVES, State

pytestmark = pytest.mark.django_db
PHASE = Text("计算", "Calculating")


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def task(clerk):
    return operations.queue_task(
        organisation=organisation(clerk), kind="calculation", subject="x", payload={}, by=clerk, at=AT
    )


def started(task: Task) -> Task:
    return operations.start_task(public_id=str(task.public_id), at=AT)


def test_a_task_and_its_job_are_queued_together(task):
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("qiantan.run_task", {"task_id": str(task.public_id), "attempt": 1})
    assert (task.state, task.job, task.phase.zh) == ("queued", job.pk, "等待处理")


def test_progress_is_seen_and_ends_in_an_outcome(task):
    running = started(task)
    operations.report_progress(task=running, phase=PHASE, done=1, total=2)
    task.refresh_from_db()
    assert (task.state, task.phase, task.done, task.total) == ("running", PHASE, 1, 2)
    operations.finish_task(task=running, outcome={"run": "y"}, at=AT)
    task.refresh_from_db()
    assert (task.state, task.outcome, task.is_open) == ("done", {"run": "y"}, False)


def test_a_waiting_task_is_cancelled_at_once_with_its_job(task, clerk):
    operations.request_cancel(task=task, by=clerk, at=AT)
    task.refresh_from_db()
    assert task.state == "cancelled"
    assert ProcrastinateJob.objects.get().status == "cancelled"
    with pytest.raises(operations.Cancelled):
        started(task)


def test_a_running_task_notices_at_its_next_report(task, clerk):
    running = started(task)
    operations.request_cancel(task=task, by=clerk, at=AT)
    with pytest.raises(operations.Cancelled):
        operations.report_progress(task=running, phase=PHASE)
    assert operations.cancel_task(task=running, at=AT).state == "cancelled"


def test_a_failed_task_is_queued_once_more(task, clerk):
    operations.fail_task(task=started(task), message=Text("坏了", "Broken"), at=AT)
    again = operations.retry_task(task=task, by=clerk, at=AT)
    assert (again.state, again.message_zh, again.attempt) == ("queued", "", 1)
    assert ProcrastinateJob.objects.count() == 2


@pytest.mark.parametrize("state", [state for state in State if State.QUEUED not in MOVES[state][1]])
def test_only_ended_tasks_that_failed_are_retried(task, clerk, state):
    Task.objects.filter(pk=task.pk).update(state=state.value)
    with pytest.raises(WrongState):
        operations.retry_task(task=task, by=clerk, at=AT)


def test_an_ended_task_cannot_be_cancelled_or_ended_again(task, clerk):
    running = started(task)
    operations.finish_task(task=running, at=AT)
    for act in (
        lambda: operations.request_cancel(task=task, by=clerk, at=AT),
        lambda: operations.finish_task(task=running, at=AT),
        lambda: operations.fail_task(task=running, message=PHASE, at=AT),
        lambda: started(task),
    ):
        with pytest.raises(WrongState):
            act()


def test_a_task_whose_worker_dies_again_and_again_is_given_up(task):
    for attempt in (1, 2):
        assert started(task).attempt == attempt
        assert operations.recover_task(public_id=str(task.public_id), at=AT).state == "queued"
    started(task)
    ended = operations.recover_task(public_id=str(task.public_id), at=AT)
    assert (ended.state, "意外中断" in ended.message_zh) == ("failed", True)
    assert operations.recover_task(public_id=str(task.public_id), at=AT) is None


def test_readers_and_strangers_neither_queue_nor_cancel_nor_retry(task):
    for person in (member(task.organisation, "reader"), user()):
        for act in (
            lambda by: operations.queue_task(
                organisation=task.organisation, kind="report", subject="x", payload={}, by=by, at=AT
            ),
            lambda by: operations.request_cancel(task=task, by=by, at=AT),
            lambda by: operations.retry_task(task=task, by=by, at=AT),
        ):
            with pytest.raises(NotPermitted):
                act(person)


def test_every_state_has_an_owner_and_a_way_that_is_known():
    assert set(MOVES) == set(State)
    for owner, ways in MOVES.values():
        assert owner in {"worker", "editor", "nobody"}
        assert (owner == "nobody") == (not ways)
