"""Inquiries as progress rows and facts; how far products spread as tables and bars."""

from collections.abc import Sequence
from math import isnan
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.web.network.asking import plain
from qiantan.web.network.presenters import signed
from qiantan.web.ui.charts import Chart
from qiantan.web.ui.parts import Cell, Column, Link, Progress, Row, Table, Term
from qiantan.web.ui.wording import percent, significant, words

if TYPE_CHECKING:
    from qiantan.registry.network.queries import InquiryRow, SpreadRow

SPREAD = "spread"
SHOWN = 3
ENDED_BADLY = {"failed", "cancelled"}


def progress(row: "InquiryRow", *, here: bool = False) -> Progress:
    """Return an inquiry as a row that polls while work is to come; `here` on the page that shows its answer."""
    inquiry = row.inquiry
    phase = _("抽样 %(done)d / %(total)d 块") % {"done": row.done, "total": row.total} if row.total else _("计算中")
    if row.total and row.done == row.total:
        phase = _("正在汇总")
    return Progress(
        id=f"inquiry-{inquiry.public_id}",
        title=title(row),
        state=inquiry.state,
        phase=phase,
        percent=100 * row.done / row.total if row.total else None,
        message=words(inquiry.message),
        started=f"{_moment(inquiry.finished_at or inquiry.created_at)} · {row.by}",
        poll=_address("row", row) if inquiry.is_open else "",
        detail="" if here else _address("inquiry", row),
        results=[Link(text=_("查看结果"), href=_address("inquiry", row), icon="next")]
        if inquiry.state == "done"
        else [],
        cancel=_address("cancel_inquiry", row) if inquiry.is_open else "",
        retry=_address("retry_inquiry", row) if inquiry.state in ENDED_BADLY else "",
    )


def title(row: "InquiryRow") -> str:
    """Say what was asked."""
    asked = row.inquiry.question
    kind = words(row.inquiry.kind_label)
    if row.inquiry.kind == SPREAD:
        return _("%(kind)s：%(draws)s 次，种子 %(seed)s") % {
            "kind": kind,
            "draws": f"{asked['draws']:,}",
            "seed": asked["seed"],
        }
    changes = " · ".join(f"{name} → {plain(value)}" for name, value in list(asked["changes"].items())[:SHOWN])
    return _("%(kind)s：%(changes)s%(more)s") % {
        "kind": kind,
        "changes": changes,
        "more": " …" if len(asked["changes"]) > SHOWN else "",
    }


def terms(row: "InquiryRow") -> list[Term]:
    """Return what makes an answer repeatable: snapshot, seed, draws and the digest of its lines."""
    inquiry = row.inquiry
    found = [
        Term(name=_("提问人"), text=row.by),
        Term(name=_("网络快照"), text=inquiry.snapshot[:16], code=True),
        Term(name=_("产品数"), text=f"{inquiry.products:,}"),
    ]
    if inquiry.kind == SPREAD:
        found += [
            Term(name=_("随机种子"), text=str(inquiry.question["seed"])),
            Term(name=_("抽样次数"), text=f"{inquiry.question['draws']:,}"),
            Term(
                name=_("未计入的抽样"), text=f"{inquiry.refused:,}", note=_("循环每单位返回不少于一单位，只计数不平均")
            ),
        ]
    else:
        changed = [f"{name} → {plain(value)}" for name, value in inquiry.question["changes"].items()]
        found.append(Term(name=_("改动的因子"), text=" · ".join(changed)))
        if inquiry.outcome:
            found.append(Term(name=_("平均变化"), text=signed(inquiry.outcome["mean"]), note=_("每个产品计一次")))
    if inquiry.finished_at and inquiry.started_at:
        seconds = (inquiry.finished_at - inquiry.started_at).total_seconds()
        found.append(Term(name=_("用时"), text=_("%(seconds)s 秒") % {"seconds": f"{seconds:,.1f}"}))
    if inquiry.digest:
        found.append(
            Term(name=_("结果摘要"), text=inquiry.digest[:16], note=_("SHA-256，同一快照与种子可复算"), code=True)
        )
    return found


