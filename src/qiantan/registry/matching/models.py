"""Bills of materials, their lines, and every decision a person took about a line."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.matching.states import LINE_LABELS, LINKED, LineState
from qiantan.registry.products.models import ActivityRecord


class Bill(models.Model):
    """A bill of materials as handed in for activity data. `text` is what was pasted or read from the file, cells apart by
    tabs; `source` says where its amounts are from (meter, ledger, invoice, estimate), `looked_up_at` when its suggestions
    were last looked up.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="bills")
    name = models.CharField(max_length=200)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=20)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    looked_up_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="bill_sha256_form"),
            models.CheckConstraint(
                condition=Q(source__in=["meter", "ledger", "invoice", "estimate"]), name="bill_source_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Line(models.Model):
    """A line as typed (`raw`) and as understood, what was found for it, and where it stands.

    `candidates` are ids of factors whose names agree, usable or not; `best` is the first suggestion, `exact` says that it
    may be accepted together with others, `indication` is the median of what the suggestions would give (kg CO2e).
    `mass` is in kilograms, none for what is no mass. A linked line names its `factor`, the `carbon` of its amount (kg
    CO2e) and where it stands in the activity data (`section`, `row` from 1). `version` is the optimistic lock.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    number = models.IntegerField()
    raw = models.TextField()
    name = models.CharField(max_length=200)
    amount = models.CharField(max_length=40)
    unit = models.CharField(max_length=40)
    supplier = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)
    mass = models.FloatField(null=True)
    candidates = models.JSONField(default=list)
    best = models.CharField(max_length=120, blank=True)
    exact = models.BooleanField(default=False)
    indication = models.FloatField(null=True)
    state = models.CharField(max_length=10, default=LineState.OPEN.value)
    factor = models.CharField(max_length=120, blank=True)
    carbon = models.FloatField(null=True)
    section = models.CharField(max_length=120, blank=True)
    row = models.IntegerField(null=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "number"], name="bill_line_once"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in LineState]), name="bill_line_state_known"
            ),
            models.CheckConstraint(
                condition=(Q(state__in=sorted(LINKED)) & ~Q(factor="") & ~Q(section="") & Q(row__gte=1))
                | (~Q(state__in=sorted(LINKED)) & Q(factor="") & Q(section="") & Q(row__isnull=True)),
                name="bill_line_linked_has_factor",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="bill_line_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def figure(self) -> Decimal:
        """The amount as a number."""
        return Decimal(self.amount)

    @property
    def is_linked(self) -> bool:
        """Whether a factor stands behind the line."""
        return self.state in LINKED

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return LINE_LABELS[LineState(self.state)]


class Decision(models.Model):
    """What a person decided about a line: from which state to which, with which factor and reason; never changed."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="decisions")
    version = models.IntegerField()
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    factor = models.CharField(max_length=120, blank=True)
    section = models.CharField(max_length=120, blank=True)
    row = models.IntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    together = models.BooleanField(default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "version"], name="decision_once_per_version"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="decision_changes_state"),
            models.CheckConstraint(
                condition=~Q(after__in=[LineState.PROXY.value, LineState.REJECTED.value]) | ~Q(reason=""),
                name="decision_gives_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.before} → {self.after}"

    @property
    def after_label(self) -> Text:
        """The state it led to, in both languages."""
        return LINE_LABELS[LineState(self.after)]
