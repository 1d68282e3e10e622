"""Characterisation: the 100-year GWP of the rule, with the values of its edition."""

from tests.factories.rules import facts, found, gwp_file, kiln, rule, told
from tests.factories.studies import gwp

from qiantan.core.study.document import GwpSet


def _set(id_: str) -> GwpSet:
    return gwp().model_copy(update={"id": id_})


def test_the_set_of_the_rule_is_accepted():
    assert told(facts(kiln()), "gwp_permitted") == []


def test_another_set_the_rule_permits_is_noted():
    given = facts(kiln(gwp_set=_set("ar5")), against=rule(permitted_gwp_sets=("ar5",)))
    assert told(given, "gwp_permitted") == [("note", "/gwp_set/id")]


def test_a_set_the_rule_does_not_permit_blocks():
    (finding,) = found(facts(kiln(gwp_set=_set("sar"))), "gwp_permitted")
    assert (finding.severity, finding.found, finding.remedy.zh) == ("blocking", "sar", "改用 ar6")


def test_the_values_are_those_of_the_edition():
    assert told(facts(kiln()), "gwp_values") == []


def test_an_altered_value_blocks():
    (finding,) = found(facts(kiln(), gwp=gwp_file(ch4_fossil="29.9")), "gwp_values")
    assert (finding.severity, finding.place) == ("blocking", "/gwp_set/values/ch4_fossil")
    assert (finding.found, finding.expected.zh) == ("29.8", "29.9")


def test_a_set_the_rulebook_does_not_hold_blocks():
    assert told(facts(kiln(), gwp=None), "gwp_values") == [("blocking", "/gwp_set/id")]
