"""The search itself: one statement that puts the hits in order and counts them by facet, bounded on both sides.

Bounds keep a wide question as quick as a narrow one: at most `COUNTED` hits are looked at and `WINDOW` of them listed;
beyond them counts are lower bounds and said to be so. Whole names and their beginnings are looked up apart (`NEAR`), so
that the best hit is found however many there are. Inside the bounds, order and counts are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from django.db import connection

from qiantan.registry.factors.facets import FACETS
from qiantan.registry.factors.question import Question, narrowed
from qiantan.registry.factors.segments import quoted

WINDOW, NEAR, COUNTED = 1000, 400, 2000

# The tiers: whole name, synonym or beginning, as typed, accepted otherwise; a kind asked for moves up one.
_TIER: Final = """CASE WHEN words @@ %(whole)s::tsquery THEN 0 WHEN words @@ %(begins)s::tsquery THEN 1
    WHEN words @@ %(typed)s::tsquery THEN 2 ELSE 3 END - (kind = ANY(%(kinds)s))::int"""
_MET: Final = "-(SELECT count(*) FROM unnest(%(words)s::tsquery[]) AS word WHERE words @@ word)"
_COLUMNS: Final = ", ".join(FACETS)
# The names of columns come from this program, what a person typed only through parameters.
_HITS: Final = """
WITH hits AS MATERIALIZED (
    SELECT value_id, {tier} AS tier, 2 * preference + length AS place, pinyin_key, {columns}
    FROM factors_factorentry WHERE words @@ %(every)s::tsquery AND {standing} LIMIT {counted}
), near AS MATERIALIZED (
    SELECT value_id, {tier} AS tier, 2 * preference + length AS place, pinyin_key
    FROM factors_factorentry WHERE words @@ %(near)s::tsquery AND {standing} LIMIT {near}
), ranked AS (
    SELECT value_id, row_number() OVER (ORDER BY tier, place, pinyin_key, value_id) AS number
    FROM (SELECT * FROM near UNION SELECT value_id, tier, place, pinyin_key FROM hits) AS both_of_them
    ORDER BY number LIMIT {window}
)
SELECT 'id' AS facet, value_id AS value, number FROM ranked
UNION ALL SELECT '', '', count(*) FROM hits
UNION ALL (SELECT one.facet, one.value, count(*) FROM hits CROSS JOIN LATERAL (VALUES {pairs}) AS one(facet, value)
    GROUP BY 1, 2)
"""
_NEIGHBOURS: Final = """
UNION ALL (SELECT '{facet}', {facet}, count(*) FROM
    (SELECT {facet} FROM factors_factorentry {where} LIMIT {counted}) AS hits GROUP BY 2)
"""
_LISTED: Final = """
SELECT value_id FROM factors_factorentry {where} ORDER BY preference, pinyin_key, value_id LIMIT {window}
"""
_SPREAD = """
SELECT count(*), count(*) FILTER (WHERE magnitude < %s),
    percentile_cont(ARRAY[0, 0.25, 0.5, 0.75, 1]) WITHIN GROUP (ORDER BY magnitude)
