"""What a report consists of: chapters, sections and blocks. Word and PDF draw the same blocks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

Align = Literal["left", "right", "center"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels and what they say, in two columns."""

    rows: tuple[tuple[str, str], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its relative width, its alignment."""

    title: str
    width: float = 1.0
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; with `total`, the last row is the sum of those above it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: bool = False
    note: str = ""
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: name, figure and share in words, and its length as a part of the longest (negative to the left)."""

    name: str
    value: str
    share: str
    length: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar chart with its figures beside the bars."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    note: str = ""
    kind: Literal["bars"] = "bars"


@dataclass(frozen=True, slots=True)
class Strand:
    """One band of a flow chart between two node boxes; positions and thickness are parts of the height (0..1)."""

    source: int
    target: int
    start: float
    end: float
    thickness: float


@dataclass(frozen=True, slots=True)
class Box:
    """One node of a flow chart: its column, top and height as parts of the height, its label and figure."""

    column: int
    top: float
    height: float
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow chart: where the emissions arise, through which stage they pass, and the product; bands are to scale."""

    title: str
    columns: int
    boxes: tuple[Box, ...]
    strands: tuple[Strand, ...]
    note: str = ""
    kind: Literal["flow"] = "flow"


Block = Paragraph | Facts | Table | Bars | Flow


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered section; `letters` are the report items (a)–(t) it answers."""

    number: str
    title: str
    letters: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter (1–6) or annex (A, B, C)."""

    number: str
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page."""

    title: str
    subtitle: str
    product: str
    facts: tuple[tuple[str, str], ...]
    headline: str
    headline_unit: str
    headline_note: str
    issuer: str
    date: str


@dataclass(frozen=True, slots=True)
class ReportContent:
    """A whole report, ready to be drawn; `dated` is the ISO day it bears as a file."""

    language: str
    dated: str
    number: str
    header: str
    cover: Cover
    chapters: tuple[Chapter, ...]
    extract: Chapter

    def sections(self) -> Iterator[Section]:
        """Yield every section of the chapters, in order."""
        for chapter in self.chapters:
            yield from chapter.sections


def numbered(chapters: tuple[Chapter, ...]) -> tuple[Chapter, ...]:
    """Number the tables and charts through the report: 表 1, 表 2 …; 图 1 …."""
    counts = {"表": 0, "图": 0}

    def named(block: Block) -> Block:
        if isinstance(block, (Table, Bars, Flow)):
            word = "表" if isinstance(block, Table) else "图"
            counts[word] += 1
            return replace(block, title=f"{word} {counts[word]}　{block.title}")
        return block

    return tuple(
        replace(
            chapter,
            sections=tuple(
                replace(section, blocks=tuple(named(block) for block in section.blocks)) for section in chapter.sections
            ),
        )
        for chapter in chapters
    )
