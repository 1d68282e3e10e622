"""The first sheet of a marked workbook: every finding with a link to its cell."""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from lxml import etree

from qiantan.core.findings import Finding, Severity
from qiantan.core.formats.workbook.comments import printable
from qiantan.core.formats.workbook.package import MAIN, OFFICE, Element, Package
from qiantan.core.formats.workbook.styles import BRAND, LINK, PALE_INK, RULE, TYPEFACE
from qiantan.core.formats.workbook.wire import FINDINGS_SHEET

_WORKSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_HEADINGS: Final = ("序号", "级别", "位置", "问题", "发现", "应为", "示例", "解决办法", "English", "代码")
_WIDTHS: Final = (6, 8, 24, 40, 18, 28, 16, 40, 44, 20)
SEVERITIES: Final = {Severity.BLOCKING: "阻断", Severity.WARNING: "警告", Severity.NOTE: "提示"}
_FIRST: Final = 4
_LINE: Final = 14
_PLACE: Final = re.compile(r"(.+)!([A-Z]{1,3})?([1-9][0-9]{0,6})", re.DOTALL)


def add_list(package: Package, findings: Sequence[Finding], linked: Collection[tuple[str, str]]) -> None:
    """Put a sheet with all findings before the others; `linked` are the cells that can be jumped to."""
    looks = _add_looks(package)
    part = package.free("xl/worksheets/qtFindings{}.xml")
    package.put(part, _sheet(findings, linked, looks))
    package.declare(part=part, kind=_WORKSHEET)
    book = package.xml("xl/workbook.xml")
    space = etree.QName(book).namespace
    sheets = book.find(f"{{{space}}}sheets")
    number = max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1
    entry = etree.Element(f"{{{space}}}sheet", name=FINDINGS_SHEET, sheetId=str(number))
    entry.set(f"{{{OFFICE}}}id", package.relate(package.find("xl/workbook.xml"), "worksheet", part))
    sheets.insert(0, entry)
    _shift(book, 0, 1)
    for view in book.iter(f"{{{space}}}workbookView"):
        view.set("activeTab", "0")
        view.set("firstSheet", "0")
    package.put("xl/workbook.xml", book)


def remove_list(package: Package) -> None:
    """Take away the list of an earlier marking."""
    book = package.xml("xl/workbook.xml")
    sheets = book.find("{*}sheets")
    for index, one in enumerate(list(sheets)):
        if one.get("name") != FINDINGS_SHEET:
            continue
        key = next(value for name, value in one.attrib.items() if etree.QName(name).localname == "id")
        _, part = package.relations(package.find("xl/workbook.xml"))[key]
        sheets.remove(one)
        _shift(book, index + 1, -1)
        package.put("xl/workbook.xml", book)
        package.unrelate(package.find("xl/workbook.xml"), key)
        package.remove(part)
        return


def _shift(book: Element, start: int, by: int) -> None:
    """Names that belong to a sheet name it by its position, which has changed."""
    for name in list(book.iter("{*}definedName")):
        index = name.get("localSheetId")
        if index is None:
            continue
        if by < 0 and int(index) == start - 1:
            name.getparent().remove(name)
        elif int(index) >= start:
            name.set("localSheetId", str(int(index) + by))


