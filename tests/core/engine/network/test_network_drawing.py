"""The loops that draw do what their plain NumPy twins do, and their numbers are as random as they must be."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference import network_twins as twins

from qiantan.core.engine.network import drawing, solve_with
from qiantan.core.engine.network.drawing import Burdens, Entries, Numbers
from qiantan.core.engine.network.kernels import LANES
from qiantan.core.engine.network.montecarlo import draws_of
from qiantan.core.engine.network.spread import Parts, Spread, draw_keys

SEEDS = range(8)
NO_POINTS = np.zeros((0, LANES), dtype=np.float32)


def drawn(seed):
    """A random network with every kind of entry: certain, varying, shares held to their sum, burdens of many parts."""
    rng = np.random.default_rng(seed)
    network = random_network(rng, int(rng.integers(2, 60)), gain=0.7, decades=1.0)
    entries, pattern = network.amount.size, network.pattern
    own = pattern.supplier == pattern.consumer
    sigma = np.where(own, 0.0, 0.2 * rng.random(entries) * (rng.random(entries) < 0.7))
    shared = (pattern.consumer % 3 == 0) & ~own & (rng.random(entries) < 0.8)
    count = rng.integers(0, 4, network.size)
    total = int(count.sum())
    start = np.concatenate(([0], np.cumsum(count)))
    parts = Parts(start, rng.random(total), 0.3 * rng.random(total) * (rng.random(total) < 0.7))
    return draws_of(solve_with(network), Spread(network, sigma, shared, parts), seed=seed), draw_keys(
        seed, np.arange(16)
    )


def many(size, sigma=1.0, seed=1):
    """The multiples of `size` entries of one column (entry × draw), and the keys of entries and draws."""
    keys = np.stack([np.full(size, 7), np.arange(size)], axis=1).astype(np.uint32)
    none = np.zeros(1)
    entries = Entries(
        start=np.array([0, size]),
        supplier=np.zeros(size, dtype=np.int32),
        amount=np.ones(size),
        vary=np.array([size]),
        slot=np.array([0, size]),
        sigma=np.full(size, sigma, dtype=np.float32),
        keys=keys,
        point=np.full(size, -1, dtype=np.int32),
        share=np.zeros(size, dtype=bool),
        whole=none,
        nominal=none,
        keep=np.ones(1),
    )
    no_words = np.zeros((0, 2), dtype=np.uint32)
    no_parts = np.zeros(2, dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.float32), no_words
    parts = Burdens(*no_parts, np.zeros(0, dtype=np.int32), none, none)
    draws, out = draw_keys(seed, np.arange(LANES)), np.empty((size, LANES), dtype=np.float32)
    drawing.draw_columns(
        entries, parts, Numbers(draws, NO_POINTS), 0, 1, out, np.empty((1, LANES)), np.empty((1, LANES))
    )
    return out, keys, draws


# --- numbers ---


@pytest.mark.parametrize("sigma", [0.05, 1.0, 5.0])
def test_multiples_are_those_of_the_exact_inverse(sigma):
    """float32 keeps 24 bits: a multiple exp(σ z) is right to a few 1e-7 of (1 + |σ z|) of it."""
    out, keys, draws = many(20_000, sigma)

    exponent = sigma * twins.normals(keys, draws)

    off = np.abs(np.log(out.astype(float)) - exponent)
    assert (off <= 4e-7 + 8e-7 * np.abs(exponent)).all()


def test_no_spread_is_exactly_one():
    assert (many(100, 0.0)[0] == 1.0).all()


def test_numbers_are_standard_normal():
    """Mean 0, standard deviation 1, skewness 0, kurtosis 3 and the quantiles of the normal distribution."""
    z = np.log(many(64_000)[0].astype(float)).ravel()  # a million

    assert z.mean() == pytest.approx(0.0, abs=0.004)
    assert z.std() == pytest.approx(1.0, abs=0.003)
    assert (z**3).mean() == pytest.approx(0.0, abs=0.01)
    assert (z**4).mean() == pytest.approx(3.0, abs=0.03)
    levels = [0.0001, 0.025, 0.25, 0.5, 0.75, 0.975, 0.9999]
    assert np.quantile(z, levels) == pytest.approx([-3.719, -1.96, -0.6745, 0, 0.6745, 1.96, 3.719], abs=0.06)
    assert 4.5 < np.abs(z).max() < 5.4


def test_every_digit_of_the_uniform_numbers_is_even():
    """Chi-squared over 256 classes of the leading, middle and trailing byte: 255 ± 23 expected, 350 is beyond chance."""
    _, keys, draws = many(16_384)
    high, low = keys.astype(np.int64).T[:, :, None]
    hashed = twins.mixed((twins.mixed(draws.astype(np.int64) ^ low) + high) & 0xFFFFFFFF)
    for shift in (24, 16, 9):
        counts = np.bincount(((hashed >> shift) & 255).ravel(), minlength=256)
        expected = counts.sum() / 256
        assert 170 < ((counts - expected) ** 2 / expected).sum() < 350


def test_neighbouring_draws_and_entries_know_nothing_of_each_other():
    z = np.log(many(16_000)[0].astype(float))

    assert np.abs(np.corrcoef(z.T) - np.eye(16)).max() < 0.035
    for step in (1, 2, 16):
        assert abs(np.corrcoef(z[:-step].ravel(), z[step:].ravel())[0, 1]) < 0.008
    other = np.log(many(16_000, seed=2)[0].astype(float))
    assert abs(np.corrcoef(z.ravel(), other.ravel())[0, 1]) < 0.008


# --- loops ---


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_columns(seed):
    draws, keys = drawn(seed)
    entries, size = draws.entries, draws.solver.network.size
    multiple = np.empty((int(entries.slot[-1]), LANES), dtype=np.float32)
    burden, moved = np.empty((size, LANES)), np.empty((size, LANES))

    drawing.draw_columns(entries, draws.burdens, Numbers(keys, NO_POINTS), 0, size, multiple, burden, moved)

    matrices, own, change = twins.drawn_network(entries, draws.burdens, keys)
    assert burden == pytest.approx(own.T, rel=1e-6)
    assert moved == pytest.approx(change.T, rel=1e-4, abs=3e-6 * np.abs(draws.nominal).max())
    column = np.repeat(np.arange(size), entries.vary)
    varies = np.arange(column.size) - entries.slot[column] + entries.start[column]
    amounts = entries.amount[varies, None] * multiple
    assert amounts == pytest.approx(matrices[:, column, entries.supplier[varies]].T, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_drawn_passes(seed):
    """One pass over all positions, torn or not, with what is already known of later ones."""
    draws, keys = drawn(seed)
    entries, size = draws.entries, draws.solver.network.size
    rng = np.random.default_rng(seed)
    score, linear = rng.random((size, LANES)), rng.random((size, LANES))
    scores, linears = score.T.copy(), linear.T.copy()

    drawing.drawn_pass(entries, draws.burdens, Numbers(keys, NO_POINTS), 0, size, score, linear)

    matrices, own, change = twins.drawn_network(entries, draws.burdens, keys)
    nominal = np.zeros((size, size))
    for j in range(size):
        used = slice(entries.start[j], entries.start[j + 1])
        nominal[j, entries.supplier[used]] = entries.amount[used]
    for j in range(size):
        scores[:, j] = (own[:, j] + (matrices[:, j] * scores).sum(1)) / entries.keep[j]
        linears[:, j] = (change[:, j] + linears @ nominal[j]) / entries.keep[j]
    assert score == pytest.approx(scores.T, rel=1e-5)
    assert linear == pytest.approx(linears.T, rel=1e-4, abs=1e-5 * np.abs(linears).max())


@pytest.mark.parametrize("seed", SEEDS)
def test_passes_over_kept_multiples(seed):
    draws, keys = drawn(seed)
    entries, size = draws.entries, draws.solver.network.size
    rng = np.random.default_rng(seed)
    multiple = np.empty((int(entries.slot[-1]), LANES), dtype=np.float32)
    burden, moved, score = (np.empty((size, LANES)) for _ in range(3))
    drawing.draw_columns(entries, draws.burdens, Numbers(keys, NO_POINTS), 0, size, multiple, burden, moved)
    torn = (rng.random(size) < 0.3).astype(np.uint8)
    nodes = np.flatnonzero(torn)
    left, worst = np.empty((nodes.size, LANES)), np.empty(LANES)
    score[:] = rng.random((size, LANES))
    scores = score.T.copy()

    drawing.core_pass(entries, multiple, burden, torn, 0, size, score)
    drawing.core_gather(entries, multiple, burden, nodes, 0, score, left, worst)

    matrices, own, _ = twins.drawn_network(entries, draws.burdens, keys)
    for j in np.flatnonzero(torn == 0):
        scores[:, j] = (own[:, j] + (matrices[:, j] * scores).sum(1)) / entries.keep[j]
    assert score == pytest.approx(scores.T, rel=1e-5)
    implied = (own + np.einsum("dji,di->dj", matrices, scores)) / entries.keep
    gap = (implied - scores)[:, nodes].T
    assert left == pytest.approx(gap, rel=1e-4, abs=1e-5 * np.abs(scores).max())
    whole = (np.abs(implied) + np.abs(scores))[:, nodes].T
    assert worst == pytest.approx((np.abs(gap) / whole).max(axis=0, initial=0.0), rel=1e-3, abs=1e-6)


def test_moments_are_sums_over_counted_draws():
    rng = np.random.default_rng(1)
    score, linear, nominal = rng.random((9, 16)), rng.random((9, 16)), rng.random(9)
    counted, out = rng.random(16) < 0.7, np.empty((9, 5))
    score[:, ~counted] = np.nan

    drawing.moments(score, linear, nominal, counted.astype(float), out)

    assert out == pytest.approx(twins.moments(score, linear, nominal, counted), rel=1e-12, abs=1e-14)
