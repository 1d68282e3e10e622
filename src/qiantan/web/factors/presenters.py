"""Factors as rows, facts and files."""

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings.finding import Text
from qiantan.core.study.document import Factor
from qiantan.web.factors import wording
from qiantan.web.ui.parts import Cell, Column, Facet, Link, Row, Table, Term
from qiantan.web.ui.wording import words

# What the rulebook's reader puts where the source names no year.
UNSTATED = "未注明"


def factor_table(factors: Iterable[Factor], *, total: int, export: str) -> Table:
    """Return factors as a table: name, value, kind, place, the years, certainty."""
    columns = [
        Column(title=_("名称")),
        Column(title=_("数值"), numeric=True),
        Column(title=_("单位")),
        Column(title=_("类别")),
        Column(title=_("地域")),
        Column(title=_("数据年份")),
        Column(title=_("发布年份")),
        Column(title=_("确定程度")),
    ]
    rows = [_row(one) for one in factors]
    return Table(caption=_("因子"), columns=columns, rows=rows, total=total, export=export)


def topic_facet(counts: Mapping[str, int], text: str, chosen: str) -> Facet:
    """Return the topics that narrow the list, with how many factors the library has of each."""
    ordered = sorted(counts, key=lambda topic: -counts[topic])
    every = Link(
        text=_("全部"), href=address(text, ""), count=None if text else sum(counts.values()), current=not chosen
    )
    links = [
        Link(
            text=wording.topic(topic),
            href=address(text, topic),
            count=None if text else counts[topic],
            current=topic == chosen,
        )
        for topic in ordered
    ]
    return Facet(title=_("主题"), choices=[every, *links])


def address(text: str, topic: str) -> str:
    """Return the address of the list for a text and a topic."""
    narrowed = {name: value for name, value in (("q", text), ("topic", topic)) if value}
    return f"{reverse('factors:list')}?{urlencode(narrowed)}" if narrowed else reverse("factors:list")


def values(factor: Factor) -> list[tuple[str, str]]:
    """Return the figures of a factor exactly as published, each with its unit."""
    if factor.value is not None:
        unit = _("比例") if factor.value.unit == "ratio" else factor.value.unit
        return [(str(factor.value.value), unit)]
    return [(str(one.kg), f"kg{wording.gas(one.flow)}/{factor.per}") for one in factor.emissions]


def factor_page(found: object) -> dict[str, object]:
    """Return everything the page of a factor says."""
    factor = found.factor
    kind, use = wording.KINDS[factor.kind]
    certainty, tone = wording.CERTAINTY[factor.provenance.certainty]
    return {
        "title": words(factor.name),
        "other_name": factor.name.en if words(factor.name) == factor.name.zh else factor.name.zh,
        "figures": [{"value": value, "unit": unit} for value, unit in values(factor)],
        "kind": kind,
        "use": use,
        "unusable": factor.kind == "electricity_emission",
        "certainty": certainty,
        "tone": tone,
        "about": _about(factor),
        "source": _source(factor, found.release),
        "note": factor.provenance.note,
        "citation": citation(factor),
    }


def citation(factor: Factor) -> str:
    """Return the line with which this factor is cited."""
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


def _row(factor: Factor) -> Row:
    figures = values(factor)
    certainty, tone = wording.CERTAINTY[factor.provenance.certainty]
    return Row(
        cells=[
            Cell(
                text=words(factor.name),
                href=reverse("factors:factor", args=[factor.id]),
                drawer=True,
                note=factor.id,
            ),
            Cell(
                text=figures[0][0], note=_("另有 %(count)d 种气体") % {"count": len(figures) - 1} if figures[1:] else ""
            ),
            Cell(text=figures[0][1]),
            Cell(text=wording.kind(factor.kind)),
            Cell(text=wording.geography(factor.geography)),
            Cell(text=_year(factor)),
            Cell(text=factor.provenance.year or "—"),
            Cell(text=str(certainty), tone=tone),
        ]
    )


def _about(factor: Factor) -> list[Term]:
    spread = factor.distribution
    return [
        Term(name=_("边界"), text=factor.boundary),
        Term(name=_("地域"), text=wording.geography(factor.geography)),
        Term(name=_("数据年份"), text=_year(factor)),
        Term(name=_("发布年份"), text=factor.provenance.year),
        Term(name=_("有效至"), text=factor.valid_to or _("来源未规定")),
        Term(name=_("不确定性"), text=_spread(spread) if spread else _("来源未给出")),
        Term(name=_("编号"), text=factor.id, code=True),
    ]


def _year(factor: Factor) -> str:
    return _("未注明") if factor.reference_year == UNSTATED else factor.reference_year


def _spread(distribution: object) -> str:
    return _("对数正态，几何标准差 %(spread)s") % {"spread": distribution.spread}


def _source(factor: Factor, release: object) -> list[Term]:
    source = factor.provenance
    return [
        Term(name=_("发布者"), text=source.issuer),
        Term(name=_("文件"), text=source.document, note=source.number),
        Term(name=_("页码或表号"), text=source.place),
        Term(name=_("怎样得到"), text=str(wording.HOW_FOUND[source.how_found]), note=source.found_in),
        Term(name=_("许可"), text=source.licence or release.licence),
        Term(name=_("因子版本"), text=words(Text(release.title_zh, release.title_en)), note=release.id),
        Term(name=_("复核期限"), text=release.review_by.isoformat()),
    ]
