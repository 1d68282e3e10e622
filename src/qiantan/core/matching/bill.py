"""A bill of materials as read: its lines, as typed and as understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from qiantan.core.findings import Finding, has_blocking

COLUMNS = ("name", "amount", "unit", "supplier", "origin", "code", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line: `number` counts the lines of the source from 1, `raw` is what stood there, cells apart by tabs.

    `amount` is the plain decimal figure as typed and `unit` one the register knows. `origin` is a region in words,
    `code` a CAS number or an id of a factor.
    """

    number: int
    name: str
    amount: Decimal
    unit: str
    supplier: str = ""
    origin: str = ""
    code: str = ""
    note: str = ""
    raw: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillReading:
    """What was read of a bill: the lines that could be understood, everything found, and the text to go on with."""

    lines: tuple[BillLine, ...]
    findings: tuple[Finding, ...] = ()
    text: str = ""

    @property
    def is_complete(self) -> bool:
        """Whether every line was understood, and there is one."""
        return bool(self.lines) and not has_blocking(self.findings)


def as_text(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of cells as text to paste, cells apart by tabs."""
    return "\n".join("\t".join(cell.replace("\t", " ").replace("\n", " ") for cell in row).rstrip("\t") for row in rows)
