"""CO2 from carbonates that are heated or dissolved: limestone, dolomite, soda, magnesite, siderite.

Formula: ``CO2 = amount × purity × factor × decomposed fraction``.
Units: carbonate t; factor tCO2/t pure carbonate (CaCO3 0.4397, MgCO3 0.5220, CaMg(CO3)2 0.4773 …); shares 0…1.
Source: 企业温室气体排放核算与报告指南, 碳酸盐使用过程 (factors as in the appendices); Regulation (EU) 2018/2066 annex II
section 4, method A; IPCC 2006 Guidelines vol. 3 ch. 2 table 2.1.
Limits: lime kilns count the stone put in; stone that leaves undecomposed lowers the fraction. Purity and fraction are 1
where none is given, the highest possible.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def carbonate_decomposition(sheet: Worksheet) -> dict[str, Number]:
    """Return kg fossil CO2 set free by the carbonate."""
    value = sheet.amount * sheet["purity"] * sheet["factor"] * sheet["fraction"]
    label = Text("碳酸盐分解排放", "CO2 of the carbonate")
    co2 = sheet.step("co2", label, "{amount} × {purity} × {factor} × {fraction}", value, "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


METHOD = Method(
    name="carbonate_decomposition",
    title=Text("碳酸盐分解", "Carbonate decomposition"),
    source="企业温室气体排放核算与报告指南；Regulation (EU) 2018/2066, annex II, section 4；IPCC 2006 Guidelines, vol. 3, ch. 2",
    clause="碳酸盐使用过程排放",
    amount=Text("碳酸盐消耗量", "carbonate used"),
    units=("t",),
    parameters=(
        # Highest: lithium carbonate, 0.5955 tCO2/t.
        ParameterSpec(
            "factor", Text("碳酸盐排放因子", "carbonate factor"), "tCO2/t", required=True, high=0.7, also=("t/t",)
        ),
        ParameterSpec("purity", Text("碳酸盐含量", "carbonate purity"), "ratio", high=1, default=1.0),
        ParameterSpec("fraction", Text("分解率", "decomposed fraction"), "ratio", high=1, default=1.0),
    ),
    function=carbonate_decomposition,
)
