"""Looking up the factors for many names at once: one statement for all lines of a bill, bounded for each of them.

Each line asks two questions: `near`, the whole names it may have or end in, and `wide`, all words of its name. Footprints
come first within the bounds, so that a hundred parameters of a fuel do not hide its footprint. What stands behind a line
is decided afterwards, by ``core.matching``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

from qiantan.registry.factors.facets import facet_word
from qiantan.registry.factors.segments import HAN, all_of, any_of, asked_words, compact, quoted

AT_ONCE: Final = 200  # lines in one statement
LOOKED_AT, NEAR, WIDE = 400, 48, 16
_USABLE: Final = ("footprint", "electricity_footprint")
_KINDS: Final = any_of(quoted(facet_word("kind", kind)) for kind in _USABLE)
# Whole names are looked up in every kind, footprints first; words one by one only among footprints.
_ALL: Final = f"""
SELECT asked.number, found.value_id
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked(near, wide, number)
CROSS JOIN LATERAL (
    (SELECT value_id FROM (SELECT value_id, preference, kind = ANY(%s) AS usable FROM factors_factorentry
        WHERE words @@ asked.near::tsquery AND NOT lapsed LIMIT {LOOKED_AT}) AS hits
        ORDER BY usable DESC, preference, value_id LIMIT {NEAR})
    UNION
    (SELECT value_id FROM (SELECT value_id, preference FROM factors_factorentry
        WHERE words @@ asked.wide::tsquery AND NOT lapsed LIMIT {LOOKED_AT}) AS hits
        ORDER BY preference, value_id LIMIT {WIDE})
) AS found
"""  # noqa: S608 - bounds of this program; what a person typed comes through parameters
_NOTHING: Final = quoted("/nothing")
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What a line asks: the names it may have, the one whose words are looked for one by one, and those with which a name
    may only begin (全国电力平均 of 全国电力平均碳足迹因子).
    """

    names: tuple[str, ...]
    words: str = ""
    begins: tuple[str, ...] = ()


def ids_for(lines: Sequence[Asked]) -> list[tuple[str, ...]]:
    """Return the ids of the factors that may stand behind each line, in the order of the lines: one query for every
    `AT_ONCE` of them.
    """
    found: list[list[str]] = [[] for _ in lines]
    for start in range(0, len(lines), AT_ONCE):
        part = lines[start : start + AT_ONCE]
        for number, value_id in _rows([_near(line) for line in part], [_wide(line) for line in part]):
            found[start + number - 1].append(value_id)
    return [tuple(sorted(ids)) for ids in found]


def _near(line: Asked) -> str:
    begins = (quoted(f"={form}:*") for form in map(compact, line.begins) if len(form) > _SHORTEST)
    return any_of((*(one for name in line.names for one in _whole(name)), *begins))


def _whole(name: str) -> Iterable[str]:
    """Yield the whole names a name may be, begin or end in (水洗石灰石 ends in =石灰石)."""
    form = compact(name)
    if not form:
        return
    yield quoted(f"={form}")
    for run in HAN.findall(form):
        yield from (quoted(f"={run[at:]}") for at in range(1, len(run) - 1))


def _wide(line: Asked) -> str:
    words = asked_words(line.words) if len(compact(line.words)) >= _SHORTEST else ()
    return all_of(words)


def _rows(near: list[str], wide: list[str]) -> list[tuple[int, str]]:
    names = [question or _NOTHING for question in near]
    words = [f"({question}) & ({_KINDS})" if question else _NOTHING for question in wide]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off;" + _ALL, [names, words, list(_USABLE)])
        cursor.nextset()
        return cursor.fetchall()
