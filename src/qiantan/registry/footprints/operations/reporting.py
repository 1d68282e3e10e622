"""Reports: queued by a person, made by the worker, kept by digest."""

from datetime import datetime

from django.db import transaction

from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.footprints.models import ReportFile, Run
from qiantan.registry.footprints.permissions import check_can_edit
from qiantan.registry.footprints.states import REPORT_LABELS, ReportKind
from qiantan.registry.ledger.exhibits import keep
from qiantan.registry.ledger.operations import record
from qiantan.registry.tasks.models import Task
from qiantan.registry.tasks.operations import queue_task
from qiantan.registry.tasks.states import OPEN, Kind


@transaction.atomic
def queue_report(*, run: Run, kind: str, by: User, at: datetime) -> Task:
    """Queue a report of a frozen result; a second click returns the task under way. `WrongState` for a draft or a run
    without a result.
    """
    product = run.activity.product
    check_can_edit(viewer_of(by), product.organisation_id)
    run = Run.objects.select_for_update(of=("self",)).select_related("activity__product__organisation").get(pk=run.pk)
    if not run.is_frozen:
        raise WrongState(
            "预览结果不能出具报告，请先冻结研究。", "A preview has no report; please freeze the study first."
        )
    if not run.is_done:
        raise WrongState("结果尚未算出，请稍候。", "There is no result yet; please wait.")
    label = REPORT_LABELS[ReportKind(kind)]
    open_states = [state.value for state in OPEN]
    under_way = Task.objects.filter(
        kind=Kind.REPORT.value, subject=str(run.public_id), payload__report=kind, state__in=open_states
    ).first()
    if under_way:
        return under_way
    task = queue_task(
        organisation=run.activity.product.organisation,
        kind=Kind.REPORT.value,
        subject=str(run.public_id),
        title=f"{product.name_zh} · {label.zh}",
        payload={"report": kind},
        by=by,
        at=at,
    )
    body = {"report": kind, "result_sha256": run.sha256}
    record(kind="report.queued", subject=str(run.public_id), organisation=task.organisation, body=body, by=by, at=at)
    return task


@transaction.atomic
def record_report(*, run: Run, kind: str, content: bytes, by: User, at: datetime) -> ReportFile:
    """Keep a report the worker made; the newest takes the place of an earlier one of its kind, whose bytes stay."""
    organisation = run.activity.product.organisation
    check_can_edit(viewer_of(by), organisation.pk)
    kept = keep(content)
    report, _ = ReportFile.objects.update_or_create(
        run=run,
        kind=kind,
        defaults={"sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size, "created_at": at},
    )
    body = {"run": str(run.public_id), "report": kind, "sha256": kept.sha256, "sm3": kept.sm3}
    record(kind="report.made", subject=str(report.public_id), organisation=organisation, body=body, by=by, at=at)
    return report
