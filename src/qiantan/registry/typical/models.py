"""Calls, plant values given in confidence, releases and their cohorts.

A plant's figure stands nowhere but in `PlantFact.sealed`, encrypted with a key that is not in the database. The ledger
holds a commitment to it: an HMAC under a random salt that is sealed with the figure, so that small numbers cannot be
guessed, and destroying the sealed bytes leaves nothing to guess from.
"""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.core.findings.uscc import ALPHABET
from qiantan.registry.accounts.models import Organisation, Site, User
from qiantan.registry.typical.states import Boundary, CallState, ContributionState, Kind, ReleaseState

DIGEST_PATTERN = "^[0-9a-f]{64}$"


def _known(states: type) -> list[str]:
    return [state.value for state in states]


class Call(models.Model):
    """What the department asks plants for: of which product or process, per which unit, within which boundary, of which
    year. `technologies` are the routes to choose from, each {key, zh, en}; values are taken until `closes_at`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10)
    unit = models.CharField(max_length=30)
    volume_unit = models.CharField(max_length=30)
    boundary = models.CharField(max_length=20)
    asked_zh = models.TextField()
    asked_en = models.TextField(blank=True)
    data_year = models.IntegerField()
    technologies = models.JSONField(default=list)
    least = models.IntegerField()
    province_output = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    province_source = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, default=CallState.OPEN.value)
    closes_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=_known(CallState)), name="typical_call_state_known"),
            models.CheckConstraint(condition=Q(kind__in=_known(Kind)), name="typical_call_kind_known"),
            models.CheckConstraint(condition=Q(boundary__in=_known(Boundary)), name="typical_call_boundary_known"),
            models.CheckConstraint(condition=Q(least__gte=9), name="typical_call_least_nine"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opened_at")), name="typical_call_closes_after_opening"),
            # One call for one thing: the same value asked for twice would escape the examination of overlaps.
            models.UniqueConstraint(
                fields=["name_zh", "kind", "unit", "boundary", "data_year"], name="typical_call_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_zh} {self.data_year}"

    @property
    def name(self) -> Text:
        """The product or process in both languages."""
        return Text(self.name_zh, self.name_en)

    @property
    def value_unit(self) -> str:
        """The unit of the value asked for."""
        return f"kgCO2e/{self.unit}" if self.kind == Kind.FOOTPRINT.value else self.unit

    def takes(self, at: datetime) -> bool:
        """Whether plants may give, correct and withdraw values."""
        return self.state == CallState.OPEN.value and at < self.closes_at


class Contribution(models.Model):
    """A plant's part in a call: who takes part is as confidential as what is given. `current` is the fact that stands."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="contributions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    technology = models.CharField(max_length=40, blank=True)
    group = models.CharField(max_length=18)
    state = models.CharField(max_length=10, default=ContributionState.GIVEN.value)
    current = models.OneToOneField("PlantFact", on_delete=models.PROTECT, null=True, related_name="+")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "site"], name="typical_contribution_once_per_site"),
            models.CheckConstraint(condition=Q(group__regex=f"^[{ALPHABET}]{{18}}$"), name="typical_group_form"),
            models.CheckConstraint(
                condition=Q(state__in=_known(ContributionState)), name="typical_contribution_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ContributionState.GIVEN.value) | Q(current__isnull=True),
                name="typical_withdrawn_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class PlantFact(models.Model):
    """One figure as given once. `sealed` is empty once it was destroyed; the commitment remains."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="facts")
    sealed = models.BinaryField(null=True)
    commitment = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(commitment__regex=DIGEST_PATTERN), name="typical_commitment_form"),
            models.CheckConstraint(
                condition=Q(sealed__isnull=False, destroyed_at__isnull=True)
                | Q(sealed__isnull=True, destroyed_at__isnull=False),
                name="typical_fact_sealed_or_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Release(models.Model):
    """Figures of a cohort: of a whole call, or of one prefecture or technology of it. `figures` is what is printed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="releases")
    number = models.IntegerField()
    division = models.CharField(max_length=6, blank=True)
    technology = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=10, default=ReleaseState.PREPARED.value)
    figures = models.JSONField()
    rule = models.CharField(max_length=60)
    facts = models.ManyToManyField(PlantFact, related_name="releases")
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="typical_release_number_once"),
            models.UniqueConstraint(
                fields=["call", "division", "technology"],
                condition=Q(state=ReleaseState.PUBLISHED.value),
                name="typical_release_one_in_force",
            ),
            models.CheckConstraint(condition=Q(state__in=_known(ReleaseState)), name="typical_release_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[ReleaseState.PREPARED.value, ReleaseState.DISCARDED.value], published_at=None)
                | Q(
                    state__in=[ReleaseState.PUBLISHED.value, ReleaseState.SUPERSEDED.value], published_at__isnull=False
                ),
                name="typical_release_published_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.number}"
