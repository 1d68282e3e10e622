"""Case 19 of the validation list: the gradient by one adjoint solve against finite differences on every figure."""

import copy
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from tests.factories.studies import (
    amount,
    bought,
    cement_study,
    co_product,
    computed,
    electricity,
    emitted,
    figure,
    footprint,
    from_study,
    output,
    parameter,
    process,
    study,
    supplied,
    treats,
)
from tests.factories.systems import studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.gradient import gradient
from qiantan.core.study.bytes import as_json
from qiantan.core.study.document import Study
from qiantan.core.study.shape import FIGURE_PATTERN, plain
from qiantan.core.study.supply import FromMethod, FromProcess, Parameter


def with_figure(document: dict[str, Any], pointer: str, relative: float) -> Study:
    """The study with one figure changed by a share of itself."""
    changed = copy.deepcopy(document)
    *path, last = pointer.split("/")[1:]
    place: Any = changed
    for key in path:
        place = place[int(key)] if isinstance(place, list) else place[key]
    place[last] = plain(figure(float(Decimal(place[last]) * Decimal(1 + relative))))
    return Study.model_validate(changed)


def differences(document: dict[str, Any], pointer: str, step: float = 2e-4) -> float:
    """d total / d relative change, by a five-point difference (error of order step⁴)."""

    def total(times: int) -> float:
        return calculate(with_figure(document, pointer, times * step)).total

    return (8 * (total(1) - total(-1)) - (total(2) - total(-2))) / (12 * step)


def figures(part: Any, pointer: str = "") -> Iterator[tuple[str, float]]:
    """Every text of a document that reads as a figure, by JSON pointer."""
    if isinstance(part, str) and re.match(FIGURE_PATTERN, part):
        yield pointer, float(part)
    steps = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, inner in steps:
        yield from figures(inner, f"{pointer}/{key}")


def assert_gradient(subject: Study) -> None:
    """Figures the gradient does not name must move nothing."""
    document, change = as_json(subject), gradient(subject)
    size = sum(abs(kg) for kg in calculate(subject).kg_by_exchange)
    stated = dict(figures(document))
    assert change.by_figure.keys() <= stated.keys()
    for pointer, value in stated.items():
        expected = differences(document, pointer) if value else 0.0
        assert change.by_figure.get(pointer, 0.0) * value == pytest.approx(expected, rel=1e-6, abs=1e-9 * size), pointer


def small_database() -> Study:
    """Every kind of supply, a loop, every splitting procedure, a credit and a treatment."""
    fuel = computed(
        "coal",
        "120 t",
        method="fuel_combustion",
        parameters={"ncv": "20.908 GJ/t", "carbon_content": "@coal.carbon", "ch4": "0.001 kg/GJ"},
    )
    moved = computed("haulage", "800 t", method="transport", parameters={"distance": "35 km", "factor": "@road"})
    kiln = process("kiln", output("clinker", "1000 t"), fuel, moved, supplied("power", "60 MWh", by="boiler"))
    boiler = process(
        "boiler",
        output("power", "500 MWh", key="250 GJ"),
        co_product("heat", "900 GJ"),
        from_study("coal", "70 t", unit="2 t", emissions={"co2_fossil": "3900", "n2o": "0.1"}),
        bought("grid", "3000 kWh", factor="grid", assigned_to="power"),
        supplied("heat", "25 GJ", by="boiler"),
        allocate="energy",
    )
    mill = process(
        "mill",
        output("cement", "1300 t"),
        co_product("grit", "40 t", substitutes=FromProcess(process="quarry", flow="stone")),
        co_product(
            "steam",
            "20 t",
            substitutes=FromMethod(
                method="transport",
                parameters={"distance": Parameter(measured=amount("100 km")), "factor": Parameter(factor="road")},
            ),
        ),
        supplied("clinker", "1000 t", by="kiln"),
        supplied("dust", "9 t", by="landfill", direction="output"),
        allocate="substitution",
    )
    landfill = process("landfill", treats("dust", "10 t"), emitted("ch4_fossil", "30 kg"))
    quarry = process("quarry", output("stone", "500 t"), supplied("power", "20 MWh", by="boiler"))
    factors = [
        electricity("grid", "0.5777"),
        parameter("coal.carbon", "0.02618 tC/GJ"),
        footprint("road", per="t*km", co2e="0.074"),
    ]
    return study(kiln, boiler, landfill, quarry, mill, factors=factors, unit="1 t")


def test_case_19_every_figure_of_a_small_database():
    assert_gradient(small_database())


def test_case_19_every_figure_of_the_cement_study():
    assert_gradient(cement_study())


@settings(max_examples=25, deadline=None)
@given(studies(most=4, gain=0.5))
def test_case_19_random_studies(subject):
    assert_gradient(subject)


def test_a_factor_used_twice_moves_the_total_through_both():
    subject = study(
        process("a", output("a", "1 kg"), bought("x", "2 kg", factor="x"), bought("y", "3 kg", factor="x", id="y")),
        factors=[footprint("x", per="kg", co2e="5")],
    )

    change = gradient(subject)

    assert change.by_figure["/factors/0/emissions/0/kg"] == 5
    assert change.by_factor == {"x": 25}
    assert change.by_amount.tolist() == [10, 15]


def test_scaling_all_amounts_of_a_process_changes_nothing():
    """Outputs and exchanges together are a scale: their relative derivatives cancel (linearity)."""
    change, subject = gradient(cement_study()), as_json(cement_study())
    for number, one in enumerate(subject["processes"]):
        place = f"/processes/{number}"
        moved = [
            change.by_figure.get(f"{place}/{kind}/{index}/amount/value", 0.0) * float(item["amount"]["value"])
            for kind in ("outputs", "exchanges")
            for index, item in enumerate(one[kind])
        ]
        assert sum(moved) == pytest.approx(0, abs=1e-10)
