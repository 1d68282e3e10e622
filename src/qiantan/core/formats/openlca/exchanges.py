"""Exchanges, allocation factors and uncertainties of an openLCA process."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.document import Dataset, Exchange, Flow, Share
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure, product, quotient
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import NO_TEXT
from qiantan.core.formats.openlca.wire import Tree, worded

FLOW_TYPES: Final = {"elementary": "ELEMENTARY_FLOW", "product": "PRODUCT_FLOW", "waste": "WASTE_FLOW"}
FLOW_KINDS: Final = {theirs: ours for ours, theirs in FLOW_TYPES.items()}
_DETAILS: Final = frozenset({
    "defaultProvider", "uncertainty", "description", "location", "amountFormula", "avoidedProduct"
})  # fmt: skip
_HUNDRED: Final = Decimal(100)
_LOGNORMAL, _NORMAL = "LOG_NORMAL_DISTRIBUTION", "NORMAL_DISTRIBUTION"
_TRIANGLE, _UNIFORM = "TRIANGLE_DISTRIBUTION", "UNIFORM_DISTRIBUTION"
_KNOWN: Final = {
    _LOGNORMAL: "lognormal",
    _NORMAL: "normal",
    _TRIANGLE: "triangular",
    _UNIFORM: "uniform",
    "NO_DISTRIBUTION": "",
    None: "",
}


def with_impacts(value: Dataset) -> tuple[Exchange, ...]:
    """Return the exchanges of a dataset and its unsplit CO2 equivalents as one more with air: openLCA has no other place."""
    last = max((one.id for one in value.exchanges), default=0)
    flow = gas_flow("co2e")
    impacts = (Exchange(last + n, flow, "output", one.amount, "kg") for n, one in enumerate(value.impacts, 1))
    return (*value.exchanges, *impacts)


def write_exchange(one: Exchange, language: str, *, is_reference: bool) -> Tree:
    """Write one exchange, with what other readers look for on its flow reference."""
    measure = one.flow.measure
    tree: Tree = {
        "@type": "Exchange",
        "internalId": one.id,
        "isInput": one.direction == "input",
        "isQuantitativeReference": is_reference,
        "isAvoidedProduct": False,
        "amount": one.amount,
        "flow": {
            "@type": "Flow",
            "@id": one.flow.uuid,
            "name": worded(one.flow.name, language),
            "flowType": FLOW_TYPES[one.flow.kind],
            "refUnit": measure.group.reference,
        },
        "flowProperty": {"@type": "FlowProperty", "@id": measure.uuid, "name": worded(measure.name, language)},
        "unit": {"@type": "Unit", "@id": uuid_of("unit", f"{measure.group.uuid}/{one.unit}"), "name": one.unit},
    }
    if one.provider:
        tree["defaultProvider"] = {"@type": "Process", "@id": one.provider}
    if one.location:
        tree["location"] = {"@type": "Location", "@id": uuid_of("location", one.location), "code": one.location}
    uncertainty = _uncertainty(one)
    if uncertainty:
        tree["uncertainty"] = {"@type": "Uncertainty", **uncertainty}
    if one.comment != NO_TEXT:
        tree["description"] = worded(one.comment, language)
    return tree


def _uncertainty(one: Exchange) -> Tree | None:
    if one.distribution == "lognormal" and one.spread is not None:
        return {"distributionType": _LOGNORMAL, "geomMean": one.amount, "geomSd": one.spread}
    if one.distribution == "normal" and one.spread is not None:
        return {"distributionType": _NORMAL, "mean": one.amount, "sd": product(abs(one.amount), one.spread)}
    if one.distribution in ("triangular", "uniform") and one.minimum is not None and one.maximum is not None:
        limits = {"minimum": one.minimum, "maximum": one.maximum}
        if one.distribution == "triangular":
            return {"distributionType": _TRIANGLE, **limits, "mode": one.amount}
        return {"distributionType": _UNIFORM, **limits}
    return None


def allocation_factors(exchanges: Iterable[Exchange]) -> list[Tree]:
    """Write the shares of co-products as causal allocation factors."""
    by_id = {one.id: one for one in exchanges}
    return [
        {
            "@type": "AllocationFactor",
            "allocationType": "CAUSAL_ALLOCATION",
            "product": {"@type": "Flow", "@id": by_id[share.co_product].flow.uuid},
            "exchange": {"@type": "ExchangeRef", "internalId": one.id},
            "value": quotient(share.percent, _HUNDRED),
        }
        for one in by_id.values()
        for share in one.shares
        if share.co_product in by_id
    ]


def read_exchange(node: Any, flows: Mapping[str, Flow], faults: Faults) -> Exchange | None:
    """Read one exchange; None where it cannot be told what or how much is exchanged."""
    if not isinstance(node, dict):
        faults.add("DS-SHAPE", node, expected="Exchange")
        return None
    reference = node.get("flow")
    uuid = reference.get("@id") if isinstance(reference, dict) else None
    flow = flows.get(uuid) if isinstance(uuid, str) else None
    if flow is None:
        faults.add("DS-PART-MISSING", uuid or "—", place="flow", what="流 / flow")
        return None
    amount = figure(node.get("amount", 0))
    if amount is None:
        faults.add("DS-NUMBER", node.get("amount"), place="amount")
        return None
    number = node.get("internalId", 0)
    is_input = node.get("isInput", node.get("input", False))
    if type(number) is not int or type(is_input) is not bool or number < 0:
        faults.add("DS-SHAPE", number, expected="internalId, isInput")
        return None
    unit = node.get("unit")
    name = unit.get("name") if isinstance(unit, dict) else None
    one = Exchange(
        number,
        flow,
        "input" if is_input else "output",
        amount,
        name if isinstance(name, str) else flow.measure.group.reference,
    )
    return _detailed(one, node, faults)


def _detailed(one: Exchange, node: Tree, faults: Faults) -> Exchange:
    # Most exchanges of a large database state nothing of this.
    if _DETAILS.isdisjoint(node) and not node.get("isAvoidedProduct"):
        return one
    changes: dict[str, Any] = {}
    if node.get("amountFormula"):
        faults.add("DS-FORMULA", node["amountFormula"], place="amountFormula")
    if node.get("isAvoidedProduct", node.get("avoidedProduct")):
        # What a process saves others is taken in with a minus (a waste it saves them: given off with a minus), which
        # is how openLCA itself counts an avoided flow, whatever side it is written on.
        changes["direction"] = "output" if one.flow.kind == "waste" else "input"
        changes["amount"] = -one.amount
    provider = node.get("defaultProvider")
    if isinstance(provider, dict) and isinstance(provider.get("@id"), str):
        changes["provider"] = provider["@id"]
    location = node.get("location")
    if isinstance(location, dict):
        changes["location"] = str(location.get("code") or location.get("name") or "")
    if node.get("uncertainty"):
        changes |= _read_uncertainty(one, node["uncertainty"], faults)
    if isinstance(node.get("description"), str) and node["description"]:
        changes["comment"] = text_of(node["description"].strip())
    return one._replace(**changes) if changes else one


def _read_uncertainty(one: Exchange, node: Any, faults: Faults) -> dict[str, Any]:
    kind = node.get("distributionType") if isinstance(node, dict) else "?"
    if kind not in _KNOWN:
        faults.add("DS-CHOICE", kind, place="uncertainty", choices=" · ".join(filter(None, _KNOWN)))
        return {}
    known = _KNOWN[kind]
    if known == "lognormal":
        return {"distribution": known, "spread": _stated(node, "geomSd", faults)}
    if known == "normal":
        deviation, mean = _stated(node, "sd", faults), abs(one.amount)
        return {"distribution": known, "spread": quotient(deviation, mean) if deviation is not None and mean else None}
    if known:
        limits = {name: _stated(node, name, faults) for name in ("minimum", "maximum")}
        return {"distribution": known, **limits}
    return {}


def _stated(node: Tree, name: str, faults: Faults) -> Decimal | None:
    value = figure(node.get(name))
    if value is None:
        faults.add("DS-NUMBER", node.get(name), place=f"uncertainty/{name}")
    return value


def with_shares(exchanges: tuple[Exchange, ...], tree: Tree, faults: Faults) -> tuple[Exchange, ...]:
    """Return the exchanges with the allocation factors of their process as shares.

    Causal factors name an exchange. Where the process is to be allocated by a physical or economic key, each product has
    one factor, and every exchange that is no product of the process is shared by it.
    """
    # A process may take in what it also gives out: its product is what it gives out.
    last = sorted((one for one in exchanges if one.flow.kind != "elementary"), key=is_delivered)
    co_products = {one.flow.uuid: one.id for one in last}
    factors = tree.get("allocationFactors")
    method = tree.get("defaultAllocationMethod") or "CAUSAL_ALLOCATION"
    shares: dict[int, list[Share]] = {}
    by_key: list[Share] = []
    for factor in factors if isinstance(factors, list) else ():
        if not isinstance(factor, dict) or factor.get("allocationType") != method:
            continue
        target, exchange, value = factor.get("product"), factor.get("exchange"), figure(factor.get("value"))
        number = exchange.get("internalId") if isinstance(exchange, dict) else None
        product_id = co_products.get(target.get("@id", "")) if isinstance(target, dict) else None
        if value is None or product_id is None or (method == "CAUSAL_ALLOCATION" and not isinstance(number, int)):
            faults.add("DS-SHAPE", factor, place="allocationFactors", expected="product, exchange, value")
        elif isinstance(number, int):
            shares.setdefault(number, []).append(Share(product_id, product(value, _HUNDRED)))
        else:
            by_key.append(Share(product_id, product(value, _HUNDRED)))
    if len(by_key) > 1:
        return tuple(one if is_delivered(one) else one._replace(shares=tuple(by_key)) for one in exchanges)
    if not shares:
        return exchanges
    return tuple(one._replace(shares=tuple(shares[one.id])) if one.id in shares else one for one in exchanges)


def is_delivered(one: Exchange) -> bool:
    """Say whether an exchange is what the process is there for: a product it gives out, a waste it takes in."""
    return one.flow.kind != "elementary" and (one.direction == "output") == (one.flow.kind == "product")
