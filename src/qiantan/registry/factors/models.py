"""The rulebook's factor releases and values, mirrored for search. The rulebook stays the source."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from qiantan.core.study.document import Factor


class FactorRelease(models.Model):
    """One dated release of a publisher; `withheld` lists what its owner's terms keep out.

    `counts` holds, by facet and value, how many factors the release has, so that the whole library is counted without
    reading it. `edition_of_index` tells which cut of words its entries were made with.
    """

    id = models.CharField(primary_key=True, max_length=120)
    title_zh = models.CharField(max_length=500)
    title_en = models.CharField(max_length=500, blank=True)
    publisher = models.CharField(max_length=500)
    edition = models.CharField(max_length=500)
    published = models.CharField(max_length=500)
    licence = models.TextField(blank=True)
    geography = models.CharField(max_length=500)
    review_by = models.DateField()
    sha256 = models.CharField(max_length=64)
    source_kind = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    withheld = models.JSONField(default=list)
    counts = models.JSONField(default=dict)
    edition_of_index = models.CharField(max_length=64, blank=True)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="release_sha256_form")]

    def __str__(self) -> str:
        return self.id

    @property
    def total(self) -> int:
        """How many factors the release has."""
        return sum(self.counts.get("kind", {}).values())


class FactorValue(models.Model):
    """One factor as a study pins it (`document`), with what lists show beside it."""

    id = models.CharField(primary_key=True, max_length=120)
    release = models.ForeignKey(FactorRelease, on_delete=models.CASCADE, related_name="values")
    name_zh = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=120)
    geography = models.CharField(max_length=500)
    reference_year = models.CharField(max_length=500)
    per = models.CharField(max_length=500, blank=True)
    certainty = models.CharField(max_length=40)
    document = models.JSONField()

    def __str__(self) -> str:
        return self.id

    @property
    def factor(self) -> Factor:
        """The factor as a study pins it."""
        return Factor.model_validate(self.document)

    @property
    def emissions(self) -> list[dict[str, Any]]:
        """Kilograms by flow per unit of the factor."""
        return self.document.get("emissions", [])


class FactorEntry(models.Model):
    """What search reads of a factor, apart from its document so that many entries lie on one page of the disk.

    `words` holds the words of its names and its facets (see `segments` and `facets`), `preference` and `pinyin_key` the
    order of lists: no collation or extension of the database is used, so every cluster sorts and finds alike.
    `series` joins the editions of one figure, `likeness` and `magnitude` say what it may be compared with.
    """

    value = models.OneToOneField(FactorValue, on_delete=models.CASCADE, primary_key=True, related_name="entry")
    kind = models.CharField(max_length=40)
    topic = models.CharField(max_length=120)
    unit_kind = models.CharField(max_length=60)
    geography = models.CharField(max_length=60)
    year = models.CharField(max_length=10)
    source_kind = models.CharField(max_length=40)
    certainty = models.CharField(max_length=40)
    licence = models.CharField(max_length=40)
    preference = models.SmallIntegerField()
    length = models.SmallIntegerField()
    pinyin_key = models.CharField(max_length=60)
    series = models.CharField(max_length=120)
    likeness = models.CharField(max_length=200, blank=True)
    magnitude = models.FloatField(null=True)
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="factor_entry_words"),
            models.Index(fields=["preference", "pinyin_key", "value"], name="factor_entry_order"),
            models.Index(fields=["series"], name="factor_entry_series"),
            models.Index(fields=["likeness", "magnitude"], name="factor_entry_likeness"),
        ]

    def __str__(self) -> str:
        return self.value_id
