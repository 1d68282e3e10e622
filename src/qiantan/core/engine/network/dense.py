"""Dense elimination of the torn processes: exact to rounding, and the quickest where a network is solved often.

With the rest of the core eliminated by passes, the torn scores obey y = S y + g. S is made by passes over sixteen torn
processes at once, I - S scaled by price-like weights and factorised with row exchanges.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from scipy.linalg.lapack import dgetrf, dgetrs

from qiantan.core.engine.network import kernels
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.passes import Direction, Ordered
from qiantan.core.engine.network.pattern import Index
from qiantan.core.engine.system import Floats

PRICE_STEPS = 30
# Two threads in LAPACK at once have been seen to return wrong solutions (SciPy 1.17 with OpenBLAS 0.3).
_ONE_AT_A_TIME = Lock()
SETTLED = 0.3  # logarithm; weights need not be better than that


@dataclass(frozen=True, eq=False)
class DenseCore:
    """I - S of the torn processes, factorised: `lu` and `pivots` of the scaled matrix, `scale` (torn), `keep` (torn)."""

    lu: Floats
    pivots: Index
    scale: Floats
    keep: Floats

    def solve(self, g: Floats, *, towards_users: bool) -> Floats:
        """Return torn values (torn, …) that the core makes of implied ones `g`; transposed for amounts."""
        scale, keep = (self.scale, self.keep) if g.ndim == 1 else (self.scale[:, None], self.keep[:, None])
        with _ONE_AT_A_TIME:
            if towards_users:
                return np.asarray(scale * dgetrs(self.lu, self.pivots, g / scale)[0])
            return np.asarray(dgetrs(self.lu, self.pivots, g * (keep * scale), trans=1)[0] / (scale * keep))

    @cached_property
    def rough(self) -> NDArray[np.float32]:
        """Return the inverse of the scaled matrix in float32: for corrections that are repeated anyway."""
        with _ONE_AT_A_TIME:
            return np.ascontiguousarray(dgetrs(self.lu, self.pivots, np.eye(self.scale.size))[0], dtype=np.float32)

    def corrected(self, g: Floats) -> Floats:
        """Return about `solve` for scores, many right-hand sides at once (torn × lane), by `rough`."""
        out = np.empty_like(g)
        # Not by BLAS: its threads and those that draw would wait for each other.
        kernels.product(self.rough, self.scale, g, out)
        return out

    @property
    def sign(self) -> float:
        """Return the sign of the determinant; negative where loops return more than they take."""
        swaps = np.count_nonzero(self.pivots != np.arange(self.pivots.size))
        return float(np.prod(np.sign(np.diag(self.lu)))) * (-1.0) ** swaps


def dense_core(system: Ordered, threads: int = 1) -> DenseCore:
    """Factorise the torn processes of a network; memory is 8 bytes times the square of their number."""
    response = torn_response(system, threads)
    scale = _prices(np.abs(response))
    matrix = np.eye(scale.size) - response * (scale[None, :] / scale[:, None])
    with _ONE_AT_A_TIME:
        lu, pivots, _ = dgetrf(matrix, overwrite_a=True)
    return DenseCore(lu, pivots, scale, system.keep[system.plan.torn])


def torn_response(system: Ordered, threads: int = 1) -> Floats:
    """Return S (torn × torn): what one unit of each torn score adds to every torn score through the core."""
    plan, to = system.plan, system.scores
    size = plan.torn.size
    out = np.empty((size, size))

    def block(first: int) -> None:
        count = min(LANES, size - first)
        score = np.zeros((plan.after - plan.core, LANES))
        score[plan.torn[first : first + count] - plan.core, np.arange(count)] = 1.0
        zero = np.zeros_like(score)
        implied = np.empty((size, LANES))
        arrays = (to.begin, to.end, to.index, to.amount, to.keep)
        kernels.block_pass(*arrays, plan.is_torn, zero, score, plan.core, plan.after, plan.core)
        kernels.block_gather(*arrays, zero, score, plan.torn, implied, plan.core)
        out[:, first : first + count] = implied[:, :count]

    with ThreadPoolExecutor(max_workers=threads) as pool:
        list(pool.map(block, range(0, size, LANES)))
    return out


def dense_solve(direction: Direction, core: DenseCore, rhs: Floats) -> Floats:
    """Return the solution (position) by the factors, refined once inside the core."""
    plan = direction.plan
    x = np.zeros(plan.size)
    direction.lead(rhs, x)
    for _ in range(2):
        direction.core(rhs, x)
        x[plan.torn] += core.solve(direction.implied(rhs, x) - x[plan.torn], towards_users=direction.towards_users)
    direction.core(rhs, x)
    direction.trail(rhs, x)
    return x


def dense_block(system: Ordered, core: DenseCore, rhs: Floats) -> Floats:
    """Return scores (position × LANES) of a block of right-hand sides, refined once inside the core."""
    plan, to = system.plan, system.scores
    x = np.zeros_like(rhs)
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep)
    kernels.block_pass(*arrays, plan.is_torn, rhs, x, 0, plan.core, 0)
    implied = np.empty((plan.torn.size, LANES))
    for _ in range(2):
        kernels.block_pass(*arrays, plan.is_torn, rhs, x, plan.core, plan.after, 0)
        kernels.block_gather(*arrays, rhs, x, plan.torn, implied, 0)
        x[plan.torn] += core.solve(implied - x[plan.torn], towards_users=True)
    kernels.block_pass(*arrays, plan.is_torn, rhs, x, plan.core, plan.size, 0)
    return x


def _prices(response: Floats) -> Floats:
    """Return positive weights that make the columns of |S| alike, by a few steps towards its dominant vector."""
    weight = np.ones(response.shape[0])
    for _ in range(PRICE_STEPS):
        new = response @ weight + 0.1 * weight
        if not (np.isfinite(new).all() and (new > 0).all()):
            break
        change = np.log(new / weight)
        weight = new / np.exp(np.log(new).mean())
        if np.abs(change - np.median(change)).max() < SETTLED:
            break
    return weight
