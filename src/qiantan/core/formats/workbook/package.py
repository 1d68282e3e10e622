"""The parts of an xlsx package, taken apart and put together again without touching what is not meant.

Spreadsheet libraries lose what they do not know: pictures, shapes, results of formulas. So a workbook is marked by
adding parts beside the person's own, whose bytes stay as they are.
"""

import io
import posixpath
import zipfile
from typing import Any, Final

from lxml import etree

from qiantan.core.formats.workbook.preflight import inflate, members

Element = Any
MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_PARSER: Final = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class Package:
    """The parts of a workbook by name. Raises `Refusal` when the archive does not pass the preflight."""

    def __init__(self, content: bytes) -> None:
        """Take a workbook apart."""
        found = members(content)
        self.parts = {member.name: inflate(content, member) for member in found if not member.name.endswith("/")}
        self._names = {name.lower(): name for name in self.parts}

    def find(self, name: str) -> str:
        """Return a part's name as the package spells it; the name itself when there is none."""
        return self._names.get(name.lower(), name)

    def xml(self, name: str) -> Element:
        """Return a part as XML."""
        return parse(self.parts[self.find(name)])

    def put(self, name: str, part: Element | bytes) -> None:
        """Set a part."""
        name = self.find(name)
        self._names[name.lower()] = name
        self.parts[name] = part if isinstance(part, bytes) else written(part)

    def remove(self, name: str) -> None:
        """Take a part and its content type away."""
        name = self.find(name)
        self.parts.pop(name, None)
        self._names.pop(name.lower(), None)
        types = self.xml("[Content_Types].xml")
        for one in types.findall(f"{{{_TYPES}}}Override"):
            if one.get("PartName", "").lower() == f"/{name}".lower():
                types.remove(one)
        self.put("[Content_Types].xml", types)

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id → last word of the type, and the target part."""
        path = _relations_path(name)
        if self.find(path) not in self.parts:
            return {}
        folder = posixpath.dirname(name)
        found = {}
        for one in self.xml(path):
            target = one.get("Target", "")
            absolute = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[one.get("Id")] = (one.get("Type", "").rsplit("/", 1)[-1], self.find(absolute))
        return found

    def relate(self, name: str, kind: str, target: str) -> str:
        """Add a relation of a part to another and return its id."""
        path = _relations_path(name)
        known = self.find(path) in self.parts
        root = self.xml(path) if known else etree.Element(f"{{{_RELATIONS}}}Relationships", nsmap={None: _RELATIONS})
        taken = {one.get("Id") for one in root}
        key = next(f"rIdQt{number}" for number in range(1, 10_000) if f"rIdQt{number}" not in taken)
        etree.SubElement(root, f"{{{_RELATIONS}}}Relationship", Id=key, Type=f"{OFFICE}/{kind}", Target=f"/{target}")
        self.put(path, root)
        return key

    def unrelate(self, name: str, key: str) -> None:
        """Take a relation away."""
        root = self.xml(_relations_path(name))
        for one in list(root):
            if one.get("Id") == key:
                root.remove(one)
        self.put(_relations_path(name), root)

    def declare(self, *, part: str = "", extension: str = "", kind: str) -> None:
        """Declare the content type of a part, or of an extension."""
        types = self.xml("[Content_Types].xml")
        if part:
            etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{part}", ContentType=kind)
        elif not any(one.get("Extension", "").lower() == extension for one in types):
            types.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension=extension, ContentType=kind))
        self.put("[Content_Types].xml", types)

    def free(self, pattern: str) -> str:
        """Return the first unused part name of a pattern such as ``xl/comments{}.xml``."""
        return next(name for number in range(1, 10_000) if (name := pattern.format(number)).lower() not in self._names)

    def content(self) -> bytes:
        """Put the workbook together."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in self.parts.items():
                archive.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def parse(part: bytes) -> Element:
    """Return XML read without entities, network or document types."""
    return etree.fromstring(part, _PARSER)


def written(root: Element) -> bytes:
    """Return XML as bytes."""
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text


def _relations_path(name: str) -> str:
    folder, file = posixpath.split(name)
    return f"{folder}/_rels/{file}.rels"
