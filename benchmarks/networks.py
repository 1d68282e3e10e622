"""Realistic networks: producers and markets, busy hubs, an acyclic downstream, waste, credits, recycling loops.

Calibrated to the public size figures of large databases (23,523 processes: 292 k links, 429 k interventions; one
strongly connected core, hubs by Zipf's law). Columns are processes, rows products, in random order; outputs positive,
inputs negative. ``regional`` builds the hard case: every region trades with its neighbours, so most processes lie in
one cycle.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

LOOPS = (0.90, 0.95, 0.98, 0.99, 0.995)
SIZE = 23_523


@dataclass(frozen=True, eq=False)
class Generated:
    """`matrix` (product × process), `interventions` (flow × process), `factors` (category × flow); `family` (process)
    groups producers with their market; `loops` (pair × 2) are the rows and columns of strong recycling links.
    """

    matrix: sp.csc_matrix
    interventions: sp.csc_matrix
    factors: np.ndarray
    family: np.ndarray
    is_market: np.ndarray
    loops: np.ndarray

    @property
    def burden(self) -> np.ndarray:
        """Kilograms CO2e of the first category per run of every process."""
        return np.asarray(self.factors[0] @ self.interventions)

    def sigmas(self, entries: sp.csc_matrix, seed: int) -> np.ndarray:
        """Standard deviation of the logarithm per stored entry; pivots, market shares and strong loops are certain."""
        random = np.random.default_rng(seed)
        sigma = np.minimum(np.abs(random.normal(0.12, 0.10, entries.nnz)), 0.45)
        sigma[random.random(entries.nnz) > 0.75] = 0.0
        if entries is self.matrix:
            row = entries.indices
            column = np.repeat(np.arange(entries.shape[1]), np.diff(entries.indptr))
            sigma[self.family[row] == self.family[column]] = 0.0
            width = entries.shape[1]
            sigma[np.isin(row.astype(np.int64) * width + column, self.loops[:, 0] * width + self.loops[:, 1])] = 0.0
        return sigma


@dataclass(frozen=True, eq=False)
class _Families:
    """Families in order of supply: `first` process of each, the one consumers `buy` from, `price` of its product."""

    producers: np.ndarray
    has_market: np.ndarray
    first: np.ndarray
    buy: np.ndarray
    price: np.ndarray
    price_bought: np.ndarray
    of: np.ndarray
    is_market: np.ndarray

    @property
    def count(self) -> int:
        return self.producers.size

    @property
    def size(self) -> int:
        return self.of.size


def generate(size: int = SIZE, *, seed: int = 0, loops: tuple[float, ...] = LOOPS, regional: bool = False) -> Generated:
    """Make a network of about `size` processes; the same seed makes the same network on every machine."""
    random = np.random.default_rng(seed)
    families = _families(random, size)
    hubs = min(int(500 * (size / SIZE) ** 0.35), families.count // 4)
    consumer, supplied = _recipes(random, families, hubs, regional=regional)
    row, column, amount = _inputs(random, families, hubs, consumer, supplied)
    parts = [(row, column, amount), _markets(random, families, hubs)]
    row, column, amount = (np.concatenate(one) for one in zip(*parts, strict=True))
    credit = (random.random(amount.size) < 0.004) & (families.of[row] != families.of[column])
    amount[credit] *= -0.5
    pairs, (loop_row, loop_column, loop_amount) = _loops(random, families, hubs, loops)
    row, column = np.append(row, loop_row), np.append(column, loop_column)
    return _shuffled(random, families, row, column, np.append(amount, loop_amount), pairs)


def _zipf(random, count: int, size, exponent: float = 1.0) -> np.ndarray:
    """Indices below `size`, small ones often, by inverse transform."""
    u = random.random(count)
    if exponent == 1.0:
        x = np.exp(u * np.log(np.asarray(size) + 1.0)) - 1.0
    else:
        x = ((np.asarray(size) + 1.0) ** (1 - exponent) * u + (1 - u)) ** (1 / (1 - exponent)) - 1.0
    return np.minimum(x.astype(np.int64), size - 1)


def _families(random, size: int) -> _Families:
    guess = int(size / 2.2) + 50
    producers = np.minimum(1 + random.poisson(0.6, guess) * random.integers(1, 4, guess), 40)
    has_market = (producers > 1) | (random.random(guess) < 0.55)
    count = int(np.searchsorted(np.cumsum(producers + has_market), size)) + 1
    producers, has_market = producers[:count], has_market[:count]
    sizes = producers + has_market
    first = np.cumsum(sizes) - sizes
    buy = first + np.where(has_market, producers, 0)
    is_market = np.zeros(int(sizes.sum()), dtype=bool)
    is_market[buy[has_market]] = True
    price = np.exp(random.normal(0, 2.6, count))
    bought = price * np.where(has_market, 1.12, 1.0)
    return _Families(producers, has_market, first, buy, price, bought, np.repeat(np.arange(count), sizes), is_market)


def _recipes(random, families: _Families, hubs: int, *, regional: bool) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of families: who needs what. Beyond the hubs, supply runs one way, save in the regional case."""
    count = families.count
    needs = np.clip(random.lognormal(np.log(13.6), 0.62, count), 2, 400).astype(np.int64)
    consumer = np.repeat(np.arange(count), needs)
    supplied = np.empty(consumer.size, dtype=np.int64)
    hub = random.random(consumer.size) < 0.55
    supplied[hub] = _zipf(random, int(hub.sum()), hubs)
    of_hub = ~hub & (consumer < hubs)
    industrial = max(1, int(0.20 * (count - hubs)))
    supplied[of_hub] = hubs + _zipf(random, int(of_hub.sum()), industrial, 0.75)
    others = ~hub & (consumer >= hubs)
    at = consumer[others]
    near = random.random(at.size) < 0.9
    step = 1 + random.exponential(8.0, at.size).astype(np.int64)
    if regional:
        step *= random.choice([-1, 1], at.size, p=[0.12, 0.88])
    target = np.where(near, at - step, hubs + _zipf(random, at.size, count - hubs, 0.6))
    wrong = (target < 0) | (target >= count) | ((target >= at) & ~(regional & near))
    supplied[others] = np.where(wrong, _zipf(random, at.size, hubs), target)
    pairs = np.unique(consumer * count + supplied)
    consumer, supplied = pairs // count, pairs % count
    return consumer[consumer != supplied], supplied[consumer != supplied]


