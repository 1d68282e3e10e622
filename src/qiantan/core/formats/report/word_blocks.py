"""The blocks of a report in Word: text, facts, tables, charts."""

import io
from typing import Any

from docx.shared import Mm, Pt

from qiantan.core.formats.report.blocks import Bars, Block, Facts, Flow, Paragraph, Table
from qiantan.core.formats.report.fonts import Fonts
from qiantan.core.formats.report.pdf import draw_picture
from qiantan.core.formats.report.word_marks import (
    LINE,
    PALE,
    RULE,
    SOFT,
    WIDTH,
    add_grid,
    edge_cell,
    fill,
    keep_together,
    repeat_heading,
    shade_cell,
    write,
)


def draw_block(document: Any, block: Block, size: Any, fonts: Fonts | None) -> None:
    """Draw one block of the content."""
    if isinstance(block, Paragraph):
        document.add_paragraph(block.text)
    elif isinstance(block, Facts):
        draw_facts(document, block, size=size)
    elif isinstance(block, Table):
        draw_table(document, block, size)
    else:
        draw_chart(document, block, fonts)


def draw_facts(document: Any, block: Facts, *, size: Any) -> None:
    """Draw labels and what they say."""
    table = add_grid(document, len(block.rows), (46, WIDTH - 46))
    for row, (label, value) in zip(table.rows, block.rows, strict=True):
        fill(row.cells[0], label, size=size, colour=SOFT)
        fill(row.cells[1], value, size=size)
        for cell in row.cells:
            edge_cell(cell, bottom=(LINE, 4))
    keep_together(table)
    draw_note(document, "")


def draw_table(document: Any, block: Table, size: Any) -> None:
    """Draw a table under its caption, headings repeated on every page."""
    document.add_paragraph(block.title, style="Caption")
    whole = sum(column.width for column in block.columns)
    table = add_grid(document, len(block.rows) + 1, tuple(WIDTH * column.width / whole for column in block.columns))
    for cell, column in zip(table.rows[0].cells, block.columns, strict=True):
        fill(cell, column.title, size=size, bold=True, align=column.align)
        shade_cell(cell, PALE)
        edge_cell(cell, top=(RULE, 8), bottom=(RULE, 6))
    repeat_heading(table.rows[0])
    for number, (row, texts) in enumerate(zip(table.rows[1:], block.rows, strict=True), start=1):
        last = number == len(block.rows)
        total = block.total and last
        for cell, text, column in zip(row.cells, texts, block.columns, strict=True):
            fill(cell, text, size=size, bold=total, align=column.align)
            if total:
                shade_cell(cell, PALE)
            edge_cell(cell, bottom=(RULE, 8) if last else (LINE, 4), **({"top": (RULE, 6)} if total else {}))
    keep_together(table)
    draw_note(document, block.note)


def draw_chart(document: Any, block: Bars | Flow, fonts: Fonts | None) -> None:
    """Draw a chart as a picture with its title as alternative text; without fonts, say where it is drawn."""
    title = f"{block.title}（{block.unit}）" if isinstance(block, Bars) else block.title
    document.add_paragraph(title, style="Caption")
    if fonts is None:
        document.add_paragraph("（图见 PDF 版报告；数值见相邻的表。）")
        return
    picture = document.add_picture(io.BytesIO(draw_picture(block, fonts)), width=Mm(WIDTH))
    picture._inline.docPr.set("descr", title)  # noqa: SLF001 - python-docx has no call for alternative text
    document.paragraphs[-1].paragraph_format.keep_with_next = bool(block.note)
    draw_note(document, block.note)


def draw_note(document: Any, note: str) -> None:
    """Close a table with its note, or with a little room."""
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1.0
    write(line, note or " ", size=Pt(8) if note else Pt(3), colour=SOFT)
