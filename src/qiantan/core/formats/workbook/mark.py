"""Write findings back into the workbook: a coloured cell and a comment at each place, and a first sheet listing all.

Everything the person had in the workbook stays. Colours are conditional formats, so that the cells' own formats are
untouched and a workbook marked again loses the old marks first.
"""

import io
import re
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import xlsxwriter
from lxml import etree

from qiantan.core.findings import Finding, Severity
from qiantan.core.formats.workbook import flat
from qiantan.core.formats.workbook.comments import add_comments, remove_comments
from qiantan.core.formats.workbook.findings_sheet import add_list, remove_list
from qiantan.core.formats.workbook.kinds import kind_of
from qiantan.core.formats.workbook.package import MAIN, OFFICE, Element, Package, parse
from qiantan.core.formats.workbook.preflight import Refusal

_PLACE: Final = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})?(?P<row>[1-9][0-9]{0,6})", re.DOTALL)
_FILLS: Final = {Severity.BLOCKING: "FFFFC7CE", Severity.WARNING: "FFFFEB9C", Severity.NOTE: "FFDDEBF7"}
_MARK: Final = '"qiantan"="qiantan"'
_ORDER: Final = (
    "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate",
    "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties",
    "cellWatches", "ignoredErrors", "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture",
    "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_DATA_END: Final = re.compile(rb"</(?:\w+:)?sheetData>|<(?:\w+:)?sheetData\s*/>")
_ROOT: Final = re.compile(rb"<(?:\w+:)?worksheet[^>]*>")
_SELECTED: Final = re.compile(rb'\stabSelected="(?:1|true)"')
_MOST_IN_CSV: Final = 400_000


class MarkError(Exception):
    """The file is no workbook that can be marked: it was refused before its cells were read."""


class Place(NamedTuple):
    """A cell by sheet name and reference."""

    sheet: str
    reference: str


def place_of(finding: Finding) -> Place | None:
    """Return the cell of a finding; of a whole row, its second column; none when it has no cell."""
    match = _PLACE.fullmatch(finding.place)
    return Place(match["sheet"], f"{match['column'] or 'B'}{match['row']}") if match else None


def mark(content: bytes, findings: Sequence[Finding]) -> bytes:
    """Return the workbook (a csv file becomes one) with every finding at its cell and a first sheet listing them.

    Raises `MarkError` when the file cannot be taken apart.
    """
    try:
        if kind_of(content) == "csv":
            content = _as_workbook(content, findings)
        package = Package(content)
        remove_list(package)
        sheets = _sheet_parts(package)
        formats = _formats(package)
        by_sheet: dict[str, dict[str, list[Finding]]] = {}
        for finding in findings:
            place = place_of(finding)
            if place is not None and place.sheet in sheets:
                by_sheet.setdefault(place.sheet, {}).setdefault(place.reference, []).append(finding)
        for name, part in sheets.items():
            _mark_sheet(package, part, by_sheet.get(name, {}), formats)
        add_list(package, findings, {(name, cell) for name, cells in by_sheet.items() for cell in cells})
    except (Refusal, etree.XMLSyntaxError, KeyError, UnicodeDecodeError) as error:
        raise MarkError(str(error)) from error
    return package.content()


def _as_workbook(content: bytes, findings: Sequence[Finding]) -> bytes:
    """Return a csv file as a workbook of one sheet, named as its places are."""
    places = [place for place in map(place_of, findings) if place is not None]
    name = places[0].sheet if places else "csv"
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    safe = re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "csv"
    sheet = book.add_worksheet(safe)
    cells = 0
    for row, line in enumerate(flat.sheet(name, content)[0].rows):
        cells += len(line)
        if cells > _MOST_IN_CSV:
            break
        for column, cell in enumerate(line):
            sheet.write_string(row, column, cell[:32_767])
    sheet.set_column(0, 20, 16)
    book.close()
    return out.getvalue()


def _sheet_parts(package: Package) -> dict[str, str]:
    """Return the part of each worksheet by the sheet's name."""
    relations = package.relations(package.find("xl/workbook.xml"))
    book = package.xml("xl/workbook.xml")
    found = {}
    for one in book.iter("{*}sheet"):
        key = next((value for name, value in one.attrib.items() if etree.QName(name).localname == "id"), "")
        kind, part = relations.get(key, ("", ""))
        if kind == "worksheet" and part in package.parts:
            found[one.get("name", "")] = part
    return found


def _formats(package: Package) -> dict[Severity, int]:
    """Add one differential format per severity to the styles and return their indexes."""
    root = package.xml("xl/styles.xml")
    space = etree.QName(root).namespace
    formats = root.find(f"{{{space}}}dxfs")
    if formats is None:
        formats = etree.Element(f"{{{space}}}dxfs")
        before = [one for one in root if etree.QName(one).localname in ("tableStyles", "colors", "extLst")]
        root.insert(root.index(before[0]) if before else len(root), formats)
    indexes = {}
    for severity, colour in _FILLS.items():
        indexes[severity] = len(formats)
        fill = etree.SubElement(etree.SubElement(formats, f"{{{space}}}dxf"), f"{{{space}}}fill")
        pattern = etree.SubElement(fill, f"{{{space}}}patternFill", patternType="solid")
        etree.SubElement(pattern, f"{{{space}}}fgColor", rgb=colour)
        etree.SubElement(pattern, f"{{{space}}}bgColor", rgb=colour)
    formats.set("count", str(len(formats)))
    package.put("xl/styles.xml", root)
    return indexes


def _mark_sheet(
    package: Package, part: str, cells: Mapping[str, list[Finding]], formats: Mapping[Severity, int]
) -> None:
    """Colour and comment the cells of one sheet; only what stands behind its data is rewritten."""
    xml = package.parts[part]
    end, opening = _DATA_END.search(xml), _ROOT.search(xml)
    if end is None or opening is None:
        return
    head, tail = _SELECTED.sub(b"", xml[: end.end()]), xml[end.end() :]
    root = parse(opening[0] + tail)
    for one in list(root):
        if one.find(".//{*}formula") is not None and one.find(".//{*}formula").text == _MARK:
            root.remove(one)
    remove_comments(package, part)
    if cells:
        _colour(root, cells, formats)
        drawn = root.find("{*}legacyDrawing")
        relation = add_comments(package, part, cells, "" if drawn is None else drawn.get(f"{{{OFFICE}}}id", ""))
        if relation:
            drawing = etree.Element(f"{{{etree.QName(root).namespace}}}legacyDrawing")
            drawing.set(f"{{{OFFICE}}}id", relation)
            insert(root, drawing)
    inner = etree.tostring(root, encoding="UTF-8")
    body = inner[inner.index(b">") + 1 :] if len(root) else b"</" + opening[0][1:-1].split()[0] + b">"
    package.parts[part] = head + body


def _colour(root: Element, cells: Mapping[str, list[Finding]], formats: Mapping[Severity, int]) -> None:
    space = etree.QName(root).namespace or MAIN
    # Our colour goes before the template's own conditional formats, which then keep their order.
    for rule in root.iter(f"{{{space}}}cfRule"):
        rule.set("priority", str(int(rule.get("priority", "1")) + len(_FILLS)))
    for priority, severity in enumerate(_FILLS, 1):
        marked = [cell for cell, found in cells.items() if min(map(_rank, found)) == _RANK[severity]]
        if not marked:
            continue
        area = etree.Element(f"{{{space}}}conditionalFormatting", sqref=" ".join(marked))
        rule = etree.SubElement(
            area, f"{{{space}}}cfRule", type="expression", dxfId=str(formats[severity]), priority=str(priority)
        )
        etree.SubElement(rule, f"{{{space}}}formula").text = _MARK
        insert(root, area)


_RANK: Final = {Severity.BLOCKING: 0, Severity.WARNING: 1, Severity.NOTE: 2}


def _rank(finding: Finding) -> int:
    return _RANK[finding.severity]


def insert(root: Element, element: Element) -> None:
    """Put an element behind a sheet's data where the order of the format wants it."""
    wanted = _ORDER.index(etree.QName(element).localname)
    for index, one in enumerate(root):
        name = etree.QName(one).localname if isinstance(one.tag, str) else ""
        if name in _ORDER and _ORDER.index(name) > wanted:
            root.insert(index, element)
            return
    root.append(element)
