"""CO2 of cement kiln dust and bypass dust that leaves the kiln system.

Formula: ``CO2 = dust × [E/(1+E) × d] / [1 − E/(1+E) × d]`` with the clinker factor E and the degree of calcination d. Fully
calcined bypass dust (d = 1) emits E per tonne.
The factor is given, or follows from the oxides of the clinker as in `clinker_calcination`.
Units: dust t; clinker factor tCO2/t; oxides as mass shares of clinker; degree 0…1.
Source: Cement CO2 and Energy Protocol (WBCSD CSI, version 3) section 3.3; Regulation (EU) 2018/2066 annex IV section 9;
水泥企业温室气体排放核算 2013: 窑炉排气筒粉尘、旁路放风粉尘 at d = 1.
Limits: only dust that is not fed back. Where no degree is measured it is 1, the highest possible.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.clinker_oxides import PROCESS_FACTOR, one_of_two_ways, oxide_shares
from qiantan.core.methods.constants import KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def kiln_dust(sheet: Worksheet) -> dict[str, Number]:
    """Return kg fossil CO2 of the dust."""
    name, factor = _process_factor(sheet)
    released = factor / (1 + factor) * sheet["degree"]
    share = sheet.step(
        "released",
        Text("单位生料已释放的 CO2", "CO2 released per raw meal"),
        f"{{{name}}} / (1 + {{{name}}}) × {{degree}}",
        released,
        "ratio",
    )
    value = sheet.amount * share / (1 - share)
    label = Text("窑灰排放", "CO2 of the dust")
    co2 = sheet.step("co2", label, "{amount} × {released} / (1 − {released})", value, "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


def _process_factor(sheet: Worksheet) -> tuple[str, Number]:
    if "factor" in sheet:
        return "factor", sheet["factor"]
    from_cao, from_mgo = oxide_shares(sheet)
    label = Text("熟料过程排放因子（由氧化物算出）", "clinker process factor, from the oxides")
    return "set_free", sheet.step("set_free", label, "{from_cao} + {from_mgo}", from_cao + from_mgo, "tCO2/t")


METHOD = Method(
    name="kiln_dust",
    title=Text("窑炉粉尘", "Kiln dust"),
    source="CSI Cement CO2 and Energy Protocol v3；Regulation (EU) 2018/2066, annex IV, section 9",
    clause="窑炉排气筒粉尘和旁路放风粉尘",
    amount=Text("粉尘量", "dust"),
    units=("t",),
    parameters=(
        *PROCESS_FACTOR,
        ParameterSpec("degree", Text("煅烧程度", "degree of calcination"), "ratio", high=1, default=1.0),
    ),
    function=kiln_dust,
    missing=one_of_two_ways,
)
