"""Emissions known as a mass of gas: measured at the stack, refrigerant topped up, SF6 lost.

Formula: ``gas = amount × share of the gas``, one parameter per elementary flow.
Units: amount kg, or kg of the gas by name (kgCO2, kgCH4, kgCO2e …); share kg/kg, 1 for a pure gas.
Source: mass balance; 企业温室气体排放核算与报告指南, 实测法.
Limits: an amount that names its gas takes only flows of that gas; CO2 equivalent only the flow ``co2e``.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.gases import FLOW_OF_UNIT, flow_name, gas_unit
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet
from qiantan.core.study.flows import FLOWS


def direct_emission(sheet: Worksheet) -> dict[str, Number]:
    """Return kg of each gas named by a parameter."""
    return {flow: _emitted(sheet, flow) for flow in FLOWS if flow in sheet}


def _emitted(sheet: Worksheet, flow: str) -> Number:
    name = flow_name(flow)
    label = Text(f"{name.zh}排放量", f"{name.en} emitted")
    return sheet.step(f"{flow}_emitted", label, f"{{amount}} × {{{flow}}}", sheet.amount * sheet[flow], gas_unit(flow))


def _missing(unit: str, given: frozenset[str]) -> tuple[Text, ...]:
    flows = given & set(FLOWS)
    if not flows:
        return (Text("请用参数指明排放的气体，例如 sf6 = 1。", "Name the gas by a parameter, for instance sf6 = 1."),)
    strangers = sorted(flow for flow in flows if gas_unit(flow) != unit and (unit != "kg" or flow == "co2e"))
    return tuple(
        Text(
            f"数量以 {unit} 计，不能作为{flow_name(flow).zh}。",
            f"The amount is in {unit} and cannot be {flow_name(flow).en}.",
        )
        for flow in strangers
    )


METHOD = Method(
    name="direct_emission",
    title=Text("直接排放（实测）", "Direct emission as measured"),
    source="企业温室气体排放核算与报告指南",
    clause="实测法",
    amount=Text("排放量", "gas emitted"),
    units=("kg", *FLOW_OF_UNIT),
    parameters=tuple(
        ParameterSpec(flow, Text(f"{flow_name(flow).zh}占比", f"share of {flow_name(flow).en}"), "ratio", high=1)
        for flow in FLOWS
    ),
    function=direct_emission,
    missing=_missing,
)
