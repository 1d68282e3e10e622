"""A process dataset as a tree, and back."""

import functools
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets import document
from qiantan.core.datasets.document import Dataset, Flow, Kind, Reference
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure, plain
from qiantan.core.datasets.identity import is_uuid
from qiantan.core.datasets.language import text_of
from qiantan.core.formats.ilcd_model.exchanges import read_exchange, write_exchange
from qiantan.core.formats.ilcd_model.fields import FIELDS, Field
from qiantan.core.formats.ilcd_model.forms import exact, read_words, write_words
from qiantan.core.formats.ilcd_model.forms_parts import PARAMETERS, REVIEWS, complete_review
from qiantan.core.formats.ilcd_model.tree import OURS, Tree, facts_in, facts_node, get, listed, put, single, text

ROOT: Final = "processDataSet"
NAMESPACE: Final = "http://lca.jrc.it/ILCD/Process"
_GROUPS: Final = {
    "names": document.Names,
    "function": document.Function,
    "time": document.Time,
    "geography": document.Geography,
    "technology": document.Technology,
    "modelling": document.Modelling,
    "administration": document.Administration,
}
_DATA: Final = ("processInformation", "dataSetInformation")
_VOLUME: Final = (
    "modellingAndValidation",
    "dataSourcesTreatmentAndRepresentativeness",
    "annualSupplyOrProductionVolume",
)
_REFERENCE: Final = ("processInformation", "quantitativeReference", "referenceToReferenceFlow")
_CLIMATE: Final = ("modellingAndValidation", "completeness", "completenessElementaryFlows")
_ALONE: Final = {
    "reviews": (("modellingAndValidation", "validation", "review"), REVIEWS),
    "parameters": (("processInformation", "mathematicalRelations", "variableParameter"), PARAMETERS),
}
_OUTER_PATHS: Final = tuple(dict.fromkeys(field.path[:-1] for field in FIELDS))
_KINDS: Final = frozenset(kind.value for kind in Kind)


def write_process(value: Dataset, *, demanding: bool) -> Tree:
    """Return a dataset as a process tree; `demanding` fills what TIDAS requires and says that it was not stated."""
    tree: Tree = {
        "processInformation": {
            "dataSetInformation": {},
            "quantitativeReference": {"@type": "", "referenceToReferenceFlow": str(value.function.exchange)},
        }
    }
    unstated: list[str] = []
    for field in FIELDS:
        node = _node(value, field, unstated, demanding=demanding)
        if node is not None:
            put(tree, field.path, node)
        if field.attribute == "modelling.share_of_supply":
            _write_volume(value, tree, demanding=demanding)
        elif field.attribute == "modelling.completeness" and value.modelling.climate_completeness:
            put(tree, _CLIMATE, {"@type": "Climate change", "@value": value.modelling.climate_completeness})
        elif field.attribute in _ALONE and demanding:
            _one_alone(tree, field.path)
            if field.attribute == "reviews":
                complete_review(get(tree, field.path))
    results = tree.pop("LCIAResults", None)
    tree["exchanges"] = {"exchange": [write_exchange(one) for one in value.exchanges]}
    if results is not None:
        tree["LCIAResults"] = results
    put(tree, (*_DATA, "common:other"), facts_node(_facts(value, unstated)))
    return tree


def _node(value: Dataset, field: Field, unstated: list[str], *, demanding: bool) -> Any:
    node = field.form.write(_attribute(value, field.attribute)) if field.attribute else None
    if node is not None or not demanding or field.demand is None:
        return node
    if field.attribute:
        unstated.append(field.attribute)
    return field.demand


def _facts(value: Dataset, unstated: list[str]) -> dict[str, str]:
    facts = {"kind": value.kind.value}
    if unstated:
        facts["unstated"] = " ".join(unstated)
    if value.geography.grid:
        facts["grid"] = value.geography.grid
    if value.modelling.share_of_supply is not None:
        facts["share_of_supply"] = plain(value.modelling.share_of_supply)
    return facts | {f"fact.{name}": said for name, said in value.facts}


def _write_volume(value: Dataset, tree: Tree, *, demanding: bool) -> None:
    volume = value.modelling.annual_volume
    if volume is not None:
        put(tree, _VOLUME, write_words(text_of(f"{plain(volume)} {value.modelling.annual_unit}")))
    elif demanding:
        put(tree, _VOLUME, [])


def _one_alone(tree: Tree, path: tuple[str, ...]) -> None:
    """TIDAS has room for one review and one parameter; further ones stand in the extension member, in the same shape."""
    nodes = get(tree, path)
    if isinstance(nodes, list):
        put(tree, path, nodes[0])
        others = {"@xmlns:qt": OURS, f"qt:{path[-1]}": single(nodes[1:])}
        put(tree, (*path[:-1], "common:other"), others)


@functools.cache
def _steps(attribute: str) -> tuple[str, ...]:
    return tuple(attribute.split("."))


def _attribute(value: Any, attribute: str) -> Any:
    for step in _steps(attribute):
        value = getattr(value, step)
    return value


