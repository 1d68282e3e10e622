"""Case 18 of the validation list: what must not change a footprint does not change it."""

from decimal import Decimal
from math import fsum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.studies import bought, emitted, footprint, output, process, supplied
from tests.factories.systems import studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.outcome import Outcome
from qiantan.core.engine.sampling import sample
from qiantan.core.engine.uncertainty import analytic
from qiantan.core.study.bytes import study_bytes
from qiantan.core.study.document import Process, Sampling, Study
from qiantan.core.study.shape import Amount


def size(outcome: Outcome) -> float:
    return fsum(abs(outcome.kg_by_exchange_flow).flat)


def same(one: Outcome, other: Outcome, factor: float = 1.0) -> None:
    assert other.total == pytest.approx(one.total * factor, rel=1e-12, abs=1e-12 * size(one) * factor)


def with_processes(study: Study, processes) -> Study:
    return study.model_copy(update={"processes": tuple(processes)})


def scaled(amount: Amount, factor: Decimal) -> Amount:
    return Amount(value=amount.value * factor, unit=amount.unit)


def run(process: Process, factor: Decimal) -> Process:
    """The process over another length of time: everything times a factor."""
    return process.model_copy(
        update={
            "outputs": tuple(
                output.model_copy(
                    update={
                        "amount": scaled(output.amount, factor),
                        "key": output.key and scaled(output.key, factor),
                    }
                )
                for output in process.outputs
            ),
            "exchanges": tuple(
                exchange.model_copy(update={"amount": scaled(exchange.amount, factor)})
                for exchange in process.exchanges
            ),
        }
    )


@settings(max_examples=60, deadline=None)
@given(studies(), st.data())
def test_order_of_processes_exchanges_and_factors(study, data):
    shuffled = [
        process.model_copy(update={"exchanges": tuple(data.draw(st.permutations(process.exchanges)))})
        for process in data.draw(st.permutations(study.processes))
    ]
    other = with_processes(study, shuffled).model_copy(update={"factors": study.factors[::-1]})

    one, another = calculate(study), calculate(other)

    same(one, another)
    kilograms = dict(zip(one.exchange_ids, one.kg_by_exchange.tolist(), strict=True))
    for exchange_id, kg in zip(another.exchange_ids, another.kg_by_exchange.tolist(), strict=True):
        assert kg == pytest.approx(kilograms[exchange_id], rel=1e-12, abs=1e-14 * size(one))


@settings(max_examples=60, deadline=None)
@given(studies(), st.decimals(Decimal("0.001"), Decimal(1000), places=3))
def test_the_length_of_the_period_of_one_process(study, factor):
    first, *rest = study.processes

    same(calculate(study), calculate(with_processes(study, [run(first, factor), *rest])))


@settings(max_examples=60, deadline=None)
@given(studies())
def test_the_unit_an_amount_is_written_in(study):
    def grams(amount: Amount) -> Amount:
        return Amount(value=amount.value * {"kg": 1000, "t": 1_000_000}[amount.unit], unit="g")

    rewritten = [
        process.model_copy(
            update={
                "outputs": tuple(o.model_copy(update={"amount": grams(o.amount)}) for o in process.outputs),
                "exchanges": tuple(e.model_copy(update={"amount": grams(e.amount)}) for e in process.exchanges),
            }
        )
        for process in study.processes
    ]

    same(calculate(study), calculate(with_processes(study, rewritten)))


@settings(max_examples=60, deadline=None)
@given(studies())
def test_an_exchange_in_two_parts(study):
    def halves(process: Process) -> Process:
        parts = [
            exchange.model_copy(
                update={"id": f"{exchange.id}{part}", "amount": scaled(exchange.amount, Decimal(share))}
            )
            for exchange in process.exchanges
            for part, share in (("a", "0.25"), ("b", "0.75"))
        ]
        return process.model_copy(update={"exchanges": tuple(parts)})

    same(calculate(study), calculate(with_processes(study, map(halves, study.processes))))


