"""How the larger facts are written and read: classification, reviews, compliance, parameters, impacts."""

from typing import Any, Final

from qiantan.core.datasets.choices import COMPLIANT, INDICATORS, REVIEW_SCOPES, REVIEW_TYPES, VERDICTS
from qiantan.core.datasets.document import (
    UNCLASSIFIED,
    Classification,
    Compliance,
    Impact,
    Indicator,
    Level,
    Parameter,
    Reference,
    Review,
    Scope,
)
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.findings import Text
from qiantan.core.formats.ilcd_model.forms import (
    Form,
    choice,
    read_figure,
    read_reference,
    read_references,
    read_words,
    write_reference,
    write_references,
    write_words,
)
from qiantan.core.formats.ilcd_model.tree import Tree, facts_in, facts_node, listed, single, text

NOT_REVIEWED: Final = {"@type": "Not reviewed"}
UNSTATED: Final = Text("未说明", "Not stated")
NO_CONTACT: Final = Reference("contact", uuid_of("contact", "unstated"), UNSTATED)
NO_SOURCE: Final = Reference("source", uuid_of("source", "unstated"), UNSTATED)
FORMAT: Final = Reference("source", uuid_of("source", "ilcd-format"), Text("ILCD 数据格式", "ILCD format"))
_ASPECTS: Final = (
    ("common:approvalOfOverallCompliance", "overall"),
    ("common:nomenclatureCompliance", "nomenclature"),
    ("common:methodologicalCompliance", "method"),
    ("common:reviewCompliance", "review"),
    ("common:documentationCompliance", "documentation"),
    ("common:qualityCompliance", "quality"),
)
_SCOPE, _INDICATOR, _VERDICT = choice(REVIEW_SCOPES), choice(INDICATORS), choice(VERDICTS)
_REVIEW, _COMPLIANT = choice(REVIEW_TYPES), choice(COMPLIANT)


def write_classification(value: Classification) -> Tree | None:
    """Write a classification, outermost level first."""
    if not value.levels:
        return None
    levels = [{"@level": str(n), "@classId": one.id, "#text": one.name} for n, one in enumerate(value.levels)]
    return {"@name": value.system, "common:class": levels} if value.system else {"common:class": levels}


def read_classification(node: Any, faults: Faults) -> Classification:
    """Read the first classification that holds classes."""
    for one in listed(node):
        if not isinstance(one, dict):
            faults.add("DS-SHAPE", one, expected="common:class")
            continue
        classes = [level for level in listed(one.get("common:class")) if isinstance(level, dict)]
        if classes:
            ordered = sorted(classes, key=lambda level: str(level.get("@level", "")))
            levels = tuple(Level(str(level.get("@classId", "")), text(level)) for level in ordered)
            return Classification(str(one.get("@name", "")), levels)
    return UNCLASSIFIED


def write_review(value: Review) -> Tree:
    """Write one review."""
    tree: Tree = {"@type": value.type}
    if value.scopes:
        tree["common:scope"] = single(
            [
                {"@name": one.name, "common:method": single([{"@name": method} for method in one.methods])}
                for one in value.scopes
            ]
        )
    if value.indicators:
        pairs = [{"@name": one.name, "@value": one.value} for one in value.indicators]
        tree["common:dataQualityIndicators"] = {"common:dataQualityIndicator": single(pairs)}
    for name, node in (
        ("common:reviewDetails", write_words(value.details)),
        ("common:referenceToNameOfReviewerAndInstitution", write_references(value.reviewers)),
        ("common:referenceToCompleteReviewReport", write_reference(value.report)),
    ):
        if node is not None:
            tree[name] = node
    return tree


def complete_review(node: Any) -> None:
    """Fill what TIDAS demands of a review that took place; what fills a place is read back as not stated."""
    if node != NOT_REVIEWED:
        node.setdefault("common:scope", [])
        node.setdefault("common:reviewDetails", [])
        node.setdefault("common:referenceToNameOfReviewerAndInstitution", write_reference(NO_CONTACT))
        node.setdefault("common:referenceToCompleteReviewReport", write_reference(NO_SOURCE))


def read_reviews(node: Any, faults: Faults) -> tuple[Review, ...]:
    """Read the reviews; “not reviewed” with nothing else is none."""
    nodes = [one for one in listed(node) if isinstance(one, dict)]
    return tuple(_read_review(one, faults) for one in nodes if one != NOT_REVIEWED)


