"""Read EcoSpold files and archives of them; the version is told by the namespace of each."""

from collections.abc import Iterator, Mapping
from typing import Any

from qiantan.core.datasets.document import Dataset, Flow
from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.archive import ArchiveRefused, Content, inflate, members
from qiantan.core.formats.dataset import (
    ARCHIVE,
    MIB,
    MOST_PART,
    WHOLE,
    DatasetReading,
    DatasetStream,
    Extent,
    gather,
    refuse,
)
from qiantan.core.formats.ecospold import read_v1, read_v2
from qiantan.core.formats.ecospold.wire import SPACE_1, SPACE_2
from qiantan.core.formats.markup import parse_xml

_VERSIONS = {SPACE_1: read_v1.datasets, SPACE_2: read_v2.datasets}


def stream(content: Content, extent: Extent = WHOLE) -> DatasetStream:
    """Return the process datasets of an EcoSpold file or archive, one after the other."""
    faults = Faults(most=extent.findings)
    return DatasetStream(_datasets(content, faults, extent), faults, extent)


def read_member(content: bytes, flows: Mapping[str, Flow], faults: Faults) -> Iterator[Dataset]:  # noqa: ARG001 - flows stand in the file
    """Yield the datasets of one file."""
    yield from _document(content, faults)


def read(content: Content) -> DatasetReading:
    """Return every process dataset of an EcoSpold file or archive, or none with the reasons."""
    return gather(stream(content))


def _datasets(content: Content, faults: Faults, extent: Extent) -> Iterator[Dataset]:
    if content[:2] != b"PK":
        if extent.first:
            return
        faults.place = "ecoSpold"
        yield from _document(bytes(content[:]), faults)
        return
    try:
        files = [one for one in members(content, ARCHIVE) if one.name.lower().endswith((".xml", ".spold"))]
        for member in files[extent.first :: extent.step]:
            faults.place = member.name
            if member.size > MOST_PART:
                faults.add("DS-PART-LARGE", f"{member.size // MIB} MiB", limit=f"{MOST_PART // MIB} MiB")
                continue
            yield from _document(inflate(content, member), faults)
        faults.place = ""
    except ArchiveRefused as refused:
        refuse(refused, faults)


def _document(content: bytes, faults: Faults) -> Iterator[Dataset]:
    root: Any = parse_xml(content, faults)
    if root is None:
        return
    space, _, name = root.tag.rpartition("}")
    reader = _VERSIONS.get(space[1:])
    if reader is None or name != "ecoSpold":
        faults.add("DS-ROOT", root.tag, expected="ecoSpold")
        return
    yield from reader(root, faults)
