"""Can somebody else find the figure and know what it covers: page, boundary, age."""

import re
from collections.abc import Iterator
from typing import Final

from qiantan.core.datasets.proposal.choices import NOT_STATED
from qiantan.core.datasets.screens.guards import guards
from qiantan.core.datasets.screens.screened import Screened, asked, refused
from qiantan.core.findings import Finding, Text

_NUMBERED: Final = re.compile(r"[0-9０-９一二三四五六七八九十]|附录|封面|annex|appendix", re.IGNORECASE)


def screen_place(case: Screened) -> Iterator[Finding]:
    """Refuse a place in the source that names none; ask about one without a number."""
    said = case.answers.get("page", "").strip()
    remedy = Text(
        "写到页码、表号或行，例如“第 12 页，表 4”。", "Name page, table or line, for instance “p. 12, table 4”."
    )
    if said.lower() in guards().vague:
        message = Text("没有指明页码或表号，别人无法核对。", "Names no page or table; nobody else can check it.")
        yield refused("SCR-PLACE", "page", message, found=said, remedy=remedy)
    elif not _NUMBERED.search(said):
        message = Text("没有页码或表号。", "No page or table number.")
        yield asked("SCR-PLACE", "page", message, found=said, remedy=remedy)


def screen_boundary(case: Screened) -> Iterator[Finding]:
    """Ask about a boundary too short to say what is inside."""
    if len(case.factor.boundary) < guards().boundary_length:
        message = Text("太短，看不出包含哪些环节。", "Too short to tell which stages are inside.")
        remedy = Text(
            "写明从哪里到哪里，例如“从摇篮到大门：开采、运输、煅烧”。",
            "Say from where to where, and the steps between.",
        )
        yield asked("SCR-BOUNDARY", "boundary", message, found=case.factor.boundary, remedy=remedy)


def screen_gwp_set(case: Screened) -> Iterator[Finding]:
    """Ask about a CO2 equivalent whose GWP set nobody knows: it may be reviewed, it is not published."""
    if case.answers.get("gwp_set") == NOT_STATED and any(one.flow == "co2e" for one in case.factor.emissions):
        message = Text(
            "CO₂e 数值没有说明所用的 GWP 值集，不能发布。", "A CO₂e figure without its GWP set cannot be published."
        )
        remedy = Text("向作者核实，或改填各气体的数值。", "Ask its author, or give the gases instead.")
        yield asked("SCR-GWP-SET", "gwp_set", message, remedy=remedy)


def screen_age(case: Screened) -> Iterator[Finding]:
    """Ask about data that are old already on the day they are handed in."""
    year, limit = int(case.answers["reference_year"]), guards().old_years
    if case.today.year - year > limit:
        message = Text(f"数据已超过 {limit} 年。", f"The data are more than {limit} years old.")
        remedy = Text(
            "有新数据时请更新；没有时请说明工艺和能源结构未变。",
            "Update them, or say that process and energy mix are the same.",
        )
        yield asked("SCR-AGE", "reference_year", message, found=str(year), remedy=remedy)
