"""Quasi-random points: even in every set, different between sets, replayable, and worth many plain draws."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference.network_twins import dense

from qiantan.core.engine.network import block, draws_of, quasi_random, replay, sample, solve_with, spread_of
from qiantan.core.engine.network.sample import NoDrawError
from qiantan.core.engine.network.spread import SpreadError


def asked(product="p7", most=24, length=64):
    """A solver, a spread and the points for one of its products."""
    rng = np.random.default_rng(3)
    network = random_network(rng, 120, gain=0.8, decades=1.0)
    own = network.pattern.supplier == network.pattern.consumer
    sigma = np.where(own, 0.0, 0.15 * rng.random(network.amount.size))
    spread = spread_of(network, sigma, rng.random(120), 0.2 * rng.random(120))
    solver = solve_with(network)
    scores, needs = solver.scores(spread.parts.burden), solver.amounts({product: 1.0})
    return solver, spread, quasi_random(spread, scores, needs, most, length)


@pytest.mark.parametrize("length", [16, 64, 1024])
def test_every_set_puts_one_point_into_every_interval(length):
    """Nested scrambling keeps a set even: each of `length` equal intervals holds one point, in every coordinate."""
    _, _, points = asked(length=length)
    for number in range(3):
        u = points.uniforms(9, np.arange(number * length, (number + 1) * length))
        intervals = np.floor((u.astype(float) + 1) / 2 * length).astype(int)
        assert (np.sort(intervals, axis=1) == np.arange(length)).all()


def test_sets_and_coordinates_know_nothing_of_each_other():
    _, _, points = asked(length=16)
    u = points.uniforms(1, np.arange(16 * 2000)).astype(float)

    assert np.abs(np.corrcoef(u) - np.eye(len(u))).max() < 0.03
    assert np.abs(u.mean(axis=1)).max() < 0.01
    first = u.reshape(len(u), 2000, 16)[:, :, 0]
    assert first.std(axis=1) == pytest.approx(np.full(len(u), 12**-0.5 * 2), rel=0.05)
    assert np.abs(np.corrcoef(first) - np.eye(len(u))).max() < 0.12


def test_the_most_uncertain_figures_are_chosen():
    solver, spread, points = asked(most=5)
    alone = quasi_random(spread, solver.scores(spread.parts.burden), solver.amounts({"p7": 1.0}), 1)

    assert points.entry.size + points.part.size == 5
    assert alone.entry.size + alone.part.size == 1
    assert set(alone.entry) <= set(points.entry)
    assert set(alone.part) <= set(points.part)


@pytest.mark.parametrize("draw", [0, 17, 200])
def test_any_draw_can_be_made_again_and_solved_by_other_means(draw):
    solver, spread, points = asked()
    draws = draws_of(solver, spread, 4, points)

    together = block(draws, 16 * (draw // 16))
    network, burden = replay(draws, draw)

    alone = np.linalg.solve(np.eye(network.size) - dense(network).T, burden)
    assert solver.system.to_network(together.score[:, draw % 16]) == pytest.approx(alone, rel=1e-6)


def test_figures_without_a_coordinate_are_drawn_as_ever():
    solver, spread, points = asked()
    plain, _ = replay(draws_of(solver, spread, 4), 5)
    quasi, _ = replay(draws_of(solver, spread, 4, points), 5)

    changed = np.flatnonzero(plain.amount != quasi.amount)
    assert sorted(changed) == sorted(points.entry)


def test_the_mean_is_that_of_plain_sampling_from_far_fewer_draws():
    solver, spread, points = asked()
    many = sample(draws_of(solver, spread, 1), 32_768)
    few = sample(draws_of(solver, spread, 2, points), 1024)
    plain = sample(draws_of(solver, spread, 2), 1024)

    for mean, error in ((few.mean, few.mean_error), (few.plain_mean, few.even_error)):
        # Where the first order is all there is, nothing is left but the rounding of float32 multiples.
        off = np.abs(mean - many.mean) / np.maximum(np.hypot(error, many.mean_error), 1e-7 * np.abs(mean))
        assert np.quantile(off, 0.97) < 5
    assert (few.plain_error[7] / few.even_error[7]) ** 2 > 10
    assert few.saving[7] > plain.saving[7]
    assert plain.even_error.tolist() == plain.plain_error.tolist()


def test_lengths_and_numbers_that_do_not_fit_are_refused():
    solver, spread, points = asked()
    scores, needs = solver.scores(spread.parts.burden), solver.amounts({"p7": 1.0})

    for most, length in ((24, 100), (24, 8), (0, 64), (1000, 64)):
        with pytest.raises(SpreadError, match="2 的幂"):
            quasi_random(spread, scores, needs, most, length)
    for number in (100, 64):
        with pytest.raises(NoDrawError, match="64 的整数倍且不少于 128"):
            sample(draws_of(solver, spread, 1, points), number)


def test_a_network_without_spread_needs_no_points():
    solver, spread, _ = asked()
    certain = spread_of(spread.network, 0 * spread.sigma, spread.parts.kg, 0 * spread.parts.kg)
    points = quasi_random(certain, solver.scores(spread.parts.burden), solver.amounts({"p7": 1.0}), 8, 16)

    result = sample(draws_of(solver, certain, 1, points), 32)

    assert result.mean == pytest.approx(result.nominal, rel=1e-7)
    assert (result.saving == 1).all() or np.isfinite(result.mean_error).all()
