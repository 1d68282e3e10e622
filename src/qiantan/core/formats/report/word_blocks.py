"""The blocks of a report in Word: text, facts, tables, charts."""

import io
from typing import Any

from docx.shared import Mm, Pt

from qiantan.core.formats.report.blocks import Bars, Block, Column, Facts, Flow, Paragraph, Table
from qiantan.core.formats.report.fonts import Fonts
from qiantan.core.formats.report.pdf import draw_picture
from qiantan.core.formats.report.word_marks import GREY, write
from qiantan.core.formats.report.word_tables import LINE, PALE, RULE, SOFT, WIDTH, Cell, Run, add_table, clean

# Width of the labels beside facts, in millimetres.
LABELS = 46


def draw_block(document: Any, block: Block, fonts: Fonts | None) -> None:
    """Draw one block of the content."""
    if isinstance(block, Paragraph):
        document.add_paragraph(clean(block.text))
    elif isinstance(block, Facts):
        draw_facts(document, block)
    elif isinstance(block, Table):
        draw_table(document, block)
    else:
        draw_chart(document, block, fonts)


def draw_facts(document: Any, block: Facts, *, size: int | None = None) -> None:
    """Draw labels and what they say; `size` in half points."""
    edges = {"bottom": (LINE, 4)}
    rows = [
        (Cell(((Run(label, size, colour=SOFT),),), edges=edges), Cell(((Run(value, size),),), edges=edges))
        for label, value in block.rows
    ]
    add_table(document, rows, (LABELS, WIDTH - LABELS))
    draw_note(document, "")


def draw_table(document: Any, block: Table) -> None:
    """Draw a table under its caption, headings repeated on every page."""
    document.add_paragraph(clean(block.title), style="Caption")
    whole = sum(column.width for column in block.columns)
    rows = [tuple(_heading(column) for column in block.columns)]
    for number, texts in enumerate(block.rows, start=1):
        last = number == len(block.rows)
        total = block.total and last
        edges = {"bottom": (RULE, 8) if last else (LINE, 4)} | ({"top": (RULE, 6)} if total else {})
        rows.append(
            tuple(
                Cell(((Run(text, bold=total),),), column.align, PALE if total else "", edges)
                for text, column in zip(texts, block.columns, strict=True)
            )
        )
    add_table(document, rows, [WIDTH * column.width / whole for column in block.columns], heading=True)
    draw_note(document, block.note)


def _heading(column: Column) -> Cell:
    return Cell(((Run(column.title, bold=True),),), column.align, PALE, {"top": (RULE, 8), "bottom": (RULE, 6)})


def draw_chart(document: Any, block: Bars | Flow, fonts: Fonts | None) -> None:
    """Draw a chart as a picture with its title as alternative text; without fonts, say where it is drawn."""
    title = f"{block.title}（{block.unit}）" if isinstance(block, Bars) else block.title
    document.add_paragraph(clean(title), style="Caption")
    if fonts is None:
        document.add_paragraph("（图见 PDF 版报告；数值见相邻的表。）")
        return
    picture = document.add_picture(io.BytesIO(draw_picture(block, fonts)), width=Mm(WIDTH))
    picture._inline.docPr.set("descr", clean(title))  # noqa: SLF001 - python-docx has no call for alternative text
    draw_note(document, block.note)


def draw_note(document: Any, note: str) -> None:
    """Close a table with its note, or with a little room."""
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1.0
    write(line, note or " ", size=Pt(8) if note else Pt(3), colour=GREY)
