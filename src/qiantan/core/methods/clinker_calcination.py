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
from qiantan.core.methods.constants import CO2_PER_CAO, CO2_PER_MGO, KG_PER_T
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

_OXIDES = frozenset({"cao", "mgo", "noncarbonate_cao", "noncarbonate_mgo"})


def clinker_calcination(sheet: Worksheet) -> dict[str, Number]:
    """Return kg fossil CO2 set free by the carbonates of the raw meal."""
    label = Text("熟料过程排放", "process CO2 of clinker")
    if "factor" in sheet:
        co2 = sheet.step("co2", label, "{amount} × {factor}", sheet.amount * sheet["factor"], "tCO2")
        return {"co2_fossil": co2 * KG_PER_T}
    cao = (sheet["cao"] - sheet["noncarbonate_cao"]) * CO2_PER_CAO
    mgo = (sheet["mgo"] - sheet["noncarbonate_mgo"]) * CO2_PER_MGO
    from_cao = sheet.step(
        "from_cao", Text("CaO 对应的 CO2", "CO2 behind CaO"), "({cao} − {noncarbonate_cao}) × 44/56", cao, "tCO2/t"
    )
    from_mgo = sheet.step(
        "from_mgo", Text("MgO 对应的 CO2", "CO2 behind MgO"), "({mgo} − {noncarbonate_mgo}) × 44/40", mgo, "tCO2/t"
    )
    co2 = sheet.step("co2", label, "{amount} × ({from_cao} + {from_mgo})", sheet.amount * (from_cao + from_mgo), "tCO2")
    return {"co2_fossil": co2 * KG_PER_T}


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    if "factor" in given and given & _OXIDES:
        return (Text("缺省因子与氧化物含量只能选一种。", "Give either the default factor or the oxides, not both."),)
    if "factor" not in given and not {"cao", "mgo"} <= given:
        return (
            Text(
                "请给出熟料 CaO 和 MgO 含量，或给出缺省因子。",
                "Give CaO and MgO of the clinker, or the default factor.",
            ),
        )
    return ()


METHOD = Method(
    name="clinker_calcination",
    title=Text("熟料煅烧", "Clinker calcination"),
    source="企业温室气体排放核算与报告指南 水泥行业；IPCC 2006 Guidelines, vol. 3, ch. 2",
    clause="熟料生产过程排放",
    amount=Text("熟料产量", "clinker produced"),
    units=("t",),
    parameters=(
        ParameterSpec("factor", Text("熟料过程排放因子", "clinker process factor"), "tCO2/t", high=0.8, also=("t/t",)),
        ParameterSpec("cao", Text("熟料 CaO 含量", "CaO in clinker"), "ratio", low=0.3, high=0.75),
        ParameterSpec("mgo", Text("熟料 MgO 含量", "MgO in clinker"), "ratio", high=0.1),
        ParameterSpec(
            "noncarbonate_cao",
            Text("非碳酸盐来源的 CaO 含量", "CaO not from carbonate"),
            "ratio",
            high=0.75,
            default=0.0,
        ),
        ParameterSpec(
            "noncarbonate_mgo",
            Text("非碳酸盐来源的 MgO 含量", "MgO not from carbonate"),
            "ratio",
            high=0.1,
            default=0.0,
        ),
    ),
    function=clinker_calcination,
    missing=_missing,
)
