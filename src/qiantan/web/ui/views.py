"""The switch of the large-text edition (关怀版)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from qiantan.web.ui.context import CARE_COOKIE

YEAR = 365 * 24 * 3600


@require_POST
def care(request: HttpRequest) -> HttpResponse:
    """Turn the large-text edition on or off and return to the page."""
    there = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure()):
        there = "/"
    response = HttpResponseRedirect(there)
    if request.POST.get("care") == "on":
        response.set_cookie(CARE_COOKIE, "on", max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie(CARE_COOKIE)
    return response
