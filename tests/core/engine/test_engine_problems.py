"""Every fault of a study: its code, its JSON pointer, its wording — and all of them at once."""

import pytest
from tests.factories.studies import (
    AR6,
    bought,
    cement_study,
    co_product,
    computed,
    discarded,
    electricity,
    electricity_emission,
    emitted,
    exchange,
    figure,
    footprint,
    from_study,
    gwp,
    output,
    parameter,
    process,
    study,
    supplied,
)

from qiantan.core.engine.calculate import calculate, problems
from qiantan.core.engine.errors import FaultyStudyError
from qiantan.core.study.document import Distribution, Process, Stage, Study
from qiantan.core.study.supply import FromFactor, FromMethod, FromProcess, Parameter

STEEL = footprint("steel", per="t", co2e="2000")
P = output("p", "1 kg")


def one(*parts, factors=(STEEL,), **over) -> Study:
    return study(process("p", *parts), factors=factors, **over)


def found(subject: Study) -> list[tuple[str, str]]:
    return [(finding.code.removeprefix("ENGINE-"), finding.place) for finding in problems(subject)]


EXCHANGE = "/processes/0/exchanges/0"


@pytest.mark.parametrize(
    ("subject", "code", "place", "zh"),
    [
        (
            one(P, bought("x", "1 kg", factor="iron")),
            "UNKNOWN-FACTOR",
            f"{EXCHANGE}/supply/factor",
            "因子“iron”不在本研究的因子表中",
        ),
        (
            one(P, bought("power", "1 kWh", factor="g"), factors=[electricity_emission("g", "0.5")]),
            "ELECTRICITY-FAMILY",
            f"{EXCHANGE}/supply/factor",
            "“g”是组织层面的电力二氧化碳排放因子，不得用于产品碳足迹；请改用电力碳足迹因子",
        ),
        (
            one(
                P,
                computed("power", "1 kWh", method="purchased_electricity", parameters={"factor": "@g"}),
                factors=[electricity_emission("g", "0.5")],
            ),
            "ELECTRICITY-FAMILY",
            f"{EXCHANGE}/supply/parameters/factor/factor",
            "“g”是组织层面的电力二氧化碳排放因子，不得用于产品碳足迹；请改用电力碳足迹因子",
        ),
        (
            one(P, bought("coal", "1 t", factor="ncv"), factors=[parameter("ncv", "20 GJ/t")]),
            "FACTOR-KIND",
            f"{EXCHANGE}/supply/factor",
            "“ncv”是方法参数，不能直接覆盖一项用量",
        ),
        (
            one(P, bought("steel", "1 kWh", factor="steel")),
            "UNIT",
            f"{EXCHANGE}/amount/unit",
            "“steel”：单位“kWh”是能量，“t”是质量，两者不能换算。",
        ),
        (
            one(P, bought("steel", "1 袋", factor="steel")),
            "UNIT",
            f"{EXCHANGE}/amount/unit",
            "“steel”：不认识的单位“袋”：请用单位表中的写法，例如 t、kWh、GJ、Nm3、t·km。",
        ),
        (
            one(P, supplied("x", "1 kg", by="nobody")),
            "UNKNOWN-PROCESS",
            f"{EXCHANGE}/supply/process",
            "“x”的供应过程“nobody”不存在",
        ),
        (
            one(P, supplied("x", "1 kg", by="p")),
            "UNKNOWN-OUTPUT",
            f"{EXCHANGE}/supply/flow",
            "过程“p”没有产出“x”",
        ),
        (
            study(
                process(
                    "a",
                    output("a", "1 kg"),
                    co_product("b", "1 kg", substitutes=FromFactor(factor="steel")),
                    supplied("b", "1 kg", by="a"),
                    allocate="substitution",
                ),
                factors=[STEEL],
            ),
            "UNKNOWN-OUTPUT",
            f"{EXCHANGE}/supply/flow",
            "过程“a”对“b”采用替代法，不能再作为供应者；请改由被替代的过程供应",
        ),
        (
            one(P, emitted("sf6", "1 kg"), gwp_set=gwp({"co2_fossil": "1"})),
            "FLOW",
            "/factors/1/emissions/0/flow",
            "GWP 取值集“IPCC AR6 GWP100”中没有“sf6”的数值",
        ),
        (
            one(P, bought("x", "1 kg", factor="x"), factors=[footprint("x", laughing_gas="1")]),
            "FLOW",
            "/factors/0/emissions/0/flow",
            "未知的基本流“laughing_gas”",
        ),
        (
            one(P, from_study("x", "1 kg", unit="1 kg", emissions={"nox": "1"})),
            "FLOW",
            f"{EXCHANGE}/supply/emissions/nox",
            "未知的基本流“nox”",
        ),
        (
            one(P, from_study("x", "1 kg", unit="0 kg", emissions={"n2o": "1"})),
            "UNIT-AMOUNT",
            f"{EXCHANGE}/supply/unit/value",
            "所引用研究的声明单位须大于零",
        ),
        (
            one(P, exchange("x", "1 kg", FromMethod(method="magic"))),
            "UNKNOWN-METHOD",
            f"{EXCHANGE}/supply/method",
            "未知的核算方法“magic”",
        ),
        (
            one(P, exchange("x", "1 t", FromMethod(method="transport", parameters={"factor": Parameter()}))),
            "PARAMETER",
            f"{EXCHANGE}/supply/parameters/factor",
            "参数须为实测值或因子之一",
        ),
        (
            one(
                P,
                computed("x", "1 t*km", method="transport", parameters={"factor": "@lorry"}),
                factors=[footprint("lorry", per="t*km", co2_fossil="0.1", n2o="0.001")],
            ),
            "PARAMETER",
            f"{EXCHANGE}/supply/parameters/factor/factor",
            "因子“lorry”不是恰有一种可由单位指明的气体，不能作为方法参数；请直接用它覆盖该项",
        ),
        (
            one(
                P, bought("x", "1 t", factor="steel", distribution=Distribution(kind="lognormal", spread=figure("0.5")))
            ),
            "DISTRIBUTION",
            f"{EXCHANGE}/distribution",
            "对数正态分布的几何标准差应在 1 到 100 之间，现为 0.5。",
        ),
        (
            one(output("p", "0 kg")),
            "OUTPUT-AMOUNT",
            "/processes/0/outputs/0/amount",
            "过程“p”的产出“p”数量须大于零",
        ),
        (
            one(P, co_product("q", "1 kg")),
            "UNALLOCATED",
            "/processes/0/allocation/procedure",
            "过程“p”有 2 个产出，须选择分配方法",
        ),
        (
            one(P, output("q", "1 kg")),
            "REFERENCE",
            "/processes/0/outputs",
            "过程“p”有 2 个基准产出，须恰为 1 个",
        ),
        (
            study(process("p", P, co_product("q", "1 kWh"), allocate="mass")),
            "ALLOCATION-KEY",
            "/processes/0/outputs/1/key",
            "分配因子的单位“kWh”不能换算为“kg”",
        ),
        (
            study(process("p", output("p", "1 kg", key="1 CNY"), co_product("q", "1 kWh"), allocate="economic")),
            "ALLOCATION-KEY",
            "/processes/0/outputs/1/key",
            "产出“q”未填分配因子（全部产出量的收入或物理量）",
        ),
        (
            study(
                process(
                    "p", output("p", "1 kg", key="-1 CNY"), co_product("q", "1 kg", key="2 CNY"), allocate="economic"
                )
            ),
            "ALLOCATION-KEY",
            "/processes/0/outputs/0/key",
            "分配因子不能为负",
        ),
        (
            study(
                process(
                    "p", output("p", "1 kg", key="0 CNY"), co_product("q", "1 kg", key="0 CNY"), allocate="economic"
                )
            ),
            "ALLOCATION-KEY",
            "/processes/0/outputs/0/key",
            "分配因子之和为零",
        ),
        (
            study(process("p", P, co_product("q", "1 kg"), allocate="substitution")),
            "SUBSTITUTES",
            "/processes/0/outputs/1/substitutes",
            "采用替代法，但未说明副产品“q”替代什么",
        ),
        (
            study(process("p", P, co_product("q", "1 kg"), emitted("n2o", "1 kg"), allocate="subdivision")),
            "SUBDIVISION",
            f"{EXCHANGE}/assigned_to",
            "过程“p”按产出拆分，但“n2o”未归属任何产出",
        ),
        (
            one(P, emitted("n2o", "1 kg", assigned_to="q")),
            "ASSIGNED-TO",
            f"{EXCHANGE}/assigned_to",
            "“n2o”归属的产出“q”不是本过程的产出",
        ),
        (
            one(P, unit="1 kWh"),
            "UNIT",
            "/unit/unit",
            "声明单位：单位“kWh”是能量，“kg”是质量，两者不能换算。",
        ),
        (one(P, unit="0 kg"), "UNIT-AMOUNT", "/unit/amount", "声明单位的数量必须大于零"),
        (one(P, of="p.q"), "UNKNOWN-OUTPUT", "/unit/flow", "过程“p”不提供产出“q”"),
        (
            one(P, grid_factor="steel"),
            "GRID-FACTOR",
            "/grid_factor",
            "电网因子“steel”不是本研究中的电力碳足迹因子",
        ),
        (
            one(P, bought("power", "1 t", factor="steel", electricity={"instrument": "grid"})),
            "UNIT",
            f"{EXCHANGE}/amount/unit",
            "“power”：单位“t”是质量，“kWh”是能量，两者不能换算。",
        ),
    ],
)
def test_a_fault_is_named_at_its_place(subject, code, place, zh):
    (finding,) = problems(subject)

    assert (finding.code, finding.place, finding.message.zh) == (f"ENGINE-{code}", place, zh)
    assert finding.message.en
    with pytest.raises(FaultyStudyError) as caught:
        calculate(subject)
    assert caught.value.findings == (finding,)


