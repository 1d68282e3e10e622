"""Giving, correcting and withdrawing a plant's value; by its editors, before the cut-off."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.registry.accounts.models import Site, User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.ledger import exhibits
from qiantan.registry.ledger.operations import record
from qiantan.registry.typical.asking import Given, value_faults
from qiantan.registry.typical.models import Call, Contribution, PlantFact
from qiantan.registry.typical.permissions import check_can_edit
from qiantan.registry.typical.sealing import open_statement, seal_file, seal_statement
from qiantan.registry.typical.states import ContributionState


@transaction.atomic
def give_value(*, call: Call, site: Site, given: Given, by: User, at: datetime) -> Contribution:
    """Give a plant's value in confidence, or correct the one given; a file of evidence stays until another is given.

    The ledger gets a salted commitment and no figure. Raises `NotPermitted`, `WrongState` after the cut-off, `Invalid`.
    """
    check_can_edit(viewer_of(by), site.organisation_id)
    call = Call.objects.select_for_update().get(pk=call.pk)
    _check_takes(call, at)
    faults = value_faults(call, given)
    if faults:
        raise Invalid(faults)
    contribution = Contribution.objects.filter(call=call, site=site).first() or Contribution(
        call=call, site=site, organisation=site.organisation, given_by=by, given_at=at
    )
    before = contribution.current
    contribution.technology = given.technology
    contribution.group = given.group or site.organisation.uscc
    contribution.state, contribution.changed_at, contribution.current = ContributionState.GIVEN.value, at, None
    contribution.save()
    contribution.current = _kept(contribution, _statement(given, before), at)
    contribution.save(update_fields=["current"])
    _destroy_unreleased(before, at)
    _record("typical.value_given", contribution, {"commitment": contribution.current.commitment}, by, at)
    return contribution


@transaction.atomic
def withdraw_value(*, contribution: Contribution, by: User, at: datetime) -> Contribution:
    """Withdraw a plant's value before the cut-off; its figures are destroyed unless an earlier release rests on them."""
    check_can_edit(viewer_of(by), contribution.organisation_id)
    call = Call.objects.select_for_update().get(pk=contribution.call_id)
    contribution = Contribution.objects.select_for_update().get(pk=contribution.pk)
    _check_takes(call, at)
    if contribution.state != ContributionState.GIVEN.value:
        raise WrongState("该数值已撤回。", "The value was withdrawn already.")
    before = contribution.current
    contribution.state, contribution.current, contribution.changed_at = ContributionState.WITHDRAWN.value, None, at
    contribution.save(update_fields=["state", "current", "changed_at"])
    _destroy_unreleased(before, at)
    _record("typical.value_withdrawn", contribution, {}, by, at)
    return contribution


def _check_takes(call: Call, at: datetime) -> None:
    if not call.takes(at):
        raise WrongState(
            "征集已截止，不能再提供、更正或撤回。", "The call is closed: nothing can be given, corrected or withdrawn."
        )


def _statement(given: Given, before: PlantFact | None) -> dict[str, Any]:
    if given.study and len(given.study) > 64:  # noqa: PLR2004 - a digest
        message = Text("研究的摘要有误。", "The digest of the study is wrong.")
        raise Invalid([Finding(code="TV-STUDY", severity=Severity.BLOCKING, place="study", message=message)])
    return {
        "value": format(given.value, "f"),
        "volume": format(given.volume, "f"),
        "source": given.source,
        "note": given.note,
        "study": given.study,
        "group": given.group,
        "evidence": _evidence(given, before),
    }


def _evidence(given: Given, before: PlantFact | None) -> dict[str, Any] | None:
    if given.evidence is not None:
        sealed, key = seal_file(given.evidence)
        kept = exhibits.keep(sealed)
        return {"name": given.evidence_name, "size": len(given.evidence), "sealed_sha256": kept.sha256, "key": key}
    if before is None or before.sealed is None:
        return None
    stated, _ = open_statement(bytes(before.sealed), before.public_id)
    kept_before: dict[str, Any] | None = stated["evidence"]
    return kept_before


def _kept(contribution: Contribution, statement: dict[str, Any], at: datetime) -> PlantFact:
    name = uuid.uuid4()
    sealed, commitment = seal_statement(statement, name)
    return PlantFact.objects.create(
        public_id=name, contribution=contribution, sealed=sealed, commitment=commitment, given_at=at
    )


def _destroy_unreleased(fact: PlantFact | None, at: datetime) -> None:
    if fact is not None and not fact.releases.exists():
        fact.sealed, fact.destroyed_at = None, at
        fact.save(update_fields=["sealed", "destroyed_at"])


def _record(kind: str, contribution: Contribution, body: dict[str, str], by: User, at: datetime) -> None:
    said = {"call": str(contribution.call.public_id), **body}
    subject, organisation = str(contribution.public_id), contribution.organisation
    record(kind=kind, subject=subject, organisation=organisation, body=said, by=by, at=at)
