"""The datasets a process refers to: flows, flow properties, unit groups, contacts and sources, as trees and back."""

from collections.abc import Mapping
from typing import Any, Final

from qiantan.core.datasets.document import FIRST_VERSION, Compliance, Flow, FlowProperty, Level, Reference, UnitGroup
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.identity import is_uuid
from qiantan.core.formats.ilcd_model.forms import (
    LONG,
    SHORT,
    read_figure,
    read_reference,
    read_words,
    write_reference,
    write_words,
)
from qiantan.core.formats.ilcd_model.forms_parts import FORMAT, NO_CONTACT, NO_SOURCE, compliance
from qiantan.core.formats.ilcd_model.tree import Tree, facts_in, facts_node, get, listed, text

FLOW_TYPES: Final = {"elementary": "Elementary flow", "product": "Product flow", "waste": "Waste flow"}
_FLOW_KINDS: Final = {theirs: ours for ours, theirs in FLOW_TYPES.items()} | {"Other flow": "product"}
_OTHER: Final = (Level("4", "Other elementary flows"),)
_NO_DATE: Final = "1900-01-01T00:00:00Z"


def _administration() -> Tree:
    tree: Tree = {
        "dataEntryBy": {"common:timeStamp": _NO_DATE, "common:referenceToDataSetFormat": write_reference(FORMAT)},
        "publicationAndOwnership": {
            "common:dataSetVersion": FIRST_VERSION,
            "common:referenceToOwnershipOfDataSet": write_reference(NO_CONTACT),
        },
    }
    return tree


def _declared() -> Tree:
    only = compliance(Compliance(NO_SOURCE))
    kept = ("common:referenceToComplianceSystem", "common:approvalOfOverallCompliance")
    return {"complianceDeclarations": {"compliance": {name: only[name] for name in kept}}}


def write_flow(value: Flow) -> Tree:
    """Return a flow as a tree."""
    data: Tree = {
        "common:UUID": value.uuid,
        "name": {"baseName": write_words(value.name), "treatmentStandardsRoutes": [], "mixAndLocationTypes": []},
        "classificationInformation": _flow_class(value),
    }
    if value.cas:
        data["CASNumber"] = value.cas
    if value.path and not all(one.id for one in value.path):
        data["common:other"] = facts_node({"path": "\n".join(one.name for one in value.path)})
    return {
        "flowInformation": {
            "dataSetInformation": data,
            "quantitativeReference": {"referenceToReferenceFlowProperty": "0"},
        },
        "modellingAndValidation": {"LCIMethod": {"typeOfDataSet": FLOW_TYPES[value.kind]}, **_declared()},
        "administrativeInformation": _administration(),
        "flowProperties": {
            "flowProperty": {
                "@dataSetInternalID": "0",
                "referenceToFlowPropertyDataSet": write_reference(
                    Reference("property", value.measure.uuid, value.measure.name)
                ),
                "meanValue": "1.0",
            }
        },
    }


def _flow_class(value: Flow) -> Tree:
    coded = value.path if all(one.id for one in value.path) else ()
    if value.kind == "elementary":
        levels = coded or _OTHER
        nodes = [{"@level": str(n), "@catId": one.id, "#text": one.name} for n, one in enumerate(levels)]
        return {"common:elementaryFlowCategorization": {"common:category": nodes}}
    nodes = [{"@level": str(n), "@classId": one.id, "#text": one.name} for n, one in enumerate(coded)]
    return {"common:classification": {"common:class": nodes}}


def read_flow(tree: Any, measures: Mapping[str, FlowProperty], faults: Faults) -> Flow | None:
    """Return the flow of a tree; None, with the reason among the faults, where it is no whole one."""
    data = get(tree, ("flowInformation", "dataSetInformation"))
    uuid = _uuid(data, faults)
    name = read_words(get(data, ("name", "baseName")), faults, SHORT)
    stated = text(get(tree, ("modellingAndValidation", "LCIMethod", "typeOfDataSet")))
    if stated not in _FLOW_KINDS:
        faults.add("DS-CHOICE", stated, place="typeOfDataSet", choices=" · ".join(_FLOW_KINDS))
    measure = _reference_measure(tree, measures, faults)
    if not uuid or measure is None or stated not in _FLOW_KINDS:
        return None
    noted = facts_in(data).get("path", "") if isinstance(data, dict) else ""
    path = tuple(Level("", one) for one in noted.split("\n")) if noted else _path(data)
    return Flow(uuid, name, _FLOW_KINDS[stated], measure, path, text(get(data, ("CASNumber",))))


def _path(data: Any) -> tuple[Level, ...]:
    information = get(data, ("classificationInformation",))
    places = (
        ("common:elementaryFlowCategorization", "common:category", "@catId"),
        ("common:classification", "common:class", "@classId"),
    )
    for outer, inner, code in places:
        for one in listed(get(information, (outer,))):
            nodes = [node for node in listed(get(one, (inner,))) if isinstance(node, dict)]
            found = tuple(Level(str(node.get(code, "")), text(node)) for node in nodes)
            if found:
                return () if found == _OTHER else found
    return ()


def _reference_measure(tree: Any, measures: Mapping[str, FlowProperty], faults: Faults) -> FlowProperty | None:
    wanted = text(get(tree, ("flowInformation", "quantitativeReference", "referenceToReferenceFlowProperty"))) or "0"
    nodes = [one for one in listed(get(tree, ("flowProperties", "flowProperty"))) if isinstance(one, dict)]
    node = next((one for one in nodes if text(one.get("@dataSetInternalID")) == wanted), None)
    if node is None:
        faults.add("DS-MISSING", "flowProperty", place="flowProperties")
        return None
    reference = read_reference(node.get("referenceToFlowPropertyDataSet"), faults)
    if reference is None:
        return None
    if reference.uuid not in measures:
        faults.add("DS-PART-MISSING", reference.uuid, place="flowProperties", what="流属性 / flow property")
        return None
    return measures[reference.uuid]


