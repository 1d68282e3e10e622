"""Keeping a release with its factors and what search reads of them. Used by the operations, inside their transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import transaction
from django.db.models import CharField, Func, Value

from qiantan.core.rules import load
from qiantan.core.rules.schema import ReleaseFile
from qiantan.core.study.document import Factor
from qiantan.registry.factors.entries import columns_of, edition_of_index
from qiantan.registry.factors.facets import FACETS, TERMS
from qiantan.registry.factors.models import FactorEntry, FactorRelease, FactorValue
from qiantan.registry.factors.states import Origin


@transaction.atomic
def mirror(
    release: ReleaseFile, factors: Iterable[tuple[Factor, str]], *, at: datetime, origin: Origin = Origin.RULEBOOK
) -> FactorRelease:
    """Keep a release with its factors, each with its topic, and what search reads of them."""
    given = list(factors)
    columns = {factor.id: columns_of(factor, topic, release) for factor, topic in given}
    counts = counts_of(columns.values())
    kept = keep_release(release, counts, at, origin)
    values = [_value(kept, factor, topic) for factor, topic in given]
    FactorValue.objects.bulk_create(values, batch_size=500)
    entries = [FactorEntry(value_id=key, **{**one, "words": vector(one["words"])}) for key, one in columns.items()]
    FactorEntry.objects.bulk_create(entries, batch_size=200)
    return kept


def counts_of(
    columns: Iterable[Mapping[str, Any]], terms: Mapping[str, int] | None = None
) -> dict[str, dict[str, int]]:
    """Return how many factors there are by facet and value; `terms` are the licences of all of them, lapsed ones too."""
    given = list(columns)
    counts = {facet: dict(Counter(one[facet] for one in given)) for facet in FACETS}
    return {**counts, TERMS: dict(terms) if terms is not None else counts["licence"]}


def keep_release(
    release: ReleaseFile, counts: dict[str, dict[str, int]], at: datetime, origin: Origin = Origin.RULEBOOK
) -> FactorRelease:
    """Keep the head of a release: its terms, what it withholds, how many factors it has by facet and value."""
    return FactorRelease.objects.create(
        id=release.id,
        origin=origin.value,
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


def vector(words: list[str]) -> Func:
    """Return the words as they are: the database's own parser, which would cut them again, is not asked."""
    return Func(
        Value(words, output_field=ArrayField(CharField())),
        function="array_to_tsvector",
        output_field=SearchVectorField(),
        template="%(function)s((%(expressions)s)::text[])",
    )
