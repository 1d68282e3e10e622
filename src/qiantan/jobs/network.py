"""The network's own work: rebuilding it, and following the change log.

A trigger notifies whoever listens when a study is frozen; the worker listens, and looks at the log every minute as well,
so that no change is missed while nobody listened.
"""

import logging
import threading
import time

from django.utils import timezone
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.jobs.sentences import sentence_of
from qiantan.registry.network.operations import JOB, fail_rebuild, queue_rebuild, rebuild_network, recover_rebuild
from qiantan.registry.network.queries import pending_changes

log = logging.getLogger(__name__)

CHANNEL = "qiantan_network"
PAUSE_SECONDS = 5.0
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


def take_in_changes() -> None:
    """Queue a rebuild when the log holds changes that no snapshot has."""
    if pending_changes():
        queue_rebuild(by=None, at=timezone.now())


def listen() -> threading.Thread:
    """Listen for changes in a thread of its own, as long as the process lives."""
    thread = threading.Thread(target=_listen, name="network-changes", daemon=True)
    thread.start()
    return thread


def _listen() -> None:
    from django.db import close_old_connections, connection

    while True:
        try:
            connection.ensure_connection()
            connection.set_autocommit(True)
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            for _ in connection.connection.notifies():
                # Several studies frozen together are one rebuild.
                time.sleep(1.0)
                threading.Thread(target=_in_own_connection, daemon=True).start()
        except Exception:  # noqa: BLE001 - the minute's look at the log stands in while the connection is away
            log.warning("stopped listening for changes of the network; trying again")
            close_old_connections()
            connection.close()
            time.sleep(PAUSE_SECONDS)


def _in_own_connection() -> None:
    from django.db import connection

    try:
        take_in_changes()
    finally:
        connection.close()
