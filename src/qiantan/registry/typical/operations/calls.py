"""Opening, closing and reopening a call; by the department."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.typical.asking import Asked, call_faults
from qiantan.registry.typical.models import Call
from qiantan.registry.typical.permissions import check_can_call
from qiantan.registry.typical.states import CallState

SHORTEST = timedelta(seconds=1)


@transaction.atomic
def open_call(*, asked: Asked, by: User, at: datetime) -> Call:
    """Ask plants for their values. Raises `Invalid` with everything that is wrong, or when the same is asked already."""
    check_can_call(viewer_of(by))
    faults = call_faults(asked, at)
    if faults:
        raise Invalid(faults)
    columns = {name: getattr(asked, name) for name in Asked.__dataclass_fields__ if name != "technologies"}
    technologies = [{"key": f"t{number}", "zh": zh, "en": en} for number, (zh, en) in enumerate(asked.technologies, 1)]
    try:
        with transaction.atomic():
            call = Call.objects.create(**columns, technologies=technologies, opened_by=by, opened_at=at)
    except IntegrityError as error:
        raise Invalid([_asked_already(asked)]) from error
    _record("typical.call_opened", call, by, at)
    return call


@transaction.atomic
def close_call(*, call: Call, by: User, at: datetime) -> Call:
    """Cut a call off now: no value is given, corrected or withdrawn any more."""
    call = _locked(call, by)
    if not call.takes(at):
        raise WrongState("该征集已经截止。", "The call is closed already.")
    call.state, call.closes_at = CallState.CLOSED.value, max(at, call.opened_at + SHORTEST)
    call.save(update_fields=["state", "closes_at"])
    _record("typical.call_closed", call, by, at)
    return call


@transaction.atomic
def reopen_call(*, call: Call, closes_at: datetime, by: User, at: datetime) -> Call:
    """Take values again, or for longer. What was released stays, and every later release is examined against it."""
    call = _locked(call, by)
    if closes_at <= at:
        message = Text("截止时间应在将来。", "The cut-off lies in the future.")
        raise Invalid([Finding(code="TV-CLOSES-AT", severity=Severity.BLOCKING, place="closes_at", message=message)])
    call.state, call.closes_at = CallState.OPEN.value, closes_at
    call.save(update_fields=["state", "closes_at"])
    _record("typical.call_reopened", call, by, at)
    return call


def _locked(call: Call, by: User) -> Call:
    check_can_call(viewer_of(by))
    return Call.objects.select_for_update().get(pk=call.pk)


def _asked_already(asked: Asked) -> Finding:
    return Finding(
        code="TV-ASKED-ALREADY",
        severity=Severity.BLOCKING,
        place="name_zh",
        message=Text(
            "同一产品、单位、边界和年份已有征集。", "There is a call for this product, unit, boundary and year."
        ),
        found=f"{asked.name_zh} {asked.data_year}",
        remedy=Text("请重新开放原来的征集。", "Please reopen that call."),
    )


def _record(kind: str, call: Call, by: User, at: datetime) -> None:
    body = {"closes_at": call.closes_at.isoformat(), "data_year": call.data_year, "least": call.least}
    record(kind=kind, subject=str(call.public_id), organisation=None, body=body, by=by, at=at)
