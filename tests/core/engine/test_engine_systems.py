"""Small systems worked by hand: chains, loops, waste, a grid mix; cases 5, 6, 7 and 12 of the validation list."""

import pytest
from tests.factories.studies import (
    bought,
    discarded,
    emitted,
    exchange,
    footprint,
    output,
    process,
    study,
    supplied,
    treats,
)

from qiantan.core.engine.calculate import calculate, problems
from qiantan.core.engine.diagnosis import IdenticalProcessesError, LoopGainError
from qiantan.core.engine.gradient import gradient
from qiantan.core.study.supply import FromProcess


def test_v28_three_step_chain():
    """GreenDelta olca-modules (MPL-2.0), SubResultsTest: scaling of B 4, of A 8, 13 kg CO2."""
    a = process("A", output("a", "1 kg"), emitted("co2_fossil", "1 kg"))
    b = process("B", output("b", "0.5 kg"), supplied("a", "2 kg", by="A"), emitted("co2_fossil", "1 kg"))
    c = process("C", output("c", "1 kg"), supplied("b", "2 kg", by="B"), emitted("co2_fossil", "1 kg"))

    outcome = calculate(study(a, b, c))

    assert outcome.scale_by_process.tolist() == [8, 4, 1]
    assert outcome.total == 13


@pytest.mark.parametrize("gain", [0.05, 0.99, 0.995])
def test_case_5_self_loop(gain):
    """20/19, 100 and 200; the elasticity of the total to the loop is g / (1 - g): 1/19, 99, 199."""
    maker = process(
        "maker", output("p", "1 kg"), supplied("p", f"{gain} kg", by="maker"), emitted("co2_fossil", "1 kg")
    )
    looped = study(maker)

    outcome, change = calculate(looped), gradient(looped)

    assert outcome.total == pytest.approx(1 / (1 - gain), rel=1e-13)
    elasticity = change.by_figure["/processes/0/exchanges/0/amount/value"] * gain / outcome.total
    assert elasticity == pytest.approx(gain / (1 - gain), rel=1e-13)


@pytest.mark.parametrize("convention", ["waste is taken in", "treatment is delivered"])
def test_case_6_waste_under_both_sign_conventions(convention):
    """0.2 kg of waste per kg, 0.7 kg CO2e per kg treated, 2 kg CO2e direct: 2.14 either way."""
    if convention == "waste is taken in":
        treatment = process("treatment", treats("waste", "1 kg"), emitted("co2_fossil", "0.7 kg"))
        waste = discarded("waste", "0.2 kg", to="treatment")
    else:
        treatment = process("treatment", output("service", "1 kg"), emitted("co2_fossil", "0.7 kg"))
        waste = supplied("waste", "0.2 kg", by="treatment", of="service", category="waste")
    maker = process("maker", output("p", "1 kg"), waste, emitted("co2_fossil", "2 kg"))

    outcome = calculate(study(treatment, maker))

    assert outcome.total == pytest.approx(2.14, rel=1e-15)
    assert outcome.scale_by_process == pytest.approx([0.2, 1], rel=1e-15)


def test_case_7_grid_mix_with_losses():
    """0.6, 0.3 and 0.1 of 1.0, 0.02 and 0.5 kg/kWh: 0.656 generated; 4 % of what is delivered is lost: 41/60."""
    generation = process(
        "generation",
        output("power", "1 kWh"),
        bought("coal", "0.6 kWh", factor="coal"),
        bought("hydro", "0.3 kWh", factor="hydro"),
        bought("gas", "0.1 kWh", factor="gas"),
    )
    grid = process(
        "grid",
        output("delivered", "1 kWh"),
        supplied("power", "1 kWh", by="generation"),
        supplied("loss", "0.04 kWh", by="grid", of="delivered"),
    )
    factors = [
        footprint("coal", per="kWh", co2e="1"),
        footprint("hydro", per="kWh", co2e="0.02"),
        footprint("gas", per="kWh", co2e="0.5"),
    ]

    generated = calculate(study(grid, generation, factors=factors, unit="1 kWh"))
    delivered = calculate(study(generation, grid, factors=factors, unit="1 kWh"))

    assert generated.total == pytest.approx(0.656, rel=1e-15)
    assert delivered.total == pytest.approx(41 / 60, rel=1e-14)


