"""Activity data of a product in a period, and every change of every field."""

import uuid

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.core.templates.activity import ActivityData, from_json
from qiantan.registry.accounts.models import User
from qiantan.registry.products.models.product import Product
from qiantan.registry.products.states import ACTIVITY_LABELS, ActivityState


class ActivityRecord(models.Model):
    """The answers to a template for one product and one half-open period.

    `data` is `core.templates.activity.to_json`. `version` counts the saves and is the optimistic lock. The database
    refuses a second record of the same product whose period overlaps.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="activities")
    period_start = models.DateField()
    period_end = models.DateField()
    template_version = models.IntegerField()
    data = models.JSONField()
    version = models.IntegerField(default=1)
    state = models.CharField(max_length=10, default=ActivityState.OPEN.value)
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "period_start"], name="activity_once_per_start"),
            models.CheckConstraint(condition=Q(period_start__lt=F("period_end")), name="activity_period_order"),
            models.CheckConstraint(condition=Q(version__gte=1), name="activity_version_positive"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ActivityState]), name="activity_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.period_start}"

    @property
    def answers(self) -> ActivityData:
        """The activity data as `core` reads it."""
        return from_json(self.data)

    @property
    def is_open(self) -> bool:
        """Whether the data may be changed."""
        return self.state == ActivityState.OPEN.value

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return ACTIVITY_LABELS[ActivityState(self.state)]


class FieldChange(models.Model):
    """One field as it was and as it became. `field` is a field id, or a section id for a whole table of rows."""

    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="changes")
    version = models.IntegerField()
    field = models.CharField(max_length=120)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["activity", "version"], name="change_by_version")]
        constraints = [
            models.UniqueConstraint(fields=["activity", "version", "field"], name="change_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} v{self.version} {self.field}"
