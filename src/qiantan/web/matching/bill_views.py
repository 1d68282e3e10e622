"""Bills of a product's activity data: hand one in, see how far it is matched, accept what is exact, take it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.core.matching.reading import MOST_CONTENT, read_file, read_text
from qiantan.core.matching.writing import table_xlsx
from qiantan.registry.accounts.permissions import can_edit, check_can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.matching import operations, queries
from qiantan.registry.matching.states import LineState
from qiantan.registry.products.queries import get_activity
from qiantan.web.matching import presenters, wording
from qiantan.web.matching.forms import BillForm
from qiantan.web.ui.charts import guarded, table_csv
from qiantan.web.ui.paging import page_number

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.core.matching.bill import BillReading
    from qiantan.registry.matching.models import Bill
    from qiantan.registry.products.models import ActivityRecord

SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def bills(request: HttpRequest, activity: str) -> HttpResponse:
    """List the bills of activity data, and take another one."""
    viewer = viewer_of(request.user)
    found = get_activity(viewer, activity)
    if request.method == "POST":
        check_can_edit(viewer, found.product.organisation_id)
        return _hand_in(request, found)
    return _show(request, found, BillForm())


def _hand_in(request: HttpRequest, found: ActivityRecord) -> HttpResponse:
    form = BillForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    file = form.cleaned_data["file"]
    reading = read_file(file.name, file.read(MOST_CONTENT + 1)) if file else read_text(form.cleaned_data["text"])
    try:
        made = operations.hand_in_bill(
            activity=found,
            name=form.cleaned_data["name"] or (file.name if file else ""),
            reading=reading,
            source=form.cleaned_data["source"],
            by=request.user,
            at=timezone.now(),
        )
    except Invalid:
        # What was read of the file comes back as text, so that it can be put right here.
        typed = {**request.POST.dict(), "text": reading.text or form.cleaned_data["text"]}
        return _show(request, found, BillForm(typed), reading=reading, status=422)
    count = len(reading.lines)
    messages.success(request, _("读入 %(count)d 行。建议只是建议：逐行采用之前，填报数据没有变化。") % {"count": count})
    return redirect("matching:bill", bill=made.public_id)


def _show(
    request: HttpRequest,
    found: ActivityRecord,
    form: BillForm,
    *,
    reading: BillReading | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = viewer_of(request.user)
    context = {
        "activity": found,
        "product": found.product,
        "form": form,
        "findings": [wording.finding_at(one) for one in reading.findings] if reading else [],
        "understood": len(reading.lines) if reading else 0,
        "bills": presenters.bill_table(queries.bills(viewer, found)),
        "can_edit": can_edit(viewer, found.product.organisation_id) and found.is_open,
        "frozen": not found.is_open,
    }
    return render(request, "matching/bills.html", context, status=status)


@login_required
@require_safe
def bill(request: HttpRequest, bill: str) -> HttpResponse:
    """Show a bill: what is not matched first."""
    viewer = viewer_of(request.user)
    found = queries.get_bill(viewer, bill)
    state = request.GET.get("state", "")
    state = state if state in {one.value for one in LineState} else ""
    page = queries.bill_page(viewer, found, page_number(request), state)
    context = presenters.bill_context(found, page, state)
    context["can_edit"] = _may_edit(request, found)
    return render(request, "matching/bill.html", context)


@login_required
def exact(request: HttpRequest, bill: str) -> HttpResponse:
    """List the exact matches, and accept those that stay ticked."""
    viewer = viewer_of(request.user)
    found = queries.get_bill(viewer, bill)
    if request.method == "POST":
        chosen = request.POST.getlist("line")
        count = operations.accept_exact(bill=found, lines=chosen, by=request.user, at=timezone.now())
        if count:
            messages.success(request, _("已采用 %(count)d 行，并写入填报数据。") % {"count": count})
        else:
            messages.info(request, _("没有选择任何行，没有变化。"))
        return redirect("matching:bill", bill=bill)
    ready = queries.exact_placings(viewer, found, found.activity)
    context = {
        "bill": found,
        "product": found.activity.product,
        "lines": presenters.exact_table(ready),
        "can_edit": _may_edit(request, found),
    }
    return render(request, "matching/exact.html", context)


@login_required
@require_POST
def again(request: HttpRequest, bill: str) -> HttpResponse:
    """Look the suggestions up again, in the library as it is now."""
    found = queries.get_bill(viewer_of(request.user), bill)
    operations.look_up_again(bill=found, by=request.user, at=timezone.now())
    messages.success(request, _("已按现在的因子库重新查找建议；已匹配的行不变。"))
    return redirect("matching:bill", bill=bill)


@login_required
@require_safe
def as_csv(request: HttpRequest, bill: str) -> HttpResponse:
    """Send the matched bill as CSV."""
    viewer = viewer_of(request.user)
    found = queries.get_bill(viewer, bill)
    content = table_csv(presenters.export_table(queries.exported(viewer, found)))
    return _file(content, "text/csv; charset=utf-8", f"{found.name}.csv")


@login_required
@require_safe
def as_xlsx(request: HttpRequest, bill: str) -> HttpResponse:
    """Send the matched bill as a workbook."""
    viewer = viewer_of(request.user)
    found = queries.get_bill(viewer, bill)
    table = presenters.export_table(queries.exported(viewer, found))
    rows = [[guarded(cell.text) for cell in row.cells] for row in table.rows]
    content = table_xlsx(table.caption, [column.title for column in table.columns], rows)
    return _file(content, SPREADSHEET, f"{found.name}.xlsx")


def _may_edit(request: HttpRequest, found: Bill) -> bool:
    activity = found.activity
    return can_edit(viewer_of(request.user), activity.product.organisation_id) and activity.is_open


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type=media_type, headers=headers)
