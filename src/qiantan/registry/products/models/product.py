"""Products."""

import uuid

from django.db import models
from django.db.models import Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, Site, User


class Product(models.Model):
    """A product of an organisation, made at a site and accounted with a template and a declared unit of it.

    `latest_…` repeat the newest result, so that a list needs no second look (kept by `note_result`).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="products")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="products")
    name_zh = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    specification = models.CharField(max_length=200, blank=True)
    template = models.CharField(max_length=120)
    declared = models.CharField(max_length=120)
    codes = models.JSONField(default=list, blank=True)
    latest_run = models.UUIDField(null=True)
    latest_total = models.FloatField(null=True)
    latest_unit = models.CharField(max_length=120, blank=True)
    latest_frozen = models.BooleanField(default=False)
    latest_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name_zh", "specification", "site"], name="product_name_once"
            ),
            models.CheckConstraint(condition=~Q(name_zh=""), name="product_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name_zh

    @property
    def name(self) -> Text:
        """The name in both languages."""
        return Text(self.name_zh, self.name_en)
