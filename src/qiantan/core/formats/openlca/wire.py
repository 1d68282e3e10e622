"""Where each fact stands in an openLCA process: one table for writing and reading.

openLCA knows one language and fewer places. A wording is written in the language asked for, in the other where it is not
worded in that; the whole dataset stands besides in a member of ours, ``qiantan``. Reading takes a fact from there as long as its openLCA
place still says what we wrote; whatever somebody changed in openLCA since wins.
"""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from qiantan.core.datasets import choices
from qiantan.core.datasets.document import (
    UNCLASSIFIED,
    Classification,
    Compliance,
    Indicator,
    Level,
    Parameter,
    Reference,
    Review,
    Scope,
)
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure
from qiantan.core.datasets.identity import is_uuid, uuid_of
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import NO_TEXT, Text

Tree = dict[str, Any]
OURS: Final = "qiantan"
FOLDERS: Final = {
    "contact": ("Actor", "actors"),
    "source": ("Source", "sources"),
    "process": ("Process", "processes"),
    "method": ("Source", "sources"),
}
_YEAR: Final = re.compile(r"([1-9][0-9]{3})-[0-9]{2}-[0-9]{2}")
_ASPECTS: Final = (
    ("Overall compliance", "overall"),
    ("Nomenclature compliance", "nomenclature"),
    ("Methodological compliance", "method"),
    ("Review compliance", "review"),
    ("Documentation compliance", "documentation"),
    ("Quality compliance", "quality"),
)


class Field(NamedTuple):
    """One fact: its path in the process, its attribute in the dataset, and the two directions."""

    path: tuple[str, ...]
    attribute: str
    write: Callable[[Any, str], Any]
    read: Callable[[Any, Faults], Any]


def worded(value: Text, language: str) -> str:
    """Return a wording in a language ("zh" or "en"), in the other where it is not worded in that."""
    return value.en or value.zh if language == "en" else value.zh or value.en


def reference(value: Reference | None, language: str) -> Tree | None:
    """Write a reference to an actor, a source or a process."""
    if value is None:
        return None
    return {"@type": FOLDERS[value.kind][0], "@id": value.uuid, "name": worded(value.name, language) or value.uuid}


def referred(kind: str) -> Callable[[Any, Faults], Reference | None]:
    """Return the reader of references to one kind of thing."""

    def read(node: Any, faults: Faults) -> Reference | None:
        uuid = node.get("@id") if isinstance(node, dict) else None
        if not isinstance(uuid, str) or not is_uuid(uuid.lower()):
            faults.add("DS-UUID", uuid)
            return None
        name = node.get("name")
        return Reference(kind, uuid.lower(), text_of(name) if isinstance(name, str) and name != uuid else NO_TEXT)

    return read


def _words(value: Text, language: str) -> str | None:
    return worded(value, language) or None


def _read_words(node: Any, faults: Faults) -> Text:
    if not isinstance(node, str):
        faults.add("DS-SHAPE", node, expected="text")
        return NO_TEXT
    return text_of(node.strip())


def _read_line(node: Any, faults: Faults) -> str:
    if not isinstance(node, str):
        faults.add("DS-SHAPE", node, expected="text")
        return ""
    return node


def _read_year(node: Any, faults: Faults) -> int | None:
    year = _YEAR.match(node) if isinstance(node, str) else None
    if year is None:
        faults.add("DS-DATE", node)
        return None
    return int(year[1])


def _write_class(value: Classification, _: str) -> str | None:
    return "/".join(one.name.replace("/", "∕") for one in value.levels) or None


def _read_class(node: Any, faults: Faults) -> Classification:
    path = category(node, faults)
    return Classification("", path) if path else UNCLASSIFIED


def category(node: Any, faults: Faults) -> tuple[Level, ...]:
    """Return a category path: a text with strokes in schema 2, an object with its path in schema 1."""
    if isinstance(node, dict):
        outer = node.get("categoryPath") or []
        names = [*outer, node.get("name", "")] if isinstance(outer, list) else [node.get("name", "")]
        return tuple(Level("", str(name)) for name in names if name)
    if node is None:
        return ()
    if not isinstance(node, str):
        faults.add("DS-SHAPE", node, expected="category")
        return ()
    return tuple(Level("", name) for name in node.split("/") if name)


def _write_review(value: Review, language: str) -> Tree:
    tree: Tree = {"@type": "Review", "reviewType": value.type, "details": _words(value.details, language)}
    tree["scopes"] = [{"name": one.name, "methods": list(one.methods)} for one in value.scopes]
    tree["assessment"] = [{"aspect": one.name, "value": one.value} for one in value.indicators]
    tree["reviewers"] = [reference(one, language) for one in value.reviewers]
    tree["report"] = reference(value.report, language)
    return {name: node for name, node in tree.items() if node}


def _read_review(node: Tree, faults: Faults) -> Review:
    actor, source = referred("contact"), referred("source")
    kind = str(node.get("reviewType", ""))
    if kind not in choices.REVIEW_TYPES:
        faults.add("DS-CHOICE", kind, place="reviewType", choices=" · ".join(choices.REVIEW_TYPES))
    reviewers = (actor(one, faults) for one in _objects(node.get("reviewers"), faults))
    return Review(
        type=kind,
        scopes=tuple(
            Scope(str(one.get("name", "")), tuple(map(str, one.get("methods") or ())))
            for one in _objects(node.get("scopes"), faults)
        ),
        indicators=tuple(
            Indicator(str(one.get("aspect", "")), str(one.get("value", "")))
            for one in _objects(node.get("assessment"), faults)
        ),
        details=_read_words(node.get("details", ""), faults),
        reviewers=tuple(one for one in reviewers if one is not None),
        report=source(node["report"], faults) if node.get("report") else None,
    )


