"""A release in preparation as a page: its terms, its lines as changes of the library, its licences, what may be done."""

from collections.abc import Sequence

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from qiantan.core.datasets.gases import GASES
from qiantan.core.findings import Text
from qiantan.core.study.document import Factor
from qiantan.core.study.shape import plain
from qiantan.registry.accounts.paging import Page
from qiantan.registry.factors.facets import licence_class, open_licences
from qiantan.registry.submissions.queries import Draft, FactorChange, content_faults
from qiantan.registry.submissions.states import DRAFT_LABELS, DraftState
from qiantan.web.submissions.tables import moment
from qiantan.web.ui.parts import Cell, Column, Row, Table, Term
from qiantan.web.ui.wording import words

TONES = {DraftState.PREPARING: "info", DraftState.PUBLISHED: "good", DraftState.DISCARDED: "neutral"}


def draft_table(found: Page) -> Table:
    """Return the releases."""
    columns = [
        Column(title=_("评审发布")),
        Column(title=_("版次"), narrow=True),
        Column(title=_("状态"), narrow=True),
        Column(title=_("复评日期"), narrow=True),
        Column(title=_("开始时间"), narrow=True),
    ]
    rows = [
        Row(
            cells=[
                Cell(
                    text=words(one.title), href=reverse("submissions:release", args=[one.public_id]), note=one.release
                ),
                Cell(text=one.edition),
                Cell(text=words(one.state_label), tone=TONES[DraftState(one.state)]),
                Cell(text=one.review_by.isoformat()),
                Cell(text=moment(one.created_at)),
            ]
        )
        for one in found.rows
    ]
    return Table(caption=_("评审发布"), columns=columns, rows=rows, total=found.count, empty=_("还没有准备过发布"))


def release_page(
    found: Draft, changes: Sequence[FactorChange], waiting: Sequence[object], *, editor: bool, analyst: bool
) -> dict[str, object]:
    """Return everything the page of a release shows; analysts see whose footprints it would move."""
    draft = found.draft
    preparing = draft.state == DraftState.PREPARING.value
    closed = closed_licences(changes)
    return {
        "draft": draft,
        "title": words(draft.title),
        "state": words(DRAFT_LABELS[DraftState(draft.state)]),
        "tone": TONES[DraftState(draft.state)],
        "terms": _terms(found),
        "changes": [_change(one) for one in changes],
        "counts": {kind: sum(one.kind == kind for one in changes) for kind in ("new", "replaced", "retired")},
        "closed": closed,
        "faults": content_faults(found) if preparing and found.lines else (),
        "waiting": [
            {"value": str(one.public_id), "text": f"{words(one.name)} · {one.organisation.name}"} for one in waiting
        ],
        "editable": editor and preparing,
        "preview": preview_address(found) if preparing and analyst and changes else "",
    }


def preview_address(found: Draft) -> str:
    """Return where the preview of a release's impact is asked for; empty while no page does."""
    try:
        return reverse("gaps:of_draft", args=[found.draft.public_id])
    except NoReverseMatch:
        return ""


def stated_of(draft: object) -> dict[str, str]:
    """Return what a release says of itself, for its form."""
    keys = ("edition", "title_zh", "title_en", "notes_zh", "notes_en")
    return {key: getattr(draft, key) for key in keys} | {"review_by": draft.review_by.isoformat()}


def closed_licences(changes: Sequence[FactorChange]) -> list[str]:
    """Return the names of the values whose terms do not allow handing the release on as a whole."""
    coming = (one.after for one in changes if one.after is not None)
    return [words(one.name) for one in coming if licence_class(one.provenance.licence) not in open_licences()]


def figure(factor: Factor | None) -> str:
    """Return the figures of a factor in one line."""
    if factor is None:
        return "—"
    if factor.value is not None:
        return f"{plain(factor.value.value)} {factor.value.unit}"
    return " · ".join(f"{plain(one.kg)} kg{_gas(one.flow)}/{factor.per}" for one in factor.emissions)


def _gas(flow: str) -> str:
    """Return a flow as people write it behind kilograms."""
    return "CO₂e" if flow == "co2e" else f" {words(GASES[flow].name)}"


def _terms(found: Draft) -> list[Term]:
    draft = found.draft
    terms = [
        Term(name=_("发布编号"), text=found.release, code=True),
        Term(name=_("版次"), text=draft.edition),
        Term(name=_("复评日期"), text=draft.review_by.isoformat()),
        Term(name=_("中文标题"), text=draft.title_zh),
        Term(name=_("英文标题"), text=draft.title_en),
        Term(name=_("说明"), text=words(Text(draft.notes_zh, draft.notes_en or draft.notes_zh)) or "—"),
    ]
    if draft.release:
        href = f"{reverse('factors:releases')}#{draft.release}"
        terms.append(Term(name=_("在因子库中"), text=draft.release, href=href))
    return terms


def _change(one: FactorChange) -> dict[str, object]:
    labels = {"new": (_("新增"), "good"), "replaced": (_("替代"), "info"), "retired": (_("停用"), "warn")}
    label, tone = labels[one.kind]
    named = one.after or one.before
    known = one.before is not None
    return {
        "line": one.line,
        "label": label,
        "tone": tone,
        "name": words(named.name) if named else one.factor_id,
        "id": one.after.id if one.after else one.factor_id,
        "old_id": one.before.id if one.before and one.after else "",
        "old_href": reverse("factors:factor", args=[one.factor_id]) if known else "",
        "before": figure(one.before),
        "after": figure(one.after),
        "share": _share(one),
        "reason": one.reason,
    }


def _share(one: FactorChange) -> str:
    """Return by how much a single figure moves, in per cent; empty where several gases or units are compared."""
    if one.before is None or one.after is None:
        return ""
    pairs = []
    for factor in (one.before, one.after):
        if factor.value is not None:
            pairs.append((factor.value.unit, float(factor.value.value)))
        elif len(factor.emissions) == 1:
            pairs.append((f"{factor.emissions[0].flow}/{factor.per}", float(factor.emissions[0].kg)))
    if len(pairs) != 2 or pairs[0][0] != pairs[1][0] or not pairs[0][1]:  # noqa: PLR2004
        return ""
    return f"{100 * (pairs[1][1] / pairs[0][1] - 1):+.1f}%"
