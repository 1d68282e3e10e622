"""Counting the board, asking for previews, telling producers of a release.

Nothing of the record changes: frozen studies stay as they are, so nothing goes into the ledger.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.gaps import counting, laying, working
from qiantan.registry.gaps.changing import Changes, of_release, to_json
from qiantan.registry.gaps.foreseeing import is_quick, work_out
from qiantan.registry.gaps.models import Count, Impact
from qiantan.registry.gaps.permissions import check_can_analyse
from qiantan.registry.gaps.states import COUNTING, LAYING, Source, WorkState
from qiantan.registry.gaps.telling import tell_producers
from qiantan.registry.gaps.working import Cancelled

log = logging.getLogger(__name__)

UNFORESEEN = Text("处理时出现内部错误，已记入日志。", "An internal error occurred and was logged.")
COUNT_JOB, IMPACT_JOB = "qiantan.count_gaps", "qiantan.work_out_impact"


@transaction.atomic
def queue_count(*, by: User | None, at: datetime) -> Count:
    """Have the board counted anew; a count that waits already is returned. `by` is none when a frozen study asks for it."""
    if by is not None:
        check_can_analyse(viewer_of(by))
    queued = Count.objects.select_for_update().filter(state=WorkState.QUEUED.value).first()
    if queued is not None:
        return queued
    count = Count.objects.create(by=by, created_at=at)
    working.defer(COUNT_JOB, count)
    return count


@transaction.atomic
def cancel_count(*, count: Count, by: User, at: datetime) -> Count:
    """Ask a count to stop; what is laid out stays, the board stays as it was."""
    check_can_analyse(viewer_of(by))
    return working.cancel(Count, count, at)


def count_gaps(*, public_id: str, at: datetime) -> Count | None:
    """Do a queued count to its end, whatever the end is (called by the worker); none when it was withdrawn."""
    count = working.started(Count, public_id, at)
    if count is None:
        return None
    try:
        keys = laying.waiting()
        for done in range(0, len(keys), laying.BATCH):
            working.report(count, LAYING, done, len(keys))
            laying.lay_out(keys[done : done + laying.BATCH])
        working.report(count, COUNTING)
    except Cancelled:
        return working.end(count, WorkState.CANCELLED, timezone.now())
    count.studies, count.products, count.affected = counting.count()
    count.save(update_fields=["studies", "products", "affected"])
    return working.end(count, WorkState.DONE, timezone.now())


def ask_impact(
    *, changes: Changes, threshold: float, by: User, at: datetime, release: str = "", title: str = ""
) -> Impact:
    """Ask what changes would move, `threshold` being the relative change from which on a product is counted apart. A small
    question is answered at once, a large one by the worker; `release` is the public id of a draft, empty for a typed list.
    """
    check_can_analyse(viewer_of(by))
    if not changes.replacements and not changes.skipped and not changes.added:
        raise Invalid([NOTHING_ASKED])
    with transaction.atomic():
        impact = Impact.objects.create(
            source=(Source.DRAFT if release else Source.TYPED).value,
            release=release,
            title=title,
            threshold=threshold,
            by=by,
            created_at=at,
            **to_json(changes),
        )
        quick = is_quick(impact)
        if not quick:
            working.defer(IMPACT_JOB, impact)
    return _answered_at_once(impact, at) if quick else impact


def _answered_at_once(impact: Impact, at: datetime) -> Impact:
    """Answer while the analyst waits; what goes wrong is told on the preview, as a worker would."""
    try:
        work_out_impact(public_id=str(impact.public_id), at=at)
    except Exception:
        log.exception("preview %s failed", impact.public_id)
        fail_work(work=impact, message=UNFORESEEN, at=timezone.now())
    impact.refresh_from_db()
    return impact


@transaction.atomic
def cancel_impact(*, impact: Impact, by: User, at: datetime) -> Impact:
    """Ask a preview to stop; that of a published release goes on, because producers are to be told."""
    check_can_analyse(viewer_of(by))
    if impact.source == Source.PUBLISHED.value:
        raise WrongState(
            "已发布版本的影响须告知企业，不能取消。", "Producers are told of a published release; this goes on."
        )
    return working.cancel(Impact, impact, at)


def work_out_impact(*, public_id: str, at: datetime) -> Impact | None:
    """Do a queued preview to its end, whatever the end is (called by the worker, or at once for a small one)."""
    impact = working.started(Impact, public_id, at)
    if impact is None:
        return None
    try:
        return work_out(impact)
    except Cancelled:
        return working.end(impact, WorkState.CANCELLED, timezone.now())


@transaction.atomic
def fail_work(*, work: Count | Impact, message: Text, at: datetime) -> None:
    """End a count or a preview badly, with a sentence for the analyst (called by the worker)."""
    kept = type(work).objects.select_for_update().get(pk=work.pk)
    working.end(kept, WorkState.FAILED, at, message)


@transaction.atomic
def recover_work(*, work: Count | Impact, at: datetime) -> None:
    """Queue a count or a preview whose worker died once more."""
    kept = type(work).objects.select_for_update().get(pk=work.pk)
    working.queue_again(COUNT_JOB if isinstance(kept, Count) else IMPACT_JOB, kept, at)


def tell_release(*, release: str, at: datetime) -> int:
    """Work out what a published release would move and tell the members of every producer concerned, each product once;
    return how many products were told of (called by the worker, who may be sent twice).
    """
    with transaction.atomic():
        impact, made = Impact.objects.get_or_create(
            source=Source.PUBLISHED.value,
            release=release,
            defaults={"threshold": 0.0, "created_at": at, **to_json(of_release(release))},
        )
    if not made and impact.state == WorkState.RUNNING.value:
        _take_over(impact)
    if impact.state != WorkState.DONE.value:
        answered = work_out_impact(public_id=str(impact.public_id), at=at)
        if answered is None or answered.state != WorkState.DONE.value:
            return 0
        impact = answered
    return tell_producers(impact, at)


def _take_over(impact: Impact) -> None:
    """Begin again what a worker left when it died; the job's lock keeps two from telling at once."""
    Impact.objects.filter(pk=impact.pk, state=WorkState.RUNNING.value).update(
        state=WorkState.QUEUED.value, started_at=None
    )
    impact.refresh_from_db()


NOTHING_ASKED = Finding(
    code="CHANGE-NONE",
    severity=Severity.BLOCKING,
    place="",
    message=Text("没有写出任何变动。", "No change is given."),
    expected=Text("每行一个：编号、数值、单位", "one per line: id, value, unit"),
    example="cn-elec-cf-2024-CN 0.5412 kgCO2e/kWh",
    remedy=Text("请填写至少一行。", "Please give at least one line."),
)
