"""The report as a Word document: real heading styles, tables with repeated headings, page numbers, East-Asian fonts."""

import datetime as dt
import io
import re
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qiantan.core.formats.report.blocks import Bars, Block, Chapter, Cover, Facts, Flow, Paragraph, ReportContent, Table

LATIN, CHINESE = "Noto Sans SC", "Noto Sans SC"
GREEN, DEEP, SOFT = RGBColor(0x0B, 0x5A, 0x47), RGBColor(0x07, 0x3B, 0x30), RGBColor(0x56, 0x63, 0x5E)
PALE, LINE, RULE = "EEF5F2", "B9C7C1", "0B5A47"
WIDTH = 164
SCALE = 24
# A digest is one word of 64 characters: set small, so that it stays on one line.
DIGEST = re.compile(r"[0-9a-f]{64}")
ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}


def write_word(made: ReportContent) -> bytes:
    """Return the report as .docx; the same content gives the same text and styles."""
    document = Document()
    _properties(document, made)
    _styles(document)
    _cover(document, made.cover)
    _body_pages(document, made)
    _contents(document, made)
    for number, chapter in enumerate((*made.chapters, made.extract)):
        last = number == len(made.chapters)
        _chapter(document, chapter, new_page=number == 0 or last, size=Pt(8) if last else Pt(8.5))
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


# ---- styles and pages


def _properties(document: Any, made: ReportContent) -> None:
    properties = document.core_properties
    properties.title = made.header
    properties.subject = made.number
    properties.author = made.cover.issuer
    properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = dt.datetime.fromisoformat(made.dated)


def _styles(document: Any) -> None:
    looks = {
        "Normal": (10, None, False, 0, 4),
        "Title": (28, DEEP, True, 0, 6),
        "Heading 1": (16, DEEP, True, 18, 8),
        "Heading 2": (12, GREEN, True, 12, 4),
        "Caption": (9, None, True, 8, 3),
    }
    for name, (size, colour, bold, before, after) in looks.items():
        style = document.styles[name]
        style.font.size = Pt(size)
        style.font.bold = bold
        style.font.italic = False
        style.font.name = LATIN
        if colour is not None:
            style.font.color.rgb = colour
        elif name == "Caption":
            style.font.color.rgb = RGBColor(0x1B, 0x24, 0x21)
        _east_asian(style)
        style.paragraph_format.space_before = Pt(before)
        style.paragraph_format.space_after = Pt(after)
        style.paragraph_format.keep_with_next = name in {"Heading 1", "Heading 2", "Caption"}
    document.styles["Normal"].paragraph_format.line_spacing = 1.25
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(27), Mm(24)
    section.left_margin, section.right_margin = Mm(24), Mm(22)


def _east_asian(style: Any) -> None:
    # Word chooses the font of Chinese text by its own attribute, and theme fonts would win over a name.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)
    fonts.set(qn("w:eastAsia"), CHINESE)
    fonts.set(qn("w:ascii"), LATIN)
    fonts.set(qn("w:hAnsi"), LATIN)


def _body_pages(document: Any, made: ReportContent) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
    head = section.header.paragraphs[0]
    _text(head, f"{made.header}\t\t{made.number}", size=Pt(8), colour=SOFT)
    _tabs(head)
    _edge(head, "bottom", LINE)
    foot = section.footer.paragraphs[0]
    _text(foot, "黔碳 · 依据 GB/T 24067—2024\t\t第 ", size=Pt(8), colour=SOFT)
    _field(foot, "PAGE")
    _text(foot, " 页，共 ", size=Pt(8), colour=SOFT)
    _field(foot, "NUMPAGES")
    _text(foot, " 页", size=Pt(8), colour=SOFT)
    _tabs(foot)


def _tabs(paragraph: Any) -> None:
    stops = paragraph.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(Mm(WIDTH / 2))
    stops.add_tab_stop(Mm(WIDTH), WD_TAB_ALIGNMENT.RIGHT)