def write_property(value: FlowProperty) -> Tree:
    """Return a flow property as a tree."""
    return {
        "flowPropertiesInformation": {
            "dataSetInformation": {
                "common:UUID": value.uuid,
                "common:name": write_words(value.name),
                "classificationInformation": _class("1", "Technical flow properties"),
            },
            "quantitativeReference": {
                "referenceToReferenceUnitGroup": write_reference(Reference("group", value.group.uuid, value.group.name))
            },
        },
        "modellingAndValidation": _declared(),
        "administrativeInformation": _administration(),
    }


def read_property(tree: Any, groups: Mapping[str, UnitGroup], faults: Faults) -> FlowProperty | None:
    """Return the flow property of a tree; None, with the reason among the faults, where it is no whole one."""
    data = get(tree, ("flowPropertiesInformation", "dataSetInformation"))
    uuid = _uuid(data, faults)
    path = ("flowPropertiesInformation", "quantitativeReference", "referenceToReferenceUnitGroup")
    reference = read_reference(get(tree, path), faults)
    name = read_words(get(data, ("common:name",)), faults, SHORT)
    if reference is None:
        faults.add("DS-MISSING", "referenceToReferenceUnitGroup", place="/".join(path[:2]))
        return None
    if reference.uuid not in groups:
        faults.add("DS-PART-MISSING", reference.uuid, place="/".join(path), what="单位组 / unit group")
        return None
    return FlowProperty(uuid, name, groups[reference.uuid]) if uuid else None


def write_group(value: UnitGroup) -> Tree:
    """Return a unit group as a tree."""
    numbers = {name: str(number) for number, (name, _) in enumerate(value.units)}
    return {
        "unitGroupInformation": {
            "dataSetInformation": {
                "common:UUID": value.uuid,
                "common:name": write_words(value.name),
                "classificationInformation": _class("1", "Technical unit groups"),
            },
            "quantitativeReference": {"referenceToReferenceUnit": numbers[value.reference]},
        },
        "modellingAndValidation": _declared(),
        "administrativeInformation": _administration(),
        "units": {
            "unit": [
                {"@dataSetInternalID": numbers[name], "name": name, "meanValue": plain(factor)}
                for name, factor in value.units
            ]
        },
    }


def read_group(tree: Any, faults: Faults) -> UnitGroup | None:
    """Return the unit group of a tree; None, with the reason among the faults, where it is no whole one."""
    data = get(tree, ("unitGroupInformation", "dataSetInformation"))
    uuid = _uuid(data, faults)
    name = read_words(get(data, ("common:name",)), faults, SHORT)
    wanted = text(get(tree, ("unitGroupInformation", "quantitativeReference", "referenceToReferenceUnit")))
    units, reference = [], ""
    for node in listed(get(tree, ("units", "unit"))):
        spelled = text(node.get("name")) if isinstance(node, dict) else ""
        factor = read_figure(node.get("meanValue"), faults) if isinstance(node, dict) else None
        if not spelled or factor is None or factor <= 0:
            faults.add("DS-SHAPE", node, place="units/unit", expected="name, meanValue > 0")
            continue
        units.append((spelled, factor))
        if text(node.get("@dataSetInternalID")) == wanted:
            reference = spelled
    if not reference:
        faults.add("DS-UNIT-REFERENCE", name.zh or name.en, place="units")
        return None
    return UnitGroup(uuid, name, reference, tuple(units)) if uuid else None


def write_contact(value: Reference) -> Tree:
    """Return a contact as a tree."""
    named = write_words(value.name) or {"@xml:lang": "en", "#text": value.uuid}
    data = {
        "common:UUID": value.uuid,
        "common:shortName": named,
        "common:name": named,
        "classificationInformation": _class("5", "Other"),
    }
    return {"contactInformation": {"dataSetInformation": data}, "administrativeInformation": _owned(value.version)}


def write_source(value: Reference) -> Tree:
    """Return a source as a tree."""
    data = {
        "common:UUID": value.uuid,
        "common:shortName": write_words(value.name) or {"@xml:lang": "en", "#text": value.uuid},
        "classificationInformation": _class("5", "Publications and communications"),
    }
    return {"sourceInformation": {"dataSetInformation": data}, "administrativeInformation": _owned(value.version)}


def _owned(version: str) -> Tree:
    tree = _administration()
    tree["publicationAndOwnership"]["common:dataSetVersion"] = version
    return tree


def _class(code: str, name: str) -> Tree:
    return {"common:classification": {"common:class": {"@level": "0", "@classId": code, "#text": name}}}


def read_named(tree: Any, faults: Faults) -> str:
    """Return the UUID of a contact or source tree; empty text, with the reason among the faults, where it has none."""
    for path in (("contactInformation", "dataSetInformation"), ("sourceInformation", "dataSetInformation")):
        data = get(tree, path)
        if data is not None:
            read_words(get(data, ("common:shortName",)), faults, LONG)
            return _uuid(data, faults)
    return ""


def _uuid(data: Any, faults: Faults) -> str:
    uuid = text(get(data, ("common:UUID",)))
    if not is_uuid(uuid):
        faults.add("DS-UUID" if uuid else "DS-MISSING", uuid or "common:UUID", place="dataSetInformation")
        return ""
    return uuid
