"""Monte Carlo of a 23,523-process network: all products per draw, against one product of bw2calc's iterative class.

Both draw every amount and intervention that is uncertain, log-normal; ours only what reaches the category scored.
"""

import statistics
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.claim import Claim
from benchmarks.networks import Generated, generate
from benchmarks.peers import bw2calc
from qiantan.core.engine.network import (
    Database,
    Parts,
    Spread,
    block,
    draws_of,
    from_matrix,
    replay,
    sample,
    solve_with,
)

DRAWS = 512


def spread_of_network(network: Generated, database: Database) -> Spread:
    """The spreads of the generated network, by link and by intervention that the first category counts."""
    size = len(database.pivot)
    sigma = network.sigmas(network.matrix, 1)
    column = np.repeat(np.arange(size), np.diff(network.matrix.indptr))
    links = network.matrix.indices != column
    pattern = database.network.pattern
    by_link = np.zeros(pattern.supplier.size)
    key = pattern.consumer.astype(np.int64) * size + pattern.supplier
    by_link[np.searchsorted(key, column[links] * size + network.matrix.indices[links])] = sigma[links]
    by_link[pattern.supplier == pattern.consumer] = 0.0
    flows = network.interventions
    counted = network.factors[0][flows.indices] != 0
    by = np.repeat(np.arange(size), np.diff(flows.indptr))[counted]
    kg = (flows.data * network.factors[0][flows.indices])[counted] / np.abs(database.pivot)[by]
    start = np.concatenate(([0], np.cumsum(np.bincount(by, minlength=size))))
    parts = Parts(start, kg, network.sigmas(flows, 2)[counted])
    return Spread(database.network, by_link, np.zeros(by_link.size, dtype=bool), parts)


def measure() -> Iterator[Claim]:
    """Measure a draw, and how many plain draws one with its control variate replaces."""
    network = generate()
    size = network.matrix.shape[1]
    database = from_matrix(network.matrix, [f"p{j}" for j in range(size)], reference=np.arange(size))
    solver = solve_with(database.network)
    draws = draws_of(solver, spread_of_network(network, database), seed=1)
    one = block(draws, 0)
    drawn, burden = replay(draws, 3)
    alone, score = solve_with(drawn).scores(burden).value, solver.system.to_network(one.score[:, 3])
    assert np.max(np.abs(score - alone) / np.maximum(np.abs(alone), 1e-9 * np.abs(alone).max())) <= 1e-6
    times = []
    for _ in range(3):
        start = time.perf_counter()
        result = sample(draws, DRAWS, threads=2)
        times.append((time.perf_counter() - start) / DRAWS)
    ours = statistics.median(times)
    peer = bw2calc(network, "montecarlo").get("montecarlo")
    name = f"23.5k, Monte Carlo, per draw, all {size} products ({result.refused} draws refused)"
    if peer is None:
        yield Claim(f"{name}; bw2calc NOT INSTALLED HERE", f"{ours * 1e3:.2f} ms", "-", 0, 0, at_least=True)
    else:
        against = f"{name}, against bw2calc {peer['version']} IterativeLCA, one product"
        figures = (f"{ours * 1e3:.2f} ms", f"{peer['seconds'] * 1e3:.0f} ms", peer["seconds"] / ours)
        yield Claim(against, *figures, 100, at_least=True)
    saving = float(np.median(result.saving))
    yield Claim(
        f"23.5k, plain draws that one with the first-order control variate replaces (median of products, {DRAWS} draws)",
        f"median bias {float(np.median(result.bias)):.3f}",
        "plain sampling",
        saving,
        5,
        at_least=True,
    )
