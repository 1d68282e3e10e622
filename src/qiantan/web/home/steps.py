"""The one next step of the workbench."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person stands: organisations, whether there is a site, whether they may edit, their newest products."""

    organisations: Sequence[object]
    has_site: bool
    may_edit: bool
    products: Sequence[object]


class NextStep(NamedTuple):
    """The next step in words with its one button."""

    title: str
    text: str
    action: str
    href: str


def next_step(standing: Standing) -> NextStep:
    """Return what to do next, from the first thing that is missing to the last."""
    if not standing.organisations:
        return NextStep(
            _("登记您的企业"),
            _("有统一社会信用代码就能登记；已登记过的，请管理者用您的邮箱添加您。"),
            _("登记企业"),
            reverse("accounts:register"),
        )
    organisation = standing.organisations[0]
    if not standing.may_edit:
        return NextStep(
            _("查看本企业的产品"),
            _("您是查看者；需要填报时请管理者变更您的角色。"),
            _("查看产品"),
            reverse("products:list"),
        )
    if not standing.has_site:
        return NextStep(
            _("添加生产场所"),
            _("产品归到生产它的场所，场所所在市州会写进研究。"),
            _("添加场所"),
            reverse("accounts:add_site", args=[organisation.public_id]),
        )
    return _of_products(standing.products)


def _of_products(products: Sequence[object]) -> NextStep:
    unfinished = next((one for one in products if one.activity and not one.frozen and one.total is None), None)
    calculated = next((one for one in products if one.run and not one.frozen), None)
    if not products:
        return NextStep(
            _("新建第一个产品"),
            _("选一个产品模板，填 20 到 40 个数，或下载 Excel 模板给同事填。"),
            _("新建产品"),
            reverse("products:new"),
        )
    if unfinished:
        return NextStep(
            _("继续填报“%(name)s”") % {"name": unfinished.name_zh},
            _("填过的都已保存。可以在网页填，也可以上传工作簿。"),
            _("继续填报"),
            reverse("products:activity", args=[unfinished.activity]),
        )
    if calculated:
        return NextStep(
            _("核对“%(name)s”的结果并冻结") % {"name": calculated.name_zh},
            _("冻结后得到任何人都能重算的研究文件和报告。"),
            _("查看结果"),
            reverse("footprints:run", args=[calculated.run]),
        )
    return NextStep(
        _("产品都已冻结"),
        _("可以下载报告和研究文件，或为下一个年度新建填报。"),
        _("查看产品"),
        reverse("products:list"),
    )
