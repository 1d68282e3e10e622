"""Monte Carlo of a 23,523-process network: all products per draw, against one product of bw2calc's iterative class.

Both draw every amount and intervention that is uncertain, log-normal; ours only what reaches the category scored. Rounds
of both alternate. Then what a draw is worth: how many plain draws one replaces with the first-order estimate as control
variate, with quasi-random points for the most uncertain figures of one product, and with both.
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
    Draws,
    Parts,
    Sample,
    Solver,
    Spread,
    block,
    draws_of,
    from_matrix,
    quasi_random,
    replay,
    sample,
    solve_with,
)

DRAWS = 512
ROUNDS = 3
QUASI_DRAWS = 2048
PRODUCTS = 8
NAME = "23.5k, Monte Carlo"
LIMITS = """A draw of all products makes some 210,000 log-normal figures and uses each of them once outside the core and
in every correction inside it. With sixteen draws in registers, about 45 % of the time goes into the figures themselves
(hash, inverse of the normal distribution, exponential: 90 vector instructions for sixteen), 25 % into the one pass
outside the core, which gathers the scores of suppliers from the second-level cache, and 30 % into some seven corrections
of the core by the nominal factors. An accelerated iteration would need fewer, but its convergence would no longer prove
that no loop of the draw feeds itself. So a draw cannot become twice as quick without cheaper random numbers; that it is
worth hundreds of plain ones, or thousands where the mean of one product is wanted, is the larger gain."""


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
    """Measure a draw, and how many plain draws one with control variate, quasi-random points or both replaces."""
    network = generate()
    size = network.matrix.shape[1]
    database = from_matrix(network.matrix, [f"p{j}" for j in range(size)], reference=np.arange(size))
    solver = solve_with(database.network).factored()
    spread = spread_of_network(network, database)
    draws = draws_of(solver, spread, seed=1)
    _agree(draws)
    one, two, theirs, version = [], [], [], ""
    for _ in range(ROUNDS):
        one.append(_seconds(draws, 1))
        peer = bw2calc(network, "montecarlo").get("montecarlo")
        theirs.append(peer["seconds"] if peer else 0.0)
        version = peer["version"] if peer else "NOT INSTALLED HERE"
        two.append(_seconds(draws, 2))
    by_peer = statistics.median(theirs)
    for threads, times in (("one thread", one), ("two threads", two)):
        ours = statistics.median(times)
        against = f"per draw, all {size} products, {threads}, against bw2calc {version} IterativeLCA, one product"
        yield Claim(
            f"{NAME}, {against}", f"{ours * 1e3:.2f} ms", f"{by_peer * 1e3:.0f} ms", by_peer / ours, 100, at_least=True
        )
    yield from _worth(solver, spread, draws)


def _worth(solver: Solver, spread: Spread, draws: Draws) -> Iterator[Claim]:
    """How many plain draws one replaces: the median of all products, and of some for which points were chosen."""
    scores = solver.scores(spread.parts.burden)
    plain = sample(draws, QUASI_DRAWS, threads=2)
    chosen = np.random.default_rng(5).integers(0, scores.value.size, PRODUCTS).tolist()
    points = [quasi_random(spread, scores, solver.amounts({f"p{product}": 1.0})) for product in chosen]
    quasi = [sample(draws_of(solver, spread, 1, one), QUASI_DRAWS, threads=2) for one in points]
    own = list(zip(chosen, quasi, strict=True))
    control = statistics.median(float(plain.saving[product]) for product in chosen)
    even = statistics.median(float(_evened(one)[product]) for product, one in own)
    both = statistics.median(float(one.saving[product]) for product, one in own)
    everywhere = float(np.median(plain.saving))
    elsewhere = statistics.median(float(np.median(_evened(one))) for one in quasi)
    combined = statistics.median(float(np.median(one.saving)) for one in quasi)
    bias = f"median bias {float(np.median(plain.bias)):.3f}, {plain.refused} draws refused"
    some = f"median of {PRODUCTS} products, points chosen for each"
    for how, ours, ratio, goal in (
        ("control variate (median of all products)", bias, everywhere, 5),
        (f"control variate (median of {PRODUCTS} products)", "", control, 5),
        (f"64 quasi-random points ({some})", "", even, 5),
        (f"both ({some})", "", both, 50),
        ("64 quasi-random points chosen for another product (median of all products)", "", elsewhere, 1),
        ("both, points chosen for another product (median of all products)", "", combined, 50),
    ):
        told = ours or f"{QUASI_DRAWS} draws"
        yield Claim(f"{NAME}, plain draws that one replaces with {how}", told, "1", ratio, goal, at_least=True)


def _evened(result: Sample) -> np.ndarray:
    """Plain draws that one with quasi-random points replaces, without control variate (process)."""
    certain = np.ones_like(result.even_error)
    return np.divide(result.plain_error, result.even_error, out=certain, where=result.even_error > 0) ** 2


def _seconds(draws: Draws, threads: int) -> float:
    start = time.perf_counter()
    sample(draws, DRAWS, threads=threads)
    return (time.perf_counter() - start) / DRAWS


def _agree(draws: Draws) -> None:
    """Draws are those of a new solve of the same network."""
    one = block(draws, 0)
    for lane in (3, 12):
        drawn, burden = replay(draws, lane)
        alone, score = solve_with(drawn).scores(burden).value, draws.solver.system.to_network(one.score[:, lane])
        worst = np.max(np.abs(score - alone) / np.maximum(np.abs(alone), 1e-9 * np.abs(alone).max()))
        if not worst <= 1e-7:
            raise AssertionError(f"a draw differs from its own solve by {worst:.1e}")
