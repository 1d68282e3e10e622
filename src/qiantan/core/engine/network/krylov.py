"""GMRES on the torn processes of a network (Saad & Schultz, SIAM J. Sci. Stat. Comput. 7:856, 1986).

Unknowns are scaled by their own size, so that units do not matter, and every new direction is made orthogonal to the
others twice: without it, strong loops cost half of the digits.
"""

import numpy as np

from qiantan.core.engine.network import kernels
from qiantan.core.engine.network.passes import Direction
from qiantan.core.engine.system import Floats

MOST_STEPS = 150
WARM_PASSES = 3


def krylov(direction: Direction, rhs: Floats, tolerance: float) -> tuple[Floats, int]:
    """Return the solution (position) for a right-hand side (position), and the number of passes it took.

    `tolerance` is the norm of the scaled residual on the torn processes relative to their scaled values.
    """
    plan = direction.plan
    x = np.zeros(plan.size)
    direction.lead(rhs, x)
    passes = 0
    if plan.torn.size:
        x[plan.torn], passes = _torn(direction, rhs, x, tolerance)
    direction.core(rhs, x)
    direction.trail(rhs, x)
    return x, passes + 1


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
    size = start.size
    most = min(MOST_STEPS, size)
    scratch, zero = np.zeros(direction.plan.size), np.zeros(direction.plan.size)
    length = float(np.linalg.norm(start))
    if length <= goal or not np.isfinite(length):
        return start, 0
    basis = np.empty((most + 1, size))
    upper = np.zeros((most + 1, most))
    turns = np.zeros((most, 2))
    rest = np.zeros(most + 1)
    basis[0], rest[0] = start / length, length
    taken = 0
    while taken < most:
        k = taken
        new = basis[k] - direction.response(basis[k] * scale, scratch, zero) / scale
        if not np.isfinite(new).all():
            break
        for _ in range(2):
            part = basis[: k + 1] @ new
            upper[: k + 1, k] += part
            new -= part @ basis[: k + 1]
        height = float(np.linalg.norm(new))
        kernels.rotate(upper, turns, rest, k, height)
        taken += 1
        if abs(rest[taken]) <= goal or height == 0.0:
            break
        basis[taken] = new / height
    if taken == 0:
        return start, 1
    steps = np.linalg.solve(upper[:taken, :taken], rest[:taken]) if upper[taken - 1, taken - 1] else rest[:taken]
    return steps @ basis[:taken], taken
