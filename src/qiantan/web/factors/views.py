"""Pages of the factor library; open to everyone."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from qiantan.core.study.document import Factor
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors import files, queries
from qiantan.registry.footprints.factor_uses import studies_using
from qiantan.registry.submissions.queries import review_record
from qiantan.web.factors import comparing, lists, presenters, reviewing
from qiantan.web.factors.selection import Selection, compared_of, selection_of
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part

KINDS_OF_FILE = {"csv": (files.factor_csv, "text/csv; charset=utf-8"), "json": (files.factor_json, "application/json")}


@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    """List factors: search in Chinese, pinyin, English, id and CAS; narrow by facets; compare; export what is listed."""
    selection = selection_of(request.GET)
    viewer = viewer_of(request.user)
    if request.GET.get("export") == "csv":
        return _export(_all(viewer, selection))
    found = queries.search(viewer, selection.text, selection.chosen, page_number(request), lapsed=selection.lapsed)
    link = selection.address()
    table = lists.factor_table(
        (row.factor for row in found.rows),
        selection,
        total=None if found.more else found.count,
        export=selection.address(export="csv"),
    )
    kept = queries.get_factors(viewer, selection.compared) if selection.compared else ()
    values = {
        "table": table,
        "facets": lists.facet_groups(found, selection),
        "page": page_part(found, f"{link}{'&' if '?' in link else '?'}"),
        "count": found.count,
        "more": found.more,
        "listed": found.pages * found.size < found.count,
        "selection": selection,
        "stood_for": lists.stood_for(found),
        "nearest": found.nearest,
        "withheld": lists.withheld(found),
        "compared": lists.compared(kept, selection),
    }
    return render(request, "factors/list.html", values)


@require_safe
def factor(request: HttpRequest, factor_id: str) -> HttpResponse:
    """Show one factor: as a page with its editions and its like, or in short inside the side panel."""
    viewer = viewer_of(request.user)
    found = queries.get_factor(viewer, factor_id)
    left = queries.standings(viewer, factor_id) if found.lapsed else ()
    values = {
        **presenters.factor_page(found),
        "lapsed": presenters.lapsed(found, left),
        "address": request.build_absolute_uri(request.path),
    }
    if request.htmx:
        response = render(request, "factors/factor.html#panel", values)
    else:
        more = {
            "editions": presenters.editions(queries.editions(viewer, factor_id), factor_id),
            "standing": presenters.standing(queries.alike(viewer, factor_id), found.factor),
            "review": reviewing.record(review_record(viewer, factor_id)) if found.reviewed else None,
            "uses": studies_using(viewer, factor_id) if viewer.organisation_ids else None,
        }
        response = render(request, "factors/factor.html", {**values, **more})
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show up to four factors side by side."""
    found = queries.get_factors(viewer_of(request.user), compared_of(request.GET.get("id", "")))
    return render(request, "factors/compare.html", comparing.comparison(found) if found else {})


@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """List the releases with their terms, downloads and what they withhold."""
    values = {"releases": comparing.release_cards(queries.releases(viewer_of(request.user)))}
    return render(request, "factors/releases.html", values)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    """Send every open release in one archive."""
    return _file(files.open_archive(viewer_of(request.user)), "application/zip", "qiantan-factors.zip")


@require_safe
def release_archive(request: HttpRequest, release_id: str) -> HttpResponse:
    """Send one open release as an archive."""
    return _file(files.release_archive(viewer_of(request.user), release_id), "application/zip", f"{release_id}.zip")


@require_safe
def file(request: HttpRequest, factor_id: str, kind: str) -> HttpResponse:
    """Send one factor as CSV or JSON."""
    if kind not in KINDS_OF_FILE:
        raise Http404
    write, media_type = KINDS_OF_FILE[kind]
    return _file(write(viewer_of(request.user), factor_id), media_type, f"{factor_id}.{kind}")


def _all(viewer: Viewer, selection: Selection) -> Iterator[Factor]:
    page, pages = 1, 1
    while page <= pages:
        found = queries.search(viewer, selection.text, selection.chosen, page, 200, lapsed=selection.lapsed)
        yield from (row.factor for row in found.rows)
        page, pages = page + 1, found.pages


def _export(factors: Iterator[Factor]) -> HttpResponse:
    return _file(table_csv(lists.export_table(factors)), "text/csv; charset=utf-8", "factors.csv")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
