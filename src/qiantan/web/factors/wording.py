"""Kinds, topics, places, gases and certainties of factors in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.findings.finding import Text
from qiantan.core.rules.load import licences
from qiantan.web.ui.wording import language, words

KINDS = {
    "footprint": (gettext_lazy("碳足迹因子"), gettext_lazy("全生命周期，可直接用于产品碳足迹")),
    "electricity_footprint": (gettext_lazy("电力碳足迹因子"), gettext_lazy("全生命周期，kgCO₂e/kWh，用于产品碳足迹")),
    "emission": (gettext_lazy("排放因子"), gettext_lazy("某个活动的直接排放")),
    "electricity_emission": (
        gettext_lazy("电力二氧化碳排放因子"),
        gettext_lazy("组织核算用，只含发电环节 CO₂，不得用于产品碳足迹"),
    ),
    "parameter": (gettext_lazy("参数"), gettext_lazy("热值、含碳量、比例等，供方法公式使用")),
}

TOPICS = {
    "electricity": gettext_lazy("电力"),
    "heat": gettext_lazy("热力"),
    "fuel": gettext_lazy("燃料"),
    "combustion": gettext_lazy("燃烧 CH₄ 与 N₂O"),
    "process": gettext_lazy("工业过程"),
    "clinker": gettext_lazy("水泥熟料"),
    "carbonate": gettext_lazy("碳酸盐"),
    "aluminium": gettext_lazy("铝冶炼"),
    "steel": gettext_lazy("钢铁"),
    "nonferrous": gettext_lazy("有色金属"),
    "chemicals": gettext_lazy("化工"),
    "mine_gas": gettext_lazy("煤矿瓦斯"),
    "transport": gettext_lazy("运输"),
    "material": gettext_lazy("材料"),
    "upstream": gettext_lazy("上游"),
    "wastewater": gettext_lazy("废水"),
    "agriculture": gettext_lazy("农业"),
}

CERTAINTY = {
    "high": (gettext_lazy("确定程度高"), "good"),
    "medium-high": (gettext_lazy("确定程度较高"), "good"),
    "medium": (gettext_lazy("确定程度中"), "warn"),
    "low": (gettext_lazy("确定程度低"), "bad"),
    "derived": (gettext_lazy("推算"), "info"),
}

CERTAINTY_MEANS = {
    "high": gettext_lazy("高：在官方文本或经同行评议的数据库中读到"),
    "medium-high": gettext_lazy("较高：在转引官方文本的材料中读到，并与另一处相符"),
    "medium": gettext_lazy("中：只在一处转引材料中读到，未见原文"),
    "low": gettext_lazy("低：只供参考"),
    "derived": gettext_lazy("推算：由所注数值按公式算出"),
}

HOW_FOUND = {
    "text": gettext_lazy("在所注文本中读到"),
    "derived": gettext_lazy("由所注文本推算"),
    "assumed": gettext_lazy("研究中的假设"),
}

FACETS = {
    "kind": gettext_lazy("类别"),
    "topic": gettext_lazy("主题"),
    "unit_kind": gettext_lazy("计量方式"),
    "geography": gettext_lazy("地域"),
    "year": gettext_lazy("数据年份"),
    "source_kind": gettext_lazy("来源类型"),
    "certainty": gettext_lazy("确定程度"),
    "licence": gettext_lazy("许可"),
}

UNIT_KINDS = {
    "mass": gettext_lazy("按质量（t、kg）"),
    "energy": gettext_lazy("按能量（kWh、GJ、TJ）"),
    "transport": gettext_lazy("按货运量（t·km）"),
    "volume": gettext_lazy("按体积（m³）"),
    "normal_volume": gettext_lazy("按标准体积（Nm³）"),
    "ratio": gettext_lazy("比例"),
    "energy/mass": gettext_lazy("单位质量热值"),
    "energy/normal_volume": gettext_lazy("单位体积热值"),
    "C/energy": gettext_lazy("单位热值含碳量"),
    "C/mass": gettext_lazy("含碳量"),
    "CO2/mass": gettext_lazy("单位质量 CO₂"),
    "CH4/mass": gettext_lazy("单位质量 CH₄"),
    "volume/mass": gettext_lazy("单位质量瓦斯体积"),
    "CF4·cell_day/(mass·time)": gettext_lazy("阳极效应斜率"),
}

SOURCE_KINDS = {
    "announcement": gettext_lazy("主管部门公告"),
    "guideline": gettext_lazy("核算指南"),
    "standard": gettext_lazy("国家标准"),
    "law": gettext_lazy("境外法规"),
    "ipcc": gettext_lazy("IPCC 指南"),
    "database": gettext_lazy("数据库"),
    "review": gettext_lazy("省级评审"),
}

REGIONS = {
    "North": Text("华北电网", "North China grid"),
    "Northeast": Text("东北电网", "Northeast China grid"),
    "East": Text("华东电网", "East China grid"),
    "Central": Text("华中电网", "Central China grid"),
    "Northwest": Text("西北电网", "Northwest China grid"),
    "South": Text("南方电网", "South China grid"),
    "Southwest": Text("西南电网", "Southwest China grid"),
}

PROVINCES = {
    "110000": Text("北京", "Beijing"),
    "120000": Text("天津", "Tianjin"),
    "130000": Text("河北", "Hebei"),
    "140000": Text("山西", "Shanxi"),
    "150000": Text("内蒙古", "Inner Mongolia"),
    "210000": Text("辽宁", "Liaoning"),
    "220000": Text("吉林", "Jilin"),
    "230000": Text("黑龙江", "Heilongjiang"),
    "310000": Text("上海", "Shanghai"),
    "320000": Text("江苏", "Jiangsu"),
    "330000": Text("浙江", "Zhejiang"),
    "340000": Text("安徽", "Anhui"),
    "350000": Text("福建", "Fujian"),
    "360000": Text("江西", "Jiangxi"),
    "370000": Text("山东", "Shandong"),
    "410000": Text("河南", "Henan"),
    "420000": Text("湖北", "Hubei"),
    "430000": Text("湖南", "Hunan"),
    "440000": Text("广东", "Guangdong"),
    "450000": Text("广西", "Guangxi"),
    "460000": Text("海南", "Hainan"),
    "500000": Text("重庆", "Chongqing"),
    "510000": Text("四川", "Sichuan"),
    "520000": Text("贵州", "Guizhou"),
    "530000": Text("云南", "Yunnan"),
    "540000": Text("西藏", "Tibet"),
    "610000": Text("陕西", "Shaanxi"),
    "620000": Text("甘肃", "Gansu"),
    "630000": Text("青海", "Qinghai"),
    "640000": Text("宁夏", "Ningxia"),
    "650000": Text("新疆", "Xinjiang"),
}

GASES = {
    "co2e": "CO₂e",
    "co2_fossil": "CO₂",
    "ch4_fossil": "CH₄",
    "n2o": "N₂O",
    "cf4": "CF₄",
    "c2f6": "C₂F₆",
    "sf6": "SF₆",
    "nf3": "NF₃",
}


def gas(flow: str) -> str:
    """Return a flow as people write it."""
    biogenic = {"co2_biogenic": "CO₂", "ch4_biogenic": "CH₄", "n2o_biogenic": "N₂O"}
    if flow in biogenic:
        return _("%(gas)s（生物源）") % {"gas": biogenic[flow]}
    return GASES.get(flow, flow.upper().replace("_", "-"))


def geography(code: str) -> str:
    """Return a place in words: whole world, country, grid region or province."""
    if code == "GLO":
        return _("全球")
    if code == "CN":
        return _("全国")
    if code.startswith("CN-region-"):
        return words(REGIONS.get(code.removeprefix("CN-region-"), code))
    province = PROVINCES.get(code.removeprefix("CN-"))
    return words(province) if province else code


def facet_value(facet: str, value: str) -> str:
    """Return the value of a facet in words."""
    if value in {"unstated", "closed"}:
        return _("未注明")
    if facet == "geography":
        return geography(value)
    if facet == "licence":
        return licence(value)
    if facet == "certainty":
        return str(CERTAINTY.get(value, (value,))[0])
    if facet == "kind":
        return str(KINDS[value][0]) if value in KINDS else value
    return str({"topic": TOPICS, "unit_kind": UNIT_KINDS, "source_kind": SOURCE_KINDS}.get(facet, {}).get(value, value))


def licence(key: str) -> str:
    """Return a class of licences in words."""
    return next((words(Text(one.title.zh, one.title.en)) for one in licences().classes if one.id == key), _("未注明"))


def topic(key: str) -> str:
    """Return a topic in words."""
    return str(TOPICS.get(key, key))


def english() -> bool:
    """Say whether the page is in English."""
    return language() == "en"


def kind(key: str) -> str:
    """Return the family of a factor in words."""
    return str(KINDS[key][0])
