"""Filling in (E5): one section at a time, saved as it is typed; the workbook, the evidence, all findings together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.schema import Section, Template
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict
from qiantan.registry.footprints import queries as footprints
from qiantan.registry.products import operations, queries
from qiantan.registry.products.states import DONE
from qiantan.web.products.answers import posted_entries, posted_rows
from qiantan.web.products.evidence_views import evidence_files
from qiantan.web.products.pasting import pasted
from qiantan.web.products.presenters import period_words
from qiantan.web.products.task_list import check_page, next_section, section_href, section_page

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import ActivityRecord


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def resume(request: HttpRequest, activity: str) -> HttpResponse:
    """Go on where something is missing."""
    found = queries.get_activity(viewer_of(request.user), activity)
    progress = queries.field_states(found)
    unfinished = (name for name, one in progress.items() if one.state not in DONE)
    return redirect("products:section", activity=activity, section=next(unfinished, next(iter(progress))))


@login_required
def section(request: HttpRequest, activity: str, section: str) -> HttpResponse:
    """Show a section, or save what was typed into it: whole, or field by field as htmx sends it."""
    found = queries.get_activity(viewer_of(request.user), activity)
    plan = load_template(found.product.template)
    asked = next((one for one in plan.sections if one.id == section), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, found, plan, asked)
    return _show(request, found, plan, asked)


def _show(
    request: HttpRequest,
    found: ActivityRecord,
    plan: Template,
    asked: Section,
    *,
    conflict: Conflict | None = None,
) -> HttpResponse:
    viewer = viewer_of(request.user)
    earlier = queries.previous_activity(viewer, found)
    context = section_page(
        found,
        plan,
        asked,
        earlier=earlier.answers if earlier else None,
        typed=request.POST or None,
        blank="blank" in request.GET,
        conflict=conflict,
    )
    if request.htmx:
        return render(request, "products/saved.html", context)
    editor = can_edit(viewer, found.product.organisation_id)
    context |= {"can_edit": editor and found.is_open, "can_reopen": editor and not found.is_open}
    context["evidence_href"] = f"{reverse('products:evidence', args=[found.public_id])}?section={asked.id}"
    context["files"] = evidence_files(queries.evidence(viewer, found))
    return render(request, "products/section.html", context, status=409 if conflict else 200)


def _save(request: HttpRequest, found: ActivityRecord, plan: Template, asked: Section) -> HttpResponse:
    action = request.POST.get("action", "")
    version = request.POST.get("version", "")
    try:
        operations.save_entries(
            activity=found,
            entries=posted_entries(asked, request.POST) if asked.kind == "fields" else {},
            rows={asked.id: _rows(asked, request.POST, action)} if asked.kind == "rows" else None,
            version=int(version) if version.isdecimal() else found.version,
            by=request.user,
            at=timezone.now(),
        )
    except Conflict as conflict:
        return _show(request, found, plan, asked, conflict=conflict)
    if request.htmx:
        return _show(request, queries.get_activity(viewer_of(request.user), found.public_id), plan, asked)
    here = section_href(found, asked.id)
    if action == "add":
        return redirect(f"{here}?blank=1#new-row")
    if action == "next":
        following = next_section(plan, asked)
        return redirect(
            section_href(found, following) if following else reverse("products:check", args=[found.public_id])
        )
    messages.success(request, _("已保存。"))
    return redirect(here)


def _rows(asked: Section, post: QueryDict, action: str) -> tuple[object, ...]:
    rows = posted_rows(asked, post)
    if action == "paste":
        rows |= posted_rows(asked, pasted(asked, post.get("paste", ""), max(rows, default=-1) + 1))
    if action.startswith("remove-"):
        rows.pop(int(number) if (number := action.removeprefix("remove-")).isdecimal() else -1, None)
    return tuple(rows.values())


@login_required
def check(request: HttpRequest, activity: str) -> HttpResponse:
    """Show everything that is missing, wrong or doubtful, and offer to calculate."""
    viewer = viewer_of(request.user)
    found = queries.get_activity(viewer, activity)
    plan = load_template(found.product.template)
    context = check_page(found, plan, queries.field_states(found))
    run = footprints.latest_run(viewer, found)
    context |= {
        "can_edit": can_edit(viewer, found.product.organisation_id) and found.is_open,
        "frozen": not found.is_open,
        "run_href": reverse("footprints:run", args=[run.public_id]) if run else "",
        "changed_since": bool(run) and run.activity_version != found.version,
    }
    return render(request, "products/check.html", context)


@login_required
def workbook(request: HttpRequest, activity: str) -> HttpResponse:
    """Send the workbook of the template, filled with what is known."""
    found = queries.get_activity(viewer_of(request.user), activity)
    content = write_template(load_template(found.product.template), found.answers)
    name = f"{found.product.name_zh}-{period_words(found.period_start, found.period_end)}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type=SPREADSHEET, headers=headers)


@login_required
@require_POST
def reopen(request: HttpRequest, activity: str) -> HttpResponse:
    """Open frozen data for a correction; what was frozen stays as it is."""
    found = queries.get_activity(viewer_of(request.user), activity)
    operations.reopen_activity(activity=found, by=request.user, at=timezone.now())
    messages.success(request, _("已重新打开填报。原来冻结的研究不变，更正后须重新计算并冻结。"))
    return redirect("products:activity", activity=activity)
