"""Offering datasets: begin, fill in, upload, hand in, withdraw."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.core.datasets.proposal.check import cleaned
from qiantan.core.findings import Finding, Severity, Text, wire
from qiantan.core.formats.proposals import read, write
from qiantan.core.formats.proposals.exchange import read_exchange
from qiantan.core.formats.workbook.kinds import kind_of
from qiantan.core.formats.workbook.preflight import Refusal
from qiantan.registry.accounts.queries import get_organisation, viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotPermitted
from qiantan.registry.submissions import operations, queries
from qiantan.registry.submissions.permissions import check_can_contribute
from qiantan.registry.submissions.states import EDITABLE, State, Way
from qiantan.web.submissions import pages
from qiantan.web.submissions.acting import act
from qiantan.web.submissions.forms import OrganisationForm, ProposalForm, UploadForm
from qiantan.web.ui.wording import words

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
@require_safe
@never_cache
def new(request: HttpRequest) -> HttpResponse:
    """Offer the three ways in: form, workbook, exchange file."""
    return _ways(request, ())


@login_required
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin an empty dataset and go to its form."""
    viewer = viewer_of(request.user)
    form = OrganisationForm(request.POST, organisations=queries.contributors(viewer))
    if not form.is_valid():
        return _refused()
    organisation = get_organisation(viewer, form.cleaned_data["organisation"])
    made = operations.start_submission(organisation=organisation, answers={}, by=request.user, at=timezone.now())
    return redirect("submissions:form", made.public_id)


@login_required
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a workbook or an exchange file: all its datasets become drafts, or none with every finding."""
    viewer = viewer_of(request.user)
    form = UploadForm(request.POST, request.FILES, organisations=queries.contributors(viewer))
    if not form.is_valid():
        return _ways(request, (), upload=form, status=422)
    file = form.cleaned_data["file"]
    content = file.read()
    workbook = _is_workbook(content, file.name)
    today = timezone.localdate()
    reading = read(file.name, content, today=today) if workbook else read_exchange(file.name, content)
    if not reading.proposals:
        return _ways(request, reading.findings, upload=form, status=422, name=file.name)
    made = operations.receive_proposals(
        organisation=get_organisation(viewer, form.cleaned_data["organisation"]),
        proposals=reading.proposals,
        way=Way.WORKBOOK if workbook else Way.FILE,
        origin=file.name,
        by=request.user,
        at=timezone.now(),
    )
    said = ngettext(
        "已存为 %(count)d 份草稿；尚未提交，请逐份核对后提交。",
        "已存为 %(count)d 份草稿；尚未提交，请逐份核对后提交。",
        len(made),
    )
    messages.success(request, said % {"count": len(made)})
    return redirect("submissions:form", made[0].public_id) if len(made) == 1 else redirect("submissions:list")


@login_required
@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - every view takes the request
    """Send the workbook to fill in."""
    response = HttpResponse(write(), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename="qiantan-datasets.xlsx")
    return response


@login_required
@never_cache
def form(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Fill in a dataset: everything typed is saved, whatever is wrong with it; `then=submit` also hands it in."""
    viewer = viewer_of(request.user)
    found = queries.get_submission(viewer, submission)
    check_can_contribute(viewer, found)
    if State(found.state) not in EDITABLE:
        return redirect("submissions:submission", submission)
    return _fill(request, found) if request.method == "POST" else _shown(request, found)


def _shown(request: HttpRequest, found: object) -> HttpResponse:
    drawn = ProposalForm({**found.answers, "version": found.version}, kind=found.answers.get("kind", ""))
    drawn.is_valid()
    if found.answers:
        drawn.show(has for has in _findings(found) if has.severity is Severity.BLOCKING)
    return _form_page(request, found, drawn)


