"""The elimination itself: refinement, refused residuals, broken arrays, figures beyond all range."""

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from tests.factories.studies import bought, cut_off, emitted, output, process, study, supplied

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.diagnosis import InaccurateError, OutOfRangeError, inaccurate
from qiantan.core.engine.errors import FaultyStudyError
from qiantan.core.engine.solve import ResidualError, factorise, solve, solve_draws
from qiantan.core.engine.system import MatrixError, Technosphere
from qiantan.core.study.shape import Named

LOOP = [{0: 0.1, 1: 0.2}, {0: 0.3, 1: 0.4}]


def technosphere(**over) -> Technosphere:
    fields = {
        "names": (Named(zh="甲", en="A"), Named(zh="乙", en="B")),
        "pivot_row": np.array([0, 1]),
        "pivot": np.array([1.0, 2.0]),
        "row": np.array([0]),
        "column": np.array([1]),
        "value": np.array([-0.5]),
    }
    return Technosphere(**fields | over)


@pytest.mark.parametrize("transposed", [False, True])
def test_both_ways_against_numpy(transposed):
    matrix = np.eye(2) - np.array([[0.1, 0.2], [0.3, 0.4]])
    expected = np.linalg.solve(matrix.T if transposed else matrix, [1.0, 2.0])

    solution = solve(factorise(LOOP), np.array([1.0, 2.0]), transposed=transposed)

    assert solution.amount == pytest.approx(expected, rel=1e-15)
    assert solution.residual <= 2.3e-16


def test_refinement_heals_an_inexact_factorisation():
    factors = factorise(LOOP)
    inexact = replace(factors, pivots=tuple(pivot * (1 + 1e-6) for pivot in factors.pivots))

    solution = solve(inexact, np.array([1.0, 0.0]))

    assert solution.amount == pytest.approx(solve(factors, np.array([1.0, 0.0])).amount, rel=1e-15)


def test_a_residual_that_stays_is_refused_in_the_name_of_the_process():
    factors = factorise(LOOP)
    wrong = replace(factors, pivots=tuple(pivot * 3 for pivot in factors.pivots))

    with pytest.raises(ResidualError) as caught:
        solve(wrong, np.array([1.0, 0.0]))
    error = inaccurate(technosphere(), caught.value)

    assert isinstance(error, InaccurateError)
    assert error.processes in (("甲",), ("乙",))
    assert "无法保证 12 位有效数字" in error.text.zh


def test_a_residual_that_stays_in_one_draw_is_refused():
    factors = factorise([{0: np.array([0.1, 0.2])}])
    wrong = replace(factors, pivots=(factors.pivots[0] * 1.5,))

    with pytest.raises(ResidualError):
        solve_draws(wrong, np.array([1.0]), 2)


def test_draws_are_solved_together_and_those_without_an_answer_are_nan():
    (amount,) = solve_draws(factorise([{0: np.array([0.5, 1.0, 0.75, 2.0])}]), np.array([1.0]), 4)

    assert amount.tolist() == pytest.approx([2, float("nan"), 4, float("nan")], nan_ok=True)


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"pivot": np.array([1.0])}, "矩阵维度不一致"),
        ({"row": np.array([0, 1])}, "矩阵维度不一致"),
        ({"pivot_row": np.array([0, 0])}, "每个产品须恰由一个过程提供"),
        ({"value": np.array([np.nan])}, "矩阵含非有限数"),
        ({"pivot": np.array([0.0, 1.0])}, "过程的产出量为零：甲"),
    ],
)
def test_broken_arrays_are_refused(over, message):
    with pytest.raises(MatrixError, match=message):
        technosphere(**over)


def test_figures_beyond_all_range_are_refused_by_name():
    """Five steps of 1e39 per 1e-38 pass the largest float."""
    tiny, huge = f"0.{'0' * 37}1 kg", f"1{'0' * 38} kg"
    first = process("s0", output("s0", tiny), emitted("co2_fossil", "1 kg"))
    steps = [process(f"s{n}", output(f"s{n}", tiny), supplied(f"s{n - 1}", huge, by=f"s{n - 1}")) for n in range(1, 6)]

    with pytest.raises(OutOfRangeError) as caught:
        calculate(study(first, *steps))

    assert caught.value.processes
    assert set(caught.value.processes) <= {f"s{n}" for n in range(6)}
    assert isinstance(inaccurate(technosphere(), ResidualError(1, inf)), OutOfRangeError)


def test_a_cut_off_of_any_size_is_finite_or_refused():
    tiny, huge = f"0.{'0' * 37}1 kg", f"1{'0' * 38} kg"
    steps = [process(f"s{n}", output(f"s{n}", tiny), supplied(f"s{n - 1}", huge, by=f"s{n - 1}")) for n in range(1, 4)]
    first = process("s0", output("s0", tiny), cut_off("oil", "1 kg", estimate="1" + "0" * 38))

    with pytest.raises(OutOfRangeError) as caught:
        calculate(study(first, *steps, unit="100000000 kg"))

    assert caught.value.processes == ("oil",)


def test_the_message_of_a_very_faulty_study_stays_short():
    parts = [bought(f"x{number}", "1 kg", factor="none") for number in range(200)]

    with pytest.raises(FaultyStudyError) as caught:
        calculate(study(process("p", output("p", "1 kg"), *parts)))

    assert len(caught.value.findings) == 200
    assert caught.value.text.zh.startswith("研究文件有 200 处错误：/processes/0/exchanges/0/supply/factor：因子“none”")
    assert len(caught.value.text.zh) < 600
