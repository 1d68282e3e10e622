"""Data quality of factors: edition, certainty, time, geography, use."""

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import bought, figure, footprint, parameter

from qiantan.core.study.shape import Provenance

FIRM = Provenance(document="Announcement", certainty="high")


def _coal(**over):
    fields = {"provenance": FIRM} | over
    return footprint("coal", per="t", co2e="80", over=fields)


def _plant(factor, **over):
    return kiln(bought("coal", "100 t", factor="coal"), factors=[factor], **over)


def _places(given, check: str) -> list[tuple[str, str]]:
    """What is told about the first factor, leaving out the pure gas of the kiln."""
    return [pair for pair in told(given, check) if pair[1].startswith("/factors/0")]


def test_a_factor_carries_the_value_of_the_rulebook():
    assert told(facts(_plant(_coal()), editions={"coal": _coal()}), "factor_edition") == []


def test_digits_that_mean_the_same_are_the_same_value():
    edition = footprint("coal", per="t", co2e="80.0", over={"provenance": FIRM})
    assert told(facts(_plant(_coal()), editions={"coal": edition}), "factor_edition") == []


def test_an_altered_factor_blocks():
    edition = footprint("coal", per="t", co2e="81", over={"provenance": FIRM})
    (finding,) = found(facts(_plant(_coal()), editions={"coal": edition}), "factor_edition")
    assert (finding.severity, finding.place) == ("blocking", "/factors/0")
    assert (finding.found, finding.expected.zh) == ("80 kg co2e / t", "81 kg co2e / t")


def test_a_factor_of_another_release_is_told():
    edition = footprint("coal", per="t", co2e="81", over={"release": "test.2026"})
    assert told(facts(_plant(_coal()), editions={"coal": edition}), "factor_edition") == [("warning", "/factors/0")]


def test_the_factor_of_a_supplier_may_differ():
    edition = footprint("coal", per="t", co2e="81")
    given = facts(_plant(_coal(release="supplier")), editions={"coal": edition})
    assert told(given, "factor_edition") == []


def test_an_altered_parameter_blocks():
    pinned, edition = parameter("ncv", "25 GJ/t"), parameter("ncv", "20.908 GJ/t")
    given = facts(kiln(factors=[pinned]), editions={"ncv": edition})
    assert told(given, "factor_edition") == [("blocking", "/factors/0")]


def test_a_factor_compared_with_its_source_is_accepted():
    assert _places(facts(_plant(_coal())), "factor_certainty") == []


def test_factors_of_medium_certainty_are_noted_together():
    medium = Provenance(document="data set", certainty="medium")
    given = kiln(
        bought("coal", "100 t", factor="coal"),
        bought("clay", "10 t", factor="clay"),
        factors=[_coal(provenance=medium), footprint("clay", per="t", co2e="2", over={"provenance": medium})],
    )
    (note,) = [one for one in found(facts(given), "factor_certainty") if one.place == "/factors"]
    assert note.severity == "note"
    assert {"coal", "clay"} <= set(note.found.split("、"))


def test_an_assumed_factor_is_a_warning_whatever_its_certainty():
    assumed = Provenance(document="analogy", certainty="high", how_found="assumed")
    given = facts(_plant(_coal(provenance=assumed)))
    assert _places(given, "factor_certainty") == [("warning", "/factors/0/provenance/certainty")]


def test_a_factor_of_the_period_is_accepted():
    assert told(facts(_plant(_coal(reference_year="2020", valid_to="2026-01-01"))), "factor_validity") == []


def test_an_expired_factor_is_told():
    given = facts(_plant(_coal(valid_to="2025-01-01")))
    assert told(given, "factor_validity") == [("warning", "/factors/0/valid_to")]


def test_a_factor_more_than_ten_years_old_is_noted():
    (finding,) = found(facts(_plant(_coal(reference_year="2010-2014"))), "factor_validity")
    assert (finding.severity, finding.place) == ("note", "/factors/0/reference_year")
    assert finding.message.zh == "因子“coal”比研究时段早 11 年"


def test_a_factor_without_a_year_is_left_to_its_certainty():
    assert told(facts(_plant(_coal(reference_year="未注明"))), "factor_validity") == []


def test_a_chinese_factor_is_at_home():
    for geography in ("CN", "CN-GZ", "中国", "全国平均"):
        assert told(facts(_plant(_coal(geography=geography))), "factor_geography") == []


def test_a_factor_of_another_country_is_noted():
    assert told(facts(_plant(_coal(geography="GLO"))), "factor_geography") == [("note", "/factors/0/geography")]


def test_a_study_pins_what_it_uses():
    assert told(facts(_plant(_coal())), "factor_unused") == []


def test_a_factor_nobody_uses_is_noted():
    spare = footprint("oil", per="t", co2e="3")
    assert told(facts(kiln(factors=[spare])), "factor_unused") == [("note", "/factors/0")]
    assert figure("3") == spare.emissions[0].kg
