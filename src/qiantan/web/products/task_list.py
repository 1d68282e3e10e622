"""The task list and one section of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Finding, Severity
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.schema import Section, Template
from qiantan.registry.products.queries import SectionProgress, field_states
from qiantan.registry.products.states import SectionState
from qiantan.web.products.answers import posted_entries, posted_rows
from qiantan.web.products.presenters import period_words
from qiantan.web.products.questions import question_rows, questions
from qiantan.web.ui.parts import FindingView, TaskItem
from qiantan.web.ui.wording import finding_view, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import ActivityRecord


STATES = {
    SectionState.NOT_STARTED: "not_started",
    SectionState.STARTED: "in_progress",
    SectionState.HAS_FINDINGS: "has_findings",
    SectionState.COMPLETE: "completed",
}


def section_page(
    activity: ActivityRecord,
    plan: Template,
    asked: Section,
    *,
    earlier: ActivityData | None = None,
    typed: Mapping[str, str] | None = None,
    blank: bool = False,
) -> dict[str, Any]:
    """Return one section; `typed` shows what a person sent but what was not saved, `blank` adds an empty row."""
    progress = field_states(activity)
    findings = progress[asked.id].findings
    data = _with_typed(activity.answers, asked, typed) if typed else activity.answers
    context: dict[str, Any] = {
        "activity": activity,
        "product": activity.product,
        "period": period_words(activity.period_start, activity.period_end),
        "section": asked,
        "title": words(asked.title),
        "help": words(asked.help),
        "version": activity.version,
        "tasks": task_items(activity, plan, progress, asked.id),
        "last": next_section(plan, asked) is None,
        "save_href": _section_href(activity, asked.id),
        "missing": sum(one.state is not SectionState.COMPLETE for one in progress.values()),
    }
    if asked.kind == "rows":
        rows = [*data.rows.get(asked.id, ())]
        if blank or not rows:
            rows.append({})
        context["rows"] = question_rows(asked, rows, findings)
    else:
        context["questions"] = questions(asked, data, findings, earlier)
    shown = _places(asked)
    context["other_findings"] = [finding_view(one, place="") for one in findings if not _is_beside(one, shown)]
    return context


def task_items(
    activity: ActivityRecord, plan: Template, progress: Mapping[str, SectionProgress], current: str = ""
) -> list[TaskItem]:
    """Return the sections with their states."""
    return [
        TaskItem(
            title=words(one.title),
            href=_section_href(activity, one.id),
            state=STATES[progress[one.id].state],
            filled=progress[one.id].answered,
            total=progress[one.id].asked if one.kind == "fields" else None,
            current=one.id == current,
        )
        for one in plan.sections
    ]


def check_page(activity: ActivityRecord, plan: Template, progress: Mapping[str, SectionProgress]) -> dict[str, Any]:
    """Return all findings by section, and whether the data can be calculated."""
    findings = [(section, finding) for section in plan.sections for finding in progress[section.id].findings]
    known = {section.id for section in plan.sections}
    findings += [(None, finding) for name, one in progress.items() if name not in known for finding in one.findings]
    return {
        "activity": activity,
        "product": activity.product,
        "period": period_words(activity.period_start, activity.period_end),
        "tasks": task_items(activity, plan, progress),
        "findings": [_linked(activity, section, finding) for section, finding in findings],
        "blocking": sum(finding.severity is Severity.BLOCKING for _section, finding in findings),
    }


def next_section(plan: Template, asked: Section) -> str | None:
    """Return the id of the section after this one; none after the last."""
    ids = [one.id for one in plan.sections]
    place = ids.index(asked.id) + 1
    return ids[place] if place < len(ids) else None


def _linked(activity: ActivityRecord, section: Section | None, finding: Finding) -> FindingView:
    if section is None:
        return finding_view(finding)
    field = finding.place.split(".")[-1].split("[")[0]
    label = next((words(one.label) for one in section.fields if one.id == field), "")
    row = finding.place.split("[")[1].split("]")[0] if "[" in finding.place else ""
    place = " · ".join(part for part in (words(section.title), _("第 %s 行") % row if row else "", label) if part)
    anchor = finding.place if section.kind == "fields" else f"{section.id}-{int(row) - 1}-{field}" if row else ""
    return finding_view(finding, href=f"{_section_href(activity, section.id)}#q-{anchor}", place=place)


def _section_href(activity: ActivityRecord, section: str) -> str:
    return reverse("products:section", args=[activity.public_id, section])


def _places(asked: Section) -> set[str]:
    return {one.id for one in asked.fields}


def _is_beside(finding: Finding, fields: set[str]) -> bool:
    return finding.place.split(".")[-1] in fields


def _with_typed(data: ActivityData, asked: Section, typed: Mapping[str, str]) -> ActivityData:
    if asked.kind == "rows":
        rows = {**data.rows, asked.id: posted_rows(asked, typed)}
        return ActivityData(template=data.template, version=data.version, fields=data.fields, rows=rows)
    fields = {**data.fields, **posted_entries(asked, typed)}
    return ActivityData(template=data.template, version=data.version, fields=fields, rows=data.rows)
