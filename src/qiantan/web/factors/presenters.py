"""One factor as a page: what it says, where it comes from, how it stands among its like, its editions, its files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings.finding import Text
from qiantan.core.study.document import Distribution, Factor
from qiantan.registry.factors.facets import licence_class
from qiantan.registry.factors.queries import Alike, FoundFactor
from qiantan.registry.factors.states import STATE_LABELS
from qiantan.web.factors import wording
from qiantan.web.factors.figures import breakdown, values, year
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.parts import Cell, Column, Moment, Row, Table, Term
from qiantan.web.ui.wording import words

ENOUGH = 5


class Left(Protocol):
    """When and why a value left force, as the registry keeps it."""

    at: datetime
    successor: str
    reason: Text


def factor_page(found: FoundFactor) -> dict[str, object]:
    """Return everything a factor says of itself: shared by its page and the side panel."""
    factor = found.factor
    kind, use = wording.KINDS[factor.kind]
    certainty, tone = wording.CERTAINTY[factor.provenance.certainty]
    return {
        "id": factor.id,
        "title": words(factor.name),
        "other_name": factor.name.en if words(factor.name) == factor.name.zh else factor.name.zh,
        "other_language": "zh-Hans" if wording.english() else "en",
        "figures": [{"value": value, "unit": unit} for value, unit in values(factor)],
        "breakdown": breakdown(factor),
        "kind": kind,
        "use": use,
        "unusable": factor.kind == "electricity_emission",
        "certainty": certainty,
        "tone": tone,
        "about": _about(found),
        "source": _source(factor, found),
        "note": factor.provenance.note,
        "citations": citations(factor),
    }


def lapsed(found: FoundFactor, standings: Sequence[Left]) -> dict[str, object] | None:
    """Return the banner of a value that left force: since when, why, by what it was replaced; none for one in force."""
    if not found.lapsed:
        return None
    last = standings[0] if standings else None
    successor = next((one.successor for one in standings if one.successor), "")
    return {
        "label": words(STATE_LABELS[found.state]),
        "since": date_format(localtime(last.at), "Y-m-d") if last else "",
        "reason": words(last.reason) if last else "",
        "successor": successor,
    }


def citations(factor: Factor) -> list[dict[str, str]]:
    """Return the line with which this factor is cited, in Chinese and in English."""
    lines = []
    for language, html in (("zh-hans", "zh-Hans"), ("en", "en")):
        with translation.override(language):
            lines.append({"language": html, "text": _citation(factor)})
    return lines


def editions(line: Sequence[FoundFactor], factor_id: str) -> list[Moment]:
    """Return the editions of a figure, newest first; none when there is only one."""
    if len(line) < 2:  # noqa: PLR2004
        return []
    moments = []
    for found in reversed(line):
        own = found.factor.id == factor_id
        figures = _("、").join(f"{value} {unit}" for value, unit in values(found.factor))
        title = f"{year(found.factor)} · {figures}"
        told = words(Text(found.release.title_zh, found.release.title_en))
        moments.append(
            Moment(
                title=title,
                at=_("%(year)s 年发布") % {"year": found.factor.provenance.year}
                if found.factor.provenance.year
                else "—",
                text=_("本页") if own else found.factor.id,
                who=told,
                tone="primary" if own else "neutral",
            )
        )
    return moments


def standing(alike: Alike | None, factor: Factor) -> dict[str, object] | None:
    """Return where a figure stands among its like, as a sentence, a chart and a table; none with fewer than five."""
    if alike is None or alike.count < ENOUGH:
        return None
    unit = "" if alike.unit == "ratio" else f"kg/{alike.unit}" if factor.value is None else alike.unit
    names = [_peer(peer.name_zh, peer.name_en) for peer in alike.some]
    figures = [_short(peer.figure) for peer in alike.some]
    rows = [
        Row(
            cells=[
                Cell(
                    text=name,
                    href=reverse("factors:factor", args=[peer.id]),
                    note=_("本因子") if peer.id == factor.id else "",
                ),
                Cell(text=figure),
                Cell(text=wording.geography(peer.geography)),
                Cell(text=wording.facet_value("year", peer.year)),
            ],
            sum=peer.id == factor.id,
        )
        for name, figure, peer in zip(names, figures, alike.some, strict=True)
    ]
    told = {"count": alike.count, "below": alike.below, "median": _short(alike.quantiles[2]), "unit": unit}
    sentence = (
        _("同类、同主题、同计量方式的 %(count)d 个值中，有 %(below)d 个低于它；中位数 %(median)s %(unit)s。") % told
    )
    columns = [
        Column(title=_("名称")),
        Column(title=_("数值"), numeric=True, unit=unit),
        Column(title=_("地域")),
        Column(title=_("数据年份")),
    ]
    option = horizontal_bars(names, [float(figure) for figure in figures], unit)
    marked = [
        {"value": float(figure), "itemStyle": {"color": "#c98a1b" if peer.id == factor.id else "#0b5d73"}}
        for figure, peer in zip(figures, alike.some, strict=True)
    ]
    option["series"][0]["data"] = marked
    option["yAxis"]["axisLabel"] = {"width": 210, "overflow": "truncate"}
    table = Table(caption=_("可比的值"), columns=columns, rows=rows)
    chart = Chart(
        id="alike",
        title=_("在可比的值中的位置"),
        description=sentence,
        option=option,
        table=table,
        tall=len(rows) > ENOUGH,
    )
    return {"sentence": sentence, "chart": chart, "range": _range(alike)}


def _range(alike: Alike) -> list[Term]:
    names = (_("最低"), _("下四分位"), _("中位"), _("上四分位"), _("最高"))
    return [Term(name=name, text=_short(figure)) for name, figure in zip(names, alike.quantiles, strict=True)]


def _citation(factor: Factor) -> str:
    source = factor.provenance
    figures = ", ".join(f"{value} {unit}" for value, unit in values(factor))
    parts = (source.issuer, f"{source.document} {source.number}".strip(), source.place, source.year)
    told = {
        "name": words(factor.name),
        "figures": figures,
        "source": ", ".join(part for part in parts if part),
        "id": f"{factor.release}/{factor.id}",
    }
    return _("%(name)s：%(figures)s。来源：%(source)s。黔碳因子库 %(id)s") % told


def _about(found: FoundFactor) -> list[Term]:
    factor = found.factor
    spread = factor.distribution
    return [
        Term(name=_("边界"), text=factor.boundary or _("来源未说明")),
        Term(name=_("技术"), text=_("来源未单独说明；以名称和边界为准")),
        Term(name=_("主题"), text=wording.topic(found.topic)),
        Term(name=_("地域"), text=wording.geography(factor.geography)),
        Term(name=_("数据年份"), text=year(factor)),
        Term(name=_("发布年份"), text=factor.provenance.year or _("来源未说明")),
        Term(name=_("有效至"), text=factor.valid_to or _("来源未规定")),
        Term(name=_("不确定性"), text=_spread(spread) if spread else _("来源未给出")),
        Term(name=_("编号"), text=factor.id, code=True),
        *_predecessor(found),
    ]


def _predecessor(found: FoundFactor) -> list[Term]:
    if not found.predecessor:
        return []
    href = reverse("factors:factor", args=[found.predecessor])
    return [Term(name=_("替代的值"), text=found.predecessor, href=href)]


def _spread(distribution: Distribution) -> str:
    return _("对数正态，几何标准差 %(spread)s") % {"spread": distribution.spread}


def _source(factor: Factor, found: FoundFactor) -> list[Term]:
    source, release = factor.provenance, found.release
    wording_of_licence = source.licence or release.licence
    return [
        Term(name=_("发布者"), text=source.issuer),
        Term(name=_("文件"), text=source.document, note=source.number),
        Term(name=_("页码或表号"), text=source.place or _("来源未说明")),
        Term(name=_("怎样得到"), text=str(wording.HOW_FOUND[source.how_found]), note=source.found_in),
        Term(name=_("确定程度"), text=str(wording.CERTAINTY_MEANS.get(source.certainty, source.certainty))),
        Term(name=_("许可"), text=wording.licence(licence_class(wording_of_licence)), note=wording_of_licence),
        Term(
            name=_("因子版本"),
            text=words(Text(release.title_zh, release.title_en)),
            href=f"{reverse('factors:releases')}#{release.pk}",
            note=release.pk,
        ),
        Term(name=_("复核期限"), text=(found.review_by or release.review_by).isoformat()),
    ]


def _peer(zh: str, en: str) -> str:
    return en or zh if wording.english() else zh


def _short(figure: float) -> str:
    """Return a figure to four significant digits, written out."""
    return format(float(f"{figure:.4g}"), "f").rstrip("0").rstrip(".") if figure else "0"
