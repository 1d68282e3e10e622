"""Valid studies from a few lines, for tests of every floor.

    study(
        process("kiln", output("clinker", "1000 t"), bought("coal", "120 t", factor="coal"), emitted("co2_fossil", "500 t")),
        process("mill", output("cement", "1300 t"), supplied("clinker", "1000 t", by="kiln")),
        factors=[footprint("coal", per="t", co2e="2500")],
        unit="1 t",
    )

The last process given delivers the unit unless `of` names another. Ids are the words given, so that a test can name
them again; every keyword of the document can be set by its own name.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from qiantan.core.study.document import (
    Allocation,
    Boundary,
    Distribution,
    Emission,
    Exchange,
    Factor,
    Goal,
    GwpSet,
    Output,
    Party,
    Process,
    Product,
    Quality,
    Stage,
    Study,
    Unit,
)
from qiantan.core.study.shape import Amount, Named, Pin, Provenance, Span, plain
from qiantan.core.study.supply import (
    CutOff,
    FromFactor,
    FromMethod,
    FromProcess,
    FromStudy,
    Parameter,
    Supply,
)

PROVENANCE = Provenance(document="worked by hand for a test", how_found="assumed", certainty="low")

# IPCC AR6 WG1 table 7.15 and 7.SM.7, as an ordinary study would pin them; tests that need others pass their own.
AR6 = {
    "co2_fossil": "1",
    "co2_biogenic": "1",
    "co2_biogenic_uptake": "-1",
    "co2_land_use_change": "1",
    "co2_aircraft": "1",
    "ch4_fossil": "29.8",
    "ch4_biogenic": "27",
    "n2o": "273",
    "n2o_biogenic": "273",
    "cf4": "7380",
    "c2f6": "12400",
    "sf6": "25200",
    "co2e": "1",
}


def figure(value: str | float | Decimal) -> Decimal:
    """The decimal a document holds; floats keep every digit and never an exponent."""
    return Decimal(plain(Decimal(repr(value) if isinstance(value, float) else value)))


def amount(text: str | Amount) -> Amount:
    """ "1000 t" → Amount."""
    if isinstance(text, Amount):
        return text
    value, _, unit = text.partition(" ")
    return Amount(value=figure(value), unit=unit or "kg")


def named(words: str | Named) -> Named:
    return words if isinstance(words, Named) else Named(zh=words, en=words)


def lognormal(geometric_standard_deviation: str | float) -> Distribution:
    return Distribution(kind="lognormal", spread=figure(geometric_standard_deviation))


def quality(score: int = 2) -> Quality:
    return Quality(technology=score, geography=score, time=score, completeness=score, reliability=score)


# --- outputs and exchanges -------------------------------------------------------------------------------------------


def output(flow: str, text: str, **over: Any) -> Output:
    """The reference output of a process; `key="50 CNY"` is accepted as text."""
    if isinstance(over.get("key"), str):
        over["key"] = amount(over["key"])
    return Output(**{"flow": flow, "name": named(flow), "amount": amount(text)} | over)


def co_product(flow: str, text: str, **over: Any) -> Output:
    return output(flow, text, role="co_product", **over)


def treats(flow: str, text: str, **over: Any) -> Output:
    """The reference of a treatment process: the waste it takes in."""
    return output(flow, text, direction="input", **over)


def exchange(flow: str, text: str, supply: Supply, **over: Any) -> Exchange:
    """An exchange; its id is the flow unless given, and `process()` makes it unique by the id of the process."""
    fields = {
        "id": flow,
        "flow": flow,
        "name": named(flow),
        "category": "other",
        "amount": amount(text),
        "source": "ledger",
        "supply": supply,
    }
    return Exchange(**fields | over)


def bought(flow: str, text: str, *, factor: str, **over: Any) -> Exchange:
    """Supplied by a factor of the study."""
    return exchange(flow, text, FromFactor(factor=factor), **{"category": "raw_material"} | over)


def supplied(flow: str, text: str, *, by: str, of: str | None = None, **over: Any) -> Exchange:
    """Supplied by a process of the study; `of` names the output where it has another word than the exchange."""
    return exchange(flow, text, FromProcess(process=by, flow=of or flow), **{"category": "intermediate"} | over)


def discarded(flow: str, text: str, *, to: str, **over: Any) -> Exchange:
    """A waste that leaves for a treatment process of the study."""
    return supplied(flow, text, by=to, **{"category": "waste", "direction": "output"} | over)


def emitted(gas: str, text: str, **over: Any) -> Exchange:
    """A gas that leaves the process: the factor ``pure.<gas>`` (1 kg per kg) is added to the study by `study()`."""
    fields = {"category": "process_emission", "direction": "output", "id": gas}
    return exchange(gas, text, FromFactor(factor=f"pure.{gas}"), **fields | over)


def computed(
    flow: str, text: str, *, method: str, parameters: Mapping[str, str | None] | None = None, **over: Any
) -> Exchange:
    """Supplied by a method; a parameter is a measured amount ("20.9 GJ/t") or the id of a factor ("@coal.ncv")."""
    made = {
        name: Parameter(factor=text_[1:]) if text_.startswith("@") else Parameter(measured=amount(text_))
        for name, text_ in (parameters or {}).items()
        if text_ is not None
    }
    return exchange(flow, text, FromMethod(method=method, parameters=made), **{"category": "fuel"} | over)


def from_study(flow: str, text: str, *, unit: str, emissions: Mapping[str, str], **over: Any) -> Exchange:
    """Covered by another frozen study."""
    supply = FromStudy(
        sha256=hashlib.sha256(flow.encode()).hexdigest(),
        title=flow,
        unit=amount(unit),
        emissions={flow_: figure(kg) for flow_, kg in emissions.items()},
    )
    return exchange(flow, text, supply, **{"category": "raw_material"} | over)


def cut_off(flow: str, text: str, *, estimate: str, reason: str = "极少量", **over: Any) -> Exchange:
    supply = CutOff(reason=reason, estimate=figure(estimate))
    return exchange(flow, text, supply, **{"category": "auxiliary"} | over)


# --- factors ---------------------------------------------------------------------------------------------------------


def _factor(factor_id: str, **over: Any) -> Factor:
    fields = {
        "id": factor_id,
        "name": named(factor_id),
        "geography": "CN",
        "reference_year": "2024",
        "release": "test.2025",
        "provenance": PROVENANCE,
    }
    return Factor(**fields | over)


def _emissions(kg_by_flow: Mapping[str, str | float]) -> tuple[Emission, ...]:
    return tuple(Emission(flow=flow, kg=figure(kg)) for flow, kg in kg_by_flow.items())


def footprint(factor_id: str, *, per: str = "kg", kind: str = "footprint", over: Any = None, **kg: Any) -> Factor:
    """A factor with emissions per one `per`: ``footprint("coal", per="t", co2e="2500")``."""
    return _factor(factor_id, kind=kind, per=per, emissions=_emissions(kg), **over or {})


def electricity(factor_id: str, co2e: str, **over: Any) -> Factor:
    """A life-cycle electricity factor, kg CO2e per kWh."""
    return footprint(factor_id, per="kWh", kind="electricity_footprint", over=over, co2e=co2e)


def electricity_emission(factor_id: str, co2: str, **over: Any) -> Factor:
    """A CO2 factor of generation for organisation accounts, which no footprint may use."""
    return footprint(factor_id, per="kWh", kind="electricity_emission", over=over, co2_fossil=co2)


def parameter(factor_id: str, text: str, **over: Any) -> Factor:
    """A default parameter of a method: ``parameter("coal.ncv", "20.908 GJ/t")``."""
    return _factor(factor_id, kind="parameter", value=amount(text), **over)


# --- processes and studies -------------------------------------------------------------------------------------------


def process(process_id: str, *parts: Output | Exchange, allocate: str = "none", **over: Any) -> Process:
    """A unit process from its outputs and exchanges; ids of exchanges become ``<process>.<id>``."""
    outputs = tuple(part for part in parts if isinstance(part, Output))
    exchanges = tuple(
        part.model_copy(update={"id": f"{process_id}.{part.id}"}) for part in parts if isinstance(part, Exchange)
    )
    fields = {
        "id": process_id,
        "name": named(process_id),
        "stage": "production",
        "outputs": outputs,
        "allocation": Allocation(procedure=allocate, reason="test" if allocate != "none" else ""),
        "exchanges": exchanges,
    }
    return Process(**fields | over)


def gwp(values: Mapping[str, str] | None = None) -> GwpSet:
    """A GWP set; AR6 unless values are given."""
    figures = {flow: figure(value) for flow, value in (AR6 if values is None else values).items()}
    return GwpSet(id="ar6", title="IPCC AR6 GWP100", version="1", values=figures, provenance=PROVENANCE)


def _pure(processes: Iterable[Process]) -> list[Factor]:
    supplies = (exchange.supply for process in processes for exchange in process.exchanges)
    wanted = dict.fromkeys(s.factor for s in supplies if isinstance(s, FromFactor) and s.factor.startswith("pure."))
    return [footprint(name, per="kg", kind="emission", **{name.removeprefix("pure."): "1"}) for name in wanted]


def _stages(processes: Iterable[Process]) -> tuple[Stage, ...]:
    ids = dict.fromkeys(
        stage for process in processes for stage in (process.stage, *(e.stage for e in process.exchanges)) if stage
    )
    return tuple(Stage(id=stage, name=named(stage), included=True) for stage in ids)


def study(
    *processes: Process, factors: Iterable[Factor] = (), unit: str = "1 kg", of: str | None = None, **over: Any
) -> Study:
    """A study of one unit of the reference output of the last process, or of `of` ("process" or "process.flow")."""
    deliverer = next((p for p in processes if of and of.partition(".")[0] == p.id), processes[-1])
    flow = (of or "").partition(".")[2] or deliverer.outputs[0].flow
    one = amount(unit)
    fields = {
        "title": "Test study",
        "product": Product(name=named(flow), category="test", specification="test"),
        "producer": Party(id="producer", name="测试企业"),
        "sites": (Party(id="site", name="测试工厂", division="520100"),),
        "goal": Goal(reason="test", application="test", audience="test"),
        "unit": Unit(
            kind="declared", amount=one.value, unit=one.unit, words=named(unit), process=deliverer.id, flow=flow
        ),
        "period": Span(start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1)),
        "boundary": Boundary(type="cradle_to_gate", stages=_stages(processes)),
        "rule": Pin(id="test.rule", version="1", sha256="0" * 64),
        "gwp_set": gwp(),
        "processes": processes,
        "factors": (*factors, *_pure(processes)),
    }
    return Study(**fields | over)


def cement_study(**over: Any) -> Study:
    """A small study in which everything occurs: fuel, electricity, an intermediate, transport, waste, a cut-off."""
    kiln = process(
        "kiln",
        output("clinker", "1000 t"),
        bought("limestone", "1300 t", factor="limestone", stage="raw_materials", quality=quality(2)),
        bought("coal", "120 t", factor="coal", category="fuel", distribution=lognormal("1.05"), quality=quality(1)),
        bought("power", "6 万kWh", factor="grid", category="electricity", electricity={"instrument": "grid"}),
        emitted("co2_fossil", "520 t", quality=quality(1)),
        discarded("dust", "5 t", to="landfill"),
    )
    mill = process(
        "mill",
        output("cement", "1300 t"),
        supplied("clinker", "1000 t", by="kiln"),
        bought("gypsum", "60 t", factor="limestone", stage="raw_materials"),
        bought("haulage", "60000 t*km", factor="road", category="transport", stage="raw_materials"),
        bought("power", "40000 kWh", factor="grid", category="electricity", electricity={"instrument": "grid"}),
        cut_off("grinding_aid", "300 kg", estimate="450"),
    )
    landfill = process("landfill", treats("dust", "1 t"), bought("diesel", "2 kg", factor="diesel", category="fuel"))
    factors = [
        footprint("limestone", per="t", co2e="4.2"),
        footprint("coal", per="t", co2_fossil="1950", ch4_fossil="3.1", n2o="0.03", over={"quality": quality(3)}),
        footprint("road", per="t*km", co2e="0.074", over={"distribution": lognormal("1.2")}),
        footprint("diesel", per="kg", co2_fossil="3.7"),
        electricity("grid", "0.5777", distribution=lognormal("1.1")),
    ]
    fields = {"factors": factors, "unit": "1 t", "of": "mill", "grid_factor": "grid"}
    return study(kiln, landfill, mill, **fields | over)
