"""A dry run of a 20,000-row workbook (read and every finding on its form) costs at most three times the parser alone.

The workbook is the cement template's with its table of raw materials filled to 20,000 rows: names, kinds, amounts with
units, sources and evidence, transport, distances. Ours parses in a sealed process, checks the archive and the sheets'
XML, cleans every cell and looks for findings; the peer is the same parser turning the same bytes into Python values.
Alternating, median of five.
"""

import io
import statistics
import time
from collections.abc import Callable, Iterator

import python_calamine

from benchmarks.claim import Claim
from qiantan.core.formats.workbook import read, write_template
from qiantan.core.templates.activity import ActivityData, Entry, State
from qiantan.core.templates.load import template
from qiantan.core.templates.schema import Template

ROWS = 20_000
ROUNDS = 5
SECTION = "raw_materials"
GOAL = 3.0


def roomy_template() -> Template:
    """Return the cement template with room for 20,000 raw materials."""
    plan = template("cement")
    sections = tuple(one.model_copy(update={"most": ROWS}) if one.id == SECTION else one for one in plan.sections)
    return plan.model_copy(update={"sections": sections})


def large_workbook(plan: Template) -> bytes:
    """Return the workbook of a plant with 20,000 deliveries, every figure different."""
    rows = tuple(_row(number) for number in range(ROWS))
    return write_template(plan, ActivityData(template=plan.id, version=plan.version, rows={SECTION: rows}))


def _row(number: int) -> dict[str, Entry]:
    def said(value: str, **more: object) -> Entry:
        return Entry(state=State.PROVIDED, value=value, **more)

    return {
        "name": said(f"石灰石 {number % 700} 号批次"),
        "kind": said(("limestone", "clay", "iron_corrective", "residue")[number % 4]),
        "amount": said(
            f"{1000 + number * 0.37:.2f}".rstrip("0").rstrip("."),
            unit=("t", "万t")[number % 2],
            source=("meter", "ledger", "invoice")[number % 3],
            evidence=(f"过磅单-{number:05}",),
        ),
        "transport_mode": said(("truck_heavy", "rail", "none")[number % 3]),
        "distance": said(str(20 + number % 900), unit="km"),
    }


def _parse_alone(content: bytes) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure() -> Iterator[Claim]:
    """Measure the dry run against the parser alone."""
    plan = roomy_template()
    content = large_workbook(plan)
    ours, alone = [], []
    for _ in range(ROUNDS):
        alone.append(_seconds(lambda: _parse_alone(content)))
        ours.append(_seconds(lambda: read("cement.xlsx", content, lambda _: plan)))
    mine, theirs = statistics.median(ours), statistics.median(alone)
    yield Claim(
        claim=f"dry run of a {ROWS:,}-row workbook",
        ours=f"{mine:.2f} s",
        peer=f"calamine alone {theirs:.2f} s",
        ratio=mine / theirs,
        goal=GOAL,
    )


if __name__ == "__main__":
    for one in measure():
        print(one)
