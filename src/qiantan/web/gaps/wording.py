"""Reasons, categories, places and counters of gaps in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.findings import Text
from qiantan.core.province.uses import CUT_OFF, SUPPLIER, UNKNOWN, StandIn
from qiantan.core.rules.gaps import Reason
from qiantan.web.ui.wording import percent, words

REASONS = {
    Reason.MISSING: (gettext_lazy("没有因子而舍去"), "bad"),
    Reason.UNVERIFIED: (gettext_lazy("供应商数值未经核查"), "warn"),
    Reason.ASSUMED: (gettext_lazy("模板假设"), "warn"),
    Reason.GEOGRAPHY: (gettext_lazy("非中国数据"), "info"),
    Reason.AGE: (gettext_lazy("数据过旧"), "info"),
    Reason.MATERIAL: (gettext_lazy("以其他物料代用"), "warn"),
    Reason.CERTAINTY: (gettext_lazy("确定程度低"), "info"),
}

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

CERTAINTY = {
    "high": gettext_lazy("高"),
    "medium-high": gettext_lazy("较高"),
    "medium": gettext_lazy("中"),
    "low": gettext_lazy("低"),
    "derived": gettext_lazy("推算"),
}

COUNTERS = {
    "mature": gettext_lazy("成熟的本地数据集"),
    "local": gettext_lazy("本省数据集"),
    "key_industries": gettext_lazy("重点产业的现行因子"),
}


def reasons(found: Reason) -> list[tuple[str, str]]:
    """Return the reasons in words, each with its tone."""
    return [(str(text), tone) for reason, (text, tone) in REASONS.items() if reason & found]


def place(code: str) -> str:
    """Return whose target it is."""
    return {"CN-520000": _("贵州省"), "CN-370000": _("山东省")}.get(code, code)


def stands(facts: StandIn) -> str:
    """Return what stands where a factor is wanted."""
    if facts.source == CUT_OFF:
        return _("已舍去，只有估算")
    if facts.source == SUPPLIER:
        return _("供应商提供的数值")
    return words(Text(facts.name_zh, facts.name_en))


def told(facts: StandIn) -> str:
    """Return what is known of it in a line: where, how old, how certain."""
    parts = [facts.geography] if facts.geography else []
    if facts.behind != UNKNOWN:
        parts.append(_("比研究早 %(years)d 年") % {"years": facts.behind} if facts.behind else _("与研究同年"))
    if facts.certainty:
        parts.append(_("确定程度%(certainty)s") % {"certainty": CERTAINTY.get(facts.certainty, facts.certainty)})
    return " · ".join(parts)


def spread(share: float) -> str:
    """Return a relative standard deviation."""
    return f"±{percent(share, 0)}"
