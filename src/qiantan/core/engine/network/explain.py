"""What a score is made of, without walking through the network.

With the scores y of all products and the amounts x that a demand needs, what flows over the link from supplier i to
consumer j carries x_j t_ij y_i, whatever loops lie behind it: every edge of a Sankey diagram, every first-tier share
and every derivative is a product of three figures.
"""

from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.network.network import Network
from qiantan.core.engine.network.pattern import Index
from qiantan.core.engine.network.solver import Solution
from qiantan.core.engine.system import Floats


@dataclass(frozen=True, eq=False)
class Shares:
    """Shares of a score, largest first: `process` (share) and `kg` CO2e (share); `rest` is what is not listed.

    They and the rest add up to `total`.
    """

    process: Index
    kg: Floats
    rest: float
    total: float


@dataclass(frozen=True, eq=False)
class Edges:
    """Links by what they carry, largest first: from `supplier` to `consumer` (edge), `kg` CO2e (edge)."""

    supplier: Index
    consumer: Index
    kg: Floats


@dataclass(frozen=True, eq=False)
class Slopes:
    """Derivatives of the score of a demand: `by_amount` (entry) per unit of each amount, `by_burden` (process) per kg
    CO2e of own burden per unit of product.
    """

    by_amount: Floats
    by_burden: Floats


def contributions(scores: Solution, needs: Solution, most: int = 20) -> Shares:
    """Return where the burden of a demand arises: kg CO2e of each process's own exchanges, the `most` largest.

    `scores` and `needs` are the solver's scores for the own burdens and its amounts for the demand. Shares and rest add
    up to the demand's score.

        >>> needs = solver.amounts({"cement": 1000.0})
        >>> shares = contributions(scores, needs, most=2)
        >>> [network.ids[process] for process in shares.process], shares.kg.round(9).tolist(), round(shares.rest, 9)
        (['cement', 'coal'], [600.0, 120.0], 30.0)
    """
    own = scores.rhs * needs.value
    return _largest(np.arange(own.size, dtype=np.int32), own, most)


def first_tier(network: Network, scores: Solution, process: str, most: int = 20) -> Shares:
    """Return what one unit of a product carries: its own burden, under its own index, and each supplier's share.

    kg CO2e per unit, largest first; no solve. Raises NetworkError for an unknown id.

        >>> tier = first_tier(network, scores, "cement")
        >>> [network.ids[process] for process in tier.process], tier.kg.round(12).tolist()
        (['cement', 'coal', 'power'], [0.6, 0.1, 0.05])
    """
    (j,) = network.at(process)
    low, high = network.pattern.start[j : j + 2].tolist()
    supplier = network.pattern.supplier[low:high]
    kg = np.append(network.amount[low:high] * scores.value[supplier], scores.rhs[j])
    return _largest(np.append(supplier, np.int32(j)), kg, most)


def sankey(network: Network, scores: Solution, needs: Solution, least: float = 0.005) -> Edges:
    """Return every link that carries at least the part `least` of the demand's score, own use included.

    kg CO2e per link, largest first: needs × amount × score, no traversal.

        >>> edges = sankey(network, scores, solver.amounts({"cement": 1.0}), least=0.1)
        >>> [(network.ids[i], network.ids[j]) for i, j in zip(edges.supplier, edges.consumer)], edges.kg.round(12).tolist()
        ([('coal', 'cement')], [0.1])
    """
    kg = _carried(network, scores, needs)
    total = abs(float(scores.value @ needs.rhs))
    shown = np.flatnonzero(np.abs(kg) >= least * total) if total else np.zeros(0, dtype=np.intp)
    shown = shown[np.argsort(-np.abs(kg[shown]), kind="stable")]
    return Edges(network.pattern.supplier[shown], network.pattern.consumer[shown], kg[shown])


def slopes(network: Network, scores: Solution, needs: Solution) -> Slopes:
    """Return the derivative of a demand's score by every amount (entry) and every own burden (process), exact.

    `by_amount` is kg CO2e per unit of supply per unit of product, `by_burden` the units of each product the demand needs:
    two solves give the derivative by all entries (adjoint differentiation; Heijungs & Suh 2002, ch. 6).

        >>> slope = slopes(network, scores, solver.amounts({"cement": 1.0}))
        >>> slope.by_amount.round(12).tolist(), slope.by_burden.round(12).tolist()
        ([0.05, 0.5, 0.5], [0.24, 0.1, 1.0])
    """
    pattern = network.pattern
    return Slopes(needs.value[pattern.consumer] * scores.value[pattern.supplier], needs.value)


def hot_spots(network: Network, scores: Solution, needs: Solution, most: int = 10) -> Shares:
    """Return the processes whose improvement lowers a demand's score most: kg CO2e saved if a process took nothing and
    emitted nothing for its product. Shares overlap (a supplier is in the share of its users), so `rest` is not a sum.

        >>> saved = hot_spots(network, scores, solver.amounts({"cement": 1.0}), most=2)
        >>> [network.ids[process] for process in saved.process], saved.kg.round(12).tolist()
        (['cement', 'coal'], [0.75, 0.12])
    """
    saved = scores.value * needs.value
    shares = _largest(np.arange(network.size, dtype=np.int32), saved, most)
    return Shares(shares.process, shares.kg, 0.0, float(scores.value @ needs.rhs))


def _carried(network: Network, scores: Solution, needs: Solution) -> Floats:
    pattern = network.pattern
    return needs.value[pattern.consumer] * network.amount * scores.value[pattern.supplier]


def _largest(process: Index, kg: Floats, most: int) -> Shares:
    shown = np.argsort(-np.abs(kg), kind="stable")[:most]
    shown = shown[kg[shown] != 0]
    total = float(kg.sum())
    return Shares(process[shown], kg[shown], total - float(kg[shown].sum()), total)