def _inputs(random, families: _Families, hubs: int, consumer, supplied) -> tuple[np.ndarray, ...]:
    """Inputs of every producer: its family's recipe, mostly, and the power of its region; spent below its price."""
    start = np.searchsorted(consumer, np.arange(families.count + 1))
    producers = np.flatnonzero(~families.is_market)
    of = families.of[producers]
    count = start[of + 1] - start[of]
    column = np.repeat(producers, count)
    within = np.arange(column.size) - np.repeat(np.cumsum(count) - count, count)
    target = supplied[np.repeat(start[of], count) + within]
    kept = random.random(column.size) < 0.92
    column, target = column[kept], target[kept]
    region = _zipf(random, families.size, max(8, min(60, hubs // 10)))
    powered = producers[(random.random(producers.size) < 0.85) & (region[producers] != of)]
    column, target = np.concatenate([column, powered]), np.concatenate([target, region[powered]])
    weight = np.exp(random.normal(0, 1.6, column.size))
    spent = np.clip(random.beta(5, 4, families.size), 0.05, 0.93)
    share = weight / np.bincount(column, weight, families.size)[column] * spent[column]
    amount = share * families.price[families.of[column]] / families.price_bought[target]
    return families.buy[target], column, amount


def _markets(random, families: _Families, hubs: int) -> tuple[np.ndarray, ...]:
    """Shares of the producers, freight, and what a market loses of its own product."""
    market = np.flatnonzero(families.is_market)
    of = families.of[market]
    count = families.producers[of]
    column = np.repeat(market, count)
    row = np.repeat(families.first[of], count) + np.arange(column.size) - np.repeat(np.cumsum(count) - count, count)
    share = random.gamma(0.7, 1.0, column.size) + 1e-6
    share /= np.bincount(column, share, families.size)[column]
    freight = np.repeat(market, 4)
    regions = max(8, min(60, hubs // 10))
    mode = regions + _zipf(random, freight.size, max(2, min(30, hubs - regions)))
    freight, mode = freight[mode != families.of[freight]], mode[mode != families.of[freight]]
    paid = (
        random.uniform(0.002, 0.02, freight.size) * families.price[families.of[freight]] / families.price_bought[mode]
    )
    losing = market[random.random(market.size) < 0.06]
    lost = random.uniform(0.005, 0.06, losing.size)
    return (
        np.concatenate([row, families.buy[mode], losing]),
        np.concatenate([column, freight, losing]),
        np.concatenate([share, paid, lost]),
    )


def _loops(random, families: _Families, hubs: int, gains: tuple[float, ...]):
    """Two-process loops of given gain between industrial goods."""
    industrial = hubs + int(0.20 * (families.count - hubs))
    chosen = random.choice(
        np.arange(hubs + 5, max(hubs + 6 + 2 * len(gains), industrial)), 2 * len(gains), replace=False
    )
    one, other = chosen[::2], chosen[1::2]
    a, b = families.buy[one], families.buy[other]
    ratio = families.price_bought[other] / families.price_bought[one]
    root = np.sqrt(np.array(gains))
    row, column = np.concatenate([a, b]).astype(np.int64), np.concatenate([b, a]).astype(np.int64)
    return np.stack([row, column], axis=1), (row, column, np.concatenate([ratio * root, root / ratio]))


def _shuffled(random, families: _Families, row, column, amount, pairs) -> Generated:
    size = families.size
    made = np.where(random.random(size) < 0.05, np.exp(random.normal(0, 1.0, size)), 1.0)
    sign = np.where(random.random(families.count) < 0.07, -1.0, 1.0)[families.of]
    shuffled = random.permutation(size)
    place = np.empty(size, dtype=np.int64)
    place[shuffled] = np.arange(size)
    every = np.arange(size)
    rows, columns = np.concatenate([every, row]), np.concatenate([every, column])
    values = np.concatenate([np.ones(size), -amount]) * made[columns] * sign[rows]
    matrix = sp.coo_matrix((values, (place[rows], place[columns])), shape=(size, size)).tocsc()
    flows = np.clip(random.lognormal(np.log(16.7), 1.0, size), 0, 400).astype(np.int64)
    flows[families.is_market] = (random.random(int(families.is_market.sum())) < 0.03) * 2
    by = np.repeat(every, flows)
    flow = _zipf(random, by.size, 2500, 0.8)
    emitted = np.exp(random.normal(-1, 2.5, by.size)) * families.price[families.of[by]] * made[by]
    interventions = sp.coo_matrix((emitted, (flow, place[by])), shape=(2500, size)).tocsc()
    factors = np.zeros((16, 2500))
    for category in range(16):
        chosen = random.choice(2500, 40 if category == 0 else int(random.integers(30, 600)), replace=False)
        factors[category, chosen] = np.exp(random.normal(0, 2.0, chosen.size))
    factors[0, :3] = (1.0, 29.8, 273.0)
    return Generated(matrix, interventions, factors, families.of[shuffled], families.is_market[shuffled], place[pairs])
