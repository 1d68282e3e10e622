"""Pages of the department: open a call, see counts and reasons, make releases. No page shows a single value."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.typical import operations, permissions, queries
from qiantan.web.typical import desk as presenters
from qiantan.web.typical.forms import CallForm, PartForm, ReopenForm, closing
from qiantan.web.typical.presenters import release_table
from qiantan.web.ui.forms import add_findings


@login_required
def open_call(request: HttpRequest) -> HttpResponse:
    """Open a call."""
    permissions.check_can_call(viewer_of(request.user))
    form = CallForm(request.POST or None, initial={"data_year": timezone.now().year - 1})
    if form.is_valid():
        try:
            call = operations.open_call(asked=form.asked(), by=request.user, at=timezone.now())
        except Invalid as refusal:
            add_findings(form, refusal.findings)
        else:
            messages.success(request, _("征集已开放。"))
            return redirect("typical:desk", call.public_id)
    return render(request, "typical/open.html", {"form": form}, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_safe
def desk(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Show counts, what holds releases back, and the releases made."""
    viewer = viewer_of(request.user)
    permissions.check_can_call(viewer)
    listed = queries.get_call(viewer, call_id)
    takes = queries.takes_values(listed, timezone.now())
    standings = queries.standings(viewer, listed.call, presenters.parts(listed.call))
    rows = presenters.desk_rows(listed.call, standings, takes=takes)
    releases = queries.releases(viewer, listed.call)
    values = {
        "call": listed.call,
        "takes": takes,
        "whole": rows[0],
        "parts": rows[1:],
        "releases": release_table(listed.call, releases) if releases else None,
        "reopen": ReopenForm(),
    }
    return render(request, "typical/desk.html", values)


@login_required
@require_POST
def close(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Cut a call off now."""
    call = queries.get_call(viewer_of(request.user), call_id).call
    operations.close_call(call=call, by=request.user, at=timezone.now())
    messages.success(request, _("征集已截止。"))
    return redirect("typical:desk", call_id)


@login_required
@require_POST
def reopen(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Take values again until another day."""
    viewer = viewer_of(request.user)
    permissions.check_can_call(viewer)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写新的截止日期，如 2027-01-31。"))
        return redirect("typical:desk", call_id)
    call, closes_at = queries.get_call(viewer, call_id).call, closing(form.cleaned_data["closes"])
    operations.reopen_call(call=call, closes_at=closes_at, by=request.user, at=timezone.now())
    messages.success(request, _("已重新开放。已发布的典型值不变。"))
    return redirect("typical:desk", call_id)


@login_required
@require_POST
def prepare(request: HttpRequest, call_id: UUID) -> HttpResponse:
    """Examine a part of a call and compute its figures."""
    viewer = viewer_of(request.user)
    permissions.check_can_call(viewer)
    call = queries.get_call(viewer, call_id).call
    form = PartForm(request.POST, call=call)
    if not form.is_valid():
        messages.error(request, _("没有这个范围。"))
        return redirect("typical:desk", call_id)
    release = operations.prepare_release(call=call, **form.cleaned_data, by=request.user, at=timezone.now())
    messages.success(request, _("已汇总，请核对后发布。看过的结果即使不发布，也计入以后的相减检查。"))
    return redirect("typical:value", release.public_id)


@login_required
@require_POST
def publish(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Publish a prepared release."""
    made = queries.get_release(viewer_of(request.user), release_id)
    operations.publish_release(release=made.release, by=request.user, at=timezone.now())
    messages.success(request, _("已发布。"))
    return redirect("typical:value", release_id)


@login_required
@require_POST
def discard(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Decide not to publish a prepared release."""
    made = queries.get_release(viewer_of(request.user), release_id)
    operations.discard_release(release=made.release, by=request.user, at=timezone.now())
    messages.success(request, _("已放弃，不予发布。"))
    return redirect("typical:desk", made.release.call.public_id)