def spread_table(rows: "Sequence[SpreadRow]", total: int, of: "InquiryRow") -> Table:
    """Return a page of how far products spread."""
    columns = [
        Column(title=_("产品")),
        Column(title=_("声明单位")),
        Column(title=_("冻结结果"), numeric=True, unit="kgCO₂e"),
        Column(title=_("均值"), numeric=True, unit="kgCO₂e"),
        Column(title=_("标准差"), numeric=True, unit="%"),
        Column(title=_("5%–95%"), numeric=True, unit="kgCO₂e"),
        Column(title=_("均值/冻结结果"), numeric=True),
        Column(title=_("一阶解释"), numeric=True, unit="%"),
    ]
    return Table(
        caption=_("各产品的不确定度"),
        columns=columns,
        rows=[_spread_row(row, of) for row in rows],
        total=total,
        export=_address("file", of),
    )


def spread_terms(row: "SpreadRow") -> list[Term]:
    """Return the figures of one product."""
    return [
        Term(name=_("企业"), text=row.known.organisation),
        Term(name=_("声明单位"), text=words(row.known.unit)),
        Term(name=_("研究编号"), text=row.known.study),
        Term(name=_("冻结结果"), text=_kg(row.nominal)),
        Term(name=_("均值"), text=_kg(row.mean), note=_("标准误 %(kg)s") % {"kg": _kg(row.error)}),
        Term(name=_("标准差"), text=_kg(row.deviation), note=percent(row.relative)),
        Term(name=_("5% / 中位数 / 95%"), text=f"{_five(row.low)} / {_five(row.median)} / {_kg(row.high)}"),
        Term(name=_("均值与冻结结果之比"), text=f"{row.bias:.4f}", note=_("对数正态分布的均值高于中位数")),
        Term(name=_("一阶近似解释的方差"), text=_linear(row.linear)),
    ]


def bars(row: "SpreadRow") -> Chart:
    """Return the draws of one product as bars."""
    step = (row.right - row.left) / len(row.bars)
    middles = [row.left + step * (at + 0.5) for at in range(len(row.bars))]
    names = [significant(middle, 4) for middle in middles]
    table = Table(
        caption=_("抽样分布"),
        columns=[Column(title="kgCO₂e", numeric=True), Column(title=_("抽样次数"), numeric=True)],
        rows=[Row(cells=[Cell(text=name), Cell(text=str(count))]) for name, count in zip(names, row.bars, strict=True)],
    )
    return Chart(
        id="bars",
        title=_("抽样分布"),
        description=_("直方图，%(draws)d 次抽样；九成在 %(low)s 与 %(high)s kgCO₂e 之间。")
        % {"draws": sum(row.bars), "low": _five(row.low), "high": _five(row.high)},
        option={
            "grid": {"left": 8, "right": 24, "top": 16, "bottom": 40, "containLabel": True},
            "xAxis": {"type": "category", "data": names, "name": "kgCO₂e", "nameLocation": "middle", "nameGap": 26},
            "yAxis": {"type": "value"},
            "series": [{"type": "bar", "data": list(row.bars), "barCategoryGap": "4%"}],
        },
        table=table,
    )


def _spread_row(row: "SpreadRow", of: "InquiryRow") -> Row:
    href = reverse("network:spread_of_product", args=[of.inquiry.public_id, row.key])
    return Row(
        cells=[
            Cell(text=words(row.known.name), href=href, note=row.known.organisation),
            Cell(text=words(row.known.unit)),
            Cell(text=_five(row.nominal), note=row.known.study),
            Cell(text=_five(row.mean)),
            Cell(text=percent(row.relative)),
            Cell(text=f"{_five(row.low)} – {_five(row.high)}"),
            Cell(text=f"{row.bias:.4f}"),
            Cell(text=_linear(row.linear)),
        ]
    )


def _linear(share: float) -> str:
    return "—" if isnan(share) else percent(share)


def _five(kg: float) -> str:
    return significant(kg, 5)


def _kg(kg: float) -> str:
    return f"{significant(kg, 5)} kgCO₂e"


def _moment(moment) -> str:  # noqa: ANN001 - a moment or none
    return date_format(localtime(moment), "Y-m-d H:i:s") if moment else ""


def _address(name: str, row: "InquiryRow") -> str:
    return reverse(f"network:{name}", args=[row.inquiry.public_id])
