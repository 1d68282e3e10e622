"""The pages people see when something is refused or goes wrong: what happened, what to do, never a trace."""

import logging
import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

log = logging.getLogger("qiantan.web")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by the framework
    """Answer 400."""
    return _page(
        request,
        400,
        _("这个请求看不懂"),
        _("地址或提交的内容不完整。请返回上一页，检查后重新提交。"),
    )


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403; the reason of a refusal is shown in words when there is one."""
    reason = str(exception) if exception and str(exception) else _("您的账号没有查看或办理这一项的权限。")
    return _page(request, 403, _("没有权限"), _("%(reason)s 如需办理，请联系本单位的管理员。") % {"reason": reason})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by the framework
    """Answer 404; the same page whether a thing does not exist or may not be seen."""
    return _page(
        request,
        404,
        _("没有找到这个页面"),
        _("它可能已移动、已删除，或者不在您可以查看的范围内。可以用页首的搜索再找一次。"),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403 to a form without a valid token."""
    log.warning("form refused: %s", reason)
    return _page(
        request,
        403,
        _("页面已过期，没有提交"),
        _("为了安全，放置太久的表单不再接受。请返回上一页，刷新后重新提交；浏览器需允许 Cookie。"),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 from a page that needs neither database nor session; the number is in the log as well."""
    reference = uuid.uuid4().hex[:10]
    log.error("error page shown, reference %s, %s %s", reference, request.method, request.path)
    text = render_to_string("ui/fault.html", {"reference": reference, "style": static("vendor/qt.css")})
    return HttpResponse(text, status=500)


def _page(request: HttpRequest, status: int, heading: str, text: str) -> HttpResponse:
    return render(request, "ui/error.html", {"status": status, "heading": heading, "text": text}, status=status)
