"""Scores and amounts of every product, against dense elimination and hand-worked cases."""

import numpy as np
import pytest
from tests.factories.networks import network, random_network
from tests.reference.network_twins import dense, reachable

from qiantan.core.engine.diagnosis import LoopGainError
from qiantan.core.engine.network import (
    NetworkError,
    Way,
    solve_with,
)


@pytest.mark.parametrize("seed", range(40))
def test_scores_and_amounts_agree_with_dense_elimination(seed):
    rng = np.random.default_rng(seed)
    one = random_network(rng, int(rng.integers(1, 80)), gain=0.99)
    burden, demand = rng.random(one.size) * (rng.random(one.size) < 0.7), rng.random(one.size)
    matrix = np.eye(one.size) - dense(one)
    exact_scores, exact_amounts = np.linalg.solve(matrix.T, burden), np.linalg.solve(matrix, demand)

    for solver in (solve_with(one), solve_with(one).factored()):
        scores, amounts = solver.scores(burden), solver.amounts(demand)

        assert scores.residual <= 1e-14
        assert amounts.residual <= 1e-14
        # Both ways of putting the whole network into one figure: every burden is somebody's, ISO 14044 4.3.3.
        assert scores.value @ demand == pytest.approx(burden @ amounts.value, rel=1e-12)
        assert scores.value == pytest.approx(exact_scores, rel=1e-8)
        assert amounts.value == pytest.approx(exact_amounts, rel=1e-8)


@pytest.mark.parametrize("credit", [0.0, 0.05])
def test_the_three_ways_agree(credit, monkeypatch):
    rng = np.random.default_rng(3)
    one = random_network(rng, 500, gain=0.98, credit=credit)
    burden = rng.random(500)
    dense_way = solve_with(one)
    monkeypatch.setattr("qiantan.core.engine.network.solver.DENSE_AT_ONCE", 0)
    krylov_way = solve_with(one)

    assert (dense_way.way, krylov_way.way) == (Way.DENSE, Way.KRYLOV)
    first, second = dense_way.scores(burden).value, krylov_way.scores(burden).value
    assert first == pytest.approx(second, rel=1e-11, abs=1e-13 * np.abs(first).max() * (credit > 0))
    assert krylov_way.factored().way is Way.DENSE


@pytest.mark.parametrize("width", [1, 8, 16, 19])
def test_a_block_of_categories_is_as_many_single_ones(width):
    rng = np.random.default_rng(width)
    solver = solve_with(random_network(rng, 200, gain=0.97)).factored()
    burdens = rng.random((200, width))

    together = solver.scores_of(burdens)

    assert together.shape == (200, width)
    for category in range(width):
        assert together[:, category] == pytest.approx(solver.scores(burdens[:, category]).value, rel=1e-12)


@pytest.mark.parametrize(("gain", "expected"), [(0.05, 20 / 19), (0.99, 100), (0.995, 200)])
def test_own_use_and_rings_of_the_same_gain_give_the_same_score(gain, expected):
    """One over one less the gain (validation case 5)."""
    alone = solve_with(network([(0, 0, gain)], 1)).scores(np.ones(1)).value
    ring = solve_with(network([(0, 1, gain * 8), (1, 0, 0.125)], 2)).scores(np.array([1.0, 0.0])).value

    assert alone[0] == pytest.approx(expected, rel=1e-12)
    assert ring[0] == pytest.approx(expected, rel=1e-12)


def test_what_carries_nothing_scores_exactly_nothing():
    rng = np.random.default_rng(8)
    one = random_network(rng, 300, gain=0.95)
    burden = np.zeros(300)
    burden[17] = 1.0

    value = solve_with(one).scores(burden).value

    assert ((value != 0) == reachable(one.pattern.start, one.pattern.supplier)[:, 17]).all()


@pytest.mark.parametrize("credit", [0.0, 0.05])
@pytest.mark.parametrize("factor", [0.5, 0.98, 1.02, 1.4])
def test_a_solver_for_other_amounts_is_as_good_as_a_new_one(factor, credit):
    rng = np.random.default_rng(6)
    one = random_network(rng, 400, gain=0.6, credit=credit)
    burden, other = rng.random(400), one.with_amounts(one.amount * factor)

    renewed, new = solve_with(one).renewed(other), solve_with(other)

    assert renewed.network is other
    assert renewed.gain.proven == new.gain.proven
    assert renewed.scores(burden).value == pytest.approx(new.scores(burden).value, rel=1e-12)


def test_other_amounts_that_feed_themselves_are_refused_as_ever():
    ring = network([(0, 1, 0.5), (1, 0, 0.5), (2, 0, 0.4)], 3, ["coke", "power", "lime"])

    with pytest.raises(LoopGainError) as caught:
        solve_with(ring).renewed(ring.with_amounts(4 * ring.amount))

    assert set(caught.value.processes) == {"coke", "power"}


def test_other_amounts_keep_the_pattern_and_are_checked():
    ring = network([(0, 1, 0.5), (1, 0, 0.5)], 2, ["coke", "power"])
    digest = ring.digest
    other = ring.with_amounts(np.array([0.5, 0.25]))

    assert other.pattern is ring.pattern
    assert (ring.digest == digest, other.digest == digest) == (True, False)
    assert other.digest == network([(0, 1, 0.25), (1, 0, 0.5)], 2, ["coke", "power"]).digest
    with pytest.raises(ValueError, match="read-only"):
        other.amount[0] = 1.0
    with pytest.raises(NetworkError, match="用量不是有限数：“power”对“coke”的用量"):
        ring.with_amounts(np.array([0.5, np.nan]))
    with pytest.raises(NetworkError, match="长度不一致"):
        ring.with_amounts(np.ones(3))
