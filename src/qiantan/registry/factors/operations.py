"""Loading the rulebook's factors."""

from datetime import datetime

from django.contrib.postgres.search import SearchVector
from django.db import transaction
from django.db.models import Value

from qiantan.core.rules import load
from qiantan.core.rules.schema import ReleaseFile
from qiantan.registry.accounts.models import User
from qiantan.registry.factors.models import FactorRelease, FactorValue
from qiantan.registry.factors.segments import kept_words, sort_key
from qiantan.registry.ledger.operations import record

LOAD_LOCK = 0x7174_6661  # "qtfa": two starting processes do not load twice


@transaction.atomic
def load_rulebook_factors(*, at: datetime, by: User | None = None) -> tuple[str, ...]:
    """Mirror the packaged factor releases; return the ids of those that are new or changed.

    A release whose digest is known is left alone, so that starting again costs two queries. `by` is none when the
    system itself loads them at installation.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOAD_LOCK])
    known = dict(FactorRelease.objects.values_list("id", "sha256"))
    releases = {release.id: release for release in load.releases()}
    fresh = tuple(key for key, release in releases.items() if known.get(key) != load.digest_of(release))
    FactorRelease.objects.filter(pk__in=[key for key in known if key not in releases or key in fresh]).delete()
    for key in fresh:
        _load_release(releases[key], at)
        body = {"release": key, "sha256": load.digest_of(releases[key])}
        record(kind="factors.loaded", subject=key[:80], organisation=None, body=body, by=by, at=at)
    return fresh


def _load_release(release: ReleaseFile, at: datetime) -> None:
    kept = FactorRelease.objects.create(
        id=release.id,
        title_zh=release.title.zh,
        title_en=release.title.en,
        publisher=release.publisher,
        edition=release.edition,
        published=release.published,
        licence=release.licence,
        geography=release.geography,
        review_by=release.review_by,
        sha256=load.digest_of(release),
        note=release.note,
        withheld=[withheld.model_dump(mode="json") for withheld in release.withheld],
        loaded_at=at,
    )
    rows = {key: rows for key, (owner, rows) in load.factor_rows().items() if owner == release.id}
    values = [_value(kept, key, rows[0].topic) for key, rows in rows.items()]
    FactorValue.objects.bulk_create(values, batch_size=500)


def _value(release: FactorRelease, key: str, topic: str) -> FactorValue:
    factor = load.factor(key)
    said = (key, factor.name.zh, factor.name.en, topic, release.title_zh, release.title_en, factor.geography)
    words = " ".join(kept_words(*said, factor.provenance.number, factor.provenance.issuer))
    return FactorValue(
        id=key,
        release=release,
        name_zh=factor.name.zh,
        name_en=factor.name.en,
        kind=factor.kind,
        topic=topic,
        geography=factor.geography,
        reference_year=factor.reference_year,
        per=factor.per,
        certainty=factor.provenance.certainty,
        document=factor.model_dump(mode="json", exclude_none=True),
        pinyin_key=sort_key(factor.name.zh)[:500],
        words=SearchVector(Value(words), config="simple"),
    )