def _read_review(node: Tree, faults: Faults) -> Review:
    reviewers = read_references(node.get("common:referenceToNameOfReviewerAndInstitution"), faults)
    report = read_reference(node.get("common:referenceToCompleteReviewReport"), faults)
    return Review(
        type=_REVIEW.read(node.get("@type"), faults),
        scopes=tuple(
            Scope(
                _SCOPE.read(one.get("@name"), faults),
                tuple(str(way.get("@name", "")) for way in listed(one.get("common:method")) if isinstance(way, dict)),
            )
            for one in listed(node.get("common:scope"))
            if isinstance(one, dict)
        ),
        indicators=tuple(
            Indicator(_INDICATOR.read(one.get("@name"), faults), _VERDICT.read(one.get("@value"), faults))
            for group in listed(node.get("common:dataQualityIndicators"))
            if isinstance(group, dict)
            for one in listed(group.get("common:dataQualityIndicator"))
            if isinstance(one, dict)
        ),
        details=read_words(node.get("common:reviewDetails"), faults),
        reviewers=tuple(one for one in reviewers if one.uuid != NO_CONTACT.uuid),
        report=report if report and report.uuid != NO_SOURCE.uuid else None,
    )


def write_compliance(values: tuple[Compliance, ...]) -> Any:
    """Write the declarations of compliance."""
    return single([compliance(one) for one in values]) if values else None


def compliance(value: Compliance) -> Tree:
    """Write one declaration of compliance."""
    aspects = {name: getattr(value, attribute) for name, attribute in _ASPECTS}
    return {"common:referenceToComplianceSystem": write_reference(value.system), **aspects}


def read_compliance(node: Any, faults: Faults) -> tuple[Compliance, ...]:
    """Read the declarations of compliance, without the one that only fills a required place."""
    found = []
    for one in listed(node):
        system = (
            read_reference(one.get("common:referenceToComplianceSystem"), faults) if isinstance(one, dict) else None
        )
        if system is not None and system.uuid != NO_SOURCE.uuid:
            aspects = {key: _COMPLIANT.read(one.get(name), faults) or "Not defined" for name, key in _ASPECTS}
            found.append(Compliance(system, **aspects))
    return tuple(found)


def write_parameters(values: tuple[Parameter, ...]) -> Any:
    """Write the parameters, each with its unit among our own facts."""
    return single([_parameter(one) for one in values]) if values else None


def _parameter(value: Parameter) -> Tree:
    tree: Tree = {"@name": value.name, "meanValue": plain(value.value)}
    if value.minimum is not None:
        tree["minimumValue"] = plain(value.minimum)
    if value.maximum is not None:
        tree["maximumValue"] = plain(value.maximum)
    comment = write_words(value.comment)
    if comment is not None:
        tree["comment"] = comment
    tree["common:other"] = facts_node({"unit": value.unit})
    return tree


def read_parameters(node: Any, faults: Faults) -> tuple[Parameter, ...]:
    """Read the parameters that state a value."""
    found = []
    for one in listed(node):
        if not isinstance(one, dict):
            continue
        value = read_figure(one.get("meanValue"), faults)
        if one.get("formula"):
            faults.add("DS-FORMULA", text(one["formula"]), place=str(one.get("@name", "")))
        if value is not None:
            found.append(
                Parameter(
                    str(one.get("@name", "")),
                    value,
                    facts_in(one).get("unit", ""),
                    read_figure(one.get("minimumValue"), faults),
                    read_figure(one.get("maximumValue"), faults),
                    read_words(one.get("comment"), faults),
                )
            )
    return tuple(found)


def write_impacts(values: tuple[Impact, ...]) -> Any:
    """Write impacts as LCIA results."""
    if not values:
        return None
    return single(
        [
            {"referenceToLCIAMethodDataSet": write_reference(one.method), "meanAmount": plain(one.amount)}
            for one in values
        ]
    )


def read_impacts(node: Any, faults: Faults) -> tuple[Impact, ...]:
    """Read LCIA results, of whatever method."""
    found = []
    for one in listed(node):
        if isinstance(one, dict):
            method = read_reference(one.get("referenceToLCIAMethodDataSet"), faults)
            amount = read_figure(one.get("meanAmount"), faults)
            if method is not None and amount is not None:
                found.append(Impact(method._replace(kind="method"), amount))
    return tuple(found)


CLASSIFICATION: Final = Form(write_classification, read_classification)
REVIEWS: Final = Form(lambda values: single([write_review(one) for one in values]) if values else None, read_reviews)
COMPLIANCE: Final = Form(write_compliance, read_compliance)
PARAMETERS: Final = Form(write_parameters, read_parameters)
IMPACTS: Final = Form(write_impacts, read_impacts)
