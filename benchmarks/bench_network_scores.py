"""All products of a 23,523-process network: from the matrix, with changed amounts, after an edit.

Scores are compared before times. The expert's way is an LU of the transposed matrix (SuperLU: the only direct solver
with wheels for every machine that is free to use). bw2calc's fastest class is measured twice: as it comes, product by
product (its forward direction: factorisation and a hundred products, the rest extrapolated from a second hundred), and with its adjoint direction switched
on by hand, which since version 3.1 scores all products at once. The claim is against the first, since that is what its
users get; the second has lines and goals of its own. Medians, alternating order.
"""

import statistics
import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.claim import Claim
from benchmarks.networks import Generated, generate
from benchmarks.peers import bw2calc, expert
from qiantan.core.engine.network import Change, Solver, edit, editable, error_bound, from_matrix, kernels, solve_with

ROUNDS = 5
PEER_ROUNDS = 3
LIMITS = """A pass reads every link once, but gathers the score of its supplier from anywhere in 190 kB and closes a sum
every eleven links; it reaches a sixth of the bandwidth of a plain sum over as many bytes, whether sums are split or
divisions left out. A warm solve is one such pass, some fifty over the core, which is a fifth of the links, one for the
proof of the loops and one or two for residuals. bw2calc is given PARDISO with one thread or all, whichever is quicker.
Its adjoint direction (since 3.1, off by default) does what the expert does by hand, so those ratios are the sober ones."""


