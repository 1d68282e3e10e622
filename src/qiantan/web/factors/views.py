"""Pages of the factor library; open to everyone."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from qiantan.core.study.document import Factor
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors import queries
from qiantan.web.factors import presenters
from qiantan.web.factors.wording import TOPICS
from qiantan.web.ui.charts import table_csv
from qiantan.web.ui.paging import page_number, page_part

LONGEST = 100


@require_safe
def factors(request: HttpRequest) -> HttpResponse:
    """List factors: search in Chinese, pinyin initials, English and id; narrow by topic; export what is listed."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    topic = request.GET.get("topic", "")
    topic = topic if topic in TOPICS else ""
    viewer = viewer_of(request.user)
    here = presenters.address(text, topic)
    link = f"{here}{'&' if '?' in here else '?'}"
    if request.GET.get("export") == "csv":
        return _export(_all(viewer, text, topic))
    found = queries.search_factors(viewer, text, topic, page_number(request))
    shown = (row.factor for row in found.rows)
    table = presenters.factor_table(shown, total=found.count, export=f"{link}export=csv")
    values = {
        "table": table,
        "facets": [presenters.topic_facet(queries.topics(viewer), text, topic)],
        "page": page_part(found, link),
        "text": text,
        "topic": topic,
    }
    return render(request, "factors/list.html", values)


@require_safe
def factor(request: HttpRequest, factor_id: str) -> HttpResponse:
    """Show one factor: as a page, or inside the side panel."""
    values = presenters.factor_page(queries.get_factor(viewer_of(request.user), factor_id))
    template = "factors/factor.html#panel" if request.htmx else "factors/factor.html"
    response = render(request, template, values)
    response["Vary"] = "HX-Request, Cookie, Accept-Language"
    return response


def _all(viewer: Viewer, text: str, topic: str) -> Iterator[Factor]:
    page, pages = 1, 1
    while page <= pages:
        found = queries.search_factors(viewer, text, topic, page)
        yield from (row.factor for row in found.rows)
        page, pages = page + 1, found.pages


def _export(factors: Iterator[Factor]) -> HttpResponse:
    table = presenters.factor_table(factors, total=0, export="")
    response = HttpResponse(table_csv(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="factors.csv")
    return response
