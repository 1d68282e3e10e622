"""Random networks with hubs, loops, own use, credits and units many orders of magnitude apart."""

import numpy as np

from qiantan.core.engine.network import Network, network_of


def random_network(rng, size: int, *, gain: float = 0.9, credit: float = 0.0, decades: float = 3.0) -> Network:
    """A network whose strongest loop, all magnitudes together, has `gain` at most: |T|ᵀ w ≤ gain · w for prices w."""
    links = rng.integers(0, 4 * size + 1)
    supplier = np.minimum((size * rng.random(links) ** 2).astype(int), size - 1)
    consumer = rng.integers(0, size, links)
    pairs = np.unique(supplier * size + consumer) if links else np.zeros(0, dtype=int)
    supplier, consumer = pairs // size, pairs % size
    share = rng.random(pairs.size) + 1e-3
    total = np.bincount(consumer, weights=share, minlength=size)
    spent = gain * rng.random(size) ** 0.2
    price = 10 ** rng.uniform(-decades, decades, size)
    amount = share / total[consumer] * spent[consumer] * price[consumer] / price[supplier] if pairs.size else share
    amount[rng.random(pairs.size) < credit] *= -1
    return network_of([f"p{j}" for j in range(size)], supplier, consumer, amount)


def network(links, size, names=None):
    """A network of links (supplier, consumer, amount)."""
    supplier, consumer, amount = zip(*links, strict=True) if links else ((), (), ())
    ids = names or [f"p{j}" for j in range(size)]
    return network_of(ids, np.array(supplier, int), np.array(consumer, int), np.array(amount, float))
