"""Emissions by a factor per unit of any amount.

Formula: ``emission = amount × factor``; `factor` by the gas its unit names (kgCO2e, kgCO2, kgCH4 …), further gases by
parameters named after their elementary flow.
Units: any amount; factors kg per unit of the amount.
Source: GB/T 24067-2024, activity data times emission factor.
Limits: a plain ``kg/t`` does not say which gas it counts and is accepted only under the name of a flow.
"""

from typing import Final

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet
from qiantan.core.study.flows import FLOWS

# The elementary flow behind the gas a unit names.
GASES: Final = {
    "kgCO2e": "co2e",
    "kgCO2": "co2_fossil",
    "kgCH4": "ch4_fossil",
    "kgN2O": "n2o",
    "kgCF4": "cf4",
    "kgC2F6": "c2f6",
    "kgSF6": "sf6",
    "kgNF3": "nf3",
}
_GAS_OF_FLOW: Final = {flow: unit for unit, flow in GASES.items()} | {
    "co2_biogenic": "kgCO2",
    "co2_biogenic_uptake": "kgCO2",
    "co2_land_use_change": "kgCO2",
    "co2_aircraft": "kgCO2",
    "ch4_biogenic": "kgCH4",
    "n2o_biogenic": "kgN2O",
}


def gas_unit(flow: str) -> str:
    """Return the unit of mass that names the gas of an elementary flow: ``kgCO2`` for ``co2_fossil``, else ``kg``."""
    return _GAS_OF_FLOW.get(flow, "kg")


def emission_factor(sheet: Worksheet) -> dict[str, Number]:
    """Return kg of each gas that has a factor."""
    emissions: dict[str, Number] = {}
    if "factor" in sheet:
        gas = sheet.unit_of("factor").partition("/")[0]
        emissions[GASES[gas]] = _emitted(sheet, "factor", GASES[gas], gas)
    for flow in FLOWS:
        if flow in sheet:
            emissions[flow] = emissions.get(flow, 0.0) + _emitted(sheet, flow, flow, gas_unit(flow))
    return emissions


def _emitted(sheet: Worksheet, parameter: str, flow: str, unit: str) -> Number:
    label = Text(f"{flow} 排放量", f"{flow} emitted")
    value = sheet.amount * sheet[parameter]
    return sheet.step(f"{parameter}_emitted", label, f"{{amount}} × {{{parameter}}}", value, unit)


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    if given:
        return ()
    return (Text("缺少排放因子。", "The emission factor is missing."),)


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
            also=tuple(f"{gas}/{{amount}}" for gas in GASES if gas != "kgCO2e"),
        ),
        *(
            ParameterSpec(
                flow,
                Text(f"{flow} 因子", f"{flow} factor"),
                f"{gas_unit(flow)}/{{amount}}",
                low=float("-inf"),
                also=() if gas_unit(flow) == "kg" else ("kg/{amount}",),
            )
            for flow in FLOWS
        ),
    ),
    function=emission_factor,
    missing=_missing,
)
