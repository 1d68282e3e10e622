"""Tables in Word, written as WordprocessingML in one piece: python-docx needs a third of a second for a long report."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

PALE, LINE, RULE, SOFT = "EEF5F2", "B9C7C1", "0B5A47", "56635E"
# Millimetres between the margins.
WIDTH = 164
CELL_STYLE = "Table Text"
# Tables up to so many rows are not broken over two pages.
SHORT = 14
_TWIPS = 1440 / 25.4
# A digest is one word of 64 characters: set small, so that it stays on one line.
_DIGEST = re.compile(r"[0-9a-f]{64}")
# What XML cannot carry, whatever somebody pasted.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look; `size` in half points, none for that of the style."""

    text: str
    size: int | None = None
    bold: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its lines of runs, background, and borders as side → (colour, eighths of a point)."""

    lines: tuple[tuple[Run, ...], ...]
    align: Align = "left"
    shade: str = ""
    edges: dict[str, tuple[str, int]] = field(default_factory=dict)


def clean(text: str) -> str:
    """Return text that XML can carry."""
    return _FORBIDDEN.sub("", text)


def add_table(document: Any, rows: Sequence[Sequence[Cell]], widths: Sequence[float], *, heading: bool = False) -> None:
    """Add a table with columns of fixed width in millimetres; with `heading`, the first row repeats on every page."""
    columns = [round(width * _TWIPS) for width in widths]
    short = len(rows) <= SHORT
    body = "".join(
        _row(row, columns, heading=heading and number == 0, keep=short and number < len(rows) - 1)
        for number, row in enumerate(rows)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
    properties = (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    )
    table = parse_xml(f"<w:tbl {nsdecls('w')}>{properties}<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>")
    document.element.body._insert_tbl(table)  # noqa: SLF001 - python-docx only adds tables it makes itself


def _row(row: Sequence[Cell], columns: Sequence[int], *, heading: bool, keep: bool) -> str:
    repeated = "<w:tblHeader/>" if heading else ""
    cells = "".join(_cell(cell, width, keep=keep) for cell, width in zip(row, columns, strict=True))
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: int, *, keep: bool) -> str:
    sides = "".join(_edge(side, *cell.edges[side]) for side in ("top", "left", "bottom", "right") if side in cell.edges)
    borders = f"<w:tcBorders>{sides}</w:tcBorders>" if sides else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{cell.shade}"/>' if cell.shade else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}{shade}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{''.join(_line(line, cell.align, keep=keep) for line in cell.lines)}</w:tc>"


def _edge(side: str, colour: str, eighths: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="0" w:color="{colour}"/>'


def _line(runs: Sequence[Run], align: Align, *, keep: bool) -> str:
    kept = "<w:keepNext/>" if keep else ""
    placed = f'<w:jc w:val="{align}"/>' if align != "left" else ""
    properties = f'<w:pPr><w:pStyle w:val="{CELL_STYLE.replace(" ", "")}"/>{kept}{placed}</w:pPr>'
    return f"<w:p>{properties}{''.join(_run(run) for run in runs)}</w:p>"


def _run(run: Run) -> str:
    size = 15 if _DIGEST.fullmatch(run.text) else run.size
    bold = "<w:b/>" if run.bold else ""
    colour = f'<w:color w:val="{run.colour}"/>' if run.colour else ""
    sized = f'<w:sz w:val="{size}"/>' if size else ""
    lines = escape(clean(run.text)).split("\n")
    told = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r><w:rPr>{bold}{colour}{sized}</w:rPr>{told}</w:r>"
