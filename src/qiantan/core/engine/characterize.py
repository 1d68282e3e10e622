"""From kilograms of each elementary flow to kilograms of CO2 equivalent, by the GWP set the study pins."""

from qiantan.core.findings import Text
from qiantan.core.study.document import GwpSet
from qiantan.core.study.flows import ACCOUNTS

# A published CO2 equivalent is one by definition; a GWP set need not list it.
EQUIVALENT = "co2e"


class UncharacterisedFlow(ValueError):
    """A flow the system does not know, or for which the GWP set has no value; `text` is the wording."""

    def __init__(self, flow: str, text: Text) -> None:
        super().__init__(flow)
        self.flow, self.text = flow, text


def gwp_of(gwp_set: GwpSet, flow: str) -> float:
    """Return kg CO2e per kg of `flow`; raises UncharacterisedFlow."""
    if flow not in ACCOUNTS:
        raise UncharacterisedFlow(flow, Text(f"未知的基本流“{flow}”", f"unknown elementary flow '{flow}'"))
    if flow in gwp_set.values:
        return float(gwp_set.values[flow])
    if flow == EQUIVALENT:
        return 1.0
    raise UncharacterisedFlow(
        flow,
        Text(
            f"GWP 取值集“{gwp_set.title}”中没有“{flow}”的数值", f"GWP set '{gwp_set.title}' has no value for '{flow}'"
        ),
    )


def characterisation(gwp_set: GwpSet, flows: tuple[str, ...]) -> tuple[float, ...]:
    """Return kg CO2e per kg of each flow (flow)."""
    return tuple(gwp_of(gwp_set, flow) for flow in flows)
