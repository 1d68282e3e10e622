"""Import (E6): hand in → file check and dry run in the background → correct here or in the file → preview → confirm."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.core.formats.workbook import MarkError, mark
from qiantan.core.templates.load import template as load_template
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.products import operations, queries
from qiantan.web.products.activity_views import SPREADSHEET
from qiantan.web.products.forms import WorkbookForm
from qiantan.web.products.import_words import corrections, draft_page, import_table
from qiantan.web.ui.wording import words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import ImportDraft


@login_required
def upload(request: HttpRequest, activity: str) -> HttpResponse:
    """Take a workbook and queue its check."""
    viewer = viewer_of(request.user)
    found = queries.get_activity(viewer, activity)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = operations.upload_workbook(
                activity=found, name=file.name, content=file.read(), by=request.user, at=timezone.now()
            )
        except Invalid as invalid:
            form.add_error("file", words(invalid.text))
        else:
            return redirect("products:draft", draft=draft.public_id)
    context = {
        "activity": found,
        "product": found.product,
        "form": form,
        "earlier": import_table(queries.imports(viewer, found)),
        "can_edit": can_edit(viewer, found.product.organisation_id) and found.is_open,
    }
    return render(request, "products/upload.html", context)


@login_required
def draft(request: HttpRequest, draft: str) -> HttpResponse:
    """Show where an import stands: every fault at its cell, then what confirming changes."""
    viewer = viewer_of(request.user)
    found = queries.get_import(viewer, draft)
    context = draft_page(
        found, queries.import_findings(found), queries.import_keys(found), can_edit=_may_edit(viewer, found)
    )
    return render(request, "products/draft.html", context)


@login_required
def state(request: HttpRequest, draft: str) -> HttpResponse:
    """Answer the poll of a check under way; reload the page once it has ended."""
    viewer = viewer_of(request.user)
    found = queries.get_import(viewer, draft)
    if not request.htmx:
        return redirect("products:draft", draft=draft)
    context = draft_page(found, (), {}, can_edit=_may_edit(viewer, found))
    response = render(request, "products/draft_state.html", context)
    if not context["checking"]:
        response["HX-Refresh"] = "true"
    return response


@login_required
def marked(request: HttpRequest, draft: str) -> HttpResponse:
    """Send the workbook back with comments at its cells."""
    viewer = viewer_of(request.user)
    found = queries.get_import(viewer, draft)
    try:
        content = mark(queries.import_bytes(viewer, draft), queries.import_findings(found))
    except MarkError:
        messages.error(request, _("这个文件无法写入批注，请按页面上的问题清单更正。"))
        return redirect("products:draft", draft=draft)
    name = f"{PurePath(found.name).stem}-{_('批注')}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type=SPREADSHEET, headers=headers)


@login_required
@require_POST
def correct(request: HttpRequest, draft: str) -> HttpResponse:
    """Take corrections typed in the browser and check everything again."""
    found = queries.get_import(viewer_of(request.user), draft)
    plan = load_template(found.activity.product.template)
    entries = corrections(found, plan, request.POST)
    if entries:
        operations.correct_import(draft=found, entries=entries, by=request.user, at=timezone.now())
        messages.success(request, _("已更正 %d 处并重新检查。上传的文件本身不变。") % len(entries))
    else:
        messages.info(request, _("没有改动。"))
    return redirect("products:draft", draft=draft)


@login_required
@require_POST
def confirm(request: HttpRequest, draft: str) -> HttpResponse:
    """Take everything over, or nothing."""
    found = queries.get_import(viewer_of(request.user), draft)
    operations.confirm_import(draft=found, by=request.user, at=timezone.now())
    summary = found.summary
    messages.success(
        request,
        _("已导入：新增 %(added)d 项，更改 %(changed)d 项。尚未计算，也未冻结。")
        % {"added": len(summary.get("added", ())), "changed": len(summary.get("changed", ()))},
    )
    return redirect("products:check", activity=found.activity.public_id)


@login_required
@require_POST
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Put an upload aside."""
    found = queries.get_import(viewer_of(request.user), draft)
    operations.discard_import(draft=found, by=request.user, at=timezone.now())
    messages.info(request, _("已放弃这次导入，填报数据没有变化。"))
    return redirect("products:import", activity=found.activity.public_id)


def _may_edit(viewer: Viewer, draft: ImportDraft) -> bool:
    return can_edit(viewer, draft.activity.product.organisation_id)
