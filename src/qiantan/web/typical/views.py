"""Public pages: calls, one call, a published typical value and its file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import organisations, viewer_of
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.typical import permissions, queries
from qiantan.registry.typical.states import ReleaseState
from qiantan.web.typical import desk, presenters, wording
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part

LONGEST = 60
IN_FORCE = ReleaseState.PUBLISHED.value


@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """List the calls: open to everyone, without telling how many take part."""
    viewer = viewer_of(request.user)
    search = request.GET.get("q", "").strip()[:LONGEST]
    found = queries.calls(viewer, page_number(request), search)
    values = {
        "table": presenters.call_table(found, timezone.now()),
        "page": page_part(found, f"?q={search}&" if search else "?"),
        "search": search,
        "can_call": permissions.can_call(viewer),
        "member": bool(viewer.organisation_ids),
    }
    return render(request, "typical/list.html", values)


@require_safe
def call(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show what a call asks, who sees what, what was published; and to members what their plants gave."""
    viewer = viewer_of(request.user)
    listed = queries.get_call(viewer, call_id)
    takes = queries.takes_values(listed, timezone.now())
    releases = queries.releases(viewer, listed.call)
    sites = queries.giving_sites(viewer)
    own = queries.values_for(viewer, listed.call) if viewer.organisation_ids else {}
    values = {
        "call": listed.call,
        "listed": listed,
        "takes": takes,
        "terms": presenters.call_terms(listed),
        "releases": presenters.release_table(listed.call, releases) if releases else None,
        "sites": presenters.sites_table(listed.call, sites, own, takes=takes) if sites else None,
        "rule": desk.rule_table(queries.rule()),
        "can_call": permissions.can_call(viewer),
    }
    return render(request, "typical/call.html", values)


@require_safe
def value(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Show a typical value; before it is published only to the department."""
    viewer = viewer_of(request.user)
    made = queries.get_release(viewer, release_id)
    values = {
        "made": made,
        "release": made.release,
        "call": made.release.call,
        "part": wording.part(made.release.call, made.release.division, made.release.technology),
        "stats": presenters.stats(made),
        "table": presenters.value_table(made),
        "terms": presenters.value_terms(made),
        "proposing": _proposing(viewer) if made.release.state == IN_FORCE else (),
        "citation": presenters.citation(made, request.build_absolute_uri(request.path)),
        "can_call": permissions.can_call(viewer),
    }
    return render(request, "typical/value.html", values)


@require_safe
def value_csv(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Send a typical value as CSV."""
    made = queries.get_release(viewer_of(request.user), release_id)
    response = HttpResponse(table_csv(presenters.export_table(made)), content_type="text/csv; charset=utf-8")
    name = f"{made.release.call.name_zh}-{made.release.call.data_year}-{made.release.number}.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _proposing(viewer: Viewer) -> list[object]:
    """Return the organisations this person may hand datasets in for."""
    return [one for one in organisations(viewer) if can_edit(viewer, one.pk)] if viewer.organisation_ids else []
