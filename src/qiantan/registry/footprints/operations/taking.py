"""Taking what was supposed into activity data, where it becomes something to check, calculate and freeze as ever."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from qiantan.core.study.shape import Amount, Named
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import WrongState
from qiantan.registry.footprints.models import Run
from qiantan.registry.footprints.permissions import check_can_edit
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.products.operations import copy_activity, save_entries


class TakenOver(NamedTuple):
    """The activity data that hold the changes now, and what had no place in them."""

    activity: ActivityRecord
    left: tuple[Named, ...]


@transaction.atomic
def take_over(
    *,
    run: Run,
    changes: Mapping[str, Amount],
    swaps: Mapping[str, str],
    into: ActivityRecord | None,
    by: User,
    at: dt.datetime,
) -> TakenOver:
    """Save the changed answers of a what-if question in open activity data, or without `into` in those of the period
    after, which is opened for them. The study asked about and its own answers stay as they are.

    Raises `WrongState` where nothing can be taken over or the data are frozen, ChangeError where the changes make none.
    """
    # Brings the numerical libraries, which other pages do without.
    from qiantan.core.results.what_if import taken
    from qiantan.registry.footprints.supposing import run_and_basis

    viewer = viewer_of(by)
    product = run.activity.product
    check_can_edit(viewer, product.organisation_id)
    _, basis = run_and_basis(viewer, run.public_id)
    if into is not None and into.product_id != product.pk:
        raise WrongState("只能带入同一产品的填报数据。", "The changes belong to another product.")
    target = into or _next_period(run.activity, by=by, at=at)
    found = taken(basis, changes, target.answers, swaps)
    if found.nothing:
        raise WrongState("没有可以带入填报数据的改动。", "None of the changes has a place in the activity data.")
    save_entries(activity=target, entries=found.fields, rows=found.rows, version=target.version, by=by, at=at)
    body = {"activity": str(target.public_id), "changes": sorted({*changes, *swaps})}
    organisation = product.organisation
    record(kind="whatif.taken", subject=str(run.public_id), organisation=organisation, body=body, by=by, at=at)
    target.refresh_from_db()
    return TakenOver(target, found.left)


def _next_period(activity: ActivityRecord, *, by: User, at: dt.datetime) -> ActivityRecord:
    start = activity.period_end
    return copy_activity(activity=activity, start=start, end=_year_after(start), by=by, at=at)


def _year_after(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + 1, day=28)
