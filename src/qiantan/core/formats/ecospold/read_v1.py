"""EcoSpold 1: processes and products without identifiers, known by name, place and unit."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.document import (
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
    Share,
    Technology,
    Time,
)
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import product, quotient
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.language import text_of
from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.formats.ecospold.wire import (
    NATURE,
    REFERENCE,
    SPACE_1,
    child_text,
    flow,
    number,
    squared_deviation,
    unit_of,
    words,
)

_S: Final = {"e": SPACE_1}
_INFORMATION: Final = "e:metaInformation/e:processInformation"
_DISTRIBUTIONS: Final = {None: "", "": "", "0": "", "1": "lognormal", "2": "normal", "3": "triangular", "4": "uniform"}
_HUNDRED: Final = Decimal(100)


def datasets(root: Any, faults: Faults) -> Iterator[Dataset]:
    """Yield the datasets of one EcoSpold 1 document."""
    outer = faults.place
    for count, element in enumerate(root.findall("e:dataset", _S)):
        faults.place = f"{outer}/dataset/{element.get('number', count)}"
        dataset = _dataset(element, faults)
        if dataset is not None:
            yield dataset
    faults.place = outer


def _dataset(element: Any, faults: Faults) -> Dataset | None:
    function = element.find(f"{_INFORMATION}/e:referenceFunction", _S)
    if function is None or not function.get("name"):
        faults.add("DS-MISSING", "referenceFunction")
        return None
    information = element.find(f"{_INFORMATION}/e:dataSetInformation", _S)
    stated = information.attrib if information is not None else {}
    language, local = stated.get("languageCode", "en"), stated.get("localLanguageCode", "")
    place = element.find(f"{_INFORMATION}/e:geography", _S)
    location = place.get("location", "") if place is not None else ""
    exchanges = _exchanges(element, language, location, faults)
    references = [one for one, group in exchanges if group == REFERENCE]
    if len(references) != 1:
        code = "DS-REFERENCE-MANY" if references else "DS-REFERENCE"
        faults.add(code, len(references) or "—", place="flowData")
        return None
    name = words(function.get("name"), language, faults)
    if local.startswith("zh") and function.get("localName"):
        name = Text(words(function.get("localName"), "zh", faults).zh, name.en)
    key = "|".join(
        (function.get("name"), location, function.get("unit", ""), function.get("infrastructureProcess", ""))
    )
    is_system = stated.get("type") == "2"
    return Dataset(
        uuid=uuid_of("ecospold1", key),
        kind=Kind.AGGREGATED if is_system else Kind.UNIT_PROCESS,
        names=Names(base=name, comment=words(function.get("generalComment", ""), language, faults)),
        function=Function(exchange=references[0].id),
        classification=_classification(function),
        time=_time(element, faults),
        geography=Geography(location=location, words=_words(place, language, faults)),
        technology=Technology(words=_words(element.find(f"{_INFORMATION}/e:technology", _S), language, faults)),
        modelling=_modelling(element, is_system=is_system, faults=faults),
        administration=_administration(element),
        exchanges=_with_shares(tuple(one for one, _ in exchanges), element, faults),
    )


def _words(element: Any, language: str, faults: Faults) -> Text:
    return words(element.get("text", ""), language, faults) if element is not None else NO_TEXT


def _classification(function: Any) -> Classification:
    names = [name for name in (function.get("category"), function.get("subCategory")) if name]
    return Classification("EcoSpold01", tuple(Level("", name) for name in names))


def _time(element: Any, faults: Faults) -> Time:
    period = element.find(f"{_INFORMATION}/e:timePeriod", _S)
    if period is None:
        return Time()
    found: list[int | None] = []
    for side in ("start", "end"):
        said = next(
            (t for part in ("Year", "YearMonth", "Date") if (t := child_text(period, f"e:{side}{part}", _S))), ""
        )
        year = said[:4]
        if said and not (year.isascii() and year.isdigit()):
            faults.add("DS-YEAR", said, place=f"timePeriod/{side}Year")
        found.append(int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None)  # noqa: PLR2004
    start, end = found
    if start and end and end < start:
        faults.add("DS-YEAR-ORDER", end, place="timePeriod", other=start)
    return Time(reference_year=end or start, words=text_of(period.get("text", "")))


def _modelling(element: Any, *, is_system: bool, faults: Faults) -> Modelling:
    meta = element.find("e:metaInformation/e:modellingAndValidation", _S)
    kind = "LCI result" if is_system else "Unit process, black box"
    if meta is None:
        return Modelling(type=kind)
    sources = tuple(
        Reference("source", uuid_of("source", f"{one.get('firstAuthor')} {one.get('title')}"), text_of(_source(one)))
        for one in meta.findall("e:source", _S)
    )
    stands = meta.find("e:representativeness", _S)
    percent = stands.get("percent") if stands is not None else None
    share = number(percent, "representativeness", faults) if percent else None
    if share is not None and not 0 <= share <= _HUNDRED:
        faults.add("DS-PERCENT", percent, place="representativeness")
    sampling = text_of(stands.get("samplingProcedure", "")) if stands is not None else NO_TEXT
    return Modelling(type=kind, sources=sources, share_of_supply=share, sampling=sampling)


def _source(element: Any) -> str:
    parts = (element.get("firstAuthor"), element.get("title"), element.get("year"))
    return ", ".join(part for part in parts if part)[:500]


def _administration(element: Any) -> Administration:
    meta = element.find("e:metaInformation/e:administrativeInformation", _S)
    if meta is None:
        return Administration()
    people = {one.get("number"): one.get("name", "") for one in meta.findall("e:person", _S)}

    def contact(path: str) -> Reference | None:
        node = meta.find(path, _S)
        name = people.get(node.get("person"), "") if node is not None else ""
        return Reference("contact", uuid_of("contact", name), text_of(name)) if name else None

    publication = meta.find("e:dataGeneratorAndPublication", _S)
    copyright_ = publication.get("copyright") if publication is not None else None
    return Administration(
        entered_at=element.get("timestamp", ""),
        entered_by=contact("e:dataEntryBy"),
        generator=contact("e:dataGeneratorAndPublication"),
        copyright={"true": True, "false": False}.get(copyright_ or ""),
    )


def _exchanges(element: Any, language: str, location: str, faults: Faults) -> list[tuple[Exchange, str]]:
    found = []
    outer = faults.place
    for count, node in enumerate(element.findall("e:flowData/e:exchange", _S)):
        faults.place = f"{outer}/exchange/{node.get('number', count)}"
        one = _exchange(node, language, location, faults)
        if one is not None:
            found.append(one)
    faults.place = outer
    return found


def _exchange(node: Any, language: str, location: str, faults: Faults) -> tuple[Exchange, str] | None:
    incoming, outgoing = child_text(node, "e:inputGroup", _S), child_text(node, "e:outputGroup", _S)
    group = outgoing or incoming
    amount = number(node.get("meanValue"), "meanValue", faults)
    count, name, unit = node.get("number", ""), node.get("name", ""), node.get("unit", "")
    if not group or bool(incoming) == bool(outgoing):
        faults.add("DS-MISSING", "inputGroup · outputGroup")
        return None
    if not name or not unit or not (count.isascii() and count.isdigit()):
        faults.add("DS-MISSING", "number · name · unit")
        return None
    kind = _DISTRIBUTIONS.get(node.get("uncertaintyType"))
    if kind is None:
        faults.add("DS-CHOICE", node.get("uncertaintyType"), place="uncertaintyType", choices="0 · 1 · 2 · 3 · 4")
        return None
    if amount is None:
        return None
    where = node.get("location", location)
    path = (node.get("category", ""), node.get("subCategory", ""))
    nature = group == NATURE
    key = "|".join((name, *path, unit)) if nature else f"{name}|{where}|{unit}"
    exchanged = flow(
        uuid_of("ecospold1-nature" if nature else "ecospold1-product", key),
        words(name, language, faults),
        "elementary" if nature else "product",
        unit,
        path=path,
        cas=node.get("CASNumber", ""),
    )
    one = Exchange(int(count), exchanged, "input" if incoming else "output", amount, unit_of(unit))
    one = one._replace(
        location="" if nature else where, comment=words(node.get("generalComment", ""), language, faults)
    )
    return _with_spread(one, node, kind, faults), outgoing and group


def _with_spread(one: Exchange, node: Any, kind: str, faults: Faults) -> Exchange:
    least, most = (number(node.get(key), key, faults) if node.get(key) else None for key in ("minValue", "maxValue"))
    bounded = one._replace(minimum=least, maximum=most)
    if kind in ("triangular", "uniform"):
        return bounded._replace(distribution=kind)
    if not kind or not node.get("standardDeviation95"):
        return bounded
    deviation = number(node.get("standardDeviation95"), "standardDeviation95", faults)
    if deviation is None:
        return bounded
    if kind == "lognormal":
        return bounded._replace(distribution=kind, spread=squared_deviation(deviation))
    return (
        bounded._replace(distribution=kind, spread=quotient(deviation, 2 * abs(one.amount))) if one.amount else bounded
    )


def _with_shares(exchanges: tuple[Exchange, ...], element: Any, faults: Faults) -> tuple[Exchange, ...]:
    shares: dict[int, list[Share]] = {}
    for node in element.findall("e:flowData/e:allocation", _S):
        fraction = number(node.get("fraction"), "allocation", faults)
        co_product = node.get("referenceToCoProduct", "")
        for target in node.findall("e:referenceToInputOutput", _S):
            at = (target.text or "").strip()
            if fraction is None or not (co_product.isdigit() and at.isdigit()):
                faults.add("DS-SHAPE", at, place="allocation", expected="referenceToCoProduct, referenceToInputOutput")
                continue
            percent = fraction if fraction > 1 else product(fraction, _HUNDRED)
            shares.setdefault(int(at), []).append(Share(int(co_product), percent))
    if not shares:
        return exchanges
    return tuple(one._replace(shares=tuple(shares[one.id])) if one.id in shares else one for one in exchanges)
