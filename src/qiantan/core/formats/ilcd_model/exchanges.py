"""Exchanges of a process tree.

ILCD states an amount in the reference unit of its flow. An exchange in another unit is converted, and the amount and
unit as they were given stand among our own facts beside it; so do figures the format would round.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.choices import DATA_SOURCES, DERIVATIONS
from qiantan.core.datasets.document import Exchange, Flow, FlowProperty, Share
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure, plain, product
from qiantan.core.findings import NO_TEXT
from qiantan.core.formats.ilcd_model.forms import (
    SHORT,
    exact,
    read_figure,
    read_percent,
    read_reference,
    read_words,
    write_percent,
    write_reference,
    write_words,
)
from qiantan.core.formats.ilcd_model.tree import Tree, facts_in, facts_node, listed, single, text

_DISTRIBUTION: Final = {
    "lognormal": "log-normal",
    "normal": "normal",
    "triangular": "triangular",
    "uniform": "uniform",
}
_DISTRIBUTION_OF: Final = {"": "", "undefined": ""} | {theirs: ours for ours, theirs in _DISTRIBUTION.items()}
_HUNDRED: Final = Decimal(100)


def write_exchange(value: Exchange) -> Tree:
    """Write one exchange."""
    factor = _factor(value.flow.measure, value.unit)
    notes: dict[str, str] = {}
    if factor != 1:
        notes |= {"amount": plain(value.amount), "unit": value.unit}
    tree: Tree = {
        "@dataSetInternalID": str(value.id),
        "referenceToFlowDataSet": _flow_reference(value.flow),
    }
    if value.location:
        tree["location"] = value.location
    amount = plain(_in_reference(value.amount, factor))
    tree["exchangeDirection"] = value.direction.capitalize()
    tree["meanAmount"] = tree["resultingAmount"] = amount
    for name, limit in (("minimum", value.minimum), ("maximum", value.maximum)):
        if limit is not None:
            tree[f"{name}Amount"] = plain(_in_reference(limit, factor))
            if factor != 1:
                notes[name] = plain(limit)
    if value.distribution:
        tree["uncertaintyDistributionType"] = _DISTRIBUTION[value.distribution]
    _write_spread(value, tree, notes)
    _write_shares(value, tree, notes)
    tree |= {name: node for name, node in _documentation(value) if node is not None}
    if value.provider:
        notes["provider"] = value.provider
    if notes:
        tree["common:other"] = facts_node(notes)
    return tree


def _documentation(value: Exchange) -> tuple[tuple[str, Any], ...]:
    source = write_reference(value.source)
    return (
        ("dataSourceType", value.data_source or None),
        ("dataDerivationTypeStatus", value.derivation or "Unknown derivation"),
        ("referencesToDataSource", {"referenceToDataSource": source} if source else None),
        ("generalComment", write_words(value.comment)),
    )


def _write_spread(value: Exchange, tree: Tree, notes: dict[str, str]) -> None:
    """ILCD states the squared geometric deviation of a log-normal, the doubled deviation (%) of a normal."""
    if value.spread is None:
        return
    stated = value.spread * value.spread if value.distribution == "lognormal" else 2 * _HUNDRED * value.spread
    if stated < 10**5:
        tree["relativeStandardDeviation95In"] = write_percent(stated)
    notes["spread"] = plain(value.spread)


def _write_shares(value: Exchange, tree: Tree, notes: dict[str, str]) -> None:
    if not value.shares:
        return
    nodes = []
    for one in value.shares:
        rounded = write_percent(one.percent)
        nodes.append({"@internalReferenceToCoProduct": str(one.co_product), "@allocatedFraction": rounded})
        if rounded != plain(one.percent):
            notes[f"share:{one.co_product}"] = plain(one.percent)
    tree["allocations"] = {"allocation": single(nodes)}


def _flow_reference(flow: Flow) -> Tree:
    return {
        "@type": "flow data set",
        "@refObjectId": flow.uuid,
        "@version": "01.00.000",
        "@uri": f"../flows/{flow.uuid}_01.00.000.xml",
        "common:shortDescription": write_words(flow.name),
    }


def _factor(measure: FlowProperty, unit: str) -> Decimal:
    """Return how much of the reference unit one of a unit is; LookupError where the group has no such unit."""
    if unit == measure.group.reference:
        return Decimal(1)
    for name, factor in measure.group.units:
        if name == unit:
            return factor
    raise LookupError(f"{unit} is not in {measure.group.name.en or measure.group.name.zh}")


def _in_reference(amount: Decimal, factor: Decimal) -> Decimal:
    return amount if factor == 1 else product(amount, factor)


def read_exchange(node: Any, flows: Mapping[str, Flow], faults: Faults) -> Exchange | None:
    """Read one exchange; None where it cannot be told what or how much is exchanged."""
    if not isinstance(node, dict):
        faults.add("DS-SHAPE", node, expected="exchange")
        return None
    flow = _read_flow(node, flows, faults)
    direction = text(node.get("exchangeDirection")).lower()
    amount = read_figure(node.get("resultingAmount", node.get("meanAmount")), faults, "resultingAmount")
    identifier = text(node.get("@dataSetInternalID"))
    if direction not in ("input", "output"):
        faults.add("DS-CHOICE", direction, place="exchangeDirection", choices="Input · Output")
    if amount is None and node.get("resultingAmount", node.get("meanAmount")) in (None, ""):
        faults.add("DS-MISSING", "resultingAmount")
    if not identifier.isascii() or not identifier.isdigit():
        faults.add("DS-MISSING" if not identifier else "DS-NUMBER", identifier or "@dataSetInternalID")
        return None
    if flow is None or amount is None or direction not in ("input", "output"):
        return None
    one = Exchange(int(identifier), flow, direction, amount, flow.measure.group.reference)
    # Most exchanges of a large database state nothing else.
    if node.keys() <= _PLAIN and node.get("dataDerivationTypeStatus") in _UNDERIVED:
        return one
    return _detailed(node, one, faults)


_PLAIN: Final = frozenset({
    "@dataSetInternalID", "referenceToFlowDataSet", "exchangeDirection", "meanAmount", "resultingAmount",
    "dataDerivationTypeStatus",
})  # fmt: skip
_UNDERIVED: Final = (None, "", "Unknown derivation")


def _detailed(node: Tree, known: Exchange, faults: Faults) -> Exchange:
    notes = facts_in(node)
    distribution = text(node.get("uncertaintyDistributionType"))
    if distribution not in _DISTRIBUTION_OF:
        faults.add(
            "DS-CHOICE", distribution, place="uncertaintyDistributionType", choices=" · ".join(_DISTRIBUTION.values())
        )
    kind = _DISTRIBUTION_OF.get(distribution, "")
    as_given = known._replace(
        minimum=read_figure(node.get("minimumAmount"), faults, "minimumAmount"),
        maximum=read_figure(node.get("maximumAmount"), faults, "maximumAmount"),
        distribution=kind,
        spread=_read_spread(node, kind, notes, faults),
        shares=_read_shares(node, notes, faults),
        provider=notes.get("provider", ""),
        location=text(node.get("location")),
        data_source=_one_of(node, "dataSourceType", DATA_SOURCES, faults),
        derivation=_one_of(node, "dataDerivationTypeStatus", DERIVATIONS, faults).replace("Unknown derivation", ""),
        source=read_reference(_source(node.get("referencesToDataSource")), faults),
        comment=read_words(node["generalComment"], faults, SHORT) if "generalComment" in node else NO_TEXT,
    )
    return _as_given(as_given, notes)


def _source(node: Any) -> Any:
    return node.get("referenceToDataSource") if isinstance(node, dict) else None


def _one_of(node: Tree, name: str, choices: tuple[str, ...], faults: Faults) -> str:
    said = text(node.get(name))
    if said and said not in choices:
        faults.add("DS-CHOICE", said, place=name, choices=" · ".join(choices))
    return said


def _as_given(read: Exchange, notes: dict[str, str]) -> Exchange:
    """Return amount and unit as they were given, if what stands beside them still says the same."""
    amount, unit = figure(notes.get("amount", "")), notes.get("unit", "")
    factor = dict(read.flow.measure.group.units).get(unit)
    if amount is None or factor is None or product(amount, factor) != read.amount:
        return read
    return read._replace(
        amount=amount,
        unit=unit,
        minimum=figure(notes.get("minimum", "")) if read.minimum is not None else None,
        maximum=figure(notes.get("maximum", "")) if read.maximum is not None else None,
    )


def _read_spread(node: Tree, kind: str, notes: dict[str, str], faults: Faults) -> Decimal | None:
    stated = read_figure(node.get("relativeStandardDeviation95In"), faults, "relativeStandardDeviation95In")
    noted = figure(notes.get("spread", ""))
    if noted is not None:
        squared = noted * noted if kind == "lognormal" else 2 * _HUNDRED * noted
        if stated is None or write_percent(squared) == write_percent(stated):
            return noted
    if stated is None:
        return None
    return stated.sqrt() if kind == "lognormal" and stated > 0 else stated / (2 * _HUNDRED)


def _read_shares(node: Tree, notes: dict[str, str], faults: Faults) -> tuple[Share, ...]:
    if "allocations" not in node or not isinstance(node["allocations"], dict):
        return ()
    found = []
    for one in listed(node["allocations"].get("allocation")):
        product_id = text(one.get("@internalReferenceToCoProduct")) if isinstance(one, dict) else ""
        percent = read_percent(one.get("@allocatedFraction"), faults) if isinstance(one, dict) else None
        if not product_id.isascii() or not product_id.isdigit() or percent is None:
            faults.add("DS-SHAPE", one, expected="@internalReferenceToCoProduct, @allocatedFraction")
            continue
        known = exact(percent, notes.get(f"share:{product_id}", ""))
        found.append(Share(int(product_id), percent if known is None else known))
    return tuple(found)


def _read_flow(node: Tree, flows: Mapping[str, Flow], faults: Faults) -> Flow | None:
    reference = node.get("referenceToFlowDataSet")
    uuid = str(reference.get("@refObjectId", "")) if isinstance(reference, dict) else ""
    flow = flows.get(uuid)
    if flow is None:
        faults.add("DS-PART-MISSING", uuid or "—", place="referenceToFlowDataSet", what="流 / flow")
    return flow
