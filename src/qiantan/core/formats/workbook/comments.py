"""Comments at cells: the text part and the drawing part that spreadsheet programs want beside it."""

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape

from lxml import etree

from qiantan.core.findings import Finding
from qiantan.core.formats.workbook.package import MAIN, Element, Package
from qiantan.core.formats.workbook.parse import position

AUTHOR: Final = "黔碳 qiantan"
_COMMENTS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_MARK: Final = "qt_comment_"
_FRAME: Final = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE: Final = (
    '<v:shape id="{mark}{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden;width:260pt;'
    'height:{height}pt;z-index:{number}" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_OURS: Final = re.compile(rf'<v:shape id="{_MARK}\d+".*?</v:shape>', re.DOTALL)
_LINE_HEIGHT: Final = 15


def comment_text(findings: list[Finding]) -> str:
    """Return what a comment says of the findings at a cell: wrong, expected, example, remedy."""
    parts = []
    for one in findings:
        lines = [one.message.zh]
        if one.expected.zh:
            lines.append(f"应为：{one.expected.zh}")
        if one.example:
            lines.append(f"示例：{one.example}")
        if one.remedy.zh:
            lines.append(f"办法：{one.remedy.zh}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def add_comments(package: Package, part: str, cells: Mapping[str, list[Finding]], named: str) -> str:
    """Add comments to a sheet's part, beside those that are there; `named` is the drawing the sheet names, if any.

    Returns the id of the drawing's relation where the sheet had none and must name it. (Pictures in a page's header are
    a drawing of the same kind; so the kind alone does not tell.)
    """
    relations = package.relations(part)
    texts = next((target for kind, target in relations.values() if kind == "comments"), "")
    drawing = relations.get(named, ("", ""))[1]
    root = package.xml(texts) if texts else _empty()
    _add_texts(root, cells)
    if not texts:
        texts = package.free("xl/comments{}.xml")
        package.declare(part=texts, kind=_COMMENTS)
        package.relate(part, "comments", texts)
    package.put(texts, root)
    new = not drawing
    if new:
        drawing = package.free("xl/drawings/vmlDrawing{}.vml")
        package.declare(extension="vml", kind=_DRAWING)
        package.put(drawing, _FRAME.encode())
    text = package.parts[drawing].decode("utf-8", "replace")
    end = text.rindex("</xml>")
    package.put(drawing, (text[:end] + _shapes(cells) + text[end:]).encode())
    return package.relate(part, "vmlDrawing", drawing) if new else ""


def remove_comments(package: Package, part: str) -> None:
    """Take away the comments that an earlier marking left on a sheet."""
    for kind, target in package.relations(part).values():
        if kind == "comments" and target in package.parts:
            root = package.xml(target)
            names = [one.text or "" for one in root.iter("{*}author")]
            for one in list(root.iter("{*}comment")):
                number = int(one.get("authorId", "0"))
                if number < len(names) and names[number] == AUTHOR:
                    one.getparent().remove(one)
            package.put(target, root)
        elif kind == "vmlDrawing" and target in package.parts:
            text = package.parts[target].decode("utf-8", "replace")
            package.put(target, _OURS.sub("", text).encode())


def _empty() -> Element:
    root = etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN})
    etree.SubElement(root, f"{{{MAIN}}}authors")
    etree.SubElement(root, f"{{{MAIN}}}commentList")
    return root


def _add_texts(root: Element, cells: Mapping[str, list[Finding]]) -> None:
    authors, listed = root.find("{*}authors"), root.find("{*}commentList")
    space = etree.QName(root).namespace
    names = [one.text for one in authors]
    if AUTHOR not in names:
        etree.SubElement(authors, f"{{{space}}}author").text = AUTHOR
        names.append(AUTHOR)
    there = {one.get("ref"): one for one in listed}
    for cell, findings in sorted(cells.items(), key=lambda one: position(one[0])):
        if cell in there:
            # A cell has one comment only: the person's own words stay, ours follow.
            text = there[cell].find("{*}text")
        else:
            comment = etree.SubElement(listed, f"{{{space}}}comment", ref=cell, authorId=str(names.index(AUTHOR)))
            text = etree.SubElement(comment, f"{{{space}}}text")
        run = etree.SubElement(text, f"{{{space}}}r")
        words = etree.SubElement(run, f"{{{space}}}t")
        words.text = ("\n\n" if cell in there else "") + printable(comment_text(findings))
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _shapes(cells: Mapping[str, list[Finding]]) -> str:
    shapes = []
    for number, (cell, findings) in enumerate(cells.items(), 1):
        row, column = position(cell)
        text = comment_text(findings)
        lines = sum(1 + len(line) // 22 for line in text.splitlines())
        shapes.append(
            _SHAPE.format(
                mark=escape(_MARK),
                number=number,
                height=lines * _LINE_HEIGHT,
                left=column + 1,
                right=column + 4,
                top=max(row - 1, 0),
                bottom=row + 1 + lines // 2,
                row=row,
                column=column,
            )
        )
    return "".join(shapes)


def printable(text: str) -> str:
    """Leave out characters that XML cannot hold."""
    return "".join(letter for letter in text if letter in "\n\t" or (letter >= " " and letter not in "\ufffe\uffff"))
