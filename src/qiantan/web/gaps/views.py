"""Pages of the gap board, for analysts of the department; the counters of the targets, for everyone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.gaps import operations, queries
from qiantan.registry.gaps.counters import counters
from qiantan.web.gaps import presenters
from qiantan.web.gaps.selection import selection_of
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """List what the library misses most, narrowed by reason, category and words; as a page or as CSV."""
    viewer = viewer_of(request.user)
    selection = selection_of(request.GET)
    if request.GET.get("export") == "csv":
        found = queries.board(viewer, size=queries.EXPORTED, **selection.narrowing)
        return _csv(presenters.export_table(found.rows), "factor-gaps.csv")
    standing = queries.standing(viewer)
    page = page_number(request)
    found = queries.board(viewer, page, **selection.narrowing)
    counts = queries.reason_counts(viewer)
    table = presenters.board_table(found, selection.address(export="csv"))
    values = {
        "standing": presenters.standing(standing),
        "job": presenters.counting(standing),
        "table": table,
        "page": page_part(found, selection.pages),
        "figures": presenters.figures(standing, counts),
        "chart": presenters.chart(found.rows) if found.rows and page == 1 else None,
        "reasons": presenters.reason_choices(counts, selection.reason),
        "categories": presenters.category_choices(queries.categories(viewer), selection.category),
        "text": selection.text,
        "narrowed": any(selection.narrowing.values()),
        "basis": presenters.basis(),
        "bills": presenters.bill_table(queries.bill_wants(viewer)),
    }
    return render(request, "gaps/board.html", values)


@login_required
@require_safe
def gap(request: HttpRequest, number: int) -> HttpResponse:
    """Show one gap: what stands in its place, and the products that ask."""
    viewer = viewer_of(request.user)
    row = queries.get_gap(viewer, number)
    asking = queries.asking(viewer, number, page_number(request))
    values = {
        "title": presenters.name(row),
        "tags": presenters.tags(row.reasons),
        "figures": presenters.gap_figures(row),
        "in_place": presenters.in_place_table(queries.in_place(viewer, number)),
        "products": presenters.products_table(asking),
        "page": page_part(asking),
        "missing": presenters.is_missing(row),
    }
    return render(request, "gaps/gap.html", values)


@require_safe
def targets(request: HttpRequest) -> HttpResponse:
    """Show the targets of the factor library and what is counted beside them."""
    found = counters(viewer_of(request.user), on=timezone.localdate())
    return render(request, "gaps/targets.html", presenters.targets_page(found))


@login_required
@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Have the board counted anew."""
    operations.queue_count(by=request.user, at=timezone.now())
    messages.success(request, _("已开始统计。"))
    return redirect("gaps:board")


@login_required
@require_safe
def count_state(request: HttpRequest) -> HttpResponse:
    """Answer the poll of a count under way; reload the board once it has ended."""
    standing = queries.standing(viewer_of(request.user))
    if not request.htmx:
        return redirect("gaps:board")
    response = render(request, "gaps/count_state.html", {"job": presenters.counting(standing)})
    if standing.under_way is None:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_POST
def stop_count(request: HttpRequest) -> HttpResponse:
    """Ask the count under way to stop."""
    standing = queries.standing(viewer_of(request.user))
    if standing.under_way is not None:
        operations.cancel_count(count=standing.under_way, by=request.user, at=timezone.now())
        messages.success(request, _("已请求停止统计。"))
    return redirect("gaps:board")


def _csv(table: object, name: str) -> HttpResponse:
    response = HttpResponse(table_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
