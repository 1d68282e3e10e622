"""An edit shows what a new solve would show, for every product; a loop it closes is named."""

import numpy as np
import pytest
from tests.factories.networks import random_network

from qiantan.core.engine.diagnosis import LoopGainError
from qiantan.core.engine.network import Change, NetworkError, edit, editable, network_of, solve_with
from qiantan.core.engine.network.edits import MOST_COLUMNS


def ring():
    """Coke for steel, power for coke, coke gas for power: half of everything comes back."""
    return network_of(["coke", "steel", "power"], np.array([0, 2, 0]), np.array([1, 0, 2]), np.array([0.5, 1.0, 0.5]))


def test_case_13_of_the_validation_list():
    """Fuel for the plant from 2 to 3 litres per 10 kWh: CO2 per 1000 kWh from 120 to 130 kg."""
    network = network_of(["plant", "refinery"], np.array([1]), np.array([0]), np.array([0.2]))
    before = editable(solve_with(network), np.array([0.1, 0.1]))

    after = edit(before, Change(process="plant", inputs={"refinery": 0.3}))

    assert 1000 * before.scores[0] == pytest.approx(120, rel=1e-14)
    assert 1000 * after.scores[0] == pytest.approx(130, rel=1e-14)
    assert after.edits == 1


@pytest.mark.parametrize("seed", range(15))
def test_many_edits_are_as_good_as_a_new_solve(seed):
    rng = np.random.default_rng(seed)
    network, burden = random_network(rng, 60, gain=0.9, decades=0.0), rng.random(60)
    state = editable(solve_with(network), burden)
    for _ in range(12):
        j, i = (int(one) for one in rng.integers(0, 60, 2))
        pattern = network.pattern
        low, high = pattern.start[j : j + 2].tolist()
        inputs = {
            network.ids[s]: 0.8 * a for s, a in zip(pattern.supplier[low:high], network.amount[low:high], strict=True)
        }
        new = {network.ids[i]: 0.0 if i == j else 1e-4} if network.ids[i] not in inputs else {}
        state = edit(state, Change(process=network.ids[j], inputs=inputs | new, burden=float(rng.random())))

    again = state.solved_again()

    assert again.edits == 0
    assert state.scores == pytest.approx(again.scores, rel=1e-12)


def test_an_earlier_state_stays_as_it_was():
    first = editable(solve_with(ring()), np.ones(3))
    second = edit(first, Change(process="steel", burden=5.0))

    third = edit(first, Change(process="power", inputs={"coke": 0.4}))

    assert first.scores[1] + 4.0 == pytest.approx(second.scores[1], rel=1e-14)
    assert third.scores == pytest.approx(third.solved_again().scores, rel=1e-14)


def test_more_processes_than_are_kept_apart_lead_to_a_new_solve():
    rng = np.random.default_rng(2)
    network = random_network(rng, 100, gain=0.8)
    state = editable(solve_with(network), rng.random(100))

    for name in network.ids[: MOST_COLUMNS + 1]:
        state = edit(state, Change(process=name, burden=0.25))

    assert state.edits == 0
    assert state.scores == pytest.approx(state.solved_again().scores, rel=1e-12)


@pytest.mark.parametrize("units", [2.0, 2.0 - 1e-12, 3.0])
def test_an_edit_that_closes_a_runaway_loop_is_refused_and_the_loop_named(units):
    state = editable(solve_with(ring()), np.ones(3))

    with pytest.raises(LoopGainError, match="循环供给的增益为") as caught:
        edit(state, Change(process="coke", inputs={"power": units}))

    assert set(caught.value.processes) == {"coke", "power"}
    assert caught.value.gain == pytest.approx(units / 2, rel=1e-9)


def test_an_edit_close_to_a_runaway_loop_keeps_its_digits_by_a_new_solve():
    """Coke returns 0.9999 of itself: (1 + 1.9998) / (1 - 0.9999)."""
    state = editable(solve_with(ring()), np.ones(3))

    after = edit(state, Change(process="coke", inputs={"power": 1.9998}))

    assert after.edits == 0
    assert after.scores[0] == pytest.approx(2.9998 / (1 - 0.9999), rel=1e-11)


