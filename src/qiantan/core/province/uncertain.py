"""The uncertainty of the whole network: which figures are drawn, and which of them all products share.

A plant's own amounts err by themselves. A factor errs for everybody at once: it becomes a process of its own, which
every exchange that it stands behind takes from, so that one draw of the grid factor is the same for every product.
Every spread is taken as log-normal around the stated figure as its median; a figure without a stated spread is certain.
Where a formula takes a factor, its effect is the first-order one the network knows.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.network import Network, Parts, Spread, network_of
from qiantan.core.engine.system import Floats
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.rows import Supplied

MOST_SIGMA = 5.0


@dataclass(frozen=True, eq=False)
class _Factors:
    """Factors as processes: `ids` and relative standard deviation `spread` (factor), and for every exchange that one
    stands behind (`rows`) which it is (`number`) and the kg CO2e it brings (`kg`).
    """

    ids: tuple[str, ...]
    spread: Floats
    rows: Indices
    number: Indices
    kg: Floats


@dataclass(frozen=True, eq=False)
class _Links:
    """Units of the supplier's product for one of the consumer's, with the relative standard deviation of each (link)."""

    supplier: Indices
    consumer: Indices
    amount: Floats
    spread: Floats = field(repr=False)


def uncertain(province: Province) -> Spread:
    """Return the network of the province, its factors added as processes, with the spread of every figure.

    The first processes are those of the province in their order; every nominal score is the province's.
    """
    factors = _factors(province)
    links = _links(province, factors)
    size = province.network.size + len(factors.ids)
    network = network_of((*province.network.ids, *factors.ids), links.supplier, links.consumer, links.amount)
    return Spread(
        network, _sigmas(network, links), np.zeros(network.amount.size, dtype=bool), _parts(province, factors, size)
    )


def _factors(province: Province) -> _Factors:
    exchanges = province.exchanges
    rows = np.flatnonzero(exchanges["supplied"] == Supplied.FACTOR)
    table = np.zeros(max(province.factors, default=0) + 1, dtype=np.int64)
    value = np.zeros(table.size)
    numbers: dict[tuple[str, float], int] = {}
    for key, pinned in province.factors.items():
        table[key] = numbers.setdefault((pinned.id, pinned.spread or 0.0), len(numbers))
        value[key] = pinned.value
    reference = exchanges["reference"][rows]
    return _Factors(
        ids=tuple(f"factor {name} ±{spread!r}" for name, spread in numbers),
        spread=np.array([spread for _, spread in numbers], dtype=np.float64),
        rows=rows,
        number=table[reference],
        kg=np.asarray(exchanges["amount"][rows] * value[reference], dtype=np.float64),
    )


def _links(province: Province, factors: _Factors) -> _Links:
    exchanges, process, linked = province.exchanges, province.process, province.linked
    spread = _stated(exchanges["spread"])
    own = np.flatnonzero(exchanges["supplied"] == Supplied.PROCESS)
    between = linked["exchange"]
    # What a formula takes of a factor (kg of zero) carries the whole amount's own spread with the formula's row.
    drawn = np.where(exchanges["kg"][factors.rows] != 0, spread[factors.rows], 0.0)
    parts = (
        (
            process[own] - exchanges["process"][own] + exchanges["reference"][own],
            process[own],
            exchanges["amount"][own],
        ),
        (province.delivering[linked["supplier"]], process[between], linked["units"]),
        (province.network.size + factors.number, process[factors.rows], factors.kg),
    )
    supplier, consumer, amount = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    return _Links(supplier, consumer, amount, np.concatenate((spread[own], spread[between], drawn)))


def _sigmas(network: Network, links: _Links) -> Floats:
    """Standard deviation of the logarithm of each amount (entry); links added up to one amount err independently."""
    pattern = network.pattern
    of_entry = pattern.consumer.astype(np.int64) * network.size + pattern.supplier
    entry = np.searchsorted(of_entry, links.consumer * network.size + links.supplier)
    variance = np.bincount(entry, weights=(links.amount * links.spread) ** 2, minlength=network.amount.size)
    amount = np.abs(network.amount)
    relative = np.divide(np.sqrt(variance), amount, out=np.zeros_like(amount), where=amount > 0)
    relative[pattern.supplier == pattern.consumer] = 0.0  # what a process takes of its own product is certain
    return _sigma(relative)


def _parts(province: Province, factors: _Factors, size: int) -> Parts:
    """Own burdens: every exchange that neither a factor nor another study stands behind, then what is left and certain."""
    exchanges, process = province.exchanges, province.process
    drawn = exchanges["kg"] != 0
    drawn[factors.rows] = drawn[province.linked["exchange"]] = False
    rows = np.flatnonzero(drawn)
    left = np.zeros(size)
    left[: province.network.size] = province.burden
    left[: province.network.size] -= np.bincount(process[rows], exchanges["kg"][rows], province.network.size)
    left[: province.network.size] -= np.bincount(process[factors.rows], factors.kg, province.network.size)
    left[province.network.size :] = 1.0  # a factor carries one kg for each kg it brings
    owner = np.concatenate((process[rows], np.arange(size)))
    order = np.argsort(owner, kind="stable")
    certain = np.zeros(size)
    certain[province.network.size :] = factors.spread
    kg = np.concatenate((exchanges["kg"][rows], left))[order]
    spread = np.concatenate((_stated(exchanges["spread"][rows]), certain))[order]
    start = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=size))))
    return Parts(start, kg, _sigma(spread))


def _stated(spread: NDArray[np.generic]) -> Floats:
    return np.nan_to_num(np.asarray(spread, dtype=np.float64), nan=0.0)


def _sigma(relative: Floats) -> Floats:
    """Standard deviation of the logarithm from the relative standard deviation of a log-normal figure."""
    return np.minimum(np.sqrt(np.log1p(relative**2)), MOST_SIGMA)
