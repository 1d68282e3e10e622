"""The board, one gap, and the targets as figures, tables and a chart."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.core.rules.gaps import Reason, oldest, ranking
from qiantan.web.gaps import wording
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.parts import Cell, Column, Progress, Row, Table, Term
from qiantan.web.ui.wording import percent, words

if TYPE_CHECKING:
    from qiantan.core.rules.gaps import Target
    from qiantan.registry.accounts.paging import Page
    from qiantan.registry.gaps.counters import Counters
    from qiantan.registry.gaps.models import BillWant
    from qiantan.registry.gaps.queries import Asking, GapRow, InPlace, Standing

BARS = 12
DIGITS = 3  # of a score, in per cent


def name(row: "GapRow") -> str:
    """Return what is wanted."""
    return words(row.name)


def is_missing(row: "GapRow") -> bool:
    """Say whether somebody left it out for want of a factor."""
    return bool(row.reasons & Reason.MISSING)


def tags(reasons: Reason) -> list[dict[str, str]]:
    """Return the reasons as tags."""
    return [{"text": text, "tone": tone} for text, tone in wording.reasons(reasons)]


def board_table(found: "Page[GapRow]", export: str) -> Table:
    """Return a page of the board: what is wanted, the three parts of its score, the score."""
    best = max((row.score for row in found.rows), default=0.0)
    rows = [_board_row(row, best) for row in found.rows]
    return Table(
        caption=_("因子缺口"),
        columns=_columns(),
        rows=rows,
        total=found.count,
        export=export,
        empty=_("没有这样的缺口。"),
    )


def export_table(rows: "Sequence[GapRow]") -> Table:
    """Return the board as the table of a file: every part of the score in a column of its own."""
    titles = (
        _("名次"), _("缺什么"), _("类别"), _("流"), _("参数"), _("原因"), _("产品数"), _("企业数"),
        _("需求（占全部产品）"), _("贡献（占其碳足迹）"), _("不确定性（相对标准差）"), _("得分"),
    )  # fmt: skip
    shown = [
        Row(cells=[Cell(text=text) for text in (str(number), *_in_file(row))])
        for number, row in enumerate(rows, start=1)
    ]
    return Table(caption=_("因子缺口"), columns=[Column(title=title) for title in titles], rows=shown)


def chart(rows: "Sequence[GapRow]") -> Chart:
    """Return the scores of the first gaps as bars."""
    shown = rows[:BARS]
    names = [words(row.name) for row in shown]
    table = Table(
        caption=_("得分"),
        columns=[Column(title=_("缺什么")), Column(title=_("得分"), numeric=True, unit="%")],
        rows=[Row(cells=[Cell(text=one), Cell(text=_score(row))]) for one, row in zip(names, shown, strict=True)],
    )
    return Chart(
        id="gaps",
        title=_("最该补的因子"),
        description=_("条形图，%(count)d 个缺口的得分；最高的是“%(name)s”，%(score)s。")
        % {"count": len(shown), "name": names[0], "score": _score(shown[0])},
        option=horizontal_bars(names, [round(100 * row.score, 4) for row in shown], "%"),
        table=table,
    )


def bill_table(found: "Sequence[BillWant]") -> Table | None:
    """Return what plants found no factor for in their bills of materials; none where there is nothing to tell."""
    if not found:
        return None
    columns = [
        Column(title=_("物料")),
        Column(title=_("企业数"), numeric=True),
        Column(title=_("产品数"), numeric=True),
        Column(title=_("未匹配的行"), numeric=True),
        Column(title=_("代用的行"), numeric=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=one.name),
                *(Cell(text=str(count)) for count in (one.organisations, one.products, one.unmatched, one.proxies)),
            ]
        )
        for one in found
    ]
    return Table(caption=_("物料清单中没有因子的物料"), columns=columns, rows=rows)


def figures(found: "Standing", counts: dict[str, int]) -> list[dict[str, str]]:
    """Return how the board stands in figures."""
    counted = found.count
    if counted is None:
        return []
    return [
        {"label": _("缺因子而舍去"), "value": str(counts["missing"]), "note": _("种物料或过程")},
        {
            "label": _("有缺口的产品"),
            "value": f"{counted.affected} / {counted.products}",
            "note": _("每个产品以最新的冻结研究计"),
        },
        {
            "label": _("统计时间"),
            "value": date_format(localtime(counted.finished_at), "SHORT_DATETIME_FORMAT"),
            "note": _("%(count)d 份冻结研究") % {"count": counted.studies},
        },
    ]


def basis() -> list[Term]:
    """Return what counts as a gap, in the figures of the rule."""
    rule = ranking()
    return [
        Term(name=_("需求"), text=_("提出需求的产品占全部产品的比例；一个产品只计一次")),
        Term(name=_("贡献"), text=_("这些产品的碳足迹中由它决定的平均比例；舍去的按估算计")),
        Term(
            name=_("不确定性"),
            text=_("现用数值的相对标准差，并计入技术、时间、地域评分带来的方差；舍去的按 %(spread)s 计")
            % {"spread": f"±{float(rule.cut_off_deviation):.0%}"},
            note=f"{rule.pedigree.provenance.document} ({rule.pedigree.provenance.year})",
        ),
        Term(name=_("过旧"), text=_("数据年份比研究期早 %(years)d 年以上") % {"years": oldest()}),
        Term(
            name=_("不计入"),
            text=_("按取舍准则舍去的小项、经冻结研究核算的供应商产品、纯气体。查询记录不保存，因此不作依据。"),
        ),
    ]


def standing(found: "Standing") -> list[Term]:
    """Return where the board stands."""
    terms = [Term(name=_("尚未计入"), text=_("%(count)d 份新冻结的研究") % {"count": found.waiting})]
    last = found.last
    if last is not None and last.message_zh:
        terms.append(Term(name=_("上次统计"), text=words(last.state_label), note=words(last.message)))
    return terms


def counting(found: "Standing") -> Progress | None:
    """Return the count under way as a row; the page around it polls."""
    work = found.under_way
    if work is None:
        return None
    return Progress(
        title=_("统计因子缺口"),
        state=work.state,
        phase=words(work.phase),
        percent=100 * work.done / work.total if work.total else None,
        id="count-row",
        cancel="" if work.cancel_requested else reverse("gaps:stop_count"),
    )


def reason_choices(counts: dict[str, int], chosen: str) -> list[dict[str, object]]:
    """Return the reasons to choose from, each with how many gaps it has."""
    return [
        {"key": key, "text": f"{text} ({counts[key]})", "chosen": key == chosen}
        for reason, (text, _tone) in wording.REASONS.items()
        for key in (str(reason.name).lower(),)
        if counts[key] or key == chosen
    ]


def category_choices(found: "Sequence[str]", chosen: str) -> list[dict[str, object]]:
    """Return the categories to choose from."""
    return [{"key": one, "text": wording.CATEGORIES.get(one, one), "chosen": one == chosen} for one in found]


# --- one gap -------------------------------------------------------------------------------------------------------------


def gap_figures(row: "GapRow") -> list[dict[str, str]]:
    """Return the score of a gap and its parts."""
    return [
        {"label": _("需求"), "value": percent(row.demand), "note": _products(row)},
        {"label": _("贡献"), "value": percent(row.contribution), "note": _("占这些产品的碳足迹")},
        {"label": _("不确定性"), "value": wording.spread(row.uncertainty), "note": _("相对标准差")},
        {"label": _("得分"), "value": _score(row), "note": _("需求 × 贡献 × 不确定性")},
    ]


def in_place_table(found: "Sequence[InPlace]") -> Table:
    """Return what stands where the factor is wanted."""
    columns = [
        Column(title=_("现用数值")),
        Column(title=_("为何算缺口")),
        Column(title=_("产品数"), numeric=True),
        Column(title=_("平均贡献"), numeric=True),
        Column(title=_("不确定性"), numeric=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(
                    text=wording.stands(one.facts),
                    href=reverse("factors:factor", args=[one.facts.factor])
                    if one.facts.factor and not one.facts.factor.startswith(("assumed:", "sum:"))
                    else "",
                    drawer=True,
                    note=wording.told(one.facts),
                ),
                Cell(text=_("、").join(text for text, _tone in wording.reasons(one.reasons))),
                Cell(text=str(one.products)),
                Cell(text=percent(one.contribution), share=one.contribution),
                Cell(text=wording.spread(one.uncertainty)),
            ]
        )
        for one in found
    ]
    return Table(caption=_("现在用什么代替"), columns=columns, rows=rows)


def products_table(found: "Page[Asking]") -> Table:
    """Return the products that ask."""
    columns = [
        Column(title=_("产品")),
        Column(title=_("占其碳足迹"), numeric=True),
        Column(title=_("原因")),
        Column(title=_("研究编号"), narrow=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=words(row.name), note=row.organisation),
                Cell(text=percent(row.share), share=row.share),
                Cell(text=_("、").join(text for text, _tone in wording.reasons(row.reasons))),
                Cell(text=row.study, note=date_format(localtime(row.frozen_at), "SHORT_DATE_FORMAT")),
            ]
        )
        for row in found.rows
    ]
    return Table(caption=_("提出需求的产品"), columns=columns, rows=rows, total=found.count)


# --- targets -------------------------------------------------------------------------------------------------------------


def targets_page(found: "Counters") -> dict[str, object]:
    """Return the counters and the targets they stand beside."""
    return {
        "figures": [
            {"label": _("现行因子"), "value": str(found.in_force), "note": _("因子库全部现行值")},
            {"label": _("本省数据集"), "value": str(found.local), "note": _("地域为贵州的现行值")},
            {"label": _("经本库评审"), "value": str(found.reviewed), "note": _("两位以上专家评审后发布")},
            {
                "label": _("成熟的本地数据集"),
                "value": str(found.mature),
                "note": _("本省、经评审、有效、确定程度高或较高"),
            },
        ],
        "targets": [_target(one, found) for one in found.targets],
        "industries": _industries(found),
    }


def _target(target: "Target", found: "Counters") -> dict[str, object]:
    now = {"mature": found.mature, "local": found.local, "key_industries": found.key_industries}
    source = target.provenance
    stands = _("%(now)d（原文没有给出数量）") % {"now": now[target.counter]}
    if target.figure:
        stands = f"{now[target.counter]} / {target.figure}"
    told = [part for part in (source.issuer, source.document, source.found_in) if part]
    return {
        "title": words(Text(target.title.zh, target.title.en)),
        "of": wording.place(target.of),
        "foreign": target.of != "CN-520000",
        "by": target.by.year,
        "share": min(100, round(100 * now[target.counter] / target.figure)) if target.figure else None,
        "facts": [
            Term(name=str(wording.COUNTERS[target.counter]), text=stands),
            Term(name=_("出处"), text=_("；").join(told), note=source.note),
            Term(name=_("确定程度"), text=str(wording.CERTAINTY.get(source.certainty, source.certainty))),
        ],
    }


def _industries(found: "Counters") -> Table:
    columns = [
        Column(title=_("重点产业")),
        Column(title=_("现行因子"), numeric=True),
        Column(title=_("本省"), numeric=True),
        Column(title=_("成熟"), numeric=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(text=words(Text(one.industry.title.zh, one.industry.title.en))),
                *(Cell(text=str(number)) for number in (one.values, one.local, one.mature)),
            ]
        )
        for one in found.industries
    ]
    return Table(caption=_("方案点名的重点产业"), columns=columns, rows=rows)


# --- parts ---------------------------------------------------------------------------------------------------------------


def _columns() -> list[Column]:
    return [
        Column(title=_("缺什么")),
        Column(title=_("需求"), numeric=True),
        Column(title=_("贡献"), numeric=True),
        Column(title=_("不确定性"), numeric=True),
        Column(title=_("得分"), numeric=True),
        Column(title=_("原因")),
    ]


def _board_row(row: "GapRow", best: float) -> Row:
    reasons = wording.reasons(row.reasons)
    return Row(
        cells=[
            Cell(
                text=words(row.name),
                href=reverse("gaps:gap", args=[row.id]),
                note=str(wording.CATEGORIES.get(row.category, row.category)),
            ),
            Cell(text=percent(row.demand), note=_products(row)),
            Cell(text=percent(row.contribution, 2)),
            Cell(text=wording.spread(row.uncertainty) if row.contribution else "—"),
            Cell(text=_score(row), share=row.score / best if best else 0.0),
            Cell(text=_("、").join(text for text, _tone in reasons), tone=reasons[0][1] if reasons else ""),
        ]
    )


def _in_file(row: "GapRow") -> tuple[str, ...]:
    reasons = _("、").join(text for text, _tone in wording.reasons(row.reasons))
    category = str(wording.CATEGORIES.get(row.category, row.category))
    numbers = (row.demand, row.contribution, row.uncertainty, row.score)
    whole = (str(row.products), str(row.organisations))
    return (words(row.name), category, row.flow, row.parameter, reasons, *whole, *(f"{one:.9g}" for one in numbers))


def _products(row: "GapRow") -> str:
    return _("产品 %(products)d · 企业 %(organisations)d") % {
        "products": row.products,
        "organisations": row.organisations,
    }


def _score(row: "GapRow") -> str:
    return percent(row.score, DIGITS)
