"""What a contributor states of one value: the fields in order, with label, hint and example in both languages.

The form, the workbook and the findings all use this one list. A field that is `needed` must be filled before a proposal
is handed in; `needed_for` names the kinds of factor it is needed for, where not for all.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from qiantan.core.datasets.proposal.choices import (
    CERTAINTIES,
    GEOGRAPHIES,
    GRIDS,
    GWP_SETS,
    HOW_FOUND,
    KINDS,
    LICENCES,
    TOPICS,
)
from qiantan.core.findings import Text
from qiantan.core.findings.finding import NO_TEXT

LINE: Final = 500
WORDS: Final = 4000
FIGURE: Final = 40


class Field(NamedTuple):
    """One field. `form` is line, words, figure, percent, unit, year, day or choice; `choices` are (key, label)."""

    key: str
    label: Text
    form: str = "line"
    needed: bool = False
    needed_for: tuple[str, ...] = ()
    example: str = ""
    hint: Text = NO_TEXT
    choices: tuple[tuple[str, Text], ...] = ()

    @property
    def longest(self) -> int:
        """How many characters the field takes."""
        return {"words": WORDS, "figure": FIGURE, "percent": FIGURE, "unit": 60}.get(self.form, LINE)


class Section(NamedTuple):
    """Fields that belong together."""

    key: str
    label: Text
    fields: tuple[Field, ...]


AGGREGATED: Final = ("footprint", "electricity_footprint", "emission", "electricity_emission")

NAME = Section(
    "name",
    Text("名称与分类", "Name and class"),
    (
        Field("name_zh", Text("中文名称", "Name in Chinese"), needed=True, example="普通硅酸盐水泥 P·O 42.5"),
        Field("name_en", Text("英文名称", "Name in English"), needed=True, example="Ordinary Portland cement P·O 42.5"),
        Field("kind", Text("因子类别", "Kind of factor"), "choice", needed=True, choices=KINDS),
        Field("topic", Text("主题", "Topic"), "choice", needed=True, choices=TOPICS),
        Field("classification", Text("产品分类代码", "Product class"), example="CPC 37440"),
    ),
)
FIGURES = Section(
    "figures",
    Text("单位与数值", "Unit and figures"),
    (
        Field(
            "per",
            Text("每单位", "Per unit"),
            "unit",
            needed_for=AGGREGATED,
            example="t",
            hint=Text("数值所对应的数量单位", "The unit the figures are stated for"),
        ),
        Field(
            "function",
            Text("功能单位说明", "Functional unit in words"),
            example="1 t 出厂散装水泥",
            needed_for=AGGREGATED,
        ),
        Field(
            "co2e",
            Text("CO₂e 合计", "CO₂e in total"),
            "figure",
            example="735.2",
            hint=Text(
                "千克 CO₂e/单位；填了各气体时用来核对合计",
                "kg CO₂e per unit; with gases given it is checked against them",
            ),
        ),
        Field("co2_fossil", Text("CO₂（化石源）", "CO₂, fossil"), "figure", example="728.1"),
        Field("co2_biogenic", Text("CO₂（生物源排放）", "CO₂, biogenic emission"), "figure"),
        Field("co2_biogenic_uptake", Text("CO₂（生物源吸收）", "CO₂, biogenic uptake"), "figure"),
        Field("co2_land_use_change", Text("CO₂（土地利用变化）", "CO₂, land-use change"), "figure"),
        Field("ch4_fossil", Text("CH₄（化石源）", "CH₄, fossil"), "figure"),
        Field("ch4_biogenic", Text("CH₄（生物源）", "CH₄, biogenic"), "figure"),
        Field("n2o", Text("N₂O", "N₂O"), "figure"),
        Field("cf4", Text("CF₄", "CF₄"), "figure"),
        Field("c2f6", Text("C₂F₆", "C₂F₆"), "figure"),
        Field("sf6", Text("SF₆", "SF₆"), "figure"),
        Field(
            "value", Text("参数数值", "Value of the parameter"), "figure", needed_for=("parameter",), example="20.908"
        ),
        Field("unit", Text("参数单位", "Unit of the parameter"), "unit", needed_for=("parameter",), example="GJ/t"),
        Field("gwp_set", Text("GWP 值集", "GWP set"), "choice", needed_for=AGGREGATED, choices=GWP_SETS),
        Field(
            "spread",
            Text("不确定性：几何标准差", "Uncertainty: geometric standard deviation"),
            "figure",
            example="1.12",
            hint=Text("大于 1；没有时在下一栏用文字说明", "Above 1; where there is none, say so in words below"),
        ),
        Field("uncertainty", Text("不确定性说明", "Uncertainty in words"), "words", needed=True),
    ),
)
BOUNDARY = Section(
    "boundary",
    Text("边界与方法", "Boundary and method"),
    (
        Field(
            "boundary",
            Text("系统边界", "System boundary"),
            needed=True,
            example="从摇篮到大门：开采、运输、生料、熟料、粉磨",
        ),
        Field(
            "technology", Text("技术说明", "Technology"), "words", needed=True, example="5000 t/d 新型干法窑，余热发电"
        ),
        Field("allocation", Text("分配方法", "Allocation"), "words", needed=True, example="无共生产品，不分配"),
        Field("cut_off", Text("取舍准则", "Cut-off"), "words", needed=True, example="单项小于 1%，合计小于 5%"),
        Field("completeness", Text("完整性", "Completeness"), "words", example="能源与原料全部计入，包装未计入"),
    ),
)
PLACE = Section(
    "place",
    Text("地域与时间", "Place and time"),
    (
        Field("geography", Text("地域", "Geography"), "choice", needed=True, choices=GEOGRAPHIES),
        Field("grid", Text("所用电网", "Electricity grid used"), "choice", choices=GRIDS),
        Field("reference_year", Text("数据年份", "Data year"), "year", needed=True, example="2024"),
        Field("published_year", Text("发布年份", "Year of publication"), "year", needed=True, example="2026"),
        Field("valid_to", Text("有效至", "Valid to"), "day", example="2029-12-31"),
        Field(
            "collection", Text("数据收集期与方式", "Collection"), "words", needed=True, example="2024 年全年计量台账"
        ),
    ),
)
REACH = Section(
    "reach",
    Text("代表性", "Representativeness"),
    (
        Field(
            "share_of_supply",
            Text("覆盖的供应份额", "Share of supply covered"),
            "percent",
            example="35",
            hint=Text("所覆盖产量占所述地域总产量的百分比", "Per cent of the production of the stated place"),
        ),
        Field("annual_volume", Text("年产量", "Annual volume"), "figure", example="1500000"),
        Field("annual_unit", Text("年产量单位", "Unit of the volume"), "unit", example="t"),
        Field("sampling", Text("抽样方法", "Sampling"), "words", example="全省在产 12 条线中的 5 条"),
    ),
)
SOURCE = Section(
    "source",
    Text("来源", "Source"),
    (
        Field("issuer", Text("发布者", "Issuer"), needed=True, example="贵州省建材研究院（示例）"),
        Field("document", Text("文件名称", "Document"), needed=True, example="贵州省水泥产品碳足迹数据报告"),
        Field("number", Text("文号或 DOI", "Number or DOI")),
        Field("page", Text("页码或表号", "Page or table"), needed=True, example="第 12 页，表 4"),
        Field("how_found", Text("怎样得到", "How it was found"), "choice", needed=True, choices=HOW_FOUND),
        Field("certainty", Text("确定程度", "Certainty"), "choice", needed=True, choices=CERTAINTIES),
        Field("note", Text("说明", "Note"), "words"),
    ),
)
RIGHTS = Section(
    "rights",
    Text("权利", "Rights"),
    (
        Field("owner", Text("数据所有者", "Owner of the data"), needed=True, example="贵州省建材研究院（示例）"),
        Field(
            "owner_uscc",
            Text("所有者统一社会信用代码", "Owner's social credit code"),
            hint=Text("所有者的人员不参加评审", "People of the owner take no part in the review"),
        ),
        Field("licence", Text("许可", "Licence"), "choice", needed=True, choices=LICENCES),
        Field("access", Text("使用限制", "Restrictions"), "words"),
        Field(
            "predecessor",
            Text("替代的因子", "Replaces factor"),
            hint=Text(
                "发布后，这个编号的因子将标为“已被替代”", "After publication the factor of this id is superseded"
            ),
            example="gzr-00012-1",
        ),
    ),
)
SECTIONS: Final = (NAME, FIGURES, BOUNDARY, PLACE, REACH, SOURCE, RIGHTS)
FIELDS: Final[Mapping[str, Field]] = {field.key: field for section in SECTIONS for field in section.fields}
GASES: Final = (
    "co2_fossil", "co2_biogenic", "co2_biogenic_uptake", "co2_land_use_change", "ch4_fossil", "ch4_biogenic", "n2o",
    "cf4", "c2f6", "sf6",
)  # fmt: skip


def is_needed(field: Field, kind: str) -> bool:
    """Say whether a field must be filled for a kind of factor."""
    return field.needed or kind in field.needed_for
