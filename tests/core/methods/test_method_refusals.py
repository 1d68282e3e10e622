"""What a method refuses, everything together, in words."""

import pytest

from qiantan.core.methods.catalogue import METHODS, compute, faults
from qiantan.core.methods.method import MethodError
from qiantan.core.quantities.units import Quantity, parse_quantity


def refused(method, amount, **parameters):
    """Return the faults in Chinese."""
    given = {name: parse_quantity(text) for name, text in parameters.items()}
    return [fault.zh for fault in faults(method, parse_quantity(amount), given)]


@pytest.mark.parametrize(
    ("method", "amount", "parameters", "expected"),
    [
        ("fuel_combustion", "1 kWh", {"carbon_content": "0.02 tC/GJ", "oxidation": "1.2 ratio"},
         ["碳氧化率应在 0 % 到 100 % 之间，现为 120 %。"]),
        ("fuel_combustion", "1 t", {"carbon_content": "0.02 tC/GJ"}, ["缺少低位发热量（GJ/t）。"]),
        ("fuel_combustion", "1 t", {"ncv": "25 MJ/t", "carbon_content": "0.02 tCO2/GJ"},
         ["低位发热量应在 0.5 GJ/t 到 145 GJ/t 之间，现为 0.025 GJ/t。",
          "单位热值含碳量的单位应可换算为 tC/GJ，现为 tCO2/GJ。"]),
        ("fuel_combustion", "1 t", {"ncv": "25 GJ/t"},
         ["请在单位热值含碳量、元素碳含量、单位热值 CO2 因子三者中给出且只给出一个。"]),
        ("fuel_combustion", "1 万Nm3", {"ncv": "389 GJ/t", "co2_factor": "56.1 tCO2/TJ"},
         ["低位发热量的单位应可换算为 GJ/万Nm3，现为 GJ/t。"]),
        ("fuel_combustion", "1 台", {}, ["“燃料燃烧”的燃料消耗量单位应可换算为 t、万Nm3、m3、GJ，现为 台。"]),
        ("fuel_combustion", "1 GJ", {"ncv": "25 GJ/t", "co2_factor": "95 tCO2/TJ"},
         ["低位发热量的单位应可换算为 GJ/GJ，现为 GJ/t。", "数量已是热量，不应再给低位发热量。"]),
        ("clinker_calcination", "1 t", {}, ["请给出熟料 CaO 和 MgO 含量，或给出缺省因子。"]),
        ("clinker_calcination", "1 t", {"factor": "0.535 tCO2/t", "cao": "65 %"}, ["缺省因子与氧化物含量只能选一种。"]),
        ("clinker_calcination", "1 t", {"cao": "65 ratio", "mgo": "1.5 %"},
         ["熟料 CaO 含量应在 30 % 到 75 % 之间，现为 6500 %。"]),
        ("carbon_balance", "1 t", {"reductant": "0.5 t/t"},
         ["还原剂的用量与含碳量应同时给出。"]),
        ("carbon_balance", "1 t", {}, ["请给出带入碳总量（carbon_in）或至少一股含碳输入。"]),
        ("anode_consumption", "1 t", {}, ["缺少阳极含硫量（%）。", "缺少阳极灰分（%）。"]),
        ("anode_effect_pfc", "1 t", {"slope": "0.1 (kg/t)/(min/槽日)", "cf4": "0.02 kg/t"},
         ["斜率法与缺省因子只能选一种。"]),
        ("anode_effect_pfc", "1 t", {"slope": "0.1 (kg/t)/(min/槽日)"},
         ["请给出斜率法的效应时长、斜率和 C2F6/CF4 质量比，或 CF4 和 C2F6 缺省因子。"]),
        ("transport", "1 t", {"factor": "0.1 kgCO2e/(t·km)"}, ["缺少运输距离（km）。"]),
        ("transport", "1 t·km", {"factor": "0.1 kgCO2e/(t·km)", "distance": "1 km"}, ["数量已是运输周转量，不应再给距离。"]),
        ("purchased_electricity", "1 kWh", {"factor": "0.5306 kgCO2/kWh"},
         ["电力碳足迹因子的单位应可换算为 kgCO2e/kWh，现为 kgCO2/kWh。"]),
        ("purchased_heat", "1 t", {"factor": "0.11 tCO2/GJ"}, ["缺少蒸汽或热水的焓值（kJ/kg）。"]),
        ("purchased_heat", "1 GJ", {"factor": "0.11 tCO2/GJ", "enthalpy": "2700 kJ/kg"}, ["数量已是热量，不应再给焓值。"]),
        ("direct_emission", "1 kg", {}, ["请用参数指明排放的气体，例如 sf6 = 1。"]),
        ("direct_emission", "1 kgCO2", {"ch4_fossil": "1 ratio"}, ["数量以 kgCO2 计，不能作为化石 CH4。"]),
        ("direct_emission", "1 kg", {"co2e": "1 ratio"}, ["数量以 kg 计，不能作为CO2 当量。"]),
        ("emission_factor", "1 t", {}, ["缺少排放因子。"]),
        ("emission_factor", "1 t", {"factor": "3 kg/t"},
         ["排放因子的单位应可换算为 kgCO2e/t、kgCO2/t、kgCH4/t、kgN2O/t、kgCF4/t、kgC2F6/t、kgSF6/t、kgNF3/t，现为 kg/t。"]),
        ("kiln_dust", "1 t", {"factor": "0.5 tCO2/t", "colour": "1 ratio"},
         ["“窑炉粉尘”没有参数“colour”；可用：factor、cao、mgo、noncarbonate_cao、noncarbonate_mgo、degree。"]),
    ],
)  # fmt: skip
def test_refusal(method, amount, parameters, expected):
    assert refused(method, amount, **parameters) == expected