def test_a_method_says_what_it_misses():
    (finding,) = problems(one(P, computed("coal", "1 t", method="fuel_combustion")))

    assert (finding.code, finding.place) == ("ENGINE-METHOD", f"{EXCHANGE}/supply")
    assert "请在单位热值含碳量、元素碳含量、单位热值 CO2 因子三者中给出且只给出一个。" in finding.message.zh
    assert "缺少低位发热量" in finding.message.zh


def test_a_biogenic_factor_does_not_turn_fossil_on_its_way_through_a_method():
    """Written as kgCO2 per kg, a method would book it as fossil."""
    subject = one(
        P,
        computed("wood", "1 kg", method="emission_factor", parameters={"factor": "@wood"}),
        factors=[footprint("wood", co2_biogenic="1.8")],
    )

    assert found(subject) == [("PARAMETER", f"{EXCHANGE}/supply/parameters/factor/factor")]


def test_a_unit_that_names_a_process_that_is_missing():
    subject = one(P)
    lost = subject.model_copy(update={"unit": subject.unit.model_copy(update={"process": "q"})})

    assert found(lost) == [("UNKNOWN-PROCESS", "/unit/process")]


def test_ids_given_twice_and_unknown_stages():
    kiln = Process.model_validate(process("p", P, emitted("n2o", "1 kg"), emitted("n2o", "2 kg")))
    mill = process("p", P, emitted("n2o", "1 kg", id="other", stage="moon"))
    subject = study(
        kiln,
        mill,
        factors=[STEEL, STEEL],
        boundary=cement_study().boundary.model_copy(
            update={
                "stages": (
                    Stage(id="production", name=P.name, included=True),
                    Stage(id="production", name=P.name, included=True),
                )
            }
        ),
    )

    assert found(subject) == [
        ("DUPLICATE-ID", "/processes/1/id"),
        ("DUPLICATE-ID", "/processes/0/exchanges/1/id"),
        ("DUPLICATE-ID", "/factors/1/id"),
        ("DUPLICATE-ID", "/boundary/stages/1/id"),
        ("UNKNOWN-STAGE", "/processes/1/exchanges/0/stage"),
    ]


