"""Emissions of moving goods.

Formula: ``CO2e = mass × distance × factor``, or ``transport work × factor`` where the amount is t·km already.
Units: goods t, or t·km; distance km; factor kgCO2e per t·km.
Source: GLEC Framework / ISO 14083 (transport activity); 24067 studies use published factors by mode.
Limits: the distance is the one the factor was made for (driven or shortest feasible); empty returns are part of the
factor unless a factor of the loaded way is used with `empty_return`, the empty way as a share of the loaded one.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def transport(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CO2e of the transport."""
    work = sheet.amount
    name = "{amount}"
    if sheet.unit == "t":
        label, name = Text("运输周转量", "transport work"), "{work}"
        work = sheet.step("work", label, "{amount} × {distance}", work * sheet["distance"], "t·km")
    label = Text("运输排放", "emissions of the transport")
    if "empty_return" in sheet:
        value = work * (1 + sheet["empty_return"]) * sheet["factor"]
        return {"co2e": sheet.step("co2e", label, f"{name} × (1 + {{empty_return}}) × {{factor}}", value, "kgCO2e")}
    return {"co2e": sheet.step("co2e", label, f"{name} × {{factor}}", work * sheet["factor"], "kgCO2e")}


def _missing(unit: str, given: frozenset[str]) -> tuple[Text, ...]:
    if unit == "t" and "distance" not in given:
        return (Text("缺少运输距离（km）。", "The distance (km) is missing."),)
    if unit != "t" and "distance" in given:
        return (Text("数量已是运输周转量，不应再给距离。", "The amount is t·km already; leave out the distance."),)
    return ()


METHOD = Method(
    name="transport",
    title=Text("货物运输", "Transport of goods"),
    source="ISO 14083；GLEC Framework",
    clause="运输周转量法",
    amount=Text("运输量", "goods moved"),
    units=("t", "t·km"),
    parameters=(
        ParameterSpec("distance", Text("运输距离", "distance"), "km", high=40_000),
        ParameterSpec("factor", Text("运输因子", "transport factor"), "kgCO2e/(t·km)", required=True, high=10),
        ParameterSpec("empty_return", Text("空返率", "empty return"), "ratio", high=1),
    ),
    function=transport,
    missing=_missing,
)
