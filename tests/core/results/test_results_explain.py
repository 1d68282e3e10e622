"""Any number opened: the tree is the arithmetic, and its leaves are what the plant typed."""

from math import prod

import pytest
from tests.factories.rules import kiln
from tests.factories.studies import (
    cement_study,
    computed,
    cut_off,
    emitted,
    from_study,
    named,
    output,
    parameter,
    process,
    study,
)

from qiantan.core.results.explain import Explanation, NothingToExplain, explain
from qiantan.core.results.make import make_result

from tests.factories.studies import co_product, footprint  # isort: skip

STUDY = cement_study()
RESULT = make_result(STUDY)


def _find(node: Explanation, words: str) -> Explanation:
    if words in node.label.zh:
        return node
    for child in node.children:
        try:
            return _find(child, words)
        except LookupError:
            continue
    raise LookupError(words)


def test_the_headline_is_the_sum_of_its_stages():
    tree = explain(STUDY, RESULT)
    assert tree.value == RESULT.total
    assert sum(stage.value for stage in tree.children) == pytest.approx(RESULT.total, rel=1e-11)
    for stage in tree.children:
        assert sum(child.value for child in stage.children) == pytest.approx(stage.value, rel=1e-11)


def test_a_contribution_is_the_period_times_the_part_of_the_unit():
    """120 t of coal: (1950 + 3.1 × 29.8 + 0.03 × 273) kg/t × 120 t = 246 068.4 kg, over 1300 t."""
    tree = explain(STUDY, RESULT, "kiln.coal")
    period, scale = tree.children
    assert period.value == 246068.4
    assert scale.value == pytest.approx(1 / 1300, rel=1e-11)
    assert prod((period.value, scale.value)) == pytest.approx(tree.value, rel=1e-11)
    assert _find(tree, "填报数量：120 t").source.zh == "生产台账；没有列出凭证"
    assert _find(tree, "因子：coal").value == 2050.57
    assert "确定程度：低" in _find(tree, "因子：coal").source.zh
    assert _find(tree, "甲烷").value == 3.1


def test_the_part_of_the_unit_shows_what_was_made_and_what_is_needed():
    """1000 t of clinker were made; 1 t of cement takes 1000/1300 of a tonne."""
    (_, scale) = explain(STUDY, RESULT, "kiln.coal").children
    made, needed = scale.children
    assert (made.label.zh, made.value, made.unit) == ("本时段产出：clinker", 1000, "t")
    assert (needed.label.zh, needed.value) == ("每 1 t 需要：clinker", pytest.approx(1000 / 1300, rel=1e-11))


def test_the_part_of_an_allocated_process_tells_the_procedure():
    smelter = process(
        "smelter", output("ingot", "600 t"), co_product("slag", "400 t"), emitted("n2o", "1 t"), allocate="mass"
    )
    given = study(smelter, unit="1 t")
    (_, scale) = explain(given, make_result(given), "smelter.n2o").children
    assert [child.label.zh for child in scale.children] == ["本时段产出：ingot", "本时段产出：slag", "分配：按质量分配"]
    assert scale.value == pytest.approx(0.6 / 600, rel=1e-11)


def test_gases_of_a_contribution_add_up_to_its_period():
    (period, _) = explain(STUDY, RESULT, "kiln.coal").children
    gases = [child.value for child in period.children if "潜势值" in child.label.zh]
    assert sum(gases) == pytest.approx(period.value, rel=1e-12)
    assert len(gases) == 3


def test_a_product_opens_the_process_that_makes_it():
    assert explain(STUDY, RESULT, "clinker") == explain(STUDY, RESULT, "kiln")


def test_a_process_is_the_sum_of_its_contributions():
    tree = explain(STUDY, RESULT, "kiln")
    assert sum(child.value for child in tree.children) == pytest.approx(tree.value, rel=1e-11)


