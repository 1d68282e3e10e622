"""The task list and one section of it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Finding, Severity
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.schema import Section, Template
from qiantan.registry.products.queries import SectionProgress, field_states
from qiantan.registry.products.states import DONE, SectionState
from qiantan.web.products.answers import CELL, page_rows, posted_entries
from qiantan.web.products.pasting import paste_columns
from qiantan.web.products.presenters import period_words
from qiantan.web.products.questions import question_rows, questions
from qiantan.web.ui.parts import FindingView, Link, TaskItem
from qiantan.web.ui.wording import finding_view, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.accounts.refusals import Conflict
    from qiantan.registry.products.models import ActivityRecord


STATES = {
    SectionState.NOT_STARTED: "not_started",
    SectionState.STARTED: "in_progress",
    SectionState.HAS_FINDINGS: "has_findings",
    SectionState.COMPLETE: "completed",
    SectionState.OPTIONAL: "optional",
}


def section_page(
    activity: ActivityRecord,
    plan: Template,
    asked: Section,
    *,
    earlier: ActivityData | None = None,
    typed: Mapping[str, str] | None = None,
    blank: bool = False,
    conflict: Conflict | None = None,
) -> dict[str, Any]:
    """Return one section. `typed` is what the page holds now (it numbers the rows), `blank` adds an empty row,
    `conflict` says what others saved in between.
    """
    progress = field_states(activity)
    findings = progress[asked.id].findings
    context: dict[str, Any] = {
        "activity": activity,
        "product": activity.product,
        "period": period_words(activity.period_start, activity.period_end),
        "section": asked,
        "title": words(asked.title),
        "help": words(asked.help),
        "version": conflict.version if conflict else activity.version,
        "tasks": task_items(activity, plan, progress, asked.id),
        "last": next_section(plan, asked) is None,
        "save_href": section_href(activity, asked.id),
        "missing": sum(one.state not in DONE for one in progress.values()),
        "conflict": words(conflict.text) if conflict else "",
        "next_problem": next_problem(activity, plan, progress, asked.id),
    }
    if asked.kind == "rows":
        rows = page_rows(asked, typed) if typed else dict(enumerate(activity.answers.rows.get(asked.id, ())))
        if blank or not rows:
            rows |= {max(rows, default=-1) + 1: {}}
        context["rows"] = question_rows(asked, rows, findings)
        context["paste_columns"] = paste_columns(asked)
    else:
        data = _with_typed(activity.answers, asked, typed) if typed else activity.answers
        theirs = conflict.current if conflict else None
        context["questions"] = questions(asked, data, findings, earlier=earlier, theirs=theirs)
    beside = {one.id for one in asked.fields}
    context["other_findings"] = [
        finding_view(one, place=words(asked.title)) for one in findings if one.place.split(".")[-1] not in beside
    ]
    here = [_linked(activity, asked, one, with_section=False) for one in findings if one.severity is Severity.BLOCKING]
    context["here"] = [one for one in here if one.place]
    return context


def next_problem(
    activity: ActivityRecord, plan: Template, progress: Mapping[str, SectionProgress], current: str
) -> Link | None:
    """Return the link to the next section that is unfinished, after this one and round to the first."""
    ids = [section.id for section in plan.sections]
    place = ids.index(current)
    for section in (*ids[place + 1 :], *ids[:place]):
        if progress[section].state not in DONE:
            title = next(words(one.title) for one in plan.sections if one.id == section)
            return Link(text=title, href=section_href(activity, section))
    return None


def task_items(
    activity: ActivityRecord, plan: Template, progress: Mapping[str, SectionProgress], current: str = ""
) -> list[TaskItem]:
    """Return the sections with their states."""
    return [
        TaskItem(
            title=words(one.title),
            href=section_href(activity, one.id),
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


def _linked(
    activity: ActivityRecord, section: Section | None, finding: Finding, *, with_section: bool = True
) -> FindingView:
    if section is None:
        return finding_view(finding)
    cell = CELL.fullmatch(finding.place)
    column, row = (cell["column"], int(cell["row"])) if cell else (finding.place, 0)
    label = next((words(one.label) for one in section.fields if one.id == column), "")
    parts = (words(section.title) if with_section else "", _("第 %d 行") % row if row else "", label)
    anchor = f"{section.id}-{row - 1}-{column}" if cell else column
    href = section_href(activity, section.id) + (f"#q-{anchor}" if label else "")
    return replace(finding_view(finding, href=href), place=" · ".join(part for part in parts if part))


def section_href(activity: ActivityRecord, section: str) -> str:
    """Return the address of a section."""
    return reverse("products:section", args=[activity.public_id, section])


def _with_typed(data: ActivityData, asked: Section, typed: Mapping[str, str]) -> ActivityData:
    fields = {**data.fields, **posted_entries(asked, typed)}
    return ActivityData(template=data.template, version=data.version, fields=fields, rows=data.rows)
