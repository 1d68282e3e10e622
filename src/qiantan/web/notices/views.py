"""Pages of the notices: the list, opening one, having seen all."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.notices import operations, queries
from qiantan.web.notices import presenters
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def notices(request: HttpRequest) -> HttpResponse:
    """List what this person was told, newest first."""
    unseen = request.GET.get("show") == "unseen"
    found = queries.notices(viewer_of(request.user), page_number(request), unseen=unseen)
    values = {
        "notices": [presenters.view(notice) for notice in found.rows],
        "tabs": presenters.tabs(unseen=unseen),
        "page": page_part(found, "?show=unseen&" if unseen else "?"),
        "unseen_only": unseen,
    }
    return render(request, "notices/list.html", values)


@login_required
@require_POST
def open_notice(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Mark a notice as seen and lead to what it tells of."""
    notice = queries.get_notice(viewer_of(request.user), public_id)
    operations.mark_seen(notices=[notice], by=request.user, at=timezone.now())
    return redirect(notice.link)


@login_required
@require_POST
def all_seen(request: HttpRequest) -> HttpResponse:
    """Mark every notice of this person as seen."""
    count = operations.mark_seen(by=request.user, at=timezone.now())
    said = ngettext("已将 %(count)d 条通知标为已读。", "已将 %(count)d 条通知标为已读。", count) % {"count": count}
    messages.success(request, said)
    return redirect("notices:list")
