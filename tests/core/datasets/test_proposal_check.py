"""A proposal is complete or says everything that is missing or wrong, each at its field."""

import pytest
from tests.factories.proposals import COMPLETE, TODAY, proposal

from qiantan.core.datasets.proposal.check import cleaned, proposal_faults
from qiantan.core.datasets.proposal.fields import FIELDS, SECTIONS
from qiantan.core.findings import Severity


def faults(**changed: str) -> set[tuple[str, str]]:
    return {(one.code, one.place) for one in proposal_faults(proposal(**changed), today=TODAY)}


def test_a_complete_proposal_has_no_findings():
    assert proposal_faults(proposal(), today=TODAY) == ()


def test_an_empty_proposal_says_everything_that_is_missing_at_once():
    found = proposal_faults({}, today=TODAY)

    needed = {field.key for field in FIELDS.values() if field.needed}
    assert {one.place for one in found} == needed
    assert {one.severity for one in found} == {Severity.BLOCKING}
    assert len(found) == len(needed)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"name_zh": "plasterboard"}, {("PR-CHINESE", "name_zh")}),
        ({"name_en": "石膏板"}, {("PR-ENGLISH", "name_en")}),
        ({"co2_fossil": "一百一十"}, {("PR-FIGURE", "co2_fossil")}),
        ({"co2_fossil": "1.2.3"}, {("PR-FIGURE", "co2_fossil")}),
        ({"co2_fossil": "NaN"}, {("PR-FIGURE", "co2_fossil")}),
        ({"co2_fossil": "1e400"}, {("PR-FIGURE", "co2_fossil")}),
        ({"per": "峰值瓦"}, {("PR-UNIT", "per")}),
        ({"per": ""}, {("PR-MISSING", "per")}),
        ({"share_of_supply": "135"}, {("PR-PERCENT", "share_of_supply")}),
        ({"spread": "0.8"}, {("PR-SPREAD", "spread")}),
        ({"reference_year": "2O24"}, {("PR-YEAR", "reference_year")}),
        ({"reference_year": "2031"}, {("PR-YEAR", "reference_year"), ("PR-YEAR-ORDER", "reference_year")}),
        ({"reference_year": "2026"}, {("PR-YEAR-ORDER", "reference_year")}),
        ({"valid_to": "2025-01-01"}, {("PR-DAY-PAST", "valid_to")}),
        ({"valid_to": "明年"}, {("PR-DAY", "valid_to")}),
        ({"geography": "贵州"}, {("PR-CHOICE", "geography")}),
        ({"licence": "随便"}, {("PR-CHOICE", "licence")}),
        ({"owner_uscc": "91520100MA00000000"}, {("PR-USCC", "owner_uscc")}),
        ({"predecessor": "石膏 1"}, {("PR-ID", "predecessor")}),
        ({"annual_volume": "1000"}, {("PR-VOLUME", "annual_unit")}),
        ({"annual_volume": "-1", "annual_unit": "t"}, {("PR-NEGATIVE", "annual_volume")}),
        ({"note": "长" * 4001}, {("PR-LONG", "note")}),
        ({"issuer": "a\x00b"}, {("PR-TEXT", "issuer")}),
        ({"co2_fossil": "", "ch4_fossil": "", "n2o": ""}, {("PR-NO-FIGURE", "co2e")}),
        ({"kind": "parameter"}, {("PR-MISSING", "value"), ("PR-MISSING", "unit")}),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_what_is_wrong_is_said_at_its_field(changed, expected):
    assert faults(**changed) == expected


def test_a_parameter_needs_no_gases_and_no_gwp_set():
    gone = dict.fromkeys(("per", "function", "co2_fossil", "ch4_fossil", "n2o", "gwp_set"), "")
    assert faults(kind="parameter", topic="fuel", value="20.908", unit="GJ/t", **gone) == set()


def test_figures_are_read_as_people_type_them():
    assert cleaned(
        {"co2e": " １,２３４.５ ", "share_of_supply": "35 %", "per": " t ", "unknown": "x", "note": "  "}
    ) == {
        "co2e": "1234.5",
        "share_of_supply": "35",
        "per": "t",
    }


def test_every_field_is_worded_in_both_languages_and_stands_once():
    keys = [field.key for section in SECTIONS for field in section.fields]
    assert len(keys) == len(set(keys)) == len(FIELDS)
    assert [field.key for field in FIELDS.values() if not (field.label.zh and field.label.en)] == []
    assert set(COMPLETE) <= set(FIELDS)
