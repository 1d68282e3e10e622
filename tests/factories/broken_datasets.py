"""Broken and hostile files of datasets, each made by a small function; nothing hostile is kept as a file.

`MAKERS` holds every exhibit by name. Damages of archives and markup stand here, damages of what datasets state in
`broken_dataset_facts`.
"""

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.factories.datasets import plain_dataset
from tests.factories.hostile_files import handmade, raw

from qiantan.core.formats.archive import packed
from qiantan.core.formats.catalogue import CODECS

WRITERS = ("tidas", "ilcd", "openlca")
MAKERS: dict[str, Callable[[], bytes]] = {}


def exhibit(name, make):
    assert name not in MAKERS, name
    MAKERS[name] = make


def parts_of(codec):
    """Return the members of the plain dataset's package."""
    with zipfile.ZipFile(io.BytesIO(CODECS[codec].write([plain_dataset()]))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def member_of(parts, folder):
    """Return the name of the first member of a folder."""
    return next(name for name in parts if name.split("/")[-2:-1] == [folder])


def for_each_writer(damage):
    """Make an exhibit of one damage to the package of every codec that writes: bytes → bytes."""
    for codec in WRITERS:
        whole = lambda codec=codec: CODECS[codec].write([plain_dataset()])  # noqa: E731
        exhibit(f"{codec}-{damage.__name__.replace('_', '-')}", lambda whole=whole: damage(whole()))
    return damage


def with_member(content, name, part):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return packed({**{one: archive.read(one) for one in archive.namelist()}, name: part})


# --- archives --------------------------------------------------------------------------------------------------------


@for_each_writer
def truncated(content):
    return content[:-300]


@for_each_writer
def torn_at_the_start(content):
    return b"PK" + content[500:]


@for_each_writer
def climbing_member(content):
    return with_member(content, "../../etc/cron.d/x", b"x")


@for_each_writer
def absolute_member(content):
    return with_member(content, "/etc/passwd", b"x")


@for_each_writer
def member_twice_but_for_case(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = archive.namelist()[-1]
    return with_member(content, name.upper(), b"x")


@for_each_writer
def bomb(content):
    return with_member(content, "processes/bomb.json", bytes(300 * 1024 * 1024 // 4))


@for_each_writer
def encrypted_member(content):
    changed = bytearray(content)
    changed[changed.index(b"PK\1\2") + 8] |= 1
    return bytes(changed)


@for_each_writer
def wrong_checksum(content):
    """Of the member that is read first: the unit group."""
    changed = bytearray(content)
    group = b"unit_groups/" if b"unit_groups/" in content else b"unitgroups/"
    at = changed.rindex(b"PK\1\2", 0, changed.index(group, changed.index(b"PK\1\2")))
    changed[at + 16] ^= 0xFF
    return bytes(changed)


@for_each_writer
def lying_size(content):
    changed = bytearray(content)
    group = b"unit_groups/" if b"unit_groups/" in content else b"unitgroups/"
    at = changed.rindex(b"PK\1\2", 0, changed.index(group, changed.index(b"PK\1\2")))
    changed[at + 24 : at + 28] = struct.pack("<L", 10)
    return bytes(changed)


@for_each_writer
def directory_elsewhere(content):
    changed = bytearray(content)
    at = changed.rindex(b"PK\5\6")
    changed[at + 16 : at + 20] = struct.pack("<L", 7)
    return bytes(changed)


def overlapping_members():
    content = bytearray(packed({"processes/a.json": b"x" * 400, "processes/b.json": b"y" * 400}))
    second = content.index(b"PK\1\2", content.index(b"PK\1\2") + 4)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(content)


def member_twice():
    part = raw(b"{}")
    return handmade([("processes/a.json", part, 2, zlib.crc32(b"{}"))] * 2)


def honest_bomb():
    """A few megabytes that declare to inflate to ten gigabytes."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    part = block.compress(bytes(1024 * 1024)) + block.flush()
    padded = part + bytes(300 * 1024 - len(part))
    return handmade([(f"processes/{number}.json", padded, 50 * 1024 * 1024, 0) for number in range(200)])


def huge_member():
    part = raw(b" " * (70 * 1024 * 1024))
    padded = part + bytes(1024 * 1024)
    return handmade(
        [("openlca.json", raw(b"{}"), 2, zlib.crc32(b"{}")), ("processes/a.json", padded, 70 * 1024 * 1024, 0)]
    )


for make in (overlapping_members, member_twice, honest_bomb, huge_member):
    exhibit(make.__name__.replace("_", "-"), make)
exhibit("empty-file", lambda: b"")
exhibit("picture", lambda: b"\x89PNG\r\n\x1a\n" + bytes(100))
exhibit("empty-archive", lambda: packed({}))
exhibit("archive-of-something-else", lambda: packed({"photo.jpg": b"x"}))
exhibit("web-page", lambda: b"<html><body>404</body></html>")
for codec in WRITERS:
    exhibit(
        f"{codec}-without-processes",
        lambda codec=codec: packed({n: p for n, p in parts_of(codec).items() if "processes/" not in n}),
    )


# --- markup ----------------------------------------------------------------------------------------------------------


def in_process(codec, damage):
    """Return the package of a codec with one damage to its process: bytes → bytes."""
    parts = parts_of(codec)
    name = member_of(parts, "processes")
    return packed({**parts, name: damage(parts[name])})


JSON_DAMAGES = {
    "torn": lambda part: part[: len(part) // 2],
    "two-documents": lambda part: part + part,
    "key-twice": lambda part: part.replace(b'{"', b'{"@id":"a","@id":"b","', 1),
    "not-a-number": lambda part: part[:-1] + b',"x":NaN}',
    "infinity": lambda part: part[:-1] + b',"x":-Infinity}',
    "not-utf8": lambda part: part.replace("石灰".encode(), "石灰".encode("gb18030"), 1),
    "utf16": lambda part: part.decode().encode("utf-16"),
    "bottomless": lambda part: part[:-1] + b',"x":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "seventy-deep": lambda part: part[:-1] + b',"x":' + b'{"x":' * 70 + b"1" + b"}" * 70 + b"}",
    "list": lambda part: b"[" + part + b"]",
    "text": lambda part: json.dumps(part.decode()).encode(),
    "empty-object": lambda _: b"{}",
    "number-of-a-million-digits": lambda part: part[:-1] + b',"x":0.' + b"1" * 1_000_000 + b"}",
}
_LAUGHS = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
XML_DAMAGES = {
    "torn": lambda part: part[: len(part) // 2],
    "billion-laughs": lambda part: _typed(part, b'<!DOCTYPE x [<!ENTITY l0 "ha">' + _LAUGHS + b"]>"),
    "external-entity": lambda part: _typed(part, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'),
    "external-dtd": lambda part: _typed(part, b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'),
    "parameter-entity": lambda part: _typed(part, b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x">%p;]>'),
    "utf16-entity": lambda part: _utf16(_typed(part, b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
    "unknown-entity": lambda part: part.replace(b"</", b"&nbsp;</", 1),
    "not-utf8": lambda part: part.replace("石灰".encode(), "石灰".encode("gb18030"), 1),
    "bottomless": lambda part: _inside(part, b"<a>" * 5_000 + b"</a>" * 5_000),
    "three-hundred-deep": lambda part: _inside(part, b"<a>" * 300 + b"</a>" * 300),
    "other-root": lambda _: b'<?xml version="1.0"?><invoice/>',
    "other-namespace": lambda part: part.replace(b"lca.jrc.it/ILCD/Process", b"example.org").replace(b"EcoInvent.org", b"example.org"),
    "two-documents": lambda part: part + b"<x/>",
    "control-character": lambda part: _inside(part, b"<a>&#1;</a>"),
}  # fmt: skip


def _typed(part, declaration):
    head, _, rest = part.partition(b"?>")
    return head + b"?>" + declaration + rest


def _utf16(part):
    return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")


def _inside(part, more):
    end = part.rindex(b"</")
    return part[:end] + more + part[end:]


for codec in ("tidas", "openlca"):
    for name, damage in JSON_DAMAGES.items():
        exhibit(f"{codec}-json-{name}", lambda codec=codec, damage=damage: in_process(codec, damage))
for name, damage in XML_DAMAGES.items():
    exhibit(f"ilcd-xml-{name}", lambda damage=damage: in_process("ilcd", damage))
