"""Process CO2 of cement clinker.

Formula, from oxides: ``CO2 = clinker × [(CaO − CaO not from carbonate) × 44/56 + (MgO − MgO not from carbonate) ×
44/40]``; from a default factor: ``CO2 = clinker × factor``.
Units: clinker t; oxides as mass shares of clinker; factor tCO2/t clinker.
Source: 企业温室气体排放核算与报告指南 水泥行业 (CETS-AG-02.01-V01-2024, default 0.535 tCO2/t; the 2013 guide had 0.525 and
the oxide formula); IPCC 2006 Guidelines vol. 3 ch. 2 eq. 2.2–2.4.
Limits: one of the two ways. Kiln and bypass dust that leaves the kiln system is `kiln_dust`; with the default factor, raw
materials that bring CaO without CO2 (carbide slag, steel slag …) are deducted by `noncarbonate_deduction`.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.clinker_oxides import PROCESS_FACTOR, one_of_two_ways, oxide_shares
from qiantan.core.methods.constants import KG_PER_T
from qiantan.core.methods.method import Method
from qiantan.core.methods.worksheet import Number, Worksheet


def clinker_calcination(sheet: Worksheet) -> dict[str, Number]:
    """Return kg fossil CO2 set free by the carbonates of the raw meal."""
    label = Text("熟料过程排放", "process CO2 of clinker")
    if "factor" in sheet:
        co2 = sheet.step("co2", label, "{amount} × {factor}", sheet.amount * sheet["factor"], "tCO2")
        return {"co2_fossil": co2 * KG_PER_T}
    from_cao, from_mgo = oxide_shares(sheet)
    co2 = sheet.step("co2", label, "{amount} × ({from_cao} + {from_mgo})", sheet.amount * (from_cao + from_mgo), "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


METHOD = Method(
    name="clinker_calcination",
    title=Text("熟料煅烧", "Clinker calcination"),
    source="企业温室气体排放核算与报告指南 水泥行业；IPCC 2006 Guidelines, vol. 3, ch. 2",
    clause="熟料生产过程排放",
    amount=Text("熟料产量", "clinker produced"),
    units=("t",),
    parameters=PROCESS_FACTOR,
    function=clinker_calcination,
    missing=one_of_two_ways,
)
