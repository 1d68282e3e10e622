"""XML and JSON of strangers: checked for entities, depth and number of elements before anything is made of them."""

import codecs
import json
import re
from decimal import Decimal
from typing import Any, Final

from lxml import etree

from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.figures import LONGEST

MOST_DEPTH: Final = 60
# The XML parser itself goes no deeper, unless it is told to.
MOST_XML_DEPTH: Final = 256
MOST_ELEMENTS: Final = 2_000_000
_DOCTYPE: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_DEPTH: Final = re.compile(rb"[\[{\]}]|\"(?:[^\"\\]|\\.)*\"", re.DOTALL)
_SAME_DIGIT: Final = bytes.maketrans(b"123456789", b"000000000")
_LONG_NUMBER: Final = b"0" * (LONGEST // 2)
_OTHERS: Final = bytes(set(range(256)) - set(b"[]{}"))
_UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PARSER: Final = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
)


def parse_xml(content: bytes, faults: Faults) -> Any:
    """Return the root element of XML; None, with the reason among the faults, where it is refused or damaged."""
    if content[:2] in _UTF16:
        # Read the declaration of the document type in one encoding only.
        try:
            content = re.sub(r"^(<\?xml[^>]*?)encoding=[\"'][^\"']*[\"']", r"\1", content.decode("utf-16")).encode()
        except UnicodeDecodeError as error:
            faults.add("DS-ENCODING", str(error.reason))
            return None
    if _DOCTYPE.search(content):
        faults.add("DS-XML-ENTITY")
        return None
    if content.count(b"<") > 2 * MOST_ELEMENTS:
        faults.add("DS-MANY", "元素 / elements", limit=MOST_ELEMENTS)
        return None
    try:
        root = etree.fromstring(content, _PARSER)
    except etree.XMLSyntaxError as error:
        deep = "depth" in str(error)
        faults.add("DS-DEEP" if deep else "DS-XML-DAMAGED", error.msg, limit=MOST_XML_DEPTH)
        return None
    return root


class _KeyTwice(ValueError):
    pass


def parse_json(content: bytes, faults: Faults) -> Any:
    """Return the value of JSON, fractions as decimals; None, with the reason among the faults, where it is refused."""
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.add("DS-ENCODING", f"{error.reason}: {error.start}")
        return None
    if _may_be_deep(content) and _depth(content) > MOST_DEPTH:
        faults.add("DS-DEEP", limit=MOST_DEPTH)
        return None
    try:
        return (_CAREFUL if _LONG_NUMBER in content.translate(_SAME_DIGIT) else _DECODER).decode(text)
    except _KeyTwice as error:
        faults.add("DS-JSON-KEY", str(error))
    except (ValueError, RecursionError) as error:
        faults.add("DS-JSON-DAMAGED", str(error))
    return None


def _may_be_deep(content: bytes) -> bool:
    """Say whether brackets remain after as many rounds of taking away the innermost pairs as levels are allowed."""
    if content.count(b"{") + content.count(b"[") <= MOST_DEPTH:
        return False
    signs = content.translate(None, _OTHERS)
    for _ in range(MOST_DEPTH):
        fewer = signs.replace(b"[]", b"").replace(b"{}", b"")
        if len(fewer) == len(signs):
            break
        signs = fewer
    return bool(signs)


def _depth(content: bytes) -> int:
    """Return how deep objects and lists nest."""
    deepest = depth = 0
    for found in _DEPTH.finditer(content):
        sign = found[0]
        if sign in (b"{", b"["):
            depth += 1
            deepest = max(deepest, depth)
            if deepest > MOST_DEPTH:
                break
        elif sign in (b"}", b"]"):
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _KeyTwice(next(name for name in names if names.count(name) > 1))
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _short_number(text: str) -> Decimal:
    if len(text) > LONGEST:
        raise ValueError(f"a number of {len(text)} characters")
    return Decimal(text)


_DECODER: Final = json.JSONDecoder(parse_float=Decimal, object_pairs_hook=_object, parse_constant=_no_constant)
_CAREFUL: Final = json.JSONDecoder(parse_float=_short_number, object_pairs_hook=_object, parse_constant=_no_constant)


def json_text(value: Any) -> str:
    """Write a value as JSON, decimals with the digits they have."""
    parts: list[str] = []
    _write(value, parts)
    return "".join(parts)


def _write(value: Any, parts: list[str]) -> None:
    if isinstance(value, dict):
        opening = "{"
        for name, inner in value.items():
            parts.append(f"{opening}{json.dumps(name, ensure_ascii=False)}:")
            _write(inner, parts)
            opening = ","
        parts.append("}" if value else "{}")
    elif isinstance(value, (list, tuple)):
        opening = "["
        for inner in value:
            parts.append(opening)
            _write(inner, parts)
            opening = ","
        parts.append("]" if value else "[]")
    elif isinstance(value, Decimal):
        parts.append(format(value, "f"))
    else:
        parts.append(json.dumps(value, ensure_ascii=False))
