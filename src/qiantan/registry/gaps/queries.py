"""Reads about gaps and previews, for analysts; the counters of the targets, for everyone. Each page takes a fixed number of
queries, however many studies there are.
"""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs

from qiantan.core.findings import Finding, Text
from qiantan.core.province.changes import Replacement, ids_in, typed
from qiantan.core.province.uses import StandIn
from qiantan.core.rules.gaps import Reason
from qiantan.registry.accounts.paging import PAGE_SIZE, Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps import changing, laying
from qiantan.registry.gaps.models import BillWant, Count, Gap, Impact, Laid, MovedStudy, RefusedStudy, Want
from qiantan.registry.gaps.permissions import check_can_analyse
from qiantan.registry.gaps.states import OPEN, WorkState
from qiantan.registry.network.queries.members import Known, known
from qiantan.registry.submissions.queries import Draft, release_draft, release_drafts
from qiantan.registry.submissions.queries import changes_of as changes_of_draft
from qiantan.registry.submissions.states import DraftState

EXPORTED = 5000
STAND_INS = """
SELECT stand_in.facts, stand_in.reasons, stand_in.uncertainty, count(DISTINCT uses.study), sum(uses.share)
FROM gaps_userow AS uses
JOIN gaps_standin AS stand_in ON stand_in.id = uses.stand_in AND stand_in.reasons <> 0
JOIN gaps_laid AS laid ON laid.study_id = uses.study AND laid.newest
WHERE uses.want = %s AND uses.stand_in = ANY(ARRAY(SELECT id FROM gaps_standin WHERE reasons <> 0))
GROUP BY stand_in.id ORDER BY sum(uses.share * stand_in.uncertainty) DESC LIMIT 50
"""
ASKING = """
SELECT uses.study, sum(uses.share), bit_or(stand_in.reasons)
FROM gaps_userow AS uses
JOIN gaps_standin AS stand_in ON stand_in.id = uses.stand_in AND stand_in.reasons <> 0
JOIN gaps_laid AS laid ON laid.study_id = uses.study AND laid.newest
WHERE uses.want = %s AND uses.stand_in = ANY(ARRAY(SELECT id FROM gaps_standin WHERE reasons <> 0))
GROUP BY uses.study ORDER BY sum(uses.share) DESC, uses.study LIMIT %s OFFSET %s
"""

BY_REASON = "SELECT bit, (SELECT count(*) FROM gaps_gap WHERE reasons & bit <> 0) FROM unnest(%s::integer[]) AS bit"


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """One line of the board. `demand` is the part of all products that ask, `contribution` the mean share of their footprints
    that hangs on it, `uncertainty` the relative standard deviation of what stands there; `score` is their product.
    """

    id: int
    name: Text
    category: str
    flow: str
    parameter: str
    products: int
    organisations: int
    demand: float
    contribution: float
    uncertainty: float
    score: float
    reasons: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the board stands: the last count that ended well, how many frozen studies it lacks, and a count under way."""

    count: Count | None
    waiting: int
    under_way: Count | None
    last: Count | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InPlace:
    """What stands where a factor is wanted, in how many products, with the mean share of their footprints."""

    facts: StandIn
    reasons: Reason
    uncertainty: float
    products: int
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A product that asks: what an analyst may know of it, the share of its footprint, and why."""

    name: Text
    organisation: str
    study: str
    frozen_at: datetime
    share: float
    reasons: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedRow:
    """A frozen study a preview touches; `newest` speaks for its product."""

    product: Known
    before: float
    after: float
    relative: float
    exact: bool
    newest: bool


# --- the board ---------------------------------------------------------------------------------------------------------


def standing(viewer: Viewer) -> Standing:
    """Return where the board stands, in three queries."""
    check_can_analyse(viewer)
    counted = Count.objects.filter(state=WorkState.DONE.value).order_by("-pk").first()
    last = Count.objects.order_by("-pk").first()
    under_way = last if last is not None and last.state in OPEN else None
    return Standing(count=counted, waiting=studies_waiting(), under_way=under_way, last=last)


def studies_waiting() -> int:
    """Return how many frozen studies are not on the board (asked by the worker as well)."""
    laid = Laid.objects.filter(edition=laying.edition()).values("study_id")
    return FrozenStudy.objects.exclude(pk__in=laid).count()


