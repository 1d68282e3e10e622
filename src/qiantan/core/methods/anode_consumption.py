"""CO2 from the net consumption of prebaked anodes in aluminium electrolysis.

Formula: ``CO2 = net consumption × (1 − sulphur − ash) × 44/12``.
Units: net consumption t (gross less butts; 0.411 t/t Al by default); sulphur and ash as mass shares.
Source: 企业温室气体排放核算与报告指南 铝冶炼行业 (MEE 2024; defaults 0.411 t/t Al, sulphur 2 %, ash 0.4 %); Regulation (EU)
2018/2066 annex IV section 8; IPCC 2006 Guidelines vol. 3 ch. 4 eq. 4.21.
Limits: all carbon of the anode counts as CO2; what leaves as CF4 or C2F6 is not deducted (below 0.1 %).
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import CO2_PER_CARBON, KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def anode_consumption(sheet: Worksheet) -> dict[str, Number]:
    """Return kg fossil CO2 of the anode carbon consumed."""
    value = sheet.amount * (1 - sheet["sulphur"] - sheet["ash"]) * CO2_PER_CARBON
    label = Text("阳极消耗排放", "CO2 of the anodes")
    co2 = sheet.step("co2", label, "{amount} × (1 − {sulphur} − {ash}) × 44/12", value, "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


METHOD = Method(
    name="anode_consumption",
    title=Text("炭阳极消耗", "Anode consumption"),
    source="企业温室气体排放核算与报告指南 铝冶炼行业；Regulation (EU) 2018/2066, annex IV, section 8",
    clause="炭阳极消耗排放",
    amount=Text("炭阳极净耗量", "net anode consumption"),
    units=("t",),
    parameters=(
        ParameterSpec("sulphur", Text("阳极含硫量", "sulphur in anode"), "ratio", required=True, high=0.1),
        ParameterSpec("ash", Text("阳极灰分", "ash in anode"), "ratio", required=True, high=0.1),
    ),
    function=anode_consumption,
)
