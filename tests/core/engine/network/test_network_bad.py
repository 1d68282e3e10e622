"""Bad networks: the right answer, or an error that names processes; never a figure that is none, never a hang."""

import numpy as np
import pytest
from tests.factories.networks import network, random_network
from tests.reference.network_twins import exact_scores

from qiantan.core.engine.diagnosis import InaccurateError, LoopGainError, OutOfRangeError
from qiantan.core.engine.matching import UnmatchedError
from qiantan.core.engine.network import (
    NetworkError,
    contributions,
    draws_of,
    editable,
    error_bound,
    first_tier,
    from_matrix,
    key_issues,
    network_of,
    sample,
    sankey,
    slopes,
    solve_with,
    spread_of,
)
from qiantan.core.engine.network.solver import RightHandSideError


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


def test_unknown_products_are_refused_by_name():
    one = network([(0, 1, 1.0)], 2, ["coal", "power"])
    solver = solve_with(one)

    with pytest.raises(NetworkError, match="网络中没有：slag、gas") as caught:
        solver.amounts({"slag": 1.0, "coal": 2.0, "gas": 1.0})
    with pytest.raises(NetworkError, match="slag"):
        first_tier(one, solver.scores(np.ones(2)), "slag")

    assert caught.value.processes == ("slag", "gas")


def test_an_empty_network_answers_every_question_with_nothing():
    nothing = network([], 0)
    solver = solve_with(nothing)
    scores, needs = solver.scores(np.zeros(0)), solver.amounts({})
    spread = spread_of(nothing, np.zeros(0), np.zeros(0), np.zeros(0))

    assert contributions(scores, needs).kg.size == sankey(nothing, scores, needs).kg.size == 0
    assert slopes(nothing, scores, needs).by_amount.size == error_bound(solver, scores).size == 0
    assert sample(draws_of(solver, spread, 1), 16).mean.size == key_issues(spread, scores, needs).share.size == 0
    assert editable(solver, np.zeros(0)).scores.size == 0
    assert solver.scores_of(np.zeros((0, 3))).shape == (0, 3)


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