def _field(paragraph: Any, instruction: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(8)
    run.font.color.rgb = SOFT
    for kind, text in (("begin", None), (None, instruction), ("separate", None), ("text", "1"), ("end", None)):
        if kind is None:
            element = OxmlElement("w:instrText")
            element.text = f" {text} "
        elif kind == "text":
            element = OxmlElement("w:t")
            element.text = text
        else:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        run._r.append(element)  # noqa: SLF001 - python-docx has no call for fields


# ---- cover and contents


def _cover(document: Any, cover: Cover) -> None:
    for _ in range(4):
        document.add_paragraph()
    _text(document.add_paragraph(), cover.subtitle, size=Pt(11), colour=SOFT)
    document.add_paragraph(cover.title, style="Title")
    _text(document.add_paragraph(), cover.product, size=Pt(16))
    document.add_paragraph()
    box = document.add_table(rows=1, cols=1)
    cell = box.cell(0, 0)
    _shade(cell, PALE)
    _edges(cell, left=(RULE, 24))
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(8)
    _text(line, "产品碳足迹　", size=Pt(9.5), colour=SOFT)
    _text(line, cover.headline, size=Pt(28), colour=DEEP, bold=True)
    _text(line, f"　{cover.headline_unit}", size=Pt(12))
    _text(cell.add_paragraph(), cover.headline_note, size=Pt(9), colour=SOFT)
    document.add_paragraph()
    _facts(document, Facts(cover.facts), size=Pt(10))
    for text in (cover.issuer, cover.date):
        last = document.add_paragraph()
        last.alignment = WD_ALIGN_PARAGRAPH.CENTER
        last.paragraph_format.space_before = Pt(14)
        _text(last, text, size=Pt(11))


def _contents(document: Any, made: ReportContent) -> None:
    title = document.add_paragraph()
    _text(title, "目录", size=Pt(16), colour=DEEP, bold=True)
    for chapter in (*made.chapters, made.extract):
        line = document.add_paragraph()
        line.paragraph_format.space_before = Pt(6)
        line.paragraph_format.space_after = Pt(1)
        _text(line, _chapter_title(chapter), bold=True)
        for section in chapter.sections:
            entry = document.add_paragraph()
            entry.paragraph_format.left_indent = Mm(6)
            entry.paragraph_format.space_after = Pt(0)
            _text(entry, f"{section.number}　{section.title}", size=Pt(9.5))
            _text(entry, _letters(section.letters), size=Pt(9.5), colour=SOFT)


# ---- chapters and blocks


def _chapter_title(chapter: Chapter) -> str:
    return f"{'附录 ' if chapter.number.isalpha() else ''}{chapter.number}　{chapter.title}"


def _letters(letters: str) -> str:
    return "　" + "".join(f"（{letter}）" for letter in letters) if letters else ""


def _chapter(document: Any, chapter: Chapter, *, new_page: bool, size: Any) -> None:
    heading = document.add_heading(_chapter_title(chapter), level=1)
    heading.paragraph_format.page_break_before = new_page
    _edge(heading, "bottom", RULE)
    for section in chapter.sections:
        line = document.add_heading(f"{section.number}　{section.title}", level=2)
        if section.letters:
            run = line.add_run(_letters(section.letters))
            run.font.bold = False
            run.font.color.rgb = SOFT
        for block in section.blocks:
            _block(document, block, size)


def _block(document: Any, block: Block, size: Any) -> None:
    if isinstance(block, Paragraph):
        document.add_paragraph(block.text)
    elif isinstance(block, Facts):
        _facts(document, block, size=size)
    elif isinstance(block, Table):
        _table(document, block, size)
    elif isinstance(block, Bars):
        _bars(document, block, size)
    else:
        _flow(document, block, size)


def _facts(document: Any, block: Facts, *, size: Any) -> None:
    table = _grid(document, len(block.rows), (34, WIDTH - 34))
    for row, (label, value) in zip(table.rows, block.rows, strict=True):
        _say(row.cells[0], label, size=size, colour=SOFT)
        _say(row.cells[1], value, size=size)
        for cell in row.cells:
            _edges(cell, bottom=(LINE, 4))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _table(document: Any, block: Table, size: Any) -> None:
    document.add_paragraph(block.title, style="Caption")
    whole = sum(column.width for column in block.columns)
    table = _grid(document, len(block.rows) + 1, tuple(WIDTH * column.width / whole for column in block.columns))
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        _say(cell, column.title, size=size, bold=True, align=column.align)
        _shade(cell, PALE)
        _edges(cell, top=(RULE, 8), bottom=(RULE, 6))
    _repeated(table.rows[0])
    for number, (row, texts) in enumerate(zip(table.rows[1:], block.rows, strict=True), start=1):
        last = number == len(block.rows)
        total = block.total and last
        for cell, text, column in zip(row.cells, texts, block.columns, strict=True):
            _say(cell, text, size=size, bold=total, align=column.align)
            if total:
                _shade(cell, PALE)
            _edges(cell, bottom=(RULE, 8) if last else (LINE, 4), **({"top": (RULE, 6)} if total else {}))
    _note(document, block.note)


def _bars(document: Any, block: Bars, size: Any) -> None:
    document.add_paragraph(f"{block.title}（{block.unit}）", style="Caption")
    table = _grid(document, len(block.bars), (38, 78, 26, 22))
    for row, bar in zip(table.rows, block.bars, strict=True):
        _say(row.cells[0], bar.name, size=size, align="right")
        full = "█" * round(abs(bar.length) * SCALE)
        _say(row.cells[1], full or "▏", size=Pt(8), colour=SOFT if bar.length < 0 else GREEN)
        _say(row.cells[2], bar.value, size=size, bold=True, align="right")
        _say(row.cells[3], bar.share, size=size, colour=SOFT, align="right")
    _note(document, block.note)


def _flow(document: Any, block: Flow, size: Any) -> None:
    """Word has no bands: the same boxes and bands as a table, thickest first within each box."""
    document.add_paragraph(block.title, style="Caption")
    strands = [strand for strand in block.strands if block.boxes[strand.source].column == 0]
    table = _grid(document, len(strands), (52, 26, 8, 78))
    for row, strand in zip(table.rows, strands, strict=True):
        source, target = block.boxes[strand.source], block.boxes[strand.target]
        _say(row.cells[0], source.label, size=size, align="right")
        _say(row.cells[1], source.value if _alone(block, strand.source) else "", size=size, bold=True, align="right")
        _say(row.cells[2], "→", size=size, colour=SOFT, align="center")
        _say(row.cells[3], f"{target.label}　（该阶段 {target.value}）", size=size)
    _note(document, block.note)


def _alone(block: Flow, source: int) -> bool:
    return sum(strand.source == source for strand in block.strands) == 1


def _note(document: Any, note: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(6)
    _text(line, note, size=Pt(8), colour=SOFT)


# ---- cells


def _grid(document: Any, rows: int, widths: tuple[float, ...]) -> Any:
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _say(
    cell: Any, text: str, *, size: Any, bold: bool = False, colour: RGBColor | None = None, align: str = "left"
) -> None:
    line = cell.paragraphs[0]
    line.alignment = ALIGN[align]
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1.1
    small = DIGEST.fullmatch(text)
    _text(line, text, size=Pt(7.5) if small else size, bold=bold, colour=colour)


def _text(paragraph: Any, text: str, *, size: Any = None, bold: bool = False, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    run.font.bold = bold or None
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour


def _shade(cell: Any, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)  # noqa: SLF001 - python-docx has no call for shading


def _edges(cell: Any, **edges: tuple[str, int]) -> None:
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


def _edge(paragraph: Any, side: str, colour: str) -> None:
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


def _repeated(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no call for repeated headings
    properties.append(OxmlElement("w:tblHeader"))