def test_a_gas_is_the_sum_of_what_emits_it():
    tree = explain(STUDY, RESULT, "ch4_fossil")
    gas = next(part for part in RESULT.by_gas if part.id == "ch4_fossil")
    assert tree.value == pytest.approx(gas.kg, rel=1e-11)
    assert [child.label.zh for child in tree.children] == ["coal（kiln）：coal"]


def test_a_unit_that_differs_from_the_factor_is_converted_in_sight():
    """6 万kWh are 60 000 kWh."""
    node = _find(explain(STUDY, RESULT, "kiln.power"), "换算为因子的单位")
    assert (node.value, node.unit) == (60000, "kWh")


def test_a_method_shows_its_steps_its_sources_and_its_defaults():
    """10 t × 25 GJ/t × 0.026 tC/GJ × 98 % × 44/12 = 23.3566… t CO2."""
    coal = computed(
        "coal",
        "10 t",
        method="fuel_combustion",
        parameters={"ncv": "@ncv", "carbon_content": "0.026 tC/GJ", "oxidation": "98 %"},
    )
    given = kiln(coal, factors=[parameter("ncv", "25 GJ/t", name=named("缺省热值"))])
    tree = explain(given, make_result(given), "kiln.coal")
    assert tree.label.zh == "coal（kiln）：燃料燃烧"
    method = _find(tree, "核算方法：燃料燃烧")
    assert "IPCC 2006" in method.source.zh
    assert _find(method, "缺省热值").source.zh.startswith("worked by hand for a test")
    assert _find(method, "碳氧化率：实测").value == 98
    assert _find(method, "CO2 排放量").value == pytest.approx(10 * 25 * 0.026 * 0.98 * 44 / 12, rel=1e-11)


def test_a_cut_off_tells_its_reason_and_what_it_leaves_out():
    given = kiln(cut_off("oil", "1 t", estimate="500", reason="用量极少"))
    tree = explain(given, make_result(given), "kiln.oil")
    assert tree.value == 0
    assert _find(tree, "舍去理由：用量极少").value == 500


def test_another_study_is_named_by_its_digest():
    given = kiln(from_study("steel", "2 t", unit="1 t", emissions={"co2_fossil": "1500"}))
    tree = explain(given, make_result(given), "kiln.steel")
    assert tree.value == 3
    assert len(_find(tree, "上游产品研究").source.zh.split()[-1]) == 64


def test_a_credit_is_explained_like_an_input():
    slag = co_product("slag", "200 t", substitutes={"kind": "factor", "factor": "clinker"})
    furnace = process(
        "furnace", output("steel", "1000 t"), slag, emitted("co2_fossil", "2000 t"), allocate="substitution"
    )
    given = study(furnace, unit="1 t", factors=[footprint("clinker", per="t", co2e="850")])
    result = make_result(given)
    credit = result.contributions[1]
    tree = explain(given, result, credit.exchange)
    assert tree.value == credit.kg == -170
    assert prod(child.value for child in tree.children) == pytest.approx(-170, rel=1e-11)


def test_names_are_found_whatever_their_case_and_in_part():
    assert explain(STUDY, RESULT, "KILN.COAL") == explain(STUDY, RESULT, "kiln.coal")
    assert explain(STUDY, RESULT, "limest") == explain(STUDY, RESULT, "kiln.limestone")


def test_a_name_nobody_has_lists_what_there_is():
    with pytest.raises(NothingToExplain) as nothing:
        explain(STUDY, RESULT, "钢")
    assert nothing.value.zh.startswith("结果里没有“钢”。可以展开：")
    assert "kiln（kiln）" in nothing.value.zh


def test_a_name_several_have_asks_which():
    with pytest.raises(NothingToExplain) as several:
        explain(STUDY, RESULT, "power")
    assert several.value.zh == "“power”对应多个：kiln.power、mill.power，请写编号"


def test_every_contribution_of_the_study_is_its_period_times_its_part():
    for contribution in RESULT.contributions:
        tree = explain(STUDY, RESULT, contribution.exchange)
        assert prod(child.value for child in tree.children) == pytest.approx(contribution.kg, rel=1e-10, abs=1e-12)
