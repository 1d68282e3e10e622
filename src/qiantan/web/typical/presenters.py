"""Calls, own values and typical values as components print them."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.registry.accounts.paging import Page
from qiantan.registry.typical.queries import ListedCall, MadeRelease, OwnValue
from qiantan.registry.typical.states import (
    BOUNDARY_LABELS,
    CONTRIBUTION_LABELS,
    KIND_LABELS,
    RELEASE_LABELS,
    Boundary,
    ContributionState,
    Kind,
    ReleaseState,
)
from qiantan.web.typical import wording
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table, Term
from qiantan.web.ui.wording import words

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Site
    from qiantan.registry.typical.models import Call


def call_table(found: Page[ListedCall], now: datetime) -> Table:
    """Return calls as a list: never how many take part, only whether there are enough."""
    columns = [
        Column(title=_("产品或工序")),
        Column(title=_("参与企业"), narrow=True),
        Column(title=_("典型值"), narrow=True),
        Column(title=_("截止"), narrow=True),
        Column(title=_("数值单位")),
        Column(title=_("数据年份"), narrow=True),
    ]
    return Table(
        caption=_("典型值征集"), columns=columns, rows=[_call_row(one, now) for one in found.rows], total=found.count
    )


def call_terms(listed: ListedCall) -> list[Term]:
    """Return what a call asks."""
    call = listed.call
    routes = " / ".join(words(Text(one["zh"], one["en"])) for one in call.technologies)
    return [
        Term(name=_("要企业提供什么"), text=words(Text(call.asked_zh, call.asked_en))),
        Term(name=_("数值"), text=words(KIND_LABELS[Kind(call.kind)]), note=wording.unit(call)),
        Term(name=_("系统边界"), text=words(BOUNDARY_LABELS[Boundary(call.boundary)])),
        Term(name=_("数据年份"), text=str(call.data_year)),
        Term(name=_("工艺路线"), text=routes or _("不分")),
        Term(name=_("参与企业"), text=reached(listed), note=_("同一集团算一家；具体家数不公布")),
        Term(name=_("截止时间"), text=wording.minute(call.closes_at)),
    ]


def reached(listed: ListedCall) -> str:
    """Return whether enough independent plants take part, never how many."""
    words_ = _("%(least)d 家及以上") if listed.reached else _("少于 %(least)d 家")
    return words_ % {"least": listed.call.least}


def sites_table(call: "Call", sites: "Sequence[Site]", own: dict[int, OwnValue], *, takes: bool) -> Table:
    """Return the viewer's sites with what each gave to a call."""
    rows = []
    for site in sites:
        mine = own.get(site.pk)
        actions = []
        if takes:
            again = mine is not None and mine.contribution.state == ContributionState.GIVEN.value
            href = reverse("typical:give", args=[call.public_id, site.public_id])
            actions.append(Link(text=_("更正") if again else _("提供数值"), href=href))
        if mine:
            actions.append(Link(text=_("查看"), href=reverse("typical:own", args=[mine.contribution.public_id])))
        state = words(CONTRIBUTION_LABELS[ContributionState(mine.contribution.state)]) if mine else _("未提供")
        cells = [Cell(text=site.name, note=site.organisation.name), Cell(text=state, tone=_tone(mine))]
        rows.append(Row(cells=cells, actions=actions))
    return Table(caption=_("我的场所"), columns=[Column(title=_("场所")), Column(title=_("状态"))], rows=rows)


def own_table(found: Sequence[OwnValue]) -> Table:
    """Return what the viewer's plants gave."""
    columns = [
        Column(title=_("征集")),
        Column(title=_("场所")),
        Column(title=_("我的数值"), numeric=True),
        Column(title=_("状态")),
        Column(title=_("变更"), narrow=True),
    ]
    rows = []
    for one in found:
        contribution, call = one.contribution, one.contribution.call
        value = f"{wording.plain(Decimal(one.stated['value']))} {wording.unit(call)}" if one.stated else "—"
        href = reverse("typical:own", args=[contribution.public_id])
        cells = [
            Cell(text=words(call.name), href=href, note=str(call.data_year)),
            Cell(text=contribution.site.name, note=contribution.organisation.name),
            Cell(text=value),
            Cell(text=words(CONTRIBUTION_LABELS[ContributionState(contribution.state)]), tone=_tone(one)),
            Cell(text=wording.day(contribution.changed_at)),
        ]
        rows.append(Row(cells=cells))
    return Table(caption=_("我提供的数值"), columns=columns, rows=rows, total=len(rows))


