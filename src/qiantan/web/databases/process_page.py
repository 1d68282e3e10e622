"""The page of one process: its footprint and what it is made of, exchanges, documentation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.datasets.figures import plain
from qiantan.core.datasets.language import either
from qiantan.core.findings import Text
from qiantan.registry.databases.queries import Whole
from qiantan.registry.databases.states import GWP_SETS
from qiantan.web.databases import wording
from qiantan.web.ui.parts import Cell, Column, Link, Row, Share, Table, Term
from qiantan.web.ui.wording import percent, significant, words

MOST_SHARES = 7


def page(database: Any, whole: Whole) -> dict[str, object]:
    """Return what the page of a process says."""
    row = whole.process
    return {
        "database": database,
        "title": words(row.name) or str(row.uuid),
        "uuid": row.uuid,
        "other_name": row.name_en if words(row.name) != row.name_en else "",
        "headline": _headline(whole),
        "terms": _terms(database, whole),
        "shares": _shares(database, whole),
        "total": f"{significant(row.kg, 4)} kgCO₂e / {row.unit}" if row.kg is not None else "",
        "products": _products(whole),
        "inputs": _inputs(database, whole),
        "emissions": _emissions(whole),
        "documentation": _documentation(whole),
        "users": [_link(database, one) for one in whole.users],
        "used_by": whole.used_by,
        "more_users": whole.used_by - len(whole.users),
        "in_loop": whole.in_loop,
        "open_inputs": row.open_inputs,
    }


def _headline(whole: Whole) -> dict[str, str] | None:
    made = whole.products[0]
    if made.kg is None:
        return None
    bound = _("与精确解之差不超过 %s kgCO₂e（已证明）") % f"{made.bound:.1e}" if made.bound is not None else ""
    return {"value": significant(made.kg, 5), "unit": f"kgCO₂e / {made.unit}", "note": bound}


def _terms(database: Any, whole: Whole) -> list[Term]:
    row, dataset = whole.process, whole.dataset
    time = dataset.time
    years = " – ".join(str(year) for year in (time.reference_year, time.valid_until) if year)
    return [
        Term(name=_("基准产品"), text=words(row.product), note=f"{plain(dataset.reference.amount)} {row.unit}"),
        Term(name=_("地点"), text=dataset.geography.location),
        Term(name=_("数据年份与有效期"), text=years),
        Term(name=_("类别"), text=str(wording.KINDS.get(row.kind, row.kind))),
        Term(name=_("分类"), text=row.category),
        Term(name=_("GWP 取值"), text=words(GWP_SETS[database.gwp_set])),
        Term(name=_("循环供给"), text=_("参与循环供给") if whole.in_loop else _("不参与")),
        Term(name="UUID", text=str(row.uuid), code=True),
    ]


def _shares(database: Any, whole: Whole) -> list[Share]:
    """Return what one unit of the product carries: own gases and each input, the largest first."""
    row = whole.process
    if row.kg is None or not row.kg or row.own is None:
        return []
    parts = [(_("本过程的直接排放"), row.own, "")]
    parts += [
        (words(one.exchange.flow.name) or words(one.supplier.name), one.kg, _address(database, one.supplier))
        for one in whole.inputs
        if one.kg and one.supplier
    ]
    parts.sort(key=lambda part: -abs(part[1]))
    rest = sum(kg for _, kg, _ in parts[MOST_SHARES:])
    shown = [part for part in parts[:MOST_SHARES] if part[1]]
    if rest:
        shown.append((_("其余投入"), rest, ""))
    return [
        Share(
            name=name,
            percent=100 * kg / row.kg,
            text=f"{significant(kg, 4)} kgCO₂e",
            percent_text=percent(kg / row.kg),
            href=href,
        )
        for name, kg, href in shown
    ]


def _products(whole: Whole) -> Table:
    columns = [
        Column(title=_("产品")),
        Column(title=_("产量"), numeric=True),
        Column(title=_("单位"), narrow=True),
        Column(title=_("碳足迹"), numeric=True, unit=_("kgCO₂e / 单位")),
    ]
    rows = [
        Row(
            cells=[
                Cell(
                    text=words(one.exchange.flow.name) or one.exchange.flow.uuid,
                    note=_("基准产品") if one.is_reference else _("联产品，按分配比例承担"),
                ),
                Cell(text=plain(one.exchange.amount)),
                Cell(text=one.unit),
                Cell(text=significant(one.kg, 4) if one.kg is not None else "—"),
            ]
        )
        for one in whole.products
    ]
    return Table(caption=_("产品"), columns=columns, rows=rows)


def _inputs(database: Any, whole: Whole) -> Table:
    columns = [
        Column(title=_("投入或送出的废物")),
        Column(title=_("数量"), numeric=True),
        Column(title=_("单位"), narrow=True),
        Column(title=_("供应过程")),
        Column(title=_("承担的碳足迹"), numeric=True, unit=_("kgCO₂e / 单位产品")),
        Column(title=_("占比"), numeric=True),
    ]
    ordered = sorted(whole.inputs, key=lambda one: (one.kg is None, -abs(one.kg or 0.0)))
    rows = [_input_row(database, whole, one) for one in ordered]
    return Table(caption=_("投入"), columns=columns, rows=rows, empty=_("没有投入"))


def _input_row(database: Any, whole: Whole, one: Any) -> Row:
    total = whole.process.kg
    exchange = one.exchange
    out = exchange.direction == "output"
    if one.supplier is None:
        supplier = Cell(text=str(wording.REASONS[one.code]), tone="warn")
    else:
        supplier = Cell(
            text=words(one.supplier.name), href=_address(database, one.supplier), note=one.supplier.location
        )
    part = one.kg / total if one.kg is not None and total else None
    return Row(
        cells=[
            Cell(
                text=words(exchange.flow.name) or exchange.flow.uuid,
                note=" · ".join(filter(None, (_("送出处理") if out else "", words(exchange.comment)))),
            ),
            Cell(text=plain(exchange.amount)),
            Cell(text=exchange.unit),
            supplier,
            Cell(text=significant(one.kg, 4) if one.kg is not None else "—"),
            Cell(text=percent(part), share=part if part is not None and part > 0 else None),
        ]
    )


def _emissions(whole: Whole) -> Table:
    columns = [
        Column(title=_("基本流")),
        Column(title=_("方向"), narrow=True),
        Column(title=_("数量"), numeric=True),
        Column(title=_("单位"), narrow=True),
        Column(title=_("计入")),
    ]
    ordered = sorted(whole.emissions, key=lambda one: (not one[1], not one[2], one[0].id))
    rows = []
    for exchange, gas, code in ordered:
        verdict = Cell(text="—")
        if gas:
            verdict = Cell(text=wording.gas_name(gas), tone="good")
        elif code:
            verdict = Cell(text=str(wording.LEFT_OUT[code]), tone="warn")
        path = " / ".join(level.name for level in exchange.flow.path)
        rows.append(
            Row(
                cells=[
                    Cell(text=words(exchange.flow.name) or exchange.flow.uuid, note=path),
                    Cell(text=_("取自自然") if exchange.direction == "input" else _("排入环境")),
                    Cell(text=plain(exchange.amount)),
                    Cell(text=exchange.unit),
                    verdict,
                ]
            )
        )
    return Table(caption=_("基本流"), columns=columns, rows=rows, empty=_("没有基本流"))


def _documentation(whole: Whole) -> list[Term]:
    dataset = whole.dataset
    modelling, admin = dataset.modelling, dataset.administration
    sources = "；".join(words(one.name) for one in modelling.sources)
    reviews = "；".join(f"{one.type}：{words(one.details)}" for one in dataset.reviews)
    told: list[tuple[str, Text | str]] = [
        (_("说明"), dataset.names.comment),
        (_("技术"), dataset.technology.words),
        (_("适用范围"), dataset.technology.applicability),
        (_("地域说明"), dataset.geography.words),
        (_("时间说明"), dataset.time.words),
        (_("分配"), modelling.allocation),
        (_("取舍准则"), modelling.cut_off),
        (_("数据来源与处理"), modelling.treatment),
        (_("完整性"), modelling.completeness),
        (_("来源"), sources),
        (_("评审"), reviews),
        (_("数据所有者"), admin.owner.name if admin.owner else ""),
        (_("使用限制"), admin.access),
    ]
    terms = [(name, words(text) if isinstance(text, Text) else text) for name, text in told]
    return [Term(name=name, text=text) for name, text in terms if text]


def _link(database: Any, row: Any) -> Link:
    return Link(text=words(row.name) or either(row.product), href=_address(database, row))


def _address(database: Any, row: Any) -> str:
    return reverse("databases:process", args=[database.public_id, row.uuid])
