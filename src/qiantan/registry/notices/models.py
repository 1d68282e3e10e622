"""What a person is told: one row for each recipient."""

import uuid

from django.db import models
from django.db.models import F, Q

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.notices.states import KINDS

OWN_ADDRESS = r"^/($|[^/\\])"  # of this portal: a notice never leads elsewhere


class Notice(models.Model):
    """One notice to one person; `organisation` is set when it reached them as a member, `link` is an address here."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", null=True)
    kind = models.CharField(max_length=40)
    text_zh = models.TextField()
    text_en = models.TextField()
    link = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notice_by_recipient"),
            models.Index(fields=["recipient"], condition=Q(seen_at=None), name="notice_unseen"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(link__regex=OWN_ADDRESS), name="notice_leads_to_this_portal"),
            models.CheckConstraint(
                condition=Q(seen_at=None) | Q(seen_at__gte=F("created_at")), name="notice_seen_after_it_was_sent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}"

    @property
    def text(self) -> Text:
        """What is told, in both languages."""
        return Text(self.text_zh, self.text_en)

    @property
    def kind_label(self) -> Text:
        """The kind in both languages; its key where the kind is no longer known."""
        return KINDS.get(self.kind, Text(self.kind, self.kind))
