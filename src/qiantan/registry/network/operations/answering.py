"""The workers' part of an inquiry: drawing a chunk, and putting the answer together.

A chunk is written once: a worker that was thought dead, and comes back, finds its chunk done. Whoever writes the last one
queues the answer, in the same transaction.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from qiantan.registry.network.copying import copy_in
from qiantan.registry.network.held import drawing_of_snapshot, province_of
from qiantan.registry.network.models import Chunk, Inquiry, MovedLine, SpreadLine
from qiantan.registry.network.operations.inquiring import ATTEMPTS, CHUNK, GAVE_UP, defer_answer, fail_inquiry, move
from qiantan.registry.network.states import InquiryKind, InquiryState

if TYPE_CHECKING:
    from qiantan.core.province.drawn import Chunk as DrawnChunk
    from qiantan.core.province.rows import Rows

MOVED = np.dtype(
    [("inquiry_id", "i8"), ("place", "i4"), ("study", "i4"), ("before", "f8"), ("after", "f8"), ("exact", "?")]
)
FIGURES = ("nominal", "mean", "error", "deviation", "low", "median", "high", "linear", "left", "right")
SPREAD = np.dtype(
    [("inquiry_id", "i8"), ("place", "i4"), ("study", "i4"), *((name, "f8") for name in FIGURES), ("bars", "V64")]
)
LINES = {InquiryKind.IMPACT: (MovedLine, "network_movedline"), InquiryKind.SPREAD: (SpreadLine, "network_spreadline")}


class Left(Exception):
    """The inquiry was cancelled or failed while a worker was at it."""


def draw(*, public_id: str, first: int, at: datetime) -> bool:
    """Draw one chunk of an inquiry and keep it (called by the worker); false when there is nothing to do any more."""
    from qiantan.core.province.drawn import chunk_bytes, draw_chunk  # the numerical libraries

    inquiry = _begun(public_id, at)
    if inquiry is None or not _attempted(inquiry, first, at):
        return False
    _, drawing = drawing_of_snapshot(inquiry.snapshot, inquiry.question["seed"])
    try:
        chunk = draw_chunk(drawing, first, CHUNK, lambda: _check_wanted(inquiry))
    except Left:
        return False
    return _keep(inquiry, first, chunk_bytes(chunk))


def answer_inquiry(*, public_id: str, at: datetime) -> Inquiry | None:
    """Put the answer of an inquiry together and keep its lines (called by the worker); none when it was withdrawn."""
    inquiry = _begun(public_id, at)
    if inquiry is None:
        return None
    answer = _impact if inquiry.kind == InquiryKind.IMPACT.value else _spread
    rows, refused, outcome = answer(inquiry)
    return _finish(inquiry, rows, refused=refused, outcome=outcome)


def _digest(rows: "Rows") -> str:
    """Return the SHA-256 of the lines, ordered by study, whatever inquiry they answer."""
    said = rows.copy()
    said["inquiry_id"] = 0
    return sha256(np.sort(said, order="study").tobytes()).hexdigest()


def _impact(inquiry: Inquiry) -> tuple["Rows", int, dict[str, float]]:
    from qiantan.core.province.answers import Asked

    asked = Asked(province_of(inquiry.snapshot))
    found = asked.changes(inquiry.question["changes"])
    rows = np.zeros(len(found.study), dtype=MOVED)
    rows["inquiry_id"], rows["place"], rows["study"] = inquiry.pk, np.arange(len(rows)), found.study
    rows["before"], rows["after"], rows["exact"] = found.before, found.after, found.exact
    products = len(asked.province.newest)
    mean = float(found.relative.sum()) / products if products else 0.0
    return rows, 0, {"touched": len(found.touched), "mean": mean}


def _spread(inquiry: Inquiry) -> tuple["Rows", int, dict[str, float]]:
    from qiantan.core.province.drawn import merged

    province, drawing = drawing_of_snapshot(inquiry.snapshot, inquiry.question["seed"])
    drawn = merged(province, drawing, _chunks(inquiry))
    relative = np.divide(
        drawn.deviation, np.abs(drawn.nominal), out=np.zeros_like(drawn.deviation), where=drawn.nominal != 0
    )
    order = np.argsort(-relative, kind="stable")
    rows = np.zeros(len(order), dtype=SPREAD)
    rows["inquiry_id"], rows["place"], rows["study"] = inquiry.pk, np.arange(len(rows)), drawn.study[order]
    for name in FIGURES:
        rows[name] = getattr(drawn, name)[order]
    rows["bars"] = np.ascontiguousarray(drawn.bars[order].astype(">u2")).view("V64")[:, 0]
    median = float(np.median(relative)) if relative.size else 0.0
    return rows, drawn.refused, {"draws": drawn.draws, "median_relative_deviation": median}


def _chunks(inquiry: Inquiry) -> Iterator["DrawnChunk"]:
    from qiantan.core.province.drawn import chunk_of

    for content in inquiry.chunks.order_by("first").values_list("content", flat=True).iterator(chunk_size=1):
        yield chunk_of(bytes(content))


@transaction.atomic
def _begun(public_id: str, at: datetime) -> Inquiry | None:
    """Return an inquiry that is under way, begun by whoever comes first; none when it has ended."""
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(public_id=public_id)
    if inquiry.state == InquiryState.QUEUED.value:
        move(inquiry, InquiryState.RUNNING)
        inquiry.started_at = max(at, inquiry.created_at)
        inquiry.save()
    return inquiry if inquiry.state == InquiryState.RUNNING.value else None


@transaction.atomic
def _attempted(inquiry: Inquiry, first: int, at: datetime) -> bool:
    chunk = Chunk.objects.select_for_update().filter(inquiry=inquiry, first=first, content=None).first()
    if chunk is None:
        return False
    if chunk.attempts >= ATTEMPTS:
        fail_inquiry(public_id=str(inquiry.public_id), message=GAVE_UP, at=at)
        return False
    Chunk.objects.filter(pk=chunk.pk).update(attempts=F("attempts") + 1)
    return True


def _check_wanted(inquiry: Inquiry) -> None:
    if not Inquiry.objects.filter(pk=inquiry.pk, state=InquiryState.RUNNING.value).exists():
        raise Left


@transaction.atomic
def _keep(inquiry: Inquiry, first: int, content: bytes) -> bool:
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if inquiry.state != InquiryState.RUNNING.value:
        return False
    chunks = Chunk.objects.filter(inquiry=inquiry)
    if not chunks.filter(first=first, content=None).update(content=content, done_at=timezone.now()):
        return False  # another worker was quicker
    if not chunks.filter(content=None).exists():
        defer_answer(inquiry)
    return True


@transaction.atomic
def _finish(inquiry: Inquiry, rows: "Rows", *, refused: int, outcome: dict[str, float]) -> Inquiry | None:
    inquiry = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if inquiry.state != InquiryState.RUNNING.value:
        return None
    copy_in(LINES[InquiryKind(inquiry.kind)][1], rows)
    move(inquiry, InquiryState.DONE)
    inquiry.lines, inquiry.digest, inquiry.refused, inquiry.outcome = len(rows), _digest(rows), refused, outcome
    inquiry.finished_at = max(timezone.now(), inquiry.started_at)
    inquiry.save()
    inquiry.chunks.all().delete()
    return inquiry
