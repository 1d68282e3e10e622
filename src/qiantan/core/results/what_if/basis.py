"""What a question starts from: the study with its footprint, its dials, and the answers behind it where they are known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.outcome import Outcome
from qiantan.core.results.what_if.dial import ChangeError, Dial, unknown
from qiantan.core.results.what_if.mix import mixes
from qiantan.core.results.what_if.of_answers import Swap, answer_dials, factor_swaps, with_answers, with_factors
from qiantan.core.results.what_if.of_study import revised, study_dials
from qiantan.core.study.document import Study
from qiantan.core.study.index import exchanges
from qiantan.core.study.shape import Amount
from qiantan.core.study.supply import FromFactor
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.compose import Composition
from qiantan.core.templates.schema import Template

ONE_PER_CENT = "1.01"
NO_SWAPS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers behind a study: template, answers, the way from answers to a study, and what it finds by now (codes
    and places).
    """

    template: Template
    data: ActivityData
    compose: Callable[[ActivityData], Composition]
    findings: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Basis:
    """A study, what it amounts to, and its dials by the size of their effect; immutable, so it may be kept and shared.

    `answered` is there where the study follows from the answers known: then the dials are answers, and factors nobody
    is asked for; otherwise they are the figures of the study.
    """

    study: Study
    outcome: Outcome
    dials: tuple[Dial, ...]
    swaps: tuple[Swap, ...] = ()
    answered: Answered | None = None

    def answers(self, changes: Mapping[str, Amount], swaps: Mapping[str, str] = NO_SWAPS) -> ActivityData | None:
        """Return the answers with other figures and factors, none where no answers are known; raises ChangeError."""
        if self.answered is None:
            return None
        known, plan = {swap.place for swap in self.swaps}, self.answered.template
        strange = [unknown(place) for place in swaps if place not in known]
        if strange:
            raise ChangeError(strange)
        return with_answers(plan, with_factors(plan, self.answered.data, swaps), changes)

    def shares(self, changes: Mapping[str, Amount]) -> dict[str, float]:
        """Return what every share of every mix becomes, per cent, by the key of its dial; raises ChangeError."""
        if self.answered is None:
            return {}
        found = mixes(self.answered.template, self.answered.data)
        return {key: float(share) for mix in found for key, share in mix.shares(changes).items()}

    def changed(
        self, changes: Mapping[str, Amount], swaps: Mapping[str, str] = NO_SWAPS
    ) -> tuple[Study, Composition | None]:
        """Return the study with other figures and factors, and the composition it comes from; raises ChangeError."""
        data = self.answers(changes, swaps)
        if data is None or self.answered is None:
            return revised(self.study, changes), None
        composition = self.answered.compose(data)
        if composition.study is None:
            raise ChangeError(f for f in composition.findings if f.severity == "blocking")
        return revised(composition.study, changes), composition


def basis_of_study(study: Study) -> Basis:
    """Return the basis of a study alone. Raises EngineError where it has no footprint."""
    return Basis(study=study, outcome=calculate(study), dials=study_dials(study))


def basis_of_answers(
    study: Study, template: Template, data: ActivityData, compose: Callable[[ActivityData], Composition]
) -> Basis:
    """Return the basis of a study with the answers behind it; of the study alone where they give another one (its
    rulebook moved on, or answers changed since). Raises EngineError where the study has no footprint.
    """
    composition = compose(data)
    if composition.study is None or figures(composition.study) != figures(study):
        return basis_of_study(study)
    known = frozenset((finding.code, finding.place) for finding in composition.findings)
    answered = Answered(template=template, data=data, compose=compose, findings=known)
    bare = Basis(study=study, outcome=calculate(study), dials=(), answered=answered)
    asked = answer_dials(study, template, data)
    found = [replace(dial, effect=_effect(bare, dial)) for dial in asked]
    found += _shared_factors(study, asked)
    moving = [dial for dial in found if dial.effect or dial.mix]
    ranked = tuple(sorted(moving, key=lambda dial: -abs(dial.effect)))
    return replace(bare, dials=ranked, swaps=factor_swaps(study, template, data))


def _shared_factors(study: Study, asked: tuple[Dial, ...]) -> list[Dial]:
    """Return the factors that no answer stands for: what suppliers state, and what one row alone rests on and can
    replace, is moved there.
    """
    replaceable = {dial.exchange for dial in asked if dial.kind == "factor" and dial.exchange}
    alone: dict[str, list[str]] = {}
    for located in exchanges(study):
        if isinstance(located.exchange.supply, FromFactor):
            alone.setdefault(located.exchange.supply.factor, []).append(located.exchange.id)
    return [
        dial
        for dial in study_dials(study, only_factors=True)
        if not dial.key.startswith("factor:supplier:")
        and not (len(users := alone.get(dial.key.removeprefix("factor:"), [])) == 1 and users[0] in replaceable)
    ]


def figures(study: Study) -> dict[str, Any]:
    """Return the part of a study its footprint follows from: no titles, no evidence, no scores."""
    dumped = study.model_dump(mode="json", include={"unit", "gwp_set", "processes", "factors"})
    for process in dumped["processes"]:
        for exchange in process["exchanges"]:
            exchange.pop("evidence")
    for factor in dumped["factors"]:
        factor.pop("provenance")
        factor.pop("quality")
    return dumped


def _effect(basis: Basis, dial: Dial) -> float:
    """Return the change of the footprint for one per cent more, by solving again; zero where that cannot be answered."""
    value = dial.value + 1 if dial.kind == "share" else dial.value * type(dial.value)(ONE_PER_CENT)
    if dial.kind == "share" and value > 100:  # noqa: PLR2004 - per cent
        return 0.0
    try:
        study, _ = basis.changed({dial.key: Amount(value=value, unit=dial.unit)})
        return calculate(study).total - basis.outcome.total
    except (ChangeError, EngineError):
        return 0.0
