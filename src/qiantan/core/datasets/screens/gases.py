"""Do the gases add up to the total that is stated."""

from collections.abc import Iterator

from qiantan.core.datasets.proposal.fields import GASES
from qiantan.core.datasets.screens.guards import guards
from qiantan.core.datasets.screens.screened import Screened, asked, refused, shown, weighted
from qiantan.core.findings import Finding, Text


def screen_sum(case: Screened) -> Iterator[Finding]:
    """Compare the gases, weighted by the GWP set that is stated, with the CO2e that is stated; refuse a wide gap."""
    stated, given = case.answers.get("co2e"), [key for key in GASES if case.answers.get(key)]
    if not stated or not given:
        return
    gwp_set, total = case.answers["gwp_set"], float(stated)
    added = weighted(case.factor, gwp_set)
    gap = abs(added - total) / max(abs(total), abs(added)) if total or added else 0.0
    guard = guards().gases
    if gap <= float(guard.question):
        return
    message = Text(
        f"各气体按 {gwp_set} 加权合计 {shown(added)}，与所填 CO₂e 合计相差 {100 * gap:.1f}%。",
        f"The gases weighted by {gwp_set} add up to {shown(added)}, {100 * gap:.1f}% off the total that is stated.",
    )
    remedy = Text(
        "核对气体、单位和 GWP 值集（甲烷按质量填写，不要填已换算的 CO₂e）。",
        "Check gases, units and GWP set (methane as mass, not already converted to CO₂e).",
    )
    ask = refused if gap > float(guard.refusal) else asked
    yield ask("SCR-GASES", "co2e", message, found=shown(total), remedy=remedy)
