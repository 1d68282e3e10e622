"""Tasks as progress rows."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.tasks.permissions import can_edit
from qiantan.registry.tasks.states import KIND_LABELS, LABELS, Kind, State
from qiantan.web.ui.parts import Link, Progress, Term
from qiantan.web.ui.wording import words

MINUTE = 60
# Where the record a task is about is shown, by kind of task; `subject` is its public id.
PAGES = {
    Kind.IMPORT: "products:draft",
    Kind.CALCULATION: "footprints:run",
    Kind.REPORT: "footprints:run",
    Kind.DATABASE: "databases:database",
}


def progress(task: object, viewer: Viewer) -> Progress:
    """Return a task as a row; it polls itself while work is to come."""
    editable = can_edit(viewer, task.organisation_id)
    ended_badly = task.state in {State.FAILED.value, State.CANCELLED.value}
    return Progress(
        id=f"task-{task.public_id}",
        title=title(task),
        state=task.state,
        phase=_phase(task),
        percent=100 * task.done / task.total if task.total else None,
        message=words(task.message),
        started=times(task),
        poll=reverse("tasks:row", args=[task.public_id]) if task.is_open else "",
        detail=reverse("tasks:task", args=[task.public_id]),
        results=_results(task),
        cancel=_address("tasks:cancel", task) if editable and task.is_open and not task.cancel_requested else "",
        retry=_address("tasks:retry", task) if editable and ended_badly else "",
    )


def title(task: object) -> str:
    """Return what a task does in words."""
    kind = words(task.kind_label)
    return f"{kind} · {task.title}" if task.title else kind


def terms(task: object) -> list[Term]:
    """Return the facts about a task."""
    return [
        Term(name=_("任务"), text=words(task.kind_label)),
        Term(name=_("企业"), text=task.organisation.name),
        Term(name=_("发起人"), text=task.created_by.name or task.created_by.email),
        Term(name=_("状态"), text=words(task.state_label)),
        Term(name=_("提交时间"), text=_moment(task.created_at)),
        Term(name=_("开始时间"), text=_moment(task.started_at)),
        Term(name=_("结束时间"), text=_moment(task.finished_at)),
        Term(name=_("第几次运行"), text=str(task.attempt)),
    ]


def times(task: object) -> str:
    """Say when a task was handed in, began or ended, and how long it took."""
    if task.finished_at and task.started_at:
        taken = max(1, round((task.finished_at - task.started_at).total_seconds()))
        ended = _("%(moment)s 结束") % {"moment": _moment(task.finished_at)}
        return f"{ended} · {_duration(taken)}"
    if task.finished_at:
        return _("%(moment)s 结束") % {"moment": _moment(task.finished_at)}
    if task.started_at:
        return _("%(moment)s 开始") % {"moment": _moment(task.started_at)}
    return _("%(moment)s 提交") % {"moment": _moment(task.created_at)}


def filters(kind: str, state: str) -> list[dict[str, object]]:
    """Return the two choices that narrow the list."""
    kinds = [{"value": one.value, "text": words(KIND_LABELS[one]), "chosen": one.value == kind} for one in Kind]
    states = [{"value": one.value, "text": words(LABELS[one]), "chosen": one.value == state} for one in State]
    return [
        {"name": "kind", "label": _("任务类型"), "choices": kinds},
        {"name": "state", "label": _("状态"), "choices": states},
    ]


def _results(task: object) -> list[Link]:
    if task.state != State.DONE.value:
        return []
    return [Link(text=_("查看结果"), href=reverse(PAGES[Kind(task.kind)], args=[task.subject]), icon="next")]


def _phase(task: object) -> str:
    if task.cancel_requested and task.is_open:
        return _("正在停止")
    phase = words(task.phase)
    return f"{phase} {task.done:,} / {task.total:,}" if task.total else phase


def _duration(seconds: int) -> str:
    if seconds < MINUTE:
        return ngettext("用时 %(count)d 秒", "用时 %(count)d 秒", seconds) % {"count": seconds}
    return _("用时 %(minutes)d 分 %(seconds)d 秒") % {"minutes": seconds // MINUTE, "seconds": seconds % MINUTE}


def _moment(moment: datetime | None) -> str:
    return date_format(localtime(moment), "Y-m-d H:i:s") if moment else ""


def _address(name: str, task: object) -> str:
    return reverse(name, args=[task.public_id])