def board(
    viewer: Viewer, page: int = 1, *, reason: str = "", category: str = "", text: str = "", size: int = PAGE_SIZE
) -> Page[GapRow]:
    """Return the gaps, highest score first, in three queries; narrowed by a reason, a category, words of the name."""
    check_can_analyse(viewer)
    products = _products()
    return page_of(_gaps(reason, category, text), page, lambda gap: _row(gap, products), size=size)


def reason_counts(viewer: Viewer) -> dict[str, int]:
    """Return how many gaps there are for each reason, by its name in lower case; one query."""
    check_can_analyse(viewer)
    named = {int(one): str(one.name).lower() for one in Reason}
    with connection.cursor() as cursor:
        cursor.execute(BY_REASON, [list(named)])
        return {named[bit]: number for bit, number in cursor.fetchall()}


def get_gap(viewer: Viewer, number: int) -> GapRow:
    """Return one gap, in two queries; `NotFound` where nothing is wanted under this number, or it is no gap any more."""
    check_can_analyse(viewer)
    gap = Gap.objects.select_related("want").filter(pk=number).first()
    if gap is None:
        raise NotFound("没有这个缺口；可能已经补上。", "There is no such gap; it may have been closed.")
    return _row(gap, _products())


def in_place(viewer: Viewer, number: int) -> tuple[InPlace, ...]:
    """Return what stands where a factor is wanted, weightiest first; one query."""
    check_can_analyse(viewer)
    with connection.cursor() as cursor:
        cursor.execute(STAND_INS, [number])
        rows = cursor.fetchall()
    return tuple(
        InPlace(
            facts=StandIn(**_facts(facts)),
            reasons=Reason(reasons),
            uncertainty=uncertainty,
            products=products,
            contribution=share / products,
        )
        for facts, reasons, uncertainty, products, share in rows
    )


def asking(viewer: Viewer, number: int, page: int = 1, size: int = PAGE_SIZE) -> Page[Asking]:
    """Return the products that ask for something, largest share first, in three queries."""
    check_can_analyse(viewer)
    total = Gap.objects.filter(pk=number).values_list("products", flat=True).first() or 0
    pages = max(1, ceil(total / size))
    at = min(max(1, page), pages)
    with connection.cursor() as cursor:
        cursor.execute(ASKING, [number, size, (at - 1) * size])
        rows = cursor.fetchall()
    studies = FrozenStudy.objects.select_related("product__organisation", "activity").defer("content")
    by_key = studies.in_bulk([study for study, _, _ in rows])
    found = tuple(
        Asking(
            name=Text(by_key[study].product.name_zh, by_key[study].product.name_en),
            organisation=by_key[study].product.organisation.name,
            study=by_key[study].number,
            frozen_at=by_key[study].frozen_at,
            share=share,
            reasons=Reason(reasons),
        )
        for study, share, reasons in rows
    )
    return Page(rows=found, number=at, pages=pages, count=total, size=size)


def bill_wants(viewer: Viewer, most: int = 20) -> tuple[BillWant, ...]:
    """Return what several organisations found no factor for in their bills of materials, the most wanted first; one query."""
    check_can_analyse(viewer)
    return tuple(BillWant.objects.order_by("-products", "-unmatched", "key")[:most])


def categories(viewer: Viewer) -> tuple[str, ...]:
    """Return the categories in which something is wanted; one query."""
    check_can_analyse(viewer)
    return tuple(Gap.objects.order_by().values_list("want__category", flat=True).distinct().order_by("want__category"))


def _gaps(reason: str, category: str, text: str) -> "QuerySet[Gap]":
    found = Gap.objects.select_related("want")
    wanted = next((one for one in Reason if one.name and one.name.lower() == reason), None)
    if wanted is not None:
        found = found.annotate(has=F("reasons").bitand(int(wanted))).filter(has__gt=0)
    if category:
        found = found.filter(want__category=category)
    if text.strip():
        words = text.strip()[:100]
        found = found.filter(
            Q(want__name_zh__icontains=words) | Q(want__name_en__icontains=words) | Q(want__flow__icontains=words)
        )
    return found.order_by("-swing", "want_id")


def _products() -> int:
    return (
        Count.objects.filter(state=WorkState.DONE.value).order_by("-pk").values_list("products", flat=True).first() or 1
    )


def _row(gap: Gap, products: int) -> GapRow:
    want: Want = gap.want
    return GapRow(
        id=want.pk,
        name=want.name,
        category=want.category,
        flow=want.flow,
        parameter=want.parameter,
        products=gap.products,
        organisations=gap.organisations,
        demand=gap.products / products,
        contribution=gap.share / gap.products,
        uncertainty=gap.swing / gap.share if gap.share else 0.0,
        score=gap.swing / products,
        reasons=Reason(gap.reasons),
    )


