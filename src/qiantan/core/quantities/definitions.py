"""The units Chinese plants write, as pint definitions.

This text is the source: `registry` hands it to pint, and `table` is generated from it, so that nothing pays for
building a pint registry on its way to a conversion. To add a unit, add a line here and run
``python -m qiantan.core.quantities.registry > src/qiantan/core/quantities/table.py``.

Units follow the way accounts are kept, not physics: energy, volume and length are base dimensions, and these stay
apart on purpose, because only a measured property of the material leads from one to the other:

- mass and standard coal: ``tce`` is energy, 29.3076 GJ (7000 kcal of 4.1868 kJ, GB/T 2589; its 2020 edition prints
  29 307 kJ per kgce). A tonne of raw coal is a mass; its heating value leads to energy;
- volume as it flows (``m3``) and gas at normal conditions (``Nm3``, 0 °C and 101.325 kPa);
- carbon, CO2, CO2 equivalent and each gas.

kcal is the international table calorie, 4.1868 kJ, as in GB/T 2589.
"""

from typing import Final

_PLAIN: Final = """
十- = 1e1
百- = 1e2
千- = 1e3
万- = 1e4
十万- = 1e5
百万- = 1e6
千万- = 1e7
亿- = 1e8

one = [] = ratio = fraction = 无量纲 = 比值
percent = 0.01 = pct = 百分比
permille = 0.001 = permil = 千分比

gram = [mass] = g = 克
milligram = 1e-3 gram = mg = 毫克
kilogram = 1e3 gram = kg = 千克 = 公斤
tonne = 1e6 gram = t = 吨 = 公吨
kilotonne = 1e9 gram = kt = Gg
megatonne = 1e12 gram = Mt
jin = 500 gram = 斤 = 市斤

joule = [energy] = J = 焦 = 焦耳
kilojoule = 1e3 joule = kJ = 千焦
megajoule = 1e6 joule = MJ = 兆焦
gigajoule = 1e9 joule = GJ = 吉焦 = 百万千焦
terajoule = 1e12 joule = TJ = 太焦
petajoule = 1e15 joule = PJ
watt_hour = 3600 joule = Wh = 瓦时
kilowatt_hour = 3.6e6 joule = kWh = 度 = 千瓦时 = 千瓦小时 = 度电
megawatt_hour = 3.6e9 joule = MWh = 兆瓦时
gigawatt_hour = 3.6e12 joule = GWh = 吉瓦时
terawatt_hour = 3.6e15 joule = TWh
calorie = 4.1868 joule = cal = 卡
kilocalorie = 4186.8 joule = kcal = 千卡 = 大卡
gigacalorie = 4.1868e9 joule = Gcal = 吉卡 = 百万大卡 = 百万千卡
kilogram_coal_equivalent = 29307600 joule = kgce = 千克标准煤 = 公斤标准煤 = 千克标煤 = 公斤标煤
gram_coal_equivalent = 29307.6 joule = gce = 克标准煤 = 克标煤
tonne_coal_equivalent = 2.93076e10 joule = tce = 吨标准煤 = 吨标煤
watt = joule / second = W = 瓦
kilowatt = 1e3 watt = kW = 千瓦
megawatt = 1e6 watt = MW = 兆瓦

cubic_metre = [volume] = m3 = 立方米 = 立方 = 方
litre = 1e-3 cubic_metre = L = 升 = 公升
millilitre = 1e-6 cubic_metre = mL = ml = 毫升
kilolitre = 1 cubic_metre = kL = 千升
normal_cubic_metre = [normal_volume] = Nm3 = 标准立方米 = 标立方米 = 标方 = 标m3 = 标立方
normal_litre = 1e-3 normal_cubic_metre = NL = 标升

metre = [length] = m = 米
kilometre = 1e3 metre = km = 公里 = 千米
square_metre = [area] = m2 = 平方米 = 平米
square_kilometre = 1e6 square_metre = km2 = 平方公里 = 平方千米
hectare = 1e4 square_metre = hm2 = 公顷 = ha
mu = 10000/15 square_metre = 亩 = 市亩
tonne_kilometre = tonne * kilometre = tkm = 吨公里 = 吨千米

second = [time] = s = 秒
minute = 60 second = min = 分钟
hour = 3600 second = h = 小时 = 时
day = 86400 second = d = 天 = 日
year = 31536000 second = yr = 年
cell_day = [cell_day] = 槽日 = 槽天

item = [count] = 件 = pcs = pc
yuan = [currency] = 元 = 人民币元 = CNY = RMB
"""

# Words for one piece; each is shown as it was written.
_PIECES: Final = "台个片只块条张套支根辆颗瓶枚把头株双组杯"

# A gas or carbon by its name, and the other ways it is written after a unit of mass.
SUBSTANCES: Final = {
    "C": ("碳",),
    "CO2": ("二氧化碳",),
    "CO2e": ("CO2eq", "CO2当量", "二氧化碳当量"),
    "CH4": ("甲烷",),
    "N2O": ("氧化亚氮",),
    "CF4": ("四氟化碳",),
    "C2F6": ("六氟乙烷",),
    "SF6": ("六氟化硫",),
    "NF3": ("三氟化氮",),
}

# The name a unit is shown by where pint's own grammar forbids it.
SHOWN: Final = {"percent": "%", "permille": "‰", "tonne_kilometre": "t·km"}

# How the base dimensions are called.
DIMENSIONS: Final = {
    "mass": ("质量", "mass"),
    "energy": ("能量", "energy"),
    "volume": ("体积（工况）", "volume as it flows"),
    "normal_volume": ("标准状态气体体积", "gas volume at normal conditions"),
    "length": ("长度", "length"),
    "area": ("面积", "area"),
    "time": ("时间", "time"),
    "cell_day": ("槽日", "cell-days"),
    "count": ("件数", "count"),
    "currency": ("金额", "money"),
    "C": ("碳的质量", "mass of carbon"),
    "CO2": ("二氧化碳质量", "mass of CO2"),
    "CO2e": ("二氧化碳当量", "CO2 equivalent"),
    "CH4": ("甲烷质量", "mass of CH4"),
    "N2O": ("氧化亚氮质量", "mass of N2O"),
    "CF4": ("四氟化碳质量", "mass of CF4"),
    "C2F6": ("六氟乙烷质量", "mass of C2F6"),
    "SF6": ("六氟化硫质量", "mass of SF6"),
    "NF3": ("三氟化氮质量", "mass of NF3"),
}

_MASSES: Final = (
    ("gram", "1", ("g", "克")),
    ("kilogram", "1e3", ("kg", "千克", "公斤")),
    ("tonne", "1e6", ("t", "吨", "公吨")),
    ("megatonne", "1e12", ("Mt",)),
)


def definitions() -> tuple[str, ...]:
    """Return every definition, one pint line each: ``name = value = symbol = other spellings``."""
    plain = (line for line in _PLAIN.splitlines() if line)
    pieces = (f"{piece} = item" for piece in _PIECES)
    return (*plain, *pieces, *(_substance(mass, name) for name in SUBSTANCES for mass in _MASSES))


def _substance(mass: tuple[str, str, tuple[str, ...]], name: str) -> str:
    unit, factor, symbols = mass
    value = f"[{name}]" if unit == "gram" else f"{factor} gram_{name}"
    spellings = (symbol + alias for symbol in symbols for alias in (name, *SUBSTANCES[name]))
    return f"{unit}_{name} = {value} = " + " = ".join(spellings)
