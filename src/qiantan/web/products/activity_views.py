"""Filling in (E5): one section at a time, saved as it is typed; the workbook, the evidence, all findings together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.schema import Section, Template
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict
from qiantan.registry.products import operations, queries
from qiantan.registry.products.states import SectionState
from qiantan.web.products.answers import posted_entries, posted_rows
from qiantan.web.products.task_list import check_page, next_section, section_page

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import ActivityRecord


SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def resume(request: HttpRequest, activity: str) -> HttpResponse:
    """Go on where something is missing."""
    found = queries.get_activity(viewer_of(request.user), activity)
    progress = queries.field_states(found)
    unfinished = (name for name, one in progress.items() if one.state is not SectionState.COMPLETE)
    return redirect("products:section", activity=activity, section=next(unfinished, next(iter(progress))))


@login_required
def section(request: HttpRequest, activity: str, section: str) -> HttpResponse:
    """Show a section, or save what was typed into it."""
    found = queries.get_activity(viewer_of(request.user), activity)
    plan = load_template(found.product.template)
    asked = next((one for one in plan.sections if one.id == section), None)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, found, plan, asked)
    return _show(request, found, plan, asked)


def _show(
    request: HttpRequest, found: ActivityRecord, plan: Template, asked: Section, *, blank: bool = False
) -> HttpResponse:
    viewer = viewer_of(request.user)
    earlier = queries.previous_activity(viewer, found)
    context = section_page(found, plan, asked, earlier=earlier.answers if earlier else None, blank=blank)
    context["can_edit"] = can_edit(viewer, found.product.organisation_id) and found.is_open
    context["files"] = queries.evidence(viewer, found)
    return render(request, "products/section.html", context)


def _save(request: HttpRequest, found: ActivityRecord, plan: Template, asked: Section) -> HttpResponse:
    action = request.POST.get("action", "")
    version = request.POST.get("version", "")
    try:
        operations.save_entries(
            activity=found,
            entries=posted_entries(asked, request.POST) if asked.kind == "fields" else {},
            rows={asked.id: _rows(asked, request, action)} if asked.kind == "rows" else None,
            version=int(version) if version.isdigit() else found.version,
            by=request.user,
            at=timezone.now(),
        )
    except Conflict as conflict:
        return _conflict(request, found, plan, asked, conflict)
    found = queries.get_activity(viewer_of(request.user), found.public_id)
    if request.htmx:
        shown = (request.htmx.target or "").removeprefix("s-")
        return render(request, "products/saved.html", section_page(found, plan, asked) | {"shown": shown})
    if action == "add":
        return _show(request, found, plan, asked, blank=True)
    if action == "next":
        following = next_section(plan, asked)
        if following:
            return redirect("products:section", activity=found.public_id, section=following)
        return redirect("products:check", activity=found.public_id)
    messages.success(request, _("已保存。"))
    return redirect("products:section", activity=found.public_id, section=asked.id)


def _rows(asked: Section, request: HttpRequest, action: str) -> tuple[object, ...]:
    post = request.POST
    if action.startswith("remove-"):
        number = action.removeprefix("remove-")
        post = {name: post[name] for name in post if not name.startswith(f"{asked.id}.{number}.")}
    return posted_rows(asked, post)


def _conflict(
    request: HttpRequest, found: ActivityRecord, plan: Template, asked: Section, conflict: Conflict
) -> HttpResponse:
    context = section_page(found, plan, asked, typed=request.POST) | {"conflict": conflict.text, "can_edit": True}
    context["version"] = conflict.version
    name = "products/saved.html" if request.htmx else "products/section.html"
    return render(request, name, context, status=200 if request.htmx else 409)


@login_required
def check(request: HttpRequest, activity: str) -> HttpResponse:
    """Show everything that is missing, wrong or doubtful, and offer to calculate."""
    viewer = viewer_of(request.user)
    found = queries.get_activity(viewer, activity)
    plan = load_template(found.product.template)
    context = check_page(found, plan, queries.field_states(found))
    context["can_edit"] = can_edit(viewer, found.product.organisation_id)
    return render(request, "products/check.html", context)


@login_required
def workbook(request: HttpRequest, activity: str) -> HttpResponse:
    """Send the workbook of the template, filled with what is known."""
    found = queries.get_activity(viewer_of(request.user), activity)
    content = write_template(load_template(found.product.template), found.answers)
    name = f"{found.product.template}-{found.period_start:%Y%m%d}.xlsx"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=SPREADSHEET, headers=headers)


@login_required
@require_POST
def attach(request: HttpRequest, activity: str) -> HttpResponse:
    """Keep a document that proves figures."""
    found = queries.get_activity(viewer_of(request.user), activity)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("没有选择文件。"))
    else:
        operations.attach_evidence(
            activity=found,
            name=file.name or "",
            content=file.read(),
            media_type=file.content_type or "application/octet-stream",
            by=request.user,
            at=timezone.now(),
        )
        messages.success(request, _("已上传“%s”。在数据旁的“佐证材料”中写上这个文件名即可引用。") % file.name)
    plan = load_template(found.product.template)
    wanted = request.POST.get("section", "") or request.GET.get("section", "")
    known = {one.id for one in plan.sections}
    return redirect("products:section", activity=activity, section=wanted if wanted in known else plan.sections[0].id)
