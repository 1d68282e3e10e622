"""Rebuilding the network: queued by an analyst or by a change, done by the worker in phases that can be broken off."""

import time
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.core.province.network import Province, assemble_province
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.network import snapshots
from qiantan.registry.network.checking import check_totals
from qiantan.registry.network.laying import BATCH, lay_out, waiting
from qiantan.registry.network.models import Change, Inquiry, Rebuild, Snapshot
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.reading import read_tables
from qiantan.registry.network.states import (
    FLATTENING,
    KEEPING,
    OPEN,
    OPEN_INQUIRY,
    READING,
    REBUILD_MOVES,
    SOLVING,
    RebuildState,
)

JOB = "qiantan.rebuild_network"


class Cancelled(Exception):
    """Somebody asked the rebuild to stop; what is laid out stays, the next one goes on from there."""


@transaction.atomic
def queue_rebuild(*, by: User | None, at: datetime) -> Rebuild:
    """Have the network rebuilt; one that waits already is returned. `by` is none when a change asks for it.

    Nothing of the record changes, so nothing goes into the ledger.
    """
    if by is not None:
        check_can_analyse(viewer_of(by))
    queued = Rebuild.objects.select_for_update().filter(state=RebuildState.QUEUED.value).first()
    if queued is not None:
        return queued
    rebuild = Rebuild.objects.create(by=by, created_at=at)
    _defer(rebuild)
    return rebuild


@transaction.atomic
def cancel_rebuild(*, rebuild: Rebuild, by: User, at: datetime) -> Rebuild:
    """Ask a rebuild to stop: a waiting one stops at once, a running one after the batch it is at."""
    check_can_analyse(viewer_of(by))
    rebuild = Rebuild.objects.select_for_update().get(pk=rebuild.pk)
    if rebuild.state not in OPEN:
        raise WrongState("该重建已结束。", "The rebuild has ended.")
    rebuild.cancel_requested = True
    rebuild.save(update_fields=["cancel_requested"])
    if rebuild.state == RebuildState.QUEUED.value:
        return _end(rebuild, RebuildState.CANCELLED, at)
    return rebuild


def rebuild_network(*, public_id: str, at: datetime) -> Rebuild | None:
    """Do a queued rebuild to its end, whatever the end is (called by the worker); none when it was withdrawn."""
    rebuild = _started(public_id, at)
    if rebuild is None:
        return None
    began = time.perf_counter()
    try:
        up_to = Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        _lay_out_waiting(rebuild)
        _report(rebuild, READING)
        tables = read_tables()
        _report(rebuild, SOLVING)
        province = assemble_province(tables)
        check_totals(province)
        _report(rebuild, KEEPING)
        digest = snapshots.save(province)
    except Cancelled:
        return _end(rebuild, RebuildState.CANCELLED, timezone.now())
    seconds = time.perf_counter() - began
    done = _finish(rebuild, province, digest=digest, up_to=up_to, seconds=seconds)
    snapshots.prune(_wanted())
    return done


def _wanted() -> set[str]:
    """Return the digests of the newest snapshots, and of those that inquiries under way are asked of."""
    newest = Snapshot.objects.order_by("-pk").values_list("digest", flat=True)[: snapshots.KEPT]
    return {*newest, *Inquiry.objects.filter(state__in=OPEN_INQUIRY).values_list("snapshot", flat=True)}


@transaction.atomic
def fail_rebuild(*, public_id: str, message: Text, at: datetime) -> None:
    """End a rebuild badly, with a sentence for the analyst (called by the worker)."""
    rebuild = Rebuild.objects.select_for_update().get(public_id=public_id)
    rebuild.message_zh, rebuild.message_en = message
    _end(rebuild, RebuildState.FAILED, at)


@transaction.atomic
def recover_rebuild(*, public_id: str, at: datetime) -> None:
    """Queue a rebuild whose worker died once more; it goes on from what is laid out."""
    rebuild = Rebuild.objects.select_for_update().get(public_id=public_id)
    if rebuild.state != RebuildState.RUNNING.value:
        return
    if Rebuild.objects.filter(state=RebuildState.QUEUED.value).exists():
        _end(rebuild, RebuildState.CANCELLED, at)
        return
    _move(rebuild, RebuildState.QUEUED)
    rebuild.started_at = None
    rebuild.save()
    _defer(rebuild)


@transaction.atomic
def _started(public_id: str, at: datetime) -> Rebuild | None:
    rebuild = Rebuild.objects.select_for_update().get(public_id=public_id)
    if rebuild.state != RebuildState.QUEUED.value:
        return None
    _move(rebuild, RebuildState.RUNNING)
    rebuild.started_at = max(at, rebuild.created_at)
    rebuild.save()
    return rebuild


def _lay_out_waiting(rebuild: Rebuild) -> None:
    keys = waiting()
    for done in range(0, len(keys), BATCH):
        _report(rebuild, FLATTENING, done, len(keys))
        lay_out(keys[done : done + BATCH])


def _report(rebuild: Rebuild, phase: Text, done: int = 0, total: int = 0) -> None:
    kept = Rebuild.objects.filter(pk=rebuild.pk)
    kept.update(phase_zh=phase.zh, phase_en=phase.en, done=done, total=total)
    if kept.filter(cancel_requested=True).exists():
        raise Cancelled


@transaction.atomic
def _finish(rebuild: Rebuild, province: Province, *, digest: str, up_to: int, seconds: float) -> Rebuild:
    rebuild.snapshot = Snapshot.objects.create(
        digest=digest,
        up_to=up_to,
        studies=len(province.studies),
        products=len(province.newest),
        processes=province.network.size,
        exchanges=len(province.exchanges),
        seconds=seconds,
        made_at=timezone.now(),
    )
    rebuild.save(update_fields=["snapshot"])
    return _end(rebuild, RebuildState.DONE, timezone.now())


@transaction.atomic
def _end(rebuild: Rebuild, state: RebuildState, at: datetime) -> Rebuild:
    _move(rebuild, state)
    rebuild.finished_at = max(at, rebuild.started_at) if rebuild.started_at else at
    rebuild.phase_zh = rebuild.phase_en = ""
    rebuild.save(update_fields=["state", "finished_at", "phase_zh", "phase_en", "message_zh", "message_en"])
    return rebuild


def _move(rebuild: Rebuild, state: RebuildState) -> None:
    if state not in REBUILD_MOVES[RebuildState(rebuild.state)][1]:
        raise WrongState("该重建的状态已改变。", "The state of the rebuild has changed.")
    rebuild.state = state.value


def _defer(rebuild: Rebuild) -> None:
    app.configure_task(JOB, allow_unknown=True, lock=JOB).defer(rebuild_id=str(rebuild.public_id))