def own_terms(own: OwnValue) -> list[Term]:
    """Return everything a plant gave, for its own people."""
    contribution, call, stated = own.contribution, own.contribution.call, own.stated
    terms = [
        Term(name=_("场所"), text=contribution.site.name, note=contribution.organisation.name),
        Term(name=_("工艺路线"), text=wording.technology(call, contribution.technology) or _("不分")),
    ]
    if not stated:
        return [*terms, Term(name=_("数值"), text=_("已撤回并销毁"))]
    return [
        Term(name=_("数值"), text=f"{wording.plain(Decimal(stated['value']))} {wording.unit(call)}"),
        Term(name=_("产量（权重）"), text=f"{wording.plain(Decimal(stated['volume']))} {call.volume_unit}"),
        *terms,
        Term(name=_("来源"), text=stated["source"], note=stated["study"][:16] if stated["study"] else ""),
        Term(name=_("控股集团"), text=stated["group"] or _("无")),
        Term(name=_("说明"), text=stated["note"] or "—"),
        Term(name=_("更新时间"), text=wording.minute(contribution.changed_at)),
        Term(
            name=_("存证承诺值"),
            text=own.commitment,
            note=_("账本里只有它；盐值 %(salt)s") % {"salt": own.salt},
            code=True,
        ),
    ]


def release_table(call: "Call", found: Sequence[MadeRelease]) -> Table:
    """Return the releases of a call."""
    columns = [
        Column(title=_("范围")),
        Column(title=_("产量加权平均"), numeric=True, unit=wording.unit(call)),
        Column(title=_("参与企业")),
        Column(title=_("状态")),
        Column(title=_("日期"), narrow=True),
    ]
    return Table(caption=_("典型值"), columns=columns, rows=[_release_row(call, one) for one in found])


def value_table(made: MadeRelease) -> Table:
    """Return every published figure of a release; what is not published says why."""
    rows = [
        Row(cells=[Cell(text=name), Cell(text=f"{figure} {unit_}".strip() if figure else "—", note=note)])
        for name, figure, unit_, note in _figures(made)
    ]
    return Table(caption=_("公布的统计量"), columns=[Column(title=_("项目")), Column(title=_("公布值"))], rows=rows)


def stats(made: MadeRelease) -> list[dict[str, str]]:
    """Return the four figures that stand on top of the page."""
    found = _figures(made)
    return [
        {"label": name, "value": figure or "—", "unit": unit_ if figure else "", "note": note}
        for name, figure, unit_, note in (found[0], found[1], found[-2], found[-1])
    ]


def value_terms(made: MadeRelease) -> list[Term]:
    """Return what a typical value is of, and how it came about."""
    release, call = made.release, made.release.call
    return [
        Term(name=_("产品或工序"), text=words(call.name)),
        Term(name=_("口径"), text=words(Text(call.asked_zh, call.asked_en))),
        Term(name=_("系统边界"), text=words(BOUNDARY_LABELS[Boundary(call.boundary)])),
        Term(name=_("范围"), text=wording.part(call, release.division, release.technology)),
        Term(name=_("数据年份"), text=str(call.data_year)),
        Term(name=_("确定程度"), text=_("推算"), note=_("由各企业保密提供的数值汇总，企业自报，未逐家核查")),
        Term(name=_("发布"), text=_("第 %(number)d 次") % {"number": release.number}, note=_published(release)),
        Term(name=_("披露控制规则"), text=release.rule, code=True),
    ]


def export_table(made: MadeRelease) -> Table:
    """Return a typical value as the rows of a file: every figure, then what it is of."""
    columns = [Column(title=_("项目")), Column(title=_("公布值")), Column(title=_("单位")), Column(title=_("说明"))]
    lines = [*_figures(made), *((term.name, term.text, "", term.note) for term in value_terms(made))]
    rows = [Row(cells=[Cell(text=text) for text in line]) for line in lines]
    return Table(caption=_("典型值"), columns=columns, rows=rows)


