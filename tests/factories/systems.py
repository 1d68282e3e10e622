"""Random studies for property tests: loops, several outputs under every procedure, treatment of waste, credits."""

from hypothesis import strategies as st
from tests.factories.studies import (
    bought,
    co_product,
    emitted,
    exchange,
    footprint,
    lognormal,
    output,
    process,
    study,
    treats,
)

from qiantan.core.study.document import Study
from qiantan.core.study.supply import FromFactor, FromProcess

PROCEDURES = ("none", "mass", "economic", "subdivision", "substitution")
FACTORS = [
    footprint("steel", per="t", co2e="2100.5", ch4_fossil="0.73"),
    footprint("power", per="kg", co2_fossil="0.5777", over={"distribution": lognormal("1.1")}),
    footprint("wood", per="kg", co2_biogenic_uptake="1.83", co2_biogenic="0.4"),
]
GASES = ("co2_fossil", "ch4_fossil", "n2o", "co2_biogenic")

amounts = st.integers(1, 10_000_000).map(lambda value: value / 1000)
units = st.sampled_from(["kg", "t"])


@st.composite
def studies(draw: st.DrawFn, *, most: int = 6, gain: float = 0.9, distributions: bool = False) -> Study:
    """A study in which no process needs more than `gain` kg of products of the study per kg of its own."""
    count = draw(st.integers(1, most))
    shells = [draw(_outputs(f"p{number}")) for number in range(count)]
    carried = [
        (f"p{number}", one.flow, one.direction)
        for number, (procedure, outputs) in enumerate(shells)
        for one in (outputs[:1] if procedure == "substitution" else outputs)
    ]
    processes = [
        process(
            f"p{number}",
            *outputs,
            *draw(_exchanges(procedure, outputs, carried, gain, distributions=distributions)),
            allocate=procedure,
        )
        for number, (procedure, outputs) in enumerate(shells)
    ]
    wanted = draw(st.sampled_from(carried))
    return study(*processes, factors=FACTORS, unit=f"{draw(amounts)} kg", of=f"{wanted[0]}.{wanted[1]}")


@st.composite
def _outputs(draw: st.DrawFn, name: str):
    procedure = draw(st.sampled_from(PROCEDURES))
    text = f"{draw(amounts)} {draw(units)}"
    if procedure == "none":
        make = draw(st.sampled_from([output, output, treats]))
        return procedure, [make(f"{name}.main", text)]
    key = {"key": f"{draw(amounts)} CNY"} if procedure == "economic" else {}
    co_key = {"key": f"{draw(amounts)} CNY"} if procedure == "economic" else {}
    credit = {"substitutes": FromFactor(factor="steel")} if procedure == "substitution" else {}
    side = co_product(f"{name}.side", f"{draw(amounts)} {draw(units)}", **co_key, **credit)
    return procedure, [output(f"{name}.main", text, **key), side]


@st.composite
def _exchanges(draw: st.DrawFn, procedure: str, outputs, carried, gain: float, *, distributions: bool):
    flows = [one.flow for one in outputs]
    if procedure == "subdivision":
        assigned = st.sampled_from(flows)
    else:
        assigned = st.none() if procedure in ("none", "substitution") else st.sampled_from([None, *flows])
    spread = st.sampled_from([None, lognormal("1.08")]) if distributions else st.none()
    scale = min(float(one.amount.value) * (1000 if one.amount.unit == "t" else 1) for one in outputs)
    made = []
    for number in range(draw(st.integers(0, 4))):
        over = {"id": f"e{number}", "assigned_to": draw(assigned), "distribution": draw(spread)}
        kind = draw(st.sampled_from(["factor", "gas", "process", "process"]))
        if kind == "factor":
            name = draw(st.sampled_from(["steel", "power", "wood"]))
            made.append(bought(name, f"{draw(amounts)} {draw(units)}", factor=name, **over))
        elif kind == "gas":
            made.append(emitted(draw(st.sampled_from(GASES)), f"{draw(amounts)} kg", **over))
        else:
            provider, flow, direction = draw(st.sampled_from(carried))
            # Whatever the shares of allocation, the column with the smallest output stays below the gain.
            kg = round(draw(st.floats(0, gain / 4)) * scale / len(outputs), 9)
            towards = "output" if direction == "input" else "input"
            supply = FromProcess(process=provider, flow=flow)
            made.append(exchange(flow, f"{kg:.9f} kg", supply, **over, direction=towards))
    return made
