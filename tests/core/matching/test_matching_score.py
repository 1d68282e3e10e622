"""The judgement: what is offered first, what never, and why."""

from decimal import Decimal

import pytest

from qiantan.core.matching.ladder import Rung
from qiantan.core.matching.names import heads_of, names
from qiantan.core.matching.regions import nearness, region_of
from qiantan.core.matching.rules import matching_rules
from qiantan.core.matching.score import Candidate, Wanted, explain, judge, kg_of
from qiantan.core.matching.shares import Part, indication, mass_of, shares
from qiantan.core.rules import load
from qiantan.core.study.document import Emission

SOURCES = {release.id: release.source_kind or "" for release in load.releases()}
LIBRARY = tuple(
    Candidate(factor=load.factor(key), source_kind=SOURCES[owner]) for key, (owner, _) in load.factor_rows().items()
)
AMMONIA = load.factor("cpcd-34280D0042022C-1")


def wanted(name, unit="t", **more):
    return Wanted(name=name, amount=Decimal(10), unit=unit, year=2025, **more)


def named(name, **changes):
    """A factor of ammonia's kind with another name."""
    return Candidate(
        factor=AMMONIA.model_copy(
            update={"id": f"x-{name}", "name": AMMONIA.name.model_copy(update={"zh": name}), **changes}
        )
    )


def test_the_score_is_the_weighted_sum_of_its_parts():
    # 液氨 → 氨: name listed 0.95, geography country 0.80, 2022 to 2025 three years 0.90, source database 0.75, certainty
    # medium 0.75: 0.60 × 0.95 + 0.14 × 0.80 + 0.10 × 0.90 + 0.08 × 0.75 + 0.08 × 0.75 = 0.892.
    [found] = judge(wanted("液氨"), LIBRARY).offered
    assert dict(found.parts) == {"name": 0.95, "geography": 0.8, "year": 0.9, "source": 0.75, "certainty": 0.75}
    assert found.total == 0.892
    assert [reason.zh for reason in found.reasons][1:] == ["全国平均，未分地区", "数据年份 2022，比统计期早 3 年"]
    assert (found.rung, found.exact) == (Rung.NATIONAL, True)


def test_weights_add_up_to_one():
    assert sum(matching_rules().weights.values()) == 1


def test_the_order_of_the_candidates_does_not_matter():
    for name, unit in (("外购电", "kWh"), ("柴油", "t"), ("货车运输", "t·km")):
        assert judge(wanted(name, unit), LIBRARY) == judge(wanted(name, unit), tuple(reversed(LIBRARY)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("石灰石", "same"),
        ("外购石灰石", "same"),
        ("石灰岩", "listed"),
        ("石灰石粉", "state"),
        ("水洗石灰石", "kind"),
        ("砂岩", "proxy"),
        ("进口块状石灰石（一级）", "same"),
    ],
)
def test_names_agree_in_different_ways(name, kind):
    [found] = judge(wanted(name), LIBRARY).offered
    assert (found.factor.id, found.name.kind) == ("cpcd-15200X0502025C-1", kind)


@pytest.mark.parametrize(
    "name", ["电石渣", "脱硫石膏", "氨水", "不锈钢板", "生物柴油", "石灰", "聚丙烯酰胺", "未知物料", "高粱", "（）"]
)
def test_what_is_something_else_is_not_offered(name):
    assert judge(wanted(name), LIBRARY).offered == ()


def test_what_looks_alike_and_differs_says_so():
    assert judge(wanted("氨水（20%）"), LIBRARY).why_not.zh == "不能用“氨”的因子：氨水须按含氨量折算成氨后再匹配"


def test_a_footprint_line_is_never_offered_a_co2_factor_of_electricity():
    found = judge(wanted("贵州电网", "kWh"), LIBRARY)
    assert {one.factor.kind for one in found.offered} == {"electricity_footprint"}
    refused = judge(wanted("贵州电力平均", "kWh"), LIBRARY).refused
    assert "electricity_emission" in {one.factor.kind for one in refused}
    assert all(one.refusal.zh and one.refusal.en for one in refused)


def test_another_unit_kind_is_told_and_not_offered():
    found = judge(wanted("柴油", "L"), LIBRARY)
    assert found.offered == ()
    told = {one.factor.id: one.refusal.zh for one in found.refused}
    assert told["cpcd-12010X0072024C-1"].startswith("按 t（质量）给出，清单数量是 L")


def test_a_proxy_is_offered_only_where_the_material_has_no_factor():
    own, proxy = named("钢球"), Candidate(factor=load.factor("cpcd-41265X0342022C-1"))
    assert [one.is_proxy for one in judge(wanted("钢球"), (proxy,)).offered] == [True]
    assert [one.factor.id for one in judge(wanted("钢球"), (own, proxy)).offered] == ["x-钢球"]


