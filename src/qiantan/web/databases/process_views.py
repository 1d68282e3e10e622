"""The page of one process."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.databases import queries
from qiantan.registry.databases.permissions import can_hand_on
from qiantan.web.databases import process_page
from qiantan.web.databases.visitors import seen_by_members_or_all


@seen_by_members_or_all
@require_safe
def process(request: HttpRequest, database: UUID, process: UUID) -> HttpResponse:
    """Show a process: footprint, inputs with their suppliers, products, emissions, documentation."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    whole = queries.whole_process(viewer, found, process)
    values = process_page.page(found, whole) | {"handed_on": can_hand_on(viewer, found)}
    return render(request, "databases/process.html", values)


@seen_by_members_or_all
@require_safe
def factor(request: HttpRequest, database: UUID, process: UUID) -> HttpResponse:
    """Send the footprint of a process as the package of a factor."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    response = HttpResponse(queries.factor_file(viewer, found, process), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{process}.zip")
    return response
