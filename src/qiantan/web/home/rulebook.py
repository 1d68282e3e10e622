"""The rulebook on the page: templates, rules, factor releases, with source and certainty."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qiantan.core.rules.load import product_rule, releases
from qiantan.core.templates.load import template, template_ids
from qiantan.core.templates.schema import Section, Template
from qiantan.web.ui.parts import Cell, Column, Row, Table, Term
from qiantan.web.ui.wording import percent, words

__all__ = ["notices", "release_table", "releases", "template_cards", "template_page"]

LEVELS = {
    "national": gettext_lazy("国家标准"),
    "industry": gettext_lazy("行业标准"),
    "local": gettext_lazy("地方标准"),
    "group": gettext_lazy("团体标准"),
    "general": gettext_lazy("通则"),
}


def notices(count: int) -> list[dict[str, str]]:
    """Return the newest factor releases as notices, newest first."""
    newest = sorted(releases(), key=lambda release: release.published, reverse=True)[:count]
    return [
        {"text": words(release.title), "at": release.published, "who": release.publisher, "href": reverse("home:rules")}
        for release in newest
    ]


def template_cards() -> list[dict[str, object]]:
    """Return every template with the rule behind it, for the list."""
    return [_card(template(template_id)) for template_id in template_ids()]


def template_page(plan: Template) -> dict[str, object]:
    """Return the facts, stages, questions and notes of one template."""
    rule = product_rule(plan.rule)
    return {
        **_card(plan),
        "terms": _rule_terms(rule),
        "stages": _stage_table(rule),
        "questions": _questions(plan),
        "notes": [words(note) for note in rule.notes],
        "recalled": rule.verification_status in {"recalled", "secondary"},
    }


def release_table() -> Table:
    """Return every factor release: publisher, edition, licence, and what it does not carry."""
    rows = [
        Row(
            cells=[
                Cell(text=words(release.title), note=release.id),
                Cell(text=release.publisher),
                Cell(text=release.published),
                Cell(text=release.licence),
                Cell(text=release.review_by.isoformat()),
                Cell(text="；".join(words(one.title) for one in release.withheld) or "—"),
            ]
        )
        for release in releases()
    ]
    columns = [
        Column(title=_("来源")),
        Column(title=_("发布者")),
        Column(title=_("发布"), narrow=True),
        Column(title=_("许可")),
        Column(title=_("复核期限"), narrow=True),
        Column(title=_("未收录，可向所有者索取")),
    ]
    return Table(caption=_("因子来源"), columns=columns, rows=rows, total=len(rows))


def _card(plan: Template) -> dict[str, object]:
    rule = product_rule(plan.rule)
    asked = sum(len(section.fields) for section in plan.sections)
    required = sum(field.required for section in plan.sections for field in section.fields)
    return {
        "id": plan.id,
        "name": words(plan.title),
        "summary": words(plan.summary),
        "href": reverse("home:rule", args=[plan.id]),
        "rule_title": words(rule.title),
        "status": _("现行") if rule.status == "in_force" else _("草案") if rule.status == "draft" else _("已废止"),
        "tone": "good" if rule.status == "in_force" else "neutral",
        "asked": asked,
        "required": required,
        "units": [words(declared.label) for declared in plan.declared],
        "version": plan.version,
    }


def _rule_terms(rule: object) -> list[Term]:
    source = rule.provenance
    valid = _("%(day)s 起") % {"day": rule.valid_from.isoformat()}
    return [
        Term(name=_("依据"), text=rule.standard),
        Term(name=_("层级"), text=str(LEVELS[rule.level])),
        Term(name=_("版本与生效"), text=f"{rule.version} · {valid}"),
        Term(name=_("核对情况"), text=_verification(rule.verification_status), note=source.found_in),
        Term(name=_("复核期限"), text=rule.review_by.isoformat()),
        Term(name="GWP", text=rule.gwp_set),
        Term(
            name=_("取舍上限"),
            text=_("单项 %(single)s，合计 %(together)s")
            % {"single": percent(float(rule.cut_off.single)), "together": percent(float(rule.cut_off.together))},
            note=rule.cut_off.provenance.number or rule.cut_off.provenance.document,
        ),
        Term(name=_("初级数据要求"), text=_("贡献的 %(share)s") % {"share": percent(float(rule.primary_share), 0)}),
        Term(name=_("不计入"), text=rule.excluded_inputs),
    ]


def _verification(status: str) -> str:
    return {
        "official_copy_compared": _("已与正式文本核对"),
        "found_in_text": _("取自公开文本"),
        "secondary": _("取自二手资料，未与正式文本核对"),
        "recalled": _("凭记忆整理，未与正式文本核对"),
    }[status]


def _stage_table(rule: object) -> Table:
    rows = [
        Row(
            cells=[
                Cell(text=words(stage.name)),
                Cell(text=_("计入"), tone="good") if stage.included else Cell(text=_("不计入"), tone="neutral"),
                Cell(text=stage.reason or "—"),
            ]
        )
        for stage in rule.stages
    ]
    columns = [Column(title=_("阶段")), Column(title=_("是否计入")), Column(title=_("理由"))]
    return Table(caption=_("生命周期阶段"), columns=columns, rows=rows)


def _questions(plan: Template) -> list[dict[str, object]]:
    return [
        {
            "title": words(section.title),
            "help": words(section.help) if section.help else "",
            "many": section.kind == "rows",
            "table": _question_table(section),
        }
        for section in plan.sections
    ]


def _question_table(section: Section) -> Table:
    rows = [
        Row(
            cells=[
                Cell(text=words(field.label), note=words(field.help) if field.help else ""),
                Cell(text=field.unit or "—"),
                Cell(text=_("必填") if field.required else "—"),
            ]
        )
        for field in section.fields
    ]
    columns = [Column(title=_("要填的项")), Column(title=_("单位"), narrow=True), Column(title=_("必填"), narrow=True)]
    return Table(caption=words(section.title), columns=columns, rows=rows)