def _write_compliance(value: Compliance, language: str) -> Tree:
    aspects = [{"aspect": name, "value": getattr(value, attribute)} for name, attribute in _ASPECTS]
    return {"@type": "ComplianceDeclaration", "system": reference(value.system, language), "aspects": aspects}


def _read_compliance(node: Any, faults: Faults) -> tuple[Compliance, ...]:
    found = []
    for one in _objects(node, faults):
        system = referred("source")(one.get("system"), faults)
        said = {str(part.get("aspect")): str(part.get("value")) for part in _objects(one.get("aspects"), faults)}
        stated = {key: said[name] for name, key in _ASPECTS if said.get(name) in choices.COMPLIANT}
        if system is not None:
            found.append(Compliance(system, **stated))
    return tuple(found)


def _write_parameter(value: Parameter, language: str) -> Tree:
    tree: Tree = {"@type": "Parameter", "@id": uuid_of("parameter", value.name), "name": value.name}
    tree |= {"parameterScope": "PROCESS_SCOPE", "isInputParameter": True, "value": value.value}
    described = " · ".join(part for part in (value.unit, worded(value.comment, language)) if part)
    return tree | {"description": described} if described else tree


def _read_parameters(node: Any, faults: Faults) -> tuple[Parameter, ...]:
    found = []
    for one in _objects(node, faults):
        value = figure(one.get("value"))
        name = str(one.get("name", ""))
        if one.get("formula"):
            faults.add("DS-FORMULA", one["formula"], place=name)
        if value is None:
            faults.add("DS-NUMBER", one.get("value"), place=name)
            continue
        unit, _, comment = str(one.get("description") or "").partition(" · ")
        found.append(Parameter(name, value, unit, comment=text_of(comment)))
    return tuple(found)


def _objects(node: Any, faults: Faults) -> list[Tree]:
    if node is None:
        return []
    if not isinstance(node, list) or not all(isinstance(one, dict) for one in node):
        faults.add("DS-SHAPE", type(node).__name__, expected="list of objects")
        return []
    return node


def _each(write: Callable[[Any, str], Any]) -> Callable[[Any, str], Any]:
    return lambda values, language: [write(one, language) for one in values] or None


def _read_reviews(node: Any, faults: Faults) -> tuple[Review, ...]:
    return tuple(_read_review(one, faults) for one in _objects(node, faults))


def _read_references(node: Any, faults: Faults) -> tuple[Reference, ...]:
    read = (referred("source")(one, faults) for one in _objects(node, faults))
    return tuple(one for one in read if one is not None)


def _flag(node: Any, faults: Faults) -> bool | None:
    if not isinstance(node, bool):
        faults.add("DS-SHAPE", node, expected="true · false")
        return None
    return node


def _year(form: str) -> Callable[[Any, str], str | None]:
    return lambda value, _: form.format(value) if value else None


def _as_it_is(value: Any, _: str) -> Any:
    return None if value == "" else value


_DOC: Final = "processDocumentation"


def _text(name: str, attribute: str) -> Field:
    return Field((_DOC, name), attribute, _words, _read_words)


FIELDS: Final = (
    Field(("name",), "names.base", _words, _read_words),
    Field(("description",), "names.comment", _words, _read_words),
    Field(("category",), "classification", _write_class, _read_class),
    Field(("version",), "administration.version", _as_it_is, _read_line),
    Field(("lastChange",), "administration.revised_at", _as_it_is, _read_line),
    Field((_DOC, "validFrom"), "time.reference_year", _year("{}-01-01"), _read_year),
    Field((_DOC, "validUntil"), "time.valid_until", _year("{}-12-31"), _read_year),
    _text("timeDescription", "time.words"),
    _text("geographyDescription", "geography.words"),
    _text("technologyDescription", "technology.words"),
    _text("inventoryMethodDescription", "modelling.allocation"),
    _text("modelingConstantsDescription", "modelling.constants"),
    _text("completenessDescription", "modelling.cut_off"),
    _text("dataSelectionDescription", "modelling.selection"),
    _text("dataTreatmentDescription", "modelling.treatment"),
    _text("samplingDescription", "modelling.sampling"),
    _text("dataCollectionDescription", "time.collection"),
    _text("useAdvice", "modelling.advice"),
    Field((_DOC, "sources"), "modelling.sources", _each(reference), _read_references),
    Field((_DOC, "reviews"), "reviews", _each(_write_review), _read_reviews),
    Field((_DOC, "complianceDeclarations"), "compliance", _each(_write_compliance), _read_compliance),
    _text("projectDescription", "administration.project"),
    _text("intendedApplication", "administration.applications"),
    Field((_DOC, "dataGenerator"), "administration.generator", reference, referred("contact")),
    Field((_DOC, "creationDate"), "administration.entered_at", _as_it_is, _read_line),
    Field((_DOC, "dataDocumentor"), "administration.entered_by", reference, referred("contact")),
    Field((_DOC, "dataSetOwner"), "administration.owner", reference, referred("contact")),
    Field((_DOC, "isCopyrightProtected"), "administration.copyright", _as_it_is, _flag),
    _text("restrictionsDescription", "administration.access"),
    Field(("parameters",), "parameters", _each(_write_parameter), _read_parameters),
)
# What schema 1 called by another name.
FORMER: Final = {
    "isCopyrightProtected": "copyright",
    "isInput": "input",
    "isQuantitativeReference": "quantitativeReference",
    "isRefUnit": "referenceUnit",
    "isRefFlowProperty": "referenceFlowProperty",
}
