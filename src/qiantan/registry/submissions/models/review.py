"""Who reviews: experts of other institutions, their appointments, verdicts and the threads at fields."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.registry.accounts.models import User
from qiantan.registry.submissions.models.submission import Submission
from qiantan.registry.submissions.states import Outcome


class Expert(models.Model):
    """A person who may be appointed to review, with institution and field; `until` ends it."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="expert")
    institution = models.CharField(max_length=200)
    field = models.CharField(max_length=200)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(institution="") & ~Q(field=""), name="expert_says_whence"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.institution}"


class Appointment(models.Model):
    """An expert asked to review a dataset; they declare that nothing binds them before they judge."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="appointments")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="appointments")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expert", "-at"], name="appointment_by_expert")]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "expert"], condition=Q(withdrawn_at=None), name="appointed_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.expert_id}"


class Verdict(models.Model):
    """What an expert says of a round: outcome, reason, scores by criterion, and that no interest binds them."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="verdicts")
    round = models.IntegerField()
    outcome = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    scores = models.JSONField(default=dict)
    unbound = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appointment", "round"], name="one_verdict_a_round"),
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]), name="verdict_outcome_known"
            ),
            models.CheckConstraint(condition=Q(outcome="accept") | ~Q(reason=""), name="verdict_says_why"),
            models.CheckConstraint(condition=Q(unbound=True), name="verdict_without_interest"),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id} {self.outcome}"


class Thread(models.Model):
    """A question about a field of a dataset, or about all of it (`field` empty), until it is closed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="threads")
    field = models.CharField(max_length=40, blank=True)
    round = models.IntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None) | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="thread_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.field}"


class Comment(models.Model):
    """One turn of a thread; `side` says whether it was asked by reviewers or answered by the contributor."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="comments")
    side = models.CharField(max_length=10)
    text = models.TextField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(side__in=["asked", "answered"]), name="comment_side_known"),
            models.CheckConstraint(condition=~Q(text=""), name="comment_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.side}"
