"""Tasks: what the queue works on, as people see it. The queue's own tables belong to Procrastinate."""

import uuid

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.tasks.states import KIND_LABELS, LABELS, OPEN, Kind, State


class Task(models.Model):
    """One piece of work: `subject` is the public id of the record it is about, `payload` what the worker needs.

    `phase` and `message` are worded in both languages; `done` of `total` is the progress within the phase.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=20, choices=[(kind.value, KIND_LABELS[kind].zh) for kind in Kind])
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200, blank=True)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=State.QUEUED.value)
    phase_zh = models.CharField(max_length=120, blank=True)
    phase_en = models.CharField(max_length=120, blank=True)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    message_zh = models.TextField(blank=True)
    message_en = models.TextField(blank=True)
    outcome = models.JSONField(default=dict)
    file = models.CharField(max_length=64, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempt = models.IntegerField(default=1)
    job = models.BigIntegerField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "-created_at"], name="task_by_organisation"),
            models.Index(fields=["subject"], name="task_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="task_kind_known"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="task_state_known"),
            models.CheckConstraint(condition=Q(done__gte=0, total__gte=0), name="task_progress_positive"),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(finished_at=None) | Q(started_at__lte=F("finished_at")),
                name="task_starts_before_it_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether work is still to come."""
        return self.state in {state.value for state in OPEN}

    @property
    def phase(self) -> Text:
        """The current phase in both languages."""
        return Text(self.phase_zh, self.phase_en)

    @property
    def message(self) -> Text:
        """What went wrong, or what came of it, in both languages."""
        return Text(self.message_zh, self.message_en)

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return LABELS[State(self.state)]

    @property
    def kind_label(self) -> Text:
        """The kind in both languages."""
        return KIND_LABELS[Kind(self.kind)]
