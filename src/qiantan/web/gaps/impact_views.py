"""Previews of changed factors: typed or of a release in preparation; for analysts of the department."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiantan.core.findings import Severity
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.gaps import operations, queries
from qiantan.registry.gaps.states import OPEN, WorkState
from qiantan.web.gaps import impacts as presenters
from qiantan.web.gaps.forms import ChangesForm
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part

DEFAULT_THRESHOLD = 0.01


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def impacts(request: HttpRequest) -> HttpResponse:
    """List the previews, those of releases in preparation to begin with; ask for one with a typed list."""
    viewer = viewer_of(request.user)
    form = ChangesForm(request.POST or None, initial={"changes": request.GET.get("changes", "")[:2000]})
    findings = ()
    if request.method == "POST" and form.is_valid():
        changes, findings = queries.typed_changes(viewer, form.cleaned_data["changes"])
        if not any(finding.severity is Severity.BLOCKING for finding in findings):
            threshold = float(form.cleaned_data["threshold"]) / 100
            asked = operations.ask_impact(changes=changes, threshold=threshold, by=request.user, at=timezone.now())
            for finding in findings:
                messages.warning(request, presenters.doubt(finding))
            return redirect("gaps:impact", impact=asked.public_id)
    found = queries.impacts(viewer, page_number(request))
    values = {
        "form": form,
        "findings": presenters.findings(findings),
        "drafts": queries.drafts(viewer),
        "table": presenters.list_table(found),
        "page": page_part(found),
    }
    return render(request, "gaps/impacts.html", values, status=422 if findings or form.errors else 200)


@login_required
@require_POST
def of_draft(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Ask what a release in preparation would move."""
    viewer = viewer_of(request.user)
    found, changes = queries.draft_changes(viewer, draft)
    asked = operations.ask_impact(
        changes=changes,
        threshold=DEFAULT_THRESHOLD,
        release=str(draft),
        title=found.draft.title_zh,
        by=request.user,
        at=timezone.now(),
    )
    return redirect("gaps:impact", impact=asked.public_id)


@login_required
@require_safe
def impact(request: HttpRequest, impact: uuid.UUID) -> HttpResponse:
    """Show what changed factors would move, or how far the work is; as a page or as CSV."""
    viewer = viewer_of(request.user)
    found = queries.get_impact(viewer, impact)
    if found.state != WorkState.DONE.value:
        values = {"impact": found, "job": presenters.progress(found), "waiting": found.state in OPEN}
        return render(request, "gaps/impact_running.html", values | presenters.head(found))
    everything, above = request.GET.get("all") == "1", request.GET.get("above") == "1"
    narrowed = {"above": found.threshold if above else 0.0, "all_studies": everything}
    if request.GET.get("export") == "csv":
        rows = queries.moved(viewer, found, size=queries.EXPORTED, **narrowed)
        return _csv(presenters.export_table(rows.rows), f"impact-{str(found.public_id)[:8]}.csv")
    replacements, skipped = queries.changes_of(viewer, found)
    rows = queries.moved(viewer, found, page_number(request), **narrowed)
    address = presenters.address(all=everything, above=above)
    values = {
        "impact": found,
        "figures": presenters.figures(found),
        "changes": presenters.changes_table(replacements),
        "skipped": presenters.findings(skipped),
        "views": presenters.views(found, all=everything, above=above),
        "moved": presenters.moved_table(rows, presenters.address(all=everything, above=above, export="csv")),
        "page": page_part(rows, address if address == "?" else f"{address}&"),
        "chart": presenters.chart(rows.rows) if rows.rows and rows.number == 1 and not everything else None,
        "refused": presenters.refused_table(queries.refused(viewer, found)),
        "standing": presenters.standing(found),
    }
    return render(request, "gaps/impact.html", values | presenters.head(found))


@login_required
@require_safe
def state(request: HttpRequest, impact: uuid.UUID) -> HttpResponse:
    """Answer the poll of a preview under way; reload the page once it has ended."""
    found = queries.get_impact(viewer_of(request.user), impact)
    if not request.htmx:
        return redirect("gaps:impact", impact=impact)
    waiting = found.state in OPEN
    values = {"impact": found, "job": presenters.progress(found), "waiting": waiting}
    response = render(request, "gaps/impact_state.html", values)
    if not waiting:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stop(request: HttpRequest, impact: uuid.UUID) -> HttpResponse:
    """Ask a preview to stop."""
    found = queries.get_impact(viewer_of(request.user), impact)
    operations.cancel_impact(impact=found, by=request.user, at=timezone.now())
    messages.success(request, _("已请求停止。"))
    return redirect("gaps:impact", impact=impact)


def _csv(table: object, name: str) -> HttpResponse:
    response = HttpResponse(table_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
