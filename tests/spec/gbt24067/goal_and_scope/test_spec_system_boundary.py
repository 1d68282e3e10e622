"""System boundary, life-cycle stages and unit processes."""

from tests.factories.rules import facts, found, kiln, rule, told
from tests.factories.studies import emitted, named, output, process, study, supplied

from qiantan.core.rules.schema import StageRule
from qiantan.core.study.document import Boundary, Stage

PRODUCTION = Stage(id="production", name=named("production"), included=True)


def _boundary(*stages: Stage, type_: str = "cradle_to_gate") -> Boundary:
    return Boundary(type=type_, stages=(PRODUCTION, *stages))


def _use(reason: str) -> Stage:
    return Stage(id="use", name=named("使用"), included=False, reason=reason)


def test_a_stage_may_be_left_out_with_a_reason():
    assert told(facts(kiln(boundary=_boundary(_use("用途多样")))), "boundary_stages") == []


def test_a_stage_left_out_without_a_reason_blocks():
    (finding,) = found(facts(kiln(boundary=_boundary(_use(" ")))), "boundary_stages")
    assert (finding.severity, finding.place) == ("blocking", "/boundary/stages/1/reason")
    assert finding.message.zh == "排除了生命周期阶段“使用”，但没有写理由"


def test_what_counts_in_a_stage_left_out_blocks():
    given = kiln(emitted("n2o", "1 t", stage="use"), boundary=_boundary(_use("用途多样")))
    assert told(facts(given), "boundary_stages") == [("blocking", "/processes/0/exchanges/1/stage")]


def test_the_boundary_of_the_rule_is_kept():
    assert told(facts(kiln()), "boundary_rule") == []


def test_a_boundary_of_another_type_than_the_rule_blocks():
    given = facts(kiln(boundary=_boundary(type_="gate_to_gate")))
    assert told(given, "boundary_rule") == [("blocking", "/boundary/type")]


def test_a_stage_of_the_rule_that_is_missing_or_left_out_blocks():
    stages = (
        StageRule(id="transport", name=named("运输"), included=True),
        StageRule(id="use", name=named("使用"), included=True),
    )
    given = facts(kiln(boundary=_boundary(_use("用途多样"))), against=rule(stages=stages))
    assert told(given, "boundary_rule") == [
        ("blocking", "/boundary/stages"),
        ("blocking", "/boundary/stages/1/included"),
    ]


def test_every_process_delivers_to_the_unit():
    kiln_ = process("kiln", output("clinker", "10 t"), emitted("co2_fossil", "5 t"))
    mill = process("mill", output("cement", "12 t"), supplied("clinker", "10 t", by="kiln"))
    assert told(facts(study(kiln_, mill, unit="1 t")), "process_idle") == []


def test_a_process_that_delivers_to_nobody_is_told():
    lonely = process("boiler", output("steam", "10 t"), emitted("co2_fossil", "5 t"))
    mill = process("mill", output("cement", "12 t"), emitted("co2_fossil", "1 t"))
    assert told(facts(study(lonely, mill, unit="1 t")), "process_idle") == [("warning", "/processes/0")]


def test_only_emissions_of_the_product_system_count():
    assert told(facts(kiln()), "offsets_absent") == []


def test_offsets_block():
    for words in ("购买碳抵消量", "CCER", "carbon credits", "林业碳汇交易"):
        (finding,) = found(facts(kiln(emitted("n2o", "0 t", name=named(words)))), "offsets_absent")
        assert (finding.severity, finding.place) == ("blocking", "/processes/0/exchanges/1")


def test_words_that_only_look_like_offsets_pass():
    for words in ("碳酸钙", "offset printing ink is not bought"[7:], "CERAMIC 陶瓷", "碳素"):
        assert told(facts(kiln(emitted("n2o", "0 t", name=named(words)))), "offsets_absent") == []
