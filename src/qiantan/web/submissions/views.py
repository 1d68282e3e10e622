"""The datasets of a contributor, and one dataset with its history, findings and threads."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.submissions import queries
from qiantan.registry.submissions.states import State
from qiantan.web.submissions import pages, tables
from qiantan.web.submissions.forms import VerdictForm
from qiantan.web.ui.paging import page_number, page_part


@login_required
@require_safe
@never_cache
def submissions(request: HttpRequest) -> HttpResponse:
    """List the datasets of this person's organisations, the last changed first."""
    viewer = viewer_of(request.user)
    state = request.GET.get("state", "")
    state = state if state in {one.value for one in State} else ""
    found = queries.submissions(viewer, page_number(request), state=state)
    values = {
        "table": tables.own_table(found),
        "any": bool(found.count) or bool(state),
        "states": tables.state_choices(state),
        "page": page_part(found, f"?state={state}&" if state else "?"),
        "tabs": pages.tabs(viewer, "list"),
        "member": bool(viewer.organisation_ids),
    }
    return render(request, "submissions/list.html", values)


@login_required
@require_safe
@never_cache
def submission(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Show one dataset: state, findings, answers, threads, verdicts, and what this person may do with it."""
    return dataset_page(request, submission)


def dataset_page(
    request: HttpRequest, submission: UUID, *, verdict: VerdictForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a dataset, with the verdict form as it was filled in."""
    viewer = viewer_of(request.user)
    record = queries.record_of(viewer, submission)
    values = pages.dataset(viewer, record)
    if values["may"]["judge"]:
        values["verdict"] = verdict or VerdictForm()
    if values["may"]["appoint"]:
        values["experts"] = tables.expert_choices(queries.experts(viewer, record.submission), record)
    return render(request, "submissions/submission.html", values, status=status)
