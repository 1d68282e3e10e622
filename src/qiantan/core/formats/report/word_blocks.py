"""The blocks of a report in Word: facts, tables, bars, flow."""

from typing import Any

from docx.shared import Pt

from qiantan.core.formats.report.blocks import Bars, Block, Facts, Flow, Paragraph, Table
from qiantan.core.formats.report.word_marks import (
    GREEN,
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

# The longest bar, in characters.
SCALE = 24


def draw_block(document: Any, block: Block, size: Any) -> None:
    """Draw one block of the content."""
    if isinstance(block, Paragraph):
        document.add_paragraph(block.text)
    elif isinstance(block, Facts):
        draw_facts(document, block, size=size)
    elif isinstance(block, Table):
        draw_table(document, block, size)
    elif isinstance(block, Bars):
        draw_bars(document, block, size)
    else:
        draw_flow(document, block, size)


def draw_facts(document: Any, block: Facts, *, size: Any) -> None:
    """Draw labels and what they say."""
    table = add_grid(document, len(block.rows), (40, WIDTH - 40))
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


def draw_bars(document: Any, block: Bars, size: Any) -> None:
    """Draw bars of full blocks: they print, copy and scale like text."""
    document.add_paragraph(f"{block.title}（{block.unit}）", style="Caption")
    table = add_grid(document, len(block.bars), (38, 78, 26, 22))
    for row, bar in zip(table.rows, block.bars, strict=True):
        fill(row.cells[0], bar.name, size=size, align="right")
        full = "█" * round(abs(bar.length) * SCALE)
        fill(row.cells[1], full or "▏", size=Pt(8), colour=SOFT if bar.length < 0 else GREEN)
        fill(row.cells[2], bar.value, size=size, bold=True, align="right")
        fill(row.cells[3], bar.share, size=size, colour=SOFT, align="right")
    keep_together(table)
    draw_note(document, block.note)


def draw_flow(document: Any, block: Flow, size: Any) -> None:
    """Word has no bands: the same boxes and bands as a table, thickest first within each box."""
    document.add_paragraph(block.title, style="Caption")
    strands = [strand for strand in block.strands if block.boxes[strand.source].column == 0]
    table = add_grid(document, len(strands), (52, 26, 8, 78))
    for row, strand in zip(table.rows, strands, strict=True):
        source, target = block.boxes[strand.source], block.boxes[strand.target]
        fill(row.cells[0], source.label, size=size, align="right")
        fill(row.cells[1], source.value if _alone(block, strand.source) else "", size=size, bold=True, align="right")
        fill(row.cells[2], "→", size=size, colour=SOFT, align="center")
        fill(row.cells[3], f"{target.label}　（该阶段 {target.value}）", size=size)
    keep_together(table)
    draw_note(document, block.note)


def _alone(block: Flow, source: int) -> bool:
    return sum(strand.source == source for strand in block.strands) == 1


def draw_note(document: Any, note: str) -> None:
    """Close a table with its note, or with a little room."""
    line = document.add_paragraph()
    line.paragraph_format.space_after = Pt(2)
    line.paragraph_format.line_spacing = 1.0
    write(line, note or " ", size=Pt(8) if note else Pt(3), colour=SOFT)