def _facts(facts: str | dict[str, Any]) -> dict[str, Any]:
    return json.loads(facts) if isinstance(facts, str) else facts


# --- previews ------------------------------------------------------------------------------------------------------------


def typed_changes(viewer: Viewer, text: str) -> tuple[changing.Changes, tuple[Finding, ...]]:
    """Return the changes of a typed list, and everything that is wrong with or doubtful about it."""
    check_can_analyse(viewer)
    replacements, findings = typed(text, changing.known_factors(ids_in(text)))
    return changing.Changes(replacements=replacements), findings


def draft_changes(viewer: Viewer, public_id: uuid.UUID | str) -> tuple[Draft, changing.Changes]:
    """Return a release in preparation and what it would change, in four queries; `NotFound` where there is none."""
    check_can_analyse(viewer)
    draft = release_draft(viewer, public_id)
    return draft, changing.of_pairs((one.before, one.after) for one in changes_of_draft(draft))


def drafts(viewer: Viewer) -> tuple[Any, ...]:
    """Return the last releases in preparation, in two queries."""
    check_can_analyse(viewer)
    return tuple(one for one in release_drafts(viewer).rows if one.state == DraftState.PREPARING.value)


def impacts(viewer: Viewer, page: int = 1) -> Page[Impact]:
    """Return the previews, newest first, in two queries."""
    check_can_analyse(viewer)
    return page_of(Impact.objects.order_by("-pk"), page, lambda impact: impact, size=10)


def get_impact(viewer: Viewer, public_id: object) -> Impact:
    """Return one preview; `NotFound` where there is none."""
    check_can_analyse(viewer)
    found = Impact.objects.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def changes_of(viewer: Viewer, impact: Impact) -> tuple[tuple[Replacement, ...], tuple[Finding, ...]]:
    """Return what a preview asked about, and what of it could not be applied."""
    check_can_analyse(viewer)
    return changing.from_json(impact.changes), changing.skipped_of(impact.skipped)


def moved(
    viewer: Viewer,
    impact: Impact,
    page: int = 1,
    *,
    above: float = 0.0,
    all_studies: bool = False,
    size: int = PAGE_SIZE,
) -> Page[MovedRow]:
    """Return what a preview touches, largest relative change first, in five queries: the newest study of every product, or
    `all_studies` that are frozen; those that change by more than `above`.
    """
    check_can_analyse(viewer)
    found = MovedStudy.objects.filter(impact=impact.pk)
    if not all_studies:
        found = found.filter(newest=True)
    if above:
        found = found.filter(Q(relative__gt=above) | Q(relative__lt=-above))
    rows = page_of(found.order_by(Abs("relative").desc(), "study"), page, lambda row: row, size=size)
    products = known([row.study for row in rows.rows])
    shown = tuple(_moved(row, products[row.study]) for row in rows.rows if row.study in products)
    return Page(rows=shown, number=rows.number, pages=rows.pages, count=rows.count, size=rows.size)


def refused(viewer: Viewer, impact: Impact) -> Sequence[tuple[Known, Text]]:
    """Return the first studies that could not be computed, and why; four queries."""
    check_can_analyse(viewer)
    rows = list(RefusedStudy.objects.filter(impact=impact).order_by("pk")[:PAGE_SIZE])
    products = known([row.study_id for row in rows])
    return [(products[row.study_id], row.reason) for row in rows if row.study_id in products]


def find_count(public_id: str) -> Count:
    """Return a count by its public id (asked by the worker)."""
    return Count.objects.get(public_id=public_id)


def find_impact(public_id: str) -> Impact:
    """Return a preview by its public id (asked by the worker)."""
    return Impact.objects.get(public_id=public_id)


def _moved(row: MovedStudy, product: Known) -> MovedRow:
    return MovedRow(
        product=product,
        before=row.before,
        after=row.after,
        relative=row.relative,
        exact=row.exact,
        newest=row.newest,
    )


def counted_at(viewer: Viewer) -> datetime | None:
    """Return when the board was last counted; none before the first time."""
    check_can_analyse(viewer)
    return (
        Count.objects.filter(state=WorkState.DONE.value).order_by("-pk").values_list("finished_at", flat=True).first()
    )
