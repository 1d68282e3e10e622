"""A proven bound on the error of every figure, rounding of the proof itself included.

A small residual says little where loops are strong. Here the residual r of the computed y, enlarged by all that its own
computation can have rounded away, is carried through the network once more with every amount taken by magnitude: for
any w with (I - |T|ᵀ) w ≥ |r|, no component of y is further than w from the exact solution, since I - |T|ᵀ has an
inverse without negative entries (the network's `gain` proves that). The inequality itself is checked with rounding
terms, in float64 with sums in the order written (Higham, Accuracy and Stability of Numerical Algorithms, ch. 3).
"""

import numpy as np

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network.gain import EPS, slack_of
from qiantan.core.engine.network.passes import Direction
from qiantan.core.engine.network.solver import Solution, Solver, clear_unreached, once
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text

LOOSE = 1e-6
SMALLEST = 5e-324


class NotCertifiableError(EngineError):
    """A network whose credits are so strong that no bound can be proven for its scores."""

    code = "ENGINE-NOT-CERTIFIABLE"


def error_bound(solver: Solver, solution: Solution, *, of_amounts: bool = False) -> Floats:
    """Return how far every figure of a solution can be from the exact one (process), proven, in the unit of the figures.

    `solution` comes from this solver's `scores` (or `amounts`, then with `of_amounts`). The exact solution is that of
    the network's amounts as they stand in float64. Raises NotCertifiableError where credits forbid a proof. Higham,
    Accuracy and Stability of Numerical Algorithms (2002), ch. 3 and 7.

        >>> bool((error_bound(solver, scores) < 1e-14).all())
        True
    """
    if not solver.gain.proven:
        raise NotCertifiableError(
            Text(
                "网络中的替代抵扣过强，无法证明误差界；仅能以残差为据",
                "not certifiable: with credits this strong no error bound can be proven; the residual is all there is",
            )
        )
    system, plain = solver.system, solver.gain.system
    real, positive = (system.amounts, plain.amounts) if of_amounts else (system.scores, plain.scores)
    x, rhs = system.to_order(solution.value), system.to_order(solution.rhs)
    left = _enlarged(real, rhs, x)
    core = solver.core if plain is system else None
    weight, _ = once(positive, left, core, LOOSE)
    clear_unreached(positive, left, weight)
    return system.to_network(_verified(positive, left, weight, solver, of_amounts=of_amounts))


def _enlarged(direction: Direction, rhs: Floats, x: Floats) -> Floats:
    """Magnitude of the residual of every equation and all that its computation may have rounded away."""
    left, size, _ = direction.residual(rhs, x)
    terms = np.diff(direction.start) + 4
    return np.abs(left) + 1.01 * EPS * terms * size + np.where(size > 0, terms * SMALLEST, 0.0)


def _verified(positive: Direction, left: Floats, weight: Floats, solver: Solver, *, of_amounts: bool) -> Floats:
    """Scale `weight` until it bounds the error; with the weights of the gain where it does not by itself."""
    slack = slack_of(positive, weight)
    needed = left > 0
    if (weight >= 0).all() and (slack[needed] > 0).all() and (slack >= 0).all():
        factor = float(np.max(left[needed] / slack[needed], initial=0.0))
        return weight * (factor * (1 + 8 * EPS))
    if of_amounts:
        raise NotCertifiableError(
            Text("无法为需求量证明误差界", "not certifiable: no error bound can be proven for the amounts")
        )
    gain = solver.gain
    assert gain.weight is not None
    assert gain.slack is not None
    return gain.weight * (float(np.max(left / gain.slack, initial=0.0)) * (1 + 8 * EPS))
