"""One line as the page shows it: its suggestions with reasons, the ladder, what cannot be taken, where it may go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from qiantan.core.matching.ladder import RUNG_WORDS, RUNGS
from qiantan.core.matching.placing import Place
from qiantan.core.matching.score import Judgement, Suggestion
from qiantan.core.templates.activity import MISSING, ActivityData
from qiantan.registry.matching.placing import twin_of
from qiantan.registry.matching.stated import StatedFigure
from qiantan.registry.matching.states import LineState
from qiantan.web.matching import wording
from qiantan.web.matching.presenters import grouped, moment
from qiantan.web.ui.parts import Moment, Term
from qiantan.web.ui.wording import significant, words

if TYPE_CHECKING:  # a page may name a row in a hint; it reaches rows only through queries
    from qiantan.registry.matching.models import Decision, Line

HUNDRED = 100
STATE_TONES = {
    LineState.ACCEPTED: "good",
    LineState.PROXY: "info",
    LineState.REJECTED: "neutral",
    LineState.OPEN: "warn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionView:
    """A suggestion in words. `href` leads to the page that takes it, empty where it cannot be taken."""

    name: str
    href: str
    factor_href: str
    id: str
    figure: str
    source: str
    certainty: str
    rung: str
    reasons: Sequence[str]
    parts: Sequence[tuple[str, int]]
    score: int
    effect: str
    exact: bool
    proxy: bool
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RungView:
    """A step of the ladder: how many suggestions stand on it, and whether the first one, or the link, does."""

    title: str
    count: int
    here: bool


def suggestion_view(line: Line, one: Suggestion) -> SuggestionView:
    """Return a suggestion in words."""
    href = f"{reverse('matching:accept', args=[line.public_id])}?factor={one.factor.id}"
    return SuggestionView(
        name=words(one.factor.name),
        href="" if one.refusal.zh else href,
        factor_href=wording.factor_href(one.factor),
        id=one.factor.id,
        figure=wording.figure(one.factor),
        source=wording.source_of(one.factor),
        certainty=one.factor.provenance.certainty,
        rung=wording.rung(one),
        reasons=[words(reason) for reason in one.reasons],
        parts=[(wording.part_name(key), round(one.parts[key] * HUNDRED)) for key in wording.PARTS],
        score=round(one.total * HUNDRED),
        effect=wording.effect(line.figure, line.unit, one.factor),
        exact=one.exact,
        proxy=one.is_proxy,
        refusal=words(one.refusal),
    )


def line_context(
    line: Line, found: Judgement, stated: Sequence[StatedFigure], own: Sequence[Suggestion], text: str
) -> dict[str, Any]:
    """Return one line with its suggestions, what the organisation has already, and what the person's own search found."""
    state = LineState(line.state)
    at = next((one for one in found.offered if one.factor.id == line.factor), None) if line.is_linked else None
    first = at or next(iter(found.offered), None)
    return {
        "line": line,
        "bill": line.bill,
        "product": line.bill.activity.product,
        "facts": line_facts(line),
        "state_label": words(line.state_label),
        "state_tone": STATE_TONES[state],
        "linked": line.is_linked,
        "open": state in {LineState.OPEN, LineState.REJECTED},
        "decided": state is not LineState.OPEN,
        "offered": [suggestion_view(line, one) for one in found.offered],
        "refused": [suggestion_view(line, one) for one in found.refused],
        "why_not": words(found.why_not),
        "ladder": ladder(found.offered, None if line.is_linked and at is None else first, stated),
        "stated": [stated_view(one) for one in stated],
        "searched": text,
        "own": [suggestion_view(line, one) for one in own],
    }


def stated_view(one: StatedFigure) -> Term:
    """Return what the organisation has already, with a link to where it stands."""
    if one.activity:
        year = one.period_start.year if one.period_start else ""
        told = _("%(year)s 年填报：%(source)s") % {"year": year, "source": one.source or _("未写明来源")}
        href = reverse("products:section", args=[one.activity, one.section])
    else:
        told, href = one.source, reverse("products:product", args=[one.product])
    return Term(name=f"{words(RUNG_WORDS[one.rung])} · {one.name}", text=one.value, href=href, note=told)


