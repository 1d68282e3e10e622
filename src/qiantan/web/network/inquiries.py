"""Pages of inquiries: asking what takes long, following it, reading and keeping the answer."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, WrongState
from qiantan.registry.network import operations, queries
from qiantan.web.network import files, lines, presenters
from qiantan.web.network.asking import question_of
from qiantan.web.network.words import tabs
from qiantan.web.ui.paging import page_number, page_part
from qiantan.web.ui.wording import words

CHOICES = (256, 1024, 4096)
USUAL = 1024
SEED = 1
DIGITS = 10


@login_required
@require_safe
@never_cache
def inquiries(request: HttpRequest) -> HttpResponse:
    """List the inquiries, newest first, and offer to draw the spread of every product."""
    viewer = viewer_of(request.user)
    found = queries.inquiries(viewer, page_number(request))
    values = {
        "tabs": tabs("network:inquiries"),
        "any": queries.standing(viewer).snapshot is not None,
        "jobs": [lines.progress(row) for row in found.rows],
        "page": page_part(found),
        "choices": [{"value": one, "text": f"{one:,}", "chosen": one == USUAL} for one in CHOICES],
        "seed": SEED,
    }
    return render(request, "network/inquiries.html", values)


@login_required
@require_POST
def ask_spread(request: HttpRequest) -> HttpResponse:
    """Have the spread of every product drawn."""
    draws, seed = _whole(request.POST.get("draws", "")), _whole(request.POST.get("seed", ""))
    try:
        made = operations.queue_spread(draws=draws, seed=seed, by=request.user, at=timezone.now())
    except (Invalid, WrongState) as refused:
        messages.error(request, words(refused.text))
        return redirect("network:inquiries")
    return redirect("network:inquiry", made.public_id)


@login_required
@require_POST
def ask_impact(request: HttpRequest) -> HttpResponse:
    """Have the complete answer to the question of the front page computed and kept."""
    uses = queries.factors_in_use(viewer_of(request.user))
    changes = question_of(request.POST, uses).changes if uses else {}
    try:
        made = operations.queue_impact(changes=changes, by=request.user, at=timezone.now())
    except (Invalid, WrongState) as refused:
        messages.error(request, words(refused.text))
        return redirect("network:front")
    return redirect("network:inquiry", made.public_id)


@login_required
@require_safe
@never_cache
def inquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show an inquiry: how far it is, and its answer when it has one."""
    viewer = viewer_of(request.user)
    row = queries.get_inquiry(viewer, public_id)
    values = {"job": lines.progress(row, here=True), "title": lines.title(row), "terms": lines.terms(row)}
    if row.inquiry.state == "done":
        number = page_number(request)
        if row.inquiry.kind == lines.SPREAD:
            found = queries.spread_lines(viewer, row.inquiry, number)
            values["table"] = lines.spread_table(found.rows, found.count, row)
            values["spread"] = True
        else:
            found = queries.moved_lines(viewer, row.inquiry, number)
            values["table"] = presenters.moved_table(found.rows, found.count, f"{request.path}file/")
        values["page"] = page_part(found)
    return render(request, "network/inquiry.html", values)


@login_required
@require_safe
@never_cache
def row(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Return one row for the page that polls it, which is loaded again when the inquiry has ended."""
    found = queries.get_inquiry(viewer_of(request.user), public_id)
    if not request.htmx:
        return redirect("network:inquiry", public_id)
    response = render(request, "network/inquiry.html#row", {"job": lines.progress(found)})
    if not found.inquiry.is_open:
        response["HX-Refresh"] = "true"
    return response


@login_required
@require_safe
def spread_of_product(request: HttpRequest, public_id: UUID, key: int) -> HttpResponse:
    """Show how one product's draws lie."""
    viewer = viewer_of(request.user)
    of = queries.get_inquiry(viewer, public_id)
    found = queries.spread_line(viewer, of.inquiry, key)
    values = {
        "title": words(found.known.name),
        "of": lines.title(of),
        "back": of.inquiry.public_id,
        "terms": lines.spread_terms(found),
        "chart": lines.bars(found),
    }
    return render(request, "network/product.html", values)


@login_required
@require_safe
def file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Send the complete answer of an inquiry."""
    viewer = viewer_of(request.user)
    found = queries.get_inquiry(viewer, public_id).inquiry
    if found.state != "done":
        raise NotFound
    if found.kind == lines.SPREAD:
        return files.spread_file(queries.spread_rows(viewer, found))
    return files.moved_file(queries.moved_rows(viewer, found))


@login_required
@require_POST
def cancel_inquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Stop an inquiry."""
    found = queries.get_inquiry(viewer_of(request.user), public_id)
    operations.cancel_inquiry(inquiry=found.inquiry, by=request.user, at=timezone.now())
    messages.info(request, _("已停止；已完成的部分保留，可继续。"))
    return redirect("network:inquiry", public_id)


@login_required
@require_POST
def retry_inquiry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Go on with an inquiry that was stopped or failed."""
    found = queries.get_inquiry(viewer_of(request.user), public_id)
    operations.retry_inquiry(inquiry=found.inquiry, by=request.user, at=timezone.now())
    messages.success(request, _("已重新排队，从已完成的部分继续。"))
    return redirect("network:inquiry", public_id)


def _whole(text: str) -> int:
    """Return a whole number as typed; -1 for what is none, which no question accepts."""
    text = text.strip().replace(",", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else -1
