"""Wordings that several answers share."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.registry.footprints.states import ReportKind
from qiantan.web.ui.parts import Link

if TYPE_CHECKING:
    from qiantan.registry.network.queries.members import Known

CATEGORIES = {
    "raw_material": gettext_lazy("原材料"),
    "auxiliary": gettext_lazy("辅料"),
    "packaging": gettext_lazy("包装"),
    "fuel": gettext_lazy("燃料"),
    "electricity": gettext_lazy("电力"),
    "heat": gettext_lazy("热力"),
    "transport": gettext_lazy("运输"),
    "process_emission": gettext_lazy("过程排放"),
    "waste": gettext_lazy("废弃物"),
    "intermediate": gettext_lazy("中间产品"),
    "other": gettext_lazy("其他"),
}
REPORTS = {ReportKind.WORD.value: "Word", ReportKind.PDF.value: "PDF"}
TABS = (
    ("network:front", gettext_lazy("因子变动")),
    ("network:levers", gettext_lazy("着力点")),
    ("network:weakest", gettext_lazy("薄弱数据")),
    ("network:inquiries", gettext_lazy("抽样与长任务")),
)


def tabs(here: str) -> list[Link]:
    """Return the pages of the province, the one at `here` marked."""
    return [Link(text=str(title), href=reverse(name), current=name == here) for name, title in TABS]


def report_words(of: "Known") -> str:
    """Say what rests on a frozen study: its kept result, and the reports made of that."""
    if not of.result:
        return _("尚无结果")
    kinds = [REPORTS.get(kind, _("清单")) for kind in of.reports]
    return " · ".join([_("结果"), *kinds])
