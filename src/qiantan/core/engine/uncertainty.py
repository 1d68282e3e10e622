"""Uncertainty by first order: which stated distributions move the footprint, and by how much.

Every distribution is a relative factor with mean one on an amount or on a pinned factor. A factor that many exchanges
use is one random variable, so its errors do not average out. To first order the variance of the footprint is
the sum over all variables of (d total / d relative change)² × variance, with gradients from one adjoint solve.
"""

from dataclasses import dataclass
from math import exp, fsum, log1p, sqrt
from typing import NamedTuple

import numpy as np

from qiantan.core.engine.gradient import Gradient, gradient
from qiantan.core.engine.spread import quoted, relative_factor
from qiantan.core.engine.system import Entry, Floats
from qiantan.core.quantities.distributions import Uncertainty
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Named

# Standard normal quantile of 97.5 %.
Z = 1.959963984540054


class Variable(NamedTuple):
    """A random variable: the amount of an exchange or everything a factor states."""

    id: str
    kind: str
    name: Named
    distribution: Uncertainty


class Spread(NamedTuple):
    """What one variable adds: standard deviation, kg CO2e per unit, and share of the variance."""

    id: str
    kind: str
    name: Named
    standard_deviation: float
    share: float


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Analytic:
    """First-order uncertainty of the footprint of one unit.

    `standard_deviation` in kg CO2e, `relative` to the total (none where that is zero); `low` and `high` bound 95 % of
    the log-normal with this mean and spread (of the normal, where the total is not positive). `ranking` lists the
    variables, largest first. `by_exchange` (entry) is the standard deviation of an entry's own contribution by its
    amount and its factor. `stated_share` is the share of the absolute contributions that state a distribution.
    """

    total: float
    standard_deviation: float
    relative: float | None
    low: float
    high: float
    ranking: tuple[Spread, ...]
    by_exchange: Floats
    stated_share: float


def analytic(study: Study) -> Analytic:
    """Return the first-order uncertainty of a study."""
    change = gradient(study)
    amounts, factors = variables(study, change.entries)
    own = [(variable, float(by)) for variable, by in zip(amounts, change.by_amount, strict=True) if variable]
    shared = [(variable, change.by_factor.get(factor, 0.0)) for factor, variable in factors.items()]
    deviations = [(variable, abs(by) * variable.distribution.standard_deviation) for variable, by in (*own, *shared)]
    deviation = sqrt(fsum(size**2 for _, size in deviations))
    low, high = _interval(change.total, deviation)
    relative = deviation / abs(change.total) if change.total else None
    by_exchange, stated = _by_exchange(change, amounts, factors)
    return Analytic(
        total=change.total,
        standard_deviation=quoted(deviation),
        relative=None if relative is None else quoted(relative),
        low=low,
        high=high,
        ranking=_ranked(deviations, deviation),
        by_exchange=by_exchange,
        stated_share=stated,
    )


def variables(study: Study, entries: tuple[Entry, ...]) -> tuple[tuple[Variable | None, ...], dict[str, Variable]]:
    """Return the random variable of each entry's amount (entry), and of each factor that states a distribution."""
    amounts = tuple(
        Variable(entry.id, "exchange", entry.name, relative_factor(entry.exchange.distribution))
        if entry.exchange and entry.exchange.distribution
        else None
        for entry in entries
    )
    factors = {
        factor.id: Variable(factor.id, "factor", factor.name, relative_factor(factor.distribution))
        for factor in study.factors
        if factor.distribution
    }
    return amounts, factors


def _interval(total: float, deviation: float) -> tuple[float, float]:
    if not deviation:
        return total, total
    if not total > 0:
        return quoted(total - Z * deviation), quoted(total + Z * deviation)
    variance = log1p((deviation / total) ** 2)
    median, width = total * exp(-variance / 2), exp(Z * sqrt(variance))
    return quoted(median / width), quoted(median * width)


def _ranked(deviations: list[tuple[Variable, float]], whole: float) -> tuple[Spread, ...]:
    spreads = [
        Spread(variable.id, variable.kind, variable.name, quoted(size), quoted((size / whole) ** 2))
        for variable, size in deviations
        if size
    ]
    return tuple(sorted(spreads, key=lambda spread: (-spread.share, spread.kind, spread.id)))


def _by_exchange(
    change: Gradient, amounts: tuple[Variable | None, ...], factors: dict[str, Variable]
) -> tuple[Floats, float]:
    """Standard deviation of each entry (entry), and the share of absolute contributions that state one."""
    deviations = np.zeros(len(amounts))
    stated: list[float] = []
    for index, (amount, own) in enumerate(zip(amounts, change.own_by_factor, strict=True)):
        by_factor = [
            by * factors[factor].distribution.standard_deviation for factor, by in own.items() if factor in factors
        ]
        by_amount = float(change.by_amount[index]) * amount.distribution.standard_deviation if amount else 0.0
        deviations[index] = quoted(sqrt(fsum(size**2 for size in (by_amount, *by_factor))))
        if amount or by_factor:
            stated.append(abs(float(change.contribution[index])))
    whole = fsum(np.abs(change.contribution))
    return deviations, fsum(stated) / whole if whole else 0.0
