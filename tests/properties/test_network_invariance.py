"""What may not change a score: units, order, splitting a process, empty links, the sign convention of a pivot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.networks import random_network
from tests.reference.network_twins import dense

from qiantan.core.engine.network import from_matrix, network_of, solve_with

SEEDS = st.integers(0, 10**6)


def case(seed, size=30):
    rng = np.random.default_rng(seed)
    network = random_network(rng, size, gain=0.97)
    burden = rng.random(size)
    return rng, network, burden, solve_with(network).scores(burden).value


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_unit_of_a_product(seed):
    """A product in thousandths: its score is a thousandth, no other score moves."""
    rng, network, burden, scores = case(seed)
    unit = 10.0 ** rng.integers(-6, 7, network.size)
    pattern = network.pattern
    amount = network.amount * unit[pattern.supplier] / unit[pattern.consumer]

    changed = solve_with(network.with_amounts(amount)).scores(burden / unit).value

    assert changed * unit == pytest.approx(scores, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_order_of_processes(seed):
    rng, network, burden, scores = case(seed)
    place = rng.permutation(network.size)
    ids = np.empty(network.size, dtype=object)
    ids[place] = network.ids
    pattern = network.pattern
    shuffled = network_of(ids.tolist(), place[pattern.supplier], place[pattern.consumer], network.amount)
    moved = np.empty_like(burden)
    moved[place] = burden

    assert solve_with(shuffled).scores(moved).value[place] == pytest.approx(scores, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_splitting_a_process_in_two_that_sell_to_a_market(seed):
    rng, network, burden, scores = case(seed)
    j, size, share = int(rng.integers(network.size)), network.size, float(rng.uniform(0.1, 0.9))
    pattern = network.pattern
    takes = pattern.consumer == j
    # The first and the new process take what the one took; a market in its old place buys from both.
    supplier = np.concatenate([pattern.supplier, pattern.supplier[takes], [size, size + 1]])
    consumer = np.concatenate([np.where(takes, size, pattern.consumer), np.full(takes.sum(), size + 1), [j, j]])
    amount = np.concatenate([network.amount, network.amount[takes], [share, 1 - share]])
    own = np.append(burden, [burden[j], burden[j]])
    own[j] = 0.0

    split = solve_with(network_of([*network.ids, "half", "other half"], supplier, consumer, amount)).scores(own).value

    assert split[:size] == pytest.approx(scores, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_links_of_zero(seed):
    rng, network, burden, scores = case(seed)
    pattern = network.pattern
    more = rng.integers(0, network.size, (2, 40))
    padded = network_of(
        network.ids,
        np.append(pattern.supplier, more[0]),
        np.append(pattern.consumer, more[1]),
        np.append(network.amount, np.zeros(40)),
    )

    assert solve_with(padded).scores(burden).value == pytest.approx(scores, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_the_sign_and_size_of_a_pivot(seed):
    """A treatment that takes waste in, counted as negative, or gives a service out; runs of any size."""
    rng, network, burden, _ = case(seed)
    pattern = network.pattern
    # A matrix nets own use against the pivot, so the network compared with has none.
    network = network.with_amounts(np.where(pattern.supplier == pattern.consumer, 0.0, network.amount))
    scores = solve_with(network).scores(burden).value
    sign, runs = rng.choice([-1.0, 1.0], network.size), 10 ** rng.uniform(-3, 3, network.size)
    matrix = (np.eye(network.size) - dense(network)) * sign[:, None] * runs[None, :]
    database = from_matrix(matrix, network.ids, reference=range(network.size))

    value = solve_with(database.network).scores(database.per_unit(burden * runs)).value

    assert value == pytest.approx(scores, rel=1e-12)
