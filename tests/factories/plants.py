"""Plants with values for local typical values, and those who would like to know them."""

import numpy as np
from scipy.optimize import linprog

from qiantan.core.typical.contribution import Cohort, Fact


def plants(count: int, *, seed: int = 1, spread: float = 0.08, level: float = 850.0) -> list[Fact]:
    """Plants of ordinary sizes (a factor of about four between them) with values around a level."""
    draw = np.random.default_rng(seed)
    volumes = np.round(draw.uniform(500, 2000, count)).tolist()
    values = np.round(level * np.exp(draw.normal(0, spread, count)), 1).tolist()
    return [
        Fact(id=f"f{number:03}", group=f"g{number:03}", volume=volume, value=value)
        for number, (volume, value) in enumerate(zip(volumes, values, strict=True))
    ]


def corrected(fact: Fact, value: float) -> Fact:
    """The same plant with another figure: a fact of its own."""
    return Fact(id=f"{fact.id}b", group=fact.group, volume=fact.volume, value=value)


def weights(cohorts: list[Cohort]) -> tuple[np.ndarray, list[Fact]]:
    """The means as a matrix: one row for each release, one column for each fact."""
    facts = sorted({fact.id: fact for cohort in cohorts for fact in cohort.facts}.values(), key=lambda one: one.id)
    place = {fact.id: number for number, fact in enumerate(facts)}
    matrix = np.zeros((len(cohorts), len(facts)))
    for row, cohort in zip(matrix, cohorts, strict=True):
        for fact, weight in zip(cohort.facts, cohort.weight, strict=True):
            row[place[fact.id]] = weight
    return matrix, facts


def least_squares(
    cohorts: list[Cohort], means: list[float], target: str, known: set[str] = frozenset()
) -> float | None:
    """What the published means say of a fact when solved by least squares, given the facts known; None if they do not."""
    matrix, facts = weights(cohorts)
    unknown = [number for number, fact in enumerate(facts) if fact.id not in known]
    told = np.array(means) - matrix @ [fact.value if fact.id in known else 0.0 for fact in facts]
    column = next(number for number, place in enumerate(unknown) if facts[place].id == target)
    rows = matrix[:, unknown]
    unit = np.zeros(len(unknown))
    unit[column] = 1.0
    combination, *_ = np.linalg.lstsq(rows.T, unit, rcond=None)
    if np.abs(combination @ rows - unit).max() > 1e-9:
        return None
    return float(combination @ told)


def bounds(
    cohorts: list[Cohort],
    printed: list[tuple[float, float]],
    target: str,
    *,
    known: set[str] = frozenset(),
    prior: float | None = None,
) -> tuple[float, float]:
    """The least and greatest value of a fact that agree with everything: `printed` are (mean, step) of each release, step 0
    for an exact one; the facts known are known exactly, the others within `prior` of their true value.
    """
    matrix, facts = weights(cohorts)
    upper = np.array([mean + step / 2 for mean, step in printed]) + 1e-7
    lower = np.array([mean - step / 2 for mean, step in printed]) - 1e-7
    limits = [
        (fact.value, fact.value)
        if fact.id in known
        else (None, None)
        if prior is None or fact.id == target
        else (fact.value - prior, fact.value + prior)
        for fact in facts
    ]
    cost = np.array([1.0 if fact.id == target else 0.0 for fact in facts])
    ends = []
    for sign in (1, -1):
        answer = linprog(
            sign * cost, A_ub=np.vstack([matrix, -matrix]), b_ub=np.concatenate([upper, -lower]), bounds=limits
        )
        ends.append(sign * answer.fun if answer.status == 0 else -sign * np.inf)
    return ends[0], ends[1]
