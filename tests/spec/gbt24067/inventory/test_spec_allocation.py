"""Allocation: justified, as the rule permits, in the order of the standard."""

from tests.factories.rules import facts, found, rule, told
from tests.factories.studies import co_product, emitted, output, process, study

from qiantan.core.rules.schema import AllocationRule
from qiantan.core.study.document import Allocation, Study


def _refinery(procedure: str, reason: str = "同一反应器") -> Study:
    keys = ({"key": "9 CNY"}, {"key": "1 CNY"}) if procedure == "economic" else ({}, {})
    outputs = (output("ingot", "600 t", **keys[0]), co_product("slag", "400 t", **keys[1]))
    allocation = Allocation(procedure=procedure, reason=reason)
    return study(process("smelter", *outputs, emitted("co2_fossil", "1000 t"), allocation=allocation), unit="1 t")


def _against(procedure: str, *permitted: str):
    allocation = AllocationRule(process="smelter", procedure=procedure, permitted=permitted, reason="共用能源")
    return rule(allocation=(allocation,))


def test_an_allocation_with_a_reason_is_accepted():
    assert told(facts(_refinery("mass")), "allocation_reason") == []


def test_an_allocation_without_a_reason_blocks():
    (finding,) = found(facts(_refinery("mass", "")), "allocation_reason")
    assert (finding.severity, finding.place) == ("blocking", "/processes/0/allocation/reason")
    assert finding.message.zh == "“smelter”有 2 个产品，没有说明为什么这样分配"


def test_the_procedure_of_the_rule_is_accepted():
    assert told(facts(_refinery("mass"), against=_against("mass")), "allocation_rule") == []


def test_a_procedure_the_rule_permits_beside_it_is_noted():
    given = facts(_refinery("economic"), against=_against("mass", "economic"))
    assert told(given, "allocation_rule") == [("note", "/processes/0/allocation/procedure")]


def test_a_procedure_the_rule_does_not_permit_blocks():
    given = facts(_refinery("economic"), against=_against("mass"))
    assert told(given, "allocation_rule") == [("blocking", "/processes/0/allocation/procedure")]


def test_a_physical_relation_comes_before_value():
    assert told(facts(_refinery("mass")), "allocation_order") == []


def test_value_is_the_last_resort():
    assert told(facts(_refinery("economic")), "allocation_order") == [("warning", "/processes/0/allocation/procedure")]


def test_value_is_in_order_where_the_rule_prescribes_it():
    assert told(facts(_refinery("economic"), against=_against("economic")), "allocation_order") == []
