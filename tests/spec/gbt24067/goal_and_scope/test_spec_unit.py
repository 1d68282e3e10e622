"""Functional or declared unit, and the reference flow."""

from tests.factories.rules import facts, found, kiln, rule, told
from tests.factories.studies import figure, output, process, study


def test_a_partial_footprint_is_stated_per_declared_unit():
    assert told(facts(kiln()), "unit_kind") == []


def test_a_partial_footprint_per_functional_unit_is_refused():
    unit = kiln().unit.model_copy(update={"kind": "functional"})
    (finding,) = found(facts(kiln().model_copy(update={"unit": unit})), "unit_kind")
    assert (finding.severity, finding.place) == ("blocking", "/unit/kind")
    assert finding.message.zh == "系统边界与单位不相配：此边界应采用声明单位"
    assert finding.found == "functional + cradle_to_gate"


def test_a_full_footprint_per_declared_unit_is_refused():
    boundary = kiln().boundary.model_copy(update={"type": "cradle_to_grave"})
    assert told(facts(kiln(boundary=boundary)), "unit_kind") == [("blocking", "/unit/kind")]


def test_the_unit_is_an_amount_of_the_kind_the_rule_names():
    assert told(facts(kiln(unit="1000 kg")), "unit_flow") == []


def test_a_unit_of_another_kind_than_the_rule_names_is_refused():
    power = study(process("turbine", output("power", "1000 kWh")), unit="1 kWh")
    assert told(facts(power), "unit_flow") == [("blocking", "/unit/unit")]


def test_a_unit_of_zero_is_refused():
    """The engine refuses it first; a checker of a stored result still says why."""
    whole = facts(kiln())
    nothing = whole.study.unit.model_copy(update={"amount": figure("0")})
    changed = facts(whole.study.model_copy(update={"unit": nothing}), outcome=whole.outcome)
    assert told(changed, "unit_flow") == [("blocking", "/unit/amount")]


def test_without_a_rule_the_kind_of_unit_is_left_open():
    power = study(process("turbine", output("power", "1000 kWh")), unit="1 kWh")
    assert told(facts(power, against=None), "unit_flow") == []
    assert rule().unit_dimension == "mass"
