"""What both versions of EcoSpold share: namespaces, groups of exchanges, flows without unit groups, texts, figures."""

from decimal import Decimal
from typing import Any, Final

from qiantan.core.datasets.document import Exchange, Flow, Level
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure
from qiantan.core.datasets.language import has_chinese
from qiantan.core.datasets.measures import foreign_measure, our_unit, their_unit
from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.quantities.units import UnitError

SPACE_1: Final = "http://www.EcoInvent.org/EcoSpold01"
SPACE_2: Final = "http://www.EcoInvent.org/EcoSpold02"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# Groups of exchanges: from nature, to nature; reference product; allocated by-product; waste for treatment.
NATURE: Final = "4"
REFERENCE: Final = "0"
_WORST: Final = Decimal("0.0000000001")


def unit_of(spelling: str) -> str:
    """Return a unit as the unit groups of the datasets spell it."""
    try:
        return their_unit(our_unit(spelling))
    except UnitError:
        return spelling


def words(text: str, language: str, faults: Faults) -> Text:
    """Return a text in the language it is tagged with; other languages than Chinese and English are passed over."""
    said = " ".join(text.split())
    tag = language.lower().split("-")[0]
    if not said:
        return NO_TEXT
    if tag not in ("zh", "en"):
        faults.add("DS-LANGUAGE-OTHER", tag)
        return NO_TEXT
    if has_chinese(said) != (tag == "zh"):
        faults.add("DS-LANGUAGE", said, language=tag)
    return Text(said, "") if tag == "zh" else Text("", said)


def number(text: str | None, name: str, faults: Faults) -> Decimal | None:
    """Return a figure; None, with the reason among the faults, where the text is none."""
    value = figure(text) if text else None
    if value is None:
        faults.add("DS-NUMBER" if text else "DS-MISSING", text or name, place=name)
    return value


def flow(uuid: str, name: Text, kind: str, unit: str, *, path: tuple[str, ...] = (), cas: str = "") -> Flow:
    """Return a flow measured in a unit."""
    levels = tuple(Level("", one) for one in path if one)
    return Flow(uuid, name, kind, foreign_measure(unit), levels, cas.lstrip("0"))


def squared_deviation(value: Decimal) -> Decimal:
    """Return the geometric standard deviation of a 95 % factor, which is its square; to ten decimals."""
    return value.sqrt().quantize(_WORST).normalize() if value > 0 else value


def geometric_deviation(variance: Decimal) -> Decimal:
    """Return the geometric standard deviation of the variance of the logarithm; to ten decimals."""
    return variance.sqrt().exp().quantize(_WORST).normalize() if 0 <= variance < 100 else variance  # noqa: PLR2004


def turned(one: Exchange) -> Exchange:
    """Return an exchange of a negative amount as one of the positive amount the other way: a waste to be treated."""
    if one.amount >= 0 or one.flow.kind == "elementary":
        return one
    other = "output" if one.direction == "input" else "input"
    return one._replace(
        direction=other,
        amount=-one.amount,
        flow=one.flow._replace(kind="waste"),
        minimum=None if one.maximum is None else -one.maximum,
        maximum=None if one.minimum is None else -one.minimum,
    )


def child_text(element: Any, path: str, spaces: dict[str, str]) -> str:
    """Return the text of the first element at a path; empty text where there is none."""
    found = element.find(path, spaces)
    return (found.text or "").strip() if found is not None else ""