def citation(made: MadeRelease, address: str) -> str:
    """Return the line a typical value is cited by."""
    release, call = made.release, made.release.call
    return _("黔碳本地典型值：%(name)s，%(part)s，%(year)d 年数据，第 %(number)d 次发布（%(day)s）。%(address)s") % {
        "name": words(call.name),
        "part": wording.part(call, release.division, release.technology),
        "year": call.data_year,
        "number": release.number,
        "day": wording.day(release.published_at) if release.published_at else "—",
        "address": address,
    }


def _figures(made: MadeRelease) -> list[tuple[str, str, str, str]]:
    """Return name, figure (empty where it is not published), unit and note of everything a release may tell."""
    call, printed, cover = made.release.call, made.figures.printed, made.figures.cover
    own_unit, step = wording.unit(call), wording.plain(printed.step)
    company = _("区间内至少 3 家")
    quartiles = " / ".join(wording.between(one) for one in printed.quartiles or ())
    geometric = f"≤ {wording.geometric(printed.deviation)}" if printed.deviation else ""
    return [
        (_("产量加权平均值"), wording.plain(printed.mean), own_unit, _("修约间隔 %(step)s") % {"step": step}),
        _told(_("相对标准差"), wording.deviation(printed.deviation), "", _("以档公布，产量加权")),
        _told(_("几何标准差"), geometric, "", _("由相对标准差的上限换算")),
        _told(_("中位数所在区间"), wording.between(printed.median), own_unit, company),
        _told(_("四分位数所在区间"), quartiles, own_unit, company),
        (_("最小值、最大值"), "", "", _("一律不公布：它就是某一家的数值")),
        (
            _("参与企业"),
            wording.contributors(made.figures.contributors),
            "",
            _("独立企业，同一集团算一家"),
        ),
        (
            _("占全省产量"),
            f"{cover[0]}–{cover[1]}%" if cover else "",
            "",
            call.province_source if cover else _("未给出全省产量"),
        ),
    ]


def _told(name: str, figure: str, unit_: str, note: str) -> tuple[str, str, str, str]:
    return (name, figure, unit_, note if figure else _("不公布：家数不够，或会泄露单家数值"))


def _call_row(one: ListedCall, now: datetime) -> Row:
    call = one.call
    takes = call.takes(now)
    value = (
        Cell(text=_("查看典型值"), href=reverse("typical:value", args=[one.release])) if one.release else Cell(text="—")
    )
    cells = [
        Cell(text=words(call.name), href=reverse("typical:call", args=[call.public_id]), note=words(_kind(call))),
        Cell(text=reached(one), tone="good" if one.reached else "neutral"),
        value,
        Cell(text=wording.day(call.closes_at), note=_("征集中") if takes else _("已截止")),
        Cell(text=wording.unit(call)),
        Cell(text=str(call.data_year)),
    ]
    return Row(cells=cells)


def _kind(call: "Call") -> Text:
    return KIND_LABELS[Kind(call.kind)]


def _release_row(call: "Call", one: MadeRelease) -> Row:
    release = one.release
    printed = one.figures.printed
    cells = [
        Cell(
            text=wording.part(call, release.division, release.technology),
            href=reverse("typical:value", args=[release.public_id]),
            note=_("第 %(number)d 次") % {"number": release.number},
        ),
        Cell(
            text=wording.plain(printed.mean),
            note=_("相对标准差 %(class)s") % {"class": wording.deviation(printed.deviation)}
            if printed.deviation
            else "",
        ),
        Cell(text=wording.contributors(one.figures.contributors)),
        Cell(text=words(RELEASE_LABELS[ReleaseState(release.state)]), tone=wording.TONES[release.state]),
        Cell(text=wording.day(release.published_at or release.prepared_at)),
    ]
    return Row(cells=cells)


def _published(release: object) -> str:
    return wording.day(release.published_at) if release.published_at else _("尚未发布")


def _tone(own: OwnValue | None) -> str:
    given = own is not None and own.contribution.state == ContributionState.GIVEN.value
    return "good" if given else "neutral"
