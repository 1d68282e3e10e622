"""What a zip archive must satisfy before any parser may see it.

The central directory is read here by hand: whatever a parser would trust (sizes, names, offsets) is checked first, and
every member is inflated once against its own declaration, so that neither a lying header nor a bomb gets through.
Limits as measured in the research on hostile workbooks.
"""

import struct
import zlib
from typing import Final, NamedTuple

MOST_MEMBERS: Final = 2_000
MOST_BYTES: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 100
# Small members compress extremely well and harm nobody: the ratio is asked of members beyond this size.
RATIO_FROM: Final = 1024 * 1024
_END: Final = struct.Struct("<4s4H2LH")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_CHUNK: Final = 1024 * 1024
_ZIP64: Final = 0xFFFFFFFF
_WINDOWS_ROOT: Final = 2


class Refusal(Exception):
    """The archive is refused: `code` names the rule, `found` what stood against it."""

    def __init__(self, code: str, found: str = "", **facts: object) -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found
        self.facts = facts


class Member(NamedTuple):
    """One member as the central directory declares it."""

    name: str
    method: int
    packed: int
    size: int
    offset: int
    flags: int
    checksum: int


def members(content: bytes) -> tuple[Member, ...]:
    """Return the members of a zip archive after checking their names, number, declared sizes and places.

    Raises `Refusal` with the first rule the archive breaks.
    """
    found = _directory(content)
    _check_names(found)
    declared = sum(member.size for member in found)
    if declared > MOST_BYTES:
        raise Refusal("WB-ZIP-SIZE", f"{declared / 1024 / 1024:.0f} MiB")
    for member in found:
        if member.flags & 0x1:
            raise Refusal("WB-FILE-PASSWORD", member.name)
        if member.size > RATIO_FROM and member.size > MOST_RATIO * max(member.packed, 1):
            raise Refusal("WB-ZIP-RATIO", f"{member.name}: {member.size / max(member.packed, 1):.0f}")
    _check_places(content, found)
    return found


def inflate(content: bytes, member: Member) -> bytes:
    """Return a member's bytes, inflating no more than it declared.

    Raises `Refusal` when it is damaged, longer or shorter than declared.
    """
    start = _data_start(content, member)
    packed = content[start : start + member.packed]
    data = packed if member.method == _STORED else _unpack(packed, member)
    if len(data) != member.size:
        raise Refusal("WB-ZIP-SIZE", f"{member.name}: {len(data)} ≠ {member.size}")
    if zlib.crc32(data) != member.checksum:
        raise Refusal("WB-ZIP-DAMAGED", member.name)
    return data


def check_content(content: bytes, found: tuple[Member, ...]) -> None:
    """Inflate every member once and throw it away, counting. Raises `Refusal`."""
    for member in found:
        inflate(content, member)


def _unpack(packed: bytes, member: Member) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(packed, member.size + 1)
    except zlib.error as error:
        raise Refusal("WB-ZIP-DAMAGED", member.name) from error
    if len(data) > member.size:
        raise Refusal("WB-ZIP-SIZE", f"{member.name} > {member.size}")
    return data


def _directory(content: bytes) -> tuple[Member, ...]:
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 65_535))
    if end < 0 or len(content) - end < _END.size:
        raise Refusal("WB-ZIP-DAMAGED", "PK\\5\\6")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(content, end)
    if count > MOST_MEMBERS:
        raise Refusal("WB-ZIP-MEMBERS", str(count) if count < 0xFFFF else f"≥ {count}")  # noqa: PLR2004
    if _ZIP64 in (offset, size) or offset + size > end:
        raise Refusal("WB-ZIP-DAMAGED", "central directory")
    found: list[Member] = []
    at = offset
    while at < offset + size:
        member, at = _entry(content, at, end)
        found.append(member)
        if len(found) > MOST_MEMBERS:
            raise Refusal("WB-ZIP-MEMBERS", f"≥ {len(found)}")
    if len(found) != count:
        raise Refusal("WB-ZIP-DAMAGED", f"{len(found)} ≠ {count}")
    return tuple(found)


def _entry(content: bytes, at: int, end: int) -> tuple[Member, int]:
    if end - at < _ENTRY.size or content[at : at + 4] != b"PK\x01\x02":
        raise Refusal("WB-ZIP-DAMAGED", "central directory")
    entry = _ENTRY.unpack_from(content, at)
    flags, method, checksum, packed, size = entry[3], entry[4], entry[7], entry[8], entry[9]
    name_length, extra, comment, offset = entry[10], entry[11], entry[12], entry[16]
    raw = content[at + _ENTRY.size : at + _ENTRY.size + name_length]
    name = raw.decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
    if _ZIP64 in (packed, size, offset):
        raise Refusal("WB-ZIP-SIZE", f"{name}: zip64")
    if method not in (_STORED, _DEFLATED):
        raise Refusal("WB-ZIP-DAMAGED", f"{name}: method {method}")
    return Member(name, method, packed, size, offset, flags, checksum), at + _ENTRY.size + name_length + extra + comment


def _check_names(found: tuple[Member, ...]) -> None:
    seen: set[str] = set()
    for member in found:
        name = member.name.replace("\\", "/")
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or name[1:_WINDOWS_ROOT] == ":" or "\0" in name:
            raise Refusal("WB-ZIP-NAME", member.name)
        # Spreadsheet programs read part names without regard to case, so two that differ only in case are one name.
        if name.lower() in seen:
            raise Refusal("WB-ZIP-DUPLICATE", member.name)
        seen.add(name.lower())


def _check_places(content: bytes, found: tuple[Member, ...]) -> None:
    reached = 0
    for member in sorted(found, key=lambda one: one.offset):
        if member.offset < reached:
            raise Refusal("WB-ZIP-OVERLAP", member.name)
        reached = _data_start(content, member) + member.packed
    if reached > len(content):
        raise Refusal("WB-ZIP-DAMAGED", found[-1].name)


def _data_start(content: bytes, member: Member) -> int:
    if len(content) - member.offset < _LOCAL.size or content[member.offset : member.offset + 4] != b"PK\x03\x04":
        raise Refusal("WB-ZIP-DAMAGED", member.name)
    local = _LOCAL.unpack_from(content, member.offset)
    return int(member.offset + _LOCAL.size + local[9] + local[10])