def scores_of(network: Generated, ids: list[str]) -> np.ndarray:
    """From the matrices to the scores of all products: pivots, plan, proof of the loop gains, solve."""
    database = from_matrix(network.matrix, ids, reference=np.arange(len(ids)))
    return solve_with(database.network).scores(database.per_unit(network.burden)).value


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Median seconds of some work, once run before."""
    work()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure() -> Iterator[Claim]:
    """Measure cold and warm scores, an edit, and the pass against memory bandwidth."""
    network = generate()
    ids = [f"p{j}" for j in range(network.matrix.shape[1])]
    # Both signs of pivots: a score per unit treated is one per negative unit of the matrix.
    ours = scores_of(network, ids) * np.sign(network.matrix.diagonal())
    changed = _changed(network, ids)
    by_hand, figures, cold, warm = [], [], [], []
    for number in range(ROUNDS):
        by_hand.append(expert(network))
        cold.append(median(lambda: scores_of(network, ids), 3))
        if number < PEER_ROUNDS:  # each is two runs of minutes where the machine is busy
            figures.append(bw2calc(network, "forward", "adjoint"))
        warm.append(median(changed, 3))
    _agree("SuperLU", ours, by_hand[0][2])
    cold_seconds, warm_seconds = statistics.median(cold), statistics.median(warm)
    by_expert = statistics.median(one[0] + one[1] for one in by_hand)
    yield from _against_bw2calc(figures, ours, cold_seconds, warm_seconds)
    yield _at_least("23.5k, all products from the matrix, against SuperLU of the transpose", cold_seconds, by_expert, 3)
    yield _at_least("23.5k, all products, all amounts changed, against SuperLU again", warm_seconds, by_expert, 25)
    yield from _warm(network, ids, by_expert)


def _changed(network: Generated, ids: list[str]) -> Callable[[], object]:
    """Score all products after all amounts changed, with the pattern known; the proof of the loops is made anew."""
    database = from_matrix(network.matrix, ids, reference=np.arange(len(ids)))
    burden, first = database.per_unit(network.burden), database.network
    solver = solve_with(first)
    amounts = np.random.default_rng(1).uniform(0.98, 1.0, first.amount.size) * first.amount
    alone = solve_with(first.with_amounts(amounts)).scores(burden).value
    _agree("a solver of its own", solver.renewed(first.with_amounts(amounts)).scores(burden).value, alone)
    return lambda: solver.renewed(first.with_amounts(amounts)).scores(burden)


def _against_bw2calc(rounds: list[dict[str, dict]], ours: np.ndarray, cold: float, warm: float) -> Iterator[Claim]:
    if not rounds[0]:
        yield Claim("23.5k, all products, bw2calc NOT INSTALLED HERE", f"{cold * 1e3:.0f} ms", "-", 0, 0, at_least=True)
        return
    for direction, figure in rounds[0].items():
        scored = np.array(figure["scores"])
        _agree(f"bw2calc {direction}", ours[: scored.size], scored)
        whole = statistics.median(one[direction]["loading"] + one[direction]["seconds"] for one in rounds)
        how, goals = {
            "forward": ("as it comes, product by product; extrapolated from 100", (3_000, 30_000)),
            "adjoint": ("with its adjoint direction switched on by hand", (10, 20)),
        }[direction]
        solver = "PARDISO" if figure["pardiso"] else "its default solver"
        peer = f"against bw2calc {figure['version']} FastScoresOnlyMultiLCA ({solver}), {how}"
        yield _at_least(f"23.5k, all products from the matrix, {peer}", cold, whole, goals[0])
        yield _at_least(f"23.5k, all products, all amounts changed, {peer}", warm, whole, goals[1])


def _warm(network: Generated, ids: list[str], by_expert: float) -> Iterator[Claim]:
    database = from_matrix(network.matrix, ids, reference=np.arange(len(ids)))
    burden = database.per_unit(network.burden)
    first = database.network
    solver = solve_with(first)
    ready = solver.factored()
    yield _at_least(
        "23.5k, all products, burdens changed (factor in hand), against SuperLU again",
        median(lambda: ready.scores(burden)),
        by_expert,
        25,
    )
    state = editable(solver, burden)
    supplier, consumer = first.pattern.supplier, first.pattern.consumer
    chosen = np.random.default_rng(2).integers(0, first.amount.size, 40)
    changes = [Change(process=ids[consumer[k]], inputs={ids[supplier[k]]: 0.9 * first.amount[k]}) for k in chosen]
    fresh = statistics.median(_seconds(lambda change=change: edit(state, change)) for change in changes)
    again = statistics.median(_seconds(lambda change=change: edit(state, change)) for change in changes)
    yield _at_least(f"23.5k, edit one process, all products (usage kept: {again * 1e6:.0f} µs)", fresh, by_expert, 150)
    solution = ready.scores(burden)
    bound = error_bound(ready, solution)
    scored = solution.value != 0
    widest = float(np.max(bound[scored] / np.abs(solution.value[scored])))
    yield Claim(
        "23.5k, loops up to 0.995: widest proven relative bound of any score", f"{widest:.1e}", "1e-9", widest / 1e-9, 1
    )
    yield _bandwidth(ready)


def _bandwidth(solver: Solver) -> Claim:
    """Fraction of the memory bandwidth, measured in this run, that one pass over all entries reaches."""
    one, bound = pass_and_bound(solver)
    return Claim(
        "23.5k, memory pass: fraction reached of the bandwidth bound measured in this run (a plain sum of as many bytes)",
        f"{one * 1e3:.2f} ms",
        f"{bound * 1e3:.2f} ms",
        bound / one,
        0.05,
        at_least=True,
    )


def pass_and_bound(solver: Solver, rounds: int = 20) -> tuple[float, float]:
    """Seconds of one pass over all entries, and of a plain sum over as many bytes."""
    system = solver.system
    to, plan = system.scores, system.plan
    x, rhs, none = np.zeros(plan.size), np.ones(plan.size), np.zeros_like(plan.is_torn)
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep, none, rhs, x)
    one = median(lambda: kernels.adjoint_pass(*arrays, 0, plan.size), rounds)
    read = np.ones((to.amount.nbytes + to.index.nbytes) // 8)
    return one, median(read.sum, rounds)


def _agree(peer: str, ours: np.ndarray, theirs: np.ndarray) -> None:
    size = np.maximum(np.abs(theirs), 1e-9 * np.abs(theirs).max())
    worst = float(np.max(np.abs(ours - theirs) / size))
    if not worst <= 1e-7:
        raise AssertionError(f"scores differ from {peer} by {worst:.1e}")


def _at_least(name: str, ours: float, peer: float, goal: float) -> Claim:
    return Claim(name, f"{ours * 1e3:.2f} ms", f"{peer:.2f} s", peer / ours, goal, at_least=True)


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
