"""Every answer of the interface is conditional, may be read from other sites, and says what is refused as a problem."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from qiantan.api.errors import PROBLEMS, problem_response

READING = ("GET", "HEAD", "OPTIONS")
CACHE = "public, max-age=60, stale-while-revalidate=600"


def conditional(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Return a view that answers HEAD like GET, refuses writing, and sends 304 when the reader has the same bytes."""

    @wraps(view)
    def answer(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _open(HttpResponse(status=204, headers={"Allow": ", ".join(READING)}))
        if request.method not in READING:
            refused = problem_response(request, PROBLEMS[405])
            refused["Allow"] = ", ".join(READING)
            return _open(refused)
        request.method, method = "GET", request.method
        response = _open(view(request, *arguments, **named))
        request.method = method
        if response.status_code != 200:  # noqa: PLR2004
            response["Cache-Control"] = "no-store"
            return response
        response["Cache-Control"] = CACHE
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        return get_conditional_response(request, etag=response["ETag"], response=response) or response

    answer.csrf_exempt = True  # type: ignore[attr-defined] - nothing is written here
    return answer


def _open(response: HttpResponse) -> HttpResponse:
    """Let pages of other sites read public data, with the headers that matter to them."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "ETag, Link, Retry-After"
    return response