def test_v29_waste_chain():
    """GreenDelta olca-modules, WasteCalculationTest: 2 kg of waste at 2 kg each: 4 kg."""
    treatment = process("W", treats("w", "1 kg"), emitted("co2_fossil", "2 kg"))
    maker = process("P", output("p", "1 kg"), discarded("w", "2 kg", to="W"))

    assert calculate(study(treatment, maker)).total == 4


def test_v29_avoided_waste():
    """GreenDelta olca-modules, AvoidedWasteTest: waste taken in as an input avoids its treatment, -0.5 times."""
    treatment = process("W", treats("w", "1 kg"), emitted("co2_fossil", "2 kg"), emitted("n2o", "0.5 kg"))
    avoided = exchange("w", "0.5 kg", FromProcess(process="W", flow="w"))
    maker = process("P", output("p", "1 kg"), avoided, emitted("n2o", "1 kg"))

    outcome = calculate(study(treatment, maker))

    assert outcome.scale_by_process.tolist() == [-0.5, 1]
    kilograms = dict(zip(outcome.flows, outcome.scaling.weight @ outcome.system.intervention, strict=True))
    assert kilograms == {"co2_fossil": -1, "n2o": 0.75}


def test_units_of_exchange_and_output_need_not_be_the_same():
    """A kiln of 12 万t clinker, of which a mill takes 750 kg per tonne of cement."""
    kiln = process("kiln", output("clinker", "12 万t"), emitted("co2_fossil", "96000 t"))
    mill = process("mill", output("cement", "1 t"), supplied("clinker", "750 kg", by="kiln"))

    assert calculate(study(kiln, mill, unit="1 t")).total == pytest.approx(600, rel=1e-15)


# --- case 12: no footprint, and why ---


def ring(*gains: str):
    """Processes A, B, C …, each supplied by the next, the last by the first."""
    names = "ABCDEF"[: len(gains)]
    return [
        process(name, output(name.lower(), "1 kg"), supplied(f"of_{name}", f"{gain} kg", by=then, of=then.lower()))
        for name, gain, then in zip(names, gains, names[1:] + names[0], strict=True)
    ]


@pytest.mark.parametrize("gains", [("1",), ("2", "0.5"), ("0.5", "2", "1.5"), ("1.0000000001",)])
def test_case_12_a_loop_that_never_ends_is_named(gains):
    with pytest.raises(LoopGainError) as caught:
        calculate(study(*ring(*gains)))

    assert set(caught.value.processes) == set("ABC"[: len(gains)])
    assert "循环供给的增益为" in caught.value.text.zh
    assert " <- ".join([*caught.value.processes, caught.value.processes[0]]) in caught.value.text.en


def test_case_12_two_loops_that_only_together_never_end():
    """0.6 through A itself and 0.5 through B: 1.1 together; the stronger loop is named."""
    a = process("A", output("a", "1 kg"), supplied("a", "0.6 kg", by="A"), supplied("b", "1 kg", by="B"))
    b = process("B", output("b", "1 kg"), supplied("a", "0.5 kg", by="A"))

    with pytest.raises(LoopGainError) as caught:
        calculate(study(a, b))

    assert caught.value.gain >= 1
    assert "A" in caught.value.processes


def test_case_12_identical_processes_are_named():
    """Each puts out the other's product as well: there is no telling which one runs."""
    a = process("A", output("a", "1 kg"), exchange("b", "1 kg", FromProcess(process="B", flow="b"), direction="output"))
    b = process("B", output("b", "2 kg"), exchange("a", "2 kg", FromProcess(process="A", flow="a"), direction="output"))

    with pytest.raises(IdenticalProcessesError) as caught:
        calculate(study(a, b))

    assert caught.value.processes == ("A", "B")
    assert caught.value.text.zh == "过程“A”与“B”的产品流完全相同，无法区分。请删除其一或更正其产出"


def test_a_loop_without_end_is_a_finding_for_those_who_ask_for_problems():
    (finding,) = problems(study(*ring("2", "0.5")))

    assert finding.code == "ENGINE-LOOP-GAIN"
    assert finding.message.zh == ("循环供给的增益为 1（必须小于 1）：B ← A ← B。请核对这些过程之间的用量和计量单位")
