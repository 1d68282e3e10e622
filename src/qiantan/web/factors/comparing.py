"""Up to four factors side by side, and the releases with what they withhold."""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings.finding import Text
from qiantan.core.study.document import Factor
from qiantan.registry.factors.facets import licence_class, likeness
from qiantan.registry.factors.files import is_open
from qiantan.registry.factors.queries import FoundFactor
from qiantan.web.factors import wording
from qiantan.web.factors.figures import values, year
from qiantan.web.ui.charts import Chart, horizontal_bars
from qiantan.web.ui.parts import Cell, Column, Row, Table
from qiantan.web.ui.wording import words


def comparison(found: Sequence[FoundFactor]) -> dict[str, object]:
    """Return the factors as columns of one table; a chart when their figures may be compared at all."""
    groups = {likeness(one.factor, "") for one in found}
    names = {group for group, _figure in groups}
    comparable = len(found) > 1 and len(names) == 1 and "" not in names
    table = Table(
        caption=_("并排比较"),
        columns=[Column(title=_("项目")), *(Column(title=words(one.factor.name), unit=one.factor.id) for one in found)],
        rows=[_line(title, [say(one) for one in found]) for title, say in _lines()],
    )
    chart = _chart(found) if comparable else None
    return {"table": table, "chart": chart, "comparable": comparable, "links": [_link(one) for one in found]}


def release_cards(releases: Sequence[object]) -> list[dict[str, object]]:
    """Return the releases with their terms, how many factors they have, and what they withhold."""
    return [
        {
            "id": one.pk,
            "title": words(Text(one.title_zh, one.title_en)),
            "publisher": one.publisher,
            "edition": one.edition,
            "published": one.published,
            "count": one.total,
            "licence": one.licence,
            "review_by": one.review_by.isoformat(),
            "sha256": one.sha256,
            "source": wording.facet_value("source_kind", one.source_kind or "unstated"),
            "list": f"{reverse('factors:list')}?q={one.pk}",
            "download": reverse("factors:release_archive", args=[one.pk]) if is_open(one) else "",
            "withheld": [
                {
                    "title": words(Text(gap["title"]["zh"], gap["title"].get("en", ""))),
                    "reason": gap["reason"],
                    "where": gap["available_at"],
                }
                for gap in one.withheld
            ],
        }
        for one in releases
    ]


def _lines() -> list[tuple[str, Callable[[FoundFactor], str]]]:
    return [
        (_("数值"), lambda one: _("、").join(f"{value} {unit}" for value, unit in values(one.factor))),
        (_("类别"), lambda one: wording.kind(one.factor.kind)),
        (_("主题"), lambda one: wording.topic(one.topic)),
        (_("边界"), lambda one: one.factor.boundary or _("来源未说明")),
        (_("地域"), lambda one: wording.geography(one.factor.geography)),
        (_("数据年份"), lambda one: year(one.factor)),
        (_("发布年份"), lambda one: one.factor.provenance.year or _("来源未说明")),
        (_("有效至"), lambda one: one.factor.valid_to or _("来源未规定")),
        (_("确定程度"), lambda one: str(wording.CERTAINTY[one.factor.provenance.certainty][0])),
        (_("怎样得到"), lambda one: str(wording.HOW_FOUND[one.factor.provenance.how_found])),
        (_("发布者"), lambda one: one.factor.provenance.issuer),
        (_("文件"), lambda one: f"{one.factor.provenance.document} {one.factor.provenance.number}".strip()),
        (_("页码或表号"), lambda one: one.factor.provenance.place or _("来源未说明")),
        (_("许可"), lambda one: wording.licence(licence_class(one.factor.provenance.licence or one.release.licence))),
        (_("因子版本"), lambda one: words(Text(one.release.title_zh, one.release.title_en))),
    ]


def _line(title: str, texts: list[str]) -> Row:
    differs = len(set(texts)) > 1
    return Row(cells=[Cell(text=title, note=_("不同") if differs else ""), *(Cell(text=text) for text in texts)])


def _chart(found: Sequence[FoundFactor]) -> Chart:
    figures = [likeness(one.factor, "")[1] or 0.0 for one in found]
    names = [f"{words(one.factor.name)} · {one.factor.id}" for one in found]
    unit = _common_unit(found[0].factor)
    told = _("、").join(f"{name} {figure:.4g} {unit}" for name, figure in zip(names, figures, strict=True))
    option = horizontal_bars(names, [float(f"{figure:.4g}") for figure in figures], unit)
    option["yAxis"]["axisLabel"] = {"width": 240, "overflow": "break"}
    rows = [
        Row(cells=[Cell(text=name), Cell(text=f"{figure:.4g}")]) for name, figure in zip(names, figures, strict=True)
    ]
    columns = [Column(title=_("名称")), Column(title=_("数值"), numeric=True, unit=unit)]
    twin = Table(caption=_("换算到同一单位"), columns=columns, rows=rows)
    return Chart(id="compared", title=_("换算到同一单位"), description=told, option=option, table=twin)


def _common_unit(factor: Factor) -> str:
    group = likeness(factor, "")[0]
    return group.split("/", 2)[2] if factor.value is not None else f"kg/{group.rpartition('/')[2]}"


def _link(one: FoundFactor) -> dict[str, str]:
    return {
        "title": f"{words(one.factor.name)} · {one.factor.id}",
        "href": reverse("factors:factor", args=[one.factor.id]),
    }
