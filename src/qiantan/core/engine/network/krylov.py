"""GMRES on the torn processes of a network (Saad & Schultz, SIAM J. Sci. Stat. Comput. 7:856, 1986).

Unknowns are scaled by their own size, so that units do not matter, and every new direction is made orthogonal to the
others twice: without it, strong loops cost half of the digits.
"""

import numpy as np

from qiantan.core.engine.network import kernels
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.passes import Direction
from qiantan.core.engine.system import Floats

TOLERANCE = 1e-13
RESIDUAL_GOAL = 4e-15
TRACES = 1e-9  # a residual like this may come from processes whose score is nothing but rounding
MOST_STEPS = 150
WARM_PASSES = 3


def krylov(direction: Direction, rhs: Floats, tolerance: float) -> tuple[Floats, int]:
    """Return the solution (position) for a right-hand side (position), and the number of passes it took.

    `tolerance` is the norm of the scaled residual on the torn processes relative to their scaled values. Where it is
    the sharpest, what is left in the core is solved for once more before anything that uses the core is computed.
    """
    plan = direction.plan
    x = np.zeros(plan.size)
    direction.lead(rhs, x)
    passes = _core(direction, rhs, x, tolerance)
    if plan.torn.size and tolerance <= TOLERANCE:
        left, _, worst = direction.residual(rhs, x, plan.core, plan.after)
        if RESIDUAL_GOAL < worst <= TRACES:
            change = np.zeros(plan.size)
            passes += _core(direction, left, change, wanted(worst))
            x[plan.core : plan.after] += change[plan.core : plan.after]
    direction.trail(rhs, x)
    return x, passes + 1


def wanted(worst: float) -> float:
    """Return the tolerance of a correction, which needs no more digits than the largest relative residual lacks."""
    return min(max(RESIDUAL_GOAL / worst / 20, TOLERANCE), 1e-2)


def _core(direction: Direction, rhs: Floats, x: Floats, tolerance: float) -> int:
    """Solve the core in place; return the passes."""
    passes = 0
    if direction.plan.torn.size:
        x[direction.plan.torn], passes = _torn(direction, rhs, x, tolerance)
    direction.core(rhs, x)
    return passes


def _torn(direction: Direction, rhs: Floats, x: Floats, tolerance: float) -> tuple[Floats, int]:
    """Return the values of the torn processes; `x` holds what leads to the core."""
    torn = direction.plan.torn
    before = np.zeros(torn.size)
    for _ in range(WARM_PASSES):
        x[torn] = before
        direction.core(rhs, x)
        now = direction.implied(rhs, x)
        before, last = now, before
    scale = np.maximum(np.abs(now), np.abs(last))
    if not scale.any():
        return now, WARM_PASSES
    positive = scale > 0
    scale[~positive] = np.exp(np.log(scale[positive]).mean()) * 1e-3
    start = (now - last) / scale
    goal = tolerance * float(np.linalg.norm(np.maximum(np.abs(now), np.abs(last)) / scale))
    step, passes = _minimise(direction, scale, start, goal)
    return last + step * scale, passes + WARM_PASSES


def _minimise(direction: Direction, scale: Floats, start: Floats, goal: float) -> tuple[Floats, int]:
    """Return the step on the scaled torn processes that leaves less than `goal` of the residual `start`."""
    plan, to = direction.plan, direction
    most, rows = min(MOST_STEPS, start.size), -(-start.size // LANES)
    length = float(np.linalg.norm(start))
    if length <= goal or not np.isfinite(length):
        return start, 0
    basis, new = np.zeros(((most + 1) * rows, LANES)), np.zeros((rows, LANES))
    basis.reshape(-1)[: start.size] = start / length
    upper, turns, rest = np.zeros((most + 1, most)), np.zeros((most, 2)), np.zeros(most + 1)
    rest[0] = length
    response = to.begin, to.end, to.index, to.amount, to.keep, plan.is_torn, plan.core, plan.after
    scratch = np.zeros((2, plan.size))
    taken = kernels.krylov_steps(
        response, plan.torn, scale, goal, to.towards_users, scratch, basis, new, upper, turns, rest
    )
    if taken == 0:
        return start, 1
    steps = np.linalg.solve(upper[:taken, :taken], rest[:taken]) if upper[taken - 1, taken - 1] else rest[:taken]
    return (steps @ basis.reshape(most + 1, -1)[:taken])[: start.size], taken
