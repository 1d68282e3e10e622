"""Elementary flows as methods write them: their names, and the unit of mass that names their gas."""

from typing import Final

from qiantan.core.findings.finding import Text

# The elementary flow meant where a unit names only the gas.
FLOW_OF_UNIT: Final = {
    "kgCO2e": "co2e",
    "kgCO2": "co2_fossil",
    "kgCH4": "ch4_fossil",
    "kgN2O": "n2o",
    "kgCF4": "cf4",
    "kgC2F6": "c2f6",
    "kgSF6": "sf6",
    "kgNF3": "nf3",
}

_NAMES: Final = {
    "co2_fossil": Text("化石 CO2", "fossil CO2"),
    "co2_biogenic": Text("生物源 CO2", "biogenic CO2"),
    "co2_biogenic_uptake": Text("生物源 CO2 吸收", "biogenic CO2 uptake"),
    "co2_land_use_change": Text("土地利用变化 CO2", "CO2 of land-use change"),
    "co2_aircraft": Text("航空 CO2", "aircraft CO2"),
    "ch4_fossil": Text("化石 CH4", "fossil CH4"),
    "ch4_biogenic": Text("生物源 CH4", "biogenic CH4"),
    "n2o_biogenic": Text("生物源 N2O", "biogenic N2O"),
    "co2e": Text("CO2 当量", "CO2 equivalent"),
}


def flow_name(flow: str) -> Text:
    """Return the name of an elementary flow: ``ch4_fossil`` is 化石 CH4, ``hfc_134a`` is HFC-134a."""
    plain = flow.upper().replace("_", "-").replace("134A", "134a")
    return _NAMES.get(flow, Text(plain, plain))


def gas_unit(flow: str) -> str:
    """Return the unit of mass that names the gas of a flow: ``kgCO2`` for ``co2_biogenic``; ``kg`` where none does."""
    if flow == "co2e":
        return "kgCO2e"
    unit = f"kg{flow.partition('_')[0].upper()}"
    return unit if unit in FLOW_OF_UNIT else "kg"
