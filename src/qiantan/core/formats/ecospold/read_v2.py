"""EcoSpold 2: one activity in each file, linked by the activity and the product that supply."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.document import (
    UNCLASSIFIED,
    Administration,
    Classification,
    Dataset,
    Exchange,
    Function,
    Geography,
    Kind,
    Level,
    Modelling,
    Names,
    Reference,
    Review,
    Technology,
    Time,
)
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import quotient
from qiantan.core.datasets.identity import is_uuid, uuid_of
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.formats.ecospold.wire import (
    LANGUAGE,
    REFERENCE,
    SPACE_2,
    child_text,
    flow,
    geometric_deviation,
    number,
    turned,
    unit_of,
    words,
)

_S: Final = {"e": SPACE_2}
_DISTRIBUTIONS: Final = ("lognormal", "normal", "triangular", "uniform")
_HUNDRED: Final = Decimal(100)
_YEAR_DIGITS: Final = 4


def datasets(root: Any, faults: Faults) -> Iterator[Dataset]:
    """Yield the activities of one EcoSpold 2 document."""
    outer = faults.place
    for element in (*root.findall("e:activityDataset", _S), *root.findall("e:childActivityDataset", _S)):
        faults.place = f"{outer}/{element.tag.rpartition('}')[2]}"
        dataset = _dataset(element, faults)
        if dataset is not None:
            yield dataset
    faults.place = outer


def process_uuid(activity: str, product: str) -> str:
    """Return the UUID of the process that makes a product in an activity: an activity may stand for several products."""
    return uuid_of("ecospold2", f"{activity}/{product}")


def _dataset(element: Any, faults: Faults) -> Dataset | None:
    activity = element.find("e:activityDescription/e:activity", _S)
    identifier = (activity.get("id") or "").lower() if activity is not None else ""
    if activity is None or not is_uuid(identifier):
        faults.add("DS-UUID" if identifier else "DS-MISSING", identifier or "activity/@id", place="activityDescription")
        return None
    exchanges, references = _exchanges(element, faults)
    if len(references) != 1:
        code = "DS-REFERENCE-MANY" if references else "DS-REFERENCE"
        faults.add(code, len(references) or "—", place="flowData")
        return None
    reference = next(one for one in exchanges if one.id == references[0])
    is_system = activity.get("type") == "2"
    description = "e:activityDescription/"
    kind = "LCI result" if is_system else "Unit process, black box"
    return Dataset(
        uuid=process_uuid(identifier, reference.flow.uuid),
        kind=Kind.AGGREGATED if is_system else Kind.UNIT_PROCESS,
        names=_names(activity, faults),
        function=Function(exchange=reference.id),
        classification=_classification(element),
        time=_time(element.find(description + "e:timePeriod", _S), faults),
        geography=Geography(
            location=child_text(element, description + "e:geography/e:shortname", _S),
            words=_commented(element.find(description + "e:geography", _S), faults),
        ),
        technology=Technology(words=_commented(element.find(description + "e:technology", _S), faults)),
        modelling=_modelling(element, kind, faults),
        reviews=_reviews(element),
        administration=_administration(element),
        exchanges=exchanges,
        facts=(("activity", identifier),),
    )


def _named(element: Any, path: str, faults: Faults) -> Text:
    """Return the texts at a path, one for each language."""
    zh = en = ""
    for node in element.findall(path, _S):
        said = words(node.text or "", node.get(LANGUAGE, "en"), faults)
        zh, en = zh or said.zh, en or said.en
    return Text(zh, en)


def _names(activity: Any, faults: Faults) -> Names:
    base = _named(activity, "e:activityName", faults)
    if base == NO_TEXT:
        faults.add("DS-MISSING", "activityName", place="activity")
    included = _named(activity, "e:includedActivitiesEnd", faults)
    return Names(
        base=base,
        treatment=Text(included.zh[:500], included.en[:500]),
        synonyms=_named(activity, "e:synonym", faults),
        comment=_commented(activity, faults, "e:generalComment"),
    )


def _commented(element: Any, faults: Faults, path: str = "e:comment") -> Text:
    """Return the paragraphs of a comment in each language, in the order of their index."""
    if element is None:
        return NO_TEXT
    nodes = sorted(element.findall(f"{path}/e:text", _S), key=lambda node: int(node.get("index") or 0))
    said = [words(node.text or "", node.get(LANGUAGE, "en"), faults) for node in nodes]
    return Text("\n".join(one.zh for one in said if one.zh), "\n".join(one.en for one in said if one.en))


def _classification(element: Any) -> Classification:
    for node in element.findall("e:activityDescription/e:classification", _S):
        system = child_text(node, "e:classificationSystem", _S)
        code, _, name = child_text(node, "e:classificationValue", _S).partition(":")
        if system.startswith("ISIC"):
            return Classification(system, (Level(code if name else "", name or code),))
    return UNCLASSIFIED


def _time(period: Any, faults: Faults) -> Time:
    if period is None:
        return Time()
    years: list[int | None] = []
    for side in ("startDate", "endDate"):
        said = period.get(side) or ""
        digits = said[:_YEAR_DIGITS]
        valid = len(digits) == _YEAR_DIGITS and digits.isascii() and digits.isdigit()
        if said and not valid:
            faults.add("DS-YEAR", said, place=f"timePeriod/{side}")
        years.append(int(digits) if valid else None)
    start, end = years
    if start and end and end < start:
        faults.add("DS-YEAR-ORDER", end, place="timePeriod", other=start)
    return Time(reference_year=end or start, words=_commented(period, faults))


def _modelling(element: Any, kind: str, faults: Faults) -> Modelling:
    stands = element.find("e:modellingAndValidation/e:representativeness", _S)
    if stands is None:
        return Modelling(type=kind)
    percent = stands.get("percent")
    share = number(percent, "representativeness", faults) if percent else None
    if share is not None and not 0 <= share <= _HUNDRED:
        faults.add("DS-PERCENT", percent, place="representativeness")
    return Modelling(
        type=kind,
        share_of_supply=share,
        sampling=_named(stands, "e:samplingProcedure", faults),
        treatment=_named(stands, "e:extrapolations", faults),
    )


def _reviews(element: Any) -> tuple[Review, ...]:
    found = []
    for node in element.findall("e:modellingAndValidation/e:review", _S):
        name = node.get("reviewerName", "")
        contact = Reference("contact", uuid_of("contact", name), text_of(name))
        details = text_of(child_text(node, "e:details/e:text", _S))
        found.append(Review("Dependent internal review", reviewers=(contact,) if name else (), details=details))
    return tuple(found)


def _administration(element: Any) -> Administration:
    meta = element.find("e:administrativeInformation", _S)
    if meta is None:
        return Administration()

    def contact(path: str) -> Reference | None:
        node = meta.find(path, _S)
        name = node.get("personName", "") if node is not None else ""
        return Reference("contact", uuid_of("contact", name), text_of(name)) if name else None

    file = meta.find("e:fileAttributes", _S)
    publication = meta.find("e:dataGeneratorAndPublication", _S)
    said = publication.get("isCopyrightProtected") if publication is not None else None
    return Administration(
        entered_by=contact("e:dataEntryBy"),
        generator=contact("e:dataGeneratorAndPublication"),
        entered_at=file.get("creationTimestamp", "") if file is not None else "",
        revised_at=file.get("lastEditTimestamp", "") if file is not None else "",
        copyright={"true": True, "false": False}.get(said or ""),
    )


def _exchanges(element: Any, faults: Faults) -> tuple[tuple[Exchange, ...], list[int]]:
    """Return the exchanges, numbered in their order, and the ids of the reference products."""
    found: list[Exchange] = []
    references: list[int] = []
    outer = faults.place
    nodes = (
        *element.findall("e:flowData/e:intermediateExchange", _S),
        *element.findall("e:flowData/e:elementaryExchange", _S),
    )
    for count, node in enumerate(nodes):
        faults.place = f"{outer}/{node.tag.rpartition('}')[2]}/{node.get('id', count)}"
        one, group = _exchange(node, count, faults)
        if one is not None:
            found.append(turned(one))
            if group == REFERENCE and one.amount:
                references.append(one.id)
    faults.place = outer
    return tuple(found), references


def _exchange(node: Any, count: int, faults: Faults) -> tuple[Exchange | None, str]:
    nature = node.tag.endswith("elementaryExchange")
    incoming, outgoing = child_text(node, "e:inputGroup", _S), child_text(node, "e:outputGroup", _S)
    uuid = (node.get("elementaryExchangeId" if nature else "intermediateExchangeId") or "").lower()
    unit = child_text(node, "e:unitName", _S)
    amount = number(node.get("amount"), "amount", faults)
    if not is_uuid(uuid):
        faults.add("DS-UUID" if uuid else "DS-MISSING", uuid or "exchangeId")
        return None, ""
    if bool(incoming) == bool(outgoing) or not unit:
        faults.add("DS-MISSING", "inputGroup · outputGroup · unitName")
        return None, ""
    if amount is None:
        return None, ""
    compartment = (
        child_text(node, "e:compartment/e:compartment", _S),
        child_text(node, "e:compartment/e:subcompartment", _S),
    )
    name = _named(node, "e:name", faults)
    kind = "elementary" if nature else "product"
    exchanged = flow(uuid, name, kind, unit, path=compartment, cas=node.get("casNumber", ""))
    one = Exchange(count, exchanged, "input" if incoming else "output", amount, unit_of(unit))
    link = (node.get("activityLinkId") or "").lower()
    if link and incoming:
        one = one._replace(provider=process_uuid(link, uuid))
    one = one._replace(comment=_named(node, "e:comment", faults))
    return _with_spread(one, node.find("e:uncertainty", _S), faults), outgoing


def _with_spread(one: Exchange, uncertainty: Any, faults: Faults) -> Exchange:
    if uncertainty is None:
        return one
    for kind in _DISTRIBUTIONS:
        node = uncertainty.find(f"e:{kind}", _S)
        if node is None:
            continue
        if kind in ("lognormal", "normal"):
            stated = node.get("varianceWithPedigreeUncertainty") or node.get("variance")
            variance = number(stated, "variance", faults)
            if variance is None or variance < 0:
                return one
            if kind == "lognormal":
                return one._replace(distribution=kind, spread=geometric_deviation(variance))
            relative = quotient(variance.sqrt(), abs(one.amount)) if one.amount else None
            return one._replace(distribution=kind, spread=relative)
        least, most = (number(node.get(key), key, faults) for key in ("minValue", "maxValue"))
        return one._replace(distribution=kind, minimum=least, maximum=most)
    return one
