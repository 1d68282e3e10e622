"""What holds for every method: linear in the amount, blind to units, carbon conserved, differentiable."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.methods.method_samples import SAMPLES, scaled

from qiantan.core.methods.catalogue import METHODS, compute
from qiantan.core.quantities.units import UNIT_CHOICES, Quantity, convert, dimension

SHARES = st.floats(0.0, 1.0)
AMOUNTS = st.floats(min_value=1e-3, max_value=1e9)


def emitted(name, amount, parameters, **kwargs):
    return dict(compute(name, amount, parameters, **kwargs).emissions)


@given(st.sampled_from(SAMPLES), AMOUNTS)
def test_twice_the_amount_is_twice_the_emission(sample, factor):
    name, amount, parameters = sample
    base, more = emitted(name, amount, parameters), emitted(name, scaled(amount, factor), parameters)
    assert more == pytest.approx({flow: value * factor for flow, value in base.items()}, rel=1e-12)


@given(st.sampled_from(SAMPLES), st.data())
def test_the_unit_of_a_figure_changes_nothing(sample, data):
    name, amount, parameters = sample
    figures = {"amount": amount, **parameters}
    changed = data.draw(st.sampled_from(sorted(figures)))
    value, unit = figures[changed]
    other = data.draw(st.sampled_from([unit, *UNIT_CHOICES.get(dimension(unit), ())]))
    if dimension(unit) == "count":
        other = unit
    figures[changed] = Quantity(convert(value, unit, other), other)
    again = emitted(name, figures.pop("amount"), figures)
    assert again == pytest.approx(emitted(name, amount, parameters), rel=1e-12)


@pytest.mark.parametrize(("name", "amount", "parameters"), SAMPLES)
def test_complex_step_is_the_slope(name, amount, parameters):
    """The derivative by complex step is the emission per amount, and for parameters the difference quotient."""
    step = 1e-30
    by_amount = emitted(name, Quantity(amount.value + amount.value * step * 1j, amount.unit), parameters)
    base = emitted(name, amount, parameters)
    assert {flow: kg.imag / step for flow, kg in by_amount.items()} == pytest.approx(base, rel=1e-12)
    for key, (value, unit) in parameters.items():
        complex_figures = parameters | {key: Quantity(value + value * step * 1j, unit)}
        up = emitted(name, amount, parameters | {key: Quantity(value * (1 + 1e-6), unit)}, bounded=False)
        down = emitted(name, amount, parameters | {key: Quantity(value * (1 - 1e-6), unit)}, bounded=False)
        slope = {flow: (up[flow] - down[flow]) / 2e-6 for flow in base}
        found = {flow: kg.imag / step for flow, kg in emitted(name, amount, complex_figures).items()}
        assert found == pytest.approx(slope, rel=1e-4, abs=1e-6 * max(map(abs, base.values())))


@pytest.mark.parametrize(("name", "amount", "parameters"), SAMPLES)
def test_arrays_are_computed_draw_by_draw(name, amount, parameters):
    draws = np.array([0.9, 1.0, 1.1])
    figures = {key: Quantity(value * draws, unit) for key, (value, unit) in parameters.items()}
    together = emitted(name, Quantity(amount.value * draws, amount.unit), figures, written=False, bounded=False)
    single = [
        emitted(
            name,
            scaled(amount, draw),
            {key: Quantity(value * draw, unit) for key, (value, unit) in parameters.items()},
            bounded=False,
        )
        for draw in draws
    ]
    assert {flow: list(kg) for flow, kg in together.items()} == {
        flow: pytest.approx([each[flow] for each in single], rel=1e-12) for flow in together
    }


@given(AMOUNTS, st.floats(0.5, 50), st.floats(0, 0.05), SHARES, SHARES)
def test_a_fuel_emits_the_carbon_it_loses(amount, ncv, content, oxidation, share):
    given_figures = {
        "ncv": Quantity(ncv, "GJ/t"),
        "carbon_content": Quantity(content, "tC/GJ"),
        "oxidation": Quantity(oxidation, "ratio"),
        "biogenic_share": Quantity(share, "ratio"),
    }
    found = emitted("fuel_combustion", Quantity(amount, "t"), given_figures)
    carbon = (found["co2_fossil"] + found["co2_biogenic"]) * 12 / 44
    assert carbon == pytest.approx(amount * 1000 * ncv * content * oxidation, rel=1e-12, abs=1e-12)


@given(AMOUNTS, st.floats(0, 2), SHARES, st.floats(0, 2), SHARES)
def test_a_balance_conserves_carbon(amount, used, used_carbon, made, made_carbon):
    found = emitted(
        "carbon_balance",
        Quantity(amount, "t"),
        {
            "reductant": Quantity(used, "t/t"),
            "reductant_carbon": Quantity(used_carbon, "tC/t"),
            "product": Quantity(made, "t/t"),
            "product_carbon": Quantity(made_carbon, "tC/t"),
        },
    )
    out = found["co2_fossil"] / 1000 * 12 / 44 + amount * made * made_carbon
    assert out == pytest.approx(amount * used * used_carbon, rel=1e-9, abs=1e-9 * amount)


@given(st.floats(0.3, 0.75), st.floats(0, 0.1))
def test_oxides_and_carbonates_tell_the_same_co2(cao, mgo):
    """CaO × 44/56 is CaCO3 × 44/100 of the stone it came from; MgO × 44/40 is MgCO3 × 44/84."""
    clinker = emitted(
        "clinker_calcination", Quantity(1.0, "t"), {"cao": Quantity(cao, "ratio"), "mgo": Quantity(mgo, "ratio")}
    )
    stone = [
        emitted("carbonate_decomposition", Quantity(share, "t"), {"factor": Quantity(factor, "tCO2/t")})["co2_fossil"]
        for share, factor in ((cao * 100 / 56, 44 / 100), (mgo * 84 / 40, 44 / 84))
    ]
    assert clinker["co2_fossil"] == pytest.approx(sum(stone), rel=1e-12)


def test_every_method_says_where_it_comes_from():
    for method in METHODS.values():
        module = __import__(f"qiantan.core.methods.{method.name}", fromlist=["METHOD"])
        assert method.source
        assert method.clause
        assert [word for word in ("Formula", "Units:", "Source:", "Limits:") if word not in module.__doc__] == []
