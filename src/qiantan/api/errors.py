"""Everything that can go wrong, in one table: each error becomes problem details (RFC 9457) in Chinese and English."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any, Final, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError

from qiantan.core.findings import Text
from qiantan.registry.accounts.refusals import NotFound, NotPermitted, Refusal

MEDIA_TYPE: Final = "application/problem+json"


class StaleCursor(Exception):
    """The cursor belongs to another question or was changed."""


class Problem(NamedTuple):
    """A kind of error: its short name in the address, status, title, and what to do."""

    slug: str
    status: int
    title: Text
    remedy: Text


PROBLEMS: Final[dict[type[Exception] | int, Problem]] = {
    ValidationError: Problem(
        "invalid-parameters",
        422,
        Text("参数不对", "Invalid parameters"),
        Text("按 errors 逐条改正后重发。", "Correct what errors lists, then send it again."),
    ),
    StaleCursor: Problem(
        "stale-cursor",
        400,
        Text("游标不属于这个查询", "The cursor belongs to another question"),
        Text("去掉 cursor，从第一页重新取。", "Leave cursor out and start from the first page."),
    ),
    NotFound: Problem(
        "not-found",
        404,
        Text("没有找到", "Not found"),
        Text(
            "核对编号；列表见 /api/v1/factors 和 /api/v1/releases。",
            "Check the id; /api/v1/factors and /api/v1/releases list them.",
        ),
    ),
    NotPermitted: Problem(
        "not-permitted",
        403,
        Text("许可不允许", "Not permitted by the licence"),
        Text("向 available_at 所列的所有者索取。", "Ask the owner named in the release."),
    ),
    Throttled: Problem(
        "too-many-requests",
        429,
        Text("请求太频繁", "Too many requests"),
        Text(
            "按 Retry-After 等候；整批数据请下载发布包。",
            "Wait as Retry-After says; download a release for everything.",
        ),
    ),
    405: Problem(
        "method-not-allowed",
        405,
        Text("只能读取", "Read only"),
        Text("改用 GET 或 HEAD。", "Use GET or HEAD."),
    ),
}
UNKNOWN: Final = PROBLEMS[NotFound]


def handle_errors(api: NinjaAPI) -> None:
    """Let every error of the table answer with problem details."""
    for kind in PROBLEMS:
        if isinstance(kind, type):
            api.add_exception_handler(kind, partial(_answer, problem=PROBLEMS[kind]))
    api.add_exception_handler(Http404, partial(_answer, problem=UNKNOWN))
    api.add_exception_handler(HttpError, _http_error)


def problem_response(request: HttpRequest, problem: Problem, detail: Text | None = None, **more: Any) -> HttpResponse:
    """Return problem details; `more` are members beside the standard ones."""
    body = {
        "type": request.build_absolute_uri(f"/api/v1/problems#{problem.slug}"),
        "title": problem.title.zh,
        "title_en": problem.title.en,
        "status": problem.status,
        "detail": detail.zh if detail else problem.remedy.zh,
        "detail_en": detail.en if detail else problem.remedy.en,
        "instance": request.path,
        **more,
    }
    content = json.dumps(body, ensure_ascii=False)
    return HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE)


def _answer(request: HttpRequest, error: Exception, *, problem: Problem) -> HttpResponse:
    describe: Callable[[Any], dict[str, Any]] | None = _MORE.get(type(error))
    detail = error.text if isinstance(error, Refusal) else None
    answer = problem_response(request, problem, detail, **(describe(error) if describe else {}))
    if isinstance(error, Throttled) and error.wait is not None:
        answer["Retry-After"] = str(max(1, round(error.wait)))
    return answer


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    known = next((one for one in PROBLEMS.values() if one.status == error.status_code), None)
    text = Text(str(error), str(error))
    return problem_response(request, known or Problem("refused", error.status_code, text, text), text)


def _findings(error: ValidationError) -> dict[str, Any]:
    """Return every fault of the parameters: where, what was expected."""
    return {
        "errors": [
            {"parameter": str(one["loc"][-1]), "in": str(one["loc"][0]), "expected": one["msg"], "code": one["type"]}
            for one in error.errors
        ]
    }


_MORE: Final[dict[type[Exception], Callable[[Any], dict[str, Any]]]] = {ValidationError: _findings}
