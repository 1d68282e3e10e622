"""Calculating a run: study → result."""

from typing import TYPE_CHECKING

from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.footprints.operations import record_result
from qiantan.registry.footprints.queries import documents, get_run
from qiantan.registry.tasks.operations import finish_task, report_progress

if TYPE_CHECKING:
    from qiantan.registry.tasks.models import Task

CALCULATING = Text("计算碳足迹与不确定性", "Calculating the footprint and its uncertainty")
KEEPING = Text("保存结果", "Keeping the result")


def calculate(task: "Task") -> None:
    """Calculate the run a task is about and keep its result."""
    from qiantan.core.results.make import make_result  # the numerical libraries, when there is work for them

    run = get_run(viewer_of(task.created_by), task.subject)
    report_progress(task=task, phase=CALCULATING, done=0, total=2)
    result = make_result(documents(run).study)
    report_progress(task=task, phase=KEEPING, done=1, total=2)
    record_result(run=run, result=result, by=task.created_by, at=timezone.now())
    finish_task(task=task, outcome={"run": str(run.public_id), "total": result.total}, at=timezone.now())
