"""The one way into the ledger."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from qiantan.core.proofs import canonical_bytes, digests
from qiantan.registry.accounts.models import Organisation, User
from qiantan.registry.ledger.models import GENESIS, Entry

SCHEMA = "qiantan.entry/1"
LEAF_LIMIT = 4096  # bytes: an entry must fit a leaf of a Merkle log (docs: ledger design)
CHAIN_LOCK = 0x7174_6C67  # "qtlg": the advisory lock that makes writers take turns


class OutsideTransaction(RuntimeError):
    """An entry was to be recorded outside the transaction of the act it records."""


class TooLong(ValueError):
    """An entry holds more than digests and ids."""


def record(
    *,
    kind: str,
    subject: str,
    organisation: Organisation | None,
    body: Mapping[str, Any],
    by: User | None,
    at: datetime,
) -> Entry:
    """Append one entry and return it; must run inside the transaction of the act, so that both hold or neither.

    `body` carries digests, opaque ids and states, never activity figures or personal data. Writers take turns until
    their transaction ends, which keeps numbers free of gaps. `by` is none for what the system does when it is installed.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction(kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
    last = Entry.objects.order_by("-number").values_list("number", "sha256").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    moment = at.astimezone(UTC)
    text = canonical_bytes(
        {
            "schema": SCHEMA,
            "number": number,
            "at": moment.isoformat(timespec="microseconds"),
            "by": str(by.public_id) if by else None,
            "organisation": str(organisation.public_id) if organisation else None,
            "kind": kind,
            "subject": subject,
            "body": dict(body),
            "previous_sha256": previous,
        }
    )
    if len(text) > LEAF_LIMIT:
        raise TooLong(f"{kind}: {len(text)} bytes, at most {LEAF_LIMIT}")
    sha256, sm3 = digests(text)
    with transaction.atomic():
        return Entry.objects.create(
            number=number,
            at=moment,
            by=by.public_id if by else None,
            organisation=organisation.public_id if organisation else None,
            kind=kind,
            subject=subject,
            body=text.decode(),
            sha256=sha256,
            sm3=sm3,
            previous_sha256=previous,
        )