def _add_looks(package: Package) -> dict[str, int]:
    """Add the cell formats of the list to the styles and return their indexes."""
    root = package.xml("xl/styles.xml")
    space = etree.QName(root).namespace
    fonts, fills = root.find(f"{{{space}}}fonts"), root.find(f"{{{space}}}fills")
    borders, formats = root.find(f"{{{space}}}borders"), root.find(f"{{{space}}}cellXfs")

    def add(parent: Element, xml: str) -> int:
        parent.append(etree.fromstring(f'<x xmlns="{space}">{xml}</x>')[0])
        parent.set("count", str(len(parent)))
        return len(parent) - 1

    def font(size: int, colour: str, extra: str = "") -> int:
        return add(
            fonts, f'<font>{extra}<sz val="{size}"/><color rgb="FF{colour[1:]}"/><name val="{TYPEFACE}"/></font>'
        )

    def fill(colour: str) -> int:
        return add(fills, f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/></patternFill></fill>')

    side = "".join(
        f'<{one} style="thin"><color rgb="FF{RULE[1:]}"/></{one}>' for one in ("left", "right", "top", "bottom")
    )
    border = add(borders, f"<border>{side}<diagonal/></border>")
    ink = font(10, "#1F2D33")

    def look(font_id: int, fill_id: int = 0, border_id: int = 0, wrap: int = 1) -> int:
        return add(
            formats,
            f'<xf numFmtId="0" fontId="{font_id}" fillId="{fill_id}" borderId="{border_id}" xfId="0" applyFont="1" '
            f'applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="{wrap}"/></xf>',
        )

    looks = {
        "title": look(font(16, BRAND, "<b/>"), wrap=0),
        "summary": look(font(10, PALE_INK), wrap=0),
        "heading": look(font(10, "#FFFFFF", "<b/>"), fill(BRAND[1:]), border),
        "cell": look(ink, 0, border),
        "link": look(font(10, LINK, "<u/>"), 0, border),
        "english": look(font(9, PALE_INK), 0, border),
        Severity.BLOCKING: look(ink, fill("FFC7CE"), border),
        Severity.WARNING: look(ink, fill("FFEB9C"), border),
        Severity.NOTE: look(ink, fill("DDEBF7"), border),
    }
    package.put("xl/styles.xml", root)
    return looks


def _sheet(findings: Sequence[Finding], linked: Collection[tuple[str, str]], looks: dict[str, int]) -> Element:
    root = etree.Element(f"{{{MAIN}}}worksheet", nsmap={None: MAIN})
    properties = etree.SubElement(root, f"{{{MAIN}}}sheetPr")
    etree.SubElement(properties, f"{{{MAIN}}}pageSetUpPr", fitToPage="1")
    view = etree.SubElement(
        etree.SubElement(root, f"{{{MAIN}}}sheetViews"),
        f"{{{MAIN}}}sheetView",
        showGridLines="0",
        tabSelected="1",
        workbookViewId="0",
    )
    etree.SubElement(view, f"{{{MAIN}}}pane", ySplit="3", topLeftCell="A4", activePane="bottomLeft", state="frozen")
    columns = etree.SubElement(root, f"{{{MAIN}}}cols")
    for index, width in enumerate(_WIDTHS, 1):
        etree.SubElement(columns, f"{{{MAIN}}}col", min=str(index), max=str(index), width=str(width), customWidth="1")
    data = etree.SubElement(root, f"{{{MAIN}}}sheetData")
    count = {one: sum(finding.severity is one for finding in findings) for one in Severity}
    summary = f"共 {len(findings)} 条：阻断 {count[Severity.BLOCKING]}，警告 {count[Severity.WARNING]}，提示 {count[Severity.NOTE]}。点击“位置”跳到单元格；改好后保存并重新上传，本表不用删除。"
    _row(data, 1, [("填报问题清单", looks["title"])], height=28)
    _row(data, 2, [(summary, looks["summary"])], height=20)
    _row(data, 3, [(text, looks["heading"]) for text in _HEADINGS], height=22)
    links = etree.Element(f"{{{MAIN}}}hyperlinks")
    for row, one in enumerate(findings, _FIRST):
        target = _target(one, linked)
        if target:
            etree.SubElement(links, f"{{{MAIN}}}hyperlink", ref=f"C{row}", location=target, display=one.place)
        cells = _cells(one, row - _FIRST + 1, looks, link=bool(target))
        _row(data, row, cells, height=_LINE * max(map(_lines, cells, _WIDTHS)) + 4)
    etree.SubElement(root, f"{{{MAIN}}}autoFilter", ref=f"A3:J{max(len(findings) + 3, 4)}")
    if len(links):
        root.append(links)
    etree.SubElement(
        root, f"{{{MAIN}}}pageMargins", left="0.4", right="0.4", top="0.6", bottom="0.6", header="0.3", footer="0.3"
    )
    etree.SubElement(root, f"{{{MAIN}}}pageSetup", paperSize="9", orientation="landscape", fitToHeight="0")
    return root


def _target(finding: Finding, linked: Collection[tuple[str, str]]) -> str:
    match = _PLACE.fullmatch(finding.place)
    if match is None:
        return ""
    cell = f"{match[2] or 'B'}{match[3]}"
    name = match[1].replace("'", "''")
    return f"'{name}'!{cell}" if (match[1], cell) in linked else ""


def _cells(one: Finding, number: int, looks: dict[str, int], *, link: bool) -> list[tuple[Any, int]]:
    cell = looks["cell"]
    english = one.message.en + (f"\n{one.remedy.en}" if one.remedy.en else "")
    return [
        (number, cell),
        (SEVERITIES[one.severity], looks[one.severity]),
        (one.place, looks["link"] if link else cell),
        (one.message.zh, cell),
        (one.found, cell),
        (one.expected.zh, cell),
        (one.example, cell),
        (one.remedy.zh, cell),
        (english, looks["english"]),
        (one.code, looks["english"]),
    ]


def _lines(cell: tuple[Any, int], width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    lines = str(cell[0]).splitlines() or [""]
    return sum(1 + int(sum(2 if ord(one) > 0x2E80 else 1 for one in line) / (width - 1)) for line in lines)  # noqa: PLR2004


def _row(data: Element, number: int, cells: Sequence[tuple[Any, int]], height: float | None = None) -> None:
    row = etree.SubElement(data, f"{{{MAIN}}}row", r=str(number))
    if height:
        row.set("ht", str(height))
        row.set("customHeight", "1")
    for index, (value, look) in enumerate(cells):
        cell = etree.SubElement(row, f"{{{MAIN}}}c", r=f"{chr(ord('A') + index)}{number}", s=str(look))
        if isinstance(value, int):
            etree.SubElement(cell, f"{{{MAIN}}}v").text = str(value)
        elif value:
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, f"{{{MAIN}}}is"), f"{{{MAIN}}}t")
            text.text = printable(str(value))
