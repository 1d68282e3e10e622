"""How much of every product, process and exchange one unit needs, and what one unit of every product carries."""

from dataclasses import dataclass

import numpy as np

from qiantan.core.engine.diagnosis import OutOfRangeError, diagnose, inaccurate
from qiantan.core.engine.solve import Factors, ResidualError, Solution, UnproductiveError, factorise, solve
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
    """Return what one unit needs of everything; raises the errors of `factorised`, InaccurateError, OutOfRangeError."""
    factors = factorised(system)
    solution = _solved(system, factors, system.demand)
    with np.errstate(over="ignore"):
        runs = solution.amount / np.abs(system.technosphere.pivot)
    beyond = tuple(column.name for column, run in zip(system.columns, runs, strict=True) if not np.isfinite(run))
    if beyond:
        raise OutOfRangeError(beyond)
    weight = np.zeros(len(system.entries))
    np.add.at(weight, system.share_entry, system.share * runs[system.share_column])
    return Scaling(factors, solution.amount, runs, weight, solution.residual)


def burdens(system: ProductSystem, factors: Factors) -> Floats:
    """Return kg CO2e that one unit of every product carries, all its supplies included (column), by one adjoint solve."""
    own = np.zeros(len(system.columns))
    np.add.at(own, system.share_column, system.share * system.score[system.share_entry])
    return _solved(system, factors, own / np.abs(system.technosphere.pivot), transposed=True).amount


def _solved(system: ProductSystem, factors: Factors, demand: Floats, *, transposed: bool = False) -> Solution:
    try:
        return solve(factors, demand, transposed=transposed)
    except ResidualError as fault:
        raise inaccurate(system.technosphere, fault) from fault
