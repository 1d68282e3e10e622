"""The list of factors: rows, facets, what was looked up instead, what is not carried, what is kept for comparing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings.finding import Text
from qiantan.core.study.document import Factor
from qiantan.registry.factors.facets import FACETS
from qiantan.registry.factors.queries import FoundFactor, Search
from qiantan.web.factors import wording
from qiantan.web.factors.figures import values, year
from qiantan.web.factors.selection import MOST_COMPARED, Selection
from qiantan.web.ui.parts import Cell, Column, Facet, Link, Row, Table
from qiantan.web.ui.wording import words

SHOWN = 8
OPEN = {"kind", "topic", "geography"}
NEWEST_FIRST = {"year"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The factors kept for comparing: each with the link that drops it, and the link to the comparison."""

    links: tuple[Link, ...]
    href: str
    enough: bool


def export_table(factors: Iterable[Factor]) -> Table:
    """Return factors as the table of a file: what the list shows, with id, kind, boundary and source in columns."""
    listed = tuple(factors)
    table = factor_table(listed, Selection(), total=None, export="")
    titles = (_("编号"), _("类别"), _("边界"), _("发布者"), _("文件"), _("页码或表号"), _("许可"))
    rows = [
        replace(row, cells=[*row.cells, *(Cell(text=text) for text in _in_file(factor))], actions=())
        for row, factor in zip(table.rows, listed, strict=True)
    ]
    return replace(table, columns=[*table.columns, *(Column(title=title) for title in titles)], rows=rows)


def _in_file(factor: Factor) -> tuple[str, ...]:
    source = factor.provenance
    document = f"{source.document} {source.number}".strip()
    return (
        factor.id,
        wording.kind(factor.kind),
        factor.boundary,
        source.issuer,
        document,
        source.place,
        source.licence,
    )


def factor_table(factors: Iterable[Factor], selection: Selection, *, total: int | None, export: str) -> Table:
    """Return factors as a table: name, value, kind, place, three dates, certainty."""
    columns = [
        Column(title=_("名称")),
        Column(title=_("数值"), numeric=True),
        Column(title=_("单位")),
        Column(title=_("地域")),
        Column(title=_("数据年份"), narrow=True),
        Column(title=_("发布年份"), narrow=True),
        Column(title=_("有效至"), narrow=True),
        Column(title=_("确定程度")),
    ]
    rows = [_row(one, selection) for one in factors]
    return Table(caption=_("因子"), columns=columns, rows=rows, total=total, export=export)


def facet_groups(found: Search, selection: Selection) -> list[Facet]:
    """Return the ways to narrow the list, each value with how many factors it leads to; a chosen one is let go again."""
    groups = []
    for facet in FACETS:
        counts = dict(found.facets.get(facet, {}))
        chosen = selection.chosen.get(facet, "")
        if chosen:
            counts.setdefault(chosen, 0)
        if len(counts) < 2 and not chosen:  # noqa: PLR2004 - one value narrows nothing
            continue
        links = [_facet_link(facet, value, counts[value], selection) for value in _ordered(facet, counts, chosen)]
        opened = facet in OPEN or bool(chosen)
        groups.append(Facet(title=str(wording.FACETS[facet]), choices=links[:SHOWN], more=links[SHOWN:], open=opened))
    return [*groups, _standing(selection)]


def _standing(selection: Selection) -> Facet:
    """Return the choice between what is in force and what left force."""
    choices = [
        Link(text=_("现行"), href=replace(selection, lapsed=False).address(), current=not selection.lapsed),
        Link(text=_("已被替代或停用"), href=replace(selection, lapsed=True).address(), current=selection.lapsed),
    ]
    return Facet(title=_("状态"), choices=choices, open=selection.lapsed)


def compared(rows: Iterable[FoundFactor], selection: Selection) -> Compared | None:
    """Return the tray of factors to compare; none when it is empty."""
    kept = tuple(rows)
    if not kept:
        return None
    links = tuple(
        Link(text=words(row.factor.name), href=selection.comparing(row.factor.id).address(), icon="close")
        for row in kept
    )
    ids = ",".join(row.factor.id for row in kept)
    return Compared(links=links, href=f"{reverse('factors:compare')}?id={ids}", enough=len(kept) > 1)


def stood_for(found: Search) -> str:
    """Return which words were looked up as well; empty when none were."""
    told = [
        _("“%(said)s”同时按 %(means)s 查找") % {"said": said, "means": _("、").join(means)}
        for said, means in found.stood_for
    ]
    return _("；").join(told)


def withheld(found: Search) -> list[dict[str, str]]:
    """Return what was asked for and is not carried, with where its owner offers it."""
    return [
        {
            "title": words(Text(one.title["zh"], one.title.get("en", ""))),
            "reason": one.reason,
            "where": one.available_at,
            "href": f"{reverse('factors:releases')}#{one.release.pk}",
        }
        for one in found.withheld
    ]


def _row(factor: Factor, selection: Selection) -> Row:
    figures = values(factor)
    certainty, tone = wording.CERTAINTY[factor.provenance.certainty]
    more = _("另有 %(count)d 种气体") % {"count": len(figures) - 1} if figures[1:] else ""
    return Row(
        cells=[
            Cell(
                text=words(factor.name),
                href=reverse("factors:factor", args=[factor.id]),
                drawer=True,
                note=f"{wording.kind(factor.kind)} · {factor.id}",
            ),
            Cell(text=figures[0][0], note=more),
            Cell(text=figures[0][1]),
            Cell(text=wording.geography(factor.geography)),
            Cell(text=year(factor)),
            Cell(text=factor.provenance.year or "—"),
            Cell(text=factor.valid_to or "—"),
            Cell(text=str(certainty), tone=tone),
        ],
        actions=_actions(factor, selection),
    )


def _actions(factor: Factor, selection: Selection) -> list[Link]:
    if factor.id in selection.compared:
        return [Link(text=_("取消比较"), href=selection.comparing(factor.id).address())]
    if len(selection.compared) >= MOST_COMPARED:
        return [Link(text=_("已满四个"), href=selection.address())]
    return [Link(text=_("比较"), href=selection.comparing(factor.id).address())]


def _facet_link(facet: str, value: str, count: int, selection: Selection) -> Link:
    return Link(
        text=wording.facet_value(facet, value),
        href=selection.toggled(facet, value).address(),
        count=count,
        current=selection.chosen.get(facet) == value,
    )


def _ordered(facet: str, counts: Mapping[str, int], chosen: str) -> list[str]:
    """Return the values of a facet: the chosen one first, then by count, years the newest first."""
    if facet in NEWEST_FIRST:
        return sorted(
            counts, key=lambda value: (value != chosen, value == "unstated", -int(value) if value.isdigit() else 0)
        )
    return sorted(counts, key=lambda value: (value != chosen, -counts[value], value))
