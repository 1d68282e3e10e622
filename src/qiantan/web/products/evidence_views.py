"""Evidence: the documents that prove figures, handed in once and named beside the figures."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qiantan.core.templates.load import template as load_template
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.products import operations, queries
from qiantan.web.ui.wording import words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import Evidence


class EvidenceFile(NamedTuple):
    """A document as the evidence list shows it."""

    name: str
    href: str
    size: int
    sha256: str


def evidence_files(kept: Iterable[Evidence]) -> list[EvidenceFile]:
    """Return documents for the evidence list."""
    return [
        EvidenceFile(one.name, reverse("products:evidence_file", args=[one.public_id]), one.size, one.sha256)
        for one in kept
    ]


@login_required
@require_POST
def attach(request: HttpRequest, activity: str) -> HttpResponse:
    """Keep a document that proves figures."""
    found = queries.get_activity(viewer_of(request.user), activity)
    file = request.FILES.get("file")
    if file is None:
        messages.error(request, _("没有选择文件。"))
    else:
        try:
            kept = operations.attach_evidence(
                activity=found,
                name=file.name or "",
                content=file.read(),
                media_type=file.content_type or "application/octet-stream",
                by=request.user,
                at=timezone.now(),
            )
        except Invalid as invalid:
            messages.error(request, words(invalid.text))
        else:
            messages.success(request, _("已上传“%s”。在数据旁的“佐证材料”中写上这个文件名即可引用。") % kept.name)
    sections = [one.id for one in load_template(found.product.template).sections]
    wanted = request.GET.get("section", "")
    return redirect("products:section", activity=activity, section=wanted if wanted in sections else sections[0])


@login_required
@require_safe
def evidence_file(request: HttpRequest, evidence: str) -> HttpResponse:
    """Send a document as it was handed in; the browser saves it and never shows it as a page of the portal."""
    viewer = viewer_of(request.user)
    kept = queries.get_evidence(viewer, evidence)
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=kept.name)}
    content = queries.evidence_bytes(viewer, evidence)
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
