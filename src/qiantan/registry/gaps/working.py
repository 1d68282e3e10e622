"""Background work: started once, reported on, broken off when asked, ended one way. Used by the operations."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.gaps.models import Count, Impact, Work
from qiantan.registry.gaps.states import OPEN, WORK_MOVES, WorkState

# Studies are laid out by one worker at a time, whoever asks: the jobs share the lock of the network's own.
LOCK = "qiantan.rebuild_network"
Kind = TypeVar("Kind", Count, Impact)


class Cancelled(Exception):
    """Somebody asked the work to stop."""


def defer(job: str, work: Work) -> None:
    """Have the queue do the work."""
    app.configure_task(job, allow_unknown=True, lock=LOCK).defer(work_id=str(work.public_id))


@transaction.atomic
def started(kind: type[Kind], public_id: str, at: datetime) -> Kind | None:
    """Return the work, marked as running; none when it was withdrawn or delivered twice."""
    work = kind.objects.select_for_update().get(public_id=public_id)
    if work.state != WorkState.QUEUED.value:
        return None
    move(work, WorkState.RUNNING)
    work.started_at = max(at, work.created_at)
    work.save(update_fields=["state", "started_at"])
    return work


def report(work: Work, phase: Text, done: int = 0, total: int = 0) -> None:
    """Tell how far the work is; raises Cancelled when somebody asked it to stop."""
    kept = type(work).objects.filter(pk=work.pk)
    kept.update(phase_zh=phase.zh, phase_en=phase.en, done=done, total=total)
    if kept.filter(cancel_requested=True).exists():
        raise Cancelled


@transaction.atomic
def cancel(kind: type[Kind], work: Kind, at: datetime) -> Kind:
    """Ask work to stop: waiting work stops at once, running work after the batch it is at."""
    kept = kind.objects.select_for_update().get(pk=work.pk)
    if kept.state not in OPEN:
        raise WrongState("该任务已结束。", "The work has ended.")
    kept.cancel_requested = True
    kept.save(update_fields=["cancel_requested"])
    return end(kept, WorkState.CANCELLED, at) if kept.state == WorkState.QUEUED.value else kept


def end(work: Kind, state: WorkState, at: datetime, message: Text | None = None) -> Kind:
    """End work, with a sentence where it ended badly."""
    move(work, state)
    work.finished_at = max(at, work.started_at) if work.started_at else at
    work.phase_zh = work.phase_en = ""
    if message is not None:
        work.message_zh, work.message_en = message
    work.save(update_fields=["state", "finished_at", "phase_zh", "phase_en", "message_zh", "message_en"])
    return work


def queue_again(job: str, work: Kind, at: datetime) -> None:
    """Queue work whose worker died once more, unless the same kind waits already."""
    if work.state != WorkState.RUNNING.value:
        return
    if isinstance(work, Count) and Count.objects.filter(state=WorkState.QUEUED.value).exists():
        end(work, WorkState.CANCELLED, at)
        return
    move(work, WorkState.QUEUED)
    work.started_at = None
    work.save(update_fields=["state", "started_at"])
    defer(job, work)


def move(work: Work, state: WorkState) -> None:
    """Change the state where the table of moves allows it."""
    if state not in WORK_MOVES[WorkState(work.state)][1]:
        raise WrongState("该任务的状态已改变。", "The state of the work has changed.")
    work.state = state.value
