"""Factors and their releases: search, one, all, as files. Public and read-only."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.errors import ValidationError

from qiantan.api.cursors import cursor_of, link_header, position_of
from qiantan.api.errors import StaleCursor
from qiantan.api.factors.schemas import (
    FactorOut,
    FactorsOut,
    Question,
    ReleaseOut,
    ReleasesOut,
    factor_out,
    page_out,
    release_out,
)
from qiantan.registry.accounts.viewer import VISITOR
from qiantan.registry.factors import files, queries
from qiantan.registry.factors.facets import FACETS

router = Router(tags=["factors"])
CSV, ZIP = "text/csv; charset=utf-8", "application/zip"


@router.get("/factors", response=FactorsOut, url_name="factors", summary="Search the factors")
def factors(request: HttpRequest, response: HttpResponse, question: Query[Question]) -> dict[str, Any]:
    """Return factors best first, with the counts of every facet. The Link header leads to the next page."""
    _refuse_unknown(request)
    asked = question.model_dump(exclude={"cursor"})
    position = position_of(question.cursor, asked) if question.cursor else None
    if question.order == "id" and not question.q:
        body, following = _walked(request, question, asked, position)
    else:
        body, following = _searched(request, question, asked, position)
    links = {"first": "", **({"next": following} if following else {})}
    response["Link"] = link_header(request, asked, links)
    return body


@router.get("/factors/{factor_id}", response=FactorOut, url_name="factor", summary="One factor")
def factor(request: HttpRequest, factor_id: str) -> dict[str, Any]:
    """Return one factor with its source, licence and release."""
    return factor_out(queries.get_factor(VISITOR, factor_id), _root(request))


@router.get(
    "/factors/{factor_id}/csv",
    url_name="factor_csv",
    summary="One factor as CSV",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def factor_csv(request: HttpRequest, factor_id: str) -> HttpResponse:  # noqa: ARG001 - what the router passes
    """Return one factor as CSV in the columns of the rulebook."""
    return _file(files.factor_csv(VISITOR, factor_id), CSV, f"{factor_id}.csv")


@router.get("/releases", response=ReleasesOut, url_name="releases", summary="The releases")
def releases(request: HttpRequest) -> dict[str, Any]:
    """Return every release with its terms and what it withholds."""
    return {"items": [release_out(one, _root(request)) for one in queries.releases(VISITOR)]}


@router.get(
    "/releases/archive",
    url_name="archive",
    summary="All open releases in one archive",
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def archive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - what the router passes
    """Return every open release as CSV with its release.yaml and digests."""
    return _file(files.open_archive(VISITOR), ZIP, "qiantan-factors.zip")


@router.get("/releases/{release_id}", response=ReleaseOut, url_name="release", summary="One release")
def release(request: HttpRequest, release_id: str) -> dict[str, Any]:
    """Return one release."""
    return release_out(queries.get_release(VISITOR, release_id), _root(request))


@router.get(
    "/releases/{release_id}/archive",
    url_name="release_archive",
    summary="One release as an archive",
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {"application/zip": {"schema": {"type": "string", "format": "binary"}}},
            }
        }
    },
)
def release_archive(request: HttpRequest, release_id: str) -> HttpResponse:  # noqa: ARG001 - what the router passes
    """Return one open release as CSV with its release.yaml and digests; refused when its terms do not allow it."""
    return _file(files.release_archive(VISITOR, release_id), ZIP, f"{release_id}.zip")


def _searched(
    request: HttpRequest, question: Question, asked: dict[str, Any], position: str | int | None
) -> tuple[dict[str, Any], str]:
    page = 1 if position is None else position
    if not isinstance(page, int) or not 1 <= page <= 1000:  # noqa: PLR2004 - no list is longer
        raise StaleCursor
    found = queries.search(
        VISITOR, question.q, _chosen(question), page, question.limit, lapsed=question.state == "lapsed"
    )
    return page_out(found, _root(request)), cursor_of(page + 1, asked) if found.has_next else ""


def _walked(
    request: HttpRequest, question: Question, asked: dict[str, Any], position: str | int | None
) -> tuple[dict[str, Any], str]:
    after = "" if position is None else position
    if not isinstance(after, str):
        raise StaleCursor
    rows = queries.walk(
        VISITOR, after=after, chosen=_chosen(question), size=question.limit, lapsed=question.state == "lapsed"
    )
    body = page_out(queries.Search(rows=rows, number=1, pages=1, count=0), _root(request)) | {"total": None}
    return body, cursor_of(rows[-1].factor.id, asked) if len(rows) == question.limit else ""


def _refuse_unknown(request: HttpRequest) -> None:
    """Refuse parameters that are not known, so that a misspelt one does not return everything."""
    expected = f"one of: {', '.join(Question.model_fields)}"
    unknown = sorted(set(request.GET) - set(Question.model_fields))
    if unknown:
        raise ValidationError([{"loc": ("query", name), "msg": expected, "type": "unknown"} for name in unknown])


def _chosen(question: Question) -> dict[str, str]:
    return {facet: value for facet in FACETS if (value := getattr(question, facet))}


def _root(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