FROM factors_factorentry WHERE likeness = %s
"""
_PLACE = """
SELECT count(*) FROM factors_factorentry
WHERE likeness = %s AND (magnitude < %s OR (magnitude = %s AND value_id < %s))
"""
_AT_PLACES = """
SELECT value_id, name_zh, name_en, magnitude, listed.geography, year FROM (
    SELECT value_id, magnitude, geography, year, row_number() OVER (ORDER BY magnitude, value_id) - 1 AS place
    FROM factors_factorentry WHERE likeness = %s
) AS listed JOIN factors_factorvalue AS value ON value.id = listed.value_id
WHERE place = ANY(%s) ORDER BY place
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What a question found: ids best first, how many in all and by facet and value; `more` says that the counts are lower
    bounds.
    """

    ids: tuple[str, ...] = ()
    total: int = 0
    more: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=lambda: {facet: {} for facet in FACETS})


def ranked(question: Question, chosen: Mapping[str, str], *, lapsed: bool = False) -> Hits:
    """Return what a question finds within the chosen facets, best first. A facet nothing was chosen in is counted within
    the selection; one with a choice is counted without that choice, so that a neighbour can be chosen instead.
    With `lapsed` only what left force is found, without it only what is in force.
    """
    near = " | ".join(f"({one})" for one in (question.whole, question.begins) if one)
    values = {
        "whole": question.whole,
        "begins": question.begins,
        "typed": question.typed,
        "kinds": list(question.kinds),
        "near": narrowed(near or question.every, chosen),
    }
    return _hits(_TIER, question.every, chosen, values, lapsed=lapsed)


def nearest(question: Question, chosen: Mapping[str, str], *, lapsed: bool = False) -> Hits:
    """Return what has some of the words, those with most first."""
    if not question.nearest:
        return Hits()
    values = {"words": [quoted(word) for word in question.words], "near": ""}
    return _hits(_MET, question.nearest, chosen, values, lapsed=lapsed)


def listed(chosen: Mapping[str, str], *, lapsed: bool = False) -> Hits:
    """Return the first of all factors within the chosen facets, in the order of lists, counted."""
    query = narrowed("", chosen)
    values = {"tier": 0, "every": query, "near": ""}
    where = _where(query, standing=_standing(lapsed=lapsed))
    ids = tuple(row[0] for row in _rows(_LISTED.format(where=where, window=WINDOW), values))
    if lapsed and not chosen:
        return Hits(ids=ids, total=len(ids), more=len(ids) == WINDOW)
    return _hits("0", "", chosen, {"near": ""}, ids, lapsed=lapsed) if chosen else Hits(ids=ids)


def _hits(
    tier: str,
    asked: str,
    chosen: Mapping[str, str],
    values: dict[str, Any],
    ids: tuple[str, ...] | None = None,
    *,
    lapsed: bool,
) -> Hits:
    standing = _standing(lapsed=lapsed)
    values = {**values, "every": narrowed(asked, chosen)}
    free = [facet for facet in FACETS if facet not in chosen]
    pairs = ", ".join(f"('{facet}', {facet})" for facet in free) or "('', '')"
    bounds = {"counted": COUNTED, "near": NEAR, "window": WINDOW, "standing": standing}
    sql = _HITS.format(tier=tier, columns=_COLUMNS, pairs=pairs, **bounds)
    for facet in chosen:
        values[facet] = narrowed(asked, {name: value for name, value in chosen.items() if name != facet})
        sql += _NEIGHBOURS.format(facet=facet, where=_where(values[facet], facet, standing=standing), counted=COUNTED)
    rows = _rows(sql, values)
    facets: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    for facet, value, count in rows:
        if facet in facets:
            facets[facet][value] = count
    total = next(count for facet, _, count in rows if facet == "")
    numbered = sorted((number, value) for facet, value, number in rows if facet == "id")
    found = tuple(value for _, value in numbered) if ids is None else ids
    return Hits(ids=found, total=total, more=total >= COUNTED, facets=facets)


def _rows(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Return the rows of a statement that is planned to use the index of words: the planner knows too little of how often
    a beginning of a word occurs, and would rather read half a million entries. One trip for both statements.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off;" + sql, values)
        cursor.nextset()
        return cursor.fetchall()


def _where(query: str, parameter: str = "every", *, standing: str) -> str:
    return f"WHERE words @@ %({parameter})s::tsquery AND {standing}" if query else f"WHERE {standing}"


def _standing(*, lapsed: bool) -> str:
    return "lapsed" if lapsed else "NOT lapsed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The figures of a group: how many, how many below one of them, the quantiles 0, ¼, ½, ¾, 1."""

    count: int
    below: int
    quantiles: tuple[float, ...]


class Peer(NamedTuple):
    """A comparable factor."""

    id: str
    name_zh: str
    name_en: str
    figure: float
    geography: str
    year: str


def spread(group: str, figure: float) -> Spread:
    """Return how the figures of a group are spread, and where one of them stands."""
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD, [figure, group])
        count, below, quantiles = cursor.fetchone()
    return Spread(count=count, below=below, quantiles=tuple(quantiles or ()))


def place_in(group: str, figure: float, factor_id: str) -> int:
    """Return the 0-based place of a factor among its group in ascending order."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [group, figure, figure, factor_id])
        return int(cursor.fetchone()[0])


def at_places(group: str, places: list[int]) -> tuple[Peer, ...]:
    """Return the factors of a group at 0-based places in ascending order."""
    with connection.cursor() as cursor:
        cursor.execute(_AT_PLACES, [group, places])
        return tuple(Peer(*row) for row in cursor.fetchall())
