"""Work on the gaps of the factor library: counting the board, working out previews, telling producers of a release."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from qiantan.jobs.sentences import sentence_of
from qiantan.registry.gaps import operations
from qiantan.registry.gaps.queries import find_count, find_impact, studies_waiting
from qiantan.registry.gaps.working import LOCK

log = logging.getLogger(__name__)

TELL_JOB = "qiantan.tell_release"


@app.task(name=operations.COUNT_JOB)
def count_gaps(work_id: str) -> None:
    """Count the board once."""
    try:
        operations.count_gaps(public_id=work_id, at=timezone.now())
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            log.exception("work %s failed", work_id)
        operations.fail_work(work=find_count(work_id), message=sentence or operations.UNFORESEEN, at=timezone.now())


@app.task(name=operations.IMPACT_JOB)
def work_out_impact(work_id: str) -> None:
    """Work out one preview."""
    try:
        operations.work_out_impact(public_id=work_id, at=timezone.now())
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            log.exception("work %s failed", work_id)
        operations.fail_work(work=find_impact(work_id), message=sentence or operations.UNFORESEEN, at=timezone.now())


@app.task(name=TELL_JOB, lock=LOCK)
def tell_release(release_id: str) -> None:
    """Tell producers what a published release would move; delivered twice, it tells once."""
    told = operations.tell_release(release=release_id, at=timezone.now())
    log.info("release %s: told the producers of %d products", release_id, told)


@app.periodic(cron="* * * * *")
@app.task(name="qiantan.follow_gaps", queueing_lock="qiantan.follow_gaps", pass_context=False)
async def follow_gaps(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute
    """Count the board when studies were frozen, and have work done again whose worker died."""
    from asgiref.sync import sync_to_async
    from procrastinate.jobs import Status

    for job, find in ((operations.COUNT_JOB, find_count), (operations.IMPACT_JOB, find_impact)):
        for stalled in await app.job_manager.get_stalled_jobs(task_name=job):
            await app.job_manager.finish_job(stalled, status=Status.FAILED, delete_job=False)
            work = await sync_to_async(find)(stalled.task_kwargs["work_id"])
            await sync_to_async(operations.recover_work)(work=work, at=timezone.now())
    await sync_to_async(take_in_studies)()


def take_in_studies() -> None:
    """Queue a count when frozen studies are not on the board."""
    if studies_waiting():
        operations.queue_count(by=None, at=timezone.now())
