"""What counts as a gap of the factor library, how uncertain what stands in its place is, and the targets of the library.

A gap is judged by facts alone (`core.province.uses.StandIn`) and by the figures of ``rulebook/gaps/ranking.yaml``:

- *missing*: cut off because no factor was to be had;
- *proxy*: a supplier's own figure that nobody verified, an assumption of a template, a factor of another geography, of
  another time, of another material, or of low certainty. One factor may be all of these.

**Rank score** = demand × contribution × uncertainty, where demand is the part of all products that ask, contribution the
mean share of their footprints that hangs on it, uncertainty the relative standard deviation of what stands there, weighted
by those shares. The product is the relative standard deviation that the gap adds to an average product of the province.

**Uncertainty** joins the stated spread with what the pedigree adds (Weidema and others 2013): with σ² = ln(1 + v²) of the
stated relative standard deviation v, plus the variances of the scores for technology, time and geography, it is
√(exp σ² − 1).
"""

import datetime as dt
from enum import IntFlag
from functools import cache
from math import expm1, log1p, sqrt
from typing import Annotated, Literal

from pydantic import Field

from qiantan.core.province.uses import CUT_OFF, SUPPLIER, UNKNOWN, Phrases, StandIn
from qiantan.core.rules.load import read_file, rulebook_root, standard
from qiantan.core.study.shape import Figure, Id, Line, Named, Provenance, Record, Score

ASSUMED = "assumed"


class Reason(IntFlag):
    """Why something is a gap; several at once."""

    MISSING = 1
    UNVERIFIED = 2
    ASSUMED = 4
    GEOGRAPHY = 8
    AGE = 16
    MATERIAL = 32
    CERTAINTY = 64


class Pedigree(Record):
    """Variance of the logarithm that a score from 1 to 5 adds, by indicator, and where the table is from."""

    provenance: Provenance
    technology: tuple[Figure, Figure, Figure, Figure, Figure]
    time: tuple[Figure, Figure, Figure, Figure, Figure]
    geography: tuple[Figure, Figure, Figure, Figure, Figure]


class Ranking(Record):
    """``gaps/ranking.yaml``: what counts as a gap and how uncertain it is; the file says what each figure is."""

    id: Id
    version: Line
    title: Named
    review_by: dt.date
    provenance: Provenance
    absent: tuple[str, ...]
    things: tuple[str, ...]
    needless: tuple[str, ...]
    proxy_words: tuple[str, ...]
    proxy_technology: Score
    home: tuple[Line, ...]
    local: tuple[Line, ...]
    low_certainties: tuple[Line, ...]
    cut_off_deviation: Figure
    unstated_deviation: Figure
    bill_organisations: Annotated[int, Field(ge=2)]
    pedigree: Pedigree

    @property
    def phrases(self) -> Phrases:
        """How people say that there is no factor, and that one is of another material."""
        return Phrases(self.absent, self.things, self.needless, self.proxy_words)


class Target(Record):
    """A target as published: what it says, whose (`of`, a geography), by when, which `counter` stands beside it; a target
    without a `figure` has none.
    """

    id: Id
    title: Named
    of: Line
    figure: int | None = None
    by: dt.date
    counter: Literal["mature", "local", "key_industries"]
    provenance: Provenance


class Mature(Record):
    """What this system calls a mature dataset, beside reviewed, published and valid: its certainty."""

    certainties: tuple[Line, ...]
    provenance: Provenance


class Industry(Record):
    """An industry a plan names, and the words by which a factor is counted for it."""

    id: Id
    title: Named
    words: tuple[Line, ...]


class Targets(Record):
    """``gaps/targets.yaml``: targets of factor libraries, and what is counted beside them."""

    id: Id
    version: Line
    title: Named
    review_by: dt.date
    targets: tuple[Target, ...]
    mature: Mature
    key_industries: tuple[Industry, ...]


@cache
def ranking() -> Ranking:
    """Return what counts as a gap."""
    return read_file(Ranking, rulebook_root() / "gaps" / "ranking.yaml", "gaps")


@cache
def targets() -> Targets:
    """Return the targets of factor libraries."""
    return read_file(Targets, rulebook_root() / "gaps" / "targets.yaml", "gaps")


def oldest() -> int:
    """Return how many years a factor may be behind its study before it is called old (the general standard's guard)."""
    return standard().plausibility.factor_years


def reasons(stand_in: StandIn, rule: Ranking, years: int) -> Reason:
    """Return why what stands there is a gap; none for a proper factor, and for a cut-off made for another reason."""
    if stand_in.source == CUT_OFF:
        return Reason.MISSING if stand_in.lacking else Reason(0)
    found = Reason(0)
    if stand_in.source == SUPPLIER:
        found |= Reason.UNVERIFIED
    if stand_in.how_found == ASSUMED or stand_in.factor.startswith(f"{ASSUMED}:"):
        found |= Reason.ASSUMED
    if stand_in.geography and not stand_in.geography.startswith(rule.home):
        found |= Reason.GEOGRAPHY
    if stand_in.behind > years:
        found |= Reason.AGE
    if stand_in.proxy or (stand_in.technology >= rule.proxy_technology and not found & Reason.ASSUMED):
        found |= Reason.MATERIAL
    if stand_in.certainty in rule.low_certainties:
        found |= Reason.CERTAINTY
    return found


def uncertainty(stand_in: StandIn, rule: Ranking) -> float:
    """Return the relative standard deviation of what stands there, with what its pedigree adds.

    >>> round(uncertainty(StandIn("library", deviation=0.2, technology=4, time=3, geography_score=1), ranking()), 4)
    0.2909
    """
    if stand_in.source == CUT_OFF:
        return float(rule.cut_off_deviation)
    stated = float(rule.unstated_deviation) if stand_in.deviation == UNKNOWN else stand_in.deviation
    table = rule.pedigree
    scored = (
        (stand_in.technology, table.technology),
        (stand_in.time, table.time),
        (stand_in.geography_score, table.geography),
    )
    added = sum(float(column[score - 1]) for score, column in scored if score != UNKNOWN)
    return sqrt(expm1(log1p(stated**2) + added))


__all__ = ["Ranking", "Reason", "Target", "Targets", "oldest", "ranking", "reasons", "targets", "uncertainty"]
