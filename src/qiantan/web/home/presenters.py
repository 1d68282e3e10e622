"""The front page, search results and workbench in words and links."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qiantan.core.templates.load import template, template_ids
from qiantan.registry.tasks.states import State
from qiantan.web.ui.parts import Cell, Column, Link, Row, Table
from qiantan.web.ui.wording import significant, words

FEW = 8


class Counter(NamedTuple):
    """One figure of the front page: what it counts, the figure, its note, the list behind it."""

    label: str
    value: str
    note: str
    href: str


class Door(NamedTuple):
    """One way in: verb, explanation, icon, address."""

    verb: str
    text: str
    icon: str
    href: str


class Found(NamedTuple):
    """The hits of one kind: heading, number of all hits, the first ones, the list with all."""

    title: str
    count: int
    links: Sequence[Link]
    href: str


class Todo(NamedTuple):
    """Something that waits for the person."""

    text: str
    href: str
    tone: str
    state: str


def counters(*, factors: int, releases: int, templates: int, studies: int, today: date) -> list[Counter]:
    """Return the figures of the front page with the day they stand for."""
    as_of = _("数据截止 %(day)s") % {"day": today.isoformat()}
    return [
        Counter(_("公开因子"), f"{factors:,}", as_of, reverse("factors:list")),
        Counter(_("因子来源"), f"{releases:,}", _("每个来源注明出处和许可"), reverse("home:rules")),
        Counter(_("产品模板"), f"{templates:,}", _("规则、填报和检查合为一体"), reverse("home:rules")),
        Counter(_("已冻结的研究"), f"{studies:,}", as_of, ""),
    ]


def doors() -> list[Door]:
    """Return the three doors of the front page."""
    return [
        Door(
            _("我要核算"), _("选模板、填数据或传 Excel，得到一份可冻结的碳足迹"), "calculate", reverse("home:workbench")
        ),
        Door(_("我要查因子"), _("中文、拼音首字母、英文或编号，一个框都能搜"), "factor", reverse("factors:list")),
        Door(_("我要看规则"), _("边界、取舍、分配和检查的依据，以及它们的确定程度"), "document", reverse("home:rules")),
    ]


def found_products(page: object) -> Found:
    """Return the products found."""
    links = [
        Link(text=row.name_zh, href=reverse("products:product", args=[row.public_id]), icon="product")
        for row in page.rows[:FEW]
    ]
    return Found(_("我的产品"), page.count, links, reverse("products:list"))


def found_templates(text: str) -> Found:
    """Return the templates whose title or summary contains the text."""
    links = []
    for template_id in template_ids():
        plan = template(template_id)
        if text.lower() in " ".join((*_both(plan.title), *_both(plan.summary))).lower():
            links.append(Link(text=words(plan.title), href=reverse("home:rule", args=[template_id]), icon="document"))
    return Found(_("产品模板与规则"), len(links), links, reverse("home:rules"))


def found_factors(page: object, text: str) -> Found:
    """Return the factors found."""
    links = [
        Link(text=words(row.factor.name), href=reverse("factors:factor", args=[row.factor.id]), icon="factor")
        for row in page.rows[:FEW]
    ]
    return Found(_("因子"), page.count, links, f"{reverse('factors:list')}?q={text}")


def todos(products: Sequence[object], tasks: Sequence[object]) -> list[Todo]:
    """Return what waits: failed tasks, calculated but not frozen, being filled in."""
    failed = [
        Todo(
            _("%(task)s 未成功") % {"task": f"{words(one.kind_label)} {one.title}".strip()},
            reverse("tasks:task", args=[one.public_id]),
            "bad",
            _("看原因"),
        )
        for one in tasks
        if one.state == State.FAILED.value
    ]
    unfrozen = [
        Todo(
            _("“%(name)s”已算出，尚未冻结") % {"name": one.name_zh},
            reverse("footprints:run", args=[one.run]),
            "info",
            _("待冻结"),
        )
        for one in products
        if one.run and not one.frozen
    ]
    filling = [
        Todo(
            _("“%(name)s”正在填报") % {"name": one.name_zh},
            reverse("products:activity", args=[one.activity]),
            "neutral",
            _("填报中"),
        )
        for one in products
        if one.activity and not one.run
    ]
    return [*failed, *unfrozen, *filling][:FEW]


def product_table(page: object) -> Table:
    """Return the newest products with their latest results."""
    rows = [
        Row(
            cells=[
                Cell(text=row.name_zh, href=reverse("products:product", args=[row.public_id]), note=row.specification),
                Cell(text=_period(row)),
                Cell(text=significant(row.total, 4) if row.total is not None else "—", note=row.unit),
                _state(row),
            ]
        )
        for row in page.rows[:FEW]
    ]
    columns = [
        Column(title=_("产品")),
        Column(title=_("期间")),
        Column(title=_("碳足迹"), numeric=True, unit="kgCO₂e"),
        Column(title=_("状态")),
    ]
    return Table(caption=_("我的产品"), columns=columns, rows=rows)


def recent_tasks(tasks: Sequence[object]) -> list[dict[str, str]]:
    """Return the latest tasks in a line each."""
    tones = {State.DONE.value: "good", State.FAILED.value: "bad", State.RUNNING.value: "info"}
    return [
        {
            "title": f"{words(one.kind_label)} {one.title}".strip(),
            "href": reverse("tasks:task", args=[one.public_id]),
            "state": words(one.state_label),
            "tone": tones.get(one.state, "neutral"),
            "at": date_format(localtime(one.created_at), "m-d H:i"),
        }
        for one in tasks
    ]


def _state(row: object) -> Cell:
    if row.frozen:
        return Cell(text=_("已冻结"), tone="good", icon="freeze")
    if row.run:
        return Cell(text=_("已算出"), tone="info")
    return Cell(text=_("填报中") if row.activity else _("未开始"), tone="neutral")


def _period(row: object) -> str:
    if row.period_start is None or row.period_end is None:
        return "—"
    whole_year = row.period_start.strftime("%m-%d") == "01-01" and row.period_end == row.period_start.replace(
        year=row.period_start.year + 1
    )
    return str(row.period_start.year) if whole_year else f"{row.period_start} – {row.period_end}"


def _both(text: object) -> tuple[str, str]:
    return text.zh, text.en
