"""CF4 and C2F6 from anode effects in aluminium electrolysis.

Formula, slope method: ``CF4 = aluminium × minutes × slope / collection`` and ``C2F6 = CF4 × weight fraction``; from default
factors: ``CF4 = aluminium × cf4`` and ``C2F6 = aluminium × c2f6``.
Units: aluminium t; minutes of anode effect per cell-day; slope (kg CF4/t)/(min/cell-day); weight fraction kg/kg; factors
kg/t; collection efficiency 0…1.
Source: 企业温室气体排放核算与报告指南 铝冶炼行业 (defaults 0.02 and 0.0011 kg/t Al); Regulation (EU) 2018/2066 annex IV
section 8 method A (slopes by cell type); IPCC 2006 Guidelines vol. 3 ch. 4.
Limits: one of the two ways. Minutes are the product of anode-effect frequency and mean duration. Collection is 1 where
none is given. The overvoltage method is not offered.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet

_SLOPE = frozenset({"minutes", "slope", "weight_fraction"})
_FACTORS = frozenset({"cf4", "c2f6"})
_CF4 = Text("CF4 排放量", "CF4 emitted")
_C2F6 = Text("C2F6 排放量", "C2F6 emitted")


def anode_effect_pfc(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CF4 and kg C2F6."""
    if "cf4" in sheet:
        cf4 = sheet.step("cf4_emitted", _CF4, "{amount} × {cf4}", sheet.amount * sheet["cf4"], "kgCF4")
        c2f6 = sheet.step("c2f6_emitted", _C2F6, "{amount} × {c2f6}", sheet.amount * sheet["c2f6"], "kgC2F6")
        return {"cf4": cf4, "c2f6": c2f6}
    value = sheet.amount * sheet["minutes"] * sheet["slope"] / sheet["collection"]
    cf4 = sheet.step("cf4_emitted", _CF4, "{amount} × {minutes} × {slope} / {collection}", value, "kgCF4")
    value = cf4 * sheet["weight_fraction"]
    c2f6 = sheet.step("c2f6_emitted", _C2F6, "{cf4_emitted} × {weight_fraction}", value, "kgC2F6")
    return {"cf4": cf4, "c2f6": c2f6}


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    if given & _SLOPE and given & _FACTORS:
        return (Text("斜率法与缺省因子只能选一种。", "Give either the slope method or the default factors, not both."),)
    if not (given >= _SLOPE or given >= _FACTORS):
        return (
            Text(
                "请给出斜率法的效应时长、斜率和 C2F6/CF4 质量比，或 CF4 和 C2F6 缺省因子。",
                "Give anode-effect minutes, slope and C2F6/CF4 weight fraction, or default factors of CF4 and C2F6.",
            ),
        )
    return ()


METHOD = Method(
    name="anode_effect_pfc",
    title=Text("阳极效应全氟化碳", "Anode-effect PFC"),
    source="企业温室气体排放核算与报告指南 铝冶炼行业；Regulation (EU) 2018/2066, annex IV, section 8",
    clause="阳极效应排放",
    amount=Text("铝液产量", "aluminium produced"),
    units=("t",),
    parameters=(
        ParameterSpec("minutes", Text("阳极效应持续时间", "anode-effect minutes"), "min/槽日", high=60),
        ParameterSpec(
            "slope", Text("CF4 斜率", "CF4 slope"), "(kgCF4/t)/(min/槽日)", high=1, also=("(kg/t)/(min/槽日)",)
        ),
        ParameterSpec(
            "weight_fraction",
            Text("C2F6/CF4 质量比", "C2F6/CF4 weight fraction"),
            "kgC2F6/kgCF4",
            high=1,
            also=("kg/kg",),
        ),
        ParameterSpec("collection", Text("收集效率", "collection efficiency"), "ratio", low=0.5, high=1, default=1.0),
        ParameterSpec("cf4", Text("CF4 因子", "CF4 factor"), "kgCF4/t", high=5, also=("kg/t",)),
        ParameterSpec("c2f6", Text("C2F6 因子", "C2F6 factor"), "kgC2F6/t", high=1, also=("kg/t",)),
    ),
    function=anode_effect_pfc,
    missing=_missing,
)
