"""Emissions of purchased steam, hot water and heat.

Formula: ``heat = mass × (enthalpy − 83.74 kJ/kg)`` where steam or water is metered by mass; ``CO2e = heat × factor``.
Units: heat GJ, or mass t with its enthalpy kJ/kg; factor kgCO2e/GJ, or kgCO2/GJ where its source counts CO2 only.
Source: 企业温室气体排放核算与报告指南, 净购入热力 (83.74 kJ/kg is water of 20 °C; default 0.11 tCO2/GJ).
Limits: the default factor is combustion CO2 at the supplier; it leaves out the upstream of his fuel.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

# Enthalpy of water at 20 °C, kJ/kg.
FEED_WATER = 83.74


def purchased_heat(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CO2e of the heat, or kg fossil CO2 where the factor counts CO2 only."""
    heat, name = sheet.amount, "{amount}"
    if sheet.unit == "t":
        value = heat * (sheet["enthalpy"] - FEED_WATER) / 1000
        name = "{heat}"
        heat = sheet.step("heat", Text("热量", "heat"), "{amount} × ({enthalpy} − 83.74) / 1000", value, "GJ")
    only_co2 = sheet.unit_of("factor") == "kgCO2/GJ"
    label = Text("热力排放", "emissions of the heat")
    unit = "kgCO2" if only_co2 else "kgCO2e"
    kg = sheet.step("emitted", label, f"{name} × {{factor}}", heat * sheet["factor"], unit)
    return {"co2_fossil" if only_co2 else "co2e": kg}


def _missing(unit: str, given: frozenset[str]) -> tuple[Text, ...]:
    if unit == "t" and "enthalpy" not in given:
        return (Text("缺少蒸汽或热水的焓值（kJ/kg）。", "The enthalpy of the steam or water (kJ/kg) is missing."),)
    if unit != "t" and "enthalpy" in given:
        return (Text("数量已是热量，不应再给焓值。", "The amount is heat already; leave out the enthalpy."),)
    return ()


METHOD = Method(
    name="purchased_heat",
    title=Text("外购热力", "Purchased heat"),
    source="企业温室气体排放核算与报告指南",
    clause="净购入热力排放",
    amount=Text("热力消耗量", "heat used"),
    units=("GJ", "t"),
    parameters=(
        ParameterSpec(
            "factor", Text("热力因子", "heat factor"), "kgCO2e/GJ", required=True, high=500, also=("kgCO2/GJ",)
        ),
        ParameterSpec("enthalpy", Text("焓值", "enthalpy"), "kJ/kg", low=FEED_WATER, high=4000),
    ),
    function=purchased_heat,
    missing=_missing,
)
