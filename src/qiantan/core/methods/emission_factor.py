"""Emissions by a factor per unit of any amount.

Formula: ``emission = amount × factor``; `factor` by the gas its unit names (kgCO2e, kgCO2, kgCH4 …), further gases by
parameters named after their elementary flow.
Units: any amount; factors kg per unit of the amount.
Source: GB/T 24067-2024, activity data times emission factor.
Limits: a plain ``kg/t`` does not say which gas it counts and is accepted only under the name of a flow.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.gases import FLOW_OF_UNIT, flow_name, gas_unit
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet
from qiantan.core.study.flows import FLOWS


def emission_factor(sheet: Worksheet) -> dict[str, Number]:
    """Return kg of each gas that has a factor."""
    emissions: dict[str, Number] = {}
    if "factor" in sheet:
        gas = sheet.unit_of("factor").partition("/")[0]
        emissions[FLOW_OF_UNIT[gas]] = _emitted(sheet, "factor", FLOW_OF_UNIT[gas])
    for flow in FLOWS:
        if flow in sheet:
            emissions[flow] = emissions.get(flow, 0.0) + _emitted(sheet, flow, flow)
    return emissions


def _emitted(sheet: Worksheet, parameter: str, flow: str) -> Number:
    name = flow_name(flow)
    label = Text(f"{name.zh}排放量", f"{name.en} emitted")
    value = sheet.amount * sheet[parameter]
    return sheet.step(f"{parameter}_emitted", label, f"{{amount}} × {{{parameter}}}", value, gas_unit(flow))


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    if given:
        return ()
    return (Text("缺少排放因子。", "The emission factor is missing."),)


def _by_flow(flow: str) -> ParameterSpec:
    name, unit = flow_name(flow), gas_unit(flow)
    return ParameterSpec(
        flow,
        Text(f"{name.zh}因子", f"{name.en} factor"),
        f"{unit}/{{amount}}",
        low=float("-inf"),
        also=() if unit in ("kg", "kgCO2e") else ("kg/{amount}",),
    )


METHOD = Method(
    name="emission_factor",
    title=Text("排放因子法", "Emission factor"),
    source="GB/T 24067-2024",
    clause="活动数据 × 排放因子",
    amount=Text("活动数据", "activity"),
    units=(),
    parameters=(
        ParameterSpec(
            "factor",
            Text("排放因子", "emission factor"),
            "kgCO2e/{amount}",
            low=float("-inf"),
            also=tuple(f"{gas}/{{amount}}" for gas in FLOW_OF_UNIT if gas != "kgCO2e"),
        ),
        *map(_by_flow, FLOWS),
    ),
    function=emission_factor,
    missing=_missing,
)
