"""Three tiers of uncertainty: exact cases, agreement between the tiers, replayable and paired draws."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference.network_twins import dense

from qiantan.core.engine.network import network_of, solve_with
from qiantan.core.engine.network.analytic import key_issues, linearised
from qiantan.core.engine.network.montecarlo import block, draws_of, replay
from qiantan.core.engine.network.sample import NoDrawError, blocks, sample
from qiantan.core.engine.network.spread import Spread, SpreadError, spread_of


def uncertain(seed=0, size=120, gain=0.8, **more):
    rng = np.random.default_rng(seed)
    network = random_network(rng, size, gain=gain, decades=1.0)
    sigma = 0.15 * rng.random(network.amount.size)
    # Own use is certain.
    sigma[network.pattern.supplier == network.pattern.consumer] = 0.0
    spread = spread_of(network, sigma, rng.random(size), 0.2 * rng.random(size), **more)
    return solve_with(network), spread


def chain(*sigmas):
    """A product made from another, made from another: as many independent log-normal figures as sigmas."""
    size = len(sigmas) - 1
    network = network_of([f"p{j}" for j in range(size)], np.arange(size - 1), np.arange(1, size), np.ones(size - 1))
    burden, burden_sigma = np.zeros(size), np.zeros(size)
    burden[0], burden_sigma[0] = 1.0, sigmas[0]
    return solve_with(network), spread_of(network, np.array(sigmas[1:-1]), burden, burden_sigma)


@pytest.mark.parametrize("shares", [False, True])
@pytest.mark.parametrize("draw", [0, 5, 37])
def test_any_draw_can_be_made_again_and_solved_by_other_means(draw, shares):
    solver, spread = uncertain(shared=None)
    if shares:
        spread = Spread(spread.network, spread.sigma, spread.network.pattern.consumer < 40, spread.parts)
    draws = draws_of(solver, spread, seed=11)

    together = block(draws, 16 * (draw // 16))
    network, burden = replay(draws, draw)

    alone = np.linalg.solve(np.eye(network.size) - dense(network).T, burden)
    assert solver.system.to_network(together.score[:, draw % 16]) == pytest.approx(alone, rel=1e-6)
    assert (network.amount != spread.network.amount).any()


def test_shares_keep_their_sum_in_every_draw():
    solver, spread = uncertain()
    consumer = spread.network.pattern.consumer
    market = consumer < 40
    draws = draws_of(solver, Spread(spread.network, spread.sigma, market, spread.parts), seed=3)

    for draw in range(5):
        network, _ = replay(draws, draw)
        for amounts in (network.amount, spread.network.amount):
            assert np.bincount(consumer[market], amounts[market]) == pytest.approx(
                np.bincount(consumer[market], spread.network.amount[market]), rel=1e-6
            )


def test_a_process_added_elsewhere_changes_no_draw_of_another():
    solver, spread = uncertain(size=50)
    network, parts = spread.network, spread.parts
    larger = network_of(
        ["new", *network.ids],
        np.append(network.pattern.supplier + 1, 7),
        np.append(network.pattern.consumer + 1, 0),
        np.append(network.amount, 0.5),
    )
    entries = larger.pattern.entries(network.pattern.supplier + 1, network.pattern.consumer + 1)
    sigma = np.zeros(larger.amount.size)
    sigma[entries] = spread.sigma
    wider = spread_of(larger, sigma, np.append(0.3, parts.kg), np.append(0.1, parts.sigma))

    before = block(draws_of(solver, spread, seed=5), 0)
    after_solver = solve_with(larger)
    after = block(draws_of(after_solver, wider, seed=5), 0)

    ours = solver.system.to_network(before.score)
    assert after_solver.system.to_network(after.score)[1:] == pytest.approx(ours, rel=1e-6)


def test_threads_change_nothing():
    solver, spread = uncertain()
    draws = draws_of(solver, spread, seed=2)

    one, two = list(blocks(draws, 160)), list(blocks(draws, 160, threads=2))

    assert [(a.first, a.score.tobytes(), a.linear.tobytes()) for a in one] == [
        (b.first, b.score.tobytes(), b.linear.tobytes()) for b in two
    ]


def test_draws_that_feed_themselves_are_counted_not_averaged():
    """A loop of gain 0.9 with a spread of 30 %: where the multiple passes 1 / 0.9, there is no score."""
    network = network_of(["a", "b"], np.array([0, 1]), np.array([1, 0]), np.array([1.0, 0.9]))
    spread = spread_of(network, np.where(network.amount == 0.9, 0.3, 0.0), np.array([1.0, 0.0]), np.zeros(2))
    draws = draws_of(solve_with(network), spread, seed=1)

    result = sample(draws, 2000)

    # P(z > ln(1 / 0.9) / 0.3) = 1 - Φ(0.3512) = 0.3627
    assert result.refused / 2000 == pytest.approx(0.3627, abs=0.035)
    assert result.draws + result.refused == 2000
    assert np.isfinite(result.mean).all()
    gains = [replay(draws, draw)[0].amount.prod() for draw in range(100)]
    assert sum(g >= 1 for g in gains) == sum(int((~one.solved).sum()) for one in blocks(draws, 96)) + sum(
        g >= 1 for g in gains[96:]
    )


def test_no_draw_at_all():
    network = network_of(["a", "b"], np.array([0, 1]), np.array([1, 0]), np.array([1.0, 0.999]))
    spread = spread_of(network, np.where(network.amount == 0.999, 3.0, 0.0), np.ones(2), np.zeros(2))
    solver = solve_with(network)
    seeds = [draws_of(solver, spread, seed=seed) for seed in range(20)]
    running_away = next(draws for draws in seeds if replay(draws, 0)[0].amount.prod() >= 1)

    with pytest.raises(NoDrawError, match="循环增益都不小于 1"):
        sample(running_away, 1)


# --- tiers ---


def test_a_product_of_three_figures():
    """Case 11 of the validation list, sigma 0.1, 0.2, 0.3: exact relative standard deviation 0.38765 of the mean, first
    order 0.37417 of the nominal score, mean over median exp(0.07) = 1.07251.
    """
    solver, spread = chain(0.1, 0.2, 0.3, 0.0)
    scores = solver.scores(spread.parts.burden)

    first_order = key_issues(spread, scores, solver.amounts({"p2": 1.0}))
    result = sample(draws_of(solver, spread, seed=42), 20_000)

    assert first_order.standard_deviation == pytest.approx(0.37417, abs=5e-6)
    assert first_order.share == pytest.approx([9 / 14, 4 / 14, 1 / 14], rel=1e-12)
    assert result.bias[2] == pytest.approx(1.07251, abs=3 * result.mean_error[2])
    assert result.plain_mean[2] == pytest.approx(1.07251, abs=4 * result.plain_error[2])
    assert result.standard_deviation[2] / result.mean[2] == pytest.approx(0.38765, abs=0.01)
    assert result.saving[2] > 10


def test_the_control_variate_saves_draws_and_hits_the_same_mean():
    solver, spread = uncertain()
    few = sample(draws_of(solver, spread, seed=1), 256)
    many = sample(draws_of(solver, spread, seed=2), 8192)

    off = np.abs(few.mean - many.plain_mean) / np.hypot(few.mean_error, many.plain_error)
    assert np.quantile(off, 0.99) < 4.5
    assert np.median(few.saving) > 5


def test_linearised_sampling_of_all_products_meets_the_analytic_one():
    solver, spread = uncertain()
    scores = solver.scores(spread.parts.burden)

    sampled = linearised(solver, spread, seed=4, draws=1024)

    for product in range(0, 120, 17):
        exact = key_issues(spread, scores, solver.amounts({f"p{product}": 1.0})).standard_deviation
        assert sampled[product] == pytest.approx(exact, rel=0.1)


def test_a_market_of_equal_suppliers_has_no_uncertain_shares():
    """Shares that are held to their sum do not matter where all suppliers carry the same."""
    network = network_of(["a", "b", "m"], np.array([0, 1]), np.array([2, 2]), np.array([0.4, 0.6]))
    spread = spread_of(network, np.full(2, 0.5), np.array([3.0, 3.0, 0.0]), np.zeros(3), np.ones(2, dtype=bool))
    solver = solve_with(network)
    scores = solver.scores(spread.parts.burden)

    assert key_issues(spread, scores, solver.amounts({"m": 1.0})).standard_deviation == pytest.approx(0.0, abs=1e-12)
    assert sample(draws_of(solver, spread, seed=1), 64).standard_deviation[2] == pytest.approx(0.0, abs=1e-6)


def test_spreads_that_no_figure_has_are_refused_by_name():
    network = network_of(["a", "b"], np.array([0]), np.array([1]), np.array([0.4]))

    with pytest.raises(SpreadError, match="b") as caught:
        spread_of(network, np.array([-0.1]), np.ones(2), np.array([0.0, float("nan")]))

    assert caught.value.processes == ("b", "b")
