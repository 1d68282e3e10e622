"""Quasi-random points for the figures that matter most; all others stay pseudo-random.

Points of a Sobol sequence (Joe & Kuo, SIAM J. Sci. Comput. 30:2635, 2008) fill the unit cube more evenly than random
ones do, so sums over them are nearer to their mean, if few figures make most of the variance. Each set of points is
scrambled as a whole (Owen 1995, by the hash of Laine & Karras as Burley gives it, JCGT 9(4), 2020), keyed by seed, set
and figure: every point by itself is uniform, any draw can be made again, and the sets differ as independent draws do,
which tells the standard error.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from qiantan.core.engine.network.analytic import variances
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.pattern import Offsets
from qiantan.core.engine.network.solver import Solution
from qiantan.core.engine.network.spread import Spread, SpreadError, Words, draw_keys, entry_keys, part_keys, scattered
from qiantan.core.findings import Text

MOST = 256
SHORTEST, LONGEST = LANES, 2**16
BITS = 32


@dataclass(frozen=True, eq=False)
class Points:
    """Figures drawn from quasi-random points: `entry` (amounts of the network) and `part` (of the own burdens), together
    one coordinate each; `base` (point × coordinate) are the points of one set before they are scrambled.
    """

    entry: Offsets
    part: Offsets
    base: Words = field(repr=False)
    keys: Words = field(repr=False)

    @property
    def length(self) -> int:
        """Draws in one set of points."""
        return len(self.base)

    def uniforms(self, seed: int, draw: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the numbers in (-1, 1) of some draws (coordinate × draw), 23 bits each."""
        sets = draw_keys(seed, draw // self.length)
        both = scattered(sets[None, :].astype(np.uint64) << np.uint64(32) | self.keys[:, None])
        scrambled = _scrambled(self.base[draw % self.length].T, (both >> np.uint64(32)).astype(np.uint32))
        leading = np.ascontiguousarray(scrambled >> np.uint32(9)).astype(np.float32)
        return (leading + np.float32(0.5)) * np.float32(2.0**-22) - np.float32(1)


def quasi_random(spread: Spread, scores: Solution, needs: Solution, most: int = 64, length: int = 128) -> Points:
    """Return quasi-random points for the `most` figures that make a demand's score most uncertain to first order.

    `scores` and `needs` are the solver's scores for the own burdens and its amounts for the demand; `length` draws make
    one set of points, a power of two. Draws are the same only with the same points: choose them once for a comparison.
    Raises SpreadError for a length that is no power of two from 16 to 65,536, or more than 256 figures.

        >>> spread = spread_of(network, np.array([0.1, 0.2, 0.2]), burden, np.array([0.0, 0.0, 0.1]))
        >>> points = quasi_random(spread, scores, solver.amounts({"cement": 1.0}), most=3)
        >>> result = sample(draws_of(solver, spread, 1, points), 512)
        >>> bool(result.even_error[2] < 0.2 * result.plain_error[2])
        True
    """
    if not SHORTEST <= length <= LONGEST or length & (length - 1) or not 0 < most <= MOST:
        allowed = f"{SHORTEST}–{LONGEST}"
        raise SpreadError(
            Text(
                f"点集长度应为 {allowed} 之间的 2 的幂（例如 128），数值个数应为 1–{MOST}：现为 {length} 与 {most}",
                f"a set is a power of two long, {allowed}, 128 for example, of 1–{MOST} figures: found {length}, {most}",
            )
        )
    variance = variances(spread, scores.value, needs.value)
    links = spread.network.amount.size
    chosen = np.argsort(-variance, kind="stable")[:most]
    chosen = chosen[variance[chosen] > 0]
    entry, part = chosen[chosen < links], chosen[chosen >= links] - links
    keys = np.concatenate([entry_keys(spread.network)[entry], part_keys(spread.network, spread.parts)[part]])
    sobol = qmc.Sobol(max(chosen.size, 1), scramble=False, bits=BITS)
    base = (sobol.random(length)[:, : chosen.size] * 2.0**BITS).astype(np.uint32)
    # The most uncertain figures get the first coordinates, which are the most even ones.
    place = np.concatenate([np.flatnonzero(chosen < links), np.flatnonzero(chosen >= links)])
    return Points(entry, part, base[:, place], keys[:, 0] ^ keys[:, 1])


def _scrambled(points: Words, keys: Words) -> Words:
    """Scramble binary digits, each by a hash of key and all digits before it: reversed, by additions and products that
    only carry upwards.
    """
    with np.errstate(over="ignore"):
        x = _reversed(points) + keys
        x ^= x * np.uint32(0x6C50B47C)
        x ^= x * np.uint32(0xB82F1E52)
        x ^= x * np.uint32(0xC7AFE638)
        x ^= x * np.uint32(0x8D22F6E6)
    return _reversed(x)


def _reversed(x: Words) -> Words:
    """Reverse the order of all 32 binary digits."""
    for step, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF), (16, 0x0000FFFF)):
        shift, half = np.uint32(step), np.uint32(mask)
        x = ((x >> shift) & half) | ((x & half) << shift)
    return x
