"""Emissions known as a mass of gas: measured at the stack, refrigerant topped up, SF6 lost.

Formula: ``gas = amount × share of the gas``, one parameter per elementary flow.
Units: amount kg; share kg/kg, 1 for a pure gas.
Source: mass balance; 企业温室气体排放核算与报告指南, 实测法.
Limits: shares together may not exceed 1. A figure already expressed as CO2 equivalent is the flow ``co2e``.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet
from qiantan.core.study.flows import FLOWS


def direct_emission(sheet: Worksheet) -> dict[str, Number]:
    """Return kg of each gas named by a parameter."""
    return {
        flow: sheet.step(
            f"{flow}_emitted",
            Text(f"{flow} 排放量", f"{flow} emitted"),
            f"{{amount}} × {{{flow}}}",
            sheet.amount * sheet[flow],
            "kg",
        )
        for flow in FLOWS
        if flow in sheet
    }


def _missing(_: str, given: frozenset[str]) -> tuple[Text, ...]:
    if given & set(FLOWS):
        return ()
    return (
        Text(
            "请用参数指明排放的气体，例如 sf6 = 1。",
            "Name the gas by a parameter, for instance sf6 = 1.",
        ),
    )


METHOD = Method(
    name="direct_emission",
    title=Text("直接排放（实测）", "Direct emission as measured"),
    source="企业温室气体排放核算与报告指南",
    clause="实测法",
    amount=Text("排放量", "gas emitted"),
    units=("kg", "kgCO2", "kgCO2e", "kgCH4", "kgN2O", "kgCF4", "kgC2F6", "kgSF6", "kgNF3"),
    parameters=tuple(ParameterSpec(flow, Text(f"{flow} 占比", f"share of {flow}"), "ratio", high=1) for flow in FLOWS),
    function=direct_emission,
    missing=_missing,
)
