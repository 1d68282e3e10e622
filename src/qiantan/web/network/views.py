"""Pages of the provincial network; for analysts of the department."""

from math import isfinite

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.network import operations, queries
from qiantan.web.network import presenters

# A factor is no larger than this in any unit of the library; beyond, somebody slipped on the keyboard.
LARGEST = 1e12
LONGEST = 40


@login_required
@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Ask what moves when a factor changes; without a question, the most used factor ten per cent lower."""
    viewer = viewer_of(request.user)
    standing = queries.standing(viewer)
    uses = queries.factors_in_use(viewer)
    values = {"standing": presenters.standing(standing), "rebuilding": standing.rebuild, "any": bool(uses)}
    if uses:
        chosen = presenters.chosen(uses, request.GET.get("factor", ""))
        # The value belongs to the factor it was typed for; another factor starts from its own.
        typed = request.GET.get("value", "").strip()[:LONGEST] if request.GET.get("of", chosen.id) == chosen.id else ""
        value = _number(typed)
        asked = presenters.starting_value(chosen) if value is None else value
        values |= presenters.question(uses, chosen, asked, typed if typed and value is None else "")
        values |= presenters.answer(queries.preview(viewer, chosen.id, asked))
        values["alternatives"] = presenters.alternatives(chosen, queries.alternatives(viewer, chosen))
        if not request.htmx:
            values |= presenters.levers(queries.factor_levers(viewer), queries.process_levers(viewer))
            values["weakest"] = presenters.weakest(queries.weakest(viewer))
    return render(request, "network/front.html", values)


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


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", "").replace("，", ""))
    except ValueError:
        return None
    return value if isfinite(value) and abs(value) < LARGEST else None
