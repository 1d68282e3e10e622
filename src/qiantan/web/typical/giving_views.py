"""Pages of a plant: give a value, look at it, correct it, withdraw it. Seen by the plant's own people only."""

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.core.quantities.units import UnitError, convert
from qiantan.registry.accounts.queries import get_organisation, viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints import queries as footprints
from qiantan.registry.products.queries import products_of
from qiantan.registry.typical import operations, queries
from qiantan.registry.typical.permissions import check_can_edit
from qiantan.registry.typical.states import Kind
from qiantan.web.typical import presenters
from qiantan.web.typical.forms import ValueForm
from qiantan.web.ui.forms import add_findings
from qiantan.web.ui.parts import Link
from qiantan.web.ui.wording import significant

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Site
    from qiantan.registry.typical.models import Call

OFFERED = 10


class FromStudy(NamedTuple):
    """The value of an own frozen study in the unit of a call; `digest` names the study."""

    run: str
    title: str
    value: Decimal
    digest: str


@login_required
@never_cache
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """List what this person's plants gave."""
    found = queries.my_values(viewer_of(request.user))
    return render(request, "typical/mine.html", {"table": presenters.own_table(found), "any": bool(found)})


@login_required
@never_cache
def give(request: HttpRequest, call_id: UUID, site_id: UUID) -> HttpResponse:
    """Give a plant's value for a call, or correct it; typed, or taken from one of the plant's frozen studies."""
    viewer = viewer_of(request.user)
    call, site = queries.get_call(viewer, call_id).call, queries.get_site(viewer, site_id)
    check_can_edit(viewer, site.organisation_id)
    study = _from_study(viewer, call, site, request.POST.get("study") or request.GET.get("study", ""))
    own = queries.values_for(viewer, call).get(site.pk)
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        call=call,
        from_study=study is not None,
        initial=_initial(own, study),
    )
    if form.is_valid() and _given(form, call, site, study, request):
        messages.success(request, _("已加密保存。截止前可以更正或撤回。"))
        kept = queries.values_for(viewer, call)[site.pk].contribution
        return redirect("typical:own", kept.public_id)
    values = {
        "form": form,
        "call": call,
        "site": site,
        "study": study,
        "studies": _offered(viewer, call, site),
        "again": own is not None and bool(own.stated),
        "evidence": own.stated.get("evidence") if own else None,
        "takes": call.takes(timezone.now()),
    }
    return render(request, "typical/give.html", values, status=422 if form.is_bound else 200)


@login_required
@never_cache
@require_safe
def own(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Show a plant its own value."""
    found = queries.get_value(viewer_of(request.user), contribution_id)
    values = {
        "own": found,
        "contribution": found.contribution,
        "call": found.contribution.call,
        "terms": presenters.own_terms(found),
        "takes": found.contribution.call.takes(timezone.now()) and found.can_edit,
    }
    return render(request, "typical/own.html", values)


@login_required
@require_POST
def withdraw(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Withdraw a plant's value."""
    found = queries.get_value(viewer_of(request.user), contribution_id)
    operations.withdraw_value(contribution=found.contribution, by=request.user, at=timezone.now())
    messages.success(request, _("已撤回，数值已销毁。"))
    return redirect("typical:own", contribution_id)


@login_required
@never_cache
@require_safe
def evidence(request: HttpRequest, contribution_id: UUID) -> HttpResponse:
    """Send a plant its own evidence."""
    name, content = queries.evidence(viewer_of(request.user), contribution_id)
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
def propose(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """Begin a dataset of the factor library with a published value, for one of this person's organisations."""
    viewer = viewer_of(request.user)
    made = queries.get_release(viewer, release_id)
    organisation = get_organisation(viewer, request.POST.get("organisation", ""))
    at = timezone.now()
    begun = operations.propose_value(release=made.release, organisation=organisation, by=request.user, at=at)
    messages.success(request, _("已建立因子库的数据集草稿，请补充其余字段后提交评审。"))
    return redirect("submissions:form", begun.public_id)


def _given(form: ValueForm, call: "Call", site: "Site", study: FromStudy | None, request: HttpRequest) -> bool:
    given = form.given(study.digest if study else "")
    try:
        operations.give_value(call=call, site=site, given=given, by=request.user, at=timezone.now())
    except Invalid as refusal:
        add_findings(form, refusal.findings)
        return False
    return True


def _initial(own: queries.OwnValue | None, study: FromStudy | None) -> dict[str, object]:
    known = {}
    if own is not None and own.stated:
        known = {name: own.stated[name] for name in ("value", "volume", "source", "note", "group")}
        known["technology"] = own.contribution.technology
    if study is not None:
        known |= {"value": study.value, "source": study.title}
    return known


def _offered(viewer: Viewer, call: "Call", site: "Site") -> list[Link]:
    """Return the plant's frozen studies that have a result, as links that fill the form."""
    if call.kind != Kind.FOOTPRINT.value:
        return []
    products = [one for one in products_of(viewer, site.organisation_id) if one.site_id == site.pk][:OFFERED]
    runs = [run for product in products for run in footprints.runs(viewer, product) if run.is_frozen and run.is_done]
    return [
        Link(text=f"{run.study.number} · {significant(run.total, 4)} kgCO₂e", href=f"?study={run.public_id}")
        for run in runs[:OFFERED]
    ]


def _from_study(viewer: Viewer, call: "Call", site: "Site", run_id: str) -> FromStudy | None:
    """Return the value of a frozen study of this very plant; none where there is no such study or the unit does not fit."""
    if not run_id or call.kind != Kind.FOOTPRINT.value:
        return None
    run = footprints.get_run(viewer, run_id)
    if not (run.is_frozen and run.is_done and run.activity.product.site_id == site.pk):
        return None
    study, result = footprints.documents(run)
    try:
        amount = convert(float(study.unit.amount), study.unit.unit, call.unit)
    except UnitError:
        return None
    value = Decimal(f"{result.total / amount:.10g}")
    return FromStudy(str(run.public_id), run.study.number, Decimal(format(value, "f")), run.study_sha256)
