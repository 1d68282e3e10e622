"""A bill as the page shows it: counts, sums, lines with what stands behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.registry.matching.queries import BillPage, ExportedLine, JudgedLine, Ready
from qiantan.registry.matching.states import LINE_LABELS, LineState
from qiantan.web.matching import wording
from qiantan.web.ui.paging import page_part
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table
from qiantan.web.ui.wording import percent, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.matching.models import Bill


def bill_table(bills: Iterable[Bill]) -> Table:
    """Return the bills of activity data."""
    columns = [
        Column(title=_("清单名称")),
        Column(title=_("行数"), numeric=True),
        Column(title=_("未匹配"), numeric=True),
        Column(title=_("提交时间")),
        Column(title=_("提交人")),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=one.name, href=reverse("matching:bill", args=[one.public_id])),
                Cell(text=str(one.count)),
                Cell(text=str(one.unmatched)),
                Cell(text=moment(one.created_at)),
                Cell(text=one.created_by.name),
            ]
        )
        for one in bills
    ]
    return Table(caption=_("物料清单"), columns=columns, rows=rows, empty=_("还没有物料清单"))


def bill_context(bill: Bill, page: BillPage, state: str) -> dict[str, Any]:
    """Return a page of a bill."""
    here = reverse("matching:bill", args=[bill.public_id])
    address = f"{here}?{urlencode({'state': state})}&" if state else f"{here}?"
    sums = page.shares
    return {
        "bill": bill,
        "product": bill.activity.product,
        "tabs": state_links(here, page, state),
        "table": line_table(page),
        "page": page_part(page, address),
        "total": sum(page.states.values()),
        "unmatched": page.states[LineState.OPEN.value],
        "linked": page.states[LineState.ACCEPTED.value] + page.states[LineState.PROXY.value],
        "proxies": page.states[LineState.PROXY.value],
        "carbon": wording.tonnes(sums.carbon) if sums.carbon else "—",
        "indication": wording.tonnes(sums.indication) if sums.indication else "—",
        "without_mass": sums.without_mass,
        "exact": page.exact,
    }


def state_links(here: str, page: BillPage, state: str) -> list[Link]:
    """Return the ways to narrow the lines by where they stand."""
    every = Link(text=_("全部"), href=here, count=sum(page.states.values()), current=not state)
    return [
        every,
        *(
            Link(
                text=words(LINE_LABELS[one]),
                href=f"{here}?state={one.value}",
                count=page.states[one.value],
                current=state == one.value,
            )
            for one in LineState
        ),
    ]


def line_table(page: BillPage) -> Table:
    """Return the lines of a page."""
    columns = [
        Column(title=_("物料")),
        Column(title=_("数量"), numeric=True),
        Column(title=_("质量占比"), numeric=True),
        Column(title=_("碳占比"), numeric=True),
        Column(title=_("因子或首选建议")),
        Column(title=_("来源梯级")),
        Column(title=_("状态")),
    ]
    rows = [_row(one, page) for one in page.rows]
    return Table(caption=_("清单各行"), columns=columns, rows=rows, empty=_("没有这样的行。"))


def _row(one: JudgedLine, page: BillPage) -> Row:
    line = one.line
    href = reverse("matching:line", args=[line.public_id])
    mass = page.shares.of_mass(one.part)
    tone, icon = wording.TONES[LineState(line.state)]
    told = "；".join(part for part in (line.supplier, line.origin) if part)
    number = _("第 %(number)s 行") % {"number": line.number}
    factor, step = _factor_cells(one)
    return Row(
        cells=[
            Cell(text=line.name, href=href, note=f"{number} · {told}" if told else number),
            Cell(text=f"{grouped(line.amount)} {line.unit}"),
            Cell(text=percent(mass), share=mass),
            _carbon_cell(one, page),
            factor,
            step,
            Cell(text=words(line.state_label), tone=tone, icon=icon),
        ],
        actions=[Link(text=_("查看") if line.is_linked else _("去匹配"), href=href)],
    )


def _carbon_cell(one: JudgedLine, page: BillPage) -> Cell:
    share = page.shares.of_carbon(one.part)
    if share is not None:
        return Cell(text=percent(share), share=share, note=wording.tonnes(one.part.carbon))
    hint = page.shares.indicated(one.part)
    if one.line.state == LineState.OPEN.value and hint is not None:
        told = _("参考 %(tonnes)s，约 %(share)s") % {
            "tonnes": wording.tonnes(one.part.indication),
            "share": percent(hint),
        }
        return Cell(text="—", note=told)
    return Cell(text="—")


def _factor_cells(one: JudgedLine) -> tuple[Cell, Cell]:
    if one.line.is_linked:
        if one.linked is None:
            return Cell(text=one.line.factor, note=_("该因子已停用")), Cell(text="—")
        factor = one.linked.factor
        known = next((x for x in one.judgement.offered if x.factor.id == factor.id), None)
        note = wording.figure(factor)
        return Cell(text=words(factor.name), href=wording.factor_href(factor), note=note), Cell(
            text=wording.rung(known) if known else "—"
        )
    best = next(iter(one.judgement.offered), None)
    if best is not None:
        mark = _("完全相符") if best.exact else words(best.name.reason)
        return Cell(text=words(best.factor.name), note=f"{wording.figure(best.factor)} · {mark}"), Cell(
            text=wording.rung(best)
        )
    refused = next(iter(one.judgement.refused), None)
    why = words(one.judgement.why_not) or (words(refused.refusal) if refused else "")
    return Cell(text=_("库中没有可用因子"), note=why), Cell(text="—")


def exact_table(ready: Sequence[Ready]) -> list[dict[str, Any]]:
    """Return the lines that may be accepted together, each with factor, source and place."""
    return [
        {
            "id": str(one.line.public_id),
            "name": one.line.name,
            "amount": f"{grouped(one.line.amount)} {one.line.unit}",
            "factor": words(one.found.factor.name),
            "href": wording.factor_href(one.found.factor),
            "figure": wording.figure(one.found.factor),
            "reasons": _("；").join(words(reason) for reason in one.suggestion.reasons),
            "place": _place_words(one),
            "effect": wording.effect(one.line.figure, one.line.unit, one.found.factor),
        }
        for one in ready
    ]


def export_table(lines: Sequence[ExportedLine]) -> Table:
    """Return a matched bill as the table of a file."""
    titles = (
        *(_("行"), _("名称"), _("数量"), _("单位"), _("供应商"), _("产地"), _("编码"), _("状态")),
        *(_("因子编号"), _("因子名称"), _("因子数值"), _("因子来源"), _("碳排放（kgCO₂e）")),
        *(_("写入位置"), _("理由"), _("决定人"), _("决定时间"), _("原文")),
    )
    return Table(
        caption=_("匹配清单"),
        columns=[Column(title=title) for title in titles],
        rows=[Row(cells=[Cell(text=text) for text in _exported(one)]) for one in lines],
    )


def _exported(one: ExportedLine) -> list[str]:
    line, factor, decision = one.line, one.found.factor if one.found else None, one.decision
    place = f"{line.section}[{line.row}]" if line.row else ""
    return [
        *(str(line.number), line.name, line.amount, line.unit, line.supplier, line.origin, line.code),
        words(line.state_label),
        *(line.factor, words(factor.name) if factor else "", wording.figure(factor) if factor else ""),
        wording.source_of(factor) if factor else "",
        f"{one.part.carbon:.12g}" if one.part.carbon is not None else "",
        *(place, decision.reason if decision else "", decision.by.name if decision else ""),
        moment(decision.at) if decision else "",
        line.raw.replace("\t", " | "),
    ]


def _place_words(one: Ready) -> str:
    chosen = [
        words(choice.label)
        for field in one.place.asked
        for choice in field.choices
        if one.place.proposed.get(field.id) == choice.key
    ]
    row = [_("已有的第 %(row)d 行") % {"row": one.row}] if one.row else [_("新增一行")]
    return " · ".join([words(one.place.section.title), *chosen, *row])


def grouped(amount: str) -> str:
    """Return a plain figure with its thousands apart."""
    whole, point, part = amount.partition(".")
    return f"{int(whole):,}{point}{part}"


def moment(at: Any) -> str:
    """Return a moment as people write it."""
    return localtime(at).strftime("%Y-%m-%d %H:%M")
