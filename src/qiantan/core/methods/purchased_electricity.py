"""Life-cycle emissions of purchased electricity.

Formula: ``CO2e = electricity × footprint factor``.
Units: electricity kWh; factor kgCO2e/kWh.
Source: GB/T 24067-2024 and ISO 14067:2018, treatment of electricity; factors: 电力碳足迹因子 (MEE, NBS, NEA).
Limits: only the life-cycle family (kgCO2e); the CO2 factor of generation (kgCO2/kWh) belongs to organisation accounts and
is refused by its unit. Which portion gets which factor is decided by `electricity_order`.
"""

from qiantan.core.findings.finding import Text
from qiantan.core.methods.method import Method, ParameterSpec
from qiantan.core.methods.worksheet import Number, Worksheet


def purchased_electricity(sheet: Worksheet) -> dict[str, Number]:
    """Return kg CO2e of the electricity."""
    label = Text("电力排放", "emissions of the electricity")
    return {"co2e": sheet.step("co2e", label, "{amount} × {factor}", sheet.amount * sheet["factor"], "kgCO2e")}


METHOD = Method(
    name="purchased_electricity",
    title=Text("外购电力", "Purchased electricity"),
    source="GB/T 24067-2024；ISO 14067:2018",
    clause="电力（条款号待核）",
    amount=Text("用电量", "electricity"),
    units=("kWh",),
    parameters=(
        ParameterSpec(
            "factor", Text("电力碳足迹因子", "electricity footprint factor"), "kgCO2e/kWh", required=True, high=3
        ),
    ),
    function=purchased_electricity,
)
