"""Who supplies whom: offers and demands of products, linked by the supplier that is named, else by the only one there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qiantan.core.datasets.linked import OPEN_CODES, Column, Floats, Ints, Links
from qiantan.core.datasets.measures import our_unit
from qiantan.core.quantities.units import UnitError, convert

# Process → exchange id → (exchange id of the co-product, part of one).
Shares = Mapping[int, Mapping[int, Sequence[tuple[int, float]]]]
_NONE, _MANY, _GONE, _WRONG, _UNIT = range(1, len(OPEN_CODES))
_NOBODY: Final = -1


class Offers(NamedTuple):
    """Products that processes make (offer): columns, number of the unit group, the group's reference units in one unit."""

    columns: list[Column]
    group: list[int]
    factor: list[float]


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns of a database: one for the reference product of each process, in their order, then co-products.

    `of` gives the column of a co-product or reference by process and exchange id; `factor` and `group` (column) its
    unit; `unallocated` are co-products without shares.
    """

    all: tuple[Column, ...]
    group: Ints
    factor: Floats
    of: Mapping[tuple[int, int], int]
    unallocated: tuple[tuple[int, int], ...]


def columns_of(offers: Offers, shares: Shares) -> Columns:
    """Return the columns: the reference product of each process, and its co-products where shares name them."""
    order = sorted(range(len(offers.columns)), key=lambda at: not offers.columns[at].is_reference)
    kept: list[Column] = []
    group: list[int] = []
    factor: list[float] = []
    of: dict[tuple[int, int], int] = {}
    made: dict[tuple[int, int], int] = {}
    unallocated = []
    for at in order:
        one = offers.columns[at]
        same = made.get((one.process, one.flow))
        if same is not None and group[same] == offers.group[at]:
            # The same product given out twice is made in their sum.
            more = one.amount * offers.factor[at] / factor[same]
            kept[same] = kept[same]._replace(amount=kept[same].amount + more)
            of[one.process, one.exchange] = same
        elif one.is_reference or _bears(shares, one):
            of[one.process, one.exchange] = made[one.process, one.flow] = len(kept)
            kept.append(one)
            group.append(offers.group[at])
            factor.append(offers.factor[at])
        else:
            unallocated.append((one.process, one.exchange))
    return Columns(
        tuple(kept), np.array(group, dtype=np.int32), np.array(factor, dtype=np.float64), of, tuple(unallocated)
    )


def _bears(shares: Shares, one: Column) -> bool:
    parts = shares.get(one.process)
    return parts is not None and any(
        target == one.exchange and part for entry in parts.values() for target, part in entry
    )


def link(
    demands: NDArray[np.int32], wanted: Floats, columns: Columns, shares: Shares, process_of: Ints, units: Sequence[str]
) -> Links:
    """Return the demands (as in `part.Part`) with their suppliers. `process_of` (UUID number) is the process of a UUID,
    -1 where it is not there; `units` (group) the reference unit of each group.
    """
    process, exchange, flow, provider, group = demands.T
    amount = wanted
    supplier, code = _suppliers(flow, provider, process_of, columns.all)
    amount = _in_unit_of(supplier, code, group, amount, columns, units)
    process, entry, column, part = spread_over(columns, shares, process, exchange)
    return Links(
        process=process,
        exchange=exchange[entry],
        column=column,
        flow=flow[entry],
        supplier=supplier[entry],
        amount=amount[entry] * part,
        code=code[entry],
    )


def _suppliers(
    flow: Ints, provider: Ints, process_of: Ints, columns: tuple[Column, ...]
) -> tuple[Ints, NDArray[np.int8]]:
    """Return the column that supplies each demand, or -1 and why there is none."""
    made = np.array([one.flow for one in columns], dtype=np.int64)
    maker = np.array([one.process for one in columns], dtype=np.int64)
    count = np.bincount(made, minlength=int(flow.max(initial=-1)) + 1)
    only = np.full(count.size, _NOBODY, dtype=np.int32)
    only[made] = np.arange(made.size, dtype=np.int32)
    named = provider >= 0
    who = np.where(named, process_of[provider], _NOBODY)
    width = len(columns) + 1
    keys = made * width + maker
    order = np.argsort(keys)
    wanted = flow.astype(np.int64) * width + who
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(made.size - 1, 0))
    found = (keys[order[at]] == wanted) & (who >= 0) if made.size else np.zeros(flow.size, dtype=bool)
    code = np.zeros(flow.size, dtype=np.int8)
    code[named & (who < 0)] = _GONE
    code[named & (who >= 0) & ~found] = _WRONG
    code[~named & (count[flow] == 0)] = _NONE
    code[~named & (count[flow] > 1)] = _MANY
    supplier = np.where(named, order[at] if made.size else _NOBODY, only[flow])
    return np.where(code == 0, supplier, _NOBODY).astype(np.int32), code


def _in_unit_of(
    supplier: Ints, code: NDArray[np.int8], group: Ints, amount: Floats, columns: Columns, units: Sequence[str]
) -> Floats:
    """Return the amounts in the units of their suppliers; opens (in `supplier`, `code`) those that have no such amount."""
    linked = np.flatnonzero(supplier >= 0)
    scale = np.ones(amount.size)
    scale[linked] = 1 / columns.factor[supplier[linked]]
    for at in linked[columns.group[supplier[linked]] != group[linked]].tolist():
        try:
            between = convert(1.0, our_unit(units[group[at]]), our_unit(units[columns.group[supplier[at]]]))
        except UnitError:
            supplier[at], code[at], scale[at] = _NOBODY, _UNIT, 1.0
        else:
            scale[at] *= between
    return amount * scale


def spread_over(
    columns: Columns, shares: Shares, process: Ints, exchange: Ints
) -> tuple[Ints, NDArray[np.intp], Ints, Floats]:
    """Return entries (process, exchange id) over the columns that bear them: process, entry, column and part (part).

    An entry without shares is borne by the reference product, as is the share of a co-product that is none.
    """
    entries = np.arange(process.size, dtype=np.intp)
    sharing = np.isin(process, np.fromiter(shares, dtype=np.int32, count=len(shares)))
    plain = entries[~sharing]
    at: list[int] = []
    column: list[int] = []
    part: list[float] = []
    for entry in entries[sharing].tolist():
        owner = int(process[entry])
        for target, share in shares[owner].get(int(exchange[entry]), ((-1, 1.0),)):
            if share:
                at.append(entry)
                column.append(columns.of.get((owner, target), owner))
                part.append(share)
    whole = np.concatenate([plain, np.array(at, dtype=np.intp)])
    bearing = np.concatenate([process[plain], np.array(column, dtype=np.int32)])
    order = np.argsort(whole, kind="stable")
    parts = np.concatenate([np.ones(plain.size), np.array(part, dtype=np.float64)])
    return process[whole][order], whole[order], bearing[order], parts[order]
