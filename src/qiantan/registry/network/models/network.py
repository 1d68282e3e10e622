"""The rows of the network, derived from frozen studies; the change log; snapshots and rebuilds.

Rows of processes and exchanges have fixed columns without NULL, so that they leave the database by COPY as one array.
They hold no words: names are looked up for the few products an answer shows. Nothing here is a record; all of it can be
made again from the frozen studies.
"""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.footprints.models import FrozenStudy
from qiantan.registry.network.states import REBUILD_LABELS, RebuildState
from qiantan.registry.products.models import Product


class Member(models.Model):
    """A frozen study laid out in the network: what `core.province.flatten` says of it."""

    study = models.OneToOneField(FrozenStudy, on_delete=models.PROTECT, primary_key=True, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64, unique=True)
    processes = models.IntegerField()
    delivering = models.IntegerField()
    demand = models.FloatField()
    total = models.FloatField()
    output = models.FloatField()
    product_unit = models.CharField(max_length=60)
    name_zh = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    unit_zh = models.CharField(max_length=500)
    unit_en = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=120)
    unforeseen = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name_zh


class ProcessRow(models.Model):
    """One unit process of a member: number within the study and the label of its kind."""

    study = models.IntegerField()
    process = models.IntegerField()
    label = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.study}/{self.process}"


class ExchangeRow(models.Model):
    """One exchange per unit of product of a process (see `core.province.rows`)."""

    study = models.IntegerField()
    process = models.IntegerField()
    supplied = models.IntegerField()
    category = models.IntegerField()
    reference = models.IntegerField()
    amount = models.FloatField()
    kg = models.FloatField()
    spread = models.FloatField()

    def __str__(self) -> str:
        return f"{self.study}/{self.process} {self.supplied}"


class KnownFactor(models.Model):
    """A factor with a value that studies pin."""

    factor = models.CharField(max_length=120)
    name_zh = models.CharField(max_length=500)
    name_en = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=40)
    value = models.FloatField()
    unit = models.CharField(max_length=120)
    spread = models.FloatField(null=True)

    class Meta:
        indexes = [models.Index(fields=["factor"], name="known_factor_by_id")]

    def __str__(self) -> str:
        return f"{self.factor} {self.value} {self.unit}"


class KnownLabel(models.Model):
    """A kind of unit process: product category and process."""

    category = models.CharField(max_length=120)
    process = models.CharField(max_length=250)
    name_zh = models.CharField(max_length=1010)
    name_en = models.CharField(max_length=1010, blank=True)

    def __str__(self) -> str:
        return f"{self.category} {self.name_zh}"


class QuotedStudy(models.Model):
    """A study that others name as their supplier, by digest, and the unit they count its product in."""

    sha256 = models.CharField(max_length=64)
    unit = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sha256", "unit"], name="quoted_study_once")]

    def __str__(self) -> str:
        return f"{self.sha256[:10]} {self.unit}"


class Change(models.Model):
    """What the network has to take in: written by a trigger when a study is frozen, which also notifies."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.subject}"


class Snapshot(models.Model):
    """A network as kept on disk: `digest` covers its arrays, `up_to` is the last change it holds."""

    digest = models.CharField(max_length=64)
    up_to = models.BigIntegerField()
    studies = models.IntegerField()
    products = models.IntegerField()
    processes = models.IntegerField()
    exchanges = models.IntegerField()
    seconds = models.FloatField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(digest__regex="^[0-9a-f]{64}$"), name="snapshot_digest_form")]

    def __str__(self) -> str:
        return self.digest[:12]


class Rebuild(models.Model):
    """One rebuild of the network; `by` is none when a change asked for it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=10, default=RebuildState.QUEUED.value)
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
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RebuildState]), name="rebuild_state_known"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RebuildState.QUEUED.value), name="rebuild_queued_once"
            ),
            models.UniqueConstraint(
                fields=["state"], condition=Q(state=RebuildState.RUNNING.value), name="rebuild_running_once"
            ),
        ]

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
        return REBUILD_LABELS[RebuildState(self.state)]
