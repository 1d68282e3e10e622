"""What python-docx has no call for: fields, borders, shading, rows that stay whole. Written as WordprocessingML."""

import re
from typing import Any

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

GREEN, DEEP, SOFT = RGBColor(0x0B, 0x5A, 0x47), RGBColor(0x07, 0x3B, 0x30), RGBColor(0x56, 0x63, 0x5E)
PALE, LINE, RULE = "EEF5F2", "B9C7C1", "0B5A47"
WIDTH = 164
# Tables up to so many rows are not broken over two pages.
SHORT = 14
# A digest is one word of 64 characters: set small, so that it stays on one line.
DIGEST = re.compile(r"[0-9a-f]{64}")
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}


def add_field(paragraph: Any, instruction: str) -> None:
    """Add a field that the office program fills in (PAGE, NUMPAGES)."""
    add_mark(paragraph, "begin")
    add_instruction(paragraph, instruction)
    add_mark(paragraph, "separate")
    write(paragraph, "1", size=Pt(8), colour=SOFT)
    add_mark(paragraph, "end")


def add_mark(paragraph: Any, kind: str) -> None:
    """Add the begin, separate or end mark of a field."""
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    _small(paragraph)._r.append(mark)  # noqa: SLF001 - python-docx has no call for fields


def add_instruction(paragraph: Any, instruction: str) -> None:
    """Add the instruction of a field."""
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {instruction} "
    _small(paragraph)._r.append(told)  # noqa: SLF001 - python-docx has no call for fields


def _small(paragraph: Any) -> Any:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    run.font.color.rgb = SOFT
    return run


def add_grid(document: Any, rows: int, widths: tuple[float, ...]) -> Any:
    """Add an empty table with fixed column widths in millimetres."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def fill(
    cell: Any, text: str, *, size: Any, bold: bool = False, colour: RGBColor | None = None, align: str = "left"
) -> None:
    """Write the text of a cell."""
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    line = cell.paragraphs[0]
    line.alignment = ALIGN[align]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1.1
    small = DIGEST.fullmatch(text)
    write(line, text, size=Pt(7.5) if small else size, bold=bold, colour=colour)


def write(paragraph: Any, text: str, *, size: Any = None, bold: bool = False, colour: RGBColor | None = None) -> None:
    """Add a run of text to a paragraph."""
    run = paragraph.add_run(text)
    run.font.bold = bold or None
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour


def shade_cell(cell: Any, colour: str) -> None:
    """Give a cell a background."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no call for shading


def edge_cell(cell: Any, **edges: tuple[str, int]) -> None:
    """Give a cell borders: side=(colour, eighths of a point)."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in edges:
            borders.append(_edge_element(side, *edges[side]))
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-docx has no call for borders
    shade = properties.find(qn("w:shd"))
    # The schema wants borders before shading.
    if shade is None:
        properties.append(borders)
    else:
        shade.addprevious(borders)


def rule_paragraph(paragraph: Any, side: str, colour: str) -> None:
    """Rule a line at one side of a paragraph."""
    borders = OxmlElement("w:pBdr")
    borders.append(_edge_element(side, colour, 6))
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - python-docx has no call for borders


def _edge_element(side: str, colour: str, eighths: int) -> Any:
    edge = OxmlElement(f"w:{side}")
    edge.set(qn("w:val"), "single")
    edge.set(qn("w:sz"), str(eighths))
    edge.set(qn("w:space"), "2")
    edge.set(qn("w:color"), colour)
    return edge


def keep_together(table: Any) -> None:
    """Keep a short table on one page, and every row in one piece."""
    rows = table.rows
    short = len(rows) <= SHORT
    for number, row in enumerate(rows, start=1):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001 - python-docx has no call for it
        if short and number < len(rows):
            for cell in row.cells:
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def repeat_heading(row: Any) -> None:
    """Repeat a row at the top of every page."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for repeated headings
    properties.append(OxmlElement("w:tblHeader"))
