"""The steps a method writes down are the arithmetic it does: every line of figures evaluates to its result."""

import re

import pytest
from tests.core.methods.method_samples import SAMPLES
from tests.reference.arithmetic import evaluated

from qiantan.core.methods.catalogue import METHODS, compute
from qiantan.core.quantities.units import Quantity, parse_quantity

IDS = [f"{name}-{'-'.join(parameters)}" for name, _, parameters in SAMPLES]


def plain(figures):
    """Leave the figures and signs of ``1,000 t × (0.65 − 0.01)`` and evaluate them; units start behind a space."""
    text = re.sub(r"(?<=\d) (?![×−+/])(?:\([^ ]*|[^\s()]*(?:\([^ ()]*\))?[^\s()]*)", "", figures.replace(",", ""))
    text = text.replace("×", "*").replace("−", "-")
    return evaluated(text)


@pytest.mark.parametrize(("name", "amount", "parameters"), SAMPLES, ids=IDS)
def test_every_line_evaluates_to_its_result(name, amount, parameters):
    for step in compute(name, amount, parameters).steps:
        assert plain(step.figures) == pytest.approx(step.value, rel=1e-8), step.figures


@pytest.mark.parametrize(("name", "amount", "parameters"), SAMPLES, ids=IDS)
def test_lines_are_worded_in_both_languages(name, amount, parameters):
    for step in compute(name, amount, parameters).steps:
        assert re.search(r"[\u4e00-\u9fff]", step.label.zh + step.words.zh)
        assert not re.search(r"[\u4e00-\u9fff{}]", step.label.en + step.words.en)


@pytest.mark.parametrize(("name", "amount", "parameters"), SAMPLES, ids=IDS)
def test_leaving_the_steps_out_changes_no_digit(name, amount, parameters):
    written, unwritten = compute(name, amount, parameters), compute(name, amount, parameters, written=False)
    assert written.emissions == unwritten.emissions
    assert unwritten.steps == ()
    assert written.steps[-1].label.zh


def test_samples_reach_every_method():
    assert {name for name, _, _ in SAMPLES} == set(METHODS)


def test_steps_read_like_a_calculation():
    result = compute(
        "fuel_combustion",
        parse_quantity("8.8 万吨"),
        {"ncv": parse_quantity("25 GJ/t"), "co2_factor": parse_quantity("95 tCO2/TJ")},
    )
    assert [(step.words.zh, step.figures, step.value, step.unit) for step in result.steps] == [
        ("燃料消耗量 × 低位发热量", "88,000 t × 25 GJ/t", 2_200_000, "GJ"),
        ("燃料热量 × 单位热值 CO2 因子 × 碳氧化率", "2,200,000 GJ × 0.095 tCO2/GJ × 1", pytest.approx(209_000), "tCO2"),
    ]
    assert result.assumed == ("oxidation",)


def test_a_default_that_the_formula_does_not_use_is_not_assumed():
    """Beside a factor for the whole clinker the share of oxides not from carbonate plays no part."""
    amount = Quantity(1000.0, "t")
    assert compute("clinker_calcination", amount, {"factor": Quantity(0.535, "tCO2/t")}).assumed == ()
    oxides = {"cao": Quantity(65.0, "%"), "mgo": Quantity(1.5, "%")}
    assert compute("clinker_calcination", amount, oxides).assumed == ("noncarbonate_cao", "noncarbonate_mgo")


def test_complex_figures_are_written_by_their_real_part():
    result = compute("kiln_dust", Quantity(40 + 1e-20j, "t"), {"factor": Quantity(0.5, "tCO2/t")})
    assert result.steps[-1].figures.startswith("40 t")
    assert isinstance(result.steps[-1].value, float)
