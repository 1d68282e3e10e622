"""How much of every product, process and exchange one unit needs, and what one unit of every product carries."""

from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.diagnosis import diagnose
from qiantan.core.engine.solve import Factors, UnproductiveError, factorise, solve
from qiantan.core.engine.system import Floats, ProductSystem


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """`supplied` (column): units of each product that the unit needs; `runs` (column): parts of the period of each
    process; `weight` (entry): parts of each exchange; `residual`: largest relative residual of the equations.
    """

    factors: Factors
    supplied: Floats
    runs: Floats
    weight: Floats
    residual: float


def factorised(system: ProductSystem) -> Factors:
    """Return the eliminated system; raises the error that names the processes where it has no solution."""
    try:
        return factorise(system.technosphere.requirements())
    except UnproductiveError as stuck:
        raise diagnose(system.technosphere, stuck) from stuck


def scaling(system: ProductSystem) -> Scaling:
    """Return what one unit needs of everything."""
    factors = factorised(system)
    solution = solve(factors, system.demand)
    runs = solution.amount / np.abs(system.technosphere.pivot)
    weight = np.zeros(len(system.entries))
    np.add.at(weight, system.share_entry, system.share * runs[system.share_column])
    return Scaling(factors, solution.amount, runs, weight, solution.residual)


def burdens(system: ProductSystem, factors: Factors) -> Floats:
    """Return kg CO2e that one unit of every product carries, all its supplies included (column), by one adjoint solve."""
    own = np.zeros(len(system.columns))
    np.add.at(own, system.share_column, system.share * system.score[system.share_entry])
    return solve(factors, own / np.abs(system.technosphere.pivot), transposed=True).amount
