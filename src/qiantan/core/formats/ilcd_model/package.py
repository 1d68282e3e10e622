"""A package of datasets in folders by kind: what TIDAS and ILCD share. The codec brings how one member is spelled.

Unit groups, flow properties and flows are read first and kept small; processes then pass one at a time.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, Final, NamedTuple

from qiantan.core.datasets.check import check_group, check_measure
from qiantan.core.datasets.document import Dataset, Flow, FlowProperty, Reference, UnitGroup
from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.archive import ArchiveRefused, Content, Member, inflate, members
from qiantan.core.formats.dataset import ARCHIVE, MIB, MOST_PART, WHOLE, Extent, refuse
from qiantan.core.formats.ilcd_model import parts
from qiantan.core.formats.ilcd_model.forms_parts import FORMAT, NO_CONTACT, NO_SOURCE
from qiantan.core.formats.ilcd_model.process import read_process, references_of, write_process
from qiantan.core.formats.ilcd_model.tree import Tree

FOLDERS: Final = ("contacts", "sources", "unitgroups", "flowproperties", "flows", "processes")
ROOTS: Final = {
    "contacts": "contactDataSet",
    "sources": "sourceDataSet",
    "unitgroups": "unitGroupDataSet",
    "flowproperties": "flowPropertyDataSet",
    "flows": "flowDataSet",
    "processes": "processDataSet",
}
_NAMED: Final = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(?=[._])")

# Bytes of one member → its root's name and its tree; None with the reason among the faults.
Decode = Callable[[bytes, str, Faults], Tree | None]
# Folder, root and tree → bytes of one member.
Encode = Callable[[str, Tree], bytes]


class Spelling(NamedTuple):
    """How a codec spells one member: file name ending, prefix of every path, decoder, encoder."""

    ending: str
    prefix: str
    decode: Decode
    encode: Encode
    demanding: bool


def folders_of(found: Iterable[Member], ending: str) -> dict[str, list[Member]]:
    """Return the members of a package by folder."""
    by_folder: dict[str, list[Member]] = {folder: [] for folder in FOLDERS}
    for member in found:
        path = member.name.replace("\\", "/").split("/")
        if len(path) > 1 and path[-2].lower() in by_folder and path[-1].lower().endswith(ending):
            by_folder[path[-2].lower()].append(member)
    return by_folder


def read_package(content: Content, spelling: Spelling, faults: Faults, extent: Extent = WHOLE) -> Iterator[Dataset]:
    """Yield the process datasets of a package, one after the other."""
    try:
        by_folder = folders_of(members(content, ARCHIVE), spelling.ending)
        reader = _Reader(content, spelling, faults)
        flows = reader.flows(by_folder)
        by_folder["processes"] = by_folder["processes"][extent.first :: extent.step]
        for tree in reader.trees("processes", by_folder):
            dataset = read_process(tree, flows, faults)
            if dataset is not None:
                reader.check_file_name(dataset.uuid)
                yield dataset
    except ArchiveRefused as refused:
        refuse(refused, faults)


def read_alone(content: bytes, spelling: Spelling, flows: Mapping[str, Flow], faults: Faults) -> Iterator[Dataset]:
    """Yield the dataset of one member with a process, its flows known."""
    tree = spelling.decode(content, ROOTS["processes"], faults)
    dataset = read_process(tree, flows, faults) if tree is not None else None
    if dataset is not None:
        yield dataset


class _Reader:
    """Reads the members of one package, noting which UUID stands where."""

    def __init__(self, content: Content, spelling: Spelling, faults: Faults) -> None:
        self._content = content
        self._spelling = spelling
        self._faults = faults

    def trees(self, folder: str, by_folder: Mapping[str, list[Member]]) -> Iterator[Tree]:
        """Yield the trees of a folder; the place of the faults is the member while its tree is looked at."""
        for member in by_folder[folder]:
            self._faults.place = member.name
            if member.size > MOST_PART:
                self._faults.add("DS-PART-LARGE", f"{member.size // MIB} MiB", limit=f"{MOST_PART // MIB} MiB")
                continue
            tree = self._spelling.decode(inflate(self._content, member), ROOTS[folder], self._faults)
            if tree is not None:
                yield tree
        self._faults.place = ""

    def flows(self, by_folder: Mapping[str, list[Member]]) -> dict[str, Flow]:
        """Return the flows, with their properties and unit groups checked; contacts and sources are looked at too."""
        groups: dict[str, UnitGroup] = {}
        for tree in self.trees("unitgroups", by_folder):
            group = parts.read_group(tree, self._faults)
            if group is not None:
                check_group(group, self._faults)
                self._keep(groups, group.uuid, group)
        measures: dict[str, FlowProperty] = {}
        for tree in self.trees("flowproperties", by_folder):
            measure = parts.read_property(tree, groups, self._faults)
            if measure is not None:
                check_measure(measure, self._faults)
                self._keep(measures, measure.uuid, measure)
        flows: dict[str, Flow] = {}
        for tree in self.trees("flows", by_folder):
            flow = parts.read_flow(tree, measures, self._faults)
            if flow is not None:
                self._keep(flows, flow.uuid, flow)
        for folder in ("contacts", "sources"):
            named: dict[str, str] = {}
            for tree in self.trees(folder, by_folder):
                uuid = parts.read_named(tree, self._faults)
                if uuid:
                    self._keep(named, uuid, uuid)
        return flows

    def _keep(self, kept: dict[str, Any], uuid: str, value: Any) -> None:
        if uuid in kept:
            self._faults.add("DS-UUID-TWICE", uuid, other="…")
        kept[uuid] = value
        self.check_file_name(uuid)

    def check_file_name(self, uuid: str) -> None:
        """Refuse a member named by another UUID than it holds."""
        named = _NAMED.search(self._faults.place)
        if named and named[1] != uuid:
            self._faults.add("DS-UUID-FILE", uuid)


def write_package(datasets: Iterable[Dataset], spelling: Spelling) -> Iterator[tuple[str, bytes]]:
    """Yield the members of a package: name and bytes, every dataset it refers to once."""
    kept: dict[str, None] = {}

    def member(folder: str, uuid: str, tree: Callable[[], Tree]) -> Iterator[tuple[str, bytes]]:
        name = f"{spelling.prefix}{folder}/{uuid}{spelling.ending}"
        if name not in kept:
            kept[name] = None
            yield name, spelling.encode(folder, tree())

    for dataset in datasets:
        for reference in (*references_of(dataset), NO_CONTACT, NO_SOURCE, FORMAT):
            yield from _write_reference(reference, member)
        for flow in dict.fromkeys(one.flow for one in dataset.exchanges):
            measure, group = flow.measure, flow.measure.group
            yield from member("unitgroups", group.uuid, partial(parts.write_group, group))
            yield from member("flowproperties", measure.uuid, partial(parts.write_property, measure))
            yield from member("flows", flow.uuid, partial(parts.write_flow, flow))
        yield from member("processes", dataset.uuid, partial(write_process, dataset, demanding=spelling.demanding))


def _write_reference(
    reference: Reference, member: Callable[..., Iterator[tuple[str, bytes]]]
) -> Iterator[tuple[str, bytes]]:
    if reference.kind == "contact":
        yield from member("contacts", reference.uuid, partial(parts.write_contact, reference))
    elif reference.kind == "source":
        yield from member("sources", reference.uuid, partial(parts.write_source, reference))
