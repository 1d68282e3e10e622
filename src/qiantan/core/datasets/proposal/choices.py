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
_OTHER_PROVINCES: Final = (
    ("110000", "北京", "Beijing"), ("120000", "天津", "Tianjin"), ("130000", "河北", "Hebei"),
    ("140000", "山西", "Shanxi"), ("150000", "内蒙古", "Inner Mongolia"), ("210000", "辽宁", "Liaoning"),
    ("220000", "吉林", "Jilin"), ("230000", "黑龙江", "Heilongjiang"), ("310000", "上海", "Shanghai"),
    ("320000", "江苏", "Jiangsu"), ("330000", "浙江", "Zhejiang"), ("340000", "安徽", "Anhui"),
    ("350000", "福建", "Fujian"), ("360000", "江西", "Jiangxi"), ("370000", "山东", "Shandong"),
    ("410000", "河南", "Henan"), ("420000", "湖北", "Hubei"), ("430000", "湖南", "Hunan"),
    ("440000", "广东", "Guangdong"), ("450000", "广西", "Guangxi"), ("460000", "海南", "Hainan"),
    ("500000", "重庆", "Chongqing"), ("510000", "四川", "Sichuan"), ("530000", "云南", "Yunnan"),
    ("540000", "西藏", "Tibet"), ("610000", "陕西", "Shaanxi"), ("620000", "甘肃", "Gansu"),
    ("630000", "青海", "Qinghai"), ("640000", "宁夏", "Ningxia"), ("650000", "新疆", "Xinjiang"),
)  # fmt: skip
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
    *((f"CN-{code}", Text(zh, en)) for code, zh, en in _OTHER_PROVINCES),
    ("GLO", Text("全球", "World")),
)
GRIDS: Final = (
    ("guizhou", Text("贵州省内", "Guizhou")),
    ("South", Text("南方区域电网", "South China grid")),
    ("CN", Text("全国平均", "National average")),
    ("none", Text("不用电或自发电", "None, or own generation")),
)
NOT_STATED: Final = "not stated"
GWP_SETS: Final = (
    ("ipcc-ar6", Text("IPCC AR6，100 年", "IPCC AR6, 100 years")),
    ("ipcc-ar5", Text("IPCC AR5，100 年", "IPCC AR5, 100 years")),
    ("ipcc-ar4", Text("IPCC AR4，100 年", "IPCC AR4, 100 years")),
    ("ipcc-sar", Text("IPCC SAR，100 年", "IPCC SAR, 100 years")),
    # May be handed in and reviewed; a CO2 equivalent without its set is not published.
    (NOT_STATED, Text("来源未说明", "Not stated by the source")),
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
