"""What would help most, and where data are weakest: tables, and the two ways to count products together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.registry.network.queries import Weighting
from qiantan.web.network.words import CATEGORIES
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table
from qiantan.web.ui.wording import percent, words

if TYPE_CHECKING:
    from qiantan.core.province.answers import Lever, Weakness

TRACE = 0.0005  # of all products together; below, a line says nothing


def weighting_of(text: str) -> Weighting:
    """Return the way to count that an address names; by product where it names none."""
    return Weighting.OUTPUT if text == Weighting.OUTPUT.value else Weighting.PRODUCT


def weightings(here: str, chosen: Weighting) -> dict[str, object]:
    """Return the two ways to count as links, and what the chosen one means."""
    said = {
        Weighting.PRODUCT: (
            _("每个产品计一次"),
            _("每个产品的碳足迹算作一个整体，取各产品份额的平均。产量大小不影响排名。"),
        ),
        Weighting.OUTPUT: (
            _("按申报产量"),
            _(
                "每个产品按研究所报统计期的产量计入，即全部申报产量的总碳足迹。某产品若又是网络中另一产品的原料，两处都计入。"
            ),
        ),
    }
    links = [
        Link(text=title, href=f"{reverse(here)}?by={way.value}", current=way is chosen)
        for way, (title, _say) in said.items()
    ]
    return {"weightings": links, "weighting": said[chosen][1]}


def levers(factors: "Sequence[Lever]", processes: "Sequence[Lever]", export: str) -> dict[str, object]:
    """Return the factors and the kinds of process that cause most."""
    return {
        "factor_levers": _lever_table(
            _("因子"),
            [(words(Text(one.factor.name_zh, one.factor.name_en)), one.factor.id, one) for one in factors],
            export,
        ),
        "process_levers": _lever_table(
            _("单元过程"),
            [(words(Text(one.label.name_zh, one.label.name_en)), one.label.category, one) for one in processes],
            export,
        ),
    }


def weakest(found: "Sequence[Weakness]", export: str) -> Table:
    """Return where contribution times uncertainty is largest."""
    columns = [
        Column(title=_("数据")),
        Column(title=_("贡献"), numeric=True),
        Column(title=_("相对标准差"), numeric=True),
        Column(title=_("贡献 × 不确定性"), numeric=True),
        Column(title=_("未给出不确定度的部分"), numeric=True),
    ]
    rows = [_weakness(one) for one in found if one.share >= TRACE]
    return Table(caption=_("数据最薄弱处"), columns=columns, rows=rows, export=export)


def _weakness(one: "Weakness") -> Row:
    name = (
        words(Text(one.factor.name_zh, one.factor.name_en))
        if one.factor
        else _("企业数据：%(category)s") % {"category": CATEGORIES[one.category]}
    )
    return Row(
        cells=[
            Cell(text=name, note=one.factor.id if one.factor else ""),
            Cell(text=percent(one.share), share=min(one.share, 1.0)),
            Cell(text=_("未给出") if one.unstated >= one.share else f"±{percent(one.spread)}"),
            Cell(text=percent(one.weight, 2)),
            Cell(text=percent(one.unstated / one.share, 0) if one.unstated else "—"),
        ]
    )


def _lever_table(title: str, rows: "Sequence[tuple[str, str, Lever]]", export: str) -> Table:
    columns = [
        Column(title=title),
        Column(title=_("占比"), numeric=True),
        Column(title=_("改进 10% 可降低"), numeric=True),
        Column(title=_("产品数"), numeric=True),
    ]
    shown = [
        Row(
            cells=[
                Cell(text=name, note=note),
                Cell(text=percent(one.share), share=one.share),
                Cell(text=percent(one.share / 10, 2)),
                Cell(text=f"{one.products:,}"),
            ]
        )
        for name, note, one in rows
        if one.share >= TRACE
    ]
    return Table(caption=title, columns=columns, rows=shown, export=export)
