"""The wizard for a new product: product, template and rule, period, way of filling. Each step is kept; one may leave."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.load import template_ids
from qiantan.registry.accounts import queries as accounts
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.products import operations
from qiantan.web.products.forms import PeriodForm, ProductForm, TemplateForm, WayForm
from qiantan.web.products.rule_words import rule_words
from qiantan.web.ui.parts import Step

STEPS = ("product", "template", "period", "way")
KEPT = "new_product"


@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Go to the first step that is not answered."""
    kept = request.session.get(KEPT, {})
    return redirect("products:wizard", step=next((step for step in STEPS if step not in kept), STEPS[-1]))


@login_required
@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """Forget what was typed into the wizard."""
    request.session.pop(KEPT, None)
    return redirect("products:list")


@login_required
def step(request: HttpRequest, step: str) -> HttpResponse:
    """Show or take one step."""
    if step not in STEPS:
        raise Http404
    viewer = accounts.viewer_of(request.user)
    sites = _sites(viewer)
    if not sites:
        return render(request, "products/no_site.html")
    kept = request.session.setdefault(KEPT, {})
    missing = next((one for one in STEPS[: STEPS.index(step)] if one not in kept), None)
    if missing:
        return redirect("products:wizard", step=missing)
    form = _form(step, request.POST if request.method == "POST" else None, kept.get(step), sites)
    if request.method == "POST" and form.is_valid():
        kept[step] = {name: request.POST.get(name, "") for name in form.fields}
        request.session.modified = True
        if step == STEPS[-1]:
            return _finish(request, kept, sites)
        return redirect("products:wizard", step=STEPS[STEPS.index(step) + 1])
    context = {
        "form": form,
        "step": step,
        "steps": _steps(step, kept),
        "rules": rule_words() if step == "template" else (),
        "begun": bool(kept),
    }
    context["back"] = STEPS[STEPS.index(step) - 1] if step != STEPS[0] else ""
    return render(request, "products/wizard.html", context)


def _form(step: str, post: object, kept: dict[str, str] | None, sites: list[tuple[str, str]]) -> object:
    if step == "product":
        return ProductForm(post, initial=kept, sites=sites)
    if step == "template":
        return TemplateForm(post, initial=kept, templates=[load_template(one) for one in template_ids()])
    if step == "period":
        return PeriodForm(post, initial=kept, today=timezone.localdate())
    return WayForm(post, initial=kept or {"way": "form"})


def _finish(request: HttpRequest, kept: dict[str, dict[str, str]], sites: list[tuple[str, str]]) -> HttpResponse:
    product_form = ProductForm(kept["product"], sites=sites)
    period_form = PeriodForm(kept["period"], today=timezone.localdate())
    if not product_form.is_valid() or not period_form.is_valid():
        return redirect("products:wizard", step="product")
    made = product_form.cleaned_data
    template, declared = kept["template"]["declared"].split("/", 1)
    viewer = accounts.viewer_of(request.user)
    organisation, site = _site(viewer, made["site"])
    at = timezone.now()
    product = operations.create_product(
        organisation=organisation,
        site=site,
        template=template,
        declared=declared,
        name_zh=made["name_zh"],
        name_en=made["name_en"],
        specification=made["specification"],
        codes=[{"scheme": scheme, "value": made[scheme]} for scheme in ("hs", "gtin") if made[scheme]],
        by=request.user,
        at=at,
    )
    period: dict[str, dt.date] = period_form.cleaned_data
    activity = operations.open_activity(
        product=product, start=period["start"], end=period["end"], by=request.user, at=at
    )
    del request.session[KEPT]
    messages.success(request, _("已新建产品“%s”。填写的内容会自动保存。") % product.name_zh)
    page = "products:import" if kept["way"]["way"] == "workbook" else "products:activity"
    return redirect(page, activity=activity.public_id)


def _sites(viewer: Viewer) -> list[tuple[str, str]]:
    return [
        (str(site.public_id), f"{organisation.name} · {site.name}")
        for organisation in accounts.organisations(viewer)
        if can_edit(viewer, organisation.pk)
        for site in accounts.sites(viewer, organisation.pk)
    ]


def _site(viewer: Viewer, public_id: str) -> tuple[object, object]:
    for organisation in accounts.organisations(viewer):
        for site in accounts.sites(viewer, organisation.pk):
            if str(site.public_id) == public_id:
                return organisation, site
    raise Http404


def _steps(current: str, kept: dict[str, object]) -> list[Step]:
    titles = {
        "product": _("产品"),
        "template": _("模板与规则"),
        "period": _("数据期间"),
        "way": _("填报方式"),
    }
    return [
        Step(
            title=titles[one],
            state="current" if one == current else "done" if one in kept else "upcoming",
            href=reverse("products:wizard", args=[one]) if one in kept and one != current else "",
        )
        for one in STEPS
    ]
