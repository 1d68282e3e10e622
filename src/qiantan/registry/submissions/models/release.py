"""A release in preparation: what an editor gathers for it."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import User
from qiantan.registry.submissions.models.submission import Submission
from qiantan.registry.submissions.states import DRAFT_LABELS, DraftState


class ReleaseDraft(models.Model):
    """A release in preparation: edition, titles, notes, the day its values are looked at again; `release` once published."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    edition = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    notes_zh = models.TextField(blank=True)
    notes_en = models.TextField(blank=True)
    review_by = models.DateField()
    state = models.CharField(max_length=10, default=DraftState.PREPARING.value)
    release = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DraftState]), name="release_draft_state_known"
            ),
            models.CheckConstraint(
                condition=Q(edition__regex="^[A-Za-z0-9][A-Za-z0-9.-]*$"), name="release_draft_edition"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=~Q(state="discarded"), name="release_draft_edition_once"
            ),
            models.CheckConstraint(
                condition=Q(state="published") & ~Q(release="") | ~Q(state="published") & Q(release=""),
                name="release_draft_published_as_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.state}"

    @property
    def title(self) -> Text:
        """The title in both languages."""
        return Text(self.title_zh, self.title_en)

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return DRAFT_LABELS[DraftState(self.state)]


class DraftLine(models.Model):
    """One line of a release in preparation: an accepted dataset that comes in, or a factor that is retired for a reason."""

    draft = models.ForeignKey(ReleaseDraft, on_delete=models.CASCADE, related_name="lines")
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="lines", null=True)
    factor = models.CharField(max_length=120, blank=True)
    reason_zh = models.TextField(blank=True)
    reason_en = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "submission"], name="release_line_dataset_once"),
            models.UniqueConstraint(
                fields=["draft", "factor"], condition=~Q(factor=""), name="release_line_factor_once"
            ),
            models.CheckConstraint(
                condition=Q(submission__isnull=False, factor="")
                | Q(submission=None) & ~Q(factor="") & ~Q(reason_zh=""),
                name="release_line_in_or_out",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.submission_id or self.factor}"
