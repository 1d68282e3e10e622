"""An uploaded workbook in words: where it stands, its faults with inputs to correct them, what confirming changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.findings import Finding
from qiantan.core.templates.activity import ActivityData, Entry, from_json
from qiantan.core.templates.load import template as load_template
from qiantan.core.templates.schema import Field, Template
from qiantan.registry.products.states import ImportState
from qiantan.web.products.answers import CELL, entry
from qiantan.web.products.presenters import moment
from qiantan.web.products.questions import Question, element_id, question, shown
from qiantan.web.ui.parts import Cell, Change, Column, FindingView, Row, Step, Table
from qiantan.web.ui.wording import finding_view, words
from qiantan.web.ui.working import working

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.products.models import ImportDraft


SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """A cell to correct: its place, the question behind it with inputs, and what is wrong."""

    place: str
    question: Question


def draft_page(
    draft: ImportDraft, findings: Sequence[Finding], keys: Mapping[str, str], *, can_edit: bool
) -> dict[str, Any]:
    """Return the page of one import."""
    state = ImportState(draft.state)
    plan = load_template(draft.activity.product.template)
    data = from_json(draft.data) if draft.data else None
    task = draft.task
    correctable = can_edit and data is not None and state in {ImportState.HAS_FINDINGS, ImportState.READY}
    return {
        "can_edit": can_edit,
        "draft": draft,
        "activity": draft.activity,
        "product": draft.activity.product,
        "state": state.value,
        "state_label": words(draft.state_label),
        "steps": _steps(state),
        "checking": state is ImportState.CHECKING and (task is None or task.is_open),
        "job": working(task, draft.name, can_edit=can_edit) if task and state is ImportState.CHECKING else None,
        "can_correct": correctable,
        "findings": [_finding(plan, one, keys, linked=correctable) for one in findings],
        "corrections": _corrections(plan, data, findings, keys) if data and correctable else (),
        "more_corrections": max(0, len(_places(plan, findings, keys)) - SHOWN) if correctable else 0,
        "changes": _changes(draft, plan, data) if data and state is not ImportState.CHECKING else (),
        "summary": draft.summary,
        "poll": reverse("products:draft_state", args=[draft.public_id]),
    }


def import_table(drafts: Iterable[ImportDraft]) -> Table:
    """Return the workbooks handed in before."""
    tones = {"ready": "good", "confirmed": "primary", "has_findings": "warn"}
    rows = [
        Row(
            cells=[
                Cell(text=one.name, href=reverse("products:draft", args=[one.public_id])),
                Cell(text=moment(one.created_at)),
                Cell(text=words(one.state_label), tone=tones.get(one.state, "neutral")),
            ]
        )
        for one in drafts
    ]
    columns = [Column(title=_("文件")), Column(title=_("上传时间")), Column(title=_("状态"))]
    return Table(caption=_("已上传的工作簿"), columns=columns, rows=rows, empty=_("还没有上传过工作簿"))


def corrections(draft: ImportDraft, plan: Template, post: Mapping[str, str]) -> dict[str, Entry]:
    """Return the corrected answers a person typed, by key; what was not changed is left out."""
    data = from_json(draft.data or {"template": plan.id, "version": plan.version, "fields": {}, "rows": {}})
    changed = {}
    for name in post:
        if not name.endswith(".value"):
            continue
        key = name.removesuffix(".value")
        field = _field(plan, key)
        if field is None:
            continue
        before = _answer(data, key)
        typed = _with_unasked(entry(field, post, key), before, post, key)
        if typed != replace(before, place=""):
            changed[key] = typed
    return changed


def _with_unasked(typed: Entry, before: Entry, post: Mapping[str, str], key: str) -> Entry:
    """Keep what the page had no input for."""
    kept = {name: getattr(before, name) for name in ("source", "evidence", "note") if f"{key}.{name}" not in post}
    return replace(typed, **kept)


def _corrections(
    plan: Template, data: ActivityData, findings: Iterable[Finding], keys: Mapping[str, str]
) -> tuple[Correction, ...]:
    made = []
    for key, found in list(_places(plan, findings, keys).items())[:SHOWN]:
        asked = question(_known(plan, key), _answer(data, key), key, findings=found)
        made.append(Correction(place=found[0].place, question=asked))
    return tuple(made)


def _places(plan: Template, findings: Iterable[Finding], keys: Mapping[str, str]) -> dict[str, list[Finding]]:
    """Return the findings of every answer that can be corrected here, by its key."""
    wrong: dict[str, list[Finding]] = {}
    for one in findings:
        key = keys.get(one.place, one.place)
        if _field(plan, key) is not None:
            wrong.setdefault(key, []).append(one)
    return wrong


def _finding(plan: Template, one: Finding, keys: Mapping[str, str], *, linked: bool) -> FindingView:
    key = keys.get(one.place, one.place)
    return finding_view(one, href=f"#q-{element_id(key)}" if linked and _field(plan, key) is not None else "")


def _changes(draft: ImportDraft, plan: Template, data: ActivityData | None) -> tuple[Change, ...]:
    before = draft.activity.answers
    made = []
    for kind in ("added", "changed"):
        for key in draft.summary.get(kind, ()):
            section = next((one for one in plan.sections if one.id == key and one.kind == "rows"), None)
            if section is not None:
                old, new = len(before.rows.get(key, ())), len(data.rows.get(key, ())) if data else 0
                made.append(
                    Change(name=words(section.title), before=_("%d 行") % old, after=_("%d 行") % new, kind=kind)
                )
            else:
                field = _field(plan, key)
                name = words(field.label) if field else key
                made.append(
                    Change(
                        name=name,
                        before=_shown(field, before.get(key)),
                        after=_shown(field, data.get(key) if data else Entry()),
                        kind=kind,
                    )
                )
    return tuple(made)


def _shown(field: Field | None, one: Entry) -> str:
    text = shown(field, one) if field else one.value
    return text or "—"


def _field(plan: Template, key: str) -> Field | None:
    cell = CELL.fullmatch(key)
    wanted, section = (cell["column"], cell["section"]) if cell else (key, None)
    for one in plan.sections:
        if (one.kind == "rows") == bool(section) and section in {None, one.id}:
            for field in one.fields:
                if field.id == wanted:
                    return field
    return None


def _known(plan: Template, key: str) -> Field:
    field = _field(plan, key)
    if field is None:
        raise KeyError(key)
    return field


def _answer(data: ActivityData, key: str) -> Entry:
    cell = CELL.fullmatch(key)
    if cell is None:
        return data.get(key)
    rows = data.rows.get(cell["section"], ())
    number = int(cell["row"]) - 1
    return rows[number].get(cell["column"], Entry()) if 0 <= number < len(rows) else Entry()


def _steps(state: ImportState) -> list[Step]:
    titles = (_("上传"), _("文件检查与试导入"), _("更正"), _("预览并确认"))
    reached = {
        ImportState.CHECKING: 1,
        ImportState.HAS_FINDINGS: 2,
        ImportState.READY: 3,
        ImportState.CONFIRMED: 4,
        ImportState.DISCARDED: 0,
    }[state]
    return [
        Step(title=title, state="done" if number < reached else "current" if number == reached else "upcoming")
        for number, title in enumerate(titles)
    ]
