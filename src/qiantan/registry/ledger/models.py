"""The entries of the ledger. The table is append-only: triggers refuse UPDATE, DELETE and TRUNCATE, for its owner too."""

from django.db import models
from django.db.models import F, Q

DIGEST_PATTERN = "^[0-9a-f]{64}$"
GENESIS = "0" * 64


class Entry(models.Model):
    """One recorded act.

    `body` is the canonical JSON (RFC 8785) of the whole statement, number and link included; both digests cover its
    UTF-8 bytes. The columns beside it repeat what is searched for. Nobody and nothing is named but by opaque ids.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    organisation = models.UUIDField(null=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    body = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    sm3 = models.CharField(max_length=64)
    previous_sha256 = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("number",)
        indexes = [
            models.Index(fields=["organisation", "-number"], name="entry_by_organisation"),
            models.Index(fields=["subject", "number"], name="entry_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1), name="entry_number_positive"),
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST_PATTERN), name="entry_sha256_form"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST_PATTERN), name="entry_sm3_form"),
            models.CheckConstraint(condition=Q(previous_sha256__regex=DIGEST_PATTERN), name="entry_previous_form"),
            models.CheckConstraint(condition=~Q(sha256=F("previous_sha256")), name="entry_not_its_own_previous"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"
