"""The list of products and the page of one product."""

import datetime as dt
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.footprints import queries as footprints
from qiantan.registry.products import operations, queries
from qiantan.web.products import presenters
from qiantan.web.products.forms import PeriodForm
from qiantan.web.products.wizard_views import KEPT
from qiantan.web.ui.paging import page_number, page_part


@login_required
def product_list(request: HttpRequest) -> HttpResponse:
    """Show the products of the viewer's organisations (E3)."""
    search = request.GET.get("q", "").strip()
    viewer = viewer_of(request.user)
    page = queries.products(viewer, page_number(request), search)
    address = f"?{urlencode({'q': search})}&" if search else "?"
    context = {
        "search": search,
        "table": presenters.product_table(page),
        "page": page_part(page, address),
        "empty": not page.count and not search,
        "begun": request.session.get(KEPT),
        "can_edit": any(can_edit(viewer, one) for one in viewer.organisation_ids),
    }
    return render(request, "products/list.html", context)


@login_required
def product_page(request: HttpRequest, product: str) -> HttpResponse:
    """Show one product: its periods and its calculations."""
    viewer = viewer_of(request.user)
    found = queries.get_product(viewer, product)
    context = {
        "product": found,
        "facts": presenters.product_facts(found),
        "activities": presenters.activity_table(queries.activities(viewer, found)),
        "runs": presenters.run_table(footprints.runs(viewer, found)),
        "can_edit": can_edit(viewer, found.organisation_id),
        "form": PeriodForm(today=timezone.localdate()),
    }
    return render(request, "products/product.html", context)


@login_required
@require_POST
def open_period(request: HttpRequest, product: str) -> HttpResponse:
    """Open another period, copied from the newest one where there is one."""
    viewer = viewer_of(request.user)
    found = queries.get_product(viewer, product)
    form = PeriodForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        for fault in form.non_field_errors():
            messages.error(request, fault)
        return redirect("products:product", product=product)
    period: dict[str, dt.date] = form.cleaned_data
    earlier = queries.activities(viewer, found)
    values = {"start": period["start"], "end": period["end"], "by": request.user, "at": timezone.now()}
    if earlier:
        activity = operations.copy_activity(activity=earlier[0], **values)
        messages.success(request, _("已从上一期间复制名称、选项和清单；用量须重新填写。"))
    else:
        activity = operations.open_activity(product=found, **values)
    return redirect("products:activity", activity=activity.public_id)
