"""Checking an uploaded workbook: every finding at its cell, in one go."""

from typing import TYPE_CHECKING

from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.products.operations import record_import_check
from qiantan.registry.products.queries import get_import, import_bytes
from qiantan.registry.tasks.operations import finish_task, report_progress

if TYPE_CHECKING:
    from qiantan.registry.tasks.models import Task

READING = Text("读取工作簿", "Reading the workbook")
CHECKING = Text("逐项检查", "Checking every answer")


def check_import(task: "Task") -> None:
    """Read the workbook a task is about, check it, and keep what was read and found."""
    from qiantan.core.formats.workbook import read
    from qiantan.core.templates.load import template

    viewer = viewer_of(task.created_by)
    draft = get_import(viewer, task.subject)
    report_progress(task=task, phase=READING, done=0, total=2)
    reading = read(draft.name, import_bytes(viewer, task.subject), template)
    report_progress(task=task, phase=CHECKING, done=1, total=2)
    checked = record_import_check(
        draft=draft,
        data=reading.data,
        findings=reading.findings,
        unclear=reading.unclear,
        by=task.created_by,
        at=timezone.now(),
    )
    count = len(checked.findings)
    message = (
        Text(f"检查完成，共{count}个问题。", f"Checked; {count} findings.")
        if count
        else Text("检查完成，没有问题。", "Checked; no findings.")
    )
    outcome = {"import": str(checked.public_id), "findings": count, "state": checked.state}
    finish_task(task=task, outcome=outcome, message=message, at=timezone.now())
