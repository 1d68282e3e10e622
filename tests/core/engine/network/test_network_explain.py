"""Contributions, first-tier shares, edges and derivatives of one product's score."""

import numpy as np
import pytest
from tests.factories.networks import random_network

from qiantan.core.engine.network import contributions, first_tier, hot_spots, sankey, slopes, solve_with


def one_product(seed, size=60):
    rng = np.random.default_rng(seed)
    solver = solve_with(random_network(rng, size, gain=0.9))
    scores = solver.scores(rng.random(size))
    product = solver.network.ids[int(rng.integers(size))]
    return solver, scores, solver.amounts({product: 1.0}), product


@pytest.mark.parametrize("seed", range(10))
def test_sums(seed):
    """Contributions, first-tier shares and what flows into a product each add up to its score."""
    solver, scores, needs, product = one_product(seed)
    j = solver.network.position[product]
    total = scores.value[j]

    parts, tier = contributions(scores, needs, most=5), first_tier(solver.network, scores, product, most=5)
    edges = sankey(solver.network, scores, needs, least=0.0)

    assert parts.total == pytest.approx(total, rel=1e-12)
    assert parts.kg.sum() + parts.rest == pytest.approx(total, rel=1e-12)
    assert tier.kg.sum() + tier.rest == pytest.approx(total, rel=1e-12)
    # Leaves of the diagram: everything that enters a process and does not leave it again is its own burden.
    entering = np.bincount(edges.consumer, weights=edges.kg, minlength=solver.network.size)
    own = scores.value * needs.value - entering
    assert own == pytest.approx(scores.rhs * needs.value, rel=1e-9, abs=1e-12 * total)
    assert own.sum() == pytest.approx(total, rel=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_slopes_against_differences(seed):
    solver, scores, needs, product = one_product(seed, 15)
    network, j = solver.network, solver.network.position[product]

    gradient = slopes(network, scores, needs)

    for entry in range(network.amount.size):
        step = 1e-6 * network.amount[entry]
        both = []
        for sign in (1, -1):
            amount = network.amount.copy()
            amount[entry] += sign * step
            both.append(solve_with(network.with_amounts(amount)).scores(scores.rhs).value[j])
        expected = (both[0] - both[1]) / (2 * step)
        assert gradient.by_amount[entry] == pytest.approx(expected, rel=1e-6, abs=1e-9 * abs(scores.value[j] / step))
    assert gradient.by_burden @ scores.rhs == pytest.approx(scores.value[j], rel=1e-12)


def test_edges_are_cut_at_their_least_share_and_sorted():
    solver, scores, needs, _ = one_product(3)

    edges = sankey(solver.network, scores, needs, least=0.02)

    total = float(scores.value @ needs.rhs)
    assert (np.abs(edges.kg) >= 0.02 * total).all()
    assert (np.diff(np.abs(edges.kg)) <= 0).all()


def test_hot_spots_name_the_product_itself_first():
    """A product without loops carries all of its score; its supplier what passes through it."""
    solver, scores, needs, product = one_product(5)

    spots = hot_spots(solver.network, scores, needs, most=3)

    assert solver.network.position[product] in spots.process.tolist()
    assert len(spots.process) <= 3
