"""Handing in evidence."""

from datetime import datetime
from pathlib import PurePath

from django.conf import settings
from django.db import transaction

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.proofs import digests
from qiantan.registry.accounts.models import User
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid
from qiantan.registry.ledger.exhibits import keep
from qiantan.registry.ledger.operations import record
from qiantan.registry.products.models import ActivityRecord, Evidence
from qiantan.registry.products.operations.filling import check_open, locked
from qiantan.registry.products.permissions import check_can_edit

NAME_LIMIT = 200


@transaction.atomic
def attach_evidence(
    *, activity: ActivityRecord, name: str, content: bytes, media_type: str, by: User, at: datetime
) -> Evidence:
    """Keep a document that proves figures. The same document twice is one; `Invalid` when it is empty, too large, or
    another document of this name is there.
    """
    organisation = activity.product.organisation
    check_can_edit(viewer_of(by), organisation.pk)
    check_open(locked(activity))
    name = file_name(name)
    check_size(content, settings.QIANTAN_EVIDENCE_LIMIT)
    known = Evidence.objects.filter(activity=activity, name=name).first()
    if known:
        if known.sha256 == digests(content).sha256:
            return known
        other = Text(
            f"已有名为“{name}”的另一份佐证，请改名后再提交。",
            f"There is another document named “{name}”; please rename.",
        )
        raise Invalid([Finding(code="EVI-NAME-TAKEN", severity=Severity.BLOCKING, place="file", message=other)])
    kept = keep(content)
    evidence = Evidence.objects.create(
        organisation=organisation,
        activity=activity,
        name=name,
        sha256=kept.sha256,
        sm3=kept.sm3,
        size=kept.size,
        media_type=media_type[:120],
        created_by=by,
        created_at=at,
    )
    body = {"activity": str(activity.public_id), "sha256": kept.sha256, "sm3": kept.sm3, "size": kept.size}
    record(
        kind="evidence.attached", subject=str(evidence.public_id), organisation=organisation, body=body, by=by, at=at
    )
    return evidence


def file_name(name: str) -> str:
    """Return the last part of a file name as a person sees it, without control characters."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(character for character in last if character.isprintable())[-NAME_LIMIT:] or "file"


def check_size(content: bytes, limit: int) -> None:
    """Refuse empty and oversized files."""
    if not content:
        empty = Text("文件是空的。", "The file is empty.")
        raise Invalid([Finding(code="FILE-EMPTY", severity=Severity.BLOCKING, place="file", message=empty)])
    if len(content) > limit:
        megabytes = limit // 1024 // 1024
        large = Text(f"文件超过{megabytes} MB。", f"The file is larger than {megabytes} MB.")
        found = f"{len(content) / 1024 / 1024:.1f} MB"
        raise Invalid(
            [Finding(code="FILE-TOO-LARGE", severity=Severity.BLOCKING, place="file", message=large, found=found)]
        )
