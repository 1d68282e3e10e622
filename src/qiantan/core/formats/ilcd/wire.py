"""How ILCD spells one dataset: an XML document, whose elements become the members of a tree and back.

Foreign prefixes are read by namespace, so that ``c:UUID`` is the same as ``common:UUID``; elements of other namespaces
are passed over.
"""

from typing import Any, Final
from xml.sax.saxutils import escape

from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.ilcd_model.package import ROOTS, Spelling
from qiantan.core.formats.ilcd_model.tree import COMMON, OURS, Tree
from qiantan.core.formats.markup import parse_xml

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: Final = {COMMON: "common:", OURS: "qt:"}
_ILCD: Final = "http://lca.jrc.it/ILCD/"
_QUOTED: Final = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_WRAPPED: Final = {"\r": "&#13;"}


def decode(content: bytes, root: str, faults: Faults) -> Tree | None:
    """Return the tree of one ILCD file."""
    element = parse_xml(content, faults)
    if element is None:
        return None
    space, _, name = element.tag.rpartition("}")
    if name != root or not space.startswith("{" + _ILCD):
        faults.add("DS-ROOT", element.tag, expected=root)
        return None
    tree: Tree = _tree(element, space, {})
    return tree


def _tree(element: Any, own: str, names: dict[str, str]) -> Any:
    """Return an element as a tree: text alone as text, otherwise attributes, text and children by name."""
    found: Tree = {}
    for key, value in element.attrib.items():
        found["@" + (_name(key, own, names) or key)] = value
    for child in element:
        tag = child.tag
        name = names.get(tag)
        if name is None:
            name = names[tag] = _name(tag, own, names)
        if not name:
            continue
        node = child.text or "" if not len(child) and not child.attrib else _tree(child, own, names)
        if name not in found:
            found[name] = node
        elif isinstance(found[name], list):
            found[name].append(node)
        else:
            found[name] = [found[name], node]
    text = (element.text or "").strip()
    if text:
        found["#text"] = text
    return found


def _name(tag: str, own: str, names: dict[str, str]) -> str:
    """Return a name as the trees spell it; empty text for another namespace."""
    known = names.get("@" + tag)
    if known is not None:
        return known
    space, brace, local = tag.rpartition("}")
    if not brace or space == own:
        name = local
    elif space[1:] == _XML:
        name = f"xml:{local}"
    else:
        prefix = _PREFIXES.get(space[1:])
        name = f"{prefix}{local}" if prefix else ""
    names["@" + tag] = name
    return name


def encode(folder: str, tree: Tree) -> bytes:
    """Return one ILCD file."""
    root = ROOTS[folder]
    name = root.removesuffix("DataSet")
    space = _ILCD + name[0].upper() + name[1:]
    head: Tree = {"@xmlns": space, "@xmlns:common": COMMON, "@version": "1.1"}
    if folder in ("processes", "flows"):
        head["@locations"] = "../ILCDLocations.xml"
    parts = ['<?xml version="1.0" encoding="UTF-8"?>\n']
    _element(root, head | tree, parts)
    return "".join(parts).encode()


def _element(name: str, node: Any, parts: list[str]) -> None:
    if isinstance(node, list):
        for one in node:
            _element(name, one, parts)
        return
    if not isinstance(node, dict):
        parts.append(f"<{name}>{escape(str(node), _WRAPPED)}</{name}>")
        return
    attributes = "".join(f' {key[1:]}="{escape(str(value), _QUOTED)}"' for key, value in node.items() if key[0] == "@")
    inner: list[str] = []
    for key, value in node.items():
        if key == "#text":
            inner.append(escape(value, _WRAPPED))
        elif key[0] != "@":
            _element(key, value, inner)
    content = "".join(inner)
    # An element that says nothing is left out: the schema would ask for its parts.
    if content or attributes:
        parts.append(f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>")


SPELLING: Final = Spelling(".xml", "ILCD/", decode, encode, demanding=False)
