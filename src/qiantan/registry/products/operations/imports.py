"""Importing a workbook: hand in → check (by the worker) → correct in the browser → confirm, all or nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.findings.wire import to_json as finding_json
from qiantan.core.templates.activity import ActivityData, Entry, from_json, to_json
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.schema import Template
from qiantan.core.templates.validate import validate
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.ledger.exhibits import keep
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.answers import (
    CELL,
    kept_parts,
    places_of,
    strangers,
    with_cells,
    with_places,
)
from qiantan.registry.products.library import library_for
from qiantan.registry.products.models import ActivityRecord, ImportDraft
from qiantan.registry.products.operations.evidence import check_size, file_name
from qiantan.registry.products.operations.filling import apply_parts, check_open, locked
from qiantan.registry.products.permissions import check_can_edit
from qiantan.registry.products.states import IMPORT_MOVES, ImportState
from qiantan.registry.tasks.operations import queue_task
from qiantan.registry.tasks.states import Kind


@transaction.atomic
def upload_workbook(*, activity: ActivityRecord, name: str, content: bytes, by: User, at: datetime) -> ImportDraft:
    """Keep a workbook as it was handed in and queue its check; nothing of the activity data changes yet."""
    organisation = activity.product.organisation
    check_can_edit(viewer_of(by), organisation.pk)
    check_open(locked(activity))
    check_size(content, settings.QIANTAN_UPLOAD_LIMIT)
    kept = keep(content)
    draft = ImportDraft.objects.create(
        activity=activity,
        name=file_name(name),
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        created_by=by,
        created_at=at,
        updated_at=at,
    )
    draft.task = queue_task(
        organisation=organisation,
        kind=Kind.IMPORT.value,
        subject=str(draft.public_id),
        title=draft.name,
        payload={},
        by=by,
        at=at,
    )
    draft.save(update_fields=["task"])
    body = {"activity": str(activity.public_id), "sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size}
    record(kind="workbook.uploaded", subject=str(draft.public_id), organisation=organisation, body=body, by=by, at=at)
    return draft


@transaction.atomic
def record_import_check(
    *,
    draft: ImportDraft,
    data: ActivityData | None,
    findings: Iterable[Finding],
    by: User,
    at: datetime,
    unclear: Iterable[str] = (),
) -> ImportDraft:
    """Keep what was read from a workbook and everything the reader found wrong (called by the worker).

    `findings` are the reader's, `unclear` the cells they already cover; the answers themselves are checked here, so
    that a correction can check them again. A workbook of another template is told as one finding and not taken apart.
    """
    product = draft.activity.product
    check_can_edit(viewer_of(by), product.organisation_id)
    draft = _locked_draft(draft)
    read = [*findings]
    if data is not None and data.template != product.template:
        read = [finding for finding in validate(load_template(product.template), data) if finding.place == "template"]
        data = None
    draft.data = to_json(data) if data else None
    draft.places = places_of(data) if data else {}
    draft.unclear = sorted(unclear)
    draft.corrected = []
    draft.updated_at = at
    _judge(draft, [{**finding_json(finding), "stage": "read"} for finding in read])
    draft.save()
    return draft


@transaction.atomic
def correct_import(*, draft: ImportDraft, entries: Mapping[str, Entry], by: User, at: datetime) -> ImportDraft:
    """Correct single answers of a checked workbook in the browser, by field id or ``section[1].column``, and check
    everything again. The file itself stays as it was handed in.
    """
    check_can_edit(viewer_of(by), draft.activity.product.organisation_id)
    draft = _locked_draft(draft)
    if draft.data is None or draft.state not in {ImportState.HAS_FINDINGS.value, ImportState.READY.value}:
        raise _wrong_state(draft)
    plan = load_template(draft.activity.product.template)
    unknown = strangers(plan, *_split(entries))
    if unknown:
        raise Invalid(unknown)
    draft.data = with_cells(draft.data, entries)
    draft.corrected = sorted({*draft.corrected, *entries})
    draft.updated_at = at
    settled = {*entries, *(draft.places.get(key, "") for key in entries)}
    draft.unclear = [place for place in draft.unclear if place not in settled]
    read = [f for f in draft.findings if f["stage"] == "read" and f.get("place") not in settled]
    _judge(draft, read)
    draft.save()
    return draft


@transaction.atomic
def confirm_import(*, draft: ImportDraft, by: User, at: datetime) -> ActivityRecord:
    """Take a checked workbook over into the activity data: everything or nothing.

    An empty cell takes nothing away that was typed before; a table with rows replaces the table.
    """
    check_can_edit(viewer_of(by), draft.activity.product.organisation_id)
    draft = _locked_draft(draft)
    if draft.state == ImportState.CONFIRMED.value:
        return draft.activity
    _move(draft, ImportState.CONFIRMED)
    activity = locked(draft.activity)
    check_open(activity)
    plan = load_template(activity.product.template)
    version = apply_parts(plan, activity, changed_parts(plan, activity, draft.data), by=by, at=at)
    draft.decided_by, draft.decided_at = by, at
    draft.save()
    body = {
        "activity": str(activity.public_id),
        "sha256": draft.sha256,
        "sm3": draft.sm3,
        "corrected": len(draft.corrected),
        "version": version,
    }
    organisation = activity.product.organisation
    record(kind="import.confirmed", subject=str(draft.public_id), organisation=organisation, body=body, by=by, at=at)
    return activity


@transaction.atomic
def discard_import(*, draft: ImportDraft, by: User, at: datetime) -> ImportDraft:
    """Put an uploaded workbook aside; the activity data stay as they are."""
    check_can_edit(viewer_of(by), draft.activity.product.organisation_id)
    draft = _locked_draft(draft)
    if draft.state == ImportState.DISCARDED.value:
        return draft
    _move(draft, ImportState.DISCARDED)
    draft.decided_by, draft.decided_at = by, at
    draft.save()
    organisation = draft.activity.product.organisation
    record(kind="import.discarded", subject=str(draft.public_id), organisation=organisation, body={}, by=by, at=at)
    return draft


def changed_parts(plan: Template, activity: ActivityRecord, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts confirming a workbook would change."""
    current = kept_parts(plan, activity.data)
    return {key: value for key, value in kept_parts(plan, data).items() if value != current.get(key)}


