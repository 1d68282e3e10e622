"""What a conformity check may look at: the study, what the engine made of it, and the rulebook's editions it is held to."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from qiantan.core.engine.outcome import Outcome
from qiantan.core.rules import load
from qiantan.core.rules.schema import CharacterizationFile, ProductRule, StandardFile
from qiantan.core.study.document import Exchange, Factor, Process, Study
from qiantan.core.study.index import exchanges
from qiantan.core.study.wording import CATEGORIES


class Weighed(NamedTuple):
    """An exchange with its weight: kg CO2e per unit, share of the sum of absolute contributions, estimated effect of a
    cut-off in kg CO2e per unit, amount per unit in the unit as typed. A `twin` shares its name with another exchange of its
    process (a fuel and its haulage), so that messages add the category.
    """

    exchange: Exchange
    process: Process
    place: str
    kg: float
    share: float
    estimate: float
    amount: float
    twin: bool = False

    @property
    def zh(self) -> str:
        """The exchange and its process in Chinese."""
        kind = f"，{CATEGORIES[self.exchange.category].zh}" if self.twin else ""
        return f"“{self.exchange.name.zh}”（{self.process.name.zh}{kind}）"

    @property
    def en(self) -> str:
        """The exchange and its process in English."""
        exchange, process = self.exchange.name, self.process.name
        kind = f", {CATEGORIES[self.exchange.category].en}" if self.twin else ""
        return f"“{exchange.en or exchange.zh}” ({process.en or process.zh}{kind})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A study with its outcome and the rulebook it is checked against.

    `rule` and `gwp` are none where the rulebook has none of the pinned id; `editions` holds the rulebook's own values of
    the factors the study pins, by id; `factors` those of the study.
    """

    study: Study
    outcome: Outcome
    rule: ProductRule | None
    rule_sha256: str
    standard: StandardFile
    gwp: CharacterizationFile | None
    editions: Mapping[str, Factor]
    factors: Mapping[str, Factor]
    exchanges: tuple[Weighed, ...]


def facts_of(study: Study, outcome: Outcome) -> Facts:
    """Gather the facts of a calculated study from the packaged rulebook."""
    rule = _rule(study.rule.id)
    known = load.factor_rows()
    return facts_with(
        study,
        outcome,
        rule=rule,
        standard=load.standard(),
        gwp=_gwp(study.gwp_set.id),
        editions={factor.id: load.factor(factor.id) for factor in study.factors if factor.id in known},
    )


def facts_with(
    study: Study,
    outcome: Outcome,
    *,
    rule: ProductRule | None,
    standard: StandardFile,
    gwp: CharacterizationFile | None,
    editions: Mapping[str, Factor],
) -> Facts:
    """Gather the facts of a calculated study against the given rule, standard, GWP set and factor editions."""
    return Facts(
        study=study,
        outcome=outcome,
        rule=rule,
        rule_sha256=load.digest_of(rule) if rule else "",
        standard=standard,
        gwp=gwp,
        editions=editions,
        factors={factor.id: factor for factor in study.factors},
        exchanges=weighed(study, outcome),
    )


def weighed(study: Study, outcome: Outcome) -> tuple[Weighed, ...]:
    """Return every exchange of the study with its weight in the outcome, in document order."""
    kg_by_exchange = outcome.kg_by_exchange_flow.sum(axis=1)
    absolute = float(np.abs(kg_by_exchange).sum())
    names = Counter((located.process.id, located.exchange.name.zh) for located in exchanges(study))
    at = {id_: n for n, id_ in enumerate(outcome.exchange_ids)}
    return tuple(
        Weighed(
            exchange=located.exchange,
            process=located.process,
            place=located.place,
            kg=float(kg_by_exchange[n]),
            share=abs(float(kg_by_exchange[n])) / absolute if absolute else 0.0,
            estimate=float(outcome.estimate_by_exchange[n]),
            amount=float(outcome.amount_by_exchange[n]),
            twin=names[located.process.id, located.exchange.name.zh] > 1,
        )
        for located in exchanges(study)
        for n in (at[located.exchange.id],)
    )


def _rule(rule_id: str) -> ProductRule | None:
    try:
        return load.product_rule(rule_id)
    except LookupError:
        return None


def _gwp(set_id: str) -> CharacterizationFile | None:
    try:
        return load.characterization(set_id)
    except LookupError:
        return None
