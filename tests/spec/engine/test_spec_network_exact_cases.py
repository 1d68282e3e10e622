"""The exact cases every engine of life cycle arithmetic must give, for whole networks."""

import numpy as np
import pytest

from qiantan.core.engine.network import from_matrix, solve_with


def inventory(database, interventions, scores_of):
    """Kilograms of every flow for one unit of every product (process × flow)."""
    return scores_of(database.per_unit(np.array(interventions, dtype=float).T))


def test_power_and_fuel_whose_pivots_lie_off_the_diagonal():
    """Heijungs & Suh 2002, ch. 2 (confirmed in two teaching copies): 1000 kWh need s = (100, 2), g = (120, 14, -100)."""
    database = from_matrix(np.array([[-2.0, 100.0], [10.0, 0.0]]), ["plant", "refinery"], ["fuel", "power"])
    solver = solve_with(database.network)

    needs = solver.amounts({"plant": 1000.0})
    per_kwh = inventory(database, [[1, 10], [0.1, 2], [0, -50]], solver.scores_of)[0]

    assert database.product.tolist() == [1, 0]
    assert (needs.value / database.pivot).tolist() == [100, 2]
    assert 1000 * per_kwh == pytest.approx([120, 14, -100], rel=1e-14)


def test_the_same_with_three_litres_of_fuel():
    """Case 13 of the validation list: s = (100, 3), g = (130, 16, -150)."""
    database = from_matrix(np.array([[-3.0, 100.0], [10.0, 0.0]]), ["plant", "refinery"], ["fuel", "power"])
    solver = solve_with(database.network)

    per_kwh = inventory(database, [[1, 10], [0.1, 2], [0, -50]], solver.scores_of)[0]

    assert (solver.amounts({"plant": 1000.0}).value / database.pivot) == pytest.approx([100, 3], rel=1e-14)
    assert 1000 * per_kwh == pytest.approx([130, 16, -150], rel=1e-14)


def test_heat_credited_by_a_boiler():
    """The variant from memory, boiler figures not confirmed, arithmetic exact: s = (100, 1, -20), g = (50, 12, -50)."""
    matrix = np.array([[-2.0, 100.0, -5.0], [10.0, 0.0, 0.0], [18.0, 0.0, 90.0]])
    database = from_matrix(matrix, ["plant", "refinery", "boiler"], ["fuel", "power", "heat"], reference=[1, 0, 2])
    solver = solve_with(database.network)

    per_kwh = inventory(database, [[1, 10, 3], [0.1, 2, 0], [0, -50, 0]], solver.scores_of)[0]

    assert (solver.amounts({"plant": 1000.0}).value / database.pivot) == pytest.approx([100, 1, -20], rel=1e-14)
    assert 1000 * per_kwh == pytest.approx([50, 12, -50], rel=1e-13)


@pytest.mark.parametrize("sign", [-1.0, 1.0])
def test_waste_sent_to_treatment_under_both_sign_conventions(sign):
    """0.2 kg of waste per kg, treatment 0.7 kg CO2e per kg, own burden 2: 2.14."""
    # Waste leaves the plant (+) and enters treatment (-); or treatment is a service, taken in (-) and given out (+).
    matrix = np.array([[1.0, 0.0], [-0.2 * sign, 1.0 * sign]])
    database = from_matrix(matrix, ["plant", "treatment"], ["product", "waste"], reference=[0, 1])

    scores = solve_with(database.network).scores(database.per_unit(np.array([2.0, 0.7])))

    assert scores.value == pytest.approx([2.14, 0.7], rel=1e-15)


def test_a_grid_mix_with_losses():
    """0.6 / 0.3 / 0.1 of 1.0 / 0.02 / 0.5 and 4 % lost on the way: 0.656 generated, 41/60 delivered."""
    matrix = np.eye(5)
    matrix[:3, 3] = [-0.6, -0.3, -0.1]
    matrix[3:, 4] = [-1.0, 0.96]
    database = from_matrix(matrix, ["coal", "hydro", "gas", "generated", "delivered"], reference=range(5))

    scores = solve_with(database.network).scores(database.per_unit(np.array([1.0, 0.02, 0.5, 0.0, 0.0])))

    assert scores.value[3] == pytest.approx(0.656, rel=1e-15)
    assert scores.value[4] == pytest.approx(41 / 60, rel=1e-14)
