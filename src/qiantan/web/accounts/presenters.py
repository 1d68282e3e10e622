"""Organisations, sites and members as components print them."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.registry.accounts.states import LABELS, Role
from qiantan.registry.accounts.viewer import Viewer
from qiantan.web.ui.parts import Cell, Column, Row, Table, Term
from qiantan.web.ui.tiles import place_name
from qiantan.web.ui.wording import words


def organisation_table(viewer: Viewer, organisations: Iterable[object]) -> Table:
    """Return the organisations of a person with the role in each."""
    rows = [
        Row(
            cells=[
                Cell(text=one.name, href=reverse("accounts:organisation", args=[one.public_id])),
                Cell(text=one.uscc),
                Cell(text=words(place_name(one.division))),
                Cell(text=role_name(viewer.role_in(one.pk) or "")),
            ]
        )
        for one in organisations
    ]
    columns = [
        Column(title=_("企业")),
        Column(title=_("统一社会信用代码")),
        Column(title=_("所在市州")),
        Column(title=_("我的角色")),
    ]
    return Table(caption=_("我的企业"), columns=columns, rows=rows, total=len(rows))


def organisation_terms(organisation: object) -> list[Term]:
    """Return the facts about an organisation."""
    return [
        Term(name=_("企业全称"), text=organisation.name),
        Term(name=_("统一社会信用代码"), text=organisation.uscc, note=_("校验码正确")),
        Term(name=_("所在市州"), text=words(place_name(organisation.division))),
        Term(name=_("登记时间"), text=_day(organisation.created_at)),
        Term(name=_("身份核验"), text=_("尚未接入省统一身份认证"), note=_("目前以校验码和成员关系为准")),
    ]


def site_table(sites: Iterable[object]) -> Table:
    """Return the sites of an organisation."""
    rows = [
        Row(cells=[Cell(text=site.name), Cell(text=words(place_name(site.division))), Cell(text=_day(site.created_at))])
        for site in sites
    ]
    columns = [Column(title=_("场所")), Column(title=_("所在市州")), Column(title=_("登记时间"))]
    return Table(caption=_("生产场所"), columns=columns, rows=rows, empty=_("还没有生产场所，新建产品前需先添加。"))


def member_table(members: Iterable[object]) -> Table:
    """Return the members of an organisation."""
    rows = [
        Row(
            cells=[
                Cell(text=member.user.name or member.user.email, note=member.user.email if member.user.name else ""),
                Cell(text=role_name(member.role), tone="primary" if member.role == Role.MANAGER.value else "neutral"),
                Cell(text=_day(member.since)),
            ]
        )
        for member in members
    ]
    columns = [Column(title=_("成员")), Column(title=_("角色")), Column(title=_("加入时间"))]
    return Table(caption=_("成员"), columns=columns, rows=rows)


def role_name(role: str) -> str:
    """Return a role in the language of the page."""
    return words(LABELS[Role(role)]) if role else ""


def _day(moment: object) -> str:
    return date_format(localtime(moment), "Y-m-d")
