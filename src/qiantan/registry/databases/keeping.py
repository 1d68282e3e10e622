"""A database into its tables by COPY: lines of the readers as they are, beside them the figures from the arrays."""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

import numpy as np
from django.db import connection

from qiantan.core.datasets.footprints import Footprints
from qiantan.core.datasets.linked import LinkedDatabase, loops

READ: Final = (
    "uuid", "name_zh", "name_en", "location", "category", "product_zh", "product_en", "unit", "kind", "year", "place",
    "words",
)  # fmt: skip
_COMPUTED: Final = ("database_id", "number", "inputs", "open_inputs", "kg", "bound", "own")
_CHUNK: Final = 1 << 20
_NULL: Final = "\\N"


def copy_processes(key: int, database: LinkedDatabase, found: Footprints | None, rows: Iterable[Path]) -> None:
    """Keep every process of a database."""
    figures = _figures(key, database, found)
    lines = chain.from_iterable(map(_lines, rows))
    both = (f"{computed}\t{line}" for computed, line in zip(figures, lines, strict=True))
    _copy("databases_process", (*_COMPUTED, *READ), both)


def copy_scores(key: int, found: Footprints) -> None:
    """Replace the footprints of the processes of a database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE databases_scores"
            " (number integer, kg double precision, bound double precision, own double precision) ON COMMIT DROP"
        )
    lines = (f"{number}\t{figures}\n" for number, figures in enumerate(_scores(found, len(found.database.uuids))))
    _copy("databases_scores", ("number", "kg", "bound", "own"), lines)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE databases_process AS process SET kg = scores.kg, bound = scores.bound, own = scores.own"
            " FROM databases_scores AS scores WHERE process.database_id = %s AND process.number = scores.number",
            [key],
        )


def counts_of(database: LinkedDatabase) -> dict[str, Any]:
    """Return what a database holds, in numbers, for its page."""
    links, natures = database.links, database.natures
    in_loop, number = loops(database)
    first = _once(database)
    codes = np.bincount(links.code[first], minlength=6).tolist()
    gases: dict[str, int] = {}
    left_out: dict[str, int] = {}
    for one in natures:
        if one.gas:
            gases[one.gas] = gases.get(one.gas, 0) + one.times
        elif one.code:
            left_out[one.code] = left_out.get(one.code, 0) + one.times
    return {
        "processes": len(database.uuids),
        "products": database.size,
        "inputs": int(first.sum()),
        "linked": codes[0],
        "open": codes,
        "elementary": sum(one.times for one in natures),
        "gases": gases,
        "left_out": left_out,
        "loops": number,
        "in_loops": int((in_loop >= 0).sum()),
        "unallocated": len(database.unallocated),
        "silent": int(len(database.uuids) - np.unique([database.columns[c].process for c in _heard(database)]).size),
    }


def _once(database: LinkedDatabase) -> Any:
    """Return where each demand stands first: allocation repeats it for every product that bears a share."""
    links = database.links
    changes = (np.diff(links.process) != 0) | (np.diff(links.exchange) != 0)
    return np.concatenate([[True], changes])[: len(links.code)]


def _heard(database: LinkedDatabase) -> list[int]:
    """Return the columns that take or emit anything at all."""
    taking = database.links.column[database.links.supplier >= 0]
    return np.union1d(taking, database.gases.column).tolist()


def _figures(key: int, database: LinkedDatabase, found: Footprints | None) -> Iterator[str]:
    size, links = len(database.uuids), database.links
    first = _once(database)
    inputs = np.bincount(links.process[first], minlength=size).tolist()
    missing = np.bincount(links.process[first & (links.supplier < 0)], minlength=size).tolist()
    scores = _scores(found, size) if found else (f"{_NULL}\t{_NULL}\t{_NULL}" for _ in range(size))
    for number, (every, lost, score) in enumerate(zip(inputs, missing, scores, strict=True)):
        yield f"{key}\t{number}\t{every}\t{lost}\t{score}"


def _scores(found: Footprints, size: int) -> Iterator[str]:
    """Return the figures of the reference products, which are the first columns in the order of the processes."""
    bounds = [_NULL] * size if found.bound is None else map(repr, found.bound[:size].tolist())
    for kg, bound, own in zip(found.kg[:size].tolist(), bounds, found.own[:size].tolist(), strict=True):
        yield f"{kg!r}\t{bound}\t{own!r}"


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="\n") as file:
        yield from file


def _copy(table: str, columns: tuple[str, ...], lines: Iterable[str]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        waiting: list[str] = []
        size = 0
        for line in lines:
            waiting.append(line)
            size += len(line)
            if size > _CHUNK:
                copy.write("".join(waiting))
                waiting, size = [], 0
        copy.write("".join(waiting))
