"""The rulebook's factor releases and values, mirrored for search. The rulebook stays the source."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from qiantan.core.study.document import Factor


class FactorRelease(models.Model):
    """One dated release of a publisher; `withheld` lists what its owner's terms keep out."""

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
    note = models.TextField(blank=True)
    withheld = models.JSONField(default=list)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="release_sha256_form")]

    def __str__(self) -> str:
        return self.id


class FactorValue(models.Model):
    """One factor as a study pins it (`document`), with what lists and search need beside it.

    `words` is the segmented text (see `segments`), `pinyin_key` the sort key: no collation or extension of the database
    is used, so every cluster sorts and finds alike.
    """

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
    pinyin_key = models.CharField(max_length=500)
    words = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="factor_words"),
            models.Index(fields=["topic", "pinyin_key"], name="factor_by_topic"),
        ]

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
