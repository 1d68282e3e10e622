"""First-order uncertainty: of one product with its key issues, and of all products by linearised sampling.

With x and y as in `explain`, a relative change of the amount t_ij moves a demand's score by x_j t_ij y_i. Independent
log-normal figures of small spread therefore add (x_j t_ij y_i σ_ij)² each (Heijungs & Lenzen, Int. J. Life Cycle
Assess. 19:1445, 2014). For all products at once, the variances that arise at each process are put on a random
right-hand side: one solve of sixteen such sides samples the linearised model sixteen times, for every product.
"""

from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.pattern import Index, summed
from qiantan.core.engine.network.solver import Solution, Solver
from qiantan.core.engine.network.spread import Spread
from qiantan.core.engine.system import Floats


@dataclass(frozen=True, eq=False)
class KeyIssues:
    """The figures that make one score uncertain, by their share of its variance, largest first.

    `supplier`, `consumer` (issue) name the amount; a part of a burden has its process as both. `share` (issue) adds up
    to 1 with what is not listed. `standard_deviation` is kg CO2e, `total` the score.
    """

    supplier: Index
    consumer: Index
    share: Floats
    standard_deviation: float
    total: float


def key_issues(spread: Spread, scores: Solution, needs: Solution, most: int = 20) -> KeyIssues:
    """Return the first-order uncertainty of a demand's score and the figures behind it.

    Market shares are held to their sum: an amount counts by how far its supplier's score is from the market's. Standard
    deviation in kg CO2e, shares of the variance without unit. Heijungs & Lenzen, Int. J. LCA 19:1445 (2014).

        >>> spread = spread_of(network, np.array([0.1, 0.2, 0.2]), burden, np.array([0.0, 0.0, 0.1]))
        >>> issues = key_issues(spread, scores, solver.amounts({"cement": 1.0}), most=1)
        >>> network.ids[issues.supplier[0]], network.ids[issues.consumer[0]], round(issues.standard_deviation, 4)
        ('cement', 'cement', 0.0641)
    """
    pattern = spread.network.pattern
    variance = variances(spread, scores.value, needs.value)
    owner = np.repeat(np.arange(pattern.size, dtype=np.int32), np.diff(spread.parts.start))
    whole = float(variance.sum())
    shown = np.argsort(-variance, kind="stable")[:most]
    shown = shown[variance[shown] > 0]
    return KeyIssues(
        np.append(pattern.supplier, owner)[shown],
        np.append(pattern.consumer, owner)[shown],
        variance[shown] / whole if whole else variance[shown],
        whole**0.5,
        float(scores.value @ needs.rhs),
    )


def variances(spread: Spread, scores: Floats, needs: Floats) -> Floats:
    """Return the variance, in kg² CO2e, that each amount and then each part of a burden adds to a demand's score, to
    first order (entry + part).
    """
    network, parts = spread.network, spread.parts
    pattern = network.pattern
    moved = network.amount * (scores[pattern.supplier] - _market(spread, scores))
    owner = np.repeat(np.arange(network.size), np.diff(parts.start))
    return np.append(
        (needs[pattern.consumer] * moved * spread.sigma) ** 2, (needs[owner] * parts.kg * parts.sigma) ** 2
    )


def local_variance(spread: Spread, scores: Floats) -> Floats:
    """Return the variance of kg CO2e that arises at each process for one unit of its product (process)."""
    network, parts = spread.network, spread.parts
    pattern = network.pattern
    moved = network.amount * (scores[pattern.supplier] - _market(spread, scores)) * spread.sigma
    owner = np.repeat(np.arange(network.size), np.diff(parts.start))
    return summed(pattern.consumer, moved**2, network.size) + summed(owner, (parts.kg * parts.sigma) ** 2, network.size)


def linearised(solver: Solver, spread: Spread, seed: int, draws: int = 256) -> Floats:
    """Return the first-order standard deviation of every score (process), estimated from `draws` linearised draws.

    In the unit of the scores. The estimate itself has a relative standard error of about 1 / √(2 draws): 4 % for 256.
    Raises what `Solver.scores` raises.

        >>> spread = spread_of(network, np.array([0.1, 0.2, 0.2]), burden, np.array([0.0, 0.0, 0.1]))
        >>> linearised(solver, spread, seed=1, draws=4096).round(2).tolist()
        [0.0, 0.02, 0.06]
    """
    ready = solver.factored()
    root = np.sqrt(local_variance(spread, ready.scores(spread.parts.burden).value))
    random = np.random.Generator(np.random.PCG64(seed))
    squares = np.zeros(root.size)
    for _ in range(0, draws, LANES):
        squares += np.square(ready.scores_of(root[:, None] * random.standard_normal((root.size, LANES)))).sum(axis=1)
    return np.sqrt(squares / (-(-draws // LANES) * LANES))


def _market(spread: Spread, scores: Floats) -> Floats:
    """Score of the market (entry) whose share an amount is: what a share that grows takes from the others; else 0."""
    network, shared = spread.network, spread.shared
    if not shared.any():
        return np.zeros(network.amount.size)
    pattern = network.pattern
    amount = np.where(shared, network.amount, 0.0)
    whole = summed(pattern.consumer, amount, network.size)
    spent = summed(pattern.consumer, amount * scores[pattern.supplier], network.size)
    average = np.divide(spent, whole, out=np.zeros_like(whole), where=whole != 0)
    return np.where(shared, average[pattern.consumer], 0.0)
