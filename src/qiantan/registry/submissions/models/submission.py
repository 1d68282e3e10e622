"""A dataset on its way, its locked rounds and the moves between its states."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.submissions.states import IN_LIBRARY, LABELS, State, Way

STATES = [state.value for state in State]
PUBLISHED = sorted(state.value for state in IN_LIBRARY)


class Submission(models.Model):
    """One value an organisation offers to the library, as it is typed; nothing typed is lost, whatever is wrong with it.

    `answers` are texts by field of `core.datasets.proposal`, `findings` what was found the last time they were looked at.
    `owner` is the organisation behind the owner's code, where it is registered: its people take no part in the review.
    `round` counts how often it was handed in; `version` how often it was saved.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", null=True)
    way = models.CharField(max_length=10, default=Way.FORM.value)
    origin = models.CharField(max_length=200, blank=True)
    name_zh = models.CharField(max_length=500, blank=True)
    name_en = models.CharField(max_length=500, blank=True)
    answers = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    version = models.IntegerField(default=1)
    round = models.IntegerField(default=0)
    state = models.CharField(max_length=12, default=State.DRAFT.value)
    factor = models.CharField(max_length=120, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-updated_at", "-id"], name="submission_by_organisation"),
            models.Index(fields=["state", "updated_at", "id"], name="submission_by_state"),
            models.Index(fields=["factor"], condition=~Q(factor=""), name="submission_by_factor"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="submission_state_known"),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="submission_way_known"),
            models.CheckConstraint(condition=Q(version__gte=1, round__gte=0), name="submission_counts_up"),
            models.CheckConstraint(
                condition=Q(state__in=PUBLISHED) & ~Q(factor="") | ~Q(state__in=PUBLISHED) & Q(factor=""),
                name="submission_published_as_factor",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(state="withdrawn") | Q(round__gte=1), name="submission_round"
            ),
            models.UniqueConstraint(fields=["factor"], condition=~Q(factor=""), name="submission_one_per_factor"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def name(self) -> Text:
        """The name in both languages; its number where nothing is typed yet."""
        return Text(self.name_zh or f"数据集 {self.pk}", self.name_en or self.name_zh or f"Dataset {self.pk}")

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return LABELS[State(self.state)]


class Round(models.Model):
    """What was handed in, locked: the answers with the digest of their canonical bytes, and what the screens asked."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rounds")
    number = models.IntegerField()
    answers = models.JSONField()
    findings = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="round_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="round_counts_up"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="round_sha256_form"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id}/{self.number}"


class Move(models.Model):
    """A dataset went from one state to another: by whom, when and why."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="moves")
    before = models.CharField(max_length=12)
    after = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    round = models.IntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(before__in=STATES, after__in=STATES), name="move_states_known"),
            models.CheckConstraint(
                condition=~Q(after__in=["returned", "declined", "retired"]) | ~Q(reason=""), name="move_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.before} → {self.after}"
