"""Runs: one calculation of one study."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.registry.accounts.models import User
from qiantan.registry.footprints.models.study import DIGEST_PATTERN, FrozenStudy
from qiantan.registry.products.models import ActivityRecord
from qiantan.registry.tasks.models import Task


class Run(models.Model):
    """A calculation: of a frozen study, or of a draft, which then carries its own `draft` study bytes.

    `result` holds the canonical bytes of the result document; it is written once. The progress is the task's.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(ActivityRecord, on_delete=models.PROTECT, related_name="runs")
    activity_version = models.IntegerField()
    study = models.ForeignKey(FrozenStudy, on_delete=models.PROTECT, null=True, related_name="runs")
    draft = models.BinaryField(null=True)
    study_sha256 = models.CharField(max_length=64)
    result = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sm3 = models.CharField(max_length=64, blank=True)
    total = models.FloatField(null=True)
    unit = models.CharField(max_length=120, blank=True)
    engine = models.CharField(max_length=120, blank=True)
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["activity", "-created_at"], name="run_by_activity")]
        constraints = [
            models.CheckConstraint(
                condition=Q(study__isnull=True, draft__isnull=False) | Q(study__isnull=False, draft__isnull=True),
                name="run_of_a_study_or_a_draft",
            ),
            models.CheckConstraint(condition=Q(study_sha256__regex=DIGEST_PATTERN), name="run_study_sha256_form"),
            models.CheckConstraint(
                condition=Q(result__isnull=True, total__isnull=True, finished_at__isnull=True, sha256="", sm3="")
                | Q(
                    result__isnull=False,
                    total__isnull=False,
                    finished_at__isnull=False,
                    sha256__regex=DIGEST_PATTERN,
                    sm3__regex=DIGEST_PATTERN,
                ),
                name="run_result_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.total}"

    @property
    def is_frozen(self) -> bool:
        """Whether the run is of a frozen study."""
        return self.study_id is not None

    @property
    def is_done(self) -> bool:
        """Whether there is a result."""
        return self.finished_at is not None
