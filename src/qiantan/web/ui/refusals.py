"""Refusals of the registry become pages, in one table."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from qiantan.registry.accounts.refusals import Conflict, Invalid, NotFound, NotPermitted, Refusal, WrongState
from qiantan.web.ui.wording import words

STATUS: dict[type[Refusal], tuple[int, object]] = {
    NotPermitted: (403, _("没有权限")),
    NotFound: (404, _("没有找到")),
    WrongState: (409, _("现在不能这样做")),
    Conflict: (409, _("别人刚刚改过")),
    Invalid: (422, _("请先更正")),
}


class RefusalMiddleware:
    """Shows what was refused and why; nothing was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a refusal; any other exception goes its way."""
        if not isinstance(exception, Refusal):
            return None
        status, heading = next((entry for kind, entry in STATUS.items() if isinstance(exception, kind)), (409, ""))
        values = {
            "status": status,
            "heading": heading or _("没有办理"),
            "text": words(exception.text),
            "findings": getattr(exception, "findings", ()),
        }
        return render(request, "ui/error.html", values, status=status)
