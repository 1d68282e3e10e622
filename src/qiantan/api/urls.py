"""Addresses of the interface. Whatever is not one of them is a problem in the same form."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from qiantan.api.conditional import conditional
from qiantan.api.errors import UNKNOWN, problem_response
from qiantan.api.site import api


def _nothing(request: HttpRequest, **_: str) -> HttpResponse:
    return problem_response(request, UNKNOWN)


def _patterns() -> list[URLPattern]:
    known = [one for one in api.urls[0] if isinstance(one, URLPattern)]
    for one in known:
        one.callback = conditional(_nothing if one.name == "api-root" else one.callback)
    return [*known, re_path(r"^.*$", conditional(_nothing), name="nothing")]


app_name = "api"
urlpatterns = _patterns()
