"""Telling people, and their having seen it. Notices are no part of the record: the acts they tell of write the ledger."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from qiantan.core.findings import Text
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.notices.models import Notice
from qiantan.registry.notices.permissions import check_can_read
from qiantan.registry.notices.states import KINDS

BATCH = 1000


class UnknownKind(LookupError):
    """A notice of a kind that `states.KINDS` does not name."""


@transaction.atomic
def notify(*, to: Iterable[User] | Organisation, kind: str, text: Text, link: str, at: datetime) -> int:
    """Tell people something and return how many were told; everybody active, each once, whatever `to` repeats.

    An organisation's notice goes to its members. `link` is an address of this portal, as `reverse` gives it. Call it inside
    the transaction of the act it tells of. Two queries for an organisation, one for people.
    """
    if kind not in KINDS:
        raise UnknownKind(kind)
    organisation = to if isinstance(to, Organisation) else None
    people = (
        User.objects.filter(memberships__organisation=to, is_active=True).values_list("pk", flat=True)
        if isinstance(to, Organisation)
        else (user.pk for user in to if user.is_active)
    )
    rows = [
        Notice(
            recipient_id=person,
            organisation=organisation,
            kind=kind,
            text_zh=text.zh,
            text_en=text.in_language("en"),
            link=link,
            created_at=at,
        )
        for person in dict.fromkeys(people)
    ]
    return len(Notice.objects.bulk_create(rows, batch_size=BATCH))


@transaction.atomic
def mark_seen(*, notices: Iterable[Notice] | None = None, by: User, at: datetime) -> int:
    """Mark notices as seen, all of the person's where none are named, and return how many were not before.

    Anybody else's among them stay as they are.
    """
    check_can_read(viewer_of(by))
    own = Notice.objects.filter(recipient=by, seen_at=None, created_at__lte=at)
    if notices is not None:
        own = own.filter(pk__in=[notice.pk for notice in notices])
    return own.update(seen_at=at)
