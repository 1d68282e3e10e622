"""What changed factors move: the fields of the question, figures, table and chart of the answer; where the network stands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.web.network.asking import FIRST, LOWER, Question, plain, starting_value
from qiantan.web.network.words import report_words
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.paging import page_part
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table, Term
from qiantan.web.ui.wording import percent, significant, words

if TYPE_CHECKING:
    from qiantan.core.province.answers import Use
    from qiantan.registry.network.queries import Moved, Preview, Standing

BARS = 12


def question(uses: "Sequence[Use]", asked: Question) -> dict[str, object]:
    """Return the fields of the form: factors to choose from, the value asked for, what was not understood."""
    use, taken = asked.use, {one.id for one, _ in asked.also}
    choices = [
        {"id": one.id, "text": f"{_name(one)} · {_pinned(one)}", "chosen": one.id == use.id}
        for one in sorted(uses, key=lambda one: (one.kind != FIRST, -one.studies))
        if one.id not in taken
    ]
    return {
        "choices": choices,
        "factor": use.id,
        "factor_name": _name(use),
        "unit": use.unit,
        "value": plain(asked.value),
        "pinned": _pinned(use),
        "refused": asked.refused,
        "also": [
            {
                "pair": f"{one.id}={plain(value)}",
                "text": f"{_name(one)} → {plain(value)} {one.unit}",
                "remove": asked.without(one.id),
            }
            for one, value in asked.also
        ],
    }


def more(uses: "Sequence[Use]", asked: Question) -> str:
    """Return where a further factor is added to the question; empty where there is none left."""
    taken = asked.changes.keys()
    following = next((one for one in uses if one.id not in taken and one.kind != "parameter"), None)
    if following is None:
        return ""
    also = (*asked.also, (asked.use, asked.value))
    return Question(use=following, value=starting_value(following), also=also).address


def alternatives(asked: Question, factors: Sequence[Factor]) -> list[Link]:
    """Return values worth asking about: a tenth less and more, and the library's other factors of the same kind."""
    pinned = asked.use.values[0][0]
    steps = [(_("降低 10%"), pinned * LOWER), (_("提高 10%"), pinned * (2 - LOWER))]
    others = [(words(one.name), float(one.emissions[0].kg)) for one in factors]
    return [
        Link(
            text=f"{name}：{plain(value)}" if library else f"{name}（{plain(value)}）",
            href=Question(use=asked.use, value=value, also=asked.also).address,
        )
        for library, name, value in (
            *((False, name, value) for name, value in steps),
            *((True, name, value) for name, value in others),
        )
    ]


def answer(preview: "Preview | None", asked: Question) -> dict[str, object]:
    """Return the answer: figures, a page of the table, and the chart of the products that move."""
    if preview is None:
        return {"figures": (), "moved": None, "chart": None}
    resting = _("其上有 %(results)s 份冻结结果、%(reports)s 份报告；预览不改变它们") % {
        "results": f"{preview.results:,}",
        "reports": f"{preview.reports:,}",
    }
    return {
        "figures": [
            {
                "label": _("变动的产品"),
                "value": f"{preview.moved:,} / {preview.products:,}",
                "note": _("全省网络中的产品"),
            },
            {"label": _("平均变化"), "value": signed(preview.mean), "note": _("每个产品计一次")},
            {"label": _("涉及的冻结研究"), "value": f"{preview.touched:,}", "note": resting},
        ],
        "moved": moved_table(preview.rows, preview.moved, f"{reverse('network:movements')}?{asked.query}"),
        "page": page_part(preview, f"?{asked.query}&"),
        "chart": _chart(preview.rows) if preview.rows and preview.number == 1 else None,
    }


def standing(found: "Standing") -> list[Term]:
    """Return where the network stands."""
    snapshot, last = found.snapshot, found.last
    if snapshot is None:
        terms = [Term(name=_("快照"), text=_("尚未建立"))]
    else:
        terms = [
            Term(
                name=_("内容"),
                text=_("%(studies)s 份冻结研究，%(processes)s 个单元过程，%(exchanges)s 条清单项")
                % {
                    "studies": f"{snapshot.studies:,}",
                    "processes": f"{snapshot.processes:,}",
                    "exchanges": f"{snapshot.exchanges:,}",
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


def moved_table(rows: "Sequence[Moved]", total: int, export: str) -> Table:
    """Return a page of the products that move; `export` is where all of them are a file."""
    columns = [
        Column(title=_("产品")),
        Column(title=_("声明单位")),
        Column(title=_("冻结结果"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变为"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="kgCO₂e"),
        Column(title=_("变化"), numeric=True, unit="%"),
        Column(title=_("研究编号"), narrow=True),
        Column(title=_("依据它的结果与报告")),
    ]
    return Table(
        caption=_("变动的产品"),
        columns=columns,
        rows=[_moved_row(row) for row in rows],
        total=total,
        export=export if total else "",
        empty=_("没有产品变动。"),
    )


def signed(share: float) -> str:
    """Write a share with its sign."""
    return _plus(share) + percent(share, 2)


def _moved_row(row: "Moved") -> Row:
    icon = "down" if row.change < 0 else "up"
    return Row(
        cells=[
            Cell(text=words(row.name), note=row.organisation),
            Cell(text=words(row.unit)),
            Cell(text=significant(row.before, 5)),
            Cell(text=significant(row.after, 5)),
            Cell(text=_plus(row.change) + significant(row.change, 4)),
            Cell(text=signed(row.relative), icon=icon, note="" if row.exact else _("近似")),
            Cell(text=row.study, note=date_format(localtime(row.frozen_at), "SHORT_DATE_FORMAT")),
            Cell(text=report_words(row.known)),
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
            Row(cells=[Cell(text=name), Cell(text=signed(row.relative))])
            for name, row in zip(names, shown, strict=True)
        ],
    )
    return Chart(
        id="movements",
        title=_("变化最大的产品"),
        description=_("条形图，%(count)d 个产品的相对变化；变化最大的是“%(name)s”，%(change)s。")
        % {"count": len(shown), "name": names[0], "change": signed(shown[0].relative)},
        option=horizontal_bars(names, values, "%"),
        table=table,
    )


def _name(use: "Use") -> str:
    return words(Text(use.name_zh, use.name_en))


def _pinned(use: "Use") -> str:
    return f"{' / '.join(plain(value) for value, _ in use.values[:3])} {use.unit}"


def _plus(value: float) -> str:
    return "+" if value > 0 else ""


def _progress(done: int, total: int) -> str:
    return f"{done} / {total}" if total else ""
