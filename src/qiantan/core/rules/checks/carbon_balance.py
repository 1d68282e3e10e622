"""Carbon balance of a process."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import convert, same_dimension
from qiantan.core.rules.facts import Facts, Weighed
from qiantan.core.study.document import Exchange, Output, Process

CODE = "GBT24067-CARBON-BALANCE"
CLAUSE = "GB/T 24067-2024 数据的确认：碳平衡（条款号待核）"

# Mass share of carbon in the gases that leave a process.
_CARBON = {"co2_fossil": 12 / 44, "co2_biogenic": 12 / 44, "ch4_fossil": 12 / 16, "ch4_biogenic": 12 / 16}


def check(facts: Facts) -> Iterator[Finding]:
    """The carbon that leaves a process in its gases and products is the carbon that entered it, where the carbon
    content of every fuel and of a material is known.
    """
    limit = float(facts.standard.plausibility.carbon_gap)
    rows = {id_: n for n, id_ in enumerate(facts.outcome.exchange_ids)}
    for p, process in enumerate(facts.study.processes):
        own = [each for each in facts.exchanges if each.process is process]
        emitting = [each for each in own if each.exchange.supply.kind == "method" and each.amount]
        carbon_gas = sum(_emitted(facts, each, rows[each.exchange.id]) for each in emitting)
        if not carbon_gas or not _is_known(own):
            continue
        entering = sum(_carbon(x) for x in process.exchanges if x.direction == "input")
        parts: tuple[Exchange | Output, ...] = (*process.exchanges, *process.outputs)
        leaving = carbon_gas + sum(_carbon(part) for part in parts if part.direction == "output")
        if abs(leaving - entering) > limit * entering:
            yield _finding(process, f"/processes/{p}", entering, leaving)


def _is_known(own: list[Weighed]) -> bool:
    """Say whether the carbon of all fuels and, with process emissions, of some material is stated."""
    fuels = [
        each.exchange for each in own if each.exchange.category == "fuel" and each.exchange.supply.kind == "method"
    ]
    materials = [x.exchange for x in own if x.exchange.category == "raw_material" and x.exchange.carbon_content]
    decomposes = any(x.exchange.category == "process_emission" and x.kg for x in own)
    return all(fuel.carbon_content is not None for fuel in fuels) and bool(materials or (fuels and not decomposes))


def _emitted(facts: Facts, each: Weighed, row: int) -> float:
    """Return kg of carbon in the gases an exchange causes in the period."""
    if each.exchange.category not in ("fuel", "process_emission"):
        return 0.0
    gwp = facts.study.gwp_set.values
    scale = float(each.exchange.amount.value) / each.amount
    kg = facts.outcome.kg_by_exchange_flow[row]
    return sum(
        float(kg[n]) / float(gwp[flow]) * _CARBON[flow] * scale
        for n, flow in enumerate(facts.outcome.flows)
        if flow in _CARBON
    )


def _carbon(part: Exchange | Output) -> float:
    """Return kg of carbon in a material of stated carbon content."""
    if part.carbon_content is None or not same_dimension(part.amount.unit, "kg"):
        return 0.0
    return convert(float(part.amount.value), part.amount.unit, "kg") * float(part.carbon_content)


def _finding(process: Process, place: str, entering: float, leaving: float) -> Finding:
    gap = (leaving - entering) / entering if entering else float("inf")
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.WARNING,
        place=place,
        message=Text(
            f"“{process.name.zh}”碳不平衡：流出的碳比流入的{'多' if gap > 0 else '少'} {abs(gap):.0%}",
            f"carbon of “{process.name.en or process.name.zh}” does not balance: {gap:+.0%} leaves",
        ),
        found=f"{entering:.6g} kg C → {leaving:.6g} kg C",
        expected=Text("流入的碳 = 气体与产品带走的碳", "carbon entering = carbon leaving in gases and products"),
        remedy=Text(
            "核对含碳量（是碳不是二氧化碳）、用量单位和低位发热量",
            "check the carbon content (carbon, not CO2), the unit of the amount and the heating value",
        ),
    )
