"""CO2 deducted for raw materials that bring CaO or MgO to the clinker without CO2.

Formula: ``CO2 = − amount × deduction factor``.
Units: material t; factor tCO2/t material, for instance carbide slag (电石渣) 0.48.
Source: 企业温室气体排放核算与报告指南 水泥行业 (CETS-AG-02.01-V01-2024), 非碳酸盐替代原料扣减系数.
Limits: only beside a default clinker factor; with measured oxides the material is deducted as non-carbonate CaO already.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def noncarbonate_deduction(sheet: Worksheet) -> dict[str, Number]:
    """Return a negative amount of fossil CO2: what the default clinker factor counted too much, kg."""
    label = Text("扣减的过程排放", "process CO2 deducted")
    co2 = sheet.step("co2", label, "− {amount} × {factor}", -sheet.amount * sheet["factor"], "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


METHOD = Method(
    name="noncarbonate_deduction",
    title=Text("非碳酸盐替代原料扣减", "Deduction for non-carbonate raw materials"),
    source="企业温室气体排放核算与报告指南 水泥行业 (CETS-AG-02.01-V01-2024)",
    clause="非碳酸盐替代原料扣减系数",
    amount=Text("替代原料消耗量", "substitute used"),
    units=("t",),
    parameters=(
        ParameterSpec("factor", Text("扣减系数", "deduction factor"), "tCO2/t", required=True, high=0.8, also=("t/t",)),
    ),
    function=noncarbonate_deduction,
)
