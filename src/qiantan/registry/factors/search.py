"""The search itself: two statements, one for the rows in order and one for the facets, both bounded.

Bounds keep a wide question as quick as a narrow one: at most `WINDOW` rows are put in order, at most `COUNTED` are
counted; beyond them counts are lower bounds and said to be so. Inside the bounds, order and counts are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from qiantan.registry.factors.facets import FACETS
from qiantan.registry.factors.question import Question, narrowed

WINDOW, NEAR, COUNTED = 1000, 400, 5000

# The tiers: whole name, synonym or beginning, as typed, accepted otherwise.
_TIER = """CASE WHEN words @@ %(whole)s::tsquery THEN 0 WHEN words @@ %(begins)s::tsquery THEN 1
    WHEN words @@ %(typed)s::tsquery THEN 2 ELSE 3 END"""
_COLUMNS = f"""value_id, {_TIER} AS tier, (kind = ANY(%(kinds)s))::int AS wanted, preference, length, pinyin_key"""
_RANKED = f"""
SELECT value_id FROM (
    (SELECT {_COLUMNS} FROM factors_factorentry WHERE words @@ %(near)s::tsquery LIMIT %(near_rows)s)
    UNION
    (SELECT {_COLUMNS} FROM factors_factorentry WHERE words @@ %(every)s::tsquery LIMIT %(window)s)
) AS hits
ORDER BY tier - wanted, 2 * preference + length, pinyin_key, value_id LIMIT %(window)s
"""  # noqa: S608 - the names of columns are written here
_NEAREST = """
SELECT value_id FROM (
    SELECT value_id, preference, length, pinyin_key,
        (SELECT count(*) FROM unnest(%(words)s::tsquery[]) AS word WHERE words @@ word) AS met
    FROM factors_factorentry WHERE words @@ %(nearest)s::tsquery LIMIT %(window)s
) AS hits
ORDER BY met DESC, 2 * preference + length, pinyin_key, value_id LIMIT %(window)s
"""
_LISTED = """
SELECT value_id FROM factors_factorentry {where}
ORDER BY preference, pinyin_key, value_id LIMIT %(window)s
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
class Counts:
    """How many factors a selection has, by facet and value; `more` says that these are lower bounds."""

    total: int = 0
    more: bool = False
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def ranked(question: Question, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the factors asked for, best first, at most `WINDOW`."""
    if question.empty:
        query = narrowed("", chosen)
        where = "WHERE words @@ %(every)s::tsquery" if query else ""
        return _ids(_LISTED.format(where=where), {"every": query, "window": WINDOW})
    near = " | ".join(f"({one})" for one in (question.whole, question.begins) if one)
    asked = {
        "whole": question.whole,
        "begins": question.begins,
        "typed": question.typed,
        "kinds": list(question.kinds),
        "near": narrowed(f"({near}) & ({question.every})", chosen) if near else narrowed(question.every, chosen),
        "every": narrowed(question.every, chosen),
        "near_rows": NEAR,
        "window": WINDOW,
    }
    return _ids(_RANKED, asked)


def nearest(question: Question, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of the factors that have some of the words, those with most first."""
    if not question.nearest:
        return ()
    from qiantan.registry.factors.segments import quoted

    words = [quoted(word) for word in question.words]
    return _ids(_NEAREST, {"words": words, "nearest": narrowed(question.nearest, chosen), "window": WINDOW})


def counted(query: str, chosen: Mapping[str, str]) -> Counts:
    """Return the counts of a question (tsquery) within the chosen facets, in one statement.

    A facet nothing was chosen in is counted within the selection; one with a choice is counted without that choice, so
    that a neighbour can be chosen instead.
    """
    parts, values = [], []
    for base in ("", *chosen):
        within = narrowed(query, {facet: value for facet, value in chosen.items() if facet != base})
        columns = [base] if base else [facet for facet in FACETS if facet not in chosen]
        sql, value = _count(base, columns, within)
        parts.append(sql)
        values += value
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    facets: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    total = 0
    for facet, value, count in rows:
        if facet == "":
            total = count
        else:
            facets[facet][value] = count
    return Counts(total=total, more=total >= COUNTED, facets=facets)


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
    return Spread(count=count, below=below, quantiles=tuple(quantiles))


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


def _count(base: str, columns: list[str], query: str) -> tuple[str, list[Any]]:
    listed = ", ".join(columns) or "kind"
    pairs = [f"('{column}', {column})" for column in columns] + ([] if base else ["('', '')"])
    where = "WHERE words @@ %s::tsquery " if query else ""
    # The names of columns come from FACETS, never from a person.
    sql = f"""(SELECT one.facet, one.value, count(*) FROM (SELECT {listed} FROM factors_factorentry {where}LIMIT {COUNTED})
        AS hits CROSS JOIN LATERAL (VALUES {", ".join(pairs)}) AS one(facet, value) GROUP BY 1, 2)"""  # noqa: S608
    return sql, [query] if query else []


def _ids(sql: str, values: Mapping[str, Any]) -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return tuple(row[0] for row in cursor.fetchall())
