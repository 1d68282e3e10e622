"""The units Chinese plants write: spellings, dimensions, conversion and refusal."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.quantities.units import (
    UNIT_CHOICES,
    Quantity,
    UnitError,
    convert,
    dimension,
    is_unit,
    normalise_unit,
    parse_quantity,
    same_dimension,
)

SPELLINGS = """
t mass t|吨 mass t|公吨 mass t|万吨 mass 万t|kg mass kg|公斤 mass kg|千克 mass kg|KG mass kg|㎏ mass kg|g mass g|斤 mass 斤
kWh energy kWh|度 energy kWh|千瓦时 energy kWh|KWH energy kWh|ｋＷｈ energy kWh|万kWh energy 万kWh|万千瓦时 energy 万kWh
万度 energy 万kWh|MWh energy MWh|兆瓦时 energy MWh|GWh energy GWh|亿千瓦时 energy 亿kWh|MJ energy MJ|GJ energy GJ
吉焦 energy GJ|百万千焦 energy GJ|TJ energy TJ|kcal energy kcal|大卡 energy kcal|百万千卡 energy Gcal|tce energy tce
TCE energy tce|吨标准煤 energy tce|吨标煤 energy tce|kgce energy kgce|万吨标准煤 energy 万tce
m³ volume m3|m3 volume m3|m^3 volume m3|M3 volume m3|㎥ volume m3|立方米 volume m3|方 volume m3|L volume L|升 volume L
标准立方米 normal_volume Nm3|Nm3 normal_volume Nm3|Nm³ normal_volume Nm3|标方 normal_volume Nm3|m3(标态) normal_volume Nm3
万标准立方米 normal_volume 万Nm3|万Nm3 normal_volume 万Nm3|10^4Nm3 normal_volume 万Nm3|10⁴Nm³ normal_volume 万Nm3
1000Nm3 normal_volume 千Nm3|km length km|公里 length km|千米 length km
t·km transport t·km|t*km transport t·km|t•km transport t·km|t.km transport t·km|t-km transport t·km|tkm transport t·km
吨公里 transport t·km|吨·公里 transport t·km|万吨公里 transport 万t·km
kg/t ratio kg/t|kWh/t energy/mass kWh/t|GJ/t energy/mass GJ/t|kcal/kg energy/mass kcal/kg|千卡/千克 energy/mass kcal/kg
TJ/Gg energy/mass TJ/kt|GJ/10^4Nm3 energy/normal_volume GJ/万Nm3|tC/GJ C/energy tC/GJ|吨碳/吉焦 C/energy tC/GJ
tCO2/t CO2/mass tCO2/t|kgCO2e/kWh CO2e/energy kgCO2e/kWh|kgCO₂-eq/kWh CO2e/energy kgCO2e/kWh
千克二氧化碳当量/千瓦时 CO2e/energy kgCO2e/kWh|kgCO2e/t·km CO2e/transport kgCO2e/(t·km)
kgCO2e/(t·km) CO2e/transport kgCO2e/(t·km)|kgCO2e/件 CO2e/count kgCO2e/件|% ratio %|％ ratio %|ratio ratio ratio|1 ratio ratio
件 count 件|台 count 台|片 count 片|个 count 个|元 currency 元|万元 currency 万元|d time d|天 time d|h time h|min time min
min/cell-day time/cell_day min/槽日|AE-min/cell-day time/cell_day min/槽日|min/槽·日 time/cell_day min/槽日|亩 area 亩|kW power kW
"""
TABLE = [tuple(cell.split()) for line in SPELLINGS.split("\n") for cell in line.split("|") if cell]


@pytest.mark.parametrize(("spelling", "dimension_name", "shown"), TABLE)
def test_spelling(spelling, dimension_name, shown):
    assert (dimension(spelling), normalise_unit(spelling)) == (dimension_name, shown)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        (1, "tce", "GJ", 29.3076),  # 7000 kcal/kg × 4.1868 kJ/kcal, GB/T 2589
        (1, "kgce", "kcal", 7000),
        (1, "万tce", "TJ", 293.076),
        (1.2, "万kWh", "kWh", 12000),
        (1, "kWh", "MJ", 3.6),
        (1, "GWh", "万kWh", 100),
        (1, "百万千卡", "GJ", 4.1868),
        (500, "千克", "t", 0.5),
        (3, "斤", "kg", 1.5),
        (1, "万吨公里", "t·km", 10000),
        (5500, "kcal/kg", "GJ/t", 23.0274),
        (389.31, "GJ/10^4Nm3", "MJ/Nm3", 38.931),
        (0.5777, "kgCO2e/kWh", "tCO2e/MWh", 0.5777),
        (95, "tCO2/TJ", "tCO2/GJ", 0.095),
        (99, "%", "ratio", 0.99),
        (85, "kgce/t", "GJ/t", 2.491146),
        (1, "L", "m3", 0.001),
        (15, "亩", "hm2", 1),
    ],
)
def test_conversion(value, source, target, expected):
    assert convert(value, source, target) == pytest.approx(expected, rel=1e-14)


def test_conversion_takes_complex_numbers():
    assert convert(2 + 1j, "t", "kg") == 2000 + 1000j
    assert convert(2 + 1j, "kg", "t") == 0.002 + 0.001j


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("kg", "kWh", "单位“kg”是质量，“kWh”是能量，两者不能换算。"),
        ("t", "tce", "单位“t”是质量，“tce”是能量，两者不能换算。"),
        ("tC", "tCO2", "单位“tC”是碳的质量，“tCO2”是二氧化碳质量，两者不能换算。"),
        ("tCO2", "tCO2e", "单位“tCO2”是二氧化碳质量，“tCO2e”是二氧化碳当量，两者不能换算。"),
        ("m3", "Nm3", "单位“m3”是体积（工况），“Nm3”是标准状态气体体积，两者不能换算。"),
        ("件", "kg", "单位“件”是件数，“kg”是质量，两者不能换算。"),
        ("GJ/t", "GJ/万Nm3", "单位“GJ/t”是能量/质量，“GJ/万Nm3”是能量/标准状态气体体积，两者不能换算。"),
    ],
)
def test_other_dimension_is_refused(source, target, message):
    with pytest.raises(UnitError) as refused:
        convert(1.0, source, target)
    assert refused.value.zh == message
    assert not same_dimension(source, target)


def test_refusal_says_both_dimensions_in_english():
    with pytest.raises(UnitError) as refused:
        convert(1.0, "kg", "kWh")
    assert refused.value.en == "“kg” is mass, “kWh” is energy: one cannot be converted into the other."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MT", "不认识的单位“MT”：吨请写 t，百万吨请写 Mt。"),
        ("mt", "不认识的单位“mt”：吨请写 t，百万吨请写 Mt。"),
        ("t CE", "不认识的单位“t CE”：吨标准煤请写 tce，吨碳请写 tC。"),
        ("万", "不认识的单位“万”：只有数量级，没有单位。"),
        ("", "不认识的单位“”：缺少单位。"),
        ("车", "不认识的单位“车”：请用单位表中的写法，例如 t、kWh、GJ、Nm3、t·km。"),
    ],
)
def test_unknown_unit_says_what_to_write(text, message):
    with pytest.raises(UnitError) as refused:
        normalise_unit(text)
    assert refused.value.zh == message


@pytest.mark.parametrize(
    "text",
    ["inf", "nan", "(", ")", "t/", "/t", "t//t", "t·", "()", "((((t", "t^9", "a" * 500, "万%", "十", "__import__"],
)
def test_what_is_no_unit(text):
    assert not is_unit(text)


def test_a_milligram_is_not_a_megagram():
    assert not is_unit("Mg")
    assert convert(1, "mg", "g") == 0.001


@given(st.text(max_size=80))
def test_any_text_is_a_unit_or_is_refused(text):
    assert not is_unit(text) or normalise_unit(normalise_unit(text)) == normalise_unit(text)


@given(
    st.sampled_from([pair for units in UNIT_CHOICES.values() for pair in itertools.pairwise(units)]),
    st.floats(min_value=1e-9, max_value=1e12),
)
def test_there_and_back(pair, value):
    first, second = pair
    assert convert(convert(value, first, second), second, first) == pytest.approx(value, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("1.2 万kWh", Quantity(1.2, "万kWh")),
        ("1.2万 千瓦时", Quantity(1.2, "万kWh")),
        ("3 t", Quantity(3.0, "t")),
        ("500 千克", Quantity(500.0, "kg")),
        ("1,234.5 吨", Quantity(1234.5, "t")),
        ("１，２３４．５吨", Quantity(1234.5, "t")),
        ("12 10^4Nm3", Quantity(12.0, "万Nm3")),
        ("24.5 GJ/t", Quantity(24.5, "GJ/t")),
        ("1.2e3 t", Quantity(1200.0, "t")),
    ],
)
def test_quantities_as_typed(text, quantity):
    assert parse_quantity(text) == quantity


@given(st.text(alphabet="0123456789.,-+eE infa万千tkgWh·/ ", max_size=30))
def test_no_text_becomes_infinite(text):
    try:
        value = parse_quantity(text).value
    except ValueError:
        return
    assert abs(value) < float("inf")
