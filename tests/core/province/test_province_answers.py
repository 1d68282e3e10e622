"""The network answers as the engine would: totals to twelve digits, previews equal to a recomputation."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.factories.systems import studies as random_studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.province.answers import Asked
from qiantan.core.province.flatten import flatten
from qiantan.core.province.gather import gather
from qiantan.core.province.network import assemble_province
from qiantan.core.study.bytes import study_digests
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Amount
from qiantan.core.study.supply import FromStudy
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template

GRID = "cn-elec-cf-2024-CN"
GAS = "ipcc2006-industry-ch4-other-bituminous-coal"


def worked(kind: str) -> Study:
    """The study of a template's worked example."""
    return compose(template(kind), example(kind)).study


def asked(*studies: Study) -> Asked:
    """A network of studies."""
    return Asked(assemble_province(gather({study_digests(study).sha256: flatten(study) for study in studies})))


def stated(study: Study, factor: str, value: str) -> Study:
    """The study with another value of a factor of one gas."""
    factors = tuple(
        one.model_copy(update={"emissions": (one.emissions[0].model_copy(update={"kg": Decimal(value)}),)})
        if one.id == factor
        else one
        for one in study.factors
    )
    return study.model_copy(update={"factors": factors})


def customer(supplier: Study, quoted: str) -> Study:
    """An aluminium smelter that takes its first material from the supplier, at the figure quoted to it."""
    study = worked("electrolytic_aluminium")
    at, process = next(
        (n, p) for n, p in enumerate(study.processes) if any(e.category == "raw_material" for e in p.exchanges)
    )
    exchange = next(e for e in process.exchanges if e.category == "raw_material")
    supply = FromStudy(
        sha256=study_digests(supplier).sha256,
        title=supplier.title,
        unit=Amount(value=Decimal(1000), unit="kg"),
        emissions={"co2e": Decimal(quoted)},
    )
    changed = exchange.model_copy(update={"supply": supply})
    exchanges = tuple(changed if one is exchange else one for one in process.exchanges)
    process = process.model_copy(update={"exchanges": exchanges})
    return study.model_copy(update={"processes": (*study.processes[:at], process, *study.processes[at + 1 :])})


def total_of(network: Asked, study: int) -> float:
    province = network.province
    return float(province.totals(province.solver.scores(province.burden).value)[study])


def test_the_network_carries_what_each_study_says():
    studies = [worked("cement"), worked("electrolytic_aluminium")]
    network = asked(*studies)

    assert [total_of(network, 0), total_of(network, 1)] == pytest.approx(
        [calculate(study).total for study in studies], rel=1e-12
    )


@settings(max_examples=60, deadline=None)
@given(random_studies())
def test_any_study_is_carried_as_the_engine_has_it(study):
    outcome = calculate(study)
    size = sum(abs(kg) for kg in outcome.kg_by_exchange)

    assert total_of(asked(study), 0) == pytest.approx(outcome.total, rel=1e-12, abs=1e-12 * size)


@pytest.mark.parametrize(("factor", "value"), [(GRID, "0.5"), (GRID, "0"), (GAS, "25")])
def test_a_preview_equals_the_recomputation(factor, value):
    studies = [worked("cement"), worked("electrolytic_aluminium")]

    found = asked(*studies).change(factor, float(value))

    recomputed = [calculate(stated(study, factor, value)).total for study in studies]
    assert dict(zip(found.study.tolist(), found.after.tolist(), strict=True)) == pytest.approx(
        {n: total for n, total in enumerate(recomputed) if total != calculate(studies[n]).total}, rel=1e-12
    )
    assert found.exact.all()


def test_a_change_reaches_the_customers_of_a_customer_study():
    supplier = worked("cement")
    quoted = "900.11"  # rounded by the supplier; its own figure has more digits
    smelter = customer(supplier, quoted)
    network = asked(supplier, smelter)

    assert total_of(network, 1) == pytest.approx(calculate(smelter).total, rel=1e-12)

    found = network.change(GRID, 0.5)

    before, after = (calculate(study).total for study in (supplier, stated(supplier, GRID, "0.5")))
    requoted = str(Decimal(quoted) + Decimal(repr(after - before)))
    smelter_after = calculate(stated(customer(supplier, requoted), GRID, "0.5")).total
    moved = dict(zip(found.study.tolist(), found.after.tolist(), strict=True))
    assert moved == pytest.approx({0: after, 1: smelter_after}, rel=1e-12)
    assert sorted(found.touched.tolist()) == [0, 1]


def test_a_factor_that_only_the_supplier_uses_still_moves_the_customer():
    supplier = worked("cement")

    found = asked(supplier, customer(supplier, "900.11")).change(GAS, 25.0)

    assert sorted(found.study.tolist()) == [0, 1]


def test_a_factor_nobody_uses_moves_nothing():
    assert asked(worked("cement")).change("unknown", 1.0).study.tolist() == []


def test_levers_and_weak_data_add_up():
    network = asked(worked("cement"), worked("electrolytic_aluminium"))

    assert sum(lever.share for lever in network.process_levers(100)) == pytest.approx(1.0, rel=1e-12)
    factors = network.factor_levers()
    assert factors[0].factor.id == GRID
    halved = network.change(GRID, 0.5777 / 2)
    assert factors[0].share == pytest.approx(float(-halved.relative.mean()) * 2, rel=1e-12)
    assert [one.weight for one in network.weakest()] == sorted((o.weight for o in network.weakest()), reverse=True)


def test_what_a_supplier_told_one_plant_is_no_factor_of_the_network():
    network = asked(worked("electrolytic_aluminium"))

    assert not [use.id for use in network.uses if use.id.startswith("supplier:")]
