"""Databases of unit processes that were brought in: what is stated of them, and their processes.

A process row holds what lists and searches need and where its dataset stands in the kept archive; the dataset itself is
read from there. Flows, and who supplies whom, are kept as arrays in one file for each database (docs/decisions/0013).
"""

import uuid

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.databases.states import (
    ACCESS_LABELS,
    GWP_SETS,
    HANDED_ON,
    LABELS,
    LICENCES,
    SOLVED_LABELS,
    Access,
    Solved,
    State,
    Terms,
)
from qiantan.registry.tasks.models import Task

DIGEST = "^[0-9a-f]{64}$"


class Database(models.Model):
    """A linked database: its file as handed in (digests), what it holds (`counts`), its findings and its footprints.

    `findings_file` and `system_file` are digests of kept files: everything found on import, and the linked database as
    arrays; `scores_file` the footprints of every column.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="databases")
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=20)
    access = models.CharField(max_length=20, default=Access.ORGANISATION.value)
    state = models.CharField(max_length=10, default=State.IMPORTING.value)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    sm3 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    codec = models.CharField(max_length=20, blank=True)
    counts = models.JSONField(default=dict)
    findings_file = models.CharField(max_length=64, blank=True)
    system_file = models.CharField(max_length=64, blank=True)
    scores_file = models.CharField(max_length=64, blank=True)
    gwp_set = models.CharField(max_length=20, default="ipcc-ar6")
    solved = models.CharField(max_length=10, blank=True, default=Solved.NONE.value)
    proven = models.BooleanField(default=False)
    residual = models.FloatField(null=True)
    diagnosis_zh = models.TextField(blank=True)
    diagnosis_en = models.TextField(blank=True)
    task = models.ForeignKey(Task, on_delete=models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-created_at"], name="database_by_organisation")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="database_state_known"),
            models.CheckConstraint(condition=Q(access__in=[one.value for one in Access]), name="database_access_known"),
            models.CheckConstraint(condition=Q(licence__in=list(LICENCES)), name="database_licence_known"),
            models.CheckConstraint(
                condition=~Q(access=Access.OPEN.value) | Q(licence__in=HANDED_ON), name="database_open_by_licence"
            ),
            models.CheckConstraint(condition=Q(gwp_set__in=list(GWP_SETS)), name="database_gwp_set_known"),
            models.CheckConstraint(condition=Q(solved__in=[one.value for one in Solved]), name="database_solved_known"),
            models.CheckConstraint(condition=Q(sha256__regex=DIGEST), name="database_sha256_form"),
            models.CheckConstraint(
                condition=~Q(state=State.READY.value) | Q(system_file__regex=DIGEST, imported_at__isnull=False),
                name="database_ready_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()

    @property
    def state_label(self) -> Text:
        """The state in both languages."""
        return LABELS[State(self.state)]

    @property
    def access_label(self) -> Text:
        """Who may see it, in both languages."""
        return ACCESS_LABELS[Access(self.access)]

    @property
    def solved_label(self) -> Text:
        """What became of the footprints, in both languages."""
        return SOLVED_LABELS[Solved(self.solved)]

    @property
    def terms(self) -> Terms:
        """The licence in words, and whether it allows handing the data on."""
        return LICENCES[self.licence]

    @property
    def diagnosis(self) -> Text:
        """Why there are no footprints, naming the processes, in both languages."""
        return Text(self.diagnosis_zh, self.diagnosis_en)


class Process(models.Model):
    """A unit process or aggregated value of a database: `number` counts from 0 in the order of the file.

    `place` is where its dataset stands in the kept file. `kg` CO2e of one `unit` of its product, all linked supplies
    included; `bound` how far that can be from the exact solution, proven; `own` its own gases' part.
    """

    database = models.ForeignKey(Database, on_delete=models.CASCADE, related_name="processes")
    number = models.IntegerField()
    uuid = models.UUIDField()
    name_zh = models.TextField(blank=True)
    name_en = models.TextField(blank=True)
    location = models.CharField(max_length=60, blank=True)
    category = models.TextField(blank=True)
    product_zh = models.TextField(blank=True)
    product_en = models.TextField(blank=True)
    unit = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    year = models.IntegerField(null=True)
    place = models.TextField()
    words = SearchVectorField(null=True)
    inputs = models.IntegerField(default=0)
    open_inputs = models.IntegerField(default=0)
    kg = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    own = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["database", "number"], name="process_once_by_number"),
            models.UniqueConstraint(fields=["database", "uuid"], name="process_once_by_uuid"),
        ]

    def __str__(self) -> str:
        return self.name_zh or self.name_en

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh or self.name_en, self.name_en)

    @property
    def product(self) -> Text:
        """The reference product in both languages."""
        return Text(self.product_zh or self.product_en, self.product_en)
