"""The CO2 set free per tonne of clinker, from its oxides or as a factor: what clinker and its dust have in common.

Formula: ``(CaO − CaO not from carbonate) × 44/56 + (MgO − MgO not from carbonate) × 44/40``.
Units: oxides as mass shares of clinker; result tCO2/t clinker.
Source: IPCC 2006 Guidelines vol. 3 ch. 2 eq. 2.4 with MgO; 水泥企业温室气体排放核算 2013.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.constants import CO2_PER_CAO, CO2_PER_MGO
from qiantan.core.methods.method import ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

OXIDES = (
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
)
PROCESS_FACTOR = (
    ParameterSpec("factor", Text("熟料过程排放因子", "clinker process factor"), "tCO2/t", high=0.8, also=("t/t",)),
    *OXIDES,
)
_NAMES = frozenset(spec.name for spec in OXIDES)


def oxide_shares(sheet: Worksheet) -> tuple[Number, Number]:
    """Write down the CO2 behind CaO and behind MgO, tCO2 per t of clinker, and return both."""
    cao = (sheet["cao"] - sheet["noncarbonate_cao"]) * CO2_PER_CAO
    mgo = (sheet["mgo"] - sheet["noncarbonate_mgo"]) * CO2_PER_MGO
    from_cao = sheet.step(
        "from_cao", Text("CaO 对应的 CO2", "CO2 behind CaO"), "({cao} − {noncarbonate_cao}) × 44/56", cao, "tCO2/t"
    )
    from_mgo = sheet.step(
        "from_mgo", Text("MgO 对应的 CO2", "CO2 behind MgO"), "({mgo} − {noncarbonate_mgo}) × 44/40", mgo, "tCO2/t"
    )
    return from_cao, from_mgo


def one_of_two_ways(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    """Return what is missing where neither the factor nor both oxides are given, or both ways are."""
    if "factor" in given and given & _NAMES:
        return (Text("缺省因子与氧化物含量只能选一种。", "Give either the default factor or the oxides, not both."),)
    if "factor" not in given and not {"cao", "mgo"} <= given:
        return (
            Text(
                "请给出熟料 CaO 和 MgO 含量，或给出缺省因子。",
                "Give CaO and MgO of the clinker, or the default factor.",
            ),
        )
    return ()
