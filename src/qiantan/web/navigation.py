"""The menu as data: every entry with its address and who sees it. A new page adds one line here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from qiantan.registry.accounts.permissions import can_analyse
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.notices.queries import unseen_count
from qiantan.web.ui.parts import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a menu; `below` are address beginnings under which it is marked as current."""

    title: str | Promise
    url: str
    seen_by: Literal["everyone", "signed_in", "signed_out", "analyst"] = "everyone"
    icon: str = ""
    below: tuple[str, ...] = ()


MENU = (
    Entry(title=_("首页"), url="home:front", icon="home"),
    Entry(title=_("工作台"), url="home:workbench", seen_by="signed_in", icon="task"),
    Entry(title=_("产品"), url="products:list", seen_by="signed_in", icon="product", below=("/footprints/",)),
    Entry(title=_("因子库"), url="factors:list", icon="factor"),
    Entry(title=_("数据库"), url="databases:list", icon="table"),
    Entry(title=_("数据提交"), url="submissions:list", seen_by="signed_in", icon="upload"),
    Entry(title=_("典型值"), url="typical:list", icon="members"),
    Entry(title=_("全省影响"), url="network:front", seen_by="analyst", icon="chart"),
    Entry(title=_("因子缺口"), url="gaps:board", seen_by="analyst", icon="table"),
    Entry(title=_("规则与模板"), url="home:rules", icon="document"),
    Entry(title=_("任务中心"), url="tasks:list", seen_by="signed_in", icon="task"),
    Entry(title=_("企业信息"), url="accounts:list", seen_by="signed_in", icon="organisation"),
)

USER_MENU = (
    Entry(title=_("工作台"), url="home:workbench", icon="task"),
    Entry(title=_("通知"), url="notices:list", icon="notice"),
    Entry(title=_("修改密码"), url="account_change_password", icon="settings"),
)


def menu(request: HttpRequest) -> dict[str, object]:
    """Return the menus of the base layout, with the entry of this page marked."""
    signed_in = request.user.is_authenticated if hasattr(request, "user") else False
    analyst = signed_in and can_analyse(Viewer(request.user.pk, department=request.user.department))
    return {
        "menu": links(MENU, request.path, signed_in=signed_in, analyst=analyst),
        "user_menu": links(USER_MENU, request.path, signed_in=True) if signed_in else (),
        # Counted when a page prints it: fragments and files ask nothing.
        "unseen_notices": lambda: unseen_count(Viewer(request.user.pk)) if signed_in else 0,
    }


def links(entries: Sequence[Entry], path: str, *, signed_in: bool, analyst: bool = False) -> tuple[Link, ...]:
    """Return the entries this person sees as links."""
    hidden = "signed_out" if signed_in else "signed_in"
    shown = []
    for entry in entries:
        if entry.seen_by == hidden or (entry.seen_by == "analyst" and not analyst):
            continue
        href = reverse(entry.url)
        starts = (href, *entry.below)
        current = path == "/" if href == "/" else path.startswith(starts)
        shown.append(Link(text=str(entry.title), href=href, icon=entry.icon, current=current))
    return tuple(shown)
