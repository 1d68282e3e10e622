"""Scores and amounts of every product, against dense elimination and hand-worked cases; bad networks by name."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference.network_twins import dense, exact_scores, reachable

from qiantan.core.engine.diagnosis import InaccurateError, LoopGainError, OutOfRangeError
from qiantan.core.engine.matching import UnmatchedError
from qiantan.core.engine.network import NetworkError, Way, from_matrix, network_of, solve_with
from qiantan.core.engine.network.solver import RightHandSideError


def network(links, size, names=None):
    """A network of links (supplier, consumer, amount)."""
    supplier, consumer, amount = zip(*links, strict=True) if links else ((), (), ())
    ids = names or [f"p{j}" for j in range(size)]
    return network_of(ids, np.array(supplier, int), np.array(consumer, int), np.array(amount, float))


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


# --- bad networks ---


def answered(one, burden):
    """Scores and amounts by both ways, and the processes that an error names instead."""
    try:
        solver = solve_with(one)
        values = [solver.scores(burden).value, solver.factored().scores(burden).value, solver.amounts(burden).value]
    except (LoopGainError, OutOfRangeError, InaccurateError) as error:
        return [], error.processes
    return values, ()


@pytest.mark.parametrize("seed", range(60))
def test_any_network_gives_numbers_or_names(seed):
    """Amounts of any size and sign over 600 decades, loops and own use of any gain."""
    rng = np.random.default_rng(seed)
    size = int(rng.integers(1, 40))
    links = int(rng.integers(0, 5 * size))
    amount = 10 ** rng.uniform(-300, 300, links) if seed % 3 == 0 else 10 ** rng.normal(-1, 1.5, links)
    amount *= np.where(rng.random(links) < 0.2 * (seed % 2), -1, 1)
    one = network_of([f"p{j}" for j in range(size)], rng.integers(0, size, links), rng.integers(0, size, links), amount)
    burden = rng.random(size) * 10 ** rng.uniform(-20, 20, size)

    values, named = answered(one, burden)

    assert bool(values) != bool(named)
    assert all(np.isfinite(value).all() for value in values)
    if values and seed % 3:
        exact = exact_scores(one, burden)
        for value in values[:2]:
            assert value == pytest.approx(exact, rel=1e-9, abs=1e-13 * np.abs(exact).max() * (seed % 2))


@pytest.mark.parametrize(
    ("links", "size"),
    [
        ([(0, 0, 1e300)], 1),
        ([(0, 1, 1e300), (1, 0, 1e-300)], 2),
        ([(0, 1, 1e300), (1, 0, 1e-301)], 2),
        ([(0, 1, 1e300), (1, 2, 1e300), (2, 0, 1e-300)], 3),
        ([(0, 1, 1e200), (1, 2, 1e200), (2, 0, 1e-300)], 3),
        ([(0, 0, 1 - 2**-53)], 1),
        ([(0, 1, -1e300), (1, 0, 1e300)], 2),
        ([(0, 1, 5e-324), (1, 0, 5e-324)], 2),
    ],
)
def test_figures_at_the_ends_of_the_range(links, size):
    one = network(links, size)
    values, named = answered(one, np.ones(size))

    assert bool(values) != bool(named)
    assert all(np.isfinite(value).all() for value in values)


def test_columns_given_twice_in_a_square_system_with_references_have_their_own_products():
    """Two kilns with the same inputs are two products where references say so; both score the same."""
    matrix = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [-0.5, -0.5, 1.0]])
    database = from_matrix(matrix, ["kiln A", "kiln B", "grid"], ["clinker A", "clinker B", "power"])

    scores = solve_with(database.network).scores(database.per_unit(np.array([0.0, 0.0, 0.8]))).value

    assert scores.tolist() == [0.4, 0.4, 0.8]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_matrix_with_a_figure_that_is_none_names_the_pair(bad):
    matrix = np.array([[1.0, bad], [0.0, 1.0]])

    with pytest.raises(NetworkError, match="power") as caught:
        from_matrix(matrix, ["coal", "power"], reference=[0, 1])

    assert caught.value.processes == ("power",)


def test_a_star_and_a_complete_network_are_solved_without_recursion():
    """One hub that 100,000 processes use and that uses all of them back; and everybody using everybody."""
    size = 100_000
    leaves = np.arange(1, size)
    star = network_of(
        [str(j) for j in range(size)],
        np.concatenate([np.zeros(size - 1, dtype=int), leaves]),
        np.concatenate([leaves, np.zeros(size - 1, dtype=int)]),
        np.concatenate([np.full(size - 1, 0.5), np.full(size - 1, 1.0 / size)]),
    )
    burden = np.zeros(size)
    burden[0] = 1.0
    hub = 1 / (1 - 0.5 * (size - 1) / size)
    assert solve_with(star).scores(burden).value[:2] == pytest.approx([hub, hub / 2], rel=1e-11)

    everybody = 300
    pairs = [(i, j, 0.9 / everybody) for i in range(everybody) for j in range(everybody)]
    value = solve_with(network(pairs, everybody)).scores(np.ones(everybody)).value
    assert value == pytest.approx(np.full(everybody, 10.0), rel=1e-12)


def test_a_ring_that_feeds_itself_is_named():
    ring = network([(0, 1, 2.0), (1, 2, 0.5), (2, 0, 1.0), (3, 0, 0.4)], 4, ["coke", "steel", "power", "lime"])

    with pytest.raises(LoopGainError, match="循环供给的增益为 1（必须小于 1）") as caught:
        solve_with(ring)

    assert set(caught.value.processes) == {"coke", "steel", "power"}
    assert caught.value.gain == pytest.approx(1.0)


@pytest.mark.parametrize("gain", [1.0, 1.5, 1e300])
def test_own_use_of_one_or_more_is_named(gain):
    with pytest.raises(LoopGainError) as caught:
        solve_with(network([(1, 1, gain), (0, 1, 1.0)], 2, ["water", "grid"]))

    assert caught.value.processes == ("grid",)


@pytest.mark.parametrize("seed", range(20))
def test_a_runaway_loop_hidden_in_a_large_network_is_named(seed):
    rng = np.random.default_rng(seed)
    one = random_network(rng, 400, gain=0.9)
    a, b = (int(j) for j in rng.choice(400, 2, replace=False))
    pattern = one.pattern
    spoiled = network_of(
        one.ids,
        np.append(pattern.supplier, [a, b]),
        np.append(pattern.consumer, [b, a]),
        np.append(one.amount, [3.0, 0.5]),
    )

    with pytest.raises(LoopGainError) as caught:
        solve_with(spoiled)

    assert {f"p{a}", f"p{b}"} <= set(caught.value.processes)
    assert caught.value.gain >= 1


def test_figures_that_are_none_name_the_pair():
    with pytest.raises(NetworkError, match=r"“cement”对“coal”的用量") as caught:
        network([(0, 1, float("nan"))], 2, ["coal", "cement"])

    assert caught.value.processes == ("cement",)


def test_figures_beyond_all_numbers_are_refused_by_name():
    chain = network([(0, 1, 1e300), (1, 2, 1e300)], 3, ["a", "b", "c"])

    with pytest.raises(OutOfRangeError, match="c"):
        solve_with(chain).scores(np.ones(3))


def test_a_burden_that_is_no_number_is_refused_by_name():
    with pytest.raises(RightHandSideError, match="p1"):
        solve_with(network([(0, 1, 1.0)], 2)).scores(np.array([1.0, np.inf]))


def test_nothing_links_out_of_range_and_ids_given_twice():
    empty = solve_with(network([], 0))
    assert empty.scores(np.zeros(0)).value.tolist() == []
    assert solve_with(network([], 3)).scores(np.array([1.0, 2.0, 3.0])).value.tolist() == [1, 2, 3]
    with pytest.raises(NetworkError, match="不存在的过程"):
        network([(0, 5, 1.0)], 2)
    with pytest.raises(NetworkError, match="重复：twice"):
        network([], 2, ["twice", "twice"])


@pytest.mark.parametrize("closed", [False, True])
def test_a_chain_of_two_hundred_thousand(closed):
    """Each step takes one unit of the one before: the last carries all; closed by a tenth of a unit, 10/9 of it."""
    size = 200_000
    steps = np.arange(size - 1)
    supplier, consumer, amount = steps, steps + 1, np.ones(size - 1)
    if closed:
        supplier, consumer, amount = np.append(steps, size - 1), np.append(steps + 1, 0), np.append(amount, 0.1)
    burden = np.zeros(size)
    burden[0] = 1.0

    scores = solve_with(network_of([str(j) for j in range(size)], supplier, consumer, amount)).scores(burden)

    assert scores.value[-1] == pytest.approx(10 / 9 if closed else 1.0, rel=1e-12)


def test_parts_that_know_nothing_of_each_other():
    apart = network([(0, 1, 0.5), (1, 0, 0.5), (2, 3, 0.9), (3, 2, 0.9)], 5)

    value = solve_with(apart).scores(np.array([1.0, 0, 1.0, 0, 7.0])).value

    assert value == pytest.approx([4 / 3, 2 / 3, 1 / 0.19, 0.9 / 0.19, 7.0], rel=1e-14)


# --- matrices ---


def test_identical_columns_leave_a_choice_open_and_are_named():
    matrix = np.array([[1.0, 1.0], [-0.5, -0.5]])

    with pytest.raises(UnmatchedError) as caught:
        from_matrix(matrix, ["kiln A", "kiln B"], ["clinker", "power"])

    assert set(caught.value.processes) & {"kiln A", "kiln B"}


def test_a_missing_pivot_names_process_and_product():
    matrix = np.array([[1.0, 0.0], [-0.5, 0.0]])

    with pytest.raises(UnmatchedError, match=r"empty.*power"):
        from_matrix(matrix, ["kiln", "empty"], ["clinker", "power"])
    with pytest.raises(UnmatchedError, match="为零或不是数：empty"):
        from_matrix(matrix, ["kiln", "empty"], ["clinker", "power"], reference=[0, 1])


def test_two_processes_that_declare_one_product():
    with pytest.raises(UnmatchedError, match="power") as caught:
        from_matrix(np.eye(2), ["a", "b"], ["clinker", "power"], reference=[0, 0])

    assert caught.value.processes == ("a", "b")


def test_more_products_than_processes():
    with pytest.raises(UnmatchedError, match="3 种产品、2 个过程"):
        from_matrix(np.ones((3, 2)), ["a", "b"], ["x", "y", "z"])
