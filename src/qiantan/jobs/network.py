"""The network's own work: rebuilding it, and following the change log.

A trigger notifies whoever listens when a study is frozen; the worker listens, and looks at the log every minute as well,
so that no change is missed while nobody listened.
"""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.jobs.listening import take_in_changes
from qiantan.jobs.sentences import sentence_of
from qiantan.registry.network.operations import JOB, fail_rebuild, rebuild_network, recover_rebuild

log = logging.getLogger(__name__)

UNFORESEEN = Text("重建时出现内部错误，已记入日志。", "An internal error occurred while rebuilding; it was logged.")


@app.task(name=JOB)
def rebuild(rebuild_id: str) -> None:
    """Rebuild the network once."""
    try:
        rebuild_network(public_id=rebuild_id, at=timezone.now())
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            log.exception("rebuild %s failed", rebuild_id)
        fail_rebuild(public_id=rebuild_id, message=sentence or UNFORESEEN, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="qiantan.follow_changes", queueing_lock="qiantan.follow_changes", pass_context=False)
async def follow_changes(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute
    """Queue a rebuild when the log holds changes, and one more for a rebuild whose worker died."""
    from asgiref.sync import sync_to_async
    from procrastinate.jobs import Status

    for job in await app.job_manager.get_stalled_jobs(task_name=JOB):
        await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        await sync_to_async(recover_rebuild)(public_id=job.task_kwargs["rebuild_id"], at=timezone.now())
    await sync_to_async(take_in_changes)()
