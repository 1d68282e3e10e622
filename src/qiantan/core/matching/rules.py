"""The rules of matching as data: ``rulebook/search/matching.yaml``."""

import datetime as dt
from functools import cache

from qiantan.core.rules.load import read_file, rulebook_root
from qiantan.core.study.shape import Figure, Id, Line, Named, Provenance, Record


class Stands(Record):
    """Names that may stand for a factor's name, with the reason."""

    says: tuple[Line, ...]
    means: tuple[Line, ...]
    reason: Line


class Differs(Record):
    """Names that look like a factor's name and are something else, with the reason."""

    says: tuple[Line, ...]
    kept_from: tuple[Line, ...]
    reason: Line


class Exact(Record):
    """What a match must be to be accepted together with others."""

    names: tuple[Line, ...]
    certainties: tuple[Line, ...]
    most_years: int


class MatchingRules(Record):
    """How much each part of the score weighs, the scores of its parts, and the names that may stand for one another."""

    id: Id
    version: Line
    title: Named
    review_by: dt.date
    explanation: Named
    provenance: Provenance
    weights: dict[Line, Figure]
    least_name: Figure
    most_offered: int
    most_refused: int
    names: dict[Line, Figure]
    geographies: dict[Line, Figure]
    ages: dict[Line, Figure]
    age_beyond: Figure
    age_unknown: Figure
    sources: dict[Line, Figure]
    source_unknown: Figure
    certainties: dict[Line, Figure]
    exact: Exact
    qualifiers: tuple[Line, ...]
    states: tuple[Line, ...]
    same: tuple[Stands, ...]
    kinds: tuple[Stands, ...]
    proxies: tuple[Stands, ...]
    differs: tuple[Differs, ...]


@cache
def matching_rules() -> MatchingRules:
    """Return the rules of the rulebook."""
    return read_file(MatchingRules, rulebook_root() / "search" / "matching.yaml", "search")
