"""Reads about bills: a fixed number of queries however many lines there are."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When

from qiantan.core.matching.placing import Place, places
from qiantan.core.matching.score import Judgement, Suggestion, explain, judge
from qiantan.core.matching.shares import Part, Shares, shares
from qiantan.core.templates.load import template as load_template
from qiantan.registry.accounts.paging import Page, page_of
from qiantan.registry.accounts.refusals import NotFound
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.factors.queries import FoundFactor
from qiantan.registry.factors.queries import search as search_library
from qiantan.registry.matching.looking_up import candidate_of, candidates_for, factors_by_id, wanted_of
from qiantan.registry.matching.models import Bill, Decision, Line
from qiantan.registry.matching.placing import twin_of
from qiantan.registry.matching.stated import StatedFigure, stated_figures
from qiantan.registry.matching.states import LineState
from qiantan.registry.products.models import ActivityRecord

PAGE_LINES = 50
SHOWN_FOUND = 10
_ORDER = (LineState.OPEN, LineState.REJECTED, LineState.PROXY, LineState.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line, what it brings to the sums, what stands behind it, and what may."""

    line: Line
    part: Part
    judgement: Judgement
    linked: FoundFactor | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BillPage(Page[JudgedLine]):
    """A page of a bill: lines without a factor first, the heaviest before the others; sums and counts of all lines."""

    shares: Shares
    states: Mapping[str, int]
    exact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A line whose match is exact and whose place in the template is sure; `row` is the row it goes to, none for a new
    one.
    """

    line: Line
    found: FoundFactor
    suggestion: Suggestion
    place: Place
    row: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedLine:
    """A line with its factor and its last decision, for the file of the matched bill."""

    line: Line
    part: Part
    found: FoundFactor | None
    decision: Decision | None


def bills(viewer: Viewer, activity: ActivityRecord) -> list[Bill]:
    """Return the bills of activity data, newest first, each with its number of lines (`count`) and of those without a
    factor (`unmatched`), in one query.
    """
    found = _bills(viewer).filter(activity=activity)
    unmatched = Count("lines", filter=Q(lines__state=LineState.OPEN.value))
    return list(found.annotate(count=Count("lines"), unmatched=unmatched).order_by("-created_at", "-pk"))


def get_bill(viewer: Viewer, public_id: uuid.UUID | str) -> Bill:
    """Return one bill with its activity data and product; `NotFound` for a stranger."""
    return _one(_bills(viewer), public_id)


def get_line(viewer: Viewer, public_id: uuid.UUID | str) -> Line:
    """Return one line with its bill, activity data and product; `NotFound` for a stranger."""
    return _one(_lines(viewer), public_id)


def bill_page(viewer: Viewer, bill: Bill, number: int = 1, state: str = "") -> BillPage:
    """Return a page of a bill's lines, all or those in one state, in four queries."""
    every = bill.lines.values_list("mass", "carbon", "indication", "state", "exact")
    known = [(Part(mass=mass, carbon=carbon, indication=hint), at, exact) for mass, carbon, hint, at, exact in every]
    found = bill.lines.filter(state=state) if state else bill.lines.all()
    page = page_of(_in_order(found), number, lambda line: line, size=PAGE_LINES)
    states = {one.value: sum(at == one.value for _, at, _ in known) for one in LineState}
    return BillPage(
        rows=judged(viewer, bill.activity, page.rows),
        number=page.number,
        pages=page.pages,
        count=page.count,
        size=page.size,
        shares=shares([part for part, _, _ in known]),
        states=states,
        exact=sum(exact and at == LineState.OPEN.value for _, at, exact in known),
    )


def judged(viewer: Viewer, activity: ActivityRecord, lines: Sequence[Line]) -> tuple[JudgedLine, ...]:
    """Return lines with what was found for them when they were looked up, judged anew, in one query."""
    known = factors_by_id(viewer, (one for line in lines for one in (*line.candidates, line.factor) if one))
    return tuple(_judged(line, activity, known) for line in lines)


def suggestions(viewer: Viewer, line: Line) -> Judgement:
    """Return what the library holds for a line now, in two queries."""
    wanted = wanted_of(line, line.bill.activity)
    [candidates] = candidates_for(viewer, [wanted])
    return judge(wanted, candidates)


def search_for(viewer: Viewer, line: Line, text: str) -> tuple[Suggestion, ...]:
    """Return what a person's own search finds among footprints, each judged for the line; best first as found."""
    if not text.strip():
        return ()
    found: list[FoundFactor] = []
    for kind in ("footprint", "electricity_footprint"):
        found += search_library(viewer, text, {"kind": kind}, size=SHOWN_FOUND).rows
    wanted = wanted_of(line, line.bill.activity)
    return tuple(explain(wanted, candidate_of(one)) for one in found[:SHOWN_FOUND] if not one.lapsed)


