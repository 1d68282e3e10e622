"""Reads of the ledger, and the check that it was never changed."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from qiantan.core.findings import Text
from qiantan.core.proofs import canonical_bytes, digests
from qiantan.registry.accounts.models import Organisation
from qiantan.registry.accounts.permissions import check_can_read
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.ledger.models import GENESIS, Entry

CHUNK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """An entry that does not follow from the ones before it."""

    number: int
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """How many entries were checked, the digest of the last one, and every break found."""

    checked: int
    head_sha256: str
    breaks: tuple[Break, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing was changed, removed or put in between."""
        return not self.breaks


def entries(viewer: Viewer, organisation_id: int, subject: uuid.UUID | str | None = None) -> list[Entry]:
    """Return the newest entries of an organisation, or those about one record, newest first (at most 500)."""
    check_can_read(viewer, organisation_id)
    organisation = Organisation.objects.values_list("public_id", flat=True).get(pk=organisation_id)
    found = Entry.objects.filter(organisation=organisation)
    if subject is not None:
        found = found.filter(subject=str(subject))
    return list(found.order_by("-number")[:500])


def verify_chain() -> ChainReport:
    """Check every entry: numbers without gaps, each link, both digests, canonical body, columns as the body says.

    It tells only whether the entries belong together, nothing of what they hold, and so needs no viewer.
    """
    previous, expected, checked = GENESIS, 1, 0
    breaks: list[Break] = []
    for entry in Entry.objects.order_by("number").iterator(chunk_size=CHUNK):
        checked += 1
        breaks += (Break(number=entry.number, reason=reason) for reason in _faults(entry, previous, expected))
        previous, expected = entry.sha256, entry.number + 1
    return ChainReport(checked=checked, head_sha256=previous, breaks=tuple(breaks))


def bodies(first: int = 1) -> Iterator[bytes]:
    """Yield the canonical bodies from a number on, in order: the leaves of a Merkle log."""
    for body in Entry.objects.filter(number__gte=first).order_by("number").values_list("body", flat=True).iterator():
        yield body.encode()


def _faults(entry: Entry, previous: str, expected: int) -> Iterator[Text]:
    if entry.number != expected:
        yield Text(f"编号应为{expected}，中间有缺失。", f"The number should be {expected}: something is missing.")
    if entry.previous_sha256 != previous:
        yield Text("与前一条的链接不符。", "It does not link to the entry before.")
    content = entry.body.encode()
    both = digests(content)
    if both.sha256 != entry.sha256:
        yield Text("内容与SHA-256摘要不符。", "The body does not have its SHA-256 digest.")
    if both.sm3 != entry.sm3:
        yield Text("内容与SM3摘要不符。", "The body does not have its SM3 digest.")
    yield from _statement_faults(entry, content)


def _statement_faults(entry: Entry, content: bytes) -> Iterator[Text]:
    try:
        said = json.loads(content)
        canonical = canonical_bytes(said) == content
    except ValueError:
        yield Text("内容不是JSON文档。", "The body is no JSON document.")
        return
    if not canonical:
        yield Text("内容不是规范字节。", "The body is not in canonical form.")
    columns = {
        "number": entry.number,
        "at": entry.at.isoformat(timespec="microseconds"),
        "by": str(entry.by) if entry.by else None,
        "organisation": str(entry.organisation) if entry.organisation else None,
        "kind": entry.kind,
        "subject": entry.subject,
        "previous_sha256": entry.previous_sha256,
    }
    wrong = [name for name, value in columns.items() if said.get(name) != value]
    if wrong:
        yield Text(f"列与内容不符：{'、'.join(wrong)}。", f"Columns differ from the body: {', '.join(wrong)}.")
