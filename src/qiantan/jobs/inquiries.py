"""The workers' part of large questions to the network: chunks of draws, and answers put together."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from qiantan.core.findings import Text
from qiantan.jobs.sentences import sentence_of
from qiantan.registry.network.operations import answer_inquiry, draw, fail_inquiry, recover_chunk
from qiantan.registry.network.operations.inquiring import ANSWER_JOB, DRAW_JOB

log = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)  # the database was restarted: the work is done again, from what is kept
AGAIN = RetryStrategy(max_attempts=5, linear_wait=5, retry_exceptions=list(AWAY))


@app.task(name=DRAW_JOB, retry=AGAIN)
def draw_chunk(inquiry_id: str, first: int) -> None:
    """Draw one chunk of an inquiry."""
    _done_or_said(inquiry_id, lambda: draw(public_id=inquiry_id, first=first, at=timezone.now()))


@app.task(name=ANSWER_JOB, retry=AGAIN)
def put_together(inquiry_id: str) -> None:
    """Put the answer of an inquiry together."""
    _done_or_said(inquiry_id, lambda: answer_inquiry(public_id=inquiry_id, at=timezone.now()))


@app.periodic(cron="* * * * *")
@app.task(name="qiantan.find_stalled_inquiries", queueing_lock="qiantan.find_stalled_inquiries", pass_context=False)
async def find_stalled_inquiries(timestamp: int) -> None:  # noqa: ARG001 - the queue passes the minute
    """Have the chunks and answers of workers that died done again."""
    from asgiref.sync import sync_to_async
    from procrastinate.jobs import Status

    for name in (DRAW_JOB, ANSWER_JOB):
        for job in await app.job_manager.get_stalled_jobs(task_name=name):
            log.warning("the worker of inquiry %s died", job.task_kwargs.get("inquiry_id"))
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            await sync_to_async(recover_chunk)(
                public_id=job.task_kwargs["inquiry_id"], first=job.task_kwargs.get("first"), at=timezone.now()
            )


def _done_or_said(inquiry_id: str, work: Callable[[], object]) -> None:
    close_old_connections()
    try:
        work()
    except AWAY:
        log.warning("the database went away during inquiry %s; trying again", inquiry_id)
        close_old_connections()
        raise
    except Exception as error:
        sentence = sentence_of(error)
        if sentence is None:
            number = inquiry_id[:8].upper()
            log.exception("inquiry %s failed", number)
            sentence = Text(
                f"计算时出现内部错误（编号 {number}），已记入日志。请重试；若仍不成功，请把编号告知系统管理员。",
                f"An internal error occurred (number {number}) and was logged. Please try again, or tell the operator "
                "this number.",
            )
        fail_inquiry(public_id=inquiry_id, message=sentence, at=timezone.now())
