"""CO2 the plants took up that became a biogenic fuel or the biogenic part of a waste fuel.

Formula: ``uptake = amount × NCV × carbon content × oxidation × biogenic share × 44/12``: what is released as biogenic CO2
when the fuel burns was taken up before.
Units: as for `fuel_combustion`; the flow is kg of CO2 taken up, and its characterisation factor is −1.
Source: ISO 14067:2018 6.5.2 (biogenic uptake −1 where biomass enters the product system, release +1).
Limits: only for biomass whose growth is outside the product system and not counted by a factor; carbon that is not
oxidised is neither released nor counted as taken up. CH4 and N2O of the combustion have no uptake.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods import fuel_combustion as combustion
from qiantan.core.methods.constants import KG_PER_T
from qiantan.core.methods.method import Method
from qiantan.core.methods.worksheet import Number, Worksheet

_LEFT_OUT = frozenset({"ch4", "n2o"})


def biogenic_uptake(sheet: Worksheet) -> dict[str, Number]:
    """Return kg of biogenic CO2 taken up; nothing where no biogenic share is known."""
    released = combustion.fuel_combustion(sheet).get("co2_biogenic", 0.0)
    line = "{co2_biogenic}" if "biogenic_share" in sheet else "0"
    uptake = sheet.step("uptake", Text("生长吸收的 CO2", "CO2 taken up in growth"), line, released / KG_PER_T, "tCO2")
    return {"co2_biogenic_uptake": uptake * KG_PER_T}


METHOD = Method(
    name="biogenic_uptake",
    title=Text("生物质生长吸收", "Biogenic uptake"),
    source="ISO 14067:2018, 6.5.2",
    clause="生物源碳吸收 −1、释放 +1",
    amount=Text("燃料消耗量", "fuel burnt"),
    units=combustion.METHOD.units,
    parameters=tuple(spec for spec in combustion.METHOD.parameters if spec.name not in _LEFT_OUT),
    function=biogenic_uptake,
    missing=combustion.METHOD.missing,
)
