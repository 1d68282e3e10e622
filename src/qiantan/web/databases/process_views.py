"""The page of one process."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.databases import queries
from qiantan.web.databases import process_page
from qiantan.web.databases.visitors import seen_by_members_or_all


@seen_by_members_or_all
@require_safe
def process(request: HttpRequest, database: UUID, process: UUID) -> HttpResponse:
    """Show a process: footprint, inputs with their suppliers, products, emissions, documentation."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    whole = queries.whole_process(viewer, found, process)
    return render(request, "databases/process.html", process_page.page(found, whole))
