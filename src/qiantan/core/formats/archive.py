"""What a zip archive must satisfy before any parser may see it.

The central directory is read here by hand: whatever a parser would trust (sizes, names, offsets) is checked first, and
every member is inflated once against its own declaration, so that neither a lying header nor a bomb gets through.
Workbooks and packages of datasets share it; each brings its own limits and its own sentences for the codes.
"""

import mmap
import re
import struct
import zlib
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

# Small members compress extremely well and harm nobody: the ratio is asked of members beyond this size.
RATIO_FROM: Final = 1024 * 1024
_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
# Signature, flags, method, checksum, packed size, size, lengths of name, extra and comment, place; the rest is skipped.
_ENTRY: Final = struct.Struct("<4s4x2H4x3L3H8xL")
_LOCAL: Final = struct.Struct("<4s22x2H")
# What a name must hold to be looked at closely: a step up, a root, a drive, another separator.
_ODD: Final = re.compile(r"\.\.|^/|^.:|[\\\0]", re.DOTALL)
_STORED, _DEFLATED = 0, 8
_ZIP64: Final = 0xFFFFFFFF
_MANY: Final = 0xFFFF
_WINDOWS_ROOT: Final = 2
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

Content = bytes | mmap.mmap


class Limits(NamedTuple):
    """The most members, the most inflated bytes, the highest ratio of inflated to packed bytes of one member."""

    members: int
    bytes: int
    ratio: int = 100


class ArchiveRefused(Exception):
    """The archive is refused: `code` (``ZIP-SIZE`` …) names the rule, `found` what stood against it, `member` where."""

    def __init__(self, code: str, found: str = "", member: str = "") -> None:
        super().__init__(code, found)
        self.code = code
        self.found = found
        self.member = member


class Member(NamedTuple):
    """One member as the central directory declares it."""

    name: str
    method: int
    packed: int
    size: int
    offset: int
    flags: int
    checksum: int


def members(content: Content, limits: Limits) -> tuple[Member, ...]:
    """Return the members of a zip archive after checking their names, number, declared sizes and places.

    Raises `ArchiveRefused` with the first rule the archive breaks.
    """
    found = _directory(content, limits)
    _check_names(found)
    declared = sum(member.size for member in found)
    if declared > limits.bytes:
        raise ArchiveRefused("ZIP-SIZE", f"{declared / 1024 / 1024:.0f} MiB")
    for member in found:
        if member.flags & 0x1:
            raise ArchiveRefused("ZIP-PASSWORD", member.name, member.name)
        if member.size > RATIO_FROM and member.size > limits.ratio * max(member.packed, 1):
            raise ArchiveRefused("ZIP-RATIO", f"{member.name}: {member.size / max(member.packed, 1):.0f}", member.name)
    _check_places(content, found)
    return found


def directory_bytes(content: Content) -> bytes:
    """Return the bytes of the directory of an archive, names and all. Raises `ArchiveRefused` where it has none."""
    end, _, size, offset = _end(content)
    return bytes(content[offset : min(offset + size, end)])


def member_named(content: Content, name: str) -> Member:
    """Return a member of an archive that was checked before, without reading its whole directory.

    Raises LookupError for a name it does not hold, `ArchiveRefused` where the directory is damaged.
    """
    end, _, size, offset = _end(content)
    for encoding in ("utf-8", "cp437"):
        wanted = name.encode(encoding, errors="replace")
        at = content.find(wanted, offset, offset + size)
        while at >= 0:
            start = at - _ENTRY.size
            if start >= offset and content[start : start + 4] == b"PK\x01\x02":
                member, _ = _entry(content, start, end)
                if member.name == name:
                    return member
            at = content.find(wanted, at + 1, offset + size)
    raise LookupError(name)


def inflate(content: Content, member: Member) -> bytes:
    """Return a member's bytes, inflating no more than it declared.

    Raises `ArchiveRefused` when it is damaged, longer or shorter than declared.
    """
    start = _data_start(content, member)
    packed = content[start : start + member.packed]
    data = packed if member.method == _STORED else _unpack(packed, member)
    if len(data) != member.size:
        raise ArchiveRefused("ZIP-SIZE", f"{member.name}: {len(data)} ≠ {member.size}", member.name)
    if zlib.crc32(data) != member.checksum:
        raise ArchiveRefused("ZIP-DAMAGED", member.name, member.name)
    return data


