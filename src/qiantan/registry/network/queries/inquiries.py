"""Reads about inquiries and the lines of their answers."""

import struct
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.network.models import Inquiry, MovedLine, SpreadLine
from qiantan.registry.network.permissions import check_can_analyse
from qiantan.registry.network.queries.asking import Moved
from qiantan.registry.network.queries.members import Known, known

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 50
BATCH = 2000
BARS = struct.Struct(">32H")


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryRow:
    """An inquiry with how many of its chunks are `done` of `total`."""

    inquiry: Inquiry
    done: int
    total: int
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadRow:
    """How far one product spreads, kg CO2e of the declared unit; `key` names its study in the addresses of pages."""

    key: int
    known: Known
    nominal: float
    mean: float
    error: float
    deviation: float
    low: float
    median: float
    high: float
    linear: float
    left: float
    right: float
    bars: tuple[int, ...]

    @property
    def relative(self) -> float:
        """Standard deviation over the absolute nominal footprint."""
        return self.deviation / abs(self.nominal) if self.nominal else 0.0

    @property
    def bias(self) -> float:
        """Mean over nominal footprint."""
        return self.mean / self.nominal if self.nominal else 1.0


def inquiries(viewer: Viewer, page: int = 1, *, kind: str = "") -> Page[InquiryRow]:
    """Return the inquiries, newest first, in two queries."""
    found = _visible(viewer).order_by("-created_at", "-pk")
    return page_of(found.filter(kind=kind) if kind else found, page, _row)


def get_inquiry(viewer: Viewer, public_id: uuid.UUID | str) -> InquiryRow:
    """Return one inquiry; NotFound where there is none."""
    found = _visible(viewer).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return _row(found)


def moved_lines(viewer: Viewer, inquiry: Inquiry, page: int = 1) -> Page[Moved]:
    """Return a page of the products that an answered inquiry moves, largest relative change first, in five queries."""
    check_can_analyse(viewer)
    found = page_of(_lines(MovedLine, inquiry), page, lambda line: line, size=PAGE)
    return _page(found, tuple(_moved(found.rows)))


def spread_lines(viewer: Viewer, inquiry: Inquiry, page: int = 1) -> Page[SpreadRow]:
    """Return a page of the products of an answered inquiry, widest relative spread first, in five queries."""
    check_can_analyse(viewer)
    found = page_of(_lines(SpreadLine, inquiry), page, lambda line: line, size=PAGE)
    return _page(found, tuple(_spread(found.rows)))


def spread_line(viewer: Viewer, inquiry: Inquiry, key: int) -> SpreadRow:
    """Return one product of an answered inquiry; NotFound where it has none."""
    check_can_analyse(viewer)
    line = SpreadLine.objects.filter(inquiry=inquiry, study=key).first()
    if line is None:
        raise NotFound
    return next(_spread([line]))


def moved_rows(viewer: Viewer, inquiry: Inquiry) -> Iterator[Moved]:
    """Return all products that an answered inquiry moves, for a file."""
    check_can_analyse(viewer)
    for lines in _batches(_lines(MovedLine, inquiry)):
        yield from _moved(lines)


def spread_rows(viewer: Viewer, inquiry: Inquiry) -> Iterator[SpreadRow]:
    """Return all products of an answered inquiry, for a file."""
    check_can_analyse(viewer)
    for lines in _batches(_lines(SpreadLine, inquiry)):
        yield from _spread(lines)


def _visible(viewer: Viewer) -> "QuerySet[Inquiry]":
    check_can_analyse(viewer)
    counted = Inquiry.objects.annotate(
        all=Count("chunks"), done=Count("chunks", filter=Q(chunks__content__isnull=False))
    )
    return counted.select_related("by")


def _row(inquiry: Inquiry) -> InquiryRow:
    return InquiryRow(inquiry=inquiry, done=inquiry.done, total=inquiry.all, by=inquiry.by.name or inquiry.by.email)


def _lines(model: type[MovedLine | SpreadLine], inquiry: Inquiry):  # noqa: ANN202 - a QuerySet of this module
    return model.objects.filter(inquiry=inquiry).order_by("place")


def _batches(lines) -> "Iterator[Sequence[MovedLine | SpreadLine]]":  # noqa: ANN001 - a QuerySet of this module
    last = -1
    while batch := list(lines.filter(place__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].place


def _page(found: Page, rows: tuple) -> Page:
    return Page(rows=rows, number=found.number, pages=found.pages, count=found.count, size=found.size)


def _moved(lines: "Sequence[MovedLine]") -> Iterator[Moved]:
    of = known([line.study for line in lines])
    for line in lines:
        change = line.after - line.before
        yield Moved(
            known=of[line.study],
            before=line.before,
            after=line.after,
            relative=change / abs(line.before) if line.before else 0.0,
            exact=line.exact,
        )


def _spread(lines: "Sequence[SpreadLine]") -> Iterator[SpreadRow]:
    of = known([line.study for line in lines])
    names = ("nominal", "mean", "error", "deviation", "low", "median", "high", "linear", "left", "right")
    for line in lines:
        figures = {name: getattr(line, name) for name in names}
        yield SpreadRow(key=line.study, known=of[line.study], bars=BARS.unpack(bytes(line.bars)), **figures)