def read_process(tree: Any, flows: Mapping[str, Flow], faults: Faults) -> Dataset | None:
    """Return the dataset of a process tree; None, with the reason among the faults, where it is no whole one."""
    if not isinstance(tree, dict):
        faults.add("DS-SHAPE", type(tree).__name__, expected=ROOT)
        return None
    facts = facts_in(get(tree, _DATA))
    unstated = frozenset(facts.get("unstated", "").split())
    stated: dict[str, dict[str, Any]] = {name: {} for name in _GROUPS}
    whole: dict[str, Any] = {}
    outers = {path: get(tree, path) for path in _OUTER_PATHS}
    for field in FIELDS:
        holder = outers[field.path[:-1]]
        node = holder.get(field.path[-1]) if field.attribute and isinstance(holder, dict) else None
        # What only fills a required place is not stated, unless somebody has put something there since.
        if node is None or node == "" or (field.attribute in unstated and node == field.demand):
            continue
        outer, faults.place = faults.place, f"{faults.place}/{field.place}"
        read = field.form.read(node, faults)
        faults.place = outer
        group, _, name = field.attribute.partition(".")
        if name:
            stated[group][name] = read
        else:
            whole[group] = read
    _read_more(tree, facts, stated, whole, faults)
    exchanges = _read_exchanges(tree, flows, faults)
    reference = _reference_id(tree, faults)
    if not _has_identity(whole, stated, faults) or reference is None:
        return None
    stated["function"]["exchange"] = reference
    groups = {name: make(**stated[name]) for name, make in _GROUPS.items()}
    return Dataset(**whole, **groups, kind=_kind(facts, groups["modelling"], faults), exchanges=exchanges)


def _has_identity(whole: dict[str, Any], stated: dict[str, dict[str, Any]], faults: Faults) -> bool:
    uuid = whole.get("uuid", "")
    if not uuid or not is_uuid(uuid):
        faults.add("DS-UUID" if uuid else "DS-MISSING", uuid or "common:UUID", place="/".join(_DATA))
        return False
    if "base" not in stated["names"]:
        faults.add("DS-MISSING", "baseName", place="/".join((*_DATA, "name")))
        return False
    return True


def _read_more(
    tree: Tree, facts: dict[str, str], stated: dict[str, dict[str, Any]], whole: dict[str, Any], faults: Faults
) -> None:
    """Read what needs more than one place: grid, exact share of supply, annual volume, further reviews, facts."""
    if "grid" in facts:
        stated["geography"]["grid"] = facts["grid"]
    modelling = stated["modelling"]
    if "share_of_supply" in modelling:
        modelling["share_of_supply"] = exact(modelling["share_of_supply"], facts.get("share_of_supply", ""))
    volume, unit = _volume(get(tree, _VOLUME), faults)
    if volume is not None:
        modelling |= {"annual_volume": volume, "annual_unit": unit}
    for one in listed(get(tree, _CLIMATE)):
        if isinstance(one, dict) and one.get("@type") == "Climate change":
            modelling["climate_completeness"] = str(one.get("@value", ""))
    for attribute, (path, form) in _ALONE.items():
        further = get(tree, (*path[:-1], "common:other", f"qt:{path[-1]}"))
        if further is not None:
            whole[attribute] = (*whole.get(attribute, ()), *form.read(further, faults))
    whole["facts"] = tuple((name[5:], said) for name, said in facts.items() if name.startswith("fact."))


def _volume(node: Any, faults: Faults) -> tuple[Decimal | None, str]:
    if not node:
        return None, ""
    said = read_words(node, faults)
    number, _, unit = (said.zh or said.en).partition(" ")
    return figure(number), unit


def _read_exchanges(tree: Tree, flows: Mapping[str, Flow], faults: Faults) -> tuple[document.Exchange, ...]:
    found = []
    outer = faults.place
    for number, node in enumerate(listed(get(tree, ("exchanges", "exchange")))):
        faults.place = f"{outer}/exchanges/exchange/{number}"
        read = read_exchange(node, flows, faults)
        if read is not None:
            found.append(read)
    faults.place = outer
    return tuple(found)


def _reference_id(tree: Tree, faults: Faults) -> int | None:
    nodes = listed(get(tree, _REFERENCE))
    if len(nodes) > 1:
        faults.add("DS-REFERENCE-MANY", len(nodes), place="/".join(_REFERENCE))
        return None
    said = text(nodes[0]) if nodes else ""
    if not said.isascii() or not said.isdigit():
        faults.add(
            "DS-REFERENCE" if said else "DS-MISSING", said or "referenceToReferenceFlow", place="/".join(_REFERENCE)
        )
        return None
    return int(said)


def _kind(facts: dict[str, str], modelling: document.Modelling, faults: Faults) -> Kind:
    said = facts.get("kind", "")
    if said in _KINDS:
        return Kind(said)
    if said:
        faults.add("DS-CHOICE", said, place="/".join((*_DATA, "common:other")), choices=" · ".join(Kind))
    return Kind.UNIT_PROCESS if modelling.type.startswith("Unit process") else Kind.AGGREGATED


def references_of(value: Dataset) -> tuple[Reference, ...]:
    """Return every contact and source a dataset names, each once."""
    admin = value.administration
    named: list[Reference | None] = [
        admin.commissioner, admin.generator, admin.entered_by, admin.owner, *value.modelling.sources,
        *(one.system for one in value.compliance), *(one.source for one in value.exchanges),
    ]  # fmt: skip
    for review in value.reviews:
        named += [*review.reviewers, review.report]
    return tuple(dict.fromkeys(one for one in named if one is not None))
