"""Loading the rulebook's factors."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import CharField, Func, Value

from qiantan.core.rules import load
from qiantan.core.rules.schema import ReleaseFile
from qiantan.core.study.document import Factor
from qiantan.registry.accounts.models import User
from qiantan.registry.factors.entries import columns_of, edition_of_index
from qiantan.registry.factors.facets import FACETS
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue
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


@transaction.atomic
def mirror(release: ReleaseFile, factors: Iterable[tuple[Factor, str]], *, at: datetime) -> FactorRelease:
    """Keep a release with its factors, each with its topic, and what search reads of them."""
    given = list(factors)
    columns = {factor.id: columns_of(factor, topic, release) for factor, topic in given}
    counts = {facet: dict(Counter(one[facet] for one in columns.values())) for facet in FACETS}
    kept = keep_release(release, counts, at)
    values = [_value(kept, factor, topic) for factor, topic in given]
    FactorValue.objects.bulk_create(values, batch_size=500)
    entries = [FactorEntry(value_id=key, **{**one, "words": _vector(one["words"])}) for key, one in columns.items()]
    FactorEntry.objects.bulk_create(entries, batch_size=200)
    return kept


def keep_release(release: ReleaseFile, counts: dict[str, dict[str, int]], at: datetime) -> FactorRelease:
    """Keep the head of a release: its terms, what it withholds, how many factors it has by facet and value."""
    return FactorRelease.objects.create(
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
        source_kind=release.source_kind or "",
        note=release.note,
        withheld=[withheld.model_dump(mode="json") for withheld in release.withheld],
        counts=counts,
        edition_of_index=edition_of_index(),
        loaded_at=at,
    )


def _value(release: FactorRelease, factor: Factor, topic: str) -> FactorValue:
    return FactorValue(
        id=factor.id,
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
    )


def _vector(words: list[str]) -> Func:
    """Return the words as they are: the database's own parser, which would cut them again, is not asked."""
    return Func(
        Value(words, output_field=ArrayField(CharField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
        template="%(function)s((%(expressions)s)::text[])",
    )
