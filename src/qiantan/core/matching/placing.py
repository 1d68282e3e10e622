"""Where a line can go in the activity data of a template: sections that take its unit, and what their choices would be.

A proposal only: the person who accepts a suggestion decides. What fits nowhere is said so.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from qiantan.core.matching.names import compact, names
from qiantan.core.study.document import Factor
from qiantan.core.templates.answers import fits
from qiantan.core.templates.library import Slot, slots
from qiantan.core.templates.schema import Field, Section, Template

_PARTS = re.compile(r"[、，,;；/：:()（）]|或|及")
_LEAST: Final = 0.5
_FULL, _END, _TAKEN, _OTHER, _SUPPLIES, _FREE = 1.0, 0.8, 0.6, 0.10, 0.02, 0.05
# Choices that say how a thing is moved or where it is used are the plant's to answer; nothing in a name tells them.
_KIND_FIELDS: Final = ("kind", "fuel", "source")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A section a line may go to: where its amount and its factor stand, the choices to answer and what is proposed."""

    section: Section
    slot: Slot
    asked: tuple[Field, ...]
    proposed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    score: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether the kind of the material was recognised among the choices."""
        return self.score >= _LEAST


def places(template: Template, name: str, unit: str, factor: Factor | None = None) -> tuple[Place, ...]:
    """Return the sections that take a line's unit (and the family of a factor), the likeliest first; none where the
    template has no place for it.
    """
    found = []
    for section in template.sections:
        slot = slots(template).get(section.id)
        if slot is None or (factor is not None and factor.kind != slot.family):
            continue
        amount = next(one for one in section.fields if one.id == slot.amount)
        if fits(unit, amount):
            found.append(_place(template, section, slot, name, factor))
    order = {section.id: number for number, section in enumerate(template.sections)}
    return tuple(sorted(found, key=lambda one: (-one.score, order[one.section.id])))


def _place(template: Template, section: Section, slot: Slot, name: str, factor: Factor | None) -> Place:
    asked = tuple(one for one in section.fields if one.kind == "choice" and one.required)
    kind = next((one for one in asked if one.id in _KIND_FIELDS), None)
    if kind is None:
        return Place(section=section, slot=slot, asked=asked, score=_FREE)
    key, score = _likeliest(kind, name)
    if factor is not None and score < _LEAST:
        key, score = _by_factor(template, section, factor) or (key, score)
    if factor is not None and _is_grid(template, factor):
        key, score = _grid_choice(template, section) or key, _FULL
    if score == _OTHER and _takes_supplies(template, section):
        score += _SUPPLIES
    proposed = MappingProxyType({kind.id: key} if key else {})
    return Place(section=section, slot=slot, asked=asked, proposed=proposed, score=score)


def _by_factor(template: Template, section: Section, factor: Factor) -> tuple[str, float] | None:
    """Return the choice for which the template itself takes this factor; without a key where several do."""
    keys = [
        key
        for process in template.processes
        for plan in process.exchanges
        if plan.rows == section.id and plan.supply.library_factor
        for key, chosen in plan.supply.by_choice.items()
        if chosen.get("factor") == factor.id
    ]
    distinct = tuple(dict.fromkeys(keys))
    return (distinct[0] if len(distinct) == 1 else "", _TAKEN) if distinct else None


def _likeliest(kind: Field, name: str) -> tuple[str, float]:
    """Return the choice whose wording names the material best, and how well; else the choice for other things."""
    forms = names().of_line(name).forms
    best, score = "", 0.0
    for choice in kind.choices:
        told = max((_likeness(form, part) for form in forms for part in _words(choice.label.zh)), default=0.0)
        if told > score:
            best, score = choice.key, told
    if score >= _LEAST:
        return best, score
    others = [choice.key for choice in kind.choices if choice.key.startswith("other")]
    return ("", 0.0) if not others else (others[0] if len(others) == 1 else "", _OTHER)


def _words(label: str) -> tuple[str, ...]:
    parts = (compact(part) for part in _PARTS.split(label))
    stripped = (form for part in parts if part for form in names().of_line(part).forms)
    return tuple(word for word in dict.fromkeys(stripped) if not word.startswith("其他"))


def _likeness(form: str, word: str) -> float:
    if form == word:
        return _FULL
    short, long = sorted((form, word), key=len)
    return _END if len(short) > 1 and long.endswith(short) else 0.0


def _takes_supplies(template: Template, section: Section) -> bool:
    """Say whether a section is for auxiliaries: what nobody recognises is more often one of those than a raw material."""
    plans = (plan for process in template.processes for plan in process.exchanges if plan.rows == section.id)
    return any(plan.category == "auxiliary" for plan in plans)


def _is_grid(template: Template, factor: Factor) -> bool:
    return factor.id in {template.grid_factor, *template.grid_factors.values()}


def _grid_choice(template: Template, section: Section) -> str:
    """Return the choice under which the template itself takes the factor of the grid."""
    for process in template.processes:
        for plan in process.exchanges:
            if plan.rows == section.id and plan.supply.grid:
                return next((keys[0] for keys in plan.where.values() if keys), "")
    return ""
