"""Preparing, publishing and discarding a release; by the department, after the cut-off.

Whoever prepares a release sees its figures. That is a release already: it is examined before anything is computed, and it
counts in every later examination whether it is published or not.
"""

import secrets
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.proofs import canonical_bytes, sha256
from qiantan.core.typical.contribution import Cohort
from qiantan.core.typical.reason import Reason, too_few
from qiantan.core.typical.release import figures, held_by
from qiantan.core.typical.rule import disclosure_rule
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, WrongState
from qiantan.registry.ledger.operations import record
from qiantan.registry.notices.operations import notify
from qiantan.registry.typical.cohorts import cohort_of, earlier_of, standing_facts, written
from qiantan.registry.typical.models import Call, Release
from qiantan.registry.typical.permissions import check_can_call
from qiantan.registry.typical.states import RELEASE_MOVES, ReleaseState


@transaction.atomic
def prepare_release(*, call: Call, division: str = "", technology: str = "", by: User, at: datetime) -> Release:
    """Examine what stands in a call, or in a prefecture or technology of it, and compute its figures if they may be seen.

    Raises `WrongState` before the cut-off, `Invalid` with every rule that holds the release back.
    """
    check_can_call(viewer_of(by))
    call = Call.objects.select_for_update().get(pk=call.pk)
    if call.takes(at):
        raise WrongState("征集截止后才能汇总。", "Figures are made after the cut-off only.")
    facts = list(standing_facts(call, division, technology))
    earlier, cohort = earlier_of(call), cohort_of(facts)
    _check_releasable(cohort, [one for one, _ in earlier], call)
    found = figures(cohort, earlier, disclosure_rule(), None if division or technology else call.province_output)
    if isinstance(found, Reason):
        raise Invalid([finding_of(found)])
    rule = disclosure_rule()
    release = Release.objects.create(
        call=call,
        number=len(earlier) + 1,
        division=division,
        technology=technology,
        figures={**written(found), "nonce": secrets.token_hex(16)},
        rule=f"{rule.id} {rule.version}",
        prepared_by=by,
        prepared_at=at,
    )
    release.facts.set(facts)
    _record("typical.release_prepared", release, by, at)
    return release


@transaction.atomic
def publish_release(*, release: Release, by: User, at: datetime) -> Release:
    """Publish a prepared release; the one in force for the same range is superseded and stays readable."""
    release = _locked(release, by)
    _check_moves(release, ReleaseState.PUBLISHED)
    same = Release.objects.filter(call=release.call, division=release.division, technology=release.technology)
    same.filter(state=ReleaseState.PUBLISHED.value).update(state=ReleaseState.SUPERSEDED.value)
    release.state, release.published_at = ReleaseState.PUBLISHED.value, at
    release.save(update_fields=["state", "published_at"])
    _record("typical.release_published", release, by, at)
    text = Text(f"您参与的“{release.call.name_zh}”典型值已发布。", f"The typical value of {release.call} is published.")
    organisations = release.facts.values("contribution__organisation")
    people = User.objects.filter(memberships__organisation__in=organisations)
    notify(
        to=people, kind="typical.published", text=text, link=reverse("typical:value", args=[release.public_id]), at=at
    )
    return release


@transaction.atomic
def discard_release(*, release: Release, by: User, at: datetime) -> Release:
    """Decide not to publish a prepared release. It was seen, so it counts in later examinations."""
    release = _locked(release, by)
    _check_moves(release, ReleaseState.DISCARDED)
    release.state = ReleaseState.DISCARDED.value
    release.save(update_fields=["state"])
    _record("typical.release_discarded", release, by, at)
    return release


def finding_of(reason: Reason) -> Finding:
    """Return a reason of disclosure control as a finding."""
    return Finding(
        code=reason.code, severity=Severity.BLOCKING, place="cohort", message=reason.text, remedy=reason.remedy
    )


def _check_releasable(cohort: Cohort | None, earlier: list[Cohort], call: Call) -> None:
    rule = disclosure_rule()
    held = held_by(cohort, earlier, call.least, rule) if cohort else (too_few(0, call.least),)
    if held:
        raise Invalid([finding_of(reason) for reason in held])


def _locked(release: Release, by: User) -> Release:
    check_can_call(viewer_of(by))
    Call.objects.select_for_update().get(pk=release.call_id)
    return Release.objects.select_related("call").select_for_update(of=("self",)).get(pk=release.pk)


def _check_moves(release: Release, state: ReleaseState) -> None:
    if state not in RELEASE_MOVES[ReleaseState(release.state)][1]:
        raise WrongState("该发布的状态已改变。", "The state of the release has changed.")


def _record(kind: str, release: Release, by: User, at: datetime) -> None:
    # The nonce among the figures keeps a release that is never published from being guessed by its digest.
    body = {
        "release": str(release.public_id),
        "number": release.number,
        "sha256": sha256(canonical_bytes(release.figures)),
        "rule": release.rule,
    }
    record(kind=kind, subject=str(release.call.public_id), organisation=None, body=body, by=by, at=at)
