"""What a linked database leaves open, as findings: inputs without a supplier, co-products without shares, unclear gases."""

from collections import defaultdict
from typing import Final

import numpy as np

from qiantan.core.datasets.faults import fault
from qiantan.core.datasets.language import either
from qiantan.core.datasets.linked import OPEN_CODES, LinkedDatabase
from qiantan.core.findings import Finding

EXAMPLES: Final = 5
# A report over a whole database names the product, not each supplier that was meant.
_TOLD: Final = {"DS-LINK-GONE": "DS-LINK-ABSENT", "DS-LINK-WRONG": "DS-LINK-OTHER"}
_GASES: Final = {"DS-GAS-ORIGIN", "DS-GAS-CARBON", "DS-GAS-UNIT", "DS-GAS-UNKNOWN"}


def open_findings(database: LinkedDatabase) -> tuple[Finding, ...]:
    """Return one finding for each product that is demanded and not linked, each unclear gas, and unallocated co-products;
    the most frequent first.
    """
    found = [(times, one) for times, one in (*_demands(database), *_natures(database))]
    found += _unallocated(database)
    return tuple(one for _, one in sorted(found, key=lambda pair: (-pair[0], pair[1].code, pair[1].place)))


def _demands(database: LinkedDatabase) -> list[tuple[int, Finding]]:
    links = database.links
    open_ones = np.flatnonzero(links.supplier < 0)
    rows = (links.code, links.flow, links.process, links.exchange)
    places: dict[tuple[int, int], dict[tuple[int, int], None]] = defaultdict(dict)
    for code, flow, process, exchange in zip(*(row[open_ones].tolist() for row in rows), strict=True):
        places[code, flow][process, exchange] = None
    makers: dict[int, int] = defaultdict(int)
    for column in database.columns:
        makers[column.flow] += 1
    found = []
    for (code, flow), where in places.items():
        name, count = either(database.flows[flow].name), len(where)
        shown = ", ".join(_place(database, *one) for one in list(where)[:EXAMPLES])
        told = OPEN_CODES[code]
        found.append((count, fault(_TOLD.get(told, told), shown, name, count=count, suppliers=makers[flow])))
    return found


def _natures(database: LinkedDatabase) -> list[tuple[int, Finding]]:
    times: dict[tuple[str, str, str], int] = defaultdict(int)
    for one in database.natures:
        if one.code in _GASES:
            times[one.code, either(database.flows[one.flow].name), one.unit] += one.times
    return [
        (count, fault("DS-GAS-LEFT-OUT", name, name, count=count, unit=unit, reason=code))
        for (code, name, unit), count in times.items()
    ]


def _unallocated(database: LinkedDatabase) -> list[tuple[int, Finding]]:
    if not database.unallocated:
        return []
    shown = ", ".join(_place(database, *one) for one in database.unallocated[:EXAMPLES])
    count = len(database.unallocated)
    return [(count, fault("DS-SHARES-NONE", shown, count))]


def _place(database: LinkedDatabase, process: int, exchange: int) -> str:
    return f"{database.uuids[process]}/exchanges/{exchange}"
