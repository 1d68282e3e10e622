"""Reads about tasks."""

import uuid

from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.tasks.models import Task


def tasks(viewer: Viewer, page: int = 1, *, kind: str = "", state: str = "") -> Page[Task]:
    """Return the tasks of the viewer's organisations, newest first, in two queries."""
    found = _visible(viewer).order_by("-created_at", "-pk")
    if kind:
        found = found.filter(kind=kind)
    if state:
        found = found.filter(state=state)
    return page_of(found, page, lambda task: task)


def get_task(viewer: Viewer, public_id: uuid.UUID | str) -> Task:
    """Return one task; `NotFound` for a stranger."""
    try:
        found = _visible(viewer).filter(public_id=uuid.UUID(str(public_id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound
    return found


def tasks_about(viewer: Viewer, subject: uuid.UUID | str) -> list[Task]:
    """Return the tasks about one record, newest first."""
    return list(_visible(viewer).filter(subject=str(subject)).order_by("-pk"))


def _visible(viewer: Viewer):  # noqa: ANN202 - a QuerySet of this module
    return Task.objects.filter(organisation_id__in=viewer.organisation_ids).select_related("organisation", "created_by")
