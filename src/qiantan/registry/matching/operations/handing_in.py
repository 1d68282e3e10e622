"""Handing in a bill of materials, and looking its suggestions up again."""

from datetime import datetime

from django.db import transaction

from qiantan.core.findings import Finding, Severity, Text, blocking
from qiantan.core.matching.bill import BillReading
from qiantan.core.matching.shares import mass_of
from qiantan.core.proofs import digests
from qiantan.core.study.shape import plain
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.ledger.operations import record
from qiantan.registry.matching.looking_up import look_up
from qiantan.registry.matching.models import Bill, Line
from qiantan.registry.matching.permissions import check_can_edit
from qiantan.registry.matching.states import LINKED, LineState
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations.filling import check_open, locked

SOURCES = ("ledger", "invoice", "meter", "estimate")
LONGEST_NAME = 200


@transaction.atomic
def hand_in_bill(
    *, activity: ActivityRecord, name: str, reading: BillReading, source: str, by: User, at: datetime
) -> Bill:
    """Keep a bill that was read whole, with the suggestions for its lines. `Invalid` lists everything wrong with it; a bill
    with faults is not kept in part, and the activity data do not change.
    """
    viewer = viewer_of(by)
    check_can_edit(viewer, activity.product.organisation_id)
    kept = locked(activity)
    check_open(kept)
    faults = [*blocking(reading.findings), *_source_fault(source)]
    if faults:
        raise Invalid(faults)
    both = digests(reading.text.encode())
    bill = Bill.objects.create(
        activity=kept,
        name=" ".join(name.split())[:LONGEST_NAME] or at.strftime("%Y-%m-%d %H:%M"),
        text=reading.text,
        sha256=both.sha256,
        source=source,
        created_by=by,
        created_at=at,
        looked_up_at=at,
    )
    lines = [
        Line(
            bill=bill,
            number=number,
            raw=one.raw,
            name=one.name,
            amount=plain(one.amount),
            unit=one.unit,
            supplier=one.supplier,
            origin=one.origin,
            code=one.code,
            note=one.note,
            mass=mass_of(one.amount, one.unit),
        )
        for number, one in enumerate(reading.lines, 1)
    ]
    look_up(viewer, kept, lines)
    Line.objects.bulk_create(lines, batch_size=500)
    body = {"activity": str(kept.public_id), "sha256": both.sha256, "sm3": both.sm3, "lines": len(lines)}
    organisation = kept.product.organisation
    record(kind="bill.handed_in", subject=str(bill.public_id), organisation=organisation, body=body, by=by, at=at)
    return bill


@transaction.atomic
def look_up_again(*, bill: Bill, by: User, at: datetime) -> Bill:
    """Look up the suggestions of all lines that are not linked, in the library as it is now; links stay as they are."""
    viewer = viewer_of(by)
    organisation = bill.activity.product.organisation
    check_can_edit(viewer, organisation.pk)
    kept = Bill.objects.select_for_update().get(pk=bill.pk)
    activity = locked(bill.activity)
    check_open(activity)
    lines = list(kept.lines.exclude(state__in=LINKED).order_by("number"))
    look_up(viewer, activity, lines)
    Line.objects.bulk_update(lines, ["candidates", "best", "exact", "indication"], batch_size=500)
    kept.looked_up_at = at
    kept.save(update_fields=["looked_up_at"])
    unmatched = sum(line.state == LineState.OPEN.value for line in lines)
    body = {"activity": str(activity.public_id), "unmatched": unmatched}
    record(kind="bill.looked_up", subject=str(kept.public_id), organisation=organisation, body=body, by=by, at=at)
    return kept


def _source_fault(source: str) -> list[Finding]:
    if source in SOURCES:
        return []
    return [
        Finding(
            code="BOM-SOURCE",
            severity=Severity.BLOCKING,
            place="source",
            message=Text("请选择数量的数据来源。", "Please say where the amounts are from."),
            found=source,
            expected=Text("台账、发票、计量或估算", "ledger, invoice, meter or estimate"),
            example="台账",
            remedy=Text("请选择一项。", "Please choose one."),
        )
    ]
