"""Monte Carlo: the study calculated again and again with figures drawn from their distributions.

Every random variable has a stream of its own, keyed by the seed of the study and its id: an exchange that is added or
left out does not change what the others draw. Streams are raw 64-bit integers of PCG64, which NumPy promises not to
change, made uniform by shifting and turned into the distribution by its inverse.

All draws are computed together; where amounts between processes vary, the equations are solved again for every draw. A
draw in which a loop would feed itself without end has no footprint: it is counted and left out, never averaged.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from math import fsum, sqrt

import numpy as np

from qiantan.core.engine.assemble import assemble
from qiantan.core.engine.diagnosis import inaccurate
from qiantan.core.engine.errors import EngineError
from qiantan.core.engine.scaling import factorised, scaling
from qiantan.core.engine.solve import ResidualError, factorise, solve_draws
from qiantan.core.engine.spread import quoted
from qiantan.core.engine.supplies import Factors, entry_emissions, parameter_quantity
from qiantan.core.engine.system import Entry, Floats, ProductSystem
from qiantan.core.engine.uncertainty import variables
from qiantan.core.findings import Text
from qiantan.core.study.document import Study
from qiantan.core.study.supply import FromFactor, FromMethod


class NoDrawError(EngineError):
    """Not one draw has a footprint."""

    code = "ENGINE-NO-DRAW"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sample:
    """The footprint in `draws` draws, kg CO2e per unit: moments, median and the 2.5 % and 97.5 % quantiles.

    `refused` draws had a loop gain of one or more and are left out; `totals` (draw) holds the others in order.
    """

    mean: float
    median: float
    low: float
    high: float
    standard_deviation: float
    seed: int
    draws: int
    refused: int
    totals: Floats = field(repr=False)


def uniforms(seed: int, variable: str, draws: int) -> Floats:
    """Return uniform numbers in (0, 1) of one random variable (draw)."""
    key = int.from_bytes(sha256(f"{seed}\n{variable}".encode()).digest()[:16], "big")
    raw = np.random.PCG64(key).random_raw(draws)
    return ((raw >> np.uint64(11)).astype(np.float64) + 0.5) * 2.0**-53


def sample(study: Study) -> Sample:
    """Return the Monte Carlo sample that the study asks for by its seed and number of draws."""
    system = assemble(study)
    seed, draws = study.sampling.seed, study.sampling.draws
    amounts, factors = variables(study, system.entries)
    multiple = [
        variable.distribution.factor(uniforms(seed, f"exchange:{variable.id}", draws)) if variable else None
        for variable in amounts
    ]
    by_factor = {
        factor: variable.distribution.factor(uniforms(seed, f"factor:{factor}", draws))
        for factor, variable in factors.items()
    }
    scores = _scores(system, {factor.id: factor for factor in study.factors}, multiple, by_factor)
    weight = _weights(system, multiple, draws)
    totals = np.zeros(draws)
    for part, score in zip(weight, scores, strict=True):
        totals += part * score
    return _summary(totals, seed)


def _scores(
    system: ProductSystem, factors: Factors, multiple: list[Floats | None], by_factor: Mapping[str, Floats]
) -> list[float | Floats]:
    """Kg CO2e of the whole of every entry (entry), each a float or an array of draws."""
    gwp = dict(zip(system.flows, system.characterisation.tolist(), strict=True))
    return [
        _score(entry, factors, gwp, 1.0 if amount is None else amount, by_factor)
        for entry, amount in zip(system.entries, multiple, strict=True)
    ]


def _score(
    entry: Entry,
    factors: Factors,
    gwp: Mapping[str, float],
    multiple: float | Floats,
    by_factor: Mapping[str, Floats],
) -> float | Floats:
    figures: dict[str, Floats] = {}
    scale: float | Floats = 1.0
    if isinstance(entry.supply, FromFactor):
        scale = by_factor.get(entry.supply.factor, 1.0)
    elif isinstance(entry.supply, FromMethod):
        for name, parameter in entry.supply.parameters.items():
            if parameter.factor is not None and parameter.factor in by_factor:
                figures[name] = parameter_quantity(parameter, factors).value * by_factor[parameter.factor]
    caused = entry_emissions(entry, factors, amount=entry.amount * multiple, figures=figures, drawn=True)
    score: float | Floats = 0.0
    for flow, kg in caused.items():
        score = score + kg * gwp[flow]
    return score * scale


def _weights(system: ProductSystem, multiple: list[Floats | None], draws: int) -> list[float | Floats]:
    """Parts of every entry that the unit needs (entry), each a float or an array of draws; nan where there are none."""
    if not any(multiple[index] is not None for index in system.link_entry):
        return list(scaling(system).weight.tolist())
    sphere = system.technosphere
    value = [
        amount if multiple[entry] is None else amount * multiple[entry]
        for entry, amount in zip(system.link_entry.tolist(), sphere.value.tolist(), strict=True)
    ]
    factorised(system)  # names the processes where the study itself has no footprint
    try:
        supplied = solve_draws(factorise(sphere.requirements(value)), system.demand, draws)
    except ResidualError as fault:
        raise inaccurate(sphere, fault) from fault
    runs = [amount / abs(pivot) for amount, pivot in zip(supplied, sphere.pivot.tolist(), strict=True)]
    weight: list[float | Floats] = [0.0] * len(system.entries)
    for entry, column, share in zip(system.share_entry, system.share_column, system.share.tolist(), strict=True):
        weight[entry] = weight[entry] + share * runs[column]
    return weight


def _summary(totals: Floats, seed: int) -> Sample:
    kept = totals[np.isfinite(totals)]
    if kept.size == 0:
        raise NoDrawError(
            Text("所有抽样的循环增益都不小于 1", "in every draw a loop returns one unit or more per unit")
        )
    # Where nothing varies there is nothing to round: the sample is the footprint.
    as_quoted = quoted if np.ptp(kept) else float
    mean = fsum(kept) / kept.size
    squares = fsum((kept - mean) ** 2)
    low, median, high = (float(quantile) for quantile in np.quantile(kept, (0.025, 0.5, 0.975)))
    return Sample(
        mean=as_quoted(mean),
        median=as_quoted(median),
        low=as_quoted(low),
        high=as_quoted(high),
        standard_deviation=quoted(sqrt(squares / (kept.size - 1))) if kept.size > 1 else 0.0,
        seed=seed,
        draws=totals.size,
        refused=totals.size - kept.size,
        totals=kept,
    )
