"""The editor's desk: what waits, what is due, the experts; and the editor's moves of a dataset."""

from collections.abc import Callable
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
from qiantan.registry.accounts.permissions import check_can_edit_library
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound
from qiantan.registry.factors import queries as library
from qiantan.registry.submissions import operations, queries
from qiantan.web.submissions import pages, tables
from qiantan.web.submissions.acting import act
from qiantan.web.submissions.forms import ExpertForm
from qiantan.web.ui.forms import add_findings
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """List what waits for the editors, the longest waiting first."""
    viewer = viewer_of(request.user)
    state = request.GET.get("state", "")
    found = queries.waiting(viewer, page_number(request), state=state)
    values = {
        "table": tables.waiting_table(found),
        "counts": tables.waiting_tabs(queries.waiting_counts(viewer), state),
        "page": page_part(found, f"?state={state}&" if state else "?"),
        "tabs": pages.tabs(viewer, "desk"),
    }
    return render(request, "submissions/desk.html", values)


@login_required
@require_safe
@never_cache
def due(request: HttpRequest) -> HttpResponse:
    """List the values and releases that must be looked at again."""
    viewer = viewer_of(request.user)
    check_can_edit_library(viewer)
    today = timezone.localdate()
    found = library.due(viewer, today, page_number(request))
    values = {
        "table": tables.due_table(found),
        "releases": tables.due_releases(library.releases_due(viewer, today)),
        "page": page_part(found),
        "tabs": pages.tabs(viewer, "due"),
    }
    return render(request, "submissions/due.html", values)


@login_required
@require_POST
def retire(request: HttpRequest) -> HttpResponse:
    """Retire a value of the library with a reason."""
    factor = request.POST.get("factor", "").strip()[:120]
    reason = Text(request.POST.get("reason_zh", "")[:2000], request.POST.get("reason_en", "")[:2000])
    return act(
        request,
        lambda: operations.retire_factor(factor_id=factor, reason=reason, by=request.user, at=timezone.now()),
        _("因子已停用；旧研究不受影响。"),
        "submissions:due",
    )


@login_required
@never_cache
def experts(request: HttpRequest) -> HttpResponse:
    """List the experts and put somebody on the list."""
    viewer = viewer_of(request.user)
    found = queries.experts(viewer)
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.grant_expert(**form.cleaned_data, by=request.user, at=timezone.now())
        except Invalid as invalid:
            add_findings(form, invalid.findings)
        else:
            messages.success(request, _("已列入专家名单。"))
            return redirect("submissions:experts")
    values = {"experts": tables.expert_rows(found), "form": form, "tabs": pages.tabs(viewer, "experts")}
    return render(request, "submissions/experts.html", values, status=422 if form.is_bound else 200)


@login_required
@require_POST
def dismiss(request: HttpRequest, expert: int) -> HttpResponse:
    """Take an expert off the list."""
    found = _expert(request, expert)
    return act(
        request,
        lambda: operations.dismiss_expert(expert=found, by=request.user, at=timezone.now()),
        _("已移出专家名单。"),
        "submissions:experts",
    )


@login_required
@require_POST
def begin_check(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Take a dataset up for its technical check."""
    return _move(request, submission, operations.begin_check, _("技术审查已开始。"))


@login_required
@require_POST
def appoint(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Ask an expert for a review."""
    found = queries.get_submission(viewer_of(request.user), submission)
    said = request.POST.get("expert", "")
    expert = _expert(request, int(said) if said.isdecimal() and len(said) < 10 else 0)  # noqa: PLR2004 - no such id is longer
    return act(
        request,
        lambda: operations.appoint_expert(submission=found, expert=expert, by=request.user, at=timezone.now()),
        _("已聘请，专家会收到通知。"),
        "submissions:submission",
        submission,
    )


@login_required
@require_POST
def dispense(request: HttpRequest, submission: UUID, appointment: int) -> HttpResponse:
    """Release an expert from a review."""
    record = queries.record_of(viewer_of(request.user), submission)
    found = next((one for one in record.appointments if one.pk == appointment), None)
    if found is None:
        raise NotFound
    return act(
        request,
        lambda: operations.withdraw_appointment(appointment=found, by=request.user, at=timezone.now()),
        _("已取消该专家的评审。"),
        "submissions:submission",
        submission,
    )


@login_required
@require_POST
def begin_review(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Pass the technical check and open the expert review."""
    return _move(request, submission, operations.begin_review, _("技术审查通过，专家评审已开始。"))


@login_required
@require_POST
def accept(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Accept a dataset."""
    return _move(request, submission, operations.accept_submission, _("评审通过，可以列入发布。"))


@login_required
@require_POST
def give_back(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Return a dataset with a reason."""
    reason = request.POST.get("reason", "")[:4000]
    return _move(request, submission, operations.return_submission, _("已退回提交单位。"), reason=reason)


@login_required
@require_POST
def decline(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Decline a dataset with a reason."""
    reason = request.POST.get("reason", "")[:4000]
    return _move(request, submission, operations.decline_submission, _("已作出不予通过的决定。"), reason=reason)


def _move(
    request: HttpRequest, submission: UUID, operation: Callable[..., object], said: str, **more: str
) -> HttpResponse:
    found = queries.get_submission(viewer_of(request.user), submission)
    return act(
        request,
        lambda: operation(submission=found, by=request.user, at=timezone.now(), **more),
        said,
        "submissions:submission",
        submission,
    )


def _expert(request: HttpRequest, expert: int) -> object:
    found = next((one for one in queries.experts(viewer_of(request.user)) if one.pk == expert), None)
    if found is None:
        raise NotFound
    return found
