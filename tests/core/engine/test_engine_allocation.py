"""Several outputs: every procedure, and the sum of the allocated processes is the process as it was measured."""

import pytest
from tests.factories.studies import (
    bought,
    co_product,
    computed,
    emitted,
    footprint,
    output,
    parameter,
    process,
    study,
    supplied,
    treats,
)

from qiantan.core.engine.calculate import calculate
from qiantan.core.study.supply import CutOff, FromFactor, FromProcess


def joint(procedure, *more, main=None, side=None):
    """100 kg of `main` and 300 kg of `side` out of 800 kg CO2."""
    return process(
        "joint",
        output("main", "100 kg", **main or {}),
        co_product("side", "0.3 t", **side or {}),
        emitted("co2_fossil", "800 kg"),
        *more,
        allocate=procedure,
    )


def both(made, **over):
    """Footprints of the whole of each output."""
    return [
        calculate(study(made, unit=unit, of=f"joint.{flow}", **over)).total
        for flow, unit in (("main", "100 kg"), ("side", "300 kg"))
    ]


@pytest.mark.parametrize(
    ("procedure", "main", "side", "expected"),
    [
        ("mass", {}, {}, [200, 600]),
        ("mass", {"key": "80 kg"}, {"key": "0.02 t"}, [640, 160]),
        ("energy", {"key": "1 MWh"}, {"key": "3.6 GJ"}, [400, 400]),
        ("economic", {"key": "3 万元"}, {"key": "10000 元"}, [600, 200]),
        ("economic", {"key": "3 EUR"}, {"key": "1 EUR"}, [600, 200]),
        ("physical", {"key": "7 m3"}, {"key": "1000 L"}, [700, 100]),
        ("economic", {"key": "1 元"}, {"key": "0 元"}, [800, 0]),
    ],
)
def test_outputs_share_by_their_keys(procedure, main, side, expected):
    parts = both(joint(procedure, main=main, side=side))

    assert parts == pytest.approx(expected, rel=1e-14)
    assert sum(parts) == pytest.approx(800, rel=1e-14)


def test_v31_physical_allocation():
    """GreenDelta olca-modules (MPL-2.0), AllocationTest: 2 kg CO2, 25 % to the reference product: 0.5."""
    made = process(
        "p",
        output("q", "1 kg", key="0.25 kg"),
        co_product("r", "1 kg", key="0.75 kg"),
        emitted("co2_fossil", "2 kg"),
        allocate="physical",
    )

    assert calculate(study(made)).total == 0.5


def test_subdivision_follows_the_assignments():
    made = joint(
        "subdivision",
        emitted("n2o", "1 kg", assigned_to="side"),
        emitted("ch4_fossil", "2 kg", assigned_to="main"),
    )
    assigned = made.model_copy(
        update={
            "exchanges": tuple(e.model_copy(update={"assigned_to": e.assigned_to or "main"}) for e in made.exchanges)
        }
    )

    assert both(assigned) == pytest.approx([800 + 2 * 29.8, 273], rel=1e-14)


def test_an_assigned_exchange_is_not_shared():
    assert both(joint("mass", emitted("n2o", "1 kg", assigned_to="side"))) == pytest.approx([200, 873], rel=1e-14)


def test_a_co_product_can_supply_other_processes_and_its_own():
    """Half of the side product goes back in: the shares are of the process, the loop is solved."""
    made = joint("mass", supplied("side", "150 kg", by="joint", of="side"))

    main, side = both(made)

    # x = burden of 1 kg of either output (same key): 400 x = 800 + 150 x.
    assert [main, side] == pytest.approx([100 * 3.2, 300 * 3.2], rel=1e-14)


@pytest.mark.parametrize(
    ("substitutes", "credit"),
    [
        (FromFactor(factor="steel"), 300 * 2.0),
        (FromProcess(process="mill", flow="steel"), 300 * 2.5),
        (CutOff(reason="无替代", estimate="0"), 0),
    ],
)
def test_substitution_credits_what_the_co_product_replaces(substitutes, credit):
    mill = process("mill", output("steel", "2 t"), emitted("co2_fossil", "5 t"))
    made = joint("substitution", side={"substitutes": substitutes})
    factors = [footprint("steel", per="t", co2e="2000")]

    outcome = calculate(study(mill, made, factors=factors, unit="100 kg"))

    assert outcome.total == pytest.approx(800 - credit, rel=1e-14)
    assert outcome.exchange_ids[-1] == "joint.side.credit"
    assert outcome.amount_by_exchange[-1] == pytest.approx(-0.3, rel=1e-15)


def test_substitution_by_a_method_is_the_opposite_of_its_emission():
    made = joint(
        "substitution",
        side={
            "substitutes": computed(
                "x", "1 kg", method="transport", parameters={"distance": "100 km", "factor": "@road"}
            ).supply
        },
    )
    factors = [footprint("road", per="t*km", co2e="2")]

    assert calculate(study(made, factors=factors, unit="100 kg")).total == pytest.approx(800 - 0.3 * 100 * 2, rel=1e-14)


def test_a_second_waste_taken_in_can_be_credited_with_the_treatment_it_spares():
    """A kiln burns 100 kg of tyres for a fee and 50 kg of sludge that an incinerator (1.5 kg CO2/kg) would treat."""
    incinerator = process("incinerator", treats("sludge", "1 kg"), emitted("co2_fossil", "1.5 kg"))
    kiln = process(
        "kiln",
        treats("tyres", "100 kg"),
        co_product("sludge", "50 kg", direction="input", substitutes=FromProcess(process="incinerator", flow="sludge")),
        emitted("co2_fossil", "300 kg"),
        allocate="substitution",
    )

    assert calculate(study(incinerator, kiln, unit="100 kg")).total == pytest.approx(300 - 75, rel=1e-14)


def test_scale_of_an_allocated_process_is_the_part_of_it_that_the_unit_needs():
    outcome = calculate(study(joint("mass"), unit="10 kg", of="joint.main"))

    # A tenth of the main product's quarter.
    assert outcome.scale_by_process.tolist() == [0.025]
    assert outcome.amount_by_exchange.tolist() == [20]


def test_contributions_keep_their_exchange_after_allocation():
    made = joint("mass", bought("x", "8 kg", factor="x"))
    outcome = calculate(study(made, factors=[footprint("x", co2e="1")], unit="100 kg", of="joint.main"))

    assert dict(zip(outcome.exchange_ids, outcome.kg_by_exchange.tolist(), strict=True)) == {
        "joint.co2_fossil": 200,
        "joint.x": 2,
    }


def test_a_default_parameter_serves_a_method_inside_an_allocated_process():
    fuel = computed("coal", "10 t", method="fuel_combustion", parameters={"ncv": "20 GJ/t", "carbon_content": "@c"})
    made = process("p", output("a", "1 kg"), co_product("b", "3 kg"), fuel, allocate="mass")

    outcome = calculate(study(made, factors=[parameter("c", "0.025 tC/GJ")], of="p.a"))

    # 10 t × 20 GJ/t × 0.025 tC/GJ × 44/12 = 18.333 t, of which a quarter.
    assert outcome.total == pytest.approx(18333.333333333332 / 4, rel=1e-14)
