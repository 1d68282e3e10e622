"""Products, periods and calculations as tables and facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.templates.load import template
from qiantan.registry.accounts.paging import Page as Rows
from qiantan.registry.products.queries import ProductRow
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table, Term
from qiantan.web.ui.wording import language, significant, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.footprints.models import Run
    from qiantan.registry.products.models import ActivityRecord, Product


_DAY = dt.timedelta(days=1)


def product_table(page: Rows[ProductRow]) -> Table:
    """Return the product list."""
    columns = [
        Column(title=_("产品")),
        Column(title=_("场所")),
        Column(title=_("数据期间")),
        Column(title=_("碳足迹"), numeric=True, unit="kgCO₂e"),
        Column(title=_("状态")),
    ]
    return Table(
        caption=_("产品"),
        columns=columns,
        rows=[_product_row(one) for one in page.rows],
        total=page.count or None,
        empty=_("没有找到符合条件的产品。"),
    )


def product_facts(product: Product) -> list[Term]:
    """Return what is known of a product."""
    plan = template(product.template)
    declared = next((one.label for one in plan.declared if one.key == product.declared), None)
    codes = "；".join(f"{code['scheme'].upper()} {code['value']}" for code in product.codes)
    return [
        Term(name=_("企业"), text=product.organisation.name),
        Term(name=_("生产场所"), text=product.site.name),
        Term(name=_("规格型号"), text=product.specification),
        Term(name=_("英文名称"), text=product.name_en),
        Term(name=_("模板"), text=f"{words(plan.title)} v{plan.version}"),
        Term(name=_("声明单位"), text=words(declared)),
        Term(name=_("产品代码"), text=codes),
    ]


def activity_table(activities: Iterable[ActivityRecord]) -> Table:
    """Return the periods of a product."""
    rows = [
        Row(
            cells=[
                Cell(
                    text=period_words(one.period_start, one.period_end), href=_href("products:activity", one.public_id)
                ),
                Cell(
                    text=words(one.state_label),
                    tone="info" if one.is_open else "primary",
                    icon="edit" if one.is_open else "freeze",
                ),
                Cell(text=moment(one.updated_at)),
                Cell(text=one.updated_by.name),
            ],
            actions=[Link(text=_("物料匹配"), href=_href("matching:bills", one.public_id), icon="factor")],
        )
        for one in activities
    ]
    columns = [
        Column(title=_("数据期间")),
        Column(title=_("状态")),
        Column(title=_("最后修改")),
        Column(title=_("修改人")),
    ]
    return Table(caption=_("填报数据"), columns=columns, rows=rows, empty=_("还没有填报数据"))


def run_table(runs: Sequence[Run]) -> Table:
    """Return the calculations of a product."""
    rows = [
        Row(
            cells=[
                Cell(text=moment(one.created_at), href=_href("footprints:run", one.public_id)),
                Cell(text=period_words(one.activity.period_start, one.activity.period_end)),
                Cell(text=significant(one.total, 5) if one.total is not None else "—", note=one.unit),
                Cell(text=_("已冻结"), tone="primary", icon="freeze")
                if one.is_frozen
                else Cell(text=_("试算"), tone="neutral"),
            ]
        )
        for one in runs
    ]
    columns = [
        Column(title=_("计算时间")),
        Column(title=_("数据期间")),
        Column(title="kgCO₂e", numeric=True),
        Column(title=_("状态")),
    ]
    return Table(caption=_("计算结果"), columns=columns, rows=rows, empty=_("还没有计算结果"))


def moment(at: dt.datetime) -> str:
    """Return a moment in the time of the province."""
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def period_words(start: dt.date | None, end: dt.date | None) -> str:
    """Return a half-open period as people write it: a year, or its first and last day."""
    if start is None or end is None:
        return "—"
    last = end - _DAY
    if (start.month, start.day, last.month, last.day) == (1, 1, 12, 31) and start.year == last.year:
        return _("%d 年") % start.year
    return f"{start} – {last}"


def _product_row(one: ProductRow) -> Row:
    named = one.name_en if language() == "en" and one.name_en else one.name_zh
    actions = []
    if one.activity:
        actions.append(Link(text=_("填报"), href=_href("products:activity", one.activity)))
    if one.run:
        actions.append(Link(text=_("结果"), href=_href("footprints:run", one.run)))
    return Row(
        cells=[
            Cell(text=named, href=_href("products:product", one.public_id), note=one.specification),
            Cell(text=one.site, note=one.organisation),
            Cell(text=period_words(one.period_start, one.period_end)),
            Cell(text=significant(one.total, 5) if one.total is not None else "—", note=one.unit),
            _state(one),
        ],
        actions=actions,
    )


def _state(one: ProductRow) -> Cell:
    if one.frozen:
        return Cell(text=_("已冻结"), tone="primary", icon="freeze")
    if one.run:
        return Cell(text=_("已试算"), tone="info")
    if one.activity:
        return Cell(text=_("填报中"), tone="neutral")
    return Cell(text=_("未开始"), tone="neutral")


def _href(name: str, public_id: object) -> str:
    return reverse(name, args=[public_id])
