"""The choices of a proposal's fields with their labels: kinds, topics, places, GWP sets, certainties, licences."""

from typing import Final

from qiantan.core.findings import Text

KINDS: Final = (
    ("footprint", Text("产品碳足迹因子", "Footprint factor")),
    ("electricity_footprint", Text("电力碳足迹因子（生命周期）", "Electricity footprint factor (life cycle)")),
    ("emission", Text("直接排放因子", "Direct emission factor")),
    (
        "electricity_emission",
        Text("电力二氧化碳排放因子（组织核算）", "Electricity CO2 emission factor (organisation accounts)"),
    ),
    ("parameter", Text("参数（热值、含碳量、氧化率等）", "Parameter (heating value, carbon content …)")),
)
TOPICS: Final = (
    ("material", Text("材料", "Material")),
    ("fuel", Text("燃料", "Fuel")),
    ("electricity", Text("电力", "Electricity")),
    ("heat", Text("热力", "Heat")),
    ("transport", Text("运输", "Transport")),
    ("clinker", Text("熟料", "Clinker")),
    ("carbonate", Text("碳酸盐", "Carbonate")),
    ("aluminium", Text("铝", "Aluminium")),
    ("steel", Text("钢铁", "Steel")),
    ("nonferrous", Text("有色金属", "Non-ferrous metals")),
    ("chemicals", Text("化工", "Chemicals")),
    ("process", Text("工业过程", "Industrial process")),
    ("mine_gas", Text("煤矿瓦斯", "Mine gas")),
    ("wastewater", Text("废水", "Waste water")),
    ("agriculture", Text("农业", "Agriculture")),
)
GEOGRAPHIES: Final = (
    ("CN-520000", Text("贵州", "Guizhou")),
    ("CN-520100", Text("贵州·贵阳", "Guizhou, Guiyang")),
    ("CN-520200", Text("贵州·六盘水", "Guizhou, Liupanshui")),
    ("CN-520300", Text("贵州·遵义", "Guizhou, Zunyi")),
    ("CN-520400", Text("贵州·安顺", "Guizhou, Anshun")),
    ("CN-520500", Text("贵州·毕节", "Guizhou, Bijie")),
    ("CN-520600", Text("贵州·铜仁", "Guizhou, Tongren")),
    ("CN-522300", Text("贵州·黔西南", "Guizhou, Qianxinan")),
    ("CN-522600", Text("贵州·黔东南", "Guizhou, Qiandongnan")),
    ("CN-522700", Text("贵州·黔南", "Guizhou, Qiannan")),
    ("CN-region-South", Text("南方电网区域", "South China grid")),
    ("CN-region-Southwest", Text("西南区域", "Southwest China")),
    ("CN", Text("全国", "China")),
    ("GLO", Text("全球", "World")),
)
GRIDS: Final = (
    ("guizhou", Text("贵州省内", "Guizhou")),
    ("South", Text("南方区域电网", "South China grid")),
    ("CN", Text("全国平均", "National average")),
    ("none", Text("不用电或自发电", "None, or own generation")),
)
GWP_SETS: Final = (
    ("ipcc-ar6", Text("IPCC AR6，100 年", "IPCC AR6, 100 years")),
    ("ipcc-ar5", Text("IPCC AR5，100 年", "IPCC AR5, 100 years")),
    ("ipcc-ar4", Text("IPCC AR4，100 年", "IPCC AR4, 100 years")),
    ("ipcc-sar", Text("IPCC SAR，100 年", "IPCC SAR, 100 years")),
)
HOW_FOUND: Final = (
    ("text", Text("在所注文件中读到", "Read in the document named")),
    ("derived", Text("由所注文件中的数据计算", "Computed from data in the document named")),
)
CERTAINTIES: Final = (
    ("high", Text("高：官方或经同行评议的原文", "High: official or peer-reviewed original")),
    ("medium-high", Text("较高：两处独立记载相符", "Medium-high: two independent records agree")),
    ("medium", Text("中：一处记载", "Medium: one record")),
    ("derived", Text("推算", "Derived")),
)
# Keys are wordings that the rulebook's classes of licences know; "restricted" is none of theirs, so it is closed.
LICENCES: Final = (
    ("official publication", Text("官方公布，可引用", "Officially published, free to cite")),
    ("facts", Text("事实数据，注明出处即可使用", "Facts, free with source")),
    ("restricted", Text("仅限查阅，不得整批转发", "For reading only, not to be handed on in bulk")),
)
