"""Every worked case is reproduced: by its own arithmetic, and by our methods where they cover a step."""

from pathlib import Path

import numpy as np
import pytest
import yaml
from tests.reference.arithmetic import evaluated

from qiantan.core.methods.catalogue import compute
from qiantan.core.quantities.units import parse_quantity

FOLDER = Path(__file__).parent
CASES = {case["id"]: case for case in yaml.safe_load((FOLDER / "cases.yaml").read_text(encoding="utf-8"))["cases"]}
COMPARISONS = yaml.safe_load((FOLDER / "methods.yaml").read_text(encoding="utf-8"))["comparisons"]
# Far below the last digit of any published figure.
EXACT = 1e-9


def figures(case):
    """Evaluate the steps of a case in their order."""
    values = {}
    for step in case.get("steps", ()):
        values[step["id"]] = evaluated(str(step["expr"]), values)
    return values


def published(case, step_id):
    """Return the printed figure of a step, its own arithmetic where none was printed."""
    (step,) = (step for step in case["steps"] if step["id"] == step_id)
    return figures(case)[step_id] if step["published"] is None else step["published"]


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "steps" in case])
def test_arithmetic_leads_to_the_published_figures(name):
    values = figures(CASES[name])
    printed = [step for step in CASES[name]["steps"] if step["published"] is not None]
    assert [values[step["id"]] for step in printed] == [
        pytest.approx(step["published"], rel=step["tol_rel"]) for step in printed
    ]


@pytest.mark.parametrize("comparison", COMPARISONS, ids=lambda each: f"{each['case']}-{each['step']}")
def test_our_methods_lead_to_the_published_figures(comparison):
    kg = {}
    for part in comparison["parts"]:
        given = {name: parse_quantity(text) for name, text in part["parameters"].items()}
        for flow, emitted in compute(part["method"], parse_quantity(part["amount"]), given).emissions.items():
            kg[flow] = kg.get(flow, 0.0) + emitted
    ours = sum(kg[flow] * weight for flow, weight in comparison["weights"].items()) / comparison.get("per", 1)
    deviation = ours / published(CASES[comparison["case"]], comparison["step"]) - 1
    assert deviation == pytest.approx(comparison.get("deviation", 0.0), abs=EXACT)


def test_a_deviation_has_a_reason():
    assert [each["case"] for each in COMPARISONS if each.get("deviation") and not each.get("reason")] == []


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "matrix" in case])
def test_matrix_cases_are_solved_by_plain_linear_algebra(name):
    matrix = CASES[name]["matrix"]
    technosphere = _filled(matrix["technosphere"], matrix["products"], matrix["activities"])
    emitted = sorted({flow for flow, _, _ in matrix["biosphere"]})
    biosphere = _filled(matrix["biosphere"], emitted, matrix["activities"])
    for expected in matrix["expect"]:
        demand = np.array([expected["demand"].get(product, 0.0) for product in matrix["products"]])
        weights = np.array([matrix["methods"][expected["method"]].get(flow, 0.0) for flow in emitted])
        assert weights @ biosphere @ np.linalg.solve(technosphere, demand) == pytest.approx(
            expected["published"], rel=1e-12
        )


def _filled(entries, rows, columns):
    filled = np.zeros((len(rows), len(columns)))
    for row, column, value in entries:
        filled[rows.index(row), columns.index(column)] = value
    return filled


def test_every_case_names_its_source_and_how_it_was_found():
    assert [name for name, case in CASES.items() if not (case["source"] and case["how_found"] and case["status"])] == []


@pytest.mark.parametrize("text", ["__import__('os')", "x", "1 if 1 else 2", "2**9", "True", "[1]", "'a'", "1; 2", ""])
def test_only_plain_arithmetic_is_evaluated(text):
    with pytest.raises((ValueError, SyntaxError)):
        evaluated(text)
