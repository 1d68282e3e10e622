"""How much of the footprint is counted, and what the cut-offs leave out."""

from dataclasses import dataclass
from typing import NamedTuple

from qiantan.core.engine.outcome import Outcome
from qiantan.core.study.shape import Named


class LeftOut(NamedTuple):
    """One cut-off: the exchange, its name, estimated kg CO2e per unit, share of the footprint (none where it is zero)."""

    id: str
    name: Named
    kg: float
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The cut-off register of a result.

    `cut_off_share` is what all cut-offs together would add, over the footprint, as product rules limit it;
    `included_share` is the footprint over the footprint with everything that was left out.
    """

    cut_off: tuple[LeftOut, ...]
    cut_off_share: float
    included_share: float


def coverage(outcome: Outcome) -> Coverage:
    """Return the cut-off register of an outcome, in the order of the study."""
    total = abs(outcome.total)
    left = tuple(
        LeftOut(entry.id, entry.name, estimate, abs(estimate) / total if total else None)
        for entry, estimate in zip(outcome.entries, outcome.estimate_by_exchange.tolist(), strict=True)
        if entry.basis == "cut_off"
    )
    together = sum(abs(each.kg) for each in left)
    whole = total + together
    return Coverage(
        cut_off=left,
        cut_off_share=together / total if total else 0.0,
        included_share=total / whole if whole else 1.0,
    )
