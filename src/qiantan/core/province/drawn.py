"""Full Monte Carlo of every product of the province in chunks of draws, which any machine can do in any order.

Every random figure is a function of seed, entry and draw, so a chunk needs nothing of the others. It keeps sums around the
nominal footprint and, for every product and draw, one byte that says where the draw lies; merging adds both up in the
order of the draws, so that neither the number of machines nor their pace changes a digit.

The byte divides ±64 rough standard deviations into 256 bins, narrow in the middle (inverse hyperbolic sine): one is 0.04
to 0.08 standard deviations wide where 5 and 95 % lie, and quantiles are read inside it in proportion. That is finer than
1,000 draws know a quantile.
"""

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import asinh

import numpy as np
from numpy.typing import NDArray

from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.network import Draws, NoDrawError, block, draws_of, linearised, solve_with
from qiantan.core.engine.network.sample import expected_linear
from qiantan.core.engine.system import Floats
from qiantan.core.findings import Text
from qiantan.core.province.network import Indices, Province
from qiantan.core.province.uncertain import uncertain

LANES = 16  # draws the engine does together
CHUNK = 64
BINS = 256
REACH = asinh(64.0)
BARS = 32
OUTER = 0.005  # bars reach from this quantile to its counterpart
LEAST_SCALE = 1e-9  # of the footprint: below, nothing varies
ROUGH = 64  # linearised draws behind the rough standard deviation
SLICE = 8192  # products whose bins are spread out at a time

Bins = NDArray[np.uint8]


class ChunkError(EngineError):
    """Chunks that do not make up one sample."""

    code = "NETWORK-CHUNKS"


@dataclass(frozen=True, eq=False)
class Drawing:
    """A province ready to be drawn from. `product` are the studies (index) that speak for products; `at` (product) where
    the engine has each of them, `demand` its units per declared unit; `nominal` kg CO2e of the declared unit, and
    `scale` its rough standard deviation, a power of two.
    """

    draws: Draws = field(repr=False)
    product: Indices = field(repr=False)
    at: Indices = field(repr=False)
    demand: Floats = field(repr=False)
    nominal: Floats = field(repr=False)
    scale: Floats = field(repr=False)


@dataclass(frozen=True, eq=False)
class Chunk:
    """The draws from `first` on: `refused` of them had loops that return one unit or more and are in nothing else.

    `moments` (product × 5) are sums around the nominal footprint: y, y², c, c², y c, where c is the first-order estimate
    of draw y, around the nominal footprint too. `bins` (product × draw).
    """

    first: int
    refused: int
    moments: Floats
    bins: Bins


@dataclass(frozen=True, eq=False, kw_only=True)
class Drawn:
    """Every product over `draws` draws, kg CO2e of the declared unit (each: product); `refused` draws are not in it.

    `mean` uses the first-order estimate as control variate, `error` is its standard error. `low`, `median` and `high` are
    the 5, 50 and 95 % quantiles. `linear` is the share of the variance that the first order explains, not a number where
    it is not known. `bars` (product × 32) count draws between `left` and `right`.
    """

    study: NDArray[np.int32]
    nominal: Floats
    mean: Floats
    error: Floats
    deviation: Floats
    low: Floats
    median: Floats
    high: Floats
    linear: Floats
    left: Floats
    right: Floats
    bars: NDArray[np.uint16]
    draws: int
    refused: int

    @property
    def bias(self) -> Floats:
        """Return mean over nominal footprint (product), 1 where the latter is zero."""
        return np.divide(self.mean, self.nominal, out=np.ones_like(self.mean), where=self.nominal != 0)


def drawing_of(province: Province, seed: int) -> Drawing:
    """Return a province ready to be drawn from; the seed names all its random figures."""
    spread = uncertain(province)
    draws = draws_of(solve_with(spread.network), spread, seed)
    product = province.newest
    process = province.delivering[product]
    demand = np.asarray(province.studies["demand"][product], dtype=np.float64)
    nominal = demand * draws.solver.scores(spread.parts.burden).value[process]
    rough = demand * linearised(draws.solver, spread, 0, ROUGH)[process]
    least = np.maximum(LEAST_SCALE * np.abs(nominal), np.finfo(float).tiny)
    at = draws.solver.system.to_network(np.arange(spread.network.size, dtype=np.float64)).astype(np.int64)[process]
    return Drawing(draws, product, at, demand, nominal, np.exp2(np.ceil(np.log2(np.maximum(rough, least)))))


def draw_chunk(drawing: Drawing, first: int, count: int = CHUNK, between: Callable[[], None] | None = None) -> Chunk:
    """Return the draws ``first`` to ``first + count - 1``, a multiple of sixteen of them; `between` is called before
    every sixteen and may raise.
    """
    moments, refused, bins = np.zeros((drawing.nominal.size, 5)), 0, []
    for start in range(first, first + count, LANES):
        if between is not None:
            between()
        one = block(drawing.draws, start)
        solved = one.solved
        y, c = (drawing.demand[:, None] * figures[drawing.at][:, solved] for figures in (one.score, one.linear))
        y = y - drawing.nominal[:, None]
        moments += np.stack([part.sum(axis=1) for part in (y, y * y, c, c * c, y * c)], axis=1)
        refused += int((~solved).sum())
        bins.append(np.clip(_place(y / drawing.scale[:, None]), 0, BINS - 1).astype(np.uint8))
    return Chunk(first, refused, moments, np.concatenate(bins, axis=1))


def chunk_bytes(chunk: Chunk) -> bytes:
    """Return a chunk as bytes; equal chunks have equal bytes."""
    out = io.BytesIO()
    head = np.array([chunk.first, chunk.refused], dtype="<i8")
    np.savez_compressed(out, head=head, moments=chunk.moments, bins=chunk.bins)
    return out.getvalue()


