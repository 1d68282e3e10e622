"""One dataset as a page: where it stands, what was found and said, and what the viewer may do with it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.datasets.proposal.fields import FIELDS, SECTIONS, Field
from qiantan.core.findings import Finding, Severity, wire
from qiantan.registry.accounts.viewer import Viewer
from qiantan.registry.submissions import queries
from qiantan.registry.submissions.permissions import can_contribute, can_decide, can_edit_library, can_see_draft
from qiantan.registry.submissions.queries import Record
from qiantan.registry.submissions.states import (
    CRITERIA,
    DISCUSSED,
    EDITABLE,
    IN_LIBRARY,
    LABELS,
    LEAST_EXPERTS,
    MOVES,
    OUTCOMES,
    Outcome,
    State,
)
from qiantan.web.submissions.tables import TONES, moment
from qiantan.web.ui.parts import Change, FindingView, Link, Moment, Remark, Step, Term
from qiantan.web.ui.wording import finding_view, words

LINE = (State.DRAFT, State.SUBMITTED, State.CHECKING, State.REVIEWING, State.ACCEPTED, State.PUBLISHED)
OUTCOME_TONES = {Outcome.ACCEPT: "good", Outcome.RETURN: "warn", Outcome.DECLINE: "bad"}


def tabs(viewer: Viewer, here: str) -> list[Link]:
    """Return the desks this person has."""
    shown = [("list", _("我的数据集")), ("reviews", _("我的评审"))]
    if can_edit_library(viewer):
        shown += [("desk", _("编辑台")), ("due", _("到期复评")), ("releases", _("评审发布")), ("experts", _("专家"))]
    elif can_see_draft(viewer):
        shown.append(("releases", _("评审发布")))
    return [Link(text=said, href=reverse(f"submissions:{name}"), current=name == here) for name, said in shown]


def dataset(viewer: Viewer, record: Record) -> dict[str, object]:
    """Return everything the page of a dataset shows."""
    one = record.submission
    state = State(one.state)
    own = next((a for a in record.appointments if a.expert.user_id == viewer.user_id and a.withdrawn_at is None), None)
    judged = own is not None and any(v.appointment_id == own.pk and v.round == one.round for v in record.verdicts)
    decides, contributes = can_decide(viewer, one), can_contribute(viewer, one)
    allowed = MOVES[state][1]
    may = {
        "edit": contributes and state in EDITABLE,
        "submit": contributes and State.SUBMITTED in allowed,
        "withdraw": contributes and State.WITHDRAWN in allowed,
        "check": decides and state is State.SUBMITTED,
        "appoint": decides and state in {State.CHECKING, State.REVIEWING},
        "review": decides and state is State.CHECKING,
        "accept": decides and state is State.REVIEWING,
        "return": decides and State.RETURNED in allowed,
        "decline": decides and State.DECLINED in allowed,
        "judge": own is not None and state is State.REVIEWING and not judged,
        "ask": (decides or own is not None) and not contributes and state in DISCUSSED,
        "answer": (decides or own is not None or contributes) and state in DISCUSSED,
        "close": decides and state in DISCUSSED,
    }
    findings = [wire.from_json(found) for found in one.findings]
    return {
        "submission": one,
        "title": words(one.name),
        "state": words(LABELS[state]),
        "tone": TONES[state],
        "steps": _steps(record),
        "may": may,
        "bound": can_edit_library(viewer) and not decides,
        "findings": questions(findings),
        "sections": sections(one.answers),
        "terms": _terms(record),
        "history": _history(record),
        "changes": _changes(record),
        "threads": _threads(viewer, record),
        "open_threads": sum(1 for thread in record.threads if thread.closed_at is None),
        "fields": [{"value": field.key, "text": words(field.label)} for field in FIELDS.values()],
        "panel": _panel(record, show=decides or own is not None or not contributes or state in IN_LIBRARY),
        "least": LEAST_EXPERTS,
        "accepts": sum(1 for v in record.verdicts if v.round == one.round and v.outcome == Outcome.ACCEPT.value),
        "factor": reverse("factors:factor", args=[one.factor]) if one.factor else "",
        "tabs": tabs(viewer, "list" if contributes else "reviews" if own else "desk"),
    }


def questions(findings: Iterable[Finding]) -> list[FindingView]:
    """Return findings with the names of their fields, each leading to its field."""
    return [
        finding_view(one, href=f"#field-{one.place}" if one.place in FIELDS else "", place=_place(one))
        for one in findings
        if one.severity is not Severity.BLOCKING or one.place
    ]


def last_reason(viewer: Viewer, submission: object) -> str:
    """Return why a dataset was returned last; empty where it was not."""
    if submission.state != State.RETURNED.value:
        return ""
    moves = queries.record_of(viewer, submission.public_id).moves
    return next((one.reason for one in reversed(moves) if one.after == State.RETURNED.value), "")


def sections(answers: Mapping[str, str]) -> list[dict[str, object]]:
    """Return the answers by section, empty fields left out."""
    shown = []
    for section in SECTIONS:
        terms = [
            {"key": field.key, "name": words(field.label), "text": said(field, answers[field.key])}
            for field in section.fields
            if answers.get(field.key)
        ]
        if terms:
            shown.append({"title": words(section.label), "terms": terms})
    return shown


def said(field: Field, answer: str) -> str:
    """Return an answer as people read it: a choice by its label, a share with its sign."""
    label = dict(field.choices).get(answer)
    return words(label) if label else f"{answer}%" if field.form == "percent" else answer


def _place(one: Finding) -> str:
    field = FIELDS.get(one.place)
    return words(field.label) if field else one.place


def _steps(record: Record) -> list[Step]:
    one = record.submission
    state = State(one.state)
    reached = {move.after: moment(move.at) for move in record.moves}
    at = LINE.index(state) if state in LINE else LINE.index(State.PUBLISHED) + 1 if state in IN_LIBRARY else -1
    if state is State.RETURNED:
        at = 0
    steps = []
    for place, step in enumerate(LINE):
        ended = state in {State.DECLINED, State.WITHDRAWN}
        done = place < at or (place == at and state is State.PUBLISHED) or (ended and step.value in reached)
        kind = "done" if done else "current" if place == at else "upcoming"
        title = words(LABELS[State.RETURNED]) if state is State.RETURNED and not place else words(LABELS[step])
        steps.append(Step(title=title, state=kind, note=reached.get(step.value, "") if done or place == at else ""))
    if state in {State.DECLINED, State.WITHDRAWN}:
        steps.append(Step(title=words(LABELS[state]), state="failed", note=reached.get(state.value, "")))
    return steps


def _terms(record: Record) -> list[Term]:
    one = record.submission
    terms = [
        Term(name=_("提交单位"), text=one.organisation.name),
        Term(name=_("填写人"), text=one.created_by.name or one.created_by.email),
        Term(name=_("第几次提交"), text=str(one.round) if one.round else _("尚未提交")),
        Term(name=_("来自文件"), text=one.origin or "—"),
    ]
    if record.rounds:
        terms.append(Term(name=_("最近一次提交的摘要（SHA-256）"), text=record.rounds[-1].sha256, code=True))
    if one.factor:
        terms.append(Term(name=_("因子编号"), text=one.factor, href=reverse("factors:factor", args=[one.factor])))
    return terms


def _history(record: Record) -> list[Moment]:
    return [
        Moment(
            title=words(LABELS[State(one.after)]),
            at=moment(one.at),
            text=one.reason,
            who=one.by.name or one.by.email,
            tone=TONES[State(one.after)],
        )
        for one in reversed(record.moves)
    ]


def _changes(record: Record) -> list[Change]:
    """Return what the last round changed against the one before; only changed fields need another look."""
    if len(record.rounds) < 2:  # noqa: PLR2004
        return []
    before, after = record.rounds[-2].answers, record.rounds[-1].answers
    changes = []
    for field in FIELDS.values():
        old, new = before.get(field.key, ""), after.get(field.key, "")
        if old != new:
            kind = "changed" if old and new else "added" if new else "removed"
            changes.append(
                Change(
                    name=words(field.label),
                    before=said(field, old) if old else "—",
                    after=said(field, new) if new else "—",
                    kind=kind,
                )
            )
    return changes


def _threads(viewer: Viewer, record: Record) -> list[dict[str, object]]:
    shown = []
    for thread in record.threads:
        turns = sorted(thread.comments.all(), key=lambda one: one.pk)
        field = FIELDS.get(thread.field)
        first = turns[0]
        view = FindingView(
            severity="note",
            message=first.text,
            place=words(field.label) if field else _("整个数据集"),
            href=f"#field-{field.key}" if field else "",
        )
        names = {one.pk: _speaker(one, record) for one in turns}
        remarks = [Remark(who=names[first.pk], at=moment(first.at), text=_("提出问题"), side="asked")]
        remarks += [Remark(who=names[one.pk], at=moment(one.at), text=one.text, side=one.side) for one in turns[1:]]
        shown.append(
            {
                "id": thread.public_id,
                "finding": view,
                "remarks": remarks,
                "state": _("已关闭") if thread.closed_at else _("讨论中"),
                "open": thread.closed_at is None,
                "own": thread.by_id == viewer.user_id,
            }
        )
    return shown


def _speaker(comment: object, record: Record) -> str:
    """Return who speaks: reviewers with their part, the contributor with the organisation."""
    name = comment.by.name or comment.by.email
    if comment.side == "answered":
        return f"{name} · {record.submission.organisation.name}"
    expert = next((one.expert for one in record.appointments if one.expert.user_id == comment.by_id), None)
    return f"{name} · {expert.institution}" if expert else f"{name} · {_('编辑')}"


def _panel(record: Record, *, show: bool) -> list[dict[str, object]]:
    """Return the experts with their verdicts; names and verdicts are kept from the contributor until the decision."""
    if not show:
        return []
    panel = []
    for one in record.appointments:
        given = [verdict for verdict in record.verdicts if verdict.appointment_id == one.pk]
        panel.append(
            {
                "id": one.pk,
                "name": one.expert.user.name or one.expert.user.email,
                "institution": one.expert.institution,
                "field": one.expert.field,
                "withdrawn": one.withdrawn_at is not None,
                "verdicts": [verdict_view(verdict) for verdict in given],
                "current": any(verdict.round == record.submission.round for verdict in given),
            }
        )
    return panel


def verdict_view(verdict: object) -> dict[str, object]:
    """Return a verdict in words: outcome, reason, scores by criterion."""
    outcome = Outcome(verdict.outcome)
    return {
        "round": verdict.round,
        "outcome": words(OUTCOMES[outcome]),
        "tone": OUTCOME_TONES[outcome],
        "reason": verdict.reason,
        "scores": [
            Term(name=words(label), text=str(verdict.scores[key]))
            for key, label in CRITERIA.items()
            if key in verdict.scores
        ],
        "at": moment(verdict.at),
    }
