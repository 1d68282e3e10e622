"""Pages of the databases: the list, one with its processes, its flows, its findings and files."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.databases import queries
from qiantan.registry.databases.permissions import can_hand_on
from qiantan.web.databases import presenters
from qiantan.web.databases.visitors import seen_by_members_or_all
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part
from qiantan.web.ui.working import working

LONGEST = 100
CSV = "text/csv; charset=utf-8"


@require_safe
def databases(request: HttpRequest) -> HttpResponse:
    """List the databases this person may see."""
    viewer = viewer_of(request.user)
    found = queries.databases(viewer, page_number(request))
    values = {
        "table": presenters.database_table(found.rows, found.count),
        "page": page_part(found),
        "may_upload": any(can_edit(viewer, organisation) for organisation in viewer.organisation_ids),
    }
    return render(request, "databases/list.html", values)


@seen_by_members_or_all
@require_safe
@never_cache
def database(request: HttpRequest, database: UUID) -> HttpResponse:
    """Show a database: what it holds, what is open, and its processes by search."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    editable = can_edit(viewer, found.organisation_id)
    values = presenters.database_page(found) | {
        "can_edit": editable,
        "busy": found.task is not None and found.task.is_open,
        "job": _job(found, editable=editable, member=found.organisation_id in viewer.organisation_ids),
        "findings": presenters.shown_findings(found, queries.findings(viewer, found)),
        "handed_on": can_hand_on(viewer, found),
    }
    if found.state == "ready":
        values |= _listed(request, viewer, found)
        if values["handed_on"]:
            values["files"] = presenters.files(found, queries.files(viewer, found))
    return render(request, "databases/database.html", values)


@seen_by_members_or_all
@require_safe
@never_cache
def state(request: HttpRequest, database: UUID) -> HttpResponse:
    """Answer the poll of work under way; reload the page once it has ended."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    if not request.htmx:
        return redirect("databases:database", database=database)
    member = found.organisation_id in viewer.organisation_ids
    job = _job(found, editable=can_edit(viewer, found.organisation_id), member=member)
    response = render(request, "databases/state.html", {"database": found, "job": job})
    if not (job and found.task.is_open):
        response["HX-Refresh"] = "true"
    return response


@seen_by_members_or_all
@require_safe
def findings_csv(request: HttpRequest, database: UUID) -> HttpResponse:
    """Send everything that was found on import as a file, however much it is."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    table = presenters.findings_table(queries.findings(viewer, found))
    return _file(table_csv(table), CSV, f"{found.name}-findings.csv")


@seen_by_members_or_all
@require_safe
def flows(request: HttpRequest, database: UUID) -> HttpResponse:
    """List the elementary flows of a database with what they count for."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    only = request.GET.get("only", "")
    only = only if only in ("gas", "left_out") else ""
    natures = queries.natures(viewer, found, only=only) if found.state == "ready" else ()
    if request.GET.get("export") == "csv":
        return _file(table_csv(presenters.flow_table(natures, total=None, export="")), CSV, "flows.csv")
    page = presenters.page_of_rows(natures, page_number(request))
    values = {
        "database": found,
        "table": presenters.flow_table(page.rows, total=page.count, export=f"?only={only}&export=csv"),
        "page": page_part(page, f"?only={only}&"),
        "tabs": presenters.flow_tabs(found, only),
    }
    return render(request, "databases/flows.html", values)


@seen_by_members_or_all
@require_safe
def download(request: HttpRequest, database: UUID, file: UUID) -> HttpResponse:
    """Send a database in the format it was written in."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    codec, content = queries.file_bytes(viewer, found, file)
    return _file(content, "application/zip", f"{found.name}-{codec}.zip")


@seen_by_members_or_all
@require_safe
def original(request: HttpRequest, database: UUID) -> HttpResponse:
    """Send the file as it was handed in."""
    viewer = viewer_of(request.user)
    found = queries.get_database(viewer, database)
    return _file(queries.handed_in(viewer, found), "application/octet-stream", found.file_name)


def _listed(request: HttpRequest, viewer: object, found: object) -> dict[str, object]:
    text = request.GET.get("q", "").strip()[:LONGEST]
    only = request.GET.get("only", "")
    only = only if only in queries.ONLY else ""
    order = "kg" if request.GET.get("order") == "kg" else "number"
    rows = queries.processes(viewer, found, text, only=only, order=order, page=page_number(request))
    kept = {key: value for key, value in (("q", text), ("only", only), ("order", order)) if value}
    return {
        "processes": presenters.process_table(found, rows.rows, total=rows.count),
        "page": page_part(rows, f"?{urlencode(kept)}&"),
        "text": text,
        "only": only,
        "order": order,
        "narrowing": presenters.narrowing(only),
    }


def _job(found: object, *, editable: bool, member: bool) -> object:
    """Return the work about a database as a row for its members; others see the database as it is."""
    task = found.task
    if task is None or not member or (not task.is_open and task.state == "done"):
        return None
    return working(task, task.title, can_edit=editable)


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