def chunk_of(content: bytes) -> Chunk:
    """Return the chunk of `chunk_bytes`."""
    with np.load(io.BytesIO(content), allow_pickle=False) as kept:
        first, refused = kept["head"].tolist()
        return Chunk(first, refused, kept["moments"], kept["bins"])


def merged(province: Province, drawing: Drawing, chunks: Iterable[Chunk]) -> Drawn:
    """Return what chunks, given in the order of their draws without gap or repetition, say together.

    Raises ChunkError for chunks of another order, NoDrawError where not one draw has a solution.
    """
    moments, refused, draws, following = np.zeros((drawing.nominal.size, 5)), 0, 0, 0
    counts = np.zeros((drawing.nominal.size, BINS), dtype=np.uint16)
    rows = np.arange(drawing.nominal.size)
    for chunk in chunks:
        if chunk.first != following:
            raise ChunkError(Text("抽样分块缺失或重复", "a chunk of draws is missing or there twice"))
        moments, refused = moments + chunk.moments, refused + chunk.refused
        for column in chunk.bins.T:
            counts[rows, column] += 1
        draws += chunk.bins.shape[1]
        following += chunk.bins.shape[1] + chunk.refused
    if not draws:
        raise NoDrawError(
            Text("所有抽样的循环增益都不小于 1", "in every draw a loop returns one unit or more per unit")
        )
    return _drawn(province, drawing, moments, counts, (draws, refused))


def _drawn(
    province: Province, drawing: Drawing, moments: Floats, counts: NDArray[np.uint16], number: tuple[int, int]
) -> Drawn:
    draws, refused = number
    nominal = drawing.nominal
    y, yy, c, cc, yc = moments.T
    free = max(draws - 1, 1)
    mean_y, mean_c = y / draws, c / draws
    var_y = np.maximum(yy - draws * mean_y**2, 0.0) / free
    var_c = np.maximum(cc - draws * mean_c**2, 0.0) / free
    both = (yc - draws * mean_y * mean_c) / free
    known = np.isfinite(var_c) & (var_c > 0)
    # Refused draws leave the mean of the rest conditional; the mean of the control is not, so it is left out then.
    slope = np.divide(both, var_c, out=np.zeros_like(both), where=known) if not refused else np.zeros_like(both)
    expected = _expected(province, drawing)
    mean = nominal + mean_y - slope * np.where(known, mean_c - expected, 0.0)
    left_over = np.maximum(var_y - slope * np.where(known, both, 0.0), 0.0)
    unknown = np.where(var_y > 0, np.nan, 1.0)
    linear = np.divide(both**2, var_c * var_y, out=unknown, where=known & (var_y > 0))
    read = _read(drawing, counts, draws)
    return Drawn(
        study=province.studies["study"][drawing.product],
        nominal=nominal,
        mean=mean,
        error=np.sqrt(left_over / draws),
        deviation=np.sqrt(var_y),
        low=read[0],
        median=read[1],
        high=read[2],
        linear=np.minimum(linear, 1.0),
        left=read[3],
        right=read[4],
        bars=np.rint(read[5:]).astype(np.uint16).T,
        draws=draws,
        refused=refused,
    )


def _expected(province: Province, drawing: Drawing) -> Floats:
    """Mean of the first-order estimate around the nominal footprint (product)."""
    process = province.delivering[drawing.product]
    linear = expected_linear(drawing.draws.solver, drawing.draws.spread)[process]
    return np.asarray(drawing.demand * linear - drawing.nominal)


def _read(drawing: Drawing, counts: NDArray[np.uint16], draws: int) -> Floats:
    """Quantiles, ends of the bars and draws in each bar (5 + 32 × product)."""
    found = np.empty((5 + BARS, len(counts)))
    for start in range(0, len(counts), SLICE):
        part = slice(start, start + SLICE)
        below = np.concatenate((np.zeros((len(counts[part]), 1)), np.cumsum(counts[part], axis=1, dtype=np.float64)), 1)
        scale, nominal = drawing.scale[part], drawing.nominal[part]
        for row, share in enumerate((0.05, 0.5, 0.95, OUTER, 1 - OUTER)):
            found[row, part] = nominal + scale * _figure(_quantile(below, share * draws))
        edges = np.linspace(found[3, part], found[4, part], BARS + 1)
        edges[0], edges[-1] = -np.inf, np.inf  # the outermost bars hold what lies beyond
        at = np.stack([_below(below, np.clip(_place((edge - nominal) / scale), 0, BINS)) for edge in edges])
        found[5:, part] = np.diff(np.rint(at), axis=0)
    return found


def _place(z: Floats) -> Floats:
    return np.asarray(BINS / 2 * (1 + np.arcsinh(z) / REACH))


def _figure(place: Floats) -> Floats:
    return np.asarray(np.sinh((place / (BINS / 2) - 1) * REACH))


def _quantile(below: Floats, target: float) -> Floats:
    """Place (product) below which `target` draws lie, in proportion inside its bin."""
    at = np.minimum((below[:, 1:] < target).sum(axis=1), BINS - 1)
    rows = np.arange(len(below))
    inside = below[rows, at + 1] - below[rows, at]
    part = np.divide(target - below[rows, at], inside, out=np.full(len(below), 0.5), where=inside > 0)
    return np.asarray(at + part)


def _below(below: Floats, place: Floats) -> Floats:
    """Draws (product) below a place, in proportion inside its bin."""
    at = np.minimum(place.astype(np.int64), BINS - 1)
    rows = np.arange(len(below))
    return np.asarray(below[rows, at] + (place - at) * (below[rows, at + 1] - below[rows, at]))
