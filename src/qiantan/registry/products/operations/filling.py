"""Filling in: autosave with an optimistic version, and the way between open and frozen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from qiantan.core.templates.activity import Entry
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.schema import Template
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Conflict, Invalid, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.answers import Rows, kept_parts, parts_of, read_part, strangers, with_parts
from qiantan.registry.products.models import ActivityRecord, FieldChange
from qiantan.registry.products.permissions import check_can_edit
from qiantan.registry.products.states import ACTIVITY_MOVES, ActivityState


@transaction.atomic
def save_entries(
    *,
    activity: ActivityRecord,
    entries: Mapping[str, Entry],
    version: int,
    by: User,
    at: datetime,
    rows: Mapping[str, Rows] | None = None,
) -> int:
    """Save what was typed and return the new version. Nothing typed is judged here: a wrong figure is kept and shown
    as a finding.

    `version` is the one the person saw. What others saved since in *other* fields stays; raises `Conflict` with the
    current values, and saves nothing, when they changed the same ones. Each changed field leaves a `FieldChange`; the
    ledger records the data when they are imported or frozen, not every key stroke.
    """
    check_can_edit(viewer_of(by), activity.product.organisation_id)
    plan = load_template(activity.product.template)
    findings = strangers(plan, entries, rows or {})
    if findings:
        raise Invalid(findings)
    kept = locked(activity)
    check_open(kept)
    typed = parts_of(plan, entries, rows or {})
    current = kept_parts(plan, kept.data)
    changes = {key: value or None for key, value in typed.items() if (value or None) != current.get(key)}
    if version != kept.version:
        _check_unchanged_since(plan, kept, version, changes, current)
    return apply_parts(plan, kept, changes, by=by, at=at)


def apply_parts(plan: Template, activity: ActivityRecord, parts: Mapping[str, Any], *, by: User, at: datetime) -> int:
    """Put parts into locked activity data, keep what they were, and return the new version."""
    if not parts:
        return activity.version
    current = kept_parts(plan, activity.data)
    activity.version += 1
    activity.data = with_parts(plan, activity.data, parts)
    activity.template_version = plan.version
    activity.updated_by, activity.updated_at = by, at
    activity.save(update_fields=["version", "data", "template_version", "updated_by", "updated_at"])
    FieldChange.objects.bulk_create(
        FieldChange(
            activity=activity, version=activity.version, field=key, old=current.get(key), new=value, by=by, at=at
        )
        for key, value in parts.items()
    )
    return activity.version


@transaction.atomic
def mark_frozen(*, activity: ActivityRecord, by: User, at: datetime) -> ActivityRecord:
    """Close activity data to changes; called when their study is frozen, whose ledger entry covers it."""
    check_can_edit(viewer_of(by), activity.product.organisation_id)
    kept = locked(activity)
    _move(kept, ActivityState.FROZEN)
    kept.updated_by, kept.updated_at = by, at
    kept.save(update_fields=["state", "updated_by", "updated_at"])
    return kept


@transaction.atomic
def reopen_activity(*, activity: ActivityRecord, by: User, at: datetime) -> ActivityRecord:
    """Open frozen activity data for a correction; the frozen study stays as it is, a new freeze makes another."""
    check_can_edit(viewer_of(by), activity.product.organisation_id)
    kept = locked(activity)
    _move(kept, ActivityState.OPEN)
    kept.updated_by, kept.updated_at = by, at
    kept.save(update_fields=["state", "updated_by", "updated_at"])
    body = {"version": kept.version}
    organisation = kept.product.organisation
    record(kind="activity.reopened", subject=str(kept.public_id), organisation=organisation, body=body, by=by, at=at)
    return kept


def locked(activity: ActivityRecord) -> ActivityRecord:
    """Return activity data as they are now, held until the transaction ends."""
    found = ActivityRecord.objects.select_for_update(of=("self",))
    return found.select_related("product__organisation", "product__site").get(pk=activity.pk)


def check_open(activity: ActivityRecord) -> None:
    """Refuse to change frozen activity data."""
    if not activity.is_open:
        raise WrongState(
            "填报数据已冻结，不能修改；如需更正，请先重新打开。",
            "The activity data are frozen; reopen them to make a correction.",
        )


def _move(activity: ActivityRecord, state: ActivityState) -> None:
    if state not in ACTIVITY_MOVES[ActivityState(activity.state)][1]:
        label = activity.state_label
        raise WrongState(
            f"填报数据当前为“{label.zh}”，不能进行此操作。", f"The activity data are “{label.en.lower()}”."
        )
    activity.state = state.value


def _check_unchanged_since(
    plan: Template, kept: ActivityRecord, version: int, changes: Mapping[str, Any], current: Mapping[str, Any]
) -> None:
    since = FieldChange.objects.filter(activity=kept, version__gt=version, field__in=list(changes))
    both = sorted(set(since.values_list("field", flat=True)))
    if both:
        raise Conflict(
            "有人在您填写期间修改了相同的内容，请对照后再保存；您填写的内容没有丢失。",
            "Somebody changed the same fields while you were typing; please compare and save again. "
            "What you typed is not lost.",
            current={key: read_part(plan, key, current.get(key)) for key in both},
            version=kept.version,
        )
