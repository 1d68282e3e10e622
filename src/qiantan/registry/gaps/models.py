"""What studies want factors for, laid out once per frozen study; the board counted from it; previews and what was told.

Rows of uses have fixed columns without NULL and leave or enter the database by COPY. Nothing here is a record: all but
what was told can be made again from the frozen studies.
"""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.gaps.states import WORK_LABELS, Source, WorkState
from qiantan.registry.products.models import Product

STATES = [state.value for state in WorkState]


class Work(models.Model):
    """Background work with its phases; `by` is none when a change asked for it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, default=WorkState.QUEUED.value)
    phase_zh = models.CharField(max_length=120, blank=True)
    phase_en = models.CharField(max_length=120, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    cancel_requested = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.public_id} {self.state}"

    @property
    def phase(self) -> Text:
        """The current phase in both languages."""
        return Text(self.phase_zh, self.phase_en)

    @property
    def message(self) -> Text:
        """What went wrong in both languages."""
        return Text(self.message_zh, self.message_en)

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return WORK_LABELS[WorkState(self.state)]


class Laid(models.Model):
    """A frozen study whose uses of factors are laid out, by an `edition` of the phrases; is it the `newest` of its product?"""

    study = models.OneToOneField(FrozenStudy, on_delete=models.PROTECT, primary_key=True, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    edition = models.CharField(max_length=64)
    newest = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.study_id} {self.newest}"


class Want(models.Model):
    """What a factor is wanted for (`core.province.uses.Wanted`)."""

    category = models.CharField(max_length=120)
    flow = models.CharField(max_length=120)
    key = models.CharField(max_length=500)
    parameter = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["category", "flow", "key", "parameter"], name="want_once")]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """What is wanted, in both languages."""
        return Text(self.name_zh, self.name_en)


class StandIn(models.Model):
    """What stands where a factor is wanted (`facts`: `core.province.uses.StandIn`), why it is a gap and how uncertain it is,
    by an `edition` of the rule.
    """

    facts = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    reasons = models.IntegerField(default=0)
    uncertainty = models.FloatField(default=0.0)
    edition = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.digest[:10]} {self.reasons}"


class UseRow(models.Model):
    """One study wants a factor for something, something stands there, a share of the footprint hangs on it."""

    study = models.IntegerField()
    want = models.IntegerField()
    stand_in = models.IntegerField()
    share = models.FloatField()

    class Meta:
        indexes = [
            models.Index(fields=["want", "stand_in"], include=["study", "share"], name="gap_use_by_want"),
            models.Index(fields=["study"], name="gap_use_by_study"),
        ]

    def __str__(self) -> str:
        return f"{self.study} {self.want}"


class Gap(models.Model):
    """One line of the board: how many products and organisations ask, the sum of the shares that hang on it, and of shares
    times uncertainty (`swing`), over the newest study of every product.
    """

    want = models.OneToOneField(Want, on_delete=models.CASCADE, primary_key=True, related_name="gap")
    products = models.IntegerField()
    organisations = models.IntegerField()
    share = models.FloatField()
    swing = models.FloatField()
    reasons = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["-swing", "want"], name="gap_by_rank")]

    def __str__(self) -> str:
        return f"{self.want_id} {self.swing}"


class BillWant(models.Model):
    """A material that plants found no factor for in their bills of materials, or only a proxy: how many products and
    organisations wrote it, and how many lines were marked either way.
    """

    key = models.CharField(primary_key=True, max_length=200)
    name = models.CharField(max_length=200)
    products = models.IntegerField()
    organisations = models.IntegerField()
    unmatched = models.IntegerField()
    proxies = models.IntegerField()

    def __str__(self) -> str:
        return self.name


class Count(Work):
    """One count of the board: how many studies and products it covers, and how many products have a gap."""

    studies = models.IntegerField(default=0)
    products = models.IntegerField(default=0)
    affected = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="gap_count_state_known"),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=WorkState.QUEUED.value), name="gap_count_queued_once"
            ),
        ]


class Impact(Work):
    """What changed factors would move: the `changes` asked about (documents before and after), what of them cannot be
    applied (`skipped`), and the sums of the answer; `release` is the public id of a draft or the id of a release.
    """

    source = models.CharField(max_length=10)
    release = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=500, blank=True)
    changes = models.JSONField()
    skipped = models.JSONField(default=list)
    added = models.IntegerField(default=0)
    threshold = models.FloatField()
    studies = models.IntegerField(default=0)
    products = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    above = models.IntegerField(default=0)
    touched = models.IntegerField(default=0)
    read = models.IntegerField(default=0)
    mean = models.FloatField(default=0.0)
    per_year = models.FloatField(default=0.0)
    seconds = models.FloatField(default=0.0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="impact_state_known"),
            models.CheckConstraint(condition=Q(source__in=[one.value for one in Source]), name="impact_source_known"),
            models.CheckConstraint(condition=Q(threshold__gte=0), name="impact_threshold_positive"),
            models.UniqueConstraint(
                fields=["release"], condition=Q(source=Source.PUBLISHED.value), name="impact_of_a_release_once"
            ),
        ]


class MovedStudy(models.Model):
    """One frozen study a preview touches: kg CO2e of its declared unit, before and after; `newest` speaks for its product."""

    impact = models.BigIntegerField()
    study = models.IntegerField()
    before = models.FloatField()
    after = models.FloatField()
    relative = models.FloatField()
    exact = models.BooleanField()
    newest = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["impact", "study"], name="moved_by_impact")]

    def __str__(self) -> str:
        return f"{self.study} {self.relative}"


class RefusedStudy(models.Model):
    """One frozen study that could not be computed with the new figures, and why."""

    impact = models.ForeignKey(Impact, on_delete=models.CASCADE, related_name="refused")
    study = models.ForeignKey(FrozenStudy, on_delete=models.PROTECT, related_name="+")
    reason_zh = models.TextField()
    reason_en = models.TextField()

    def __str__(self) -> str:
        return self.reason_zh

    @property
    def reason(self) -> Text:
        """Why, in both languages."""
        return Text(self.reason_zh, self.reason_en)


class Told(models.Model):
    """The producer of a product has been told what a release would move: once, however often the work is delivered."""

    release = models.CharField(max_length=120)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "product"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.release} {self.product_id}"
