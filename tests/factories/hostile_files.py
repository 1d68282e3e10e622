"""Files that are no workbook, and hostile archives, each made by a small function.

Nothing hostile is kept as a file; every case says by its few lines what is wrong with it.
"""

import io
import struct
import zlib

from tests.factories.exhibits import exhibit
from tests.factories.workbooks import filled, parts_of, zipped

MAKING = "xl/worksheets/sheet3.xml"


# --- files that are no workbook --------------------------------------------------------------------------------------


@exhibit()
def empty_file() -> bytes:
    return b""


@exhibit()
def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(100)


@exhibit("工厂.xls")
def old_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@exhibit()
def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


@exhibit("工厂.xls")
def web_page_called_xls() -> bytes:
    return b"<html><table><tr><td>1</td></tr></table></html>"


@exhibit("工厂.ods")
def open_document() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@exhibit("工厂.xlsb")
def binary_workbook() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"\0\1"})


@exhibit("工厂.xlsm")
def macros() -> bytes:
    return zipped(parts_of(filled()) | {"xl/vbaProject.bin": b"\xd0\xcf"})


@exhibit("报告.docx")
def word_document() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


@exhibit()
def truncated() -> bytes:
    return filled()[:-400]


@exhibit()
def torn_at_the_start() -> bytes:
    return b"PK" + filled()[600:]


@exhibit()
def broken_xml() -> bytes:
    parts = parts_of(filled())
    return zipped(parts | {MAKING: parts[MAKING][:900] + b"<c <<<"})


@exhibit()
def no_worksheet_part() -> bytes:
    parts = parts_of(filled())
    del parts[MAKING]
    return zipped(parts)


@exhibit()
def billion_laughs() -> bytes:
    parts = parts_of(filled())
    laugh = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return zipped(parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<?xml", laugh + b"<!--", 1)})


# --- hostile archives ------------------------------------------------------------------------------------------------


@exhibit()
def bomb() -> bytes:
    """Fifty megabytes that inflate to fifty gigabytes, honestly declared."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = block.compress(bytes(4 * 1024 * 1024)) + block.flush()
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, 1001)]
    padded = packed + bytes(50 * 1024 - len(packed))
    return handmade([(name, padded, 52 * 1024 * 1024, 0) for name in names])


@exhibit()
def lying_bomb() -> bytes:
    """A sheet that declares 1,000 bytes and inflates to 300 MB."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(block.compress(bytes(1024 * 1024)) for _ in range(300)) + block.flush()
    parts = parts_of(filled())
    members = [(name, raw(part), len(part), zlib.crc32(part)) for name, part in parts.items() if name != MAKING]
    return handmade([*members, (MAKING, packed, 1000, 0)])


@exhibit()
def high_ratio() -> bytes:
    return zipped(parts_of(filled()) | {"xl/media/image1.png": bytes(20 * 1024 * 1024)})


@exhibit()
def many_members() -> bytes:
    """Two hundred thousand members; the counter of the directory holds only sixteen bits."""
    return handmade([(f"m{number}", b"", 0, 0) for number in range(200_000)])


@exhibit()
def three_thousand_members() -> bytes:
    return zipped({f"xl/media/{number}.png": b"x" for number in range(3_000)})


@exhibit()
def climbing_member() -> bytes:
    return zipped(parts_of(filled()) | {"../../etc/passwd": b"x"})


@exhibit()
def absolute_member() -> bytes:
    return zipped(parts_of(filled()) | {"/etc/passwd": b"x"})


@exhibit()
def backslash_member() -> bytes:
    return zipped(parts_of(filled()) | {"..\\..\\boot.ini": b"x"})


@exhibit()
def member_twice() -> bytes:
    part = raw(b"<x/>")
    return handmade([("xl/workbook.xml", part, 4, zlib.crc32(b"<x/>"))] * 2)


@exhibit()
def member_twice_but_for_case() -> bytes:
    return zipped(parts_of(filled()) | {"XL/Workbook.xml": b"<x/>"})


@exhibit()
def overlapping_members() -> bytes:
    """Two entries of the directory share one place, so that little data inflates twice."""
    content = bytearray(zipped({"a.xml": b"x" * 400, "b.xml": b"y" * 400}))
    end = content.rindex(b"PK\5\6")
    second = content.index(b"PK\1\2", content.index(b"PK\1\2") + 4, end)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(content)


@exhibit()
def encrypted_member() -> bytes:
    content = bytearray(filled())
    first = content.index(b"PK\1\2")
    content[first + 8] |= 1
    return bytes(content)


@exhibit()
def wrong_checksum() -> bytes:
    content = bytearray(filled())
    first = content.index(b"PK\1\2")
    content[first + 16] ^= 0xFF
    return bytes(content)


def raw(part: bytes) -> bytes:
    """Return data deflated as an archive keeps it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(part) + packer.flush()


def handmade(members: list[tuple[str, bytes, int, int]]) -> bytes:
    """Return an archive written by hand: name, packed bytes, declared size, declared checksum."""
    out, directory = io.BytesIO(), io.BytesIO()
    for name, packed, size, checksum in members:
        place = out.tell()
        plain = name.encode()
        common = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, checksum, len(packed), size, len(plain), 0)
        out.write(b"PK\3\4" + common + plain + packed)
        directory.write(b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<3H2L", 0, 0, 0, 0, place) + plain)
    place, listed = out.tell(), directory.getvalue()
    count = min(len(members), 0xFFFF)
    out.write(listed + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(listed), place, 0))
    return out.getvalue()
