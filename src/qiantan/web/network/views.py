"""Pages of the provincial network; for analysts of the department."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.network import operations, queries
from qiantan.web.network import files, presenters, ranking
from qiantan.web.network.asking import question_of
from qiantan.web.network.words import tabs
from qiantan.web.ui.paging import page_number

EVERY = 10_000


@login_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Ask what moves when factors change; without a question, the electricity factor ten per cent lower."""
    viewer = viewer_of(request.user)
    standing = queries.standing(viewer)
    uses = queries.factors_in_use(viewer)
    values = {
        "tabs": tabs("network:front"),
        "standing": presenters.standing(standing),
        "rebuilding": standing.rebuild,
        "any": bool(uses),
    }
    if uses:
        asked = question_of(request.GET, uses)
        values |= presenters.question(uses, asked)
        values |= presenters.answer(queries.preview_changes(viewer, asked.changes, page_number(request)), asked)
        values["alternatives"] = presenters.alternatives(asked, queries.alternatives(viewer, asked.use))
        values["more"] = presenters.more(uses, asked)
    return render(request, "network/front.html", values)


@login_required
@require_safe
def movements(request: HttpRequest) -> HttpResponse:
    """Send all products that the factors of the question move."""
    viewer = viewer_of(request.user)
    uses = queries.factors_in_use(viewer)
    changes = question_of(request.GET, uses).changes if uses else {}
    return files.moved_file(queries.moved_products(viewer, changes))


@login_required
@require_safe
def levers(request: HttpRequest) -> HttpResponse:
    """Show which factors and kinds of process cause most of the province's products."""
    viewer = viewer_of(request.user)
    by = ranking.weighting_of(request.GET.get("by", ""))
    if request.GET.get("export") == "csv":
        return files.levers_file(queries.factor_levers(viewer, EVERY, by), queries.process_levers(viewer, EVERY, by))
    values = {
        "tabs": tabs("network:levers"),
        "any": queries.standing(viewer).snapshot is not None,
        **ranking.weightings("network:levers", by),
        **ranking.levers(
            queries.factor_levers(viewer, by=by), queries.process_levers(viewer, by=by), f"?by={by.value}&export=csv"
        ),
    }
    return render(request, "network/levers.html", values)


@login_required
@require_safe
def weakest(request: HttpRequest) -> HttpResponse:
    """Show where contribution times uncertainty is largest."""
    viewer = viewer_of(request.user)
    by = ranking.weighting_of(request.GET.get("by", ""))
    if request.GET.get("export") == "csv":
        return files.weakest_file(queries.weakest(viewer, EVERY, by))
    values = {
        "tabs": tabs("network:weakest"),
        "any": queries.standing(viewer).snapshot is not None,
        **ranking.weightings("network:weakest", by),
        "weakest": ranking.weakest(queries.weakest(viewer, 20, by), f"?by={by.value}&export=csv"),
    }
    return render(request, "network/weakest.html", values)


@login_required
@require_POST
def rebuild(request: HttpRequest) -> HttpResponse:
    """Have the network rebuilt."""
    operations.queue_rebuild(by=request.user, at=timezone.now())
    messages.success(request, _("已开始重建网络，完成后刷新本页即可看到。"))
    return redirect("network:front")


@login_required
@require_POST
def cancel(request: HttpRequest) -> HttpResponse:
    """Ask the rebuild under way to stop."""
    standing = queries.standing(viewer_of(request.user))
    if standing.rebuild is not None:
        operations.cancel_rebuild(rebuild=standing.rebuild, by=request.user, at=timezone.now())
        messages.success(request, _("已请求停止重建。"))
    return redirect("network:front")