def test_the_nearer_the_newer_the_surer_goes_first():
    home = named("液氨", id="home", geography="CN-520000")
    nation = named("液氨", id="nation")
    world = named("液氨", id="world", geography="GLO")
    old = named("液氨", id="old", reference_year="2009")
    found = judge(wanted("液氨", origin="贵州遵义"), (world, old, nation, home)).offered
    assert [one.factor.id for one in found] == ["home", "nation", "old", "world"]
    assert [one.rung for one in found] == [Rung.GUIZHOU, Rung.NATIONAL, Rung.NATIONAL, Rung.INTERNATIONAL]


def test_two_equal_factors_are_not_exact():
    twins = (named("液氨", id="a"), named("液氨", id="b"))
    assert [one.exact for one in judge(wanted("液氨"), twins).offered] == [False, False]


def test_a_code_names_the_material():
    assert judge(wanted("物料 17", code="7664-41-7"), LIBRARY).offered[0].factor == AMMONIA


def test_a_factor_a_person_chose_is_judged_as_another_name():
    found = explain(wanted("助磨剂"), Candidate(factor=AMMONIA))
    assert (found.is_proxy, found.name.score, found.refusal.zh) == (True, 0.0, "")


def test_suppliers_stand_on_the_first_steps():
    found = judge(
        wanted("液氨"),
        (Candidate(factor=AMMONIA, origin="supplier"), Candidate(factor=AMMONIA, origin="supplier_verified")),
    ).offered
    assert [one.rung for one in found] == [Rung.SUPPLIER_VERIFIED, Rung.SUPPLIER]


@pytest.mark.parametrize(
    ("words", "region"),
    [
        ("贵州六盘水", "CN-520000"),
        ("遵义", "CN-520000"),
        ("Guizhou", "CN-520000"),
        ("云南省曲靖市", "CN-530000"),
        ("国产", "CN"),
        ("进口", "GLO"),
        ("Australia", "GLO"),
        ("", "CN-520000"),
    ],
)
def test_regions_are_read_from_words(words, region):
    assert region_of(words) == region


@pytest.mark.parametrize(
    ("geography", "wanted_region", "near"),
    [
        ("CN-520000", "CN-520000", "same"),
        ("CN-520300", "CN-520000", "province"),
        ("CN-region-South", "CN-520000", "region"),
        ("CN-region-North", "CN-520000", "other_region"),
        ("CN", "CN-520000", "country"),
        ("CN-440000", "CN-520000", "other_region"),
        ("GLO", "CN-520000", "elsewhere"),
        ("CN", "GLO", "other_region"),
        ("CN", "CN", "same"),
    ],
)
def test_nearness(geography, wanted_region, near):
    assert nearness(geography, wanted_region) == near


def test_kilograms_of_a_line():
    assert kg_of(Decimal("1.5"), "t", AMMONIA) == Decimal("3615.0")
    assert kg_of(Decimal(1), "kWh", AMMONIA) is None
    gases = AMMONIA.model_copy(update={"emissions": (Emission(flow="ch4_fossil", kg=Decimal(1)),)})
    assert kg_of(Decimal(1), "t", gases) is None


def test_shares_count_matched_lines_only():
    # 300 t, 100 t, a line of electricity; one matched with 80, one with 20 kg; the open one would give 50.
    parts = [
        Part(mass=300.0, carbon=80.0),
        Part(mass=100.0, indication=50.0),
        Part(mass=None, carbon=20.0, indication=9.0),
    ]
    sums = shares(parts)
    assert (sums.mass, sums.carbon, sums.indication, sums.without_mass) == (400.0, 100.0, 50.0, 1)
    assert [sums.of_mass(part) for part in parts] == [0.75, 0.25, None]
    assert [sums.of_carbon(part) for part in parts] == [0.8, None, 0.2]
    assert [sums.indicated(part) for part in parts] == [None, 50 / 150, None]


def test_an_indication_is_the_median_and_mass_is_in_kilograms():
    assert indication([Decimal(10), None, Decimal(30), Decimal(100)]) == 30
    assert indication([None]) is None
    assert mass_of(Decimal("1.5"), "万t") == 15_000_000.0
    assert mass_of(Decimal(1), "kWh") is None


def test_no_word_of_the_rules_stands_on_both_sides():
    rules = matching_rules()
    offered = {said for table in (rules.same, rules.kinds, rules.proxies) for one in table for said in one.says}
    heads = {means for one in rules.same for means in one.means}
    assert not offered & {said for one in rules.differs for said in one.says}
    assert all(set(one.kept_from) <= heads | {means for t in rules.kinds for means in t.means} for one in rules.differs)


def test_every_name_the_rules_lead_to_is_a_factor_of_the_library():
    factors = [candidate.factor for candidate in LIBRARY]
    known = {head for one in factors for head in heads_of(one.id, one.name.zh, one.name.en)}
    rules = matching_rules()
    assert {
        means for table in (rules.same, rules.kinds, rules.proxies) for one in table for means in one.means
    } <= known
    assert names().stands_for(names().of_line("液氨")) == ("氨",)
