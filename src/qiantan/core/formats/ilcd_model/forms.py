"""How a single fact is written into a tree and read out of it."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from qiantan.core.datasets.document import FIRST_VERSION, Reference
from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import figure, plain
from qiantan.core.datasets.identity import is_uuid
from qiantan.core.datasets.language import has_chinese
from qiantan.core.findings import NO_TEXT, Text
from qiantan.core.formats.ilcd_model.tree import Tree, listed, single, text

SHORT: Final = 500
LONG: Final = 1000
FREE: Final = 100_000
_TAG: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_VERSION: Final = re.compile(r"[0-9]{2}\.[0-9]{2}(\.[0-9]{3})?")
_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?"
)
_KINDS: Final = {
    "contact": ("contact data set", "contacts"),
    "source": ("source data set", "sources"),
    "process": ("process data set", "processes"),
    "method": ("LCIA method data set", "lciamethods"),
    "flow": ("flow data set", "flows"),
    "property": ("flow property data set", "flowproperties"),
    "group": ("unit group data set", "unitgroups"),
}
_KIND_OF: Final = {name: kind for kind, (name, _) in _KINDS.items()}


class Form(NamedTuple):
    """The two directions of one kind of fact. `write` returns None for a fact that is not stated."""

    write: Callable[[Any], Any]
    read: Callable[[Any, Faults], Any]


def words(limit: int) -> Form:
    """Return the form of a bilingual wording of at most so many characters."""
    return Form(write_words, lambda node, faults: read_words(node, faults, limit))


def write_words(value: Text) -> Any:
    """Write a wording under its language tags; a wording that is not honest goes under the language it is in."""
    parts: dict[str, str] = {}
    for language, one in (("zh", value.zh), ("en", value.en)):
        if one:
            honest = language if has_chinese(one) == (language == "zh") else "zh" if has_chinese(one) else "en"
            parts.setdefault(honest, one)
    nodes = [{"@xml:lang": language, "#text": one} for language, one in parts.items()]
    return single(nodes) if nodes else None


def read_words(node: Any, faults: Faults, limit: int = FREE) -> Text:
    """Read a wording, checking that each text is in the language it is tagged with."""
    found: dict[str, str] = {}
    for one in listed(node):
        tag = str(one.get("@xml:lang", "en")) if isinstance(one, dict) else "en"
        said = text(one)
        if not said:
            continue
        if not _TAG.fullmatch(tag):
            faults.add("DS-LANGUAGE-TAG", tag)
            continue
        language = tag.split("-")[0]
        if language not in ("zh", "en"):
            faults.add("DS-LANGUAGE-OTHER", language)
            continue
        if language in found:
            faults.add("DS-LANGUAGE-TWICE", said, language=language)
        _check(said, language, faults, limit)
        found[language] = said
    return Text(found.get("zh", ""), found.get("en", "")) if found else NO_TEXT


def _check(said: str, language: str, faults: Faults, limit: int) -> None:
    if has_chinese(said) != (language == "zh"):
        faults.add("DS-LANGUAGE", said, language=language)
    if len(said) > limit:
        faults.add("DS-TEXT-LONG", len(said), limit=limit)
    control = _CONTROL.search(said)
    if control:
        faults.add("DS-TEXT-CONTROL", f"U+{ord(control[0]):04X}")


def choice(choices: tuple[str, ...]) -> Form:
    """Return the form of a word out of a list."""

    def read(node: Any, faults: Faults) -> str:
        said = text(node)
        if said and said not in choices:
            faults.add("DS-CHOICE", said, choices=" · ".join(choices))
            return ""
        return said

    return Form(lambda value: value or None, read)


def read_line(node: Any, faults: Faults) -> str:
    """Read a short text without a language."""
    said = text(node)
    if len(said) > LONG:
        faults.add("DS-TEXT-LONG", len(said), limit=LONG)
    if _CONTROL.search(said):
        faults.add("DS-TEXT-CONTROL", said)
    return said


def read_year(node: Any, faults: Faults) -> int | None:
    """Read a year of four digits."""
    said = text(node)
    if not said:
        return None
    if not re.fullmatch(r"[1-9][0-9]{3}", said):
        faults.add("DS-YEAR", said)
        return None
    return int(said)


def read_figure(node: Any, faults: Faults, place: str = "") -> Decimal | None:
    """Read a figure; None where there is none."""
    said = text(node)
    if not said:
        return None
    value = figure(said)
    if value is None:
        faults.add("DS-NUMBER", said, place=place)
    return value


def write_percent(value: Decimal | None) -> str | None:
    """Write a percentage with as many decimals as the formats allow: five digits, three of them decimals."""
    if value is None:
        return None
    digits = next(d for d in (3, 2, 1, 0) if abs(value) < Decimal(10) ** (5 - d) or d == 0)
    return plain(round(value, digits).normalize()) if value else "0"


def read_percent(node: Any, faults: Faults) -> Decimal | None:
    """Read a percentage from 0 to 100."""
    value = read_figure(node, faults)
    if value is not None and not 0 <= value <= 100:  # noqa: PLR2004
        faults.add("DS-PERCENT", plain(value))
        return None
    return value


def exact(rounded: Decimal | None, stated: str) -> Decimal | None:
    """Return the exact figure we noted beside a rounded one, unless somebody changed the rounded one since."""
    noted = figure(stated)
    if noted is None or (rounded is not None and write_percent(noted) != write_percent(rounded)):
        return rounded
    return noted


def read_moment(node: Any, faults: Faults) -> str:
    """Read a date with time."""
    said = text(node)
    if said and not _MOMENT.fullmatch(said):
        faults.add("DS-DATE", said)
    return said


def read_version(node: Any, faults: Faults) -> str:
    """Read a dataset version."""
    said = text(node)
    if said and not _VERSION.fullmatch(said):
        faults.add("DS-VERSION", said)
    return said or FIRST_VERSION


def read_flag(node: Any, faults: Faults) -> bool | None:
    """Read true or false."""
    said = text(node).lower()
    if said and said not in ("true", "false", "1", "0"):
        faults.add("DS-CHOICE", said, choices="true · false")
    return {"true": True, "1": True, "false": False, "0": False}.get(said)


def write_reference(value: Reference | None) -> Tree | None:
    """Write a reference to another dataset."""
    if value is None:
        return None
    name, folder = _KINDS[value.kind]
    return {
        "@type": name,
        "@refObjectId": value.uuid,
        "@version": value.version,
        "@uri": f"../{folder}/{value.uuid}_{value.version}.xml",
        "common:shortDescription": write_words(value.name) or {"@xml:lang": "en", "#text": value.uuid},
    }


def read_reference(node: Any, faults: Faults) -> Reference | None:
    """Read a reference to another dataset."""
    if node is None:
        return None
    if isinstance(node, list):
        node = node[0] if node else None
    if not isinstance(node, dict):
        faults.add("DS-SHAPE", node, expected="GlobalReferenceType")
        return None
    uuid = str(node.get("@refObjectId", ""))
    kind = _KIND_OF.get(str(node.get("@type", "")), "source")
    if not is_uuid(uuid):
        faults.add("DS-UUID", uuid, place="@refObjectId")
        return None
    name = read_words(node.get("common:shortDescription"), faults, LONG)
    named = NO_TEXT if name.en == uuid else name
    return Reference(kind, uuid, named, read_version(node.get("@version"), faults))


def write_references(values: tuple[Reference, ...]) -> Any:
    """Write references, one as itself, several as a list."""
    return single([write_reference(one) for one in values]) if values else None


def read_references(node: Any, faults: Faults) -> tuple[Reference, ...]:
    """Read one reference or several."""
    read = (read_reference(one, faults) for one in listed(node))
    return tuple(one for one in read if one is not None)


LINE: Final = Form(lambda value: value or None, read_line)
YEAR: Final = Form(lambda value: value, read_year)
FIGURE: Final = Form(lambda value: None if value is None else plain(value), read_figure)
PERCENT: Final = Form(write_percent, read_percent)
MOMENT: Final = Form(lambda value: value or None, read_moment)
VERSION: Final = Form(lambda value: value or None, read_version)
FLAG: Final = Form(lambda value: None if value is None else ("true" if value else "false"), read_flag)
REFERENCE: Final = Form(write_reference, read_reference)
REFERENCES: Final = Form(write_references, read_references)