def test_computing_raises_all_faults_in_both_languages():
    with pytest.raises(MethodError) as raised:
        compute("purchased_electricity", Quantity(1.0, "kWh"), {"power": Quantity(1.0, "kW")})
    assert raised.value.zh == "“外购电力”没有参数“power”；可用：factor。 缺少电力碳足迹因子（kgCO2e/kWh）。"
    assert raised.value.en == (
        "Purchased electricity has no parameter “power”; known: factor. "
        "electricity footprint factor (kgCO2e/kWh) is missing."
    )
    assert len(raised.value.faults) == 2


def test_unknown_method_names_the_known_ones():
    with pytest.raises(MethodError) as raised:
        faults("magic", Quantity(1.0, "t"), {})
    assert raised.value.zh == f"没有名为“magic”的核算方法；可用：{'、'.join(METHODS)}。"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), complex(1, float("nan"))])
def test_amounts_are_finite(value):
    assert [fault.zh for fault in faults("kiln_dust", Quantity(value, "t"), {})] == ["数量必须是有限数值。"]


def test_unknown_unit_of_a_parameter_is_one_fault_of_it():
    found = faults("kiln_dust", Quantity(1.0, "车"), {})
    assert [fault.zh for fault in found] == ["不认识的单位“车”：请用单位表中的写法，例如 t、kWh、GJ、Nm3、t·km。"]
    found = faults("kiln_dust", Quantity(1.0, "t"), {"factor": Quantity(0.5, "MT/t")})
    assert [fault.zh for fault in found] == [
        "熟料过程排放因子：不认识的单位“MT/t”：请用单位表中的写法，例如 t、kWh、GJ、Nm3、t·km。"
    ]


def test_sampled_figures_may_pass_the_bounds():
    given = {"factor": Quantity(0.9, "tCO2/t")}
    assert compute("kiln_dust", Quantity(1.0, "t"), given, bounded=False).emissions == {
        "co2_fossil": pytest.approx(900)
    }


def test_carbon_is_never_read_as_co2_nor_the_other_way_round():
    """A coal has 0.0264 tC/GJ or 0.0968 tCO2/GJ: a plain t/GJ could be either."""
    for figure in ("0.0264 t/GJ", "0.0968 tCO2/GJ"):
        (fault,) = refused("fuel_combustion", "1 t", ncv="25 GJ/t", carbon_content=figure)
        assert fault.startswith("单位热值含碳量的单位应可换算为 tC/GJ")
    (fault,) = refused("fuel_combustion", "1 t", ncv="25 GJ/t", co2_factor="0.0264 tC/GJ")
    assert fault.startswith("单位热值 CO2 因子的单位应可换算为 tCO2/GJ")