def _judge(draft: ImportDraft, read: list[dict[str, Any]]) -> None:
    # Sets findings, summary and state from the data as they are now.
    activity = draft.activity
    plan = load_template(activity.product.template)
    checked: list[Finding] = []
    if draft.data is not None:
        answers = with_places(from_json(draft.data), draft.places)
        checked = [*validate(plan, answers, library=library_for(plan, answers)), *_period_findings(activity, answers)]
    fresh = [finding for finding in checked if finding.place not in draft.unclear]
    draft.findings = [*read, *({**finding_json(finding), "stage": "check"} for finding in fresh)]
    blocked = draft.data is None or has_blocking(fresh) or any(f["severity"] == "blocking" for f in read)
    draft.summary = _summary(plan, activity, draft.data) if draft.data is not None else {}
    _move(draft, ImportState.HAS_FINDINGS if blocked else ImportState.READY)


def _summary(plan: Template, activity: ActivityRecord, data: Mapping[str, Any]) -> dict[str, Any]:
    current = kept_parts(plan, activity.data)
    changes = changed_parts(plan, activity, data)
    handed_in = kept_parts(plan, data)
    return {
        "added": [key for key in changes if key not in current],
        "changed": [key for key in changes if key in current],
        "same": len(handed_in) - len(changes),
        "kept": [key for key in current if key not in handed_in],
    }


def _period_findings(activity: ActivityRecord, answers: ActivityData) -> list[Finding]:
    wanted = {
        "period_start": activity.period_start.isoformat(),
        "period_end": (activity.period_end - timedelta(days=1)).isoformat(),
    }
    return [
        Finding(
            code="IMP-PERIOD",
            severity=Severity.BLOCKING,
            place=entry.place or key,
            message=Text(
                "工作簿的统计期与本次填报的统计期不同。", "The workbook covers another period than these data."
            ),
            found=entry.value,
            expected=Text(value, value),
            remedy=Text(
                "请改正日期，或到对应年度的填报中导入。", "Correct the date, or import it into that year's data."
            ),
        )
        for key, value in wanted.items()
        if (entry := answers.get(key)).provided and entry.value != value
    ]


def _split(entries: Mapping[str, Entry]) -> tuple[dict[str, Entry], dict[str, list[dict[str, Entry]]]]:
    fields: dict[str, Entry] = {}
    rows: dict[str, list[dict[str, Entry]]] = {}
    for key, entry in entries.items():
        cell = CELL.match(key)
        if cell:
            rows.setdefault(cell["section"], []).append({cell["column"]: entry})
        else:
            fields[key] = entry
    return fields, rows


def _locked_draft(draft: ImportDraft) -> ImportDraft:
    found = ImportDraft.objects.select_for_update(of=("self",))
    return found.select_related("activity__product__organisation", "activity__product__site").get(pk=draft.pk)


def _move(draft: ImportDraft, state: ImportState) -> None:
    if state not in IMPORT_MOVES[ImportState(draft.state)][1]:
        raise _wrong_state(draft)
    draft.state = state.value


def _wrong_state(draft: ImportDraft) -> WrongState:
    label = draft.state_label
    return WrongState(f"该导入当前为“{label.zh}”，不能进行此操作。", f"The import is “{label.en.lower()}”.")
