"""A task under way as the page of its own record shows it: phase, how far, and a way to stop or repeat it."""

from typing import Protocol

from django.urls import reverse

from qiantan.web.ui.parts import Progress
from qiantan.web.ui.wording import Bilingual, words


class Work(Protocol):
    """What the registry tells of a task."""

    public_id: object
    title: str
    state: str
    phase: Bilingual
    message: Bilingual
    done: int
    total: int
    is_open: bool
    cancel_requested: bool


def working(task: Work, title: str, *, can_edit: bool) -> Progress:
    """Return a task as a row that does not poll by itself: the page around it does, and reloads when it has ended."""
    address = f"tasks:{'cancel' if task.is_open else 'retry'}"
    may_cancel = can_edit and task.is_open and not task.cancel_requested
    may_retry = can_edit and task.state in {"failed", "cancelled"}
    return Progress(
        title=title,
        state=task.state,
        phase=words(task.phase),
        percent=100 * task.done / task.total if task.total else None,
        message=words(task.message),
        id=f"task-{task.public_id}",
        detail=reverse("tasks:task", args=[task.public_id]),
        cancel=reverse(address, args=[task.public_id]) if may_cancel else "",
        retry=reverse(address, args=[task.public_id]) if may_retry else "",
    )
