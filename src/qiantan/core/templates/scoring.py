"""Default scores of data quality and default uncertainty, where nobody has scored by hand.

The rule is data (``rulebook/quality/scores.yaml``) and says itself that its figures are set, not measured.
"""

import datetime as dt
import math
import re
from decimal import Decimal

from pydantic import Field as Option

from qiantan.core.study.document import Distribution, Factor, Quality
from qiantan.core.study.origin import is_supplier_factor
from qiantan.core.study.shape import Figure, Id, Line, Named, Provenance, Record, Score

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class SourceScore(Record):
    """Reliability of an amount from one kind of source, its geometric standard deviation, and why."""

    reliability: Score
    spread: Figure
    reason: Named


class CertaintyScore(Record):
    """Reliability and geometric standard deviation of a factor of one certainty."""

    reliability: Score
    spread: Figure


class NearOne(Record):
    """The geometric standard deviation of a share that is at least `from`, and why it is small."""

    start: Figure = Option(alias="from")
    spread: Figure
    reason: Named


class ProxyScore(Record):
    """What a factor of another material loses: its technology scores no better than this, its spread widens by this."""

    technology: Score
    spread: Figure
    reason: Named


class Scoring(Record):
    """The rule: scores of amounts by source, of factors by certainty, geography, age and how they were found, and of
    proxies.
    """

    id: Id
    version: Line
    title: Named
    review_by: dt.date
    provenance: Provenance
    amounts: dict[Line, SourceScore]
    certainties: dict[Line, CertaintyScore]
    geographies: dict[Line, Score]
    ages: dict[Line, Score]
    age_unknown: Score
    technology: dict[Line, Score]
    completeness: Score
    near_one: NearOne
    proxy: ProxyScore


def amount_quality(scoring: Scoring, source: str) -> Quality:
    """Return the scores of a plant's own total from one kind of source."""
    return Quality(technology=1, geography=1, time=1, completeness=1, reliability=scoring.amounts[source].reliability)


def amount_distribution(scoring: Scoring, source: str) -> Distribution:
    """Return the uncertainty of a plant's own total from one kind of source."""
    score = scoring.amounts[source]
    return Distribution(kind="lognormal", spread=score.spread, basis=f"缺省：{score.reason.zh}")


def scored(scoring: Scoring, factor: Factor, year: int) -> Factor:
    """Return the factor with the scores and the uncertainty the rule gives it for a study of `year`."""
    provenance = factor.provenance
    certainty = scoring.certainties.get(provenance.certainty, scoring.certainties["low"])
    quality = Quality(
        technology=scoring.technology["supplier" if is_supplier_factor(factor) else provenance.how_found],
        geography=next(score for prefix, score in scoring.geographies.items() if factor.geography.startswith(prefix)),
        time=_time(scoring, factor.reference_year or provenance.year, year),
        completeness=scoring.completeness,
        reliability=certainty.reliability,
    )
    return factor.model_copy(
        update={
            "quality": factor.quality or quality,
            "distribution": factor.distribution or _distribution(scoring, factor, certainty),
        }
    )


def as_proxy(scoring: Scoring, factor: Factor) -> Factor:
    """Return a scored factor as it counts for another material: technology no better than the rule's, and the two
    log-normal spreads joined (the squares of their logarithms add up).
    """
    quality, spread = factor.quality, factor.distribution
    if quality is not None:
        quality = quality.model_copy(update={"technology": max(quality.technology, scoring.proxy.technology)})
    if spread is not None and spread.spread is not None:
        both = math.hypot(math.log(spread.spread), math.log(scoring.proxy.spread))
        basis = f"{spread.basis}；代用：{scoring.proxy.reason.zh}"[:500]
        spread = spread.model_copy(update={"spread": Decimal(f"{math.exp(both):.3f}"), "basis": basis})
    return factor.model_copy(update={"quality": quality, "distribution": spread})


def _distribution(scoring: Scoring, factor: Factor, certainty: CertaintyScore) -> Distribution:
    near_one = scoring.near_one
    if factor.value is not None and factor.value.unit == "ratio" and factor.value.value >= near_one.start:
        return Distribution(kind="lognormal", spread=near_one.spread, basis=f"缺省：{near_one.reason.zh}")
    basis = f"缺省：因子可信度 {factor.provenance.certainty}"
    return Distribution(kind="lognormal", spread=certainty.spread, basis=basis)


def latest_year(words: str) -> str:
    """Return the last year that words name ("2021—2023", "报告 2025-013"); empty where they name none."""
    return next(reversed(_YEAR.findall(words)), "")


def _time(scoring: Scoring, stated: str, year: int) -> int:
    latest = latest_year(stated)
    if not latest:
        return scoring.age_unknown
    age = abs(year - int(latest))
    return next((score for limit, score in scoring.ages.items() if age <= int(limit)), 5)
