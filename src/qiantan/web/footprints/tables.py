"""The tables of the result page; what a table shows adds up to the total it shows."""

from collections.abc import Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from qiantan.core.formats.report.figures import parts_shown, places_for, shares_shown, shown
from qiantan.core.results.document import Contribution, Part, Result
from qiantan.core.study.shape import Named
from qiantan.core.study.wording import BASES
from qiantan.web.footprints.links import explain_link
from qiantan.web.ui.parts import Cell, Column, Row, Table
from qiantan.web.ui.wording import percent, significant, words

MOST = 30


def sum_table(caption: str, parts: Sequence[Part], total: float, *, run: str = "") -> Table:
    """Return the terms of a sum and the sum; each opens its arithmetic where `run` is given."""
    places = places_for(total)
    figures = parts_shown([part.kg for part in parts], total, places)
    shares = shares_shown([part.share for part in parts])
    rows = [
        Row(
            cells=[
                _opened(part.name, run, part.id),
                Cell(text=figure),
                Cell(text=share, share=part.share if part.share is not None else 0.0),
            ]
        )
        for part, figure, share in zip(parts, figures, shares, strict=True)
    ]
    rows.append(
        Row(
            cells=[Cell(text=_("合计")), Cell(text=shown(total, places)), Cell(text="100.0%" if total else "—")],
            sum=True,
        )
    )
    columns = [Column(title=_("名称")), Column(title="kgCO₂e", numeric=True), Column(title=_("占比"), numeric=True)]
    return Table(caption=caption, columns=columns, rows=rows)


def contribution_table(result: Result, run: str, *, export: str = "") -> Table:
    """Return the exchanges by size of contribution; what is not listed stands in one line, so that the sum is whole."""
    ranked = sorted(result.contributions, key=lambda one: -abs(one.kg))
    places = places_for(result.total)
    rest = ranked[MOST:]
    kilograms = [one.kg for one in ranked[:MOST]] + ([sum(one.kg for one in rest)] if rest else [])
    figures = parts_shown(kilograms, result.total, places)
    rows = [_contribution_row(one, figure, result, run) for one, figure in zip(ranked[:MOST], figures, strict=False)]
    if rest:
        rows.append(Row(cells=[Cell(text=_("其余 %d 项") % len(rest)), Cell(text=""), Cell(text=figures[-1])]))
    rows.append(
        Row(
            cells=[
                Cell(text=_("合计")),
                Cell(text=""),
                Cell(text=shown(result.total, places)),
                Cell(text="100.0%"),
                *(Cell(text="") for _column in range(3)),
            ],
            sum=True,
        )
    )
    columns = [
        Column(title=_("清单项")),
        Column(title=_("用量"), numeric=True),
        Column(title="kgCO₂e", numeric=True),
        Column(title=_("占比"), numeric=True),
        Column(title=_("依据")),
        Column(title=_("数据")),
        Column(title="DQR", numeric=True),
    ]
    return Table(
        caption=_("贡献"), columns=columns, rows=rows, total=len(ranked), export=export, empty=_("没有产生排放的清单项")
    )


def variance_table(result: Result) -> Table:
    """Return what the spread of the footprint comes from, largest first."""
    rows = [
        Row(cells=[Cell(text=capfirst(words(part.name))), Cell(text=percent(part.share), share=part.share or 0.0)])
        for part in result.uncertainty.ranking[:10]
    ]
    columns = [Column(title=_("来源")), Column(title=_("占方差"), numeric=True)]
    return Table(caption=_("不确定性来源"), columns=columns, rows=rows, empty=_("没有给出任何分布"))


def cut_off_table(result: Result) -> Table:
    """Return the cut-off register with the estimated effect of each entry."""
    rows = [
        Row(cells=[Cell(text=words(part.name)), Cell(text=significant(part.kg)), Cell(text=percent(part.share, 2))])
        for part in result.coverage.cut_off
    ]
    columns = [
        Column(title=_("取舍的清单项")),
        Column(title=_("估计影响"), numeric=True, unit="kgCO₂e"),
        Column(title=_("占比"), numeric=True),
    ]
    return Table(caption=_("取舍登记"), columns=columns, rows=rows, empty=_("没有取舍：所有清单项都已计入"))


def _contribution_row(one: Contribution, figure: str, result: Result, run: str) -> Row:
    process = next((part.name for part in result.by_process if part.id == one.process), None)
    amount = f"{significant(one.amount, 4)} {one.unit}"
    data = Cell(text=_("初级"), tone="good") if one.primary else Cell(text=_("次级"), tone="neutral")
    if one.default:
        data = Cell(text=_("缺省"), tone="warn")
    basis = _("取舍") if one.basis == "cut_off" else capfirst(words(BASES[one.basis]))
    return Row(
        cells=[
            _opened(one.name, run, one.exchange, note=words(process) if process else ""),
            Cell(text=amount),
            Cell(text=figure),
            Cell(text=percent(one.share), share=one.share or 0.0),
            Cell(text=basis),
            data,
            Cell(text="—" if one.dqr is None else f"{one.dqr:.1f}"),
        ]
    )


def _opened(name: Named, run: str, to: str, note: str = "") -> Cell:
    text = capfirst(words(name))
    return Cell(text=text, href=explain_link(run, to), drawer=True, note=note) if run else Cell(text=text, note=note)
