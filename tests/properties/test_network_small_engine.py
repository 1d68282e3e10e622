"""The engine of a single study and the network give the same figures, to twelve digits, in both directions."""

from math import fsum

import numpy as np
import pytest
from hypothesis import given, settings
from tests.factories.systems import studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.network import from_studies, from_technosphere, solve_with
from qiantan.core.engine.scaling import burdens


@settings(max_examples=150, deadline=None)
@given(studies())
def test_scores_of_all_products_and_amounts_of_one_unit(study):
    outcome = calculate(study)
    system, needs = outcome.system, outcome.scaling
    together = from_studies({"only": study})
    solver = solve_with(together.network)

    scores = solver.scores(together.burden).value
    amounts = solver.amounts(system.demand).value

    size = fsum(abs(kg) for kg in outcome.kg_by_exchange)
    assert together.footprints(scores)[0] == pytest.approx(outcome.total, rel=1e-12, abs=1e-12 * size)
    carried = burdens(system, needs.factors)
    assert scores == pytest.approx(carried, rel=1e-12, abs=1e-12 * float(np.abs(carried).max()))
    assert amounts == pytest.approx(needs.supplied, rel=1e-12, abs=1e-12 * float(np.abs(needs.supplied).max()))


@settings(max_examples=40, deadline=None)
@given(studies(most=12, gain=0.999))
def test_strong_loops_agree_too(study):
    outcome = calculate(study)
    together = from_studies({"only": study})

    scores = solve_with(together.network).scores(together.burden).value

    size = fsum(abs(kg) for kg in outcome.kg_by_exchange)
    assert together.footprints(scores)[0] == pytest.approx(outcome.total, rel=1e-12, abs=1e-12 * size)


@settings(max_examples=40, deadline=None)
@given(studies(), studies())
def test_studies_side_by_side_do_not_know_each_other(one, other):
    apart = [calculate(study).total for study in (one, other)]
    together = from_studies({"one": one, "other": other})

    footprints = together.footprints(solve_with(together.network).scores(together.burden).value)

    sizes = [fsum(abs(kg) for kg in calculate(study).kg_by_exchange) for study in (one, other)]
    for footprint, alone, size in zip(footprints.tolist(), apart, sizes, strict=True):
        assert footprint == pytest.approx(alone, rel=1e-12, abs=1e-12 * size)


@settings(max_examples=40, deadline=None)
@given(studies())
def test_a_product_system_keeps_its_processes(study):
    sphere = calculate(study).system.technosphere
    network = from_technosphere(sphere, [f"p{j}" for j in range(sphere.size)])

    rows = sphere.requirements()

    links = {(i, j): value for i, row in enumerate(rows) for j, value in row.items() if value}
    assert {
        (int(i), int(j)): value
        for i, j, value in zip(network.pattern.supplier, network.pattern.consumer, network.amount.tolist(), strict=True)
        if value
    } == pytest.approx(links, rel=1e-15)
