"""Making a report of a frozen result."""

from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.footprints.operations import record_report
from qiantan.registry.footprints.queries import documents, get_run
from qiantan.registry.footprints.states import ReportKind
from qiantan.registry.tasks.operations import finish_task, report_progress

if TYPE_CHECKING:
    from qiantan.registry.tasks.models import Task

COLLECTING = Text("汇集报告内容", "Collecting the content")
DRAWING = Text("排版", "Setting the pages")
KEEPING = Text("保存文件", "Keeping the file")


def make_report(task: "Task") -> None:
    """Make the report a task asks for and keep it."""
    from qiantan.core.formats.inventory import write_inventory
    from qiantan.core.formats.report import content, find_fonts, write_pdf, write_word

    run = get_run(viewer_of(task.created_by), task.subject)
    kind = task.payload["report"]
    study, result = documents(run)
    report_progress(task=task, phase=COLLECTING, done=0, total=3)
    if kind == ReportKind.INVENTORY.value:
        made = write_inventory(study, result)
    else:
        issued = timezone.localdate(run.study.frozen_at)
        pages = content(study, result, report_number=run.study.number, issued_on=issued)
        report_progress(task=task, phase=DRAWING, done=1, total=3)
        if kind == ReportKind.WORD.value:
            made = write_word(pages)
        else:
            made = write_pdf(pages, find_fonts(Path(settings.QIANTAN_FONTS)))
    report_progress(task=task, phase=KEEPING, done=2, total=3)
    report = record_report(run=run, kind=kind, content=made, by=task.created_by, at=timezone.now())
    outcome = {"run": str(run.public_id), "report": str(report.public_id), "kind": kind}
    finish_task(task=task, outcome=outcome, file=report.sha256, at=timezone.now())
