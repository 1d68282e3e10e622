"""Previews as figures, tables and a chart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Finding, Text
from qiantan.core.province.changes import Replacement, unit_of
from qiantan.core.study.document import Factor
from qiantan.registry.gaps.states import SOURCE_LABELS, Source
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.parts import Cell, Column, FindingView, Link, Progress, Row, Table, Term
from qiantan.web.ui.wording import finding_view, percent, significant, words

if TYPE_CHECKING:
    from qiantan.registry.accounts.paging import Page
    from qiantan.registry.gaps.queries import MovedRow
    from qiantan.registry.network.queries.members import Known

    Impact = object

BARS = 12
TONNE = 1000.0
STATES = {"queued": "info", "running": "info", "done": "good", "failed": "bad", "cancelled": "neutral"}


def head(impact: "Impact") -> dict[str, str]:
    """Return what a preview is called."""
    source = words(SOURCE_LABELS[Source(impact.source)])
    title = impact.title or (impact.release if impact.source == Source.PUBLISHED.value else "")
    return {"title": f"{source} · {title}" if title else source}


def findings(found: Sequence[Finding]) -> list[FindingView]:
    """Return what is wrong with a list, each at its line."""
    return [finding_view(one, place=_line(one.place)) for one in found]


def doubt(finding: Finding) -> str:
    """Return a doubt in a sentence."""
    return f"{words(finding.message)} {words(finding.expected)}"


def list_table(found: "Page[Impact]") -> Table:
    """Return the previews that were asked for."""
    columns = [
        Column(title=_("预览")),
        Column(title=_("状态")),
        Column(title=_("变动的因子"), numeric=True),
        Column(title=_("变动的产品"), numeric=True),
        Column(title=_("平均变化"), numeric=True),
        Column(title=_("时间"), narrow=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=head(one)["title"], href=reverse("gaps:impact", args=[one.public_id])),
                Cell(text=words(one.state_label), tone=STATES[one.state]),
                Cell(text=str(len(one.changes))),
                Cell(text=f"{one.moved} / {one.products}" if one.state == "done" else "—"),
                Cell(text=_signed(one.mean) if one.state == "done" else "—"),
                Cell(text=date_format(localtime(one.created_at), "SHORT_DATETIME_FORMAT")),
            ]
        )
        for one in found.rows
    ]
    return Table(caption=_("已作的预览"), columns=columns, rows=rows, total=found.count, empty=_("还没有预览。"))


def figures(impact: "Impact") -> list[dict[str, str]]:
    """Return the sums of an answer."""
    return [
        {
            "label": _("变动的产品"),
            "value": f"{impact.moved} / {impact.products}",
            "note": _("每个产品以最新的冻结研究计"),
        },
        {
            "label": _("变化超过 %(limit)s") % {"limit": percent(impact.threshold)},
            "value": str(impact.above),
            "note": _("个产品"),
        },
        {"label": _("平均变化"), "value": _signed(impact.mean), "note": _("全省产品，每个计一次")},
        {
            "label": _("按申报产量合计"),
            "value": _plus(impact.per_year) + significant(impact.per_year / TONNE, 4),
            "note": _("tCO₂e，各研究期；上下游产品重复计入"),
        },
        {"label": _("涉及的冻结研究"), "value": str(impact.touched), "note": _("含已有新研究的；冻结内容不变")},
    ]


def standing(impact: "Impact") -> list[Term]:
    """Return how the answer was made."""
    return [
        Term(name=_("网络"), text=_("%(count)d 份冻结研究") % {"count": impact.studies}),
        Term(
            name=_("逐份重算"),
            text=_("%(count)d 份") % {"count": impact.read},
            note=_("公式参数、多种气体的因子按研究文件重算；其余为一次求解。两者都与完整重算一致。"),
        ),
        Term(name=_("新增因子"), text=_("%(count)d 个，不影响已冻结的研究") % {"count": impact.added}),
        Term(name=_("用时"), text=_("%(seconds)s 秒") % {"seconds": significant(impact.seconds, 2)}),
        Term(
            name=_("时间"),
            text=date_format(localtime(impact.finished_at), "SHORT_DATETIME_FORMAT") if impact.finished_at else "—",
        ),
    ]


def progress(impact: "Impact") -> Progress:
    """Return a preview under way as a row; the page around it polls."""
    may_stop = impact.state in {"queued", "running"} and not impact.cancel_requested
    return Progress(
        title=head(impact)["title"],
        state=impact.state,
        phase=words(impact.phase),
        percent=100 * impact.done / impact.total if impact.total else None,
        message=words(impact.message),
        id="impact-row",
        cancel=reverse("gaps:stop_impact", args=[impact.public_id])
        if may_stop and impact.source != Source.PUBLISHED.value
        else "",
    )


def changes_table(replacements: Sequence[Replacement]) -> Table:
    """Return the changed factors: each with what it is and what it would be, gas by gas."""
    columns = [
        Column(title=_("因子")),
        Column(title=_("现值"), numeric=True),
        Column(title=_("改为"), numeric=True),
        Column(title=_("单位")),
        Column(title=_("变化"), numeric=True),
    ]
    rows = [row for one in replacements for row in _change_rows(one)]
    return Table(caption=_("变动的因子"), columns=columns, rows=rows, total=len(replacements))


def views(impact: "Impact", *, all: bool, above: bool) -> list[Link]:  # noqa: A002 - the word of the address
    """Return the ways to look at the moved studies."""
    return [
        Link(text=_("全部变动产品"), href=address(all=False, above=False), current=not all and not above),
        Link(
            text=_("变化超过 %(limit)s") % {"limit": percent(impact.threshold)},
            href=address(all=False, above=True),
            current=above and not all,
        ),
        Link(text=_("全部冻结研究"), href=address(all=True, above=False), current=all),
    ]


def address(*, all: bool, above: bool, **more: str) -> str:  # noqa: A002 - the word of the address
    """Return the query of a link that keeps how the studies are looked at."""
    kept = {key: "1" for key, chosen in (("all", all), ("above", above)) if chosen}
    return f"?{urlencode(kept | more)}"


def moved_table(found: "Page[MovedRow]", export: str) -> Table:
    """Return a page of the studies that would move."""
    columns = [
        Column(title=_("产品")),
        Column(title=_("声明单位")),
        Column(title=_("冻结结果"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变为"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="%"),
        Column(title=_("研究编号"), narrow=True),
    ]
    return Table(
        caption=_("变动的产品"),
        columns=columns,
        rows=[_moved_row(row) for row in found.rows],
        total=found.count,
        export=export,
        empty=_("没有产品变动。"),
    )


def export_table(rows: "Sequence[MovedRow]") -> Table:
    """Return the studies that would move as the table of a file, in full figures."""
    titles = (
        _("产品"), _("企业"), _("声明单位"), _("冻结结果 (kgCO2e)"), _("变为 (kgCO2e)"), _("变化 (kgCO2e)"),
        _("相对变化"), _("研究编号"), _("产品的最新研究"), _("准确"),
    )  # fmt: skip
    shown = [Row(cells=[Cell(text=text) for text in _in_file(row)]) for row in rows]
    return Table(caption=_("变动的产品"), columns=[Column(title=title) for title in titles], rows=shown)


def chart(rows: "Sequence[MovedRow]") -> Chart:
    """Return the largest changes as bars."""
    shown = rows[:BARS]
    names = [words(row.product.name) for row in shown]
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
        option=horizontal_bars(names, [round(100 * row.relative, 4) for row in shown], "%"),
        table=table,
    )


def refused_table(found: "Sequence[tuple[Known, Text]]") -> Table | None:
    """Return the studies that could not be computed with the new figures; none where there are none."""
    if not found:
        return None
    rows = [
        Row(cells=[Cell(text=words(product.name), note=product.organisation), Cell(text=words(reason))])
        for product, reason in found
    ]
    return Table(caption=_("无法计算的研究"), columns=[Column(title=_("产品")), Column(title=_("原因"))], rows=rows)


def _line(place: str) -> str:
    return _("第 %(line)s 行") % {"line": place} if place.isdecimal() else place


def _change_rows(one: Replacement) -> list[Row]:
    name = Cell(text=words(one.before.name), note=one.id)
    rows = []
    for unit, old, new in _figures(one.before, one.after):
        change = _signed(new / old - 1) if old else "—"
        cells = [name, Cell(text=f"{old:.8g}"), Cell(text=f"{new:.8g}"), Cell(text=unit), Cell(text=change)]
        rows.append(Row(cells=cells))
        name = Cell(text="")
    return rows


def _figures(before: Factor, after: Factor) -> list[tuple[str, float, float]]:
    """Return unit, figure before and after of every gas, or of a parameter; units of both where they differ."""
    if before.value is not None and after.value is not None:
        here, there = before.value, after.value
        unit = here.unit if here.unit == there.unit else f"{here.unit} → {there.unit}"
        return [(unit, float(here.value), float(there.value))]
    old = {emission.flow: float(emission.kg) for emission in before.emissions}
    new = {emission.flow: float(emission.kg) for emission in after.emissions}
    per = before.per if before.per == after.per else f"{before.per} → {after.per}"
    return [(unit_of(flow, per), old.get(flow, 0.0), new.get(flow, 0.0)) for flow in dict.fromkeys((*old, *new))]


def _moved_row(row: "MovedRow") -> Row:
    change = row.after - row.before
    icon = "down" if change < 0 else "up"
    older = "" if row.newest else _("已有新的研究")
    return Row(
        cells=[
            Cell(text=words(row.product.name), note=row.product.organisation),
            Cell(text=words(row.product.unit)),
            Cell(text=significant(row.before, 5)),
            Cell(text=significant(row.after, 5)),
            Cell(text=_plus(change) + significant(change, 4)),
            Cell(text=_signed(row.relative), icon=icon, note="" if row.exact else _("供应商的研究无法计算")),
            Cell(
                text=row.product.study,
                note=older or date_format(localtime(row.product.frozen_at), "SHORT_DATE_FORMAT"),
            ),
        ]
    )


def _in_file(row: "MovedRow") -> tuple[str, ...]:
    change = row.after - row.before
    names = (words(row.product.name), row.product.organisation, words(row.product.unit))
    numbers = (repr(row.before), repr(row.after), repr(change), f"{row.relative:.12g}")
    flags = (_("是") if row.newest else _("否"), _("是") if row.exact else _("否"))
    return (*names, *numbers, row.product.study, *flags)


def _signed(share: float) -> str:
    return _plus(share) + percent(share, 2)


def _plus(value: float) -> str:
    return "+" if value > 0 else ""
