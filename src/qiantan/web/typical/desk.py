"""The department's desk: counts, and in words what holds a release back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from qiantan.core.typical.rule import DisclosureRule
from qiantan.registry.typical.queries import Standing
from qiantan.web.typical import wording
from qiantan.web.ui.parts import Cell, Column, Row, Table
from qiantan.web.ui.tiles import PLACES
from qiantan.web.ui.wording import language, words

if TYPE_CHECKING:
    from qiantan.registry.typical.models import Call


def parts(call: "Call") -> list[tuple[str, str]]:
    """Return the parts of a call worth asking about: all, each technology, each prefecture."""
    routes = [one["key"] for one in call.technologies]
    return [("", ""), *(("", route) for route in routes), *((place.code, "") for place in PLACES)]


def desk_rows(call: "Call", found: Sequence[Standing], *, takes: bool) -> list[dict[str, object]]:
    """Return each part with its counts and reasons; parts nobody gave a value for are left out, the whole never is."""
    rows = []
    for number, one in enumerate(found):
        if number and not one.plants:
            continue
        state, tone = _state(one, takes=takes)
        rows.append(
            {
                "name": wording.part(call, one.division, one.technology),
                "division": one.division,
                "technology": one.technology,
                "counts": _("%(contributors)d 家独立企业，%(plants)d 个场所")
                % {"contributors": one.contributors, "plants": one.plants},
                "state": state,
                "tone": tone,
                "reasons": [{"text": words(reason.text), "remedy": words(reason.remedy)} for reason in one.held],
                "releasable": not one.held and not takes,
            }
        )
    return rows


def _state(one: Standing, *, takes: bool) -> tuple[str, str]:
    if one.held:
        return _("暂不能发布"), "warn"
    return (_("按现在的名单，截止后可以汇总"), "info") if takes else (_("可以汇总"), "good")


def rule_table(rule: DisclosureRule) -> Table:
    """Return the parameters of disclosure control with their meaning, source and certainty."""
    names = [name for name in type(rule).model_fields if name not in {"id", "version", "title", "review_by"}]
    rows = []
    for name in names:
        one = getattr(rule, name)
        meaning = one.meaning.en if language() == "en" else one.meaning.zh
        cells = [
            Cell(text=meaning[:1].upper() + meaning[1:]),
            Cell(text=str(one.value)),
            Cell(text=one.source.document, note=one.source.note, language="zh-Hans" if language() == "en" else ""),
            Cell(text=_certainties()[one.source.certainty]),
        ]
        rows.append(Row(cells=cells))
    columns = [
        Column(title=_("规则")),
        Column(title=_("取值"), numeric=True),
        Column(title=_("来源")),
        Column(title=_("确定程度"), narrow=True),
    ]
    return Table(caption=_("披露控制规则"), columns=columns, rows=rows)


def _certainties() -> dict[str, str]:
    return {
        "high": _("高"),
        "medium-high": _("较高"),
        "medium": _("中"),
        "low": _("低"),
        "derived": _("推算"),
    }