def ladder(
    offered: Iterable[Suggestion], here: Suggestion | None, stated: Iterable[StatedFigure] = ()
) -> list[RungView]:
    """Return the steps of the ladder, best first, with what stands on them."""
    on = [*(one.rung for one in offered), *(one.rung for one in stated)]
    return [
        RungView(title=words(RUNG_WORDS[rung]), count=on.count(rung), here=here is not None and here.rung is rung)
        for rung in RUNGS
    ]


def line_facts(line: Line) -> list[Term]:
    """Return what a line says, as understood and as typed."""
    told = [
        Term(name=_("数量"), text=f"{grouped(line.amount)} {line.unit}", note=_mass(line)),
        Term(name=_("供应商"), text=line.supplier),
        Term(name=_("产地"), text=line.origin),
        Term(name=_("CAS 或编码"), text=line.code),
        Term(name=_("备注"), text=line.note),
        Term(name=_("原文"), text=line.raw.replace("\t", " | "), code=True),
    ]
    return [one for one in told if one.text]


def history(decisions: Iterable[Decision]) -> list[Moment]:
    """Return what was decided about a line, the last first."""
    return [
        Moment(
            title=words(one.after_label) if one.after != LineState.OPEN.value else _("撤回"),
            at=moment(one.at),
            who=one.by.name,
            text=" · ".join(part for part in (one.factor, one.reason, _("批量采用") if one.together else "") if part),
            tone=STATE_TONES[LineState(one.after)],
        )
        for one in decisions
    ]


def place_choices(places: Sequence[Place], chosen: Place, base: str) -> list[dict[str, Any]]:
    """Return the sections a line may go to, as links that show the questions of each."""
    return [
        {
            "title": words(one.section.title),
            "href": f"{base}&section={one.section.id}",
            "current": one.section.id == chosen.section.id,
            "proposed": number == 0 and one.is_sure,
        }
        for number, one in enumerate(places)
    ]


def row_choices(place: Place, data: ActivityData, line: Line, typed: str) -> list[dict[str, Any]]:
    """Return the rows a line may be written to: a new one, or one that is there; a row of the same name is proposed."""
    rows = data.rows.get(place.section.id, ())
    twin, _clear = twin_of(rows, place, line)
    wanted = int(typed) if typed.isdecimal() else twin or 0
    made = [{"value": "0", "title": _("新增一行"), "chosen": wanted == 0, "note": ""}]
    for number, row in enumerate(rows, 1):
        amount = row.get(place.slot.amount, MISSING)
        name = _row_name(place, row)
        note = f"{grouped(amount.value)} {amount.unit}" if amount.provided and _plain(amount.value) else ""
        taken = row.get(place.slot.factor, MISSING).value
        title = _("写入第 %(number)d 行：%(name)s") % {"number": number, "name": name or "—"}
        made.append(
            {
                "value": str(number),
                "title": title,
                "chosen": wanted == number,
                "note": " · ".join(part for part in (note, taken) if part),
            }
        )
    return made


def choice_fields(place: Place, typed: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the choices of a section, with what is proposed or was typed."""
    return [
        {
            "id": f"choice-{field.id}",
            "name": f"choice.{field.id}",
            "label": words(field.label),
            "help": words(field.help),
            "options": [
                {
                    "key": one.key,
                    "text": words(one.label),
                    "chosen": typed.get(f"choice.{field.id}", place.proposed.get(field.id, "")) == one.key,
                }
                for one in field.choices
            ],
        }
        for field in place.asked
    ]


def _row_name(place: Place, row: Mapping[str, Any]) -> str:
    name = row.get("name", MISSING).value
    if name:
        return name
    for field in place.asked:
        label = next((one.label for one in field.choices if one.key == row.get(field.id, MISSING).value), None)
        if label:
            return words(label)
    return ""


def _mass(line: Line) -> str:
    return "" if line.mass is None or line.unit == "t" else f"{significant(line.mass / 1000, 6)} t"


def _plain(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()
