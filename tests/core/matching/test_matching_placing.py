"""Where a line may go in a template: proposed, never decided."""

import pytest

from qiantan.core.matching.placing import places
from qiantan.core.rules.load import factor
from qiantan.core.templates.load import template

CEMENT, ALUMINIUM = template("cement"), template("electrolytic_aluminium")


@pytest.mark.parametrize(
    ("plan", "name", "unit", "section", "proposed"),
    [
        (CEMENT, "外购石灰石", "t", "raw_materials", {"kind": "limestone"}),
        (CEMENT, "液体助磨剂", "kg", "auxiliaries", {"kind": "grinding_aid"}),
        (CEMENT, "脱硝氨水", "t", "auxiliaries", {"kind": "ammonia"}),
        (CEMENT, "六盘水烟煤", "t", "fuels", {"fuel": "bituminous"}),
        (CEMENT, "脱硫石膏", "t", "additions", {"kind": "gypsum_residue"}),
        (ALUMINIUM, "外购氧化铝", "t", "electrolysis_materials", {"kind": "alumina"}),
        (ALUMINIUM, "改质煤沥青", "t", "anode_materials", {"kind": "pitch"}),
        (ALUMINIUM, "天然气", "Nm3", "fuels", {"fuel": "natural_gas"}),
    ],
)
def test_the_choice_that_names_the_material_is_proposed(plan, name, unit, section, proposed):
    first = places(plan, name, unit)[0]
    assert (first.section.id, dict(first.proposed), first.is_sure) == (section, proposed, True)


def test_the_template_s_own_use_of_a_factor_tells_the_place():
    steel = factor("cpcd-41265X0342022C-1")
    assert dict(places(CEMENT, "磨球", "t", steel)[0].proposed) == {"kind": "grinding_media"}
    coal = factor("cpcd-11010X0012022C-1")
    first = places(CEMENT, "原煤", "t", coal)[0]
    assert (first.section.id, dict(first.proposed)) == ("fuels", {})


def test_electricity_goes_to_the_sources_of_electricity_only():
    found = places(CEMENT, "外购电", "万kWh", factor("cn-elec-cf-2024-CN"))
    assert [(one.section.id, dict(one.proposed)) for one in found] == [("electricity_sources", {"source": "grid"})]


def test_what_no_section_takes_has_no_place():
    assert places(CEMENT, "重卡运输", "t·km") == ()
    assert places(CEMENT, "自来水", "m3") == ()


def test_an_unknown_material_may_go_anywhere_and_nothing_is_sure():
    found = places(CEMENT, "未知物料", "t")
    assert len(found) > 3
    assert not any(one.is_sure for one in found)
