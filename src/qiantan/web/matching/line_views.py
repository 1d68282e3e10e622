"""One line: its suggestions, a search of one's own, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.permissions import can_edit, check_can_edit
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.matching import operations, queries
from qiantan.registry.matching.placing import Placing
from qiantan.web.matching import line_words
from qiantan.web.ui.wording import words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from collections.abc import Mapping

    from qiantan.core.findings import Finding
    from qiantan.core.matching.placing import Place
    from qiantan.registry.matching.models import Line

LONGEST_SEARCH = 100


@login_required
@require_safe
def line(request: HttpRequest, line: str) -> HttpResponse:
    """Show a line with its suggestions, and with what a search of one's own finds."""
    viewer = viewer_of(request.user)
    found = queries.get_line(viewer, line)
    text = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    own = queries.search_for(viewer, found, text)
    stated = queries.stated(viewer, found)
    context = line_words.line_context(found, queries.suggestions(viewer, found), stated, own, text)
    context |= {
        "history": line_words.history(queries.decisions(viewer, found)),
        "can_edit": _may_edit(request, found),
        "frozen": not found.bill.activity.is_open,
        "section_href": _section_href(found),
        "linked_factor": _linked(request, found),
    }
    return render(request, "matching/line.html", context)


@login_required
def accept(request: HttpRequest, line: str) -> HttpResponse:
    """Ask where a line with its factor goes, and write it there."""
    viewer = viewer_of(request.user)
    found = queries.get_line(viewer, line)
    if request.method == "POST":
        check_can_edit(viewer, found.bill.activity.product.organisation_id)
        return _accept(request, found)
    if not request.GET.get("factor") or not _may_edit(request, found):
        return redirect("matching:line", line=line)
    return _ask(request, found, request.GET)


def _accept(request: HttpRequest, found: Line) -> HttpResponse:
    post = request.POST
    row = post.get("row", "0")
    version = post.get("version", "")
    placing = Placing(
        section=post.get("section", ""),
        row=int(row) if row.isdecimal() and row != "0" else None,
        choices={key.removeprefix("choice."): value for key, value in post.items() if key.startswith("choice.")},
    )
    try:
        operations.accept_suggestion(
            line=found,
            factor_id=post.get("factor", ""),
            placing=placing,
            version=int(version) if version.isdecimal() else found.version,
            proxy=post.get("as") == "proxy",
            reason=post.get("reason", ""),
            by=request.user,
            at=timezone.now(),
        )
    except Invalid as invalid:
        return _ask(request, found, post, findings=invalid.findings)
    messages.success(request, _("已采用“%(name)s”的因子，并写入填报数据。") % {"name": found.name})
    return redirect("matching:bill", bill=found.bill.public_id)


def _ask(
    request: HttpRequest, found: Line, typed: Mapping[str, str], *, findings: tuple[Finding, ...] = ()
) -> HttpResponse:
    """Show the questions: which section, which row, which of its choices; proxy or the same material."""
    suggestion, factor = queries.explained(viewer_of(request.user), found, typed.get("factor", ""))
    view = line_words.suggestion_view(found, suggestion)
    offered = queries.line_places(found, factor)
    chosen = _chosen(offered, typed.get("section", ""))
    base = f"{reverse('matching:accept', args=[found.public_id])}?factor={view.id}"
    context = {
        "line": found,
        "bill": found.bill,
        "product": found.bill.activity.product,
        "facts": line_words.line_facts(found),
        "suggestion": view,
        "findings": findings,
        "named_otherwise": suggestion.is_proxy and not suggestion.name.score,
        "only_proxy": suggestion.is_proxy and bool(suggestion.name.score),
        "as_proxy": typed.get("as", "proxy" if suggestion.is_proxy else "same") == "proxy",
        "reason": typed.get("reason", ""),
        "section": chosen.section.id if chosen else "",
        "sections": line_words.place_choices(offered, chosen, base) if chosen else [],
        "rows": line_words.row_choices(chosen, found.bill.activity.answers, found, typed.get("row", ""))
        if chosen
        else [],
        "choices": line_words.choice_fields(chosen, typed) if chosen else [],
    }
    return render(request, "matching/accept.html", context, status=422 if findings else 200)


@login_required
@require_POST
def reject(request: HttpRequest, line: str) -> HttpResponse:
    """Leave a line without a factor, with the reason."""
    found = queries.get_line(viewer_of(request.user), line)
    check_can_edit(viewer_of(request.user), found.bill.activity.product.organisation_id)
    try:
        operations.reject_suggestions(
            line=found,
            reason=request.POST.get("reason", ""),
            version=_version(request, found),
            by=request.user,
            at=timezone.now(),
        )
    except Invalid as invalid:
        messages.error(request, words(invalid.text))
        return redirect("matching:line", line=line)
    messages.success(request, _("已记录：“%(name)s”不采用建议。") % {"name": found.name})
    return redirect("matching:bill", bill=found.bill.public_id)


@login_required
@require_POST
def withdraw(request: HttpRequest, line: str) -> HttpResponse:
    """Take a decision back."""
    found = queries.get_line(viewer_of(request.user), line)
    was_linked = found.is_linked
    cleared = operations.withdraw_decision(
        line=found, version=_version(request, found), by=request.user, at=timezone.now()
    )
    if was_linked and not cleared:
        messages.warning(request, _("已撤回。填报数据中的那一行已被改动，因子没有动，请自行核对。"))
    else:
        messages.success(request, _("已撤回，这一行重新等待匹配。"))
    return redirect("matching:line", line=line)


def _chosen(places: tuple[Place, ...], section: str) -> Place | None:
    return next((one for one in places if one.section.id == section), next(iter(places), None))


def _version(request: HttpRequest, found: Line) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() else found.version


def _linked(request: HttpRequest, found: Line) -> line_words.SuggestionView | None:
    if not found.is_linked:
        return None
    known = queries.judged(viewer_of(request.user), found.bill.activity, [found])[0].linked
    if known is None:
        return None
    suggestion, _factor = queries.explained(viewer_of(request.user), found, known.factor.id)
    return line_words.suggestion_view(found, suggestion)


def _section_href(found: Line) -> str:
    if not found.is_linked:
        return ""
    return reverse("products:section", args=[found.bill.activity.public_id, found.section])


def _may_edit(request: HttpRequest, found: Line) -> bool:
    activity = found.bill.activity
    return can_edit(viewer_of(request.user), activity.product.organisation_id) and activity.is_open
