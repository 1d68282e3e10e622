"""Frozen studies."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.registry.accounts.models import User
from qiantan.registry.products.models import ActivityRecord, Product

DIGEST_PATTERN = "^[0-9a-f]{64}$"


class FrozenStudy(models.Model):
    """One study, frozen: `content` holds its canonical bytes, both digests cover them. Rows never change."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="studies")
    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="studies")
    activity_version = models.IntegerField()
    title = models.CharField(max_length=500)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST_PATTERN), name="study_sha256_form"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST_PATTERN), name="study_sm3_form"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number the study and its report go by: year of the period and the first digits of the digest."""
        return f"CFP-{self.activity.period_start.year}-{self.sha256[:10].upper()}"
