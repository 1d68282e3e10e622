"""Reports made of a result."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.registry.footprints.models.run import Run
from qiantan.registry.footprints.models.study import DIGEST_PATTERN
from qiantan.registry.footprints.states import REPORT_FILES, ReportKind


class ReportFile(models.Model):
    """A file made of a result; its bytes are kept under their digest (`ledger.exhibits`)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "kind"], name="report_once_per_kind"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in ReportKind]), name="report_kind_known"),
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST_PATTERN), name="report_sha256_form"),
            models.CheckConstraint(condition=Q(sm3__regex=DIGEST_PATTERN), name="report_sm3_form"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The file name."""
        return REPORT_FILES[ReportKind(self.kind)][0]

    @property
    def media_type(self) -> str:
        """The media type, for the download."""
        return REPORT_FILES[ReportKind(self.kind)][1]
