"""How ILCD spells one dataset: an XML document, whose elements become the members of a tree and back.

Foreign prefixes are read by namespace, so that ``c:UUID`` is the same as ``common:UUID``; elements of other namespaces
are passed over.
"""

import functools
from typing import Any, Final
from xml.sax.saxutils import escape

from qiantan.core.datasets.faults import Faults
from qiantan.core.formats.ilcd_model.package import ROOTS, Spelling
from qiantan.core.formats.ilcd_model.tree import COMMON, OURS, Tree
from qiantan.core.formats.markup import parse_xml

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: Final = {COMMON: "common:", OURS: "qt:"}
_ILCD: Final = "http://lca.jrc.it/ILCD/"
# Of a flow an exchange needs no more than the identifier; the words stand in the flow itself.
_BARE: Final = frozenset({"referenceToFlowDataSet"})
# Who entered a flow or a unit group, and what it complies with, is nothing we keep.
_UNREAD: Final = frozenset({"administrativeInformation", "complianceDeclarations"})
_PROCESS: Final = ROOTS["processes"]
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
    tree: Tree = _tree(element, space, frozenset() if root == _PROCESS else _UNREAD)
    return tree


def _tree(element: Any, own: str, unread: frozenset[str]) -> Tree:
    """Return an element as a tree: its attributes, its text, and its children by name."""
    found: Tree = {_attribute(key): value for key, value in element.items()}
    for child in element:
        name = _name(child.tag, own)
        if not name or name in unread:
            continue
        node: Any
        if name in _BARE:
            node = {"@refObjectId": child.get("refObjectId", "")}
        elif len(child) or child.keys():
            node = _tree(child, own, unread)
        else:
            node = child.text or ""
        if name not in found:
            found[name] = node
        elif isinstance(found[name], list):
            found[name].append(node)
        else:
            found[name] = [found[name], node]
    text = element.text
    if text and (text := text.strip()):
        found["#text"] = text
    return found


@functools.lru_cache(maxsize=1024)
def _attribute(key: str) -> str:
    return f"@xml:{key[len(_XML) + 2 :]}" if key.startswith(f"{{{_XML}}}") else f"@{key}"


@functools.lru_cache(maxsize=4096)
def _name(tag: str, own: str) -> str:
    """Return a name as the trees spell it; empty text for another namespace."""
    space, brace, local = tag.rpartition("}")
    if not brace or space == own:
        return local
    prefix = _PREFIXES.get(space[1:])
    return f"{prefix}{local}" if prefix else ""


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
