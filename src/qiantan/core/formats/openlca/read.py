"""Read openLCA JSON-LD packages, schemas 1 and 2."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from qiantan.core.datasets import document
from qiantan.core.datasets.check import check_group, check_measure
from qiantan.core.datasets.document import Dataset, Exchange, Flow, FlowProperty, Impact, Kind, UnitGroup
from qiantan.core.datasets.export import GWP
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.wire import from_json
from qiantan.core.formats.archive import ArchiveRefused, Content, Member, inflate, members
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
from qiantan.core.formats.markup import parse_json
from qiantan.core.formats.openlca import parts
from qiantan.core.formats.openlca.exchanges import read_exchange, with_impacts, with_shares, write_exchange
from qiantan.core.formats.openlca.wire import FIELDS, FORMER, OURS, Field, Tree, worded
from qiantan.core.formats.openlca.write import attribute

_FOLDERS: Final = ("categories", "unit_groups", "flow_properties", "flows", "processes", "locations")
_GROUPS: Final = {
    "names": document.Names,
    "time": document.Time,
    "geography": document.Geography,
    "technology": document.Technology,
    "modelling": document.Modelling,
    "administration": document.Administration,
}

_DOC: Final = "processDocumentation"
_FIELD_OF: Final = {field.path[-1]: field for field in FIELDS}
_FIELD_OF.update({FORMER[name]: field for name, field in _FIELD_OF.items() if name in FORMER})


def stream(content: Content, extent: Extent = WHOLE) -> DatasetStream:
    """Return the process datasets of an openLCA package (zip), one after the other."""
    faults = Faults(most=extent.findings)
    return DatasetStream(_datasets(content, faults, extent), faults, extent)


def read_member(content: bytes, flows: Mapping[str, Flow], faults: Faults) -> Iterator[Dataset]:
    """Yield the dataset of one member of a package, its flows known; places that stand elsewhere are left open."""
    tree = parse_json(content, faults)
    dataset = read_process(tree, flows, {}, faults) if isinstance(tree, dict) else None
    if dataset is not None:
        yield dataset


def read(content: Content) -> DatasetReading:
    """Return every process dataset of an openLCA package (zip), or none with the reasons."""
    return gather(stream(content))


def _datasets(content: Content, faults: Faults, extent: Extent) -> Iterator[Dataset]:
    try:
        package = _Package(content, faults)
        flows = package.flows()
        for tree in package.trees("processes", extent):
            dataset = read_process(tree, flows, package.locations, faults)
            if dataset is not None:
                yield dataset
    except ArchiveRefused as refused:
        refuse(refused, faults)


class _Package:
    """The objects of one package by folder."""

    def __init__(self, content: Content, faults: Faults) -> None:
        self._content = content
        self._faults = faults
        self._members: dict[str, list[Member]] = {folder: [] for folder in _FOLDERS}
        self.locations: dict[str, str] = {}
        for member in members(content, ARCHIVE):
            path = member.name.replace("\\", "/").split("/")
            if len(path) > 1 and path[-2] in self._members and path[-1].endswith(".json"):
                self._members[path[-2]].append(member)

    def trees(self, folder: str, extent: Extent = WHOLE) -> Iterator[Tree]:
        """Yield the objects of a folder; the place of the faults is the member while its object is looked at."""
        for member in self._members[folder][extent.first :: extent.step]:
            self._faults.place = member.name
            if member.size > MOST_PART:
                self._faults.add("DS-PART-LARGE", f"{member.size // MIB} MiB", limit=f"{MOST_PART // MIB} MiB")
                continue
            tree = parse_json(inflate(self._content, member), self._faults)
            if isinstance(tree, dict):
                named = member.name.rpartition("/")[2].removesuffix(".json")
                if tree.get("@id") not in (named, None):
                    self._faults.add("DS-UUID-FILE", tree["@id"])
                yield tree
            elif tree is not None:
                self._faults.add("DS-ROOT", type(tree).__name__, expected="{ }")
        self._faults.place = ""

    def flows(self) -> dict[str, Flow]:
        """Return the flows by id, with their properties and unit groups checked."""
        faults = self._faults
        self._look_at_categories()
        groups: dict[str, UnitGroup] = {}
        for tree in self.trees("unit_groups"):
            group = parts.read_group(tree, faults)
            if group is not None:
                check_group(group, faults)
                self._keep(groups, group.uuid, group)
        measures: dict[str, FlowProperty] = {}
        for tree in self.trees("flow_properties"):
            measure = parts.read_property(tree, groups, faults)
            if measure is not None:
                check_measure(measure, faults)
                self._keep(measures, measure.uuid, measure)
        flows: dict[str, Flow] = {}
        for tree in self.trees("flows"):
            flow = parts.read_flow(tree, measures, faults)
            if flow is not None:
                self._keep(flows, flow.uuid, flow)
        for tree in self.trees("locations"):
            self.locations[str(tree.get("@id"))] = str(tree.get("code") or tree.get("name") or "")
        return flows

    def _keep(self, kept: dict[str, Any], uuid: str, value: Any) -> None:
        if uuid in kept:
            self._faults.add("DS-UUID-TWICE", uuid, other="…")
        kept[uuid] = value

    def _look_at_categories(self) -> None:
        parents = {}
        for tree in self.trees("categories"):
            parent = tree.get("category")
            if isinstance(parent, dict) and isinstance(parent.get("@id"), str):
                parents[str(tree.get("@id"))] = str(parent["@id"])
        for circle in parts.circles(parents):
            self._faults.add("DS-CYCLE", " → ".join(circle), place=f"categories/{circle[0]}.json")


def read_process(tree: Tree, flows: Mapping[str, Flow], locations: Mapping[str, str], faults: Faults) -> Dataset | None:
    """Return the dataset of an openLCA process; None, with the reason among the faults, where it is no whole one."""
    uuid = parts.uuid_in(tree, faults)
    stated: dict[str, dict[str, Any]] = {name: {} for name in _GROUPS}
    whole: dict[str, Any] = {}
    described = tree.get(_DOC)
    for name, node in (*tree.items(), *(described.items() if isinstance(described, dict) else ())):
        field = _FIELD_OF.get(name)
        if field is None or node is None or node == "":
            continue
        outer, faults.place = faults.place, f"{faults.place}/{name}"
        read_one = field.read(node, faults)
        faults.place = outer
        group, _, part = field.attribute.partition(".")
        if part:
            stated[group][part] = read_one
        else:
            whole[group] = read_one
    code = _location(tree.get("location"), locations)
    if code:
        stated["geography"]["location"] = code
    unit = tree.get("processType") == "UNIT_PROCESS"
    stated["modelling"]["type"] = "Unit process, black box" if unit else "LCI result"
    exchanges, reference = _exchanges(tree, flows, faults)
    if not uuid or reference is None or not _has_name(stated, faults):
        return None
    co2e = gas_flow("co2e").uuid
    whole["exchanges"] = tuple(one for one in exchanges if one.flow.uuid != co2e)
    whole["impacts"] = tuple(Impact(GWP, one.amount) for one in exchanges if one.flow.uuid == co2e)
    groups: dict[str, Any] = {name: make(**stated[name]) for name, make in _GROUPS.items()}
    function = document.Function(exchange=reference)
    kind = Kind.UNIT_PROCESS if unit else Kind.AGGREGATED
    native = Dataset(uuid=uuid, kind=kind, function=function, **whole, **groups)
    return native if OURS not in tree else _with_notes(native, tree, faults)


def _has_name(stated: dict[str, dict[str, Any]], faults: Faults) -> bool:
    if "base" in stated["names"]:
        return True
    faults.add("DS-MISSING", "name", place="name")
    return False


def _node(tree: Tree, field: Field) -> Any:
    node: Any = tree
    for name in field.path:
        if not isinstance(node, dict):
            return None
        node = node.get(name, node.get(FORMER.get(name, ""))) if name in FORMER else node.get(name)
    return node


def _location(node: Any, locations: Mapping[str, str]) -> str:
    if not isinstance(node, dict):
        return ""
    return str(node.get("code") or locations.get(str(node.get("@id"))) or node.get("name") or "")


def _exchanges(tree: Tree, flows: Mapping[str, Flow], faults: Faults) -> tuple[tuple[Exchange, ...], int | None]:
    nodes = tree.get("exchanges")
    found, references = [], []
    outer = faults.place
    for number, node in enumerate(nodes if isinstance(nodes, list) else ()):
        faults.place = f"{outer}/exchanges/{number}"
        one = read_exchange(node, flows, faults)
        if one is not None:
            found.append(one)
            if node.get("isQuantitativeReference", node.get("quantitativeReference")):
                references.append(one.id)
    faults.place = outer
    if len(references) != 1:
        code = "DS-REFERENCE-MANY" if references else "DS-REFERENCE"
        faults.add(code, len(references) if references else "—", place="exchanges")
        return tuple(found), None
    return with_shares(tuple(found), tree, faults), references[0]


def _with_notes(native: Dataset, tree: Tree, faults: Faults) -> Dataset:
    """Return the dataset we noted beside it, with every fact that somebody has changed in openLCA since."""
    outer, faults.place = faults.place, f"{faults.place}/{OURS}"
    noted = from_json(tree[OURS], faults)
    faults.place = outer
    if noted is None:
        return native
    base = noted.names.base
    language = "en" if tree.get("name") == worded(base, "en") != worded(base, "zh") else "zh"
    changes: dict[str, Any] = {"uuid": native.uuid}
    for field in FIELDS:
        if _node(tree, field) != field.write(attribute(noted, field.attribute), language):
            _change(changes, noted, field.attribute, attribute(native, field.attribute))
    if native.geography.location != noted.geography.location:
        _change(changes, noted, "geography.location", native.geography.location)
    written = [
        write_exchange(one, language, is_reference=one.id == noted.function.exchange) for one in with_impacts(noted)
    ]
    if tree.get("exchanges") != written:
        changes |= {"exchanges": native.exchanges, "impacts": native.impacts, "function": native.function}
    return replace(noted, **changes)


def _change(changes: dict[str, Any], noted: Dataset, name: str, value: Any) -> None:
    group, _, part = name.partition(".")
    if part:
        changes[group] = replace(changes.get(group, getattr(noted, group)), **{part: value})
    else:
        changes[group] = value