@settings(max_examples=60, deadline=None)
@given(studies())
def test_exchanges_of_zero_and_processes_nobody_needs(study):
    def with_nothing(process: Process) -> Process:
        flow = process.outputs[0].flow
        nothing = (bought("zero", "0 kg", factor="power"), emitted("co2_fossil", "0 kg", id="zero_gas"))
        named = tuple(e.model_copy(update={"id": f"{process.id}.{e.id}", "assigned_to": flow}) for e in nothing)
        return process.model_copy(update={"exchanges": (*process.exchanges, *named)})

    idle = run(study.processes[0], Decimal(1)).model_copy(update={"id": "idle", "exchanges": ()})
    processes = [*map(with_nothing, study.processes), idle]
    gas = footprint("pure.co2_fossil", kind="emission", co2_fossil="1")
    factors = {factor.id: factor for factor in (*study.factors, gas)}

    other = with_processes(study, processes).model_copy(update={"factors": tuple(factors.values())})

    same(calculate(study), calculate(other))


@settings(max_examples=60, deadline=None)
@given(studies(), st.decimals(Decimal("0.001"), Decimal(1000), places=3))
def test_the_footprint_is_linear_in_the_unit(study, factor):
    unit = study.unit.model_copy(update={"amount": study.unit.amount * factor})

    same(calculate(study), calculate(study.model_copy(update={"unit": unit})), float(factor))


@settings(max_examples=30, deadline=None)
@given(studies())
def test_the_footprint_is_linear_in_the_gwp_set(study):
    doubled = {flow: value * 2 for flow, value in study.gwp_set.values.items()}

    same(
        calculate(study),
        calculate(study.model_copy(update={"gwp_set": study.gwp_set.model_copy(update={"values": doubled})})),
        2,
    )


@settings(max_examples=30, deadline=None)
@given(studies(distributions=True))
def test_the_bytes_of_a_study_give_the_same_digits(study):
    few = study.model_copy(update={"sampling": Sampling(seed=5, draws=100)})
    read = Study.model_validate_json(study_bytes(few))

    one, another = calculate(few), calculate(read)

    assert one.kg_by_exchange_flow.tobytes() == another.kg_by_exchange_flow.tobytes()
    assert (one.total, one.by_stage, one.by_gas) == (another.total, another.by_stage, another.by_gas)
    assert analytic(few).ranking == analytic(read).ranking
    assert sample(few).totals.tobytes() == sample(read).totals.tobytes()


@settings(max_examples=15, deadline=None)
@given(studies(most=3, gain=0.3, distributions=True))
def test_analytic_and_sampled_spread_agree_on_random_studies(study):
    """First order against 4,000 draws: within 12 % where the footprint varies at all."""
    many = study.model_copy(update={"sampling": Sampling(seed=11, draws=4000)})

    first, drawn = analytic(many), sample(many)

    assert drawn.refused == 0
    floor = 2e-9 * size(calculate(many))
    assert drawn.standard_deviation == pytest.approx(first.standard_deviation, rel=0.12, abs=floor)
    assert drawn.mean == pytest.approx(first.total, abs=5 * first.standard_deviation / 4000**0.5 + floor)


@settings(max_examples=60, deadline=None)
@given(studies())
def test_treatment_taken_in_or_delivered_as_a_service(study):
    """Waste that goes in with a negative pivot, or a service that comes out: both sign conventions."""
    treatments = {p.id for p in study.processes if p.outputs[0].direction == "input"}

    def as_service(process: Process) -> Process:
        outputs = tuple(output.model_copy(update={"direction": "output"}) for output in process.outputs)
        exchanges = tuple(
            exchange.model_copy(update={"direction": "input" if exchange.direction == "output" else "output"})
            if exchange.supply.kind == "process" and exchange.supply.process in treatments
            else exchange
            for exchange in process.exchanges
        )
        return process.model_copy(update={"outputs": outputs, "exchanges": exchanges})

    one, other = calculate(study), calculate(with_processes(study, map(as_service, study.processes)))

    assert one.kg_by_exchange_flow.tobytes() == other.kg_by_exchange_flow.tobytes()
    assert one.scale_by_process.tobytes() == other.scale_by_process.tobytes()


@settings(max_examples=60, deadline=None)
@given(studies(), st.integers(0, 4))
def test_a_process_split_in_two_steps(study, cut):
    """The first exchanges of a process move into a step of their own that supplies the rest."""
    whole = next((p for p in study.processes if p.allocation.procedure == "none"), None)
    if whole is None:
        return
    step = process("step", output("step", "7 kg"))
    step = step.model_copy(update={"exchanges": whole.exchanges[:cut]})
    rest = whole.model_copy(update={"exchanges": (*whole.exchanges[cut:], supplied("step", "7 kg", by="step"))})

    other = with_processes(study, [step, *(rest if p is whole else p for p in study.processes)])

    same(calculate(study), calculate(other))
