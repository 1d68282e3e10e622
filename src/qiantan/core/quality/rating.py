"""Data-quality rating, weighted by contribution, and the shares of primary data and defaults.

With the scores of each contribution i (1 best … 5) for technological, geographical and temporal representativeness,
``DQR_i = (TeR_i + GeR_i + TiR_i) / 3`` and ``DQR = Σ DQR_i·|CF_i| / Σ |CF_i|`` over the contributions that have scores; the
share of the footprint they make up is told beside it. Bands and their source stand in the general standard's file.

A contribution is an amount times a factor and represents reality no better than the weaker of the two: its scores are the
worst of the amount's and of the factor's. A parameter of a method counts when it decides the emission (a change of it by
one part moves the emission by at least half a part): the heating value does, the methane factor of the same fuel does
not.

A contribution counts as default when a value that decides it is one: a factor or a deciding parameter that is pinned
from a release, or built into the method, instead of measured at the plant or stated by a supplier. Coal with measured
heating value, carbon content and oxidation is no default though its methane factor is one; the same coal with the
default oxidation is. So the default share is the part of the footprint that better data of the plant or its suppliers
could move one to one.

Shares are of the sum of absolute contributions, so that a credit cannot hide what it offsets; the credit of a co-product
counts as neither primary nor scored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from qiantan.core.engine.outcome import Outcome
from qiantan.core.engine.supplies import parameter_quantity
from qiantan.core.engine.system import Entry
from qiantan.core.methods.catalogue import METHODS, compute
from qiantan.core.quantities.units import Quantity
from qiantan.core.rules.schema import StandardFile
from qiantan.core.study.document import Factor, Quality, Study
from qiantan.core.study.origin import is_default, is_primary
from qiantan.core.study.shape import Named
from qiantan.core.study.supply import FromFactor, FromMethod

DECISIVE = 0.5
_STEP = 1e-30
NOT_RATED = Named(zh="未评分", en="not rated")


class Rated(NamedTuple):
    """A contribution with its weight (absolute kg CO2e per unit), scores, and whether it is primary or a default."""

    entry: Entry
    weight: float
    quality: Quality | None
    primary: bool
    default: bool

    @property
    def dqr(self) -> float | None:
        """Mean of the three representativeness scores, 1 best to 5; none without scores."""
        return sum(representativeness(self.quality)) / 3 if self.quality else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """The rating of a footprint: weighted scores (none where nothing is scored), band, shares from 0 to 1."""

    technology: float | None
    geography: float | None
    time: float | None
    rating: float | None
    band: Named
    scored_share: float
    primary_share: float
    default_share: float


def rate(study: Study, outcome: Outcome, standard: StandardFile) -> Rating:
    """Return the data-quality rating of a calculated study."""
    rated = contributions(study, outcome)
    whole = sum(each.weight for each in rated)
    scored = [(representativeness(each.quality), each.weight) for each in rated if each.quality and each.weight]
    weight = sum(w for _, w in scored)
    technology, geography, time = (
        (sum(scores[n] * w for scores, w in scored) / weight if weight else None) for n in range(3)
    )
    rating = None if technology is None or geography is None or time is None else (technology + geography + time) / 3
    return Rating(
        technology=technology,
        geography=geography,
        time=time,
        rating=rating,
        band=band(rating, standard),
        scored_share=_share(weight, whole),
        primary_share=_share(sum(each.weight for each in rated if each.primary), whole),
        default_share=_share(sum(each.weight for each in rated if each.default), whole),
    )


def contributions(study: Study, outcome: Outcome) -> tuple[Rated, ...]:
    """Return every entry of the outcome with its weight and quality, in the order of the outcome."""
    factors = {factor.id: factor for factor in study.factors}
    return tuple(_rated(outcome, factors))


def band(rating: float | None, standard: StandardFile) -> Named:
    """Return the band of a rating: the first whose upper limit it does not exceed, to 12 significant digits."""
    if rating is None:
        return NOT_RATED
    exact = float(f"{rating:.11e}")
    bands = standard.quality_bands
    return next((each.name for each in bands if exact <= float(each.up_to)), bands[-1].name)


def representativeness(quality: Quality) -> tuple[int, int, int]:
    """Return the technological, geographical and temporal score."""
    return quality.technology, quality.geography, quality.time


def _rated(outcome: Outcome, factors: Mapping[str, Factor]) -> Iterator[Rated]:
    for entry, kg in zip(outcome.entries, outcome.kg_by_exchange.tolist(), strict=True):
        exchange = entry.exchange
        deciding = tuple(_deciding(entry, factors))
        default = any(id_ is None or is_default(factors[id_]) for id_ in deciding)
        if exchange is None:
            yield Rated(entry, abs(kg), None, primary=False, default=default)
            continue
        scores = (exchange.quality, *(factors[id_].quality for id_ in deciding if id_ is not None))
        quality = _worst([score for score in scores if score is not None])
        yield Rated(entry, abs(kg), quality, primary=is_primary(exchange, factors), default=default)


def _deciding(entry: Entry, factors: Mapping[str, Factor]) -> Iterator[str | None]:
    """Yield the factors that decide what an entry causes; none for each deciding default built into its method."""
    supply = entry.supply
    if isinstance(supply, FromFactor):
        yield supply.factor
    if isinstance(supply, FromMethod):
        amount = Quantity(entry.amount, entry.unit)
        stated = {name: parameter_quantity(parameter, factors) for name, parameter in supply.parameters.items()}
        pinned = {name: p.factor for name, p in supply.parameters.items() if p.factor is not None}
        for name in (*pinned, *compute(supply.method, amount, stated, written=False).assumed):
            if _elasticity(supply.method, amount, stated, name) >= DECISIVE:
                yield pinned.get(name)


def _elasticity(method: str, amount: Quantity, stated: Mapping[str, Quantity], name: str) -> float:
    """Return the relative change of the mass of all gases per relative change of a parameter, by complex step."""
    figure = stated[name] if name in stated else _built_in(method, name)
    moved = Quantity(figure.value * (1 + _STEP * 1j), figure.unit)  # type: ignore[arg-type]
    caused = compute(method, amount, {**stated, name: moved}, written=False).emissions
    whole = sum(abs(complex(kg).real) for kg in caused.values())
    return sum(abs(complex(kg).imag) for kg in caused.values()) / _STEP / whole if whole else 0.0


def _built_in(method: str, name: str) -> Quantity:
    """Return the figure a method uses for a parameter that the study does not give."""
    spec = METHODS[method].parameter(name)
    assert spec is not None
    assert spec.default is not None
    return Quantity(spec.default, spec.unit)


def _worst(scores: list[Quality]) -> Quality | None:
    """Return the worst score of each kind; none where nothing is scored."""
    if not scores:
        return None
    return Quality(**{field: max(getattr(score, field) for score in scores) for field in Quality.model_fields})


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
