"""Uploaded workbooks between hand-in and confirmation."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.products.models.activity import ActivityRecord
from qiantan.registry.products.models.evidence import DIGEST_PATTERN
from qiantan.registry.products.states import IMPORT_LABELS, ImportState
from qiantan.registry.tasks.models import Task


class ImportDraft(models.Model):
    """A workbook as it was handed in, what was read from it, and what is wrong with it.

    The original bytes are kept under their digest. `data` is activity data as JSON, `places` the cell each answer was
    read from (key → cell), `findings` all findings, `unclear` the cells whose form is at fault already, `summary` what
    confirming would change.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="imports")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=14, default=ImportState.CHECKING.value)
    data = models.JSONField(null=True)
    places = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    unclear = models.JSONField(default=list)
    summary = models.JSONField(default=dict)
    corrected = models.JSONField(default=list)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST_PATTERN), name="import_sha256_form"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST_PATTERN), name="import_sm3_form"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ImportState]), name="import_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.READY.value, ImportState.CONFIRMED.value]) | Q(data__isnull=False),
                name="import_ready_has_data",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return IMPORT_LABELS[ImportState(self.state)]
