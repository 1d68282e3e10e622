"""Loading the rulebook's factors; publishing values from the review; taking values out of force."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from qiantan.core.findings import Finding, Text
from qiantan.core.rules import load
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotFound, WrongState
from qiantan.registry.factors.entries import edition_of_index
from qiantan.registry.factors.mirror import mirror
from qiantan.registry.factors.models import FactorRelease, FactorValue, ReleaseText
from qiantan.registry.factors.permissions import check_can_edit
from qiantan.registry.factors.publishing import (
    ReleaseHead,
    Reviewed,
    cut_again,
    no_reason,
    note_review,
    publication_faults,
    release_files,
)
from qiantan.registry.factors.standing import Lapse, apply_standings, lapse
from qiantan.registry.factors.states import VALUE_MOVES, Origin, State
from qiantan.registry.ledger.operations import record

LOAD_LOCK = 0x7174_6661  # "qtfa": two starting processes do not load twice


@transaction.atomic
def load_rulebook_factors(*, at: datetime, by: User | None = None) -> tuple[str, ...]:
    """Mirror the packaged factor releases; return the ids of those that are new or changed. Releases of the review are
    never touched, except that their entries are made again for a new cut of words; what left force stays out of force.

    A release whose digest is known and whose entries were made with this cut of words is left alone, so that starting
    again costs two queries. `by` is none when the system itself loads them at installation.
    """
    _take_turns()
    known = {
        key: (digest, edition)
        for key, digest, edition in FactorRelease.objects.filter(origin=Origin.RULEBOOK.value).values_list(
            "id", "sha256", "edition_of_index"
        )
    }
    releases = {release.id: release for release in load.releases()}
    edition = edition_of_index()
    fresh = tuple(key for key, release in releases.items() if known.get(key) != (load.digest_of(release), edition))
    FactorRelease.objects.filter(pk__in=[key for key in known if key not in releases or key in fresh]).delete()
    for key in fresh:
        factors = [
            (load.factor(one), rows[0].topic) for one, (owner, rows) in load.factor_rows().items() if owner == key
        ]
        mirror(releases[key], factors, at=at)
        body = {"release": key, "sha256": load.digest_of(releases[key])}
        record(kind="factors.loaded", subject=key[:80], organisation=None, body=body, by=by, at=at)
    cut_again(edition)
    if fresh:
        apply_standings(fresh)
    return fresh


@transaction.atomic
def publish_values(*, head: ReleaseHead, values: Sequence[Reviewed], by: User, at: datetime) -> FactorRelease:
    """Publish values from the review as a release of their own; those they replace leave force, and stay readable.

    Raises `NotPermitted` for who is no editor of the library, `Invalid` when an id or the release is there already or a
    predecessor is not in force. No study changes: a study carries the values it uses.
    """
    check_can_edit(viewer_of(by))
    _take_turns()
    _check(publication_faults(head, values))
    release, text, page = release_files(head, values)
    factors = [(load.factor_of_rows(release.id, one.rows), one.rows[0].topic) for one in values]
    kept = mirror(release, factors, at=at, origin=Origin.REVIEW)
    ReleaseText.objects.create(release=kept, factors_csv=text, release_yaml=page)
    note_review(values)
    replaced = {one.predecessor: one.rows[0].id for one in values if one.predecessor}
    lapse([Lapse(old, State.SUPERSEDED, successor=new, release=kept.pk) for old, new in replaced.items()], by, at)
    body = {"release": kept.pk, "sha256": kept.sha256, "factors": len(values), "superseded": len(replaced)}
    record(kind="release.published", subject=kept.pk[:80], organisation=None, body=body, by=by, at=at)
    return kept


@transaction.atomic
def retire_value(*, factor_id: str, reason: Text, by: User, at: datetime) -> FactorValue:
    """Take a value out of force for a reason; it stays readable under its address.

    Raises `NotPermitted`, `NotFound`, `WrongState` when it is retired already, `Invalid` without a reason in Chinese.
    """
    check_can_edit(viewer_of(by))
    found = FactorValue.objects.select_for_update().filter(pk=factor_id).first()
    if found is None:
        raise NotFound("没有这个因子。", "There is no such factor.")
    if State.RETIRED not in VALUE_MOVES[State(found.state)][1]:
        raise WrongState("该因子已停用。", "The factor is retired already.")
    if not reason.zh.strip():
        raise Invalid([no_reason()])
    lapse([Lapse(factor_id, State.RETIRED, reason=reason)], by, at)
    body = {"factor": factor_id, "release": found.release_id, "from": found.state}
    record(kind="factor.retired", subject=factor_id[:80], organisation=None, body=body, by=by, at=at)
    found.refresh_from_db()
    return found


def _take_turns() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])


def _check(findings: Sequence[Finding]) -> None:
    if findings:
        raise Invalid(findings)
