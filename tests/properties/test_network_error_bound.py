"""The bound of the certificate holds against extended precision, and stays close to what is lost."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference.extended import solved
from tests.reference.network_twins import dense

from qiantan.core.engine.network import NotCertifiableError, error_bound, network_of, solve_with

SYSTEMS = 10_000
SIZE = 7


def test_the_bound_holds_for_ten_thousand_random_systems():
    rng = np.random.default_rng(20)
    gains = 1 - 10 ** rng.uniform(-3.5, -0.3, SYSTEMS)
    networks = [random_network(rng, SIZE, gain=gain, credit=0.1, decades=4.0) for gain in gains]
    burdens = (
        rng.random((SYSTEMS, SIZE)) * 10 ** rng.uniform(-6, 6, (SYSTEMS, SIZE)) * (rng.random((SYSTEMS, SIZE)) < 0.7)
    )
    values, bounds = np.empty((SYSTEMS, SIZE)), np.empty((SYSTEMS, SIZE))

    for at, (network, burden) in enumerate(zip(networks, burdens, strict=True)):
        solver = solve_with(network)
        solution = solver.scores(burden)
        values[at], bounds[at] = solution.value, error_bound(solver, solution)

    one = np.eye(SIZE, dtype=np.longdouble)
    exact = solved(np.stack([one - dense(network).T for network in networks]), burdens)
    error = np.abs(values - exact).astype(float)
    assert (error <= bounds).all()
    # Not merely true: at the median the bound is within a hundred roundings of the score.
    scored = values != 0
    assert np.median(bounds[scored] / np.abs(values[scored])) <= 100 * np.finfo(float).eps


@pytest.mark.parametrize("gain", [0.9, 0.99, 0.995])
def test_scores_keep_twelve_digits_behind_strong_loops(gain):
    rng = np.random.default_rng(int(1000 * gain))
    for _ in range(20):
        network = random_network(rng, 60, gain=gain, decades=3.0)
        burden = rng.random(60)
        solver = solve_with(network)
        solution = solver.scores(burden)

        exact = solved(np.eye(60, dtype=np.longdouble)[None] - dense(network).T[None], burden[None])[0]
        error, bound = np.abs(solution.value - exact).astype(float), error_bound(solver, solution)

        assert (error <= 1e-12 * np.abs(solution.value)).all()
        assert (error <= bound).all()
        assert (bound <= 2e-12 * np.abs(solution.value)).all()


def test_amounts_have_a_bound_too():
    rng = np.random.default_rng(5)
    for _ in range(200):
        network = random_network(rng, 12, gain=0.97)
        demand = rng.random(12)
        solver = solve_with(network)
        solution = solver.amounts(demand)

        exact = solved(np.eye(12, dtype=np.longdouble)[None] - dense(network)[None], demand[None])[0]

        error = np.abs(solution.value - exact).astype(float)
        assert (error <= error_bound(solver, solution, of_amounts=True)).all()


def test_strong_credits_are_said_to_be_not_certifiable():
    """A sound network: 1 unit of a needs 1.2 of b, b gives back 0.9 of a as a credit; y = (1 + 1.2) / (1 + 1.08)."""
    network = network_of(["a", "b"], np.array([1, 0]), np.array([0, 1]), np.array([1.2, -0.9]))
    solver = solve_with(network)
    solution = solver.scores(np.array([1.0, 1.0]))

    assert solution.value[0] == pytest.approx(2.2 / 2.08, rel=1e-14)
    with pytest.raises(NotCertifiableError, match="not certifiable"):
        error_bound(solver, solution)
