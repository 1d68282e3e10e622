"""What the zip archive of a workbook must satisfy: the rules of `core.formats.archive`, in this codec's codes and limits.

Limits as measured in the research on hostile workbooks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from qiantan.core.formats import archive
from qiantan.core.formats.archive import ArchiveRefused, Limits, Member

MOST_MEMBERS: Final = 2_000
MOST_BYTES: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 100
_LIMITS: Final = Limits(MOST_MEMBERS, MOST_BYTES, MOST_RATIO)
_CODES: Final = {"ZIP-PASSWORD": "WB-FILE-PASSWORD"}

__all__ = ["Member", "Refusal", "check_content", "inflate", "members"]


class Refusal(Exception):
    """The archive is refused: `code` names the rule, `found` what stood against it."""

    def __init__(self, code: str, found: str = "", **facts: object) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found
        self.facts = facts


def members(content: bytes) -> tuple[Member, ...]:
    """Return the members of a workbook's archive after checking them. Raises `Refusal`."""
    with _in_our_codes():
        return archive.members(content, _LIMITS)


def inflate(content: bytes, member: Member) -> bytes:
    """Return a member's bytes, inflating no more than it declared. Raises `Refusal`."""
    with _in_our_codes():
        return archive.inflate(content, member)


def check_content(content: bytes, found: tuple[Member, ...]) -> None:
    """Inflate every member once and throw it away, counting. Raises `Refusal`."""
    for member in found:
        inflate(content, member)


@contextmanager
def _in_our_codes() -> Iterator[None]:
    try:
        yield
    except ArchiveRefused as refused:
        raise Refusal(_CODES.get(refused.code, f"WB-{refused.code}"), refused.found) from refused
