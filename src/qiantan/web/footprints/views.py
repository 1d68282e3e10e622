"""Calculate, look at a result (E9), open its numbers, freeze, have reports made, take the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.core.results.explain import NothingToExplain
from qiantan.core.results.explain import explain as open_number
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints import operations, queries
from qiantan.registry.products.queries import get_activity
from qiantan.registry.tasks.queries import tasks_about
from qiantan.web.footprints.branches import branch
from qiantan.web.footprints.files import kept_file
from qiantan.web.footprints.links import explain_link, file_link
from qiantan.web.footprints.presenters import downloads, result_page
from qiantan.web.ui.wording import words
from qiantan.web.ui.working import Work, working

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.footprints.models import Run


REPORTS = ("word", "pdf")


@login_required
@require_POST
def calculate(request: HttpRequest, activity: str) -> HttpResponse:
    """Queue a preview of the data as they are."""
    found = get_activity(viewer_of(request.user), activity)
    made = operations.calculate_draft(activity=found, by=request.user, at=timezone.now())
    return redirect("footprints:run", run=made.public_id)


@login_required
def run(request: HttpRequest, run: str) -> HttpResponse:
    """Show a result, or how far its calculation is."""
    viewer = viewer_of(request.user)
    found = queries.get_run(viewer, run)
    context = _common(found, viewer)
    if not found.is_done:
        return render(request, "footprints/running.html", context)
    study, result = queries.documents(found)
    public_id = str(found.public_id)
    made = {one.kind for one in queries.reports(viewer, found)}
    context |= {
        "page": result_page(study, result, public_id),
        "downloads": downloads(public_id, frozen=found.is_frozen),
        "reports": [(kind, kind in made, file_link(public_id, kind)) for kind in REPORTS],
        "explain_href": explain_link(public_id),
        "what_if_href": reverse("footprints:what_if", args=[public_id]),
    }
    return render(request, "footprints/result.html", context)


@login_required
def state(request: HttpRequest, run: str) -> HttpResponse:
    """Answer the poll of a calculation or report under way; reload the page once it has ended."""
    viewer = viewer_of(request.user)
    context = _common(queries.get_run(viewer, run), viewer)
    if not request.htmx:
        return redirect("footprints:run", run=run)
    response = render(request, "footprints/state.html", context)
    if not context["waiting"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
def explain(request: HttpRequest, run: str) -> HttpResponse:
    """Open one number down to factor, source and page; in the side panel where there is one."""
    found = queries.get_run(viewer_of(request.user), run)
    study, result = queries.documents(found)
    if result is None:
        raise Http404
    to = request.GET.get("to", "")
    try:
        tree = open_number(study, result, to)
    except NothingToExplain as nothing:
        raise Http404(words(nothing)) from None
    public_id = str(found.public_id)
    context = {
        "branch": branch(tree, public_id),
        "run_href": reverse("footprints:run", args=[public_id]),
        "here": explain_link(public_id, to),
        "whole": explain_link(public_id) if to else "",
        "product": found.activity.product,
    }
    name = "footprints/branches.html" if request.htmx else "footprints/explain.html"
    return render(request, name, context)


@login_required
@require_POST
def freeze(request: HttpRequest, run: str) -> HttpResponse:
    """Freeze the study whose preview was looked at; data changed since then must be calculated again first."""
    viewer = viewer_of(request.user)
    found = queries.get_run(viewer, run)
    activity = get_activity(viewer, found.activity.public_id)
    if activity.version != found.activity_version:
        messages.warning(request, _("试算之后数据又有修改，请重新试算后再冻结。"))
        return redirect("products:check", activity=activity.public_id)
    study = operations.freeze_study(activity=activity, by=request.user, at=timezone.now())
    messages.success(request, _("研究已冻结并写入存证账。编号 %s") % study.number)
    made = queries.run_of_study(viewer, study)
    return redirect("footprints:run", run=(made or found).public_id)


@login_required
@require_POST
def report(request: HttpRequest, run: str) -> HttpResponse:
    """Queue a report."""
    found = queries.get_run(viewer_of(request.user), run)
    kind = request.POST.get("kind", "")
    if kind not in REPORTS:
        raise Http404
    operations.queue_report(run=found, kind=kind, by=request.user, at=timezone.now())
    messages.info(request, _("正在生成报告，完成后会出现在下载中。"))
    return redirect("footprints:run", run=run)


@login_required
def file(request: HttpRequest, run: str, kind: str) -> HttpResponse:
    """Send a file of a run."""
    viewer = viewer_of(request.user)
    made = kept_file(viewer, queries.get_run(viewer, run), kind)
    if made is None:
        raise Http404
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=made.name)}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


def _common(found: Run, viewer: Viewer) -> dict[str, object]:
    activity, product = found.activity, found.activity.product
    editor = can_edit(viewer, product.organisation_id)
    tasks = [one for one in tasks_about(viewer, found.public_id) if one.is_open or not found.is_done]
    return {
        "run": found,
        "product": product,
        "frozen": found.is_frozen,
        "stale": activity.version != found.activity_version,
        "can_edit": editor,
        "can_freeze": editor and activity.is_open and not found.is_frozen,
        "jobs": [working(one, _title(one), can_edit=editor) for one in tasks],
        "waiting": any(one.is_open for one in tasks),
        "product_href": reverse("products:product", args=[product.public_id]),
        "activity_href": reverse("products:activity", args=[activity.public_id]),
        "check_href": reverse("products:check", args=[activity.public_id]),
        "calculate_href": reverse("footprints:calculate", args=[activity.public_id]),
        "freeze_href": reverse("footprints:freeze", args=[found.public_id]),
        "report_href": reverse("footprints:report", args=[found.public_id]),
        "poll": reverse("footprints:state", args=[found.public_id]),
    }


def _title(task: Work) -> str:
    return f"{words(task.kind_label)} · {task.title}"
