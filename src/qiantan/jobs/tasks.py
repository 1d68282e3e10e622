"""The work of the queue: one job runs one task of the registry, another looks for tasks whose worker died.

Whatever goes wrong ends as a sentence on the task; the stack trace goes to the log under the number people see.
"""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.jobs.calculation import calculate
from qiantan.jobs.database import work_on_database
from qiantan.jobs.import_check import check_import
from qiantan.jobs.report import make_report
from qiantan.jobs.sentences import sentence_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.tasks.operations import JOB, Cancelled, cancel_task, fail_task, recover_task, start_task
from qiantan.registry.tasks.states import Kind

log = logging.getLogger(__name__)

WORK = {
    Kind.IMPORT.value: check_import,
    Kind.CALCULATION.value: calculate,
    Kind.REPORT.value: make_report,
    Kind.DATABASE.value: work_on_database,
}


@app.task(name=JOB)
def run_task(task_id: str, attempt: int = 1) -> None:
    """Run one task of the registry to its end, whatever the end is."""
    try:
        task = start_task(public_id=task_id, at=timezone.now())
    except (Cancelled, WrongState):
        return  # withdrawn while it waited, or delivered twice
    try:
        WORK[task.kind](task)
    except Cancelled:
        cancel_task(task=task, at=timezone.now())
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            number = f"{task_id[:8]}-{attempt}".upper()
            log.exception("task %s failed", number)
            sentence = Text(
                f"处理时出现内部错误（编号 {number}），已记入日志。请重试；若仍不成功，请把编号告知系统管理员。",
                f"An internal error occurred (number {number}) and was logged. Please try again, or tell the operator "
                "this number.",
            )
        fail_task(task=task, message=sentence, at=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="qiantan.find_stalled", queueing_lock="qiantan.find_stalled", pass_context=False)
async def find_stalled(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute
    """Look for jobs whose worker gave no sign of life, and have their tasks done again."""
    from asgiref.sync import sync_to_async

    for job in await app.job_manager.get_stalled_jobs(task_name=JOB):
        log.warning("the worker of task %s died", job.task_kwargs.get("task_id"))
        await app.job_manager.finish_job(job, status=_failed(), delete_job=False)
        await sync_to_async(recover_task)(public_id=job.task_kwargs["task_id"], at=timezone.now())


def _failed():  # noqa: ANN202 - a status of the queue
    from procrastinate.jobs import Status

    return Status.FAILED
