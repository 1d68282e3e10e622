"""The kinds of factor and how they are called."""

from qiantan.core.findings import Text

KINDS: dict[str, Text] = {
    "footprint": Text("产品碳足迹因子", "Footprint factor"),
    "electricity_footprint": Text("电力碳足迹因子", "Electricity footprint factor"),
    "emission": Text("直接排放因子", "Direct emission factor"),
    "electricity_emission": Text("电力二氧化碳排放因子", "Electricity CO2 emission factor"),
    "parameter": Text("参数", "Parameter"),
}
