"""Inquiries: large questions that workers answer in chunks, and the lines of their answers.

An inquiry names the snapshot it was asked of, so that its answer can be made again: the same snapshot, question and seed
give the same lines, whose digest is kept.
"""

import uuid

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.network.states import (
    INQUIRY_KIND_LABELS,
    INQUIRY_LABELS,
    OPEN_INQUIRY,
    InquiryKind,
    InquiryState,
)


class Inquiry(models.Model):
    """One question. `question` holds the changed factors by id, or seed and draws; `digest` covers the lines of the
    answer; `refused` counts draws whose loops return one unit or more.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10)
    question = models.JSONField(default=dict)
    snapshot = models.CharField(max_length=64)
    products = models.IntegerField()
    state = models.CharField(max_length=10, default=InquiryState.QUEUED.value)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    lines = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    outcome = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"], name="inquiry_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in InquiryKind]), name="inquiry_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in InquiryState]), name="inquiry_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=InquiryState.DONE.value) | ~Q(digest=""), name="inquiry_done_has_digest"
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(finished_at=None) | Q(started_at__lte=F("finished_at")),
                name="inquiry_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether work is still to come."""
        return self.state in OPEN_INQUIRY

    @property
    def message(self) -> Text:
        """What went wrong in both languages."""
        return Text(self.message_zh, self.message_en)

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return INQUIRY_LABELS[InquiryState(self.state)]

    @property
    def kind_label(self) -> Text:
        """The kind in both languages."""
        return INQUIRY_KIND_LABELS[InquiryKind(self.kind)]


class Chunk(models.Model):
    """Some draws of an inquiry, by the number of the first; `content` is there when they are done, and written once."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="chunks")
    first = models.IntegerField()
    attempts = models.IntegerField(default=0)
    content = models.BinaryField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "first"], name="chunk_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.first}"


class MovedLine(models.Model):
    """A product that changed factors move: its study (key), kg CO2e of the declared unit before and after."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="+")
    place = models.IntegerField()
    study = models.IntegerField()
    before = models.FloatField()
    after = models.FloatField()
    exact = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "place"], name="moved_line_once")]

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.place}"


class SpreadLine(models.Model):
    """How far a product spreads (see `core.province.drawn`): its study (key) and figures in kg CO2e of the declared unit;
    `bars` are 32 counts of draws between `left` and `right`, two bytes each.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="+")
    place = models.IntegerField()
    study = models.IntegerField()
    nominal = models.FloatField()
    mean = models.FloatField()
    error = models.FloatField()
    deviation = models.FloatField()
    low = models.FloatField()
    median = models.FloatField()
    high = models.FloatField()
    linear = models.FloatField()
    left = models.FloatField()
    right = models.FloatField()
    bars = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "place"], name="spread_line_once"),
            models.UniqueConstraint(fields=["inquiry", "study"], name="spread_line_of_study"),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}/{self.place}"
