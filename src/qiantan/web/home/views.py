"""The front page, search, workbench, rules."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qiantan.core.templates.load import template, template_ids
from qiantan.registry.accounts import queries as accounts
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.factors import queries as factors
from qiantan.registry.footprints import queries as footprints
from qiantan.registry.products import queries as products
from qiantan.registry.tasks import queries as tasks
from qiantan.web.home import presenters, rulebook
from qiantan.web.home.steps import Standing, next_step
from qiantan.web.ui.wording import words

SHOWN = 5
LONGEST = 100


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show what the portal is for: three doors, a search, counters, notices."""
    viewer = accounts.viewer_of(request.user)
    counters = presenters.counters(
        factors=sum(factors.topics(viewer).values()),
        releases=len(rulebook.releases()),
        templates=len(template_ids()),
        studies=footprints.count_studies(),
        today=timezone.localdate(),
    )
    values = {"counters": counters, "doors": presenters.doors(), "notices": rulebook.notices(SHOWN)}
    return render(request, "home/front.html", values)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Look for a text in factors, templates and, for members, their products."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    viewer = accounts.viewer_of(request.user)
    groups = []
    if text:
        groups = [
            presenters.found_products(products.products(viewer, 1, text)) if request.user.is_authenticated else None,
            presenters.found_templates(text),
            presenters.found_factors(factors.search_factors(viewer, text, page=1), text),
        ]
    values = {"search_text": text, "groups": [group for group in groups if group]}
    return render(request, "home/search.html", values)


@login_required
@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """Show the next step, what is waiting, and how the products stand."""
    viewer = accounts.viewer_of(request.user)
    organisations = accounts.organisations(viewer)
    listed = products.products(viewer, 1)
    standing = Standing(
        organisations=organisations,
        has_site=any(accounts.sites(viewer, one.pk) for one in organisations[:1]),
        may_edit=any(can_edit(viewer, one.pk) for one in organisations),
        products=listed.rows,
    )
    recent = tasks.tasks(viewer, 1).rows[:SHOWN]
    values = {
        "next": next_step(standing),
        "todos": presenters.todos(listed.rows, recent),
        "products": presenters.product_table(listed),
        "recent": presenters.recent_tasks(recent),
        "organisations": organisations,
        "greeting": _("%(name)s，您好") % {"name": request.user.name or request.user.email},
    }
    return render(request, "home/workbench.html", values)


@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """List the product templates with the rule behind each, and the factor releases."""
    values = {"templates": rulebook.template_cards(), "releases": rulebook.release_table()}
    return render(request, "home/rules.html", values)


@require_safe
def rule(request: HttpRequest, template_id: str) -> HttpResponse:
    """Show one template and its rule: what is asked, boundary, limits, source and certainty."""
    if template_id not in template_ids():
        raise Http404
    plan = template(template_id)
    return render(request, "home/rule.html", {"title": words(plan.title), **rulebook.template_page(plan)})
