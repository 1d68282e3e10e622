"""Calculating: a preview of open data, and the result the worker hands in."""

from datetime import datetime

from django.db import transaction

from qiantan.core.findings import blocking
from qiantan.core.proofs import digests
from qiantan.core.results.document import Result
from qiantan.core.study.bytes import study_bytes
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.footprints.composing import compose_activity
from qiantan.registry.footprints.models import FrozenStudy, Run
from qiantan.registry.footprints.permissions import check_can_edit
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations import note_result
from qiantan.registry.tasks.operations import queue_task
from qiantan.registry.tasks.states import Kind


@transaction.atomic
def calculate_draft(*, activity: ActivityRecord, by: User, at: datetime) -> Run:
    """Queue a preview of activity data as they are now; `Invalid` lists what keeps them from being calculated.

    The preview keeps the study it was made from, so that every number of it can be opened later.
    """
    check_can_edit(viewer_of(by), activity.product.organisation_id)
    composed = compose_activity(activity)
    if composed.study is None:
        raise Invalid(blocking(composed.findings) or composed.findings)
    content = study_bytes(composed.study)
    run = Run.objects.create(
        activity=activity,
        activity_version=activity.version,
        draft=content,
        study_sha256=digests(content).sha256,
        created_by=by,
        created_at=at,
    )
    body = {"activity": str(activity.public_id), "study_sha256": run.study_sha256}
    organisation = activity.product.organisation
    record(kind="draft.calculated", subject=str(run.public_id), organisation=organisation, body=body, by=by, at=at)
    return queue_run(run, by=by, at=at)


def run_of(study: FrozenStudy, *, by: User, at: datetime) -> Run:
    """Make and queue the run of a frozen study."""
    run = Run.objects.create(
        activity=study.activity,
        activity_version=study.activity_version,
        study=study,
        study_sha256=study.sha256,
        created_by=by,
        created_at=at,
    )
    return queue_run(run, by=by, at=at)


def queue_run(run: Run, *, by: User, at: datetime) -> Run:
    """Queue the calculation of a run."""
    product = run.activity.product
    run.task = queue_task(
        organisation=product.organisation,
        kind=Kind.CALCULATION.value,
        subject=str(run.public_id),
        title=product.name_zh,
        payload={},
        by=by,
        at=at,
    )
    run.save(update_fields=["task"])
    return run


@transaction.atomic
def record_result(*, run: Run, result: Result, by: User, at: datetime) -> Run:
    """Keep the result of a run, once (called by the worker). `WrongState` when it belongs to another study, or another
    result is there.
    """
    from qiantan.core.results.make import result_bytes  # brings the numerical libraries, which pages do without

    check_can_edit(viewer_of(by), run.activity.product.organisation_id)
    run = Run.objects.select_for_update(of=("self",)).select_related("activity__product__organisation").get(pk=run.pk)
    content = result_bytes(result)
    both = digests(content)
    if run.is_done and run.sha256 == both.sha256:
        return run
    if run.is_done or result.study_sha256 != run.study_sha256:
        raise WrongState("结果与本次计算不符。", "The result does not belong to this run.")
    run.result, run.sha256, run.sm3 = content, both.sha256, both.sm3
    run.total, run.unit, run.engine = result.total, result.unit.zh, result.engine
    run.finished_at = at
    run.save(update_fields=["result", "sha256", "sm3", "total", "unit", "engine", "finished_at"])
    product = run.activity.product
    note_result(product=product, run=run.public_id, total=result.total, unit=run.unit, frozen=run.is_frozen, at=at)
    record(
        kind="result.recorded",
        subject=str(run.public_id),
        organisation=product.organisation,
        body={
            "study_sha256": run.study_sha256,
            "result_sha256": both.sha256,
            "result_sm3": both.sm3,
            "engine": result.engine,
            "frozen": run.is_frozen,
        },
        by=by,
        at=at,
    )
    return run
