"""Write openLCA JSON-LD packages, schema 2."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from qiantan.core.datasets.document import Dataset, Flow, FlowProperty, Kind, Reference, UnitGroup
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.wire import to_json
from qiantan.core.formats.archive import packed
from qiantan.core.formats.markup import json_text
from qiantan.core.formats.openlca.exchanges import FLOW_TYPES, allocation_factors, with_impacts, write_exchange
from qiantan.core.formats.openlca.wire import FIELDS, FOLDERS, OURS, Tree, worded


def write(datasets: Iterable[Dataset], *, language: str = "zh") -> bytes:
    """Return an openLCA JSON-LD package (zip) of datasets with every flow, unit group, actor and source they refer to.

    openLCA shows one language: `language` is "zh" or "en".
    """
    return packed(_members(datasets, language))


def _members(datasets: Iterable[Dataset], language: str) -> Iterator[tuple[str, bytes]]:
    yield "openlca.json", b'{"schemaVersion":2}'
    kept: set[str] = set()

    def member(folder: str, uuid: str, tree: Callable[[], Tree]) -> Iterator[tuple[str, bytes]]:
        name = f"{folder}/{uuid}.json"
        if name not in kept:
            kept.add(name)
            yield name, json_text(tree()).encode()

    for dataset in datasets:
        for one in _named(dataset):
            kind, folder = FOLDERS[one.kind]
            named = {
                "@type": kind,
                "@id": one.uuid,
                "name": worded(one.name, language) or one.uuid,
                "version": one.version,
            }
            yield from member(folder, one.uuid, partial(dict, named))
        for code in dict.fromkeys(_locations(dataset)):
            location = {"@type": "Location", "@id": uuid_of("location", code), "code": code, "name": code}
            yield from member("locations", location["@id"], partial(dict, location))
        for flow in dict.fromkeys(one.flow for one in with_impacts(dataset)):
            measure, group = flow.measure, flow.measure.group
            yield from member("unit_groups", group.uuid, partial(_group, group, measure, language))
            yield from member("flow_properties", measure.uuid, partial(_property, measure, language))
            yield from member("flows", flow.uuid, partial(_flow, flow, language))
        process = write_process(dataset, language) | {OURS: to_json(dataset)}
        yield from member("processes", dataset.uuid, partial(dict, process))


def write_process(value: Dataset, language: str) -> Tree:
    """Return what openLCA itself reads of a dataset."""
    tree: Tree = {"@type": "Process", "@id": value.uuid}
    for field in FIELDS:
        node = field.write(attribute(value, field.attribute), language)
        if node is not None:
            inner = tree
            for name in field.path[:-1]:
                inner = inner.setdefault(name, {})
            inner[field.path[-1]] = node
    unit = value.modelling.type.startswith("Unit process") or value.kind is Kind.UNIT_PROCESS
    tree["processType"] = "UNIT_PROCESS" if unit else "LCI_RESULT"
    if value.geography.location:
        code = value.geography.location
        tree["location"] = {"@type": "Location", "@id": uuid_of("location", code), "name": code, "code": code}
    exchanges = with_impacts(value)
    tree["exchanges"] = [
        write_exchange(one, language, is_reference=one.id == value.function.exchange) for one in exchanges
    ]
    factors = allocation_factors(value.exchanges)
    if factors:
        tree |= {"allocationFactors": factors, "defaultAllocationMethod": "CAUSAL_ALLOCATION"}
    return tree


def attribute(value: Any, name: str) -> Any:
    """Return a fact of a dataset by its dotted name."""
    for step in name.split("."):
        value = getattr(value, step)
    return value


def _locations(value: Dataset) -> Iterator[str]:
    if value.geography.location:
        yield value.geography.location
    yield from (one.location for one in value.exchanges if one.location)


def _named(value: Dataset) -> tuple[Reference, ...]:
    admin = value.administration
    named: list[Reference | None] = [admin.generator, admin.entered_by, admin.owner, *value.modelling.sources]
    named += [one.system for one in value.compliance]
    for review in value.reviews:
        named += [*review.reviewers, review.report]
    return tuple(dict.fromkeys(one for one in named if one is not None))


def _flow(value: Flow, language: str) -> Tree:
    tree: Tree = {
        "@type": "Flow",
        "@id": value.uuid,
        "name": worded(value.name, language),
        "flowType": FLOW_TYPES[value.kind],
        "version": "01.00.000",
    }
    if value.path:
        tree["category"] = "/".join(one.name.replace("/", "∕") for one in value.path)
    if value.cas:
        tree["cas"] = value.cas
    measure = {"@type": "FlowProperty", "@id": value.measure.uuid, "name": worded(value.measure.name, language)}
    factor = {"@type": "FlowPropertyFactor", "isRefFlowProperty": True, "conversionFactor": 1, "flowProperty": measure}
    return tree | {"flowProperties": [factor]}


def _property(value: FlowProperty, language: str) -> Tree:
    group = {"@type": "UnitGroup", "@id": value.group.uuid, "name": worded(value.group.name, language)}
    kind = "ECONOMIC_QUANTITY" if value.group.reference in ("元", "EUR 2000") else "PHYSICAL_QUANTITY"
    tree: Tree = {
        "@type": "FlowProperty",
        "@id": value.uuid,
        "name": worded(value.name, language),
        "version": "01.00.000",
    }
    return tree | {"flowPropertyType": kind, "unitGroup": group}


def _group(value: UnitGroup, measure: FlowProperty, language: str) -> Tree:
    units = [
        {
            "@type": "Unit",
            "@id": uuid_of("unit", f"{value.uuid}/{name}"),
            "name": name,
            "conversionFactor": factor,
            "isRefUnit": name == value.reference,
        }
        for name, factor in value.units
    ]
    default = {"@type": "FlowProperty", "@id": measure.uuid, "name": worded(measure.name, language)}
    tree: Tree = {"@type": "UnitGroup", "@id": value.uuid, "name": worded(value.name, language), "version": "01.00.000"}
    return tree | {"defaultFlowProperty": default, "units": units}
