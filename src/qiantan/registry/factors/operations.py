"""Loading the rulebook's factors."""

from datetime import datetime

from django.db import connection, transaction

from qiantan.core.rules import load
from qiantan.registry.accounts.models import User
from qiantan.registry.factors.entries import edition_of_index
from qiantan.registry.factors.mirror import mirror
from qiantan.registry.factors.models import FactorRelease
from qiantan.registry.ledger.operations import record

LOAD_LOCK = 0x7174_6661  # "qtfa": two starting processes do not load twice


@transaction.atomic
def load_rulebook_factors(*, at: datetime, by: User | None = None) -> tuple[str, ...]:
    """Mirror the packaged factor releases; return the ids of those that are new or changed.

    A release whose digest is known and whose entries were made with this cut of words is left alone, so that starting
    again costs two queries. `by` is none when the system itself loads them at installation.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    known = {
        key: (digest, edition)
        for key, digest, edition in FactorRelease.objects.values_list("id", "sha256", "edition_of_index")
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
    return fresh
