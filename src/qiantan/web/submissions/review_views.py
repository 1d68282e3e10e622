"""The reviewer's desk, verdicts, and the threads at fields."""

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
from qiantan.registry.submissions import operations, queries
from qiantan.web.submissions import pages, tables
from qiantan.web.submissions.acting import act
from qiantan.web.submissions.forms import VerdictForm
from qiantan.web.submissions.views import dataset_page
from qiantan.web.ui.forms import add_findings
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def reviews(request: HttpRequest) -> HttpResponse:
    """List what this person is asked to review."""
    viewer = viewer_of(request.user)
    found = queries.reviews(viewer, page_number(request))
    values = {
        "table": tables.review_table(found, queries.my_verdicts(viewer, found.rows)),
        "any": bool(found.count),
        "page": page_part(found),
        "tabs": pages.tabs(viewer, "reviews"),
    }
    return render(request, "submissions/reviews.html", values)


@login_required
@require_POST
def verdict(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Judge a dataset."""
    found = queries.get_submission(viewer_of(request.user), submission)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return dataset_page(request, submission, verdict=form, status=422)
    try:
        operations.give_verdict(
            submission=found,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            scores=form.scores(),
            unbound=form.cleaned_data["unbound"],
            by=request.user,
            at=timezone.now(),
        )
    except Invalid as invalid:
        add_findings(form, invalid.findings)
        return dataset_page(request, submission, verdict=form, status=422)
    messages.success(request, _("您的评审意见已记录。"))
    return redirect("submissions:submission", submission)


@login_required
@require_POST
def ask(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Open a thread at a field."""
    found = queries.get_submission(viewer_of(request.user), submission)
    field, text = request.POST.get("field", "")[:40], request.POST.get("text", "")[:4000]
    return act(
        request,
        lambda: operations.open_thread(submission=found, field=field, text=text, by=request.user, at=timezone.now()),
        _("问题已提出，提交单位会收到通知。"),
        "submissions:submission",
        submission,
    )


@login_required
@require_POST
def comment(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Add a turn to a thread."""
    found = queries.get_thread(viewer_of(request.user), thread)
    text = request.POST.get("text", "")[:4000]
    return act(
        request,
        lambda: operations.comment(thread=found, text=text, by=request.user, at=timezone.now()),
        _("已回复。"),
        "submissions:submission",
        found.submission.public_id,
    )


@login_required
@require_POST
def close(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Close a thread."""
    found = queries.get_thread(viewer_of(request.user), thread)
    return act(
        request,
        lambda: operations.close_thread(thread=found, by=request.user, at=timezone.now()),
        _("讨论已关闭。"),
        "submissions:submission",
        found.submission.public_id,
    )
