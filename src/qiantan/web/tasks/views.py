"""Pages of the task centre."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.tasks import operations, queries
from qiantan.registry.tasks.states import Kind, State
from qiantan.web.tasks import presenters
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def tasks(request: HttpRequest) -> HttpResponse:
    """List the tasks of this person's organisations, newest first."""
    viewer = viewer_of(request.user)
    kind = _one_of(request.GET.get("kind", ""), Kind)
    state = _one_of(request.GET.get("state", ""), State)
    found = queries.tasks(viewer, page_number(request), kind=kind, state=state)
    narrowed = {"kind": kind, "state": state}
    values = {
        "jobs": [presenters.progress(task, viewer) for task in found.rows],
        "filters": presenters.filters(kind, state),
        "page": page_part(found, f"?{urlencode(narrowed)}&"),
        "narrowed": bool(kind or state),
    }
    return render(request, "tasks/list.html", values)


@login_required
@require_safe
@never_cache
def task(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one task."""
    viewer = viewer_of(request.user)
    found = queries.get_task(viewer, public_id)
    values = {
        "job": presenters.progress(found, viewer),
        "terms": presenters.terms(found),
        "title": presenters.title(found),
    }
    return render(request, "tasks/task.html", values)


@login_required
@require_safe
@never_cache
def row(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return one row for the page that polls it; without htmx, the page of the task."""
    viewer = viewer_of(request.user)
    job = presenters.progress(queries.get_task(viewer, public_id), viewer)
    if not request.htmx:
        return redirect("tasks:task", public_id)
    return render(request, "tasks/task.html#row", {"job": job})


@login_required
@require_POST
def cancel(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Ask a task to stop."""
    found = queries.get_task(viewer_of(request.user), public_id)
    operations.request_cancel(task=found, by=request.user, at=timezone.now())
    messages.info(request, _("已请求停止；正在运行的任务会在下一步之前停下。"))
    return redirect("tasks:task", public_id)


@login_required
@require_POST
def retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Queue a task once more."""
    found = queries.get_task(viewer_of(request.user), public_id)
    operations.retry_task(task=found, by=request.user, at=timezone.now())
    messages.success(request, _("已重新排队。"))
    return redirect("tasks:task", public_id)


def _one_of(text: str, choices: type[Kind] | type[State]) -> str:
    return text if text in {choice.value for choice in choices} else ""