def packed(parts: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """Return a zip archive of parts by name; the same parts always give the same bytes."""
    # Only writers need these; the sealed process that reads workbooks does not pay for them.
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items() if isinstance(parts, Mapping) else parts:
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _unpack(packed_data: bytes, member: Member) -> bytes:
    inflater = zlib.decompressobj(-15)
    try:
        data = inflater.decompress(packed_data, member.size + 1)
    except zlib.error as error:
        raise ArchiveRefused("ZIP-DAMAGED", member.name) from error
    if len(data) > member.size:
        raise ArchiveRefused("ZIP-SIZE", f"{member.name} > {member.size}", member.name)
    return data


def _directory(content: Content, limits: Limits) -> tuple[Member, ...]:
    end, count, size, offset = _end(content)
    if count > limits.members:
        raise ArchiveRefused("ZIP-MEMBERS", str(count) if count < _MANY else f"≥ {_MANY}")
    if offset + size > end:
        raise ArchiveRefused("ZIP-DAMAGED", "central directory")
    found: list[Member] = []
    at = offset
    while at < offset + size:
        member, at = _entry(content, at, end)
        found.append(member)
        if len(found) > limits.members:
            raise ArchiveRefused("ZIP-MEMBERS", f"≥ {len(found)}")
    if len(found) != count:
        raise ArchiveRefused("ZIP-DAMAGED", f"{len(found)} ≠ {count}")
    return tuple(found)


def _end(content: Content) -> tuple[int, int, int, int]:
    """Return where the directory ends, its number of members, its size and its place."""
    end = content.rfind(b"PK\x05\x06", max(0, len(content) - _END.size - 65_535))
    if end < 0 or len(content) - end < _END.size:
        raise ArchiveRefused("ZIP-DAMAGED", "PK\\5\\6")
    _, _, _, _, count, size, offset, _ = _END.unpack_from(content, end)
    at = end - _LOCATOR.size
    # More members than 16 bits count stand in a second end record before this one.
    if count == _MANY and at >= 0 and content[at : at + 4] == b"PK\x06\x07":
        place = _LOCATOR.unpack_from(content, at)[2]
        if place + _END64.size > at or content[place : place + 4] != b"PK\x06\x06":
            raise ArchiveRefused("ZIP-DAMAGED", "PK\\6\\6")
        count, size, offset = _END64.unpack_from(content, place)[7:10]
        return place, count, size, offset
    if _ZIP64 in (offset, size):
        raise ArchiveRefused("ZIP-DAMAGED", "central directory")
    return end, count, size, offset


def _entry(content: Content, at: int, end: int) -> tuple[Member, int]:
    if end - at < _ENTRY.size:
        raise ArchiveRefused("ZIP-DAMAGED", "central directory")
    sign, flags, method, checksum, packed_size, size, length, extra, comment, offset = _ENTRY.unpack_from(content, at)
    if sign != b"PK\x01\x02":
        raise ArchiveRefused("ZIP-DAMAGED", "central directory")
    start = at + _ENTRY.size
    raw = content[start : start + length]
    name = raw.decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
    if _ZIP64 in (packed_size, size, offset):
        raise ArchiveRefused("ZIP-SIZE", f"{name}: zip64")
    if method not in (_STORED, _DEFLATED):
        raise ArchiveRefused("ZIP-DAMAGED", f"{name}: method {method}")
    return Member(name, method, packed_size, size, offset, flags, checksum), start + length + extra + comment


def _check_names(found: tuple[Member, ...]) -> None:
    seen: set[str] = set()
    for member in found:
        name = member.name
        if _ODD.search(name):
            name = name.replace("\\", "/")
            if name.startswith("/") or ".." in name.split("/") or name[1:_WINDOWS_ROOT] == ":" or "\0" in name:
                raise ArchiveRefused("ZIP-NAME", member.name, member.name)
        # Many programs read part names without regard to case, so two that differ only in case are one name.
        folded = name.lower()
        if folded in seen:
            raise ArchiveRefused("ZIP-DUPLICATE", member.name, member.name)
        seen.add(folded)


def _check_places(content: Content, found: tuple[Member, ...]) -> None:
    reached = 0
    for member in sorted(found, key=lambda one: one.offset):
        if member.offset < reached:
            raise ArchiveRefused("ZIP-OVERLAP", member.name, member.name)
        reached = _data_start(content, member) + member.packed
    if reached > len(content):
        raise ArchiveRefused("ZIP-DAMAGED", found[-1].name)


def _data_start(content: Content, member: Member) -> int:
    if len(content) - member.offset < _LOCAL.size:
        raise ArchiveRefused("ZIP-DAMAGED", member.name, member.name)
    sign, length, extra = _LOCAL.unpack_from(content, member.offset)
    if sign != b"PK\x03\x04":
        raise ArchiveRefused("ZIP-DAMAGED", member.name, member.name)
    return int(member.offset + _LOCAL.size + length + extra)