def test_an_output_given_twice():
    subject = study(process("p", P, co_product("p", "1 kg"), allocate="mass"))

    assert found(subject) == [("DUPLICATE-ID", "/processes/0/outputs/1/flow")]


def test_all_faults_come_at_once():
    subject = study(
        process("a", output("a", "0 kg"), bought("x", "1 kg", factor="x"), supplied("y", "1 kg", by="y")),
        process("b", output("b", "1 kg"), discarded("w", "1 kg", to="a"), emitted("nf3", "1 kg")),
        unit="1 kWh",
        grid_factor="none",
        gwp_set=gwp({flow: value for flow, value in AR6.items() if flow != "nf3"}),
    )

    assert found(subject) == [
        ("UNIT", "/unit/unit"),
        ("GRID-FACTOR", "/grid_factor"),
        ("OUTPUT-AMOUNT", "/processes/0/outputs/0/amount"),
        ("UNKNOWN-FACTOR", "/processes/0/exchanges/0/supply/factor"),
        ("UNKNOWN-PROCESS", "/processes/0/exchanges/1/supply/process"),
        ("UNKNOWN-OUTPUT", "/processes/1/exchanges/0/supply/flow"),
        ("FLOW", "/factors/0/emissions/0/flow"),
    ]
    with pytest.raises(FaultyStudyError, match="研究文件有 7 处错误"):
        calculate(subject)


def test_what_a_co_product_replaces_is_checked_like_any_supply():
    side = co_product("q", "1 kg", substitutes=FromProcess(process="nobody", flow="q"))

    assert found(study(process("p", P, side, allocate="substitution"))) == [
        ("UNKNOWN-PROCESS", "/processes/0/outputs/1/substitutes/process")
    ]


def test_a_sound_study_has_no_problems():
    assert problems(cement_study()) == ()
    assert problems(one(P, bought("power", "1 kWh", factor="g"), factors=[electricity("g", "0.5")])) == ()
