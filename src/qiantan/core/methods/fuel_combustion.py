"""CO2, CH4 and N2O from burning a fuel.

Formula: ``CO2 = amount × NCV × carbon content × oxidation × 44/12``; with a measured carbon share,
``CO2 = amount × carbon share × oxidation × 44/12``; with a CO2 factor per heat, ``CO2 = amount × NCV × factor ×
oxidation``. ``CH4 = heat × factor`` and ``N2O = heat × factor``.
Units: amount t, 万Nm3, m3 (liquids, gas as it flows) or GJ; NCV GJ per unit of the amount; carbon content tC/GJ; carbon
share tC per unit of the amount; CO2 factor tCO2/GJ; CH4 and N2O kg/GJ; oxidation and biogenic share 0…1.
Source: 企业温室气体排放核算与报告指南 (NDRC 24 sectors; MEE 2024 cement and aluminium smelting), 化石燃料燃烧; IPCC 2006
Guidelines vol. 2 ch. 2 for CH4, N2O and biogenic carbon.
Limits: net (lower) heating value on the as-received basis of the amount; one of the three ways to CO2, not a mixture;
oxidation is 1 where none is given (IPCC default, the highest possible). Upstream of the fuel is not included.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import CO2_PER_CARBON, KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

_WAYS = frozenset({"carbon_content", "carbon_share", "co2_factor"})


def fuel_combustion(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CO2 (fossil and biogenic), CH4 and N2O of the fuel burnt."""
    co2 = _co2(sheet)
    emissions = _shared(sheet, "co2", co2, KG_PER_T, ("co2_fossil", "co2_biogenic"))
    for gas, unit, flows in (
        ("ch4", "kgCH4", ("ch4_fossil", "ch4_biogenic")),
        ("n2o", "kgN2O", ("n2o", "n2o_biogenic")),
    ):
        if gas in sheet:
            label = Text(f"{gas.upper()} 排放量", f"{gas.upper()} emitted")
            kg = sheet.step(f"{gas}_emitted", label, f"{{heat}} × {{{gas}}}", _heat(sheet) * sheet[gas], unit)
            emissions |= _shared(sheet, f"{gas}_emitted", kg, 1.0, flows)
    return emissions


def _co2(sheet: Worksheet) -> Number:
    """Tonnes of CO2, by the way the parameters allow."""
    label = Text("CO2 排放量", "CO2 emitted")
    if "carbon_share" in sheet:
        line = "{amount} × {carbon_share} × {oxidation} × 44/12"
        value = sheet.amount * sheet["carbon_share"] * sheet["oxidation"] * CO2_PER_CARBON
        return sheet.step("co2", label, line, value, "tCO2")
    heat = _heat(sheet)
    if "co2_factor" in sheet:
        line = "{heat} × {co2_factor} × {oxidation}"
        return sheet.step("co2", label, line, heat * sheet["co2_factor"] * sheet["oxidation"], "tCO2")
    line = "{heat} × {carbon_content} × {oxidation} × 44/12"
    value = heat * sheet["carbon_content"] * sheet["oxidation"] * CO2_PER_CARBON
    return sheet.step("co2", label, line, value, "tCO2")


def _heat(sheet: Worksheet) -> Number:
    """Heat of the fuel, GJ; written down once."""
    if "heat" in sheet:
        return sheet["heat"]
    label = Text("燃料热量", "heat of the fuel")
    if sheet.unit == "GJ":
        return sheet.step("heat", label, "{amount}", sheet.amount, "GJ")
    return sheet.step("heat", label, "{amount} × {ncv}", sheet.amount * sheet["ncv"], "GJ")


def _shared(
    sheet: Worksheet, name: str, emitted: Number, kg_per_unit: float, flows: tuple[str, str]
) -> dict[str, Number]:
    """Divide a step between its fossil and biogenic flow."""
    fossil, biogenic = flows
    if "biogenic_share" not in sheet:
        return {fossil: emitted * kg_per_unit}
    gas = name.partition("_")[0].upper()
    label = Text(f"其中生物源 {gas}", f"of which biogenic {gas}")
    unit = "tCO2" if name == "co2" else f"kg{gas}"
    part = sheet.step(biogenic, label, f"{{{name}}} × {{biogenic_share}}", emitted * sheet["biogenic_share"], unit)
    return {fossil: (emitted - part) * kg_per_unit, biogenic: part * kg_per_unit}


def _missing(unit: str, given: frozenset[str]) -> tuple[Text, ...]:
    found = []
    if len(given & _WAYS) != 1:
        found.append(
            Text(
                "请在单位热值含碳量、元素碳含量、单位热值 CO2 因子三者中给出且只给出一个。",
                "Give exactly one of carbon content per heat, carbon share and CO2 factor per heat.",
            )
        )
    needs_heat = "carbon_share" not in given or given & {"ch4", "n2o"}
    if unit != "GJ" and needs_heat and "ncv" not in given:
        found.append(Text(f"缺少低位发热量（GJ/{unit}）。", f"The net calorific value (GJ/{unit}) is missing."))
    if unit == "GJ" and "ncv" in given:
        found.append(
            Text("数量已是热量，不应再给低位发热量。", "The amount is heat already; leave out the calorific value.")
        )
    return tuple(found)


METHOD = Method(
    name="fuel_combustion",
    title=Text("燃料燃烧", "Fuel combustion"),
    source="企业温室气体排放核算与报告指南；IPCC 2006 Guidelines, vol. 2, ch. 2",
    clause="化石燃料燃烧排放",
    amount=Text("燃料消耗量", "fuel burnt"),
    units=("t", "万Nm3", "m3", "GJ"),
    parameters=(
        ParameterSpec(
            "ncv",
            Text("低位发热量", "net calorific value"),
            "GJ/{amount}",
            low=0.5,
            high=145,
            # Per 万Nm3: blast-furnace gas 33, natural gas 389; per m3: gas 0.003…0.15, fuel oil 40.
            limits={"万Nm3": (10, 1500), "m3": (0.001, 50)},
        ),
        # Highest found: blast-furnace gas, 0.0708 tC/GJ.
        ParameterSpec("carbon_content", Text("单位热值含碳量", "carbon content per heat"), "tC/GJ", high=0.1),
        ParameterSpec(
            "carbon_share",
            Text("元素碳含量", "carbon share"),
            "tC/{amount}",
            high=1,
            limits={"万Nm3": (0, 50), "m3": (0, 2), "GJ": (0, 0.1)},
        ),
        ParameterSpec("co2_factor", Text("单位热值 CO2 因子", "CO2 factor per heat"), "tCO2/GJ", high=0.4),
        ParameterSpec("oxidation", Text("碳氧化率", "oxidation"), "ratio", high=1, default=1.0),
        ParameterSpec("ch4", Text("CH4 因子", "CH4 factor"), "kgCH4/GJ", high=10, also=("kg/GJ",)),
        ParameterSpec("n2o", Text("N2O 因子", "N2O factor"), "kgN2O/GJ", high=1, also=("kg/GJ",)),
        ParameterSpec("biogenic_share", Text("生物源碳占比", "biogenic share"), "ratio", high=1),
    ),
    function=fuel_combustion,
    missing=_missing,
)
