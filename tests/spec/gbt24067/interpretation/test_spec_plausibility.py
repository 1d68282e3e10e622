"""Interpretation: magnitude, sign, uncertainty."""

import datetime as dt

import pytest
from tests.factories.rules import facts, found, kiln, rule, told
from tests.factories.studies import PROVENANCE, emitted, figure, lognormal, output, process, study

from qiantan.core.rules.schema import Benchmark
from qiantan.core.study.document import Interpretation, Tracking
from qiantan.core.study.shape import Span

BEFORE = Span(start=dt.date(2024, 1, 1), end=dt.date(2025, 1, 1))


def _after(value: str):
    return kiln(tracking=Tracking(period=BEFORE, value=figure(value)))


def _range(low: str, high: str, per: str = "t"):
    benchmark = Benchmark(category="test", per=per, low=figure(low), high=figure(high), provenance=PROVENANCE)
    return rule(benchmarks=(benchmark,))


@pytest.mark.parametrize("last_year", ["950", "9999", "101"])
def test_a_footprint_near_that_of_last_year_is_accepted(last_year):
    assert told(facts(_after(last_year)), "magnitude_tracking") == []


def test_a_footprint_a_thousand_times_that_of_last_year_is_asked_about():
    (finding,) = found(facts(_after("1")), "magnitude_tracking")
    assert (finding.severity, finding.place) == ("warning", "/tracking/value")
    assert finding.message.zh == "本期碳足迹是上期的 1,000 倍"


def test_a_footprint_in_the_range_of_its_category_is_accepted():
    assert told(facts(kiln(), against=_range("800", "1200")), "magnitude_benchmark") == []


def test_the_range_is_read_in_its_own_unit():
    assert told(facts(kiln(), against=_range("0.8", "1.2", "kg")), "magnitude_benchmark") == []


def test_a_footprint_outside_the_range_of_its_category_is_asked_about():
    (finding,) = found(facts(kiln(), against=_range("600", "900")), "magnitude_benchmark")
    assert (finding.severity, finding.found) == ("warning", "1,000 kg CO2e/t")


def test_the_range_of_another_kind_of_unit_says_nothing():
    assert told(facts(kiln(), against=_range("1", "2", "kWh")), "magnitude_benchmark") == []


def test_a_footprint_above_zero_needs_no_explanation():
    assert told(facts(kiln()), "footprint_sign") == []


def test_a_footprint_of_zero_or_below_is_asked_about():
    uptake = study(process("kiln", output("clinker", "1 t"), emitted("co2_biogenic_uptake", "1 t")), unit="1 t")
    assert told(facts(uptake), "footprint_sign") == [("warning", "/processes")]


def _measured(distribution, limitations: str = ""):
    gas = emitted("co2_fossil", "1 t", distribution=distribution)
    whole = process("kiln", output("clinker", "1 t"), gas)
    return study(whole, unit="1 t", interpretation=Interpretation(limitations=limitations))


def test_the_uncertainty_of_the_main_contributions_is_stated():
    assert told(facts(_measured(lognormal("1.05"))), "uncertainty_stated") == []


def test_a_result_without_uncertainty_is_asked_about():
    assert told(facts(_measured(None)), "uncertainty_stated") == [("warning", "/processes")]


def test_uncertainty_in_words_is_noted():
    assert told(facts(_measured(None, "计量器具未检定")), "uncertainty_stated") == [("note", "/processes")]
