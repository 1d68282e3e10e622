"""Deciding about lines: accept, take as a proxy, reject, withdraw. Nothing becomes a link by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.matching.score import explain
from qiantan.core.proofs import canonical_bytes, sha256
from qiantan.core.templates.load import template as load_template
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, NotFound, WrongState
from qiantan.registry.factors.queries import FoundFactor
from qiantan.registry.ledger.operations import record
from qiantan.registry.matching.looking_up import candidate_of, carbon_of, factors_by_id, wanted_of
from qiantan.registry.matching.models import Bill, Decision, Line
from qiantan.registry.matching.permissions import check_can_edit
from qiantan.registry.matching.placing import (
    Placing,
    cells_of,
    find_place,
    placing_faults,
    with_line,
    without_factor,
)
from qiantan.registry.matching.queries import exact_placings
from qiantan.registry.matching.states import LINE_MOVES, LineState
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations import save_entries
from qiantan.registry.products.operations.filling import check_open, locked

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class _Move:
    """A line on its way to another state, with what the decision keeps."""

    line: Line
    after: LineState
    factor: str = ""
    reason: str = ""
    together: bool = False


@transaction.atomic
def accept_suggestion(
    *,
    line: Line,
    factor_id: str,
    placing: Placing,
    version: int,
    by: User,
    at: datetime,
    proxy: bool = False,
    reason: str = "",
) -> Line:
    """Link a line with a factor and write it into the activity data. With `proxy` the factor is of another material, which
    needs a reason; so does a factor whose name says something else than the line.
    """
    kept, activity = _held(line, version, by)
    reason = " ".join(reason.split())
    found = factors_by_id(viewer_of(by), [factor_id]).get(factor_id)
    if found is None:
        raise NotFound("没有这个因子，或它已停用。", "There is no such factor, or it is no longer in force.")
    faults = _link_faults(kept, activity, found, reason, proxy=proxy)
    plan = load_template(activity.product.template)
    place = find_place(plan, kept, found.factor, placing.section)
    rows = activity.answers.rows.get(placing.section, ())
    faults += placing_faults(place, rows, placing)
    if faults or place is None:
        raise Invalid(faults)
    cells = cells_of(kept, place, factor_id, reason if proxy else "")
    changed, kept.row = with_line(rows, place, placing, cells)
    _save(activity, {placing.section: changed}, by=by, at=at)
    kept.section, kept.carbon = placing.section, carbon_of(kept, found)
    after = LineState.PROXY if proxy else LineState.ACCEPTED
    move = _Move(kept, after, factor_id, reason)
    _decide([move], by=by, at=at)
    _record("line.matched", kept, move, by=by, at=at)
    return kept


@transaction.atomic
def accept_exact(*, bill: Bill, lines: Sequence[str], by: User, at: datetime) -> int:
    """Accept the exact matches of several lines, after a page that listed them; return how many. Lines that are no longer
    exact, or whose place in the template is not sure, are refused together.
    """
    check_can_edit(viewer_of(by), bill.activity.product.organisation_id)
    activity = locked(bill.activity)
    check_open(activity)
    list(bill.lines.select_for_update().filter(public_id__in=lines).values_list("pk"))
    ready = {str(one.line.public_id): one for one in exact_placings(viewer_of(by), bill, activity)}
    missing = [public_id for public_id in lines if str(public_id) not in ready]
    if missing:
        raise WrongState(
            f"有 {len(missing)} 行不再是完全相符的匹配，请刷新后重新确认。",
            f"{len(missing)} line(s) are no longer exact matches; please reload and confirm again.",
        )
    rows = {section: tuple(lines) for section, lines in activity.answers.rows.items()}
    moves = []
    for public_id in dict.fromkeys(map(str, lines)):
        one = ready[public_id]
        cells = cells_of(one.line, one.place, one.found.factor.id, "")
        placing = Placing(section=one.place.section.id, row=one.row, choices=one.place.proposed)
        faults = placing_faults(one.place, rows.get(placing.section, ()), placing)
        if faults:
            raise Invalid(faults)
        rows[placing.section], one.line.row = with_line(rows.get(placing.section, ()), one.place, placing, cells)
        one.line.section, one.line.carbon = placing.section, carbon_of(one.line, one.found)
        moves.append(_Move(one.line, LineState.ACCEPTED, one.found.factor.id, together=True))
    if moves:
        _save(activity, {section: rows[section] for section in {move.line.section for move in moves}}, by=by, at=at)
        _decide(moves, by=by, at=at)
        digest = sha256(canonical_bytes([_told(move) for move in moves]))
        body = {"activity": str(activity.public_id), "lines": len(moves), "decisions_sha256": digest}
        organisation = activity.product.organisation
        record(kind="lines.matched", subject=str(bill.public_id), organisation=organisation, body=body, by=by, at=at)
    return len(moves)


@transaction.atomic
def reject_suggestions(*, line: Line, reason: str, version: int, by: User, at: datetime) -> Line:
    """Leave a line without a factor, with the reason; it can be taken up again."""
    kept, _ = _held(line, version, by)
    reason = " ".join(reason.split())
    faults = _reason_faults(reason, Text("不采用建议须写明理由。", "Rejecting the suggestions needs a reason."))
    if faults:
        raise Invalid(faults)
    move = _Move(kept, LineState.REJECTED, reason=reason)
    _decide([move], by=by, at=at)
    _record("line.rejected", kept, move, by=by, at=at)
    return kept


@transaction.atomic
def withdraw_decision(*, line: Line, version: int, by: User, at: datetime) -> bool:
    """Take a decision about a line back; return whether its row in the activity data gave up the factor too. The row stays,
    and keeps its factor where somebody has chosen another one since.
    """
    kept, activity = _held(line, version, by)
    cleared = False
    if kept.is_linked:
        found = factors_by_id(viewer_of(by), [kept.factor]).get(kept.factor)
        place = (
            find_place(load_template(activity.product.template), kept, found.factor, kept.section) if found else None
        )
        rows = activity.answers.rows.get(kept.section, ())
        left = without_factor(rows, kept.row or 0, place, kept.factor) if place else None
        if left is not None:
            _save(activity, {kept.section: left}, by=by, at=at)
            cleared = True
    move = _Move(kept, LineState.OPEN)
    kept.section, kept.row, kept.carbon = "", None, None
    _decide([move], by=by, at=at)
    _record("line.withdrawn", kept, move, by=by, at=at)
    return cleared


def _held(line: Line, version: int, by: User) -> tuple[Line, ActivityRecord]:
    """Return a line and its activity data as they are now, held until the transaction ends; guards first."""
    check_can_edit(viewer_of(by), line.bill.activity.product.organisation_id)
    activity = locked(line.bill.activity)
    check_open(activity)
    kept = Line.objects.select_for_update(of=("self",)).select_related("bill").get(pk=line.pk)
    if kept.version != version:
        raise Conflict(
            "有人刚刚处理了这一行，请刷新后再决定。",
            "Somebody has just decided about this line; please reload.",
            current={"state": kept.state},
            version=kept.version,
        )
    return kept, activity


def _link_faults(
    line: Line, activity: ActivityRecord, found: FoundFactor, reason: str, *, proxy: bool
) -> list[Finding]:
    told = explain(wanted_of(line, activity), candidate_of(found))
    if told.refusal.zh:
        return [_fault("MAT-REFUSED", "factor", told.refusal, Text("请另选因子。", "Please choose another factor."))]
    if told.is_proxy and told.name.score and not proxy:
        wrong = Text("这个因子不是同一种物料，只能作为代用。", "The factor is of another material: only a proxy.")
        return [
            _fault("MAT-PROXY", "proxy", wrong, Text("请选择“代用”并写明理由。", "Take it as a proxy, with a reason."))
        ]
    if proxy or told.is_proxy:
        return _reason_faults(
            reason,
            Text("代用须写明理由。", "A proxy needs a reason.")
            if proxy
            else Text("名称不同，须写明为何是同一种物料。", "The names differ: say why it is the same material."),
        )
    return []


def _reason_faults(reason: str, message: Text) -> list[Finding]:
    if not reason:
        return [_fault("MAT-REASON", "reason", message, Text("请写一句话。", "Please write one sentence."))]
    if len(reason) > LONGEST_REASON:
        long = Text(f"理由太长（{len(reason)} 字）。", f"The reason is too long ({len(reason)} characters).")
        return [_fault("MAT-REASON", "reason", long, Text("请写在 500 字以内。", "At most 500 characters."))]
    return []


def _fault(code: str, place: str, message: Text, remedy: Text) -> Finding:
    return Finding(code=code, severity=Severity.BLOCKING, place=place, message=message, remedy=remedy)


def _save(activity: ActivityRecord, rows: Mapping[str, Any], *, by: User, at: datetime) -> None:
    save_entries(activity=activity, entries={}, rows=rows, version=activity.version, by=by, at=at)


def _decide(moves: Sequence[_Move], *, by: User, at: datetime) -> None:
    """Move lines to their new states and keep the decisions."""
    decisions = []
    for move in moves:
        line, before = move.line, LineState(move.line.state)
        if move.after not in LINE_MOVES[before][1]:
            label = line.state_label
            raise WrongState(f"这一行“{label.zh}”，不能进行此操作。", f"The line is “{label.en.lower()}”.")
        line.version += 1
        line.state, line.factor = move.after.value, move.factor
        decisions.append(
            Decision(
                line=line,
                version=line.version,
                before=before.value,
                after=move.after.value,
                factor=move.factor,
                section=line.section,
                row=line.row,
                reason=move.reason,
                together=move.together,
                by=by,
                at=at,
            )
        )
    Line.objects.bulk_update(
        [move.line for move in moves], ["state", "factor", "carbon", "section", "row", "version"], batch_size=500
    )
    Decision.objects.bulk_create(decisions, batch_size=500)


def _told(move: _Move) -> dict[str, Any]:
    """Return a decision as its digest covers it."""
    line = move.line
    return {
        "line": str(line.public_id),
        "after": move.after.value,
        "factor": move.factor,
        "reason": move.reason,
        "section": line.section,
        "row": line.row,
        "together": move.together,
    }


def _record(kind: str, line: Line, move: _Move, *, by: User, at: datetime) -> None:
    bill = line.bill
    body = {
        "bill": str(bill.public_id),
        "state": line.state,
        "version": line.version,
        "decision_sha256": sha256(canonical_bytes(_told(move))),
    }
    organisation = bill.activity.product.organisation
    record(kind=kind, subject=str(line.public_id), organisation=organisation, body=body, by=by, at=at)
