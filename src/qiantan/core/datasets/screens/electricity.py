"""The two electricity families never mix: life-cycle footprints, and CO2 of generation for organisation accounts."""

from collections.abc import Iterator

from qiantan.core.datasets.screens.guards import guards
from qiantan.core.datasets.screens.screened import Screened, refused
from qiantan.core.findings import Finding, Text

FAMILIES = ("electricity_footprint", "electricity_emission")


def screen_family(case: Screened) -> Iterator[Finding]:
    """Refuse an electricity factor outside its family: by kind, by the words of its boundary, by its gases."""
    kind, words = case.factor.kind, guards().electricity
    said = f"{case.factor.name.zh} {case.factor.name.en} {case.factor.boundary} {case.answers.get('technology', '')}".lower()
    if case.answers.get("topic") == "electricity" and kind in {"footprint", "emission"}:
        message = Text(
            "电力因子只有两类：电力碳足迹因子（生命周期）和电力二氧化碳排放因子（组织核算）。",
            "Electricity has two families only: the life-cycle footprint factor and the CO2 emission factor of generation.",
        )
        yield refused("SCR-ELECTRICITY", "kind", message, found=kind)
    if kind == "electricity_footprint" and (met := _met(words.generation, said)):
        message = Text(
            f"边界或说明里写着“{met}”，这是组织核算用的排放因子，不是电力碳足迹因子。",
            f"The words say “{met}”: that is the emission factor of organisation accounts, no life-cycle footprint.",
        )
        yield refused("SCR-ELECTRICITY", "kind", message, found=case.factor.boundary)
    if kind == "electricity_emission" and (met := _met(words.life_cycle, said)):
        message = Text(
            f"边界或说明里写着“{met}”，这是生命周期的电力碳足迹因子，不是组织核算的排放因子。",
            f"The words say “{met}”: that is a life-cycle footprint, not the emission factor of organisation accounts.",
        )
        yield refused("SCR-ELECTRICITY", "kind", message, found=case.factor.boundary)
    if kind in FAMILIES and case.measured_in != "energy":
        message = Text("电力因子按电量（kWh）计。", "Factors of electricity are per amount of electricity (kWh).")
        yield refused("SCR-ELECTRICITY", "per", message, found=case.factor.per)


def _met(words: tuple[str, ...], said: str) -> str:
    return next((word for word in words if word.lower() in said), "")
