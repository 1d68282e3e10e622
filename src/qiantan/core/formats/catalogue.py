"""The exchange formats of the factor database: the list of codecs, and which of them a file speaks.

A new format is a new folder beside the others and one line here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from qiantan.core.datasets.document import Dataset, Flow
from qiantan.core.datasets.faults import Faults
from qiantan.core.findings import Text
from qiantan.core.formats import ecospold, ilcd, openlca, tidas
from qiantan.core.formats.archive import ArchiveRefused, Content, directory_bytes, inflate, member_named, members
from qiantan.core.formats.dataset import (
    ARCHIVE,
    FILE_PLACE,
    MIB,
    MOST_FILE,
    WHOLE,
    DatasetReading,
    DatasetStream,
    Extent,
    gather,
    refuse,
)

_HEAD: Final = 4096
_PROCESS: Final = re.compile(
    rb"(?<![\w-])processes/[\w.-]{1,80}\.(?:json|xml)(?=PK|[^\w]|\Z)|\.spold(?=PK|[^\w]|\Z)", re.IGNORECASE
)
# Folders that only one format has, looked for in the directory as it is: the archive itself is checked by the codec.
_SIGNS: Final = (
    ("openlca", re.compile(rb"(?<![\w-])(?:unit_groups/[\w.-]{1,80}\.json|openlca\.json)")),
    ("tidas", re.compile(rb"(?<![\w-])(?:unitgroups|flowproperties)/[\w.-]{1,80}\.json")),
)


@dataclass(frozen=True, slots=True)
class Codec:
    """One exchange format: its name, what people call it, how its files end; `write` is None where it is only read.

    `read_member` yields the datasets of one member of a package, or of a whole file that is no package.
    """

    name: str
    title: Text
    ending: str
    read: Callable[[Content], DatasetReading]
    stream: Callable[[Content, Extent], DatasetStream]
    read_member: Callable[[bytes, Mapping[str, Flow], Faults], Iterator[Dataset]]
    write: Callable[[Iterable[Dataset]], bytes] | None = None


CODECS: Final = {
    codec.name: codec
    for codec in (
        Codec(
            "tidas",
            Text("TIDAS 数据包（JSON）", "TIDAS package (JSON)"),
            ".zip",
            tidas.read,
            tidas.stream,
            tidas.read_member,
            tidas.write,
        ),
        Codec(
            "ilcd",
            Text("ILCD 数据包（XML）", "ILCD package (XML)"),
            ".zip",
            ilcd.read,
            ilcd.stream,
            ilcd.read_member,
            ilcd.write,
        ),
        Codec(
            "openlca",
            Text("openLCA JSON-LD", "openLCA JSON-LD"),
            ".zip",
            openlca.read,
            openlca.stream,
            openlca.read_member,
            openlca.write,
        ),
        Codec(
            "ecospold",
            Text("EcoSpold 1、2", "EcoSpold 1 and 2"),
            ".xml .spold .zip",
            ecospold.read,
            ecospold.stream,
            ecospold.read_member,
        ),
    )
}


def detect(content: Content) -> str:
    """Return the name of the codec a file speaks; empty text for none. Raises `ArchiveRefused`."""
    if content[:2] != b"PK":
        # Without the zeros of an encoding of two bytes for each letter.
        head = bytes(content[:_HEAD]).replace(b"\0", b"")
        return "ecospold" if b"EcoSpold0" in head or b"ecoSpold" in head else ""
    names = directory_bytes(content)
    for name, sign in _SIGNS:
        if sign.search(names):
            return name
    found = [member for member in members(content, ARCHIVE) if not member.name.endswith("/")]
    folders = {tuple(member.name.replace("\\", "/").lower().split("/")[-2:]) for member in found}
    kinds = {(path[0], path[-1].rpartition(".")[2]) for path in folders if len(path) > 1}
    if ("unit_groups", "json") in kinds or any(path[-1] == "openlca.json" for path in folders):
        return "openlca"
    # An openLCA package without units is still one: its processes say "@type".
    for member in found:
        if member.name.endswith(".json"):
            return "openlca" if b'"@type"' in inflate(content, member)[:_HEAD] and not _is_tidas(kinds) else "tidas"
    if ("processes", "xml") in kinds or ("flows", "xml") in kinds:
        return "ilcd"
    return "ecospold" if any(member.name.lower().endswith((".xml", ".spold")) for member in found) else ""


def _is_tidas(kinds: set[tuple[str, str]]) -> bool:
    return ("unitgroups", "json") in kinds or ("flowproperties", "json") in kinds


def expected(content: Content) -> int:
    """Return about how many process datasets a file holds, told from the names of its members; 0 where they say nothing."""
    if content[:2] != b"PK":
        return 0
    try:
        return len(_PROCESS.findall(directory_bytes(content)))
    except ArchiveRefused:
        return 0


def stream(content: Content, extent: Extent = WHOLE) -> DatasetStream:
    """Return the process datasets of a file of any known format, one after the other."""
    faults = Faults()
    if not len(content):
        faults.add("DS-FILE-EMPTY", place=FILE_PLACE)
    elif len(content) > MOST_FILE:
        faults.add("DS-FILE-LARGE", f"{len(content) // MIB} MiB", place=FILE_PLACE, limit=f"{MOST_FILE // MIB} MiB")
    else:
        try:
            name = detect(content)
        except ArchiveRefused as refused:
            refuse(refused, faults)
        else:
            if name:
                datasets = CODECS[name].stream(content, extent)
                datasets.codec = name
                return datasets
            faults.add("DS-FILE-KIND", bytes(content[:8]).decode("ascii", "replace"), place=FILE_PLACE)
    return DatasetStream(iter(()), faults)


def read(content: Content) -> DatasetReading:
    """Return every process dataset of a file of any known format, or none with the reasons."""
    return gather(stream(content))


def reread(content: Content, codec: str, place: str, flows: Mapping[str, Flow]) -> tuple[Dataset, ...]:
    """Return the datasets that stand at a place of a file that was read before: a member, or a place within one.

    Raises LookupError where there is no such member, `ArchiveRefused` where the file is damaged.
    """
    whole = content[:2] != b"PK"
    data = bytes(content[:]) if whole else inflate(content, member_named(content, _member_of(place)))
    return tuple(CODECS[codec].read_member(data, flows, Faults(place)))


def _member_of(place: str) -> str:
    """Return the member a place is in: EcoSpold puts the number of the dataset behind it."""
    return place.rpartition("/dataset/")[0] or place.removesuffix("/activityDataset").removesuffix(
        "/childActivityDataset"
    )
