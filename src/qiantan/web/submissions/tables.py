"""Lists of datasets, reviews, due values and experts as tables and choices."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.findings import Text
from qiantan.registry.accounts.paging import Page
from qiantan.registry.factors.queries import FoundFactor
from qiantan.registry.submissions.queries import Record
from qiantan.registry.submissions.states import LABELS, OUTCOMES, WAITING, WAYS, Outcome, State, Way
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table
from qiantan.web.ui.wording import words

TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "info",
    State.CHECKING: "info",
    State.REVIEWING: "info",
    State.RETURNED: "warn",
    State.ACCEPTED: "good",
    State.PUBLISHED: "good",
    State.SUPERSEDED: "neutral",
    State.RETIRED: "neutral",
    State.DECLINED: "bad",
    State.WITHDRAWN: "neutral",
}


def moment(at: datetime) -> str:
    """Return a moment as day and minute."""
    return date_format(localtime(at), "Y-m-d H:i")


def own_table(found: Page) -> Table:
    """Return the datasets of somebody's organisations."""
    columns = [
        Column(title=_("数据集")),
        Column(title=_("状态"), narrow=True),
        Column(title=_("问题"), numeric=True),
        Column(title=_("提交单位")),
        Column(title=_("方式"), narrow=True),
        Column(title=_("最近改动"), narrow=True),
    ]
    rows = [
        Row(
            cells=[
                _name_cell(one),
                _state_cell(one),
                Cell(text=str(len(one.findings)) if one.findings else "—"),
                Cell(text=one.organisation.name),
                Cell(text=words(WAYS[Way(one.way)]), note=one.origin),
                Cell(text=moment(one.updated_at)),
            ]
        )
        for one in found.rows
    ]
    return Table(caption=_("我的数据集"), columns=columns, rows=rows, total=found.count)


def review_table(found: Page, verdicts: Mapping[int, object]) -> Table:
    """Return what somebody is asked to review, with what they said of the present round."""
    columns = [
        Column(title=_("数据集")),
        Column(title=_("状态"), narrow=True),
        Column(title=_("我的意见")),
        Column(title=_("提交单位")),
        Column(title=_("聘请时间"), narrow=True),
    ]
    rows = []
    for one in found.rows:
        given = verdicts.get(one.pk)
        said = words(OUTCOMES[Outcome(given.outcome)]) if given else ""
        asked = _("待评审") if one.submission.state == State.REVIEWING.value else "—"
        rows.append(
            Row(
                cells=[
                    _name_cell(one.submission),
                    _state_cell(one.submission),
                    Cell(text=said or asked, tone="" if said or asked == "—" else "warn"),
                    Cell(text=one.submission.organisation.name),
                    Cell(text=moment(one.at)),
                ]
            )
        )
    return Table(caption=_("请我评审的数据集"), columns=columns, rows=rows, total=found.count)


def waiting_table(found: Page) -> Table:
    """Return what waits for the editors."""
    columns = [
        Column(title=_("数据集")),
        Column(title=_("状态"), narrow=True),
        Column(title=_("第几次提交"), numeric=True),
        Column(title=_("自动筛查提问"), numeric=True),
        Column(title=_("提交单位")),
        Column(title=_("等待自"), narrow=True),
    ]
    rows = [
        Row(
            cells=[
                _name_cell(one),
                _state_cell(one),
                Cell(text=str(one.round)),
                Cell(text=str(len(one.findings)) if one.findings else "—"),
                Cell(text=one.organisation.name),
                Cell(text=moment(one.updated_at)),
            ]
        )
        for one in found.rows
    ]
    return Table(
        caption=_("等待办理的数据集"), columns=columns, rows=rows, total=found.count, empty=_("没有等待办理的数据集")
    )


def waiting_tabs(counts: Counter[str], chosen: str) -> list[Link]:
    """Return the states in which datasets wait, with how many."""
    here = reverse("submissions:desk")
    links = [Link(text=_("全部"), href=here, current=not chosen, count=counts.total())]
    for state in State:
        if state in WAITING:
            href = f"{here}?state={state.value}"
            links.append(
                Link(text=words(LABELS[state]), href=href, current=chosen == state.value, count=counts[state.value])
            )
    return links


def due_table(found: Page) -> Table:
    """Return the reviewed values that must be looked at again."""
    columns = [
        Column(title=_("因子")),
        Column(title=_("复评日期"), narrow=True),
        Column(title=_("评审发布")),
    ]
    rows = [_due_row(one) for one in found.rows]
    return Table(caption=_("到期复评的因子"), columns=columns, rows=rows, total=found.count, empty=_("没有到期的因子"))


def due_releases(found: Sequence[object]) -> Table:
    """Return the releases that must be looked at again."""
    columns = [Column(title=_("评审发布")), Column(title=_("复核期限"), narrow=True), Column(title=_("发布者"))]
    rows = [
        Row(
            cells=[
                Cell(
                    text=words(Text(one.title_zh, one.title_en)),
                    href=f"{reverse('factors:releases')}#{one.pk}",
                    note=one.pk,
                ),
                Cell(text=one.review_by.isoformat()),
                Cell(text=one.publisher),
            ]
        )
        for one in found
    ]
    return Table(caption=_("到期复核的发布"), columns=columns, rows=rows, total=len(rows), empty=_("没有到期的发布"))


def state_choices(chosen: str) -> list[dict[str, object]]:
    """Return the states a list may be narrowed to."""
    return [{"value": one.value, "text": words(LABELS[one]), "chosen": one.value == chosen} for one in State]


def expert_choices(found: Iterable[object], record: Record) -> list[dict[str, str]]:
    """Return the experts who may still be appointed to a dataset."""
    taken = {one.expert_id for one in record.appointments if one.withdrawn_at is None}
    return [
        {"value": str(one.pk), "text": f"{one.user.name or one.user.email} · {one.institution} · {one.field}"}
        for one in found
        if one.pk not in taken
    ]


def expert_rows(found: Iterable[object]) -> list[dict[str, str]]:
    """Return the list of experts."""
    return [
        {
            "id": str(one.pk),
            "name": one.user.name or one.user.email,
            "email": one.user.email,
            "institution": one.institution,
            "field": one.field,
            "since": date_format(localtime(one.since), "Y-m-d"),
            "dismiss": reverse("submissions:dismiss", args=[one.pk]),
        }
        for one in found
    ]


def _due_row(one: FoundFactor) -> Row:
    factor = one.factor
    return Row(
        cells=[
            Cell(text=words(factor.name), href=reverse("factors:factor", args=[factor.id]), note=factor.id),
            Cell(text=one.review_by.isoformat() if one.review_by else ""),
            Cell(text=words(Text(one.release.title_zh, one.release.title_en)), note=one.release.pk),
        ]
    )


def _name_cell(one: object) -> Cell:
    return Cell(text=words(one.name), href=reverse("submissions:submission", args=[one.public_id]), note=one.factor)


def _state_cell(one: object) -> Cell:
    state = State(one.state)
    return Cell(text=words(LABELS[state]), tone=TONES[state])
