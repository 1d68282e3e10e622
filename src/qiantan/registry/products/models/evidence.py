"""Evidence: documents that prove figures."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.products.models.activity import ActivityRecord

DIGEST_PATTERN = "^[0-9a-f]{64}$"


class Evidence(models.Model):
    """A document handed in; its bytes are kept under their digest (`ledger.exhibits`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="evidence")
    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="evidence")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=120)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "name"], name="evidence_name_once"),
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST_PATTERN), name="evidence_sha256_form"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST_PATTERN), name="evidence_sm3_form"),
            models.CheckConstraint(condition=Q(size__gt=0), name="evidence_not_empty"),
        ]

    def __str__(self) -> str:
        return self.name
