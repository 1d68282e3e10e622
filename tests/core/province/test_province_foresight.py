"""Foreseen figures are those of a full recomputation, to twelve digits: rows, formulas, several gases, links, loops."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.province.test_province_answers import GAS, GRID, customer, worked
from tests.factories.answers import EMPTY, with_cell
from tests.factories.systems import studies as random_studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.findings import Text
from qiantan.core.province.changes import Replacement
from qiantan.core.province.flatten import flatten
from qiantan.core.province.foresight import Foresight, RefusedChange, burden_changes, recomputed
from qiantan.core.province.gather import gather
from qiantan.core.province.network import assemble_province
from qiantan.core.results.digits import rounded
from qiantan.core.results.make import make_result
from qiantan.core.study.bytes import study_digests
from qiantan.core.study.document import Emission, Factor, Study
from qiantan.core.study.shape import Amount
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import template

NCV, CARBON, OXIDATION = "ndrc24-bituminous-ncv", "ndrc24-bituminous-cc", "ndrc24-bituminous-ox"


def with_defaults() -> Study:
    """The cement example whose coal is computed from default heating value, carbon content and oxidation."""
    answers = with_cell("cement", "fuels", 0, ncv=EMPTY, carbon_content=EMPTY, oxidation=EMPTY)
    return compose(template("cement"), answers).study


def scaled(factor: Factor, by: str) -> Factor:
    """The factor with every figure times `by`."""
    if factor.value is not None:
        return factor.model_copy(
            update={"value": Amount(value=factor.value.value * Decimal(by), unit=factor.value.unit)}
        )
    emissions = tuple(Emission(flow=one.flow, kg=one.kg * Decimal(by)) for one in factor.emissions)
    return factor.model_copy(update={"emissions": emissions})


def replacement(studies, factor_id: str, by: str) -> Replacement:
    before = next(one for study in studies for one in study.factors if one.id == factor_id)
    return Replacement(before=before, after=scaled(before, by))


def foreseen(studies: list[Study], replacements):
    """What the network foresees, and which studies (number) it had to read."""
    province = assemble_province(gather({study_digests(study).sha256: flatten(study) for study in studies}))
    foresight = Foresight(province, replacements)
    after = {one.id: one.after for one in replacements}
    read = {key: burden_changes(studies[key], after) for key in foresight.to_read}
    return foresight.foresee(read), foresight.to_read


def full(study: Study, replacements) -> float:
    return calculate(recomputed(study, {one.id: one.after for one in replacements})).total


def agree(studies, replacements):
    found, read = foreseen(studies, replacements)
    befores = [calculate(study).total for study in studies]
    afters = dict(zip(found.study.tolist(), found.after.tolist(), strict=True))
    for number, study in enumerate(studies):
        expected = full(study, replacements)
        size = max(abs(expected), abs(befores[number]))
        found_total = afters.get(number, befores[number])
        assert found_total == pytest.approx(expected, rel=1e-12, abs=1e-12 * size)
        result = make_result(recomputed(study, {one.id: one.after for one in replacements}))
        assert rounded(found_total) == result.total
    assert found.exact.all()
    return found, read


def test_a_changed_electricity_factor_is_foreseen_without_reading_a_study():
    studies = [worked("cement"), worked("electrolytic_aluminium")]

    found, read = agree(studies, [replacement(studies, GRID, "0.93681841786394")])

    assert found.study.tolist() == [0, 1]
    assert read == ()


@pytest.mark.parametrize("factor", [NCV, CARBON, OXIDATION, GAS])
def test_a_changed_parameter_is_computed_from_the_document(factor):
    studies = [with_defaults(), worked("electrolytic_aluminium")]

    _, read = agree(studies, [replacement(studies, factor, "0.97")])

    assert read == (0,)


def test_two_parameters_of_one_formula_are_changed_together():
    """NCV × 0.9 and carbon content × 1.1 move the combustion to 0.99 of itself, not to 1.00 as both slopes would."""
    study = with_defaults()
    change = [replacement([study], NCV, "0.9"), replacement([study], CARBON, "1.1")]

    found, _ = agree([study], change)

    outcome = calculate(study)
    coal = next(n for n, one in enumerate(outcome.entries) if one.basis == "method" and one.name.zh == "煤")
    caused = dict(zip(outcome.flows, outcome.kg_by_exchange_flow[coal].tolist(), strict=True))
    gases = caused["ch4_fossil"] + caused["n2o"]  # per energy, so they follow the heating value alone
    moved = (0.9 * 1.1 - 1) * caused["co2_fossil"] + (0.9 - 1) * gases
    assert float(found.after[0] - found.before[0]) == pytest.approx(moved, rel=1e-9)


def test_every_factor_of_both_examples_at_once():
    studies = [with_defaults(), worked("electrolytic_aluminium")]
    ids = dict.fromkeys(
        one.id
        for study in studies
        for one in study.factors
        if one.release != "supplier" and one.id != "assumed:pure-carbon"
    )

    found, _ = agree(studies, [replacement(studies, one, "0.985") for one in ids])

    assert found.study.tolist() == [0, 1]


def test_a_factor_of_one_gas_is_converted_from_another_unit():
    study = worked("cement")
    before = next(one for one in study.factors if one.id == GRID)
    per_mwh = before.model_copy(update={"per": "MWh", "emissions": (Emission(flow="co2e", kg=Decimal(500)),)})

    _, read = agree([study], [Replacement(before=before, after=per_mwh)])

    assert read == ()


def test_a_study_that_pins_another_statement_is_read():
    """The release changes 0.6 to 0.5; the study pins 0.5777 under the same id, and is still computed with 0.5."""
    study = worked("cement")
    stated = next(one for one in study.factors if one.id == GRID)
    other = stated.model_copy(update={"emissions": (Emission(flow="co2e", kg=Decimal("0.6")),)})
    half = stated.model_copy(update={"emissions": (Emission(flow="co2e", kg=Decimal("0.5")),)})

    _, read = agree([study], [Replacement(before=other, after=half)])

    assert read == (0,)


@pytest.mark.parametrize("factor", [GRID, GAS])
def test_a_change_reaches_customers_of_customers(factor):
    supplier = worked("cement")
    quoted = "900.11"
    smelter = customer(supplier, quoted)
    studies = [supplier, smelter]
    change = [replacement(studies, factor, "0.8")]

    found, _ = foreseen(studies, change)

    before, after = calculate(supplier).total, full(supplier, change)
    requoted = customer(supplier, str(Decimal(quoted) + Decimal(repr(after - before))))
    moved = dict(zip(found.study.tolist(), found.after.tolist(), strict=True))
    assert moved == pytest.approx({0: after, 1: full(requoted, change)}, rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(st.lists(random_studies(), min_size=1, max_size=4), st.sampled_from(["steel", "power", "wood"]))
def test_any_study_is_foreseen_as_the_engine_would_recompute_it(studies, factor):
    studies = list({study_digests(study).sha256: study for study in studies}.values())

    change = [replacement(studies, factor, "1.37")]
    found, _ = foreseen(studies, change)

    afters = dict(zip(found.study.tolist(), found.after.tolist(), strict=True))
    for number, study in enumerate(studies):
        old = calculate(study)
        new = calculate(recomputed(study, {one.id: one.after for one in change}))
        size = sum(abs(kg) for kg in (*old.kg_by_exchange, *new.kg_by_exchange))
        assert afters.get(number, old.total) == pytest.approx(new.total, rel=1e-12, abs=1e-12 * size)


def test_a_study_whose_method_refuses_the_figure_is_told_and_its_customers_are_marked():
    supplier = with_defaults()
    smelter = customer(supplier, "900")
    studies = [supplier, smelter]
    change = [replacement(studies, NCV, "1000")]
    province = assemble_province(gather({study_digests(study).sha256: flatten(study) for study in studies}))
    foresight = Foresight(province, change)

    with pytest.raises(RefusedChange) as refusal:
        burden_changes(supplier, {one.id: one.after for one in change})
    found = foresight.foresee(dict.fromkeys(foresight.to_read, refusal.value.text))

    assert found.refused == {0: refusal.value.text}
    assert isinstance(refusal.value.text, Text)
    assert 0 not in found.study.tolist()


def test_the_year_of_the_plant_moves_by_its_output():
    """The change per tonne times the tonnes the plant declares for the period."""
    study = worked("cement")

    found, _ = foreseen([study], [replacement([study], GRID, "0.9")])

    tonnes = float(next(o for p in study.processes for o in p.outputs if o.flow == study.unit.flow).amount.value)
    change = float(found.after[0] - found.before[0])
    assert float(found.per_year[0]) == pytest.approx(change * tonnes, rel=1e-12)


def test_a_factor_nobody_pins_moves_nothing():
    other = worked("cement").factors[0].model_copy(update={"id": "nobody"})

    found, read = foreseen([worked("cement")], [Replacement(before=other, after=scaled(other, "2"))])

    assert (found.study.tolist(), read) == ([], ())
