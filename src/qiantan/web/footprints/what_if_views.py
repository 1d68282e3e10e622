"""What if a figure were another: ask, look up factors, take what was supposed into activity data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qiantan.core.engine.errors import EngineError
from qiantan.core.findings import Finding
from qiantan.core.results.what_if import Basis, ChangeError, Forecast, read_changes, what_if
from qiantan.core.study.shape import Amount
from qiantan.registry.accounts.permissions import can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.queries import search
from qiantan.registry.footprints import operations
from qiantan.registry.footprints.supposing import run_and_basis
from qiantan.registry.products.queries import activities, get_activity
from qiantan.web.footprints.what_if_pages import answer_of, dials_of, fault_views
from qiantan.web.ui.parts import Link
from qiantan.web.ui.wording import significant, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.footprints.models import Run

SWAP = "swap:"
# Fields of the page's forms that are no dial.
OWN_FIELDS = frozenset({"csrfmiddlewaretoken", "into"})
NEXT_PERIOD = "next"
SUGGESTED = 12


class Question(NamedTuple):
    """What was typed: figures by dial and ids of factors by row; and what it makes, or what is wrong with it."""

    typed: Mapping[str, str]
    changes: Mapping[str, Amount]
    swaps: Mapping[str, str]
    faults: tuple[Finding, ...]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def what_if_page(request: HttpRequest, run: str) -> HttpResponse:
    """Show the dials of a result, and answer what would be if they stood elsewhere; nothing is written.

    With JavaScript only the answer comes back: 200 with the answer, 422 with what is wrong while the last one stands.
    """
    viewer = viewer_of(request.user)
    found, basis = _found(viewer, run)
    question, forecast = _asked(basis, request)
    if request.htmx:
        if question.faults:
            context = {"faults": fault_views(basis, question.faults)}
            return render(request, "footprints/what_if_faults.html", context, status=422)
        return render(request, "footprints/what_if_answer.html", {"answer": answer_of(basis, forecast), **_unit(basis)})
    status = 422 if question.faults else 200
    return render(request, "footprints/what_if.html", _page(viewer, found, basis, question, forecast), status=status)


@login_required
@require_safe
def what_if_factors(request: HttpRequest, run: str) -> HttpResponse:
    """List published factors of one family for a row, as choices of a field."""
    viewer = viewer_of(request.user)
    _found(viewer, run)
    family = request.GET.get("family", "footprint")
    hits = search(viewer, request.GET.get("q", "")[:200], {"kind": family}, size=SUGGESTED)
    rows = [
        (hit.factor.id, f"{words(hit.factor.name)} · {_factor_figure(hit.factor)}")
        for hit in hits.rows
        if hit.factor.kind == family
    ]
    return render(request, "footprints/what_if_factors.html", {"rows": rows})


@login_required
@require_POST
def what_if_take(request: HttpRequest, run: str) -> HttpResponse:
    """Take what was supposed into open activity data, or into those of the next period."""
    viewer = viewer_of(request.user)
    found, basis = _found(viewer, run)
    question, _answer = _asked(basis, request)
    if question.faults:
        context = _page(viewer, found, basis, question, _answer)
        return render(request, "footprints/what_if.html", context, status=422)
    chosen = request.POST.get("into", "")
    into = None if chosen == NEXT_PERIOD else get_activity(viewer, chosen)
    made = operations.take_over(
        run=found, changes=question.changes, swaps=question.swaps, into=into, by=request.user, at=timezone.now()
    )
    messages.success(request, _("设定的数值已带入填报数据；请核对后重新试算。"))
    if made.left:
        names = "、".join(words(name) for name in made.left)
        messages.warning(request, _("这些改动在填报数据中没有对应的位置，没有带入：%s") % names)
    return redirect("products:activity", activity=made.activity.public_id)


def _found(viewer: Viewer, run: str) -> tuple[Run, Basis]:
    try:
        return run_and_basis(viewer, run)
    except EngineError as error:
        raise WrongState(error.text.zh, error.text.en) from error


def _asked(basis: Basis, request: HttpRequest) -> tuple[Question, Forecast]:
    """Read the question and answer it; where something is wrong with it, the answer is what is."""
    typed = {key: request.POST[key].strip() for key in request.POST if key not in OWN_FIELDS}
    swaps = {key.removeprefix(SWAP): value for key, value in typed.items() if key.startswith(SWAP) and value}
    try:
        changes = read_changes(basis.dials, {k: v for k, v in typed.items() if not k.startswith(SWAP)})
        return Question(typed, changes, swaps, ()), what_if(basis, changes, swaps)
    except ChangeError as error:
        return Question(typed, {}, {}, error.findings), what_if(basis, {})


def _page(viewer: Viewer, found: Run, basis: Basis, question: Question, forecast: Forecast) -> dict[str, object]:
    product = found.activity.product
    editor = can_edit(viewer, product.organisation_id)
    run_href = reverse("footprints:run", args=[found.public_id])
    return {
        "product": product,
        "title": words(basis.study.product.name),
        "run_href": run_href,
        "frozen": found.is_frozen,
        "here": reverse("footprints:what_if", args=[found.public_id]),
        "factors_href": reverse("footprints:what_if_factors", args=[found.public_id]),
        "take_href": reverse("footprints:what_if_take", args=[found.public_id]),
        "dials": dials_of(basis, question.typed, question.faults),
        "answered": basis.answered is not None,
        "answer": answer_of(basis, forecast),
        "faults": fault_views(basis, question.faults),
        "targets": _targets(viewer, found) if editor and basis.answered else [],
        **_unit(basis),
    }


def _unit(basis: Basis) -> dict[str, object]:
    return {"unit": words(basis.study.unit.words)}


def _targets(viewer: Viewer, found: Run) -> list[Link]:
    """Return where changes can be taken: open activity data of the product, else the period after this one."""
    known = activities(viewer, found.activity.product)
    targets = [
        Link(text=_("%(start)s 起的填报数据") % {"start": one.period_start}, href=str(one.public_id))
        for one in known
        if one.is_open
    ]
    if not any(one.period_start >= found.activity.period_end for one in known):
        text = _("新开下一期（%(start)s 起）") % {"start": found.activity.period_end}
        targets.append(Link(text=text, href=NEXT_PERIOD))
    return targets


def _factor_figure(factor: object) -> str:
    kg = sum(float(emission.kg) for emission in factor.emissions)
    return f"{significant(kg)} kg / {factor.per} · {factor.reference_year}"
