"""Moving an answer gives exactly the footprint of a study composed with that answer."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.answers import changed, with_cell
from tests.factories.answers import given as answer

from qiantan.core.engine.calculate import calculate
from qiantan.core.results.what_if import ChangeError, basis_of_answers, read_changes, what_if
from qiantan.core.study.shape import Amount
from qiantan.core.templates.activity import Entry, State
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template

NAMES = ("cement", "electrolytic_aluminium")


def basis_of(name, data=None):
    plan, answers = template(name), data or example(name)
    study = compose(plan, answers).study
    return basis_of_answers(study, plan, answers, partial(compose, plan))


BASES = {name: basis_of(name) for name in NAMES}


def per_cent(value):
    return Amount(value=Decimal(value), unit="%")


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_study_composed_with_the_changed_answers(name, data):
    """One fuel is burnt, was made and was driven here: one answer, three exchanges."""
    basis = BASES[name]
    asked = [dial for dial in basis.dials if dial.key.startswith("answer:") and not dial.default]
    dial = data.draw(st.sampled_from(asked))
    value = dial.value * data.draw(st.decimals("0.6", "1.5", places=3))
    key, plan = dial.key.removeprefix("answer:"), template(name)
    if "[" in key:
        section, _, rest = key.partition("[")
        row, _, column = rest.partition("].")
        known = example(name).rows[section][int(row) - 1][column]
        made = with_cell(name, section, int(row) - 1, **{column: replace(known, value=str(value))})
    else:
        made = changed(name, **{key: replace(example(name).fields[key], value=str(value))})
    expected = compose(plan, made)
    if expected.study is None:
        with pytest.raises(ChangeError):
            what_if(basis, {dial.key: Amount(value=value, unit=dial.unit)})
        return
    forecast = what_if(basis, {dial.key: Amount(value=value, unit=dial.unit)})
    assert forecast.total == pytest.approx(calculate(expected.study).total, rel=1e-12)


@pytest.mark.parametrize("name", NAMES)
def test_the_answers_are_the_dials(name):
    basis = BASES[name]
    assert basis.answered is not None
    assert {dial.key.partition(":")[0] for dial in basis.dials} == {"answer", "share", "factor"}
    assert len({dial.key for dial in basis.dials}) == len(basis.dials)
    assert all(dial.low <= float(dial.value) <= dial.high for dial in basis.dials)
    assert all(dial.span.zh and dial.span.en for dial in basis.dials if not dial.mix)


def test_coal_moves_with_all_it_causes():
    """1 % less coal is 1 % less of its combustion, its supply and its transport."""
    basis = BASES["cement"]
    coal = next(dial for dial in basis.dials if dial.key == "answer:fuels[1].amount")
    moved = what_if(basis, {coal.key: Amount(value=coal.value * Decimal("0.99"), unit="t")})
    fell = {part.id.partition(":")[0] for part in moved.contributions if part.change < 0}
    assert fell >= {"kiln_fuel", "kiln_fuel_supply"}
    causes = sum(
        p.before for p in moved.contributions if p.id in {"kiln_fuel:1", "kiln_fuel_supply:1", "kiln_fuel_transport:1"}
    )
    assert moved.change == pytest.approx(-0.01 * causes, rel=1e-9)


def test_half_of_the_electricity_from_own_wind():
    """Grid 0.5777, own wind as the rulebook has it: the electricity falls by half their difference."""
    basis = BASES["cement"]
    wind = next(dial for dial in basis.dials if dial.kind == "share" and dial.name.zh == "自发：风电")
    assert wind.value == 0
    moved = what_if(basis, {wind.key: per_cent(50)})
    before = sum(p.before for p in moved.contributions if p.id.startswith("electricity"))
    after = {p.id.partition(":")[0]: p.after for p in moved.contributions if p.id.startswith("electricity") and p.after}
    assert after["electricity_grid"] == pytest.approx(before / 2, rel=1e-12)
    factor = next(f for f in moved.study.factors if f.id == "cn-elec-cf-2024-wind")
    grid = next(f for f in moved.study.factors if f.id == "cn-elec-cf-2024-CN")
    ratio = float(factor.emissions[0].kg / grid.emissions[0].kg)
    assert after["electricity_own"] == pytest.approx(before / 2 * ratio, rel=1e-12)
    assert moved.change == pytest.approx(wind.effect * 50, rel=1e-9)


def test_sources_give_way_in_proportion():
    """Grid 60, wind 30, hydro 10; hydro set to 40 leaves 60 for 90: grid 40, wind 20."""
    rows = tuple(
        {"source": answer(kind), "amount": answer(amount, "MWh")}
        for kind, amount in (("grid", "600"), ("own_wind", "300"), ("line_hydro", "100"))
    )
    basis = basis_of("cement", changed("cement", rows={"electricity_sources": rows}))
    moved = what_if(basis, {"share:electricity_sources[3]": per_cent(40)})
    amounts = [e.amount.value for p in moved.study.processes if p.id == "electricity_supply" for e in p.exchanges]
    assert sorted(map(float, amounts)) == [200.0, 400.0, 400.0]
    both = what_if(basis, {"share:electricity_sources[3]": per_cent(40), "share:electricity_sources[1]": per_cent(60)})
    assert sorted(
        float(e.amount.value) for p in both.study.processes if p.id == "electricity_supply" for e in p.exchanges
    ) == [0, 400, 600]


@pytest.mark.parametrize(
    "shares",
    [
        {"share:electricity_sources[3]": 101},
        {"share:electricity_sources[3]": 60, "share:electricity_sources[2]": 41},
        {"share:electricity_sources[1]": 90},
    ],
)
def test_shares_beyond_the_whole_are_refused(shares):
    with pytest.raises(ChangeError) as refused:
        what_if(BASES["cement"], {key: per_cent(value) for key, value in shares.items()})
    (found,) = refused.value.findings
    assert found.code == "WHATIF-SHARES"
    assert "须为 100 %" in found.message.zh


def test_an_own_suppliers_figure_needs_no_source_to_be_tried():
    basis = BASES["cement"]
    coal = next(dial for dial in basis.dials if dial.key == "answer:fuels[1].own_factor")
    assert coal.default
    assert coal.kind == "factor"
    nothing = what_if(basis, {coal.key: Amount(value=Decimal(0), unit=coal.unit)})
    supply = next(p for p in nothing.contributions if p.id == "kiln_fuel_supply:1")
    assert (supply.after, nothing.change) == (0.0, pytest.approx(-supply.before, rel=1e-9))


def test_a_default_becomes_a_measured_value():
    """Without a factor of its own the plant takes 0.535 tCO2/t; the dial starts there."""
    basis = basis_of("cement", changed("cement", calcination_factor=Entry()))
    dial = next(dial for dial in basis.dials if dial.key == "answer:calcination_factor")
    assert dial.default
    assert float(dial.value) == pytest.approx(0.535)
    moved = what_if(basis, {dial.key: Amount(value=dial.value / 2, unit=dial.unit)})
    clinker = next(p for p in moved.contributions if p.id == "calcination_co2")
    assert clinker.after == pytest.approx(clinker.before / 2, rel=1e-12)


def test_a_factor_of_the_library():
    basis = BASES["electrolytic_aluminium"]
    swap = next(swap for swap in basis.swaps if swap.place.startswith("electricity_sources"))
    assert (swap.now.zh, swap.family) == ("2024年全国电力平均碳足迹因子", "electricity_footprint")
    moved = what_if(basis, {}, {swap.place: "cn-elec-cf-2024-hydro"})
    share = float(next(f for f in moved.study.factors if f.id == "cn-elec-cf-2024-hydro").emissions[0].kg) / 0.5777
    electricity = next(p for p in moved.contributions if p.id.startswith("electricity_grid"))
    assert electricity.after == pytest.approx(electricity.before * share, rel=1e-12)


def test_a_factor_that_does_not_fit_is_refused():
    basis = BASES["electrolytic_aluminium"]
    swap = next(swap for swap in basis.swaps if swap.place.startswith("electricity_sources"))
    for factor, code in (("nothing", "ENTRY-LIBRARY-UNKNOWN"), ("cpcd-11010X0012022C-1", "ENTRY-LIBRARY-FAMILY")):
        with pytest.raises(ChangeError) as refused:
            what_if(basis, {}, {swap.place: factor})
        assert code in {found.code for found in refused.value.findings}
    with pytest.raises(ChangeError) as refused:
        what_if(basis, {}, {"fuels[99]": "cn-elec-cf-2024-hydro"})
    assert refused.value.findings[0].code == "WHATIF-UNKNOWN"


def test_an_implausible_figure_is_answered_and_remarked():
    basis = BASES["cement"]
    moved = what_if(basis, read_changes(basis.dials, {"answer:elec_kiln": "700000"}))
    assert moved.change > 0
    assert [found.place for found in moved.findings if found.code == "ENTRY-RANGE"] == ["elec_kiln"]


def test_a_study_whose_answers_say_something_else_is_moved_by_its_own_figures():
    """A frozen study stays frozen: where its answers were changed since, they are no way to move it."""
    plan, study = template("cement"), compose(template("cement"), example("cement")).study
    other = changed("cement", elec_kiln=Entry(state=State.PROVIDED, value="1", unit="MWh", source="meter"))
    basis = basis_of_answers(study, plan, other, partial(compose, plan))
    assert basis.answered is None
    assert basis.outcome.total == BASES["cement"].outcome.total
    assert {dial.key.partition(":")[0] for dial in basis.dials} >= {"amount", "factor", "parameter", "output"}
