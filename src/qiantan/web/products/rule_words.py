"""What a template's rule pack asks, in words, so that a person sees why before choosing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiantan.core.rules.load import product_rule
from qiantan.core.templates.load import template, template_ids
from qiantan.web.ui.parts import Term
from qiantan.web.ui.wording import percent, words


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleWords:
    """A rule pack: title, summary, its terms, and the stages inside and outside the boundary."""

    title: str
    summary: str
    terms: list[Term]
    stages: list[Term]


def rule_words() -> tuple[RuleWords, ...]:
    """Return the rule pack of every template."""
    return tuple(_one(name) for name in template_ids())


def _one(name: str) -> RuleWords:
    plan = template(name)
    rule = product_rule(plan.rule)
    states = {"in_force": _("现行"), "draft": _("征求意见"), "superseded": _("已被替代")}
    found = {
        "official_copy_compared": _("已与正式文本核对"),
        "found_in_text": _("取自公开文本"),
        "secondary": _("取自二手资料，待核对"),
        "recalled": _("未核对"),
    }
    limits = rule.cut_off
    return RuleWords(
        title=words(plan.title),
        summary=words(plan.summary),
        terms=[
            Term(name=_("依据"), text=rule.standard, note=found[rule.verification_status]),
            Term(name=_("状态"), text=states[rule.status], note=f"{rule.valid_from} →"),
            Term(
                name=_("取舍"),
                text=_("单项小于 %(single)s，合计不超过 %(together)s")
                % {"single": percent(float(limits.single), 0), "together": percent(float(limits.together), 0)},
            ),
            Term(name=_("数据期间"), text=_("自然年")),
            Term(name="GWP", text=rule.gwp_set),
        ],
        stages=[
            Term(name=words(stage.name), text=_("计入") if stage.included else _("不计入"), note=stage.reason)
            for stage in rule.stages
        ],
    )
