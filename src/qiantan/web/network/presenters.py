"""Answers of the network as figures, tables and a chart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table, Term
from qiantan.web.ui.wording import percent, significant, words

if TYPE_CHECKING:
    from qiantan.core.province.answers import Lever, Use, Weakness
    from qiantan.registry.network.queries import Moved, Preview, Standing

FIRST = "electricity_footprint"
LOWER = 0.9
BARS = 12
TRACE = 0.0005  # of an average product; below, a line says nothing

CATEGORIES = {
    "raw_material": gettext_lazy("原材料"),
    "auxiliary": gettext_lazy("辅料"),
    "packaging": gettext_lazy("包装"),
    "fuel": gettext_lazy("燃料"),
    "electricity": gettext_lazy("电力"),
    "heat": gettext_lazy("热力"),
    "transport": gettext_lazy("运输"),
    "process_emission": gettext_lazy("过程排放"),
    "waste": gettext_lazy("废弃物"),
    "intermediate": gettext_lazy("中间产品"),
    "other": gettext_lazy("其他"),
}


def chosen(uses: "Sequence[Use]", factor: str) -> "Use":
    """Return the factor asked about; without one the electricity factor, else the most used."""
    first = next((use for use in uses if use.kind == FIRST), uses[0])
    return next((use for use in uses if use.id == factor), first)


def starting_value(use: "Use") -> float:
    """Return the value a question starts from: ten per cent below what most studies pin."""
    return float(f"{use.values[0][0] * LOWER:.6g}")


def question(uses: "Sequence[Use]", use: "Use", value: float, refused: str) -> dict[str, object]:
    """Return the fields of the form: factors to choose from, the value asked for, what was not understood."""
    choices = [
        {"id": one.id, "text": f"{_name(one)} · {_pinned(one)}", "chosen": one.id == use.id}
        for one in sorted(uses, key=lambda one: (one.kind != FIRST, -one.studies))
    ]
    return {
        "choices": choices,
        "factor": use.id,
        "factor_name": _name(use),
        "unit": use.unit,
        "value": _plain(value),
        "pinned": _pinned(use),
        "refused": refused,
    }


def alternatives(use: "Use", factors: Sequence[Factor]) -> list[Link]:
    """Return values worth asking about: a tenth less and more, and the library's other factors of the same kind."""
    pinned = use.values[0][0]
    steps = [(_("降低 10%"), pinned * LOWER), (_("提高 10%"), pinned * (2 - LOWER))]
    others = [(words(one.name), float(one.emissions[0].kg)) for one in factors]
    return [
        Link(text=f"{name}：{_plain(value)}" if one else f"{name}（{_plain(value)}）", href=_address(use.id, value))
        for one, name, value in (
            *((False, name, value) for name, value in steps),
            *((True, name, value) for name, value in others),
        )
    ]


def answer(preview: "Preview | None") -> dict[str, object]:
    """Return the answer: figures, table and chart of the products that move."""
    if preview is None:
        return {"figures": (), "moved": None, "chart": None}
    return {
        "figures": [
            {"label": _("变动的产品"), "value": f"{preview.moved} / {preview.products}", "note": _("全省网络中的产品")},
            {"label": _("平均变化"), "value": _signed(preview.mean), "note": _("每个产品计一次")},
            {"label": _("涉及的冻结研究"), "value": str(preview.touched), "note": _("只作预览，冻结内容不变")},
        ],
        "moved": _moved_table(preview),
        "chart": _chart(preview.rows) if preview.rows else None,
    }


def levers(factors: "Sequence[Lever]", processes: "Sequence[Lever]") -> dict[str, object]:
    """Return the factors and the kinds of process that cause most of an average product."""
    return {
        "factor_levers": _lever_table(
            _("因子"), [(words(Text(one.factor.name_zh, one.factor.name_en)), one.factor.id, one) for one in factors]
        ),
        "process_levers": _lever_table(
            _("单元过程"),
            [(words(Text(one.label.name_zh, one.label.name_en)), one.label.category, one) for one in processes],
        ),
    }


def weakest(found: "Sequence[Weakness]") -> Table:
    """Return where contribution times uncertainty is largest."""
    rows = [
        Row(
            cells=[
                Cell(
                    text=words(Text(one.factor.name_zh, one.factor.name_en))
                    if one.factor
                    else _("企业数据：%(category)s") % {"category": CATEGORIES[one.category]},
                    note=one.factor.id if one.factor else "",
                ),
                Cell(text=percent(one.share)),
                Cell(text=_("未给出") if one.unstated >= one.share else f"±{percent(one.spread)}"),
                Cell(text=percent(one.weight, 2)),
            ]
        )
        for one in found
        if one.share >= TRACE
    ]
    columns = [
        Column(title=_("数据")),
        Column(title=_("贡献"), numeric=True),
        Column(title=_("相对标准差"), numeric=True),
        Column(title=_("贡献 × 不确定性"), numeric=True),
    ]
    return Table(caption=_("数据最薄弱处"), columns=columns, rows=rows)


