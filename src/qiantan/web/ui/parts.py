"""What components are fed with: small frozen records of words, links and flags.

Presenters build them; templates only print them. Every `tone` is one of neutral, info, good, warn, bad, primary;
a tone always comes with a word or an icon, so that colour is never the only signal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Tone = Literal["neutral", "info", "good", "warn", "bad", "primary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in words."""

    text: str
    href: str
    icon: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a steps bar: done, current or upcoming; `note` is a second line such as a date."""

    title: str
    state: Literal["done", "current", "upcoming", "failed"]
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskItem:
    """One line of a task list with its state in words and how much of it is filled."""

    title: str
    href: str
    state: Literal["not_started", "in_progress", "has_findings", "completed", "optional"]
    hint: str = ""
    filled: int | None = None
    total: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a data table; numbers are right-aligned with their unit in the heading; `narrow` keeps its line."""

    title: str
    numeric: bool = False
    narrow: bool = False
    unit: str = ""
    sort: str = ""
    sorted: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a data table: text, perhaps a link, a status tone, a second line; `drawer` opens the link at the side."""

    text: str
    href: str = ""
    tone: Tone | str = ""
    icon: str = ""
    note: str = ""
    share: float | None = None
    drawer: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a data table: its cells, the links of its fixed action column, and whether it is a sum."""

    cells: Sequence[Cell]
    actions: Sequence[Link] = ()
    sum: bool = False
    greyed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A data table. `total` is the number of rows in all pages; `export` the address of the same rows as a file."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    total: int | None = None
    export: str = ""
    empty: str = ""
    show_caption: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where a list stands: 1-based `number` of `pages`, `total` rows; `address` is the list without its page number."""

    number: int
    pages: int
    total: int
    address: str = "?"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The page numbers worth offering: first, last and those around; 0 stands for a gap."""
        near = {1, self.pages, *range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)}
        shown: list[int] = []
        for number in sorted(near):
            if shown and number - shown[-1] > 1:
                shown.append(0)
            shown.append(number)
        return tuple(shown)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One way to narrow a list: its name and the links that narrow it; `more` of them are folded away."""

    title: str
    choices: Sequence[Link]
    more: Sequence[Link] = ()
    open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A name and what stands for it, in a list of facts."""

    name: str
    text: str
    href: str = ""
    note: str = ""
    code: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in the language of the page. `place` says where in words; `href` leads there."""

    severity: Literal["blocking", "warning", "note"]
    message: str
    place: str = ""
    href: str = ""
    found: str = ""
    expected: str = ""
    example: str = ""
    remedy: str = ""
    clause: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """One turn in the thread of a finding."""

    who: str
    at: str
    text: str
    side: Literal["asked", "answered"] = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of a comparison: what changed, from what, to what."""

    name: str
    before: str
    after: str
    kind: Literal["changed", "added", "removed", "same"] = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One entry of a timeline."""

    title: str
    at: str
    text: str = ""
    who: str = ""
    tone: Tone | str = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version to pick: its label, address and note; whether it is shown and whether it is the one in force."""

    label: str
    href: str
    note: str = ""
    current: bool = False
    in_force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One part of a whole: `percent` of it, its value in words and its percentage as displayed; `href` opens it at the
    side. A credit has a negative `percent`: it is listed, not drawn.
    """

    name: str
    percent: float
    text: str
    percent_text: str = ""
    default: bool = False
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One prefecture of the tile grid: id of `tiles.PLACES`, value in words, and its class from 0 (low) to 4."""

    place: str
    text: str
    level: int | None = None
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A long job as a row: phase in words, how far, and what can be done with it. `poll` is empty once it ended."""

    title: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    phase: str = ""
    percent: float | None = None
    message: str = ""
    started: str = ""
    poll: str = ""
    id: str = ""
    detail: str = ""
    results: Sequence[Link] = field(default_factory=tuple)
    cancel: str = ""
    retry: str = ""
