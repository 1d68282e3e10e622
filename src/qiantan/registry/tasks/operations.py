"""The life of a task. People queue, cancel and retry; the worker starts, reports, finishes or fails.

The job is deferred by name in the same transaction as the row: what is rolled back was never queued, and nothing here
knows the worker. Tasks are no part of the record, so no ledger entries are written; the operations that queue them do.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.core.findings.finding import NO_TEXT
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.accounts.permissions import check_can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.states import LABELS, MOVES, State

JOB = "qiantan.run_task"
ATTEMPTS = 3
WAITING = Text("等待处理", "Waiting")
GAVE_UP = Text(
    "处理该任务的进程多次意外中断，已停止重试。请稍后重试；若仍不成功，请联系系统管理员。",
    "The process working on this task ended unexpectedly several times. Please try again later, or ask the operator.",
)


class Cancelled(Exception):
    """Somebody asked to stop; the worker ends the task without keeping anything."""


@transaction.atomic
def queue_task(
    *,
    organisation: Organisation,
    kind: str,
    subject: str,
    payload: Mapping[str, Any],
    by: User,
    at: datetime,
    title: str = "",
) -> Task:
    """Queue a piece of work for an organisation; `NotPermitted` for who may not edit there."""
    check_can_edit(viewer_of(by), organisation.pk)
    task = Task.objects.create(
        organisation=organisation,
        kind=kind,
        subject=subject,
        title=title,
        payload=dict(payload),
        phase_zh=WAITING.zh,
        phase_en=WAITING.en,
        created_by=by,
        created_at=at,
    )
    _defer(task)
    return task


@transaction.atomic
def start_task(*, public_id: str, at: datetime) -> Task:
    """Begin work on a queued task and return it with the person it is done for. `Cancelled` when somebody withdrew it
    while it waited; `WrongState` when it is not waiting, as when a job is delivered twice.
    """
    task = _locked(Task.objects.get(public_id=public_id))
    if task.state == State.CANCELLED.value:
        raise Cancelled
    _move(task, State.RUNNING)
    task.started_at = max(at, task.created_at)
    task.save()
    return task


def report_progress(*, task: Task, phase: Text, done: int = 0, total: int = 0) -> None:
    """Say what is being done and how far it is; raises `Cancelled` when somebody asked to stop.

    Call it between transactions, so that people see it at once.
    """
    Task.objects.filter(pk=task.pk).update(phase_zh=phase.zh, phase_en=phase.en, done=done, total=total)
    if Task.objects.filter(pk=task.pk, cancel_requested=True).exists():
        raise Cancelled


@transaction.atomic
def finish_task(
    *, task: Task, at: datetime, outcome: Mapping[str, Any] | None = None, message: Text = NO_TEXT, file: str = ""
) -> Task:
    """End a task well; `file` is the digest of what it made."""
    return _end(task, State.DONE, at, message=message, outcome=dict(outcome or {}), file=file)


@transaction.atomic
def fail_task(*, task: Task, message: Text, at: datetime) -> Task:
    """End a task badly, with a sentence for the person."""
    return _end(task, State.FAILED, at, message=message)


@transaction.atomic
def cancel_task(*, task: Task, at: datetime) -> Task:
    """End a task because it was asked to stop (the worker's answer to `Cancelled`)."""
    if Task.objects.filter(pk=task.pk, state=State.CANCELLED.value).exists():
        return _locked(task)
    return _end(
        task,
        State.CANCELLED,
        at,
        message=Text("已按要求取消，未保存任何结果。", "Cancelled as asked; nothing was kept."),
    )


@transaction.atomic
def request_cancel(*, task: Task, by: User, at: datetime) -> Task:
    """Ask a task to stop: a waiting one stops at once, a running one at its next report of progress."""
    check_can_edit(viewer_of(by), task.organisation_id)
    task = _locked(task)
    if not task.is_open:
        raise _wrong_state(task)
    task.cancel_requested = True
    task.save(update_fields=["cancel_requested"])
    if task.state == State.QUEUED.value:
        if task.job is not None:
            app.job_manager.cancel_job_by_id(task.job)
        return cancel_task(task=task, at=at)
    return task


@transaction.atomic
def retry_task(*, task: Task, by: User, at: datetime) -> Task:  # noqa: ARG001 - every operation is told when
    """Queue a failed or cancelled task once more."""
    check_can_edit(viewer_of(by), task.organisation_id)
    task = _locked(task)
    task.attempt = 0
    return _requeue(task)


@transaction.atomic
def recover_task(*, public_id: str, at: datetime) -> Task | None:
    """Deal with a running task whose worker died: once more, or failed after the last attempt; none if it went on."""
    task = _locked(Task.objects.get(public_id=public_id))
    if task.state != State.RUNNING.value:
        return None
    if task.attempt >= ATTEMPTS:
        return fail_task(task=task, message=GAVE_UP, at=at)
    return _requeue(task)


def _requeue(task: Task) -> Task:
    _move(task, State.QUEUED)
    task.attempt += 1
    task.cancel_requested = False
    task.phase_zh, task.phase_en = WAITING
    task.message_zh = task.message_en = task.file = ""
    task.done = task.total = 0
    task.outcome = {}
    task.started_at = task.finished_at = None
    task.save()
    _defer(task)
    return task


def _defer(task: Task) -> None:
    task.job = app.configure_task(JOB, allow_unknown=True).defer(task_id=str(task.public_id), attempt=task.attempt)
    task.save(update_fields=["job"])


def _end(task: Task, state: State, at: datetime, *, message: Text, outcome: Any = None, file: str = "") -> Task:
    task = _locked(task)
    _move(task, state)
    task.message_zh, task.message_en = message
    task.outcome = outcome or {}
    task.file = file
    task.finished_at = max(at, task.started_at) if task.started_at else at
    task.save()
    return task


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("organisation", "created_by").get(pk=task.pk)


def _move(task: Task, state: State) -> None:
    if state not in MOVES[State(task.state)][1]:
        raise _wrong_state(task)
    task.state = state.value


def _wrong_state(task: Task) -> WrongState:
    label = LABELS[State(task.state)]
    return WrongState(
        f"该任务{label.zh}，不能进行此操作。", f"The task is “{label.en.lower()}”; this cannot be done now."
    )
