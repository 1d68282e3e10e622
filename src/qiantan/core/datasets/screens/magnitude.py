"""Is the figure of the order it should be: carbon content sold as a footprint, kg and t exchanged, far from its like."""

from collections.abc import Iterator
from typing import Final

from qiantan.core.datasets.screens.guards import Band, band_of, guards
from qiantan.core.datasets.screens.screened import Screened, asked, shown
from qiantan.core.findings import Finding, Text

CO2_PER_C: Final = 44 / 12
THOUSAND: Final = 1000
_UNIT = Text(
    "核对单位和数值；若无误，请在“说明”中写明理由。", "Check unit and figure; if they are right, say why in the note."
)


def screen_carbon_content(case: Screened) -> Iterator[Finding]:
    """Ask about a metal whose footprint is no more than the carbon in it times 44/12."""
    guard, per_kg = guards().carbon, case.per("kg")
    if case.factor.kind != "footprint" or per_kg is None or not 0 <= per_kg < float(guard.below):
        return
    if any(word in case.factor.name.zh for word in guard.words):
        carbon = f"{100 * per_kg / CO2_PER_C:.2f}%"
        message = Text(
            f"相当于含碳 {carbon} × 44/12，像是含碳量换算的系数，而不是产品碳足迹。",
            f"Equals a carbon content of {carbon} × 44/12: it looks like the carbon in the metal, not its footprint.",
        )
        remedy = Text(
            "若是含碳量系数，请把类别改为“直接排放因子”或“参数”。", "If so, make it an emission factor or a parameter."
        )
        yield asked("SCR-CARBON", _figure_field(case), message, found=f"{shown(per_kg)} kgCO2e/kg", remedy=remedy)


def screen_magnitude(case: Screened) -> Iterator[Finding]:
    """Ask about a footprint that no product of its unit has: a slip of the unit, or a device taken for a kilogram."""
    serving = guards().servings
    if case.factor.per in serving.words and case.total is not None and case.total > float(serving.high):
        message = Text(
            f"一{case.factor.per}很少超过 {serving.high} kgCO2e。", f"A serving is hardly above {serving.high} kgCO2e."
        )
        yield asked("SCR-MAGNITUDE", _figure_field(case), message, found=shown(case.total), remedy=_UNIT)
    guard = guards().magnitudes.get(case.measured_in)
    figure = case.per(guard.per) if guard else None
    if guard is None or figure is None or case.factor.kind not in {"footprint", "electricity_footprint"}:
        return
    if not float(guard.low) <= abs(figure) <= float(guard.high) and figure:
        message = Text(
            f"每 {guard.per} 通常在 {guard.low} 至 {guard.high} kgCO2e 之间，可能是单位写错（千克与吨、整机与千克、整体与每千瓦时）。",
            f"Per {guard.per} usually {guard.low} to {guard.high} kgCO2e; perhaps a slip of the unit (kg or t, device or kg).",
        )
        yield asked(
            "SCR-MAGNITUDE", _figure_field(case), message, found=f"{shown(figure)} kgCO2e/{guard.per}", remedy=_UNIT
        )


def screen_band(case: Screened) -> Iterator[Finding]:
    """Ask about a figure outside the band of published values of its product; say when a thousand would bring it in."""
    if case.factor.kind != "footprint":
        return
    for per in ("kg", "kWh"):
        figure, band = case.per(per), band_of(case.factor.name.zh, per)
        if figure is None or band is None or _inside(figure, band):
            continue
        slip = next((way for way in (THOUSAND, 1 / THOUSAND) if _inside(figure * way, band)), None)
        remedy = _UNIT
        if slip:
            moved = f"{shown(figure * slip)} kgCO2e/{per}"
            remedy = Text(
                f"相差一千倍：{moved} 在范围之内，多半是千克与吨写混。",
                f"A thousand off: {moved} lies inside; kg and t?",
            )
        message = Text(
            f"“{band.name_zh}”的 {band.count} 个公开值在 {band.low} 至 {band.high} kgCO2e/{per} 之间（{band.source}）。",
            f"{band.count} published values of “{band.name_en}” lie between {band.low} and {band.high} kgCO2e/{per}.",
        )
        code = "SCR-THOUSAND" if slip else "SCR-BAND"
        yield asked(code, _figure_field(case), message, found=f"{shown(figure)} kgCO2e/{per}", remedy=remedy)


def screen_peers(case: Screened) -> Iterator[Finding]:
    """Ask about a figure far outside the comparable values of the library."""
    peers, guard = case.peers, guards().comparable
    if peers.count < guard.least:
        return
    factor = float(guard.factor)
    low = min(peers.low / factor, peers.low * factor)
    high = max(peers.high / factor, peers.high * factor)
    if not low <= peers.figure <= high:
        message = Text(
            f"库中 {peers.count} 个可比的值在 {shown(peers.low)} 至 {shown(peers.high)} {peers.unit} 之间。",
            f"{peers.count} comparable values of the library lie between {shown(peers.low)} and {shown(peers.high)} {peers.unit}.",
        )
        found = f"{shown(peers.figure)} {peers.unit}"
        yield asked("SCR-PEERS", _figure_field(case), message, found=found, remedy=_UNIT)


def screen_same_figure(case: Screened) -> Iterator[Finding]:
    """Ask about a figure that another product has to the last digit: a line taken for its neighbour."""
    for key, name in case.peers.same:
        message = Text(
            f"与“{name}”（{key}）的数值完全相同，可能抄错了行。",
            f"The very figure of “{name}” ({key}): a line mixed up?",
        )
        remedy = Text(
            "核对原文的行；若确为同一数值，请说明。", "Check the line in the source; if it is the same figure, say so."
        )
        yield asked("SCR-SAME", _figure_field(case), message, remedy=remedy)


def _inside(figure: float, band: Band) -> bool:
    factor = float(guards().band.factor)
    return float(band.low) / factor <= figure <= float(band.high) * factor


def _figure_field(case: Screened) -> str:
    if case.factor.value is not None:
        return "value"
    return "co2e" if case.answers.get("co2e") else case.factor.emissions[0].flow