def standing(found: "Standing") -> list[Term]:
    """Return where the network stands."""
    snapshot, last = found.snapshot, found.last
    if snapshot is None:
        terms = [Term(name=_("快照"), text=_("尚未建立"))]
    else:
        terms = [
            Term(
                name=_("内容"),
                text=_("%(studies)d 份冻结研究，%(processes)d 个单元过程，%(exchanges)d 条清单项")
                % {
                    "studies": snapshot.studies,
                    "processes": snapshot.processes,
                    "exchanges": snapshot.exchanges,
                },
            ),
            Term(
                name=_("快照"),
                text=snapshot.digest[:16],
                note=date_format(localtime(snapshot.made_at), "SHORT_DATETIME_FORMAT"),
                code=True,
            ),
        ]
    terms.append(Term(name=_("尚未纳入"), text=_("%(count)d 份新冻结的研究") % {"count": found.pending}))
    if last is not None and (found.rebuild is not None or last.message_zh):
        note = (
            words(last.message)
            if last.message_zh
            else f"{words(last.phase)} {_progress(last.done, last.total)}".strip()
        )
        terms.append(Term(name=_("重建"), text=words(last.state_label), note=note))
    return terms


def _moved_table(preview: "Preview") -> Table:
    columns = [
        Column(title=_("产品")),
        Column(title=_("声明单位")),
        Column(title=_("冻结结果"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变为"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="%"),
        Column(title=_("冻结研究"), narrow=True),
    ]
    return Table(
        caption=_("变动的产品"),
        columns=columns,
        rows=[_moved_row(row) for row in preview.rows],
        total=preview.moved,
        empty=_("没有产品变动。"),
    )


def _moved_row(row: "Moved") -> Row:
    icon = "down" if row.change < 0 else "up"
    return Row(
        cells=[
            Cell(text=words(row.name), note=row.organisation),
            Cell(text=words(row.unit)),
            Cell(text=significant(row.before, 5)),
            Cell(text=significant(row.after, 5)),
            Cell(text=_plus(row.change) + significant(row.change, 4)),
            Cell(text=_signed(row.relative), icon=icon, note="" if row.exact else _("近似")),
            Cell(text=row.study, note=date_format(localtime(row.frozen_at), "SHORT_DATE_FORMAT")),
        ]
    )


def _chart(rows: "Sequence[Moved]") -> Chart:
    shown = rows[:BARS]
    names = [words(row.name) for row in shown]
    values = [round(100 * row.relative, 4) for row in shown]
    table = Table(
        caption=_("相对变化"),
        columns=[Column(title=_("产品")), Column(title=_("变化"), numeric=True, unit="%")],
        rows=[
            Row(cells=[Cell(text=name), Cell(text=_signed(row.relative))])
            for name, row in zip(names, shown, strict=True)
        ],
    )
    return Chart(
        id="movements",
        title=_("变化最大的产品"),
        description=_("条形图，%(count)d 个产品的相对变化；变化最大的是“%(name)s”，%(change)s。")
        % {"count": len(shown), "name": names[0], "change": _signed(shown[0].relative)},
        option=horizontal_bars(names, values, "%"),
        table=table,
    )


def _lever_table(title: str, rows: "Sequence[tuple[str, str, Lever]]") -> Table:
    columns = [
        Column(title=title),
        Column(title=_("占平均产品"), numeric=True),
        Column(title=_("改进 10% 可降低"), numeric=True),
        Column(title=_("产品数"), numeric=True),
    ]
    shown = [
        Row(
            cells=[
                Cell(text=name, note=note),
                Cell(text=percent(one.share), share=one.share),
                Cell(text=percent(one.share / 10, 2)),
                Cell(text=str(one.products)),
            ]
        )
        for name, note, one in rows
        if one.share >= TRACE
    ]
    return Table(caption=title, columns=columns, rows=shown)


def _name(use: "Use") -> str:
    return words(Text(use.name_zh, use.name_en))


def _pinned(use: "Use") -> str:
    return f"{' / '.join(_plain(value) for value, _ in use.values[:3])} {use.unit}"


def _plain(value: float) -> str:
    text = f"{value:.8g}"
    return f"{value:.12f}".rstrip("0").rstrip(".") if "e" in text else text


def _signed(share: float) -> str:
    return _plus(share) + percent(share, 2)


def _plus(value: float) -> str:
    return "+" if value > 0 else ""


def _progress(done: int, total: int) -> str:
    return f"{done} / {total}" if total else ""


def _address(factor: str, value: float) -> str:
    asked = urlencode({"factor": factor, "of": factor, "value": _plain(value)})
    return f"{reverse('network:front')}?{asked}"