def explained(viewer: Viewer, line: Line, factor_id: str) -> tuple[Suggestion, FoundFactor]:
    """Return one factor judged for a line; `NotFound` for one that does not exist or lapsed."""
    found = factors_by_id(viewer, [factor_id]).get(factor_id)
    if found is None:
        raise NotFound("没有这个因子，或它已停用。", "There is no such factor, or it is no longer in force.")
    return explain(wanted_of(line, line.bill.activity), candidate_of(found)), found


def decisions(viewer: Viewer, line: Line) -> list[Decision]:
    """Return every decision about a line, the last first."""
    get_line(viewer, line.public_id)
    return list(Decision.objects.filter(line=line).select_related("by").order_by("-version"))


def stated(viewer: Viewer, line: Line) -> tuple[StatedFigure, ...]:
    """Return what the organisation already has for a line's material: figures of suppliers and of its own products."""
    get_line(viewer, line.public_id)
    return stated_figures(line)


def line_places(line: Line, found: FoundFactor) -> tuple[Place, ...]:
    """Return where a line with a factor may go in its activity data, the likeliest first."""
    plan = load_template(line.bill.activity.product.template)
    return places(plan, line.name, line.unit, found.factor)


def exact_placings(viewer: Viewer, bill: Bill, activity: ActivityRecord) -> tuple[Ready, ...]:
    """Return the unmatched lines whose match is exact, whose place is sure and which would count nothing twice, in the
    order of the bill, in two queries.
    """
    lines = list(bill.lines.select_related("bill").filter(state=LineState.OPEN.value, exact=True).order_by("number"))
    known = factors_by_id(viewer, (line.best for line in lines))
    plan, answers = load_template(activity.product.template), activity.answers
    ready: list[Ready] = []
    taken: set[tuple[str, int]] = set()
    for line in lines:
        found = known.get(line.best)
        exact = judge(wanted_of(line, activity), [candidate_of(found)]).exact if found else None
        if found is None or exact is None:
            continue
        place = next(iter(places(plan, line.name, line.unit, found.factor)), None)
        if place is None or not place.is_sure:
            continue
        row, clear = twin_of(answers.rows.get(place.section.id, ()), place, line)
        # Two lines of one bill are two things, also where they bear the same name.
        row = None if row is not None and (place.section.id, row) in taken else row
        if clear:
            taken |= {(place.section.id, row)} if row is not None else set()
            ready.append(Ready(line=line, found=found, suggestion=exact, place=place, row=row))
    return tuple(ready)


def exported(viewer: Viewer, bill: Bill) -> tuple[ExportedLine, ...]:
    """Return every line of a bill with its factor and last decision, in the order of the bill, in three queries."""
    get_bill(viewer, bill.public_id)
    lines = list(bill.lines.order_by("number"))
    known = factors_by_id(viewer, (line.factor for line in lines if line.factor))
    found = Decision.objects.filter(line__bill=bill).select_related("by").order_by("version")
    last = {decision.line_id: decision for decision in found}
    return tuple(
        ExportedLine(line=line, part=_part(line), found=known.get(line.factor), decision=last.get(line.pk))
        for line in lines
    )


def _judged(line: Line, activity: ActivityRecord, known: Mapping[str, FoundFactor]) -> JudgedLine:
    candidates = [candidate_of(known[one]) for one in line.candidates if one in known]
    judgement = judge(wanted_of(line, activity), candidates)
    return JudgedLine(line=line, part=_part(line), judgement=judgement, linked=known.get(line.factor))


def _part(line: Line) -> Part:
    return Part(mass=line.mass, carbon=line.carbon if line.is_linked else None, indication=line.indication)


def _in_order(found: QuerySet[Line]) -> QuerySet[Line]:
    whens = [When(state=state.value, then=Value(place)) for place, state in enumerate(_ORDER)]
    order = Case(*whens, output_field=IntegerField())
    return found.select_related("bill").order_by(
        order, F("indication").desc(nulls_last=True), F("mass").desc(nulls_last=True), "number"
    )


def _bills(viewer: Viewer) -> QuerySet[Bill]:
    found = Bill.objects.filter(activity__product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("activity__product__organisation", "activity__product__site", "created_by")


def _lines(viewer: Viewer) -> QuerySet[Line]:
    found = Line.objects.filter(bill__activity__product__organisation_id__in=viewer.organisation_ids)
    return found.select_related("bill__activity__product__organisation", "bill__activity__product__site")


def _one(found: QuerySet[Any], public_id: uuid.UUID | str) -> Any:
    try:
        record = found.filter(public_id=uuid.UUID(str(public_id))).first()
    except ValueError:
        record = None
    if record is None:
        raise NotFound
    return record