def _fill(request: HttpRequest, found: object) -> HttpResponse:
    """Save what is typed; hand it in when asked to, and say everything that stands against it."""
    kind, submission = request.POST.get("kind", ""), found.public_id
    drawn = ProposalForm(request.POST, kind=kind)
    if not drawn.is_valid():
        return _form_page(request, found, drawn, status=422)
    version, answers = drawn.cleaned_data["version"], drawn.answers()
    try:
        saved = operations.save_answers(
            submission=found, answers=answers, version=version, by=request.user, at=timezone.now()
        )
    except Conflict as conflict:
        drawn.add_error(None, words(conflict.text))
        drawn.data = {**request.POST.dict(), "version": conflict.version}
        return _form_page(request, found, drawn, status=409)
    if request.POST.get("then") != "submit":
        messages.success(request, _("草稿已保存。"))
        return redirect("submissions:form", submission)
    try:
        operations.submit(submission=saved, by=request.user, at=timezone.now())
    except Invalid as invalid:
        drawn = ProposalForm({**cleaned(answers), "version": saved.version}, kind=kind)
        drawn.is_valid()
        drawn.show(one for one in invalid.findings if one.severity is Severity.BLOCKING)
        return _form_page(request, saved, drawn, status=422)
    messages.success(request, _("已提交，编辑会收到通知。"))
    return redirect("submissions:submission", submission)


@login_required
@require_POST
def submit(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Hand a dataset in as it was saved."""
    found = queries.get_submission(viewer_of(request.user), submission)
    check_can_contribute(viewer_of(request.user), found)
    try:
        operations.submit(submission=found, by=request.user, at=timezone.now())
    except Invalid:
        messages.error(request, _("还有必须更正的问题，已列在各字段旁。"))
        return redirect("submissions:form", submission)
    messages.success(request, _("已提交，编辑会收到通知。"))
    return redirect("submissions:submission", submission)


@login_required
@require_POST
def withdraw(request: HttpRequest, submission: UUID) -> HttpResponse:
    """Take a dataset back."""
    found = queries.get_submission(viewer_of(request.user), submission)
    return act(
        request,
        lambda: operations.withdraw_submission(submission=found, by=request.user, at=timezone.now()),
        _("数据集已撤回。"),
        "submissions:submission",
        submission,
    )


def _ways(
    request: HttpRequest,
    findings: tuple[Finding, ...],
    *,
    upload: UploadForm | None = None,
    status: int = 200,
    name: str = "",
) -> HttpResponse:
    viewer = viewer_of(request.user)
    organisations = queries.contributors(viewer)
    values = {
        "organisations": organisations,
        "begin": OrganisationForm(organisations=organisations, auto_id="begin_%s"),
        "upload": upload or UploadForm(organisations=organisations),
        "findings": findings,
        "file_name": name,
        "tabs": pages.tabs(viewer, "list"),
    }
    return render(request, "submissions/new.html", values, status=status)


def _form_page(request: HttpRequest, found: object, drawn: ProposalForm, status: int = 200) -> HttpResponse:
    values = {
        "submission": found,
        "form": drawn,
        "title": words(found.name),
        "questions": pages.questions(one for one in _findings(found) if one.severity is not Severity.BLOCKING),
        "returned": pages.last_reason(viewer_of(request.user), found),
    }
    return render(request, "submissions/form.html", values, status=status)


def _findings(found: object) -> list[Finding]:
    return [wire.from_json(one) for one in found.findings]


def _is_workbook(content: bytes, name: str) -> bool:
    """Say whether a file is a table: an xlsx by its parts, a csv by its name; whatever a table refuses is said as one."""
    if content[:2] == b"PK":
        return b"xl/workbook" in content or b"[Content_Types].xml" in content[:4096]
    try:
        return kind_of(content) == "csv" and not name.lower().endswith((".xml", ".spold", ".json"))
    except Refusal:
        return not content.lstrip()[:5].startswith(b"<?xml")


def _refused() -> HttpResponse:
    zh, en = Text("您没有可以提交数据集的单位。", "You have no organisation to hand datasets in for.")
    raise NotPermitted(zh, en)
