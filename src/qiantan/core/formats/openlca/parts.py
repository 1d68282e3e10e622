"""Unit groups, flow properties, flows and categories of an openLCA package."""

from collections.abc import Mapping
from typing import Any

from qiantan.core.datasets.document import Flow, FlowProperty, Level, UnitGroup
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure
from qiantan.core.datasets.identity import is_uuid
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import Text
from qiantan.core.formats.openlca.exchanges import FLOW_KINDS
from qiantan.core.formats.openlca.wire import Tree, category


def uuid_in(tree: Tree, faults: Faults) -> str:
    """Return the identifier of an object; empty text, with the reason among the faults, where it has none."""
    uuid = tree.get("@id")
    if not isinstance(uuid, str) or not is_uuid(uuid):
        faults.add("DS-UUID" if uuid else "DS-MISSING", uuid or "@id")
        return ""
    return uuid


def _name(tree: Tree) -> Text:
    name = tree.get("name")
    return text_of(name.strip()) if isinstance(name, str) else text_of("")


def read_group(tree: Tree, faults: Faults) -> UnitGroup | None:
    """Read a unit group; None, with the reason among the faults, where it is no whole one."""
    uuid, name = uuid_in(tree, faults), _name(tree)
    units, reference = [], ""
    nodes = tree.get("units")
    for node in nodes if isinstance(nodes, list) else ():
        spelled = node.get("name") if isinstance(node, dict) else None
        factor = figure(node.get("conversionFactor")) if isinstance(node, dict) else None
        if not isinstance(spelled, str) or not spelled or factor is None or factor <= 0:
            faults.add("DS-SHAPE", node, place="units", expected="name, conversionFactor > 0")
            continue
        units.append((spelled, factor))
        if node.get("isRefUnit", node.get("referenceUnit")):
            reference = spelled
    if not reference:
        faults.add("DS-UNIT-REFERENCE", name.zh or name.en, place="units")
        return None
    return UnitGroup(uuid, name, reference, tuple(units)) if uuid else None


def read_property(tree: Tree, groups: Mapping[str, UnitGroup], faults: Faults) -> FlowProperty | None:
    """Read a flow property; None, with the reason among the faults, where it is no whole one."""
    uuid = uuid_in(tree, faults)
    reference = tree.get("unitGroup")
    wanted = reference.get("@id") if isinstance(reference, dict) else None
    group = groups.get(wanted) if isinstance(wanted, str) else None
    if group is None:
        faults.add("DS-PART-MISSING", wanted or "—", place="unitGroup", what="单位组 / unit group")
        return None
    return FlowProperty(uuid, _name(tree), group) if uuid else None


def read_flow(tree: Tree, measures: Mapping[str, FlowProperty], faults: Faults) -> Flow | None:
    """Read a flow; None, with the reason among the faults, where it is no whole one."""
    uuid = uuid_in(tree, faults)
    kind = FLOW_KINDS.get(str(tree.get("flowType")), "")
    if not kind:
        faults.add("DS-CHOICE", tree.get("flowType"), place="flowType", choices=" · ".join(FLOW_KINDS))
    wanted = _reference_property(tree.get("flowProperties"))
    measure = measures.get(wanted)
    if measure is None:
        faults.add("DS-PART-MISSING", wanted or "—", place="flowProperties", what="流属性 / flow property")
    if not uuid or not kind or measure is None:
        return None
    path: tuple[Level, ...] = category(tree.get("category"), faults)
    cas = tree.get("cas")
    return Flow(uuid, _name(tree), kind, measure, path, cas if isinstance(cas, str) else "")


def _reference_property(node: Any) -> str:
    factors = [one for one in node if isinstance(one, dict)] if isinstance(node, list) else []
    stated = [one for one in factors if one.get("isRefFlowProperty", one.get("referenceFlowProperty"))]
    for one in stated or factors[:1]:
        reference = one.get("flowProperty")
        if isinstance(reference, dict) and isinstance(reference.get("@id"), str):
            return str(reference["@id"])
    return ""


def circles(parents: Mapping[str, str]) -> list[list[str]]:
    """Return the circles that references to a parent run in."""
    found: list[list[str]] = []
    done: set[str] = set()
    for start in parents:
        walked: list[str] = []
        at = start
        while at in parents and at not in done and at not in walked:
            walked.append(at)
            at = parents[at]
        if at in walked:
            found.append([*walked[walked.index(at) :], at])
        done.update(walked)
    return found
