"""Distributions keep the mean, and their variance is the one they sample."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.quantities.distributions import DistributionError, Uncertainty

EXAMPLES = [
    Uncertainty(kind="lognormal", spread=1.3),
    Uncertainty(kind="normal", spread=0.1),
    Uncertainty(kind="triangular", lower=0.7, upper=1.6),
    Uncertainty(kind="uniform", lower=0.9, upper=1.3),
]
# Midpoints of 400,000 equal strips: integration instead of chance.
STRIPS = (np.arange(400_000) + 0.5) / 400_000


@pytest.mark.parametrize("uncertainty", EXAMPLES, ids=lambda each: each.kind)
def test_mean_is_one_and_variance_as_stated(uncertainty):
    factor = uncertainty.factor(STRIPS)
    assert factor.mean() == pytest.approx(1, rel=1e-5)
    assert factor.var() == pytest.approx(uncertainty.variance, rel=1e-3)
    assert uncertainty.standard_deviation**2 == pytest.approx(uncertainty.variance)


def test_hand_worked_variances():
    """Log-normal exp(ln²GSD) − 1; triangle (a²+b²+c²−ab−ac−bc)/18; uniform (b−a)²/12, at mean one."""
    assert Uncertainty(kind="lognormal", spread=1.2).variance == pytest.approx(np.exp(np.log(1.2) ** 2) - 1)
    assert Uncertainty(kind="normal", spread=0.05).variance == pytest.approx(0.0025)
    assert Uncertainty(kind="triangular", lower=0.8, upper=1.2).variance == pytest.approx(0.16 / 24)
    assert Uncertainty(kind="uniform", lower=0.9, upper=1.1).variance == pytest.approx(0.04 / 12)


def test_certain_values_stay():
    for certain in (
        Uncertainty(kind="lognormal", spread=1),
        Uncertainty(kind="triangular"),
        Uncertainty(kind="uniform"),
    ):
        assert certain.variance == 0
        assert certain.factor(np.array([0.1, 0.9])).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("given_parameters", "message"),
    [
        ({"kind": "lognormal", "spread": 0.5}, "对数正态分布的几何标准差应在 1 到 100 之间，现为 0.5。"),
        ({"kind": "normal", "spread": 2}, "正态分布的相对标准差应在 0 到 1 之间，现为 2。"),
        (
            {"kind": "uniform", "lower": 1.1, "upper": 1.2},
            "下限系数应在 0 到 1 之间、上限系数不小于 1，现为 1.1 和 1.2。",
        ),
        ({"kind": "normal", "spread": float("nan")}, "分布参数必须是有限数值。"),
    ],
)
def test_what_is_no_distribution(given_parameters, message):
    with pytest.raises(DistributionError) as refused:
        Uncertainty(**given_parameters)
    assert refused.value.zh == message


@given(st.floats(0.0, 1.0), st.floats(1.0, 5.0), st.floats(0.001, 0.999))
def test_a_draw_lies_between_the_bounds(lower, upper, uniform):
    for kind in ("triangular", "uniform"):
        drawn = Uncertainty(kind=kind, lower=lower, upper=upper)
        low, high = drawn.factor(np.array([0.0, 1.0]))
        assert low - 1e-12 <= drawn.factor(np.array([uniform]))[0] <= high + 1e-12
