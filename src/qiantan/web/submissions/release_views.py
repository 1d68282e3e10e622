"""Releases in preparation: what they hold, what they would change, publishing and giving up."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.core.findings import Text
from qiantan.registry.accounts.permissions import can_analyse, can_edit_library, check_can_edit_library
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound
from qiantan.registry.submissions import operations, queries
from qiantan.web.submissions import pages, releasing
from qiantan.web.submissions.acting import act
from qiantan.web.submissions.forms import ReleaseForm, stated
from qiantan.web.ui.forms import add_findings
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def releases(request: HttpRequest) -> HttpResponse:
    """List the releases, the last begun first."""
    viewer = viewer_of(request.user)
    found = queries.release_drafts(viewer, page_number(request))
    values = {
        "table": releasing.draft_table(found),
        "page": page_part(found),
        "tabs": pages.tabs(viewer, "releases"),
        "editor": can_edit_library(viewer),
    }
    return render(request, "submissions/releases.html", values)


@login_required
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Begin a release."""
    check_can_edit_library(viewer_of(request.user))
    form = ReleaseForm(request.POST or None)
    made = _carried_out(form, lambda said: operations.open_release(stated=said, by=request.user, at=timezone.now()))
    if made is not None:
        return redirect("submissions:release", made.public_id)
    values = {"form": form, "title": _("准备一次发布")}
    return render(request, "submissions/release_form.html", values, status=422 if form.is_bound else 200)


@login_required
@require_safe
@never_cache
def release(request: HttpRequest, release: UUID) -> HttpResponse:
    """Show a release: what it says of itself, what it holds and what it would change in the library."""
    viewer = viewer_of(request.user)
    found = queries.release_draft(viewer, release)
    editor = can_edit_library(viewer)
    waiting = queries.accepted(viewer) if editor and found.draft.state == "preparing" else ()
    changes = queries.changes_of(found)
    values = releasing.release_page(found, changes, waiting, editor=editor, analyst=can_analyse(viewer))
    return render(request, "submissions/release.html", values)


@login_required
@never_cache
def edit(request: HttpRequest, release: UUID) -> HttpResponse:
    """Change what a release in preparation says of itself."""
    viewer = viewer_of(request.user)
    check_can_edit_library(viewer)
    draft = queries.release_draft(viewer, release).draft
    form = ReleaseForm(request.POST or None, initial=releasing.stated_of(draft))
    made = _carried_out(
        form, lambda said: operations.save_release(draft=draft, stated=said, by=request.user, at=timezone.now())
    )
    if made is not None:
        messages.success(request, _("已保存。"))
        return redirect("submissions:release", release)
    values = {"form": form, "title": _("修改发布信息"), "release": release}
    return render(request, "submissions/release_form.html", values, status=422 if form.is_bound else 200)


@login_required
@require_POST
def add(request: HttpRequest, release: UUID) -> HttpResponse:
    """Take an accepted dataset into a release."""
    viewer = viewer_of(request.user)
    draft = queries.release_draft(viewer, release).draft
    dataset = queries.get_submission(viewer, request.POST.get("submission", ""))
    return _change(request, release, _("已列入发布。"), operations.add_to_release, draft=draft, submission=dataset)


@login_required
@require_POST
def retire(request: HttpRequest, release: UUID) -> HttpResponse:
    """Let a release retire a value."""
    draft = queries.release_draft(viewer_of(request.user), release).draft
    reason = Text(request.POST.get("reason_zh", "")[:2000], request.POST.get("reason_en", "")[:2000])
    factor = request.POST.get("factor", "")[:120]
    return _change(
        request, release, _("已列入停用。"), operations.retire_in_release, draft=draft, factor_id=factor, reason=reason
    )


@login_required
@require_POST
def drop(request: HttpRequest, release: UUID, line: int) -> HttpResponse:
    """Take a line out of a release."""
    found = queries.release_draft(viewer_of(request.user), release)
    kept = next((one for one in found.lines if one.pk == line), None)
    if kept is None:
        raise NotFound
    return _change(request, release, _("已移出发布。"), operations.drop_line, line=kept)


@login_required
@require_POST
def publish(request: HttpRequest, release: UUID) -> HttpResponse:
    """Publish a release."""
    draft = queries.release_draft(viewer_of(request.user), release).draft
    return _change(request, release, _("已发布；数值可在因子库中查到。"), operations.publish_release, draft=draft)


@login_required
@require_POST
def discard(request: HttpRequest, release: UUID) -> HttpResponse:
    """Give a release up."""
    draft = queries.release_draft(viewer_of(request.user), release).draft
    return _change(request, release, _("已放弃这次发布。"), operations.discard_release, draft=draft)


def _change(
    request: HttpRequest, release: UUID, said: str, operation: Callable[..., object], **more: object
) -> HttpResponse:
    return act(
        request, lambda: operation(**more, by=request.user, at=timezone.now()), said, "submissions:release", release
    )


def _carried_out(form: ReleaseForm, operation: Callable[[Mapping[str, str]], object]) -> object | None:
    if not form.is_valid():
        return None
    try:
        return operation(stated(form))
    except Invalid as refusal:
        add_findings(form, refusal.findings)
        return None
