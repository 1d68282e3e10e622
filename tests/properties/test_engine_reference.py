"""The engine and a plain dense NumPy calculation agree on random systems with loops, several outputs and waste."""

from math import fsum

import pytest
from hypothesis import given, settings
from tests.factories.systems import studies
from tests.reference.dense_footprint import dense_footprint

from qiantan.core.engine.calculate import calculate, problems


@settings(max_examples=300, deadline=None)
@given(studies())
def test_every_exchange_agrees_with_the_dense_reference(study):
    assert problems(study) == ()

    outcome, reference = calculate(study), dense_footprint(study)

    size = fsum(abs(kg) for kg in outcome.kg_by_exchange)
    assert outcome.total == pytest.approx(reference.total, rel=1e-12, abs=1e-12 * size)
    for exchange_id, kg in zip(outcome.exchange_ids, outcome.kg_by_exchange.tolist(), strict=True):
        assert kg == pytest.approx(reference.kg_by_exchange.get(exchange_id, 0.0), rel=1e-12, abs=1e-15 * size)
    assert outcome.residual <= 1e-15


@settings(max_examples=60, deadline=None)
@given(studies(most=12, gain=0.999))
def test_strong_loops_agree_too(study):
    outcome, reference = calculate(study), dense_footprint(study)

    size = fsum(abs(kg) for kg in outcome.kg_by_exchange)
    assert outcome.total == pytest.approx(reference.total, rel=1e-12, abs=1e-12 * size)
