"""Pages of organisations: list, register, look at, add sites and members."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiantan.registry.accounts import operations, permissions, queries
from qiantan.registry.accounts.refusals import Invalid
from qiantan.web.accounts import presenters
from qiantan.web.accounts.forms import MemberForm, OrganisationForm, SiteForm
from qiantan.web.ui.forms import add_findings


@login_required
@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations of this person."""
    viewer = queries.viewer_of(request.user)
    found = queries.organisations(viewer)
    return render(
        request, "accounts/list.html", {"table": presenters.organisation_table(viewer, found), "any": bool(found)}
    )


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Register an organisation; whoever does becomes its manager."""
    form = OrganisationForm(request.POST or None)
    made = _carried_out(form, lambda values: operations.register_organisation(**values, by=request.user, at=_now()))
    if made:
        messages.success(request, _("已登记“%(name)s”，您是它的管理者。接下来请添加生产场所。") % {"name": made.name})
        return redirect("accounts:organisation", made.public_id)
    return render(request, "accounts/register.html", {"form": form}, status=_status(form))


@login_required
@require_safe
def organisation(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an organisation with its sites and members."""
    viewer = queries.viewer_of(request.user)
    found = queries.get_organisation(viewer, public_id)
    values = {
        "organisation": found,
        "terms": presenters.organisation_terms(found),
        "sites": presenters.site_table(queries.sites(viewer, found.pk)),
        "members": presenters.member_table(queries.members(viewer, found.pk)),
        "can_manage": permissions.can_manage(viewer, found.pk),
    }
    return render(request, "accounts/organisation.html", values)


@login_required
def add_site(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a production site."""
    return _add(
        request,
        public_id,
        SiteForm(request.POST or None),
        title=_("添加生产场所"),
        carry_out=operations.add_site,
        said=_("生产场所已添加。"),
    )


@login_required
def add_member(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Add a member or change a member's role."""
    return _add(
        request,
        public_id,
        MemberForm(request.POST or None),
        title=_("添加成员或变更角色"),
        carry_out=operations.add_member,
        said=_("成员已更新。"),
    )


def _add(
    request: HttpRequest, public_id: UUID, form: Form, *, title: str, carry_out: Callable[..., object], said: str
) -> HttpResponse:
    viewer = queries.viewer_of(request.user)
    found = queries.get_organisation(viewer, public_id)
    permissions.check_can_manage(viewer, found.pk)
    if _carried_out(form, lambda values: carry_out(organisation=found, **values, by=request.user, at=_now())):
        messages.success(request, said)
        return redirect("accounts:organisation", public_id)
    return render(
        request, "accounts/add.html", {"form": form, "organisation": found, "title": title}, status=_status(form)
    )


def _carried_out(form: Form, operation: Callable[[dict[str, str]], object]) -> object | None:
    """Run an operation with a valid form; what it finds comes back to the fields."""
    if not form.is_valid():
        return None
    try:
        return operation(form.cleaned_data)
    except Invalid as refusal:
        add_findings(form, refusal.findings)
        return None


def _status(form: Form) -> int:
    return 422 if form.is_bound else 200


def _now() -> object:
    return timezone.now()
