"""Bringing in a database, scoring its processes, writing it in another format."""

from typing import TYPE_CHECKING

from django.utils import timezone

from qiantan.core.findings import Text
from qiantan.registry.databases import operations
from qiantan.registry.databases.states import State
from qiantan.registry.tasks.operations import finish_task, report_progress

if TYPE_CHECKING:
    from qiantan.registry.databases.models import Database
    from qiantan.registry.tasks.models import Task

PHASES = {
    "unpacking": Text("检查压缩包", "Checking the archive"),
    "reading": Text("读取并检查数据集", "Reading and checking the datasets"),
    "linking": Text("链接供应过程", "Linking the suppliers"),
    "solving": Text("求解全部过程的碳足迹", "Solving the footprints of all processes"),
    "keeping": Text("保存", "Keeping"),
    "loading": Text("读取已链接的数据库", "Loading the linked database"),
    "writing": Text("写出文件", "Writing the file"),
}


def work_on_database(task: "Task") -> None:
    """Do what a task about a database asks for."""
    _STEPS[task.payload["step"]](task)


def _import(task: "Task") -> None:
    try:
        database = operations.import_database(
            public_id=task.subject, report=_reporter(task), by=task.created_by, at=timezone.now()
        )
    except BaseException:
        operations.fail_import(public_id=task.subject, at=timezone.now())
        raise
    outcome = {"database": str(database.public_id), "state": database.state}
    finish_task(task=task, outcome=outcome, message=_told(database), at=timezone.now())


def _score(task: "Task") -> None:
    gwp_set = task.payload["gwp_set"]
    try:
        database = operations.compute_scores(
            public_id=task.subject, gwp_set=gwp_set, report=_reporter(task), by=task.created_by, at=timezone.now()
        )
    except BaseException:
        operations.settle_scores(public_id=task.subject, at=timezone.now())
        raise
    finish_task(task=task, outcome={"solved": database.solved}, message=database.diagnosis, at=timezone.now())


def _write(task: "Task") -> None:
    digest = operations.write_file(public_id=task.subject, codec=task.payload["codec"], report=_reporter(task))
    finish_task(task=task, outcome={"codec": task.payload["codec"]}, file=digest, at=timezone.now())


def _reporter(task: "Task") -> operations.Report:
    def report(phase: str, done: int, total: int) -> None:
        report_progress(task=task, phase=PHASES[phase], done=done, total=total)

    return report


def _told(database: "Database") -> Text:
    found = database.counts.get("findings", {})
    if database.state != State.READY.value:
        count = found.get("blocking", 0)
        return Text(
            f"没有导入：{count} 处必须改正的问题，数据库里未保存任何内容。",
            f"Not imported: {count} findings must be put right first; nothing was kept.",
        )
    counts = database.counts
    return Text(
        f"已导入 {counts['processes']:,} 个过程，{counts['linked']:,} / {counts['inputs']:,} 个投入已链接。",
        f"Imported {counts['processes']:,} processes; {counts['linked']:,} of {counts['inputs']:,} inputs are linked.",
    )


_STEPS = {operations.IMPORT: _import, operations.SCORES: _score, operations.FILE: _write}