def test_a_change_that_breaks_and_one_that_mends_may_come_together():
    state = editable(solve_with(ring()), np.ones(3))

    after = edit(state, Change(process="coke", inputs={"power": 3.0}), Change(process="power", inputs={"coke": 0.1}))

    assert after.scores[0] == pytest.approx(4.0 / 0.7, rel=1e-12)


def test_unknown_names_and_figures_that_are_none():
    state = editable(solve_with(ring()), np.ones(3))

    with pytest.raises(NetworkError, match="网络中没有：slag、gas"):
        edit(state, Change(process="slag", inputs={"gas": 1.0}))
    with pytest.raises(NetworkError, match="“steel”的数值不是有限数"):
        edit(state, Change(process="steel", inputs={"coke": float("nan")}))


@pytest.mark.parametrize("categories", [1, 3, 19])
@pytest.mark.parametrize("seed", range(6))
def test_edits_in_several_categories_are_as_good_as_a_new_solve(seed, categories):
    rng = np.random.default_rng(seed)
    network, burdens = random_network(rng, 60, gain=0.9, decades=0.0), rng.random((60, categories))
    state = editable(solve_with(network), burdens)
    singles = [editable(solve_with(network), burdens[:, one]) for one in range(categories)]
    pattern = network.pattern
    for _ in range(8):
        j = int(rng.integers(0, 60))
        low, high = pattern.start[j : j + 2].tolist()
        inputs = {
            network.ids[s]: 0.7 * a for s, a in zip(pattern.supplier[low:high], network.amount[low:high], strict=True)
        }
        new = rng.random(categories)
        state = edit(state, Change(process=network.ids[j], inputs=inputs, burden=new))
        singles = [
            edit(single, Change(process=network.ids[j], inputs=inputs, burden=float(kg)))
            for single, kg in zip(singles, new, strict=True)
        ]

    again = state.solved_again()

    assert state.scores.shape == (60, categories)
    assert (state.edits, again.edits) == (8, 0)
    assert state.scores == pytest.approx(again.scores, rel=1e-12)
    assert again.own_burden() == pytest.approx(state.own_burden(), rel=0)
    for one, single in enumerate(singles):
        assert state.scores[:, one] == pytest.approx(single.scores, rel=1e-12)


def test_a_hundred_edits_at_once_in_two_categories_lead_to_a_new_solve_and_the_same_scores():
    rng = np.random.default_rng(5)
    network, burdens = random_network(rng, 150, gain=0.9), rng.random((150, 2))
    changes = [Change(process=name, burden=rng.random(2)) for name in network.ids[:100]]

    together = edit(editable(solve_with(network), burdens), *changes)

    after = burdens.copy()
    after[:100] = [change.burden for change in changes]
    assert together.edits == 0
    assert together.scores == pytest.approx(solve_with(network).factored().scores_of(after), rel=1e-12)


def test_a_runaway_loop_is_refused_in_several_categories_too():
    state = editable(solve_with(ring()), np.ones((3, 2)))

    with pytest.raises(LoopGainError) as caught:
        edit(state, Change(process="coke", inputs={"power": 2.0}))

    assert set(caught.value.processes) == {"coke", "power"}


def test_burdens_in_another_number_of_categories_are_refused():
    one, two = editable(solve_with(ring()), np.ones(3)), editable(solve_with(ring()), np.ones((3, 2)))

    with pytest.raises(NetworkError, match="“steel”给出 2 个类别的直接影响，网络有 1 个类别"):
        edit(one, Change(process="steel", burden=(1.0, 2.0)))
    with pytest.raises(NetworkError, match="“steel”给出 1 个类别的直接影响，网络有 2 个类别"):
        edit(two, Change(process="steel", burden=1.0))
    with pytest.raises(NetworkError, match="“steel”的数值不是有限数"):
        edit(two, Change(process="steel", burden=(1.0, float("inf"))))
