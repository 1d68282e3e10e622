"""Factor releases and values: those of the rulebook, mirrored for search, and those of the review, kept here only."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.registry.accounts.models import User
from qiantan.registry.factors.states import Origin, State

STATES = [state.value for state in State]
LAPSED = [State.SUPERSEDED.value, State.RETIRED.value]


class FactorRelease(models.Model):
    """One dated release of a publisher; `withheld` lists what its owner's terms keep out.

    `origin` says whether the rulebook is its source, and may load it again, or it was published from the review and lives
    here alone (then its files are kept in `ReleaseText`).

    `counts` holds, by facet and value, how many factors the release has, so that the whole library is counted without
    reading it. `edition_of_index` tells which cut of words its entries were made with.
    """

    id = models.CharField(primary_key=True, max_length=120)
    origin = models.CharField(max_length=10, default=Origin.RULEBOOK.value)
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
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="release_sha256_form"),
            models.CheckConstraint(
                condition=Q(origin__in=[origin.value for origin in Origin]), name="release_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return self.id

    @property
    def total(self) -> int:
        """How many factors the release has."""
        return sum(self.counts.get("kind", {}).values())


class ReleaseText(models.Model):
    """The files of a release from the review, exactly as published: ``factors.csv`` and ``release.yaml``."""

    release = models.OneToOneField(FactorRelease, on_delete=models.PROTECT, primary_key=True, related_name="text")
    factors_csv = models.TextField()
    release_yaml = models.TextField()

    def __str__(self) -> str:
        return self.release_id


class FactorValue(models.Model):
    """One factor as a study pins it (`document`), with what lists show beside it.

    `state` says whether it is in force; one that was superseded or retired stays readable. A value of the review names its
    `predecessor`, the day it must be looked at again, and keeps its lines of ``factors.csv`` in `lines`.
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
    state = models.CharField(max_length=10, db_default=State.PUBLISHED.value)
    predecessor = models.CharField(max_length=120, blank=True, db_default="")
    review_by = models.DateField(null=True)
    lines = models.JSONField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["predecessor"], condition=~Q(predecessor=""), name="factor_successor"),
            models.Index(
                fields=["review_by", "id"], condition=Q(state="published", review_by__isnull=False), name="factor_due"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="factor_state_known"),
            models.CheckConstraint(condition=~Q(predecessor=F("id")), name="factor_not_its_own_predecessor"),
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


class FactorEntry(models.Model):
    """What search reads of a factor, apart from its document so that many entries lie on one page of the disk.

    `words` holds the words of its names and its facets (see `segments` and `facets`), `preference` and `pinyin_key` the
    order of lists: no collation or extension of the database is used, so every cluster sorts and finds alike.
    `series` joins the editions of one figure, `likeness` and `magnitude` say what it may be compared with (nothing, for a
    value that lapsed). `lapsed` entries are left out of the search unless they are asked for.
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
    lapsed = models.BooleanField(db_default=False)

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="factor_entry_words"),
            models.Index(fields=["preference", "pinyin_key", "value"], name="factor_entry_order"),
            models.Index(
                fields=["preference", "pinyin_key", "value"], condition=Q(lapsed=True), name="factor_entry_lapsed"
            ),
            models.Index(fields=["series"], name="factor_entry_series"),
            models.Index(fields=["likeness", "magnitude"], name="factor_entry_likeness"),
        ]

    def __str__(self) -> str:
        return self.value_id


class Standing(models.Model):
    """A value left force: superseded by another, or retired, with reason, person and moment.

    It names the value by id, so that the rulebook can load its values again without forgetting this.
    """

    factor = models.CharField(max_length=120)
    state = models.CharField(max_length=10)
    successor = models.CharField(max_length=120, blank=True)
    release = models.CharField(max_length=120, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["factor", "state"], name="standing_once"),
            models.CheckConstraint(condition=Q(state__in=LAPSED), name="standing_state_known"),
            models.CheckConstraint(
                condition=Q(state="superseded") & ~Q(successor="") | Q(state="retired") & ~Q(reason_zh=""),
                name="standing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor} {self.state}"

    @property
    def reason(self) -> Text:
        """Why, in both languages."""
        return Text(self.reason_zh, self.reason_en)
