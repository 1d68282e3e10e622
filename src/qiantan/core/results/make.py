"""From a study to its result: calculate, rate, check, and write down with twelve digits what must add up."""

from collections.abc import Callable, Iterable
from math import fsum
from typing import Final

from qiantan import __version__
from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.outcome import Outcome, Share
from qiantan.core.engine.paths import sankey
from qiantan.core.engine.sampling import sample
from qiantan.core.engine.uncertainty import Analytic, Spread, analytic
from qiantan.core.findings import NO_TEXT, Finding, Text
from qiantan.core.proofs import Digests, canonical_bytes, digests
from qiantan.core.quality.coverage import Coverage as Covered
from qiantan.core.quality.coverage import coverage
from qiantan.core.quality.rating import Rated, Rating, contributions, rate
from qiantan.core.results.digits import rounded, rounded_or_none
from qiantan.core.results.document import (
    Accounts,
    Contribution,
    Coverage,
    DataQuality,
    FindingRecord,
    Link,
    Node,
    Part,
    Result,
    Uncertainty,
)
from qiantan.core.results.sums import check_sums
from qiantan.core.rules import load
from qiantan.core.rules.check import check
from qiantan.core.study.bytes import study_digests
from qiantan.core.study.document import Study
from qiantan.core.study.flows import Account
from qiantan.core.study.shape import Named
from qiantan.core.study.wording import CATEGORIES, GASES

ENGINE: Final = f"qiantan {__version__}"
SANKEY_DEPTH: Final = 6
_LINE_LENGTH: Final = 500


def make_result(study: Study) -> Result:
    """Return the result of a study: the same study gives the same bytes, wherever and whenever.

    Raises EngineError where the study has no footprint, SumError where parts would not add up.
    """
    outcome = calculate(study)
    result = _result(study, outcome, study_digests(study))
    check_sums(result)
    return result


def result_bytes(result: Result) -> bytes:
    """Return the canonical bytes (RFC 8785) of a result."""
    return canonical_bytes(result.model_dump(mode="json", by_alias=True))


def result_digests(result: Result) -> Digests:
    """Return the SHA-256 and SM3 digests of the canonical bytes of a result."""
    return digests(result_bytes(result))


def _result(study: Study, outcome: Outcome, digest: Digests) -> Result:
    spread = analytic(study)
    graph = sankey(outcome, depth=SANKEY_DEPTH)
    stages = {stage.id: stage.name for stage in study.boundary.stages}
    processes = {process.id: process.name for process in study.processes}
    part = _parts(outcome.total)
    return Result(
        engine=ENGINE,
        study_sha256=digest.sha256,
        study_sm3=digest.sm3,
        title=study.title,
        unit=study.unit.words,
        gwp_set=study.gwp_set.title,
        total=rounded(outcome.total),
        accounts=_accounts(outcome),
        by_stage=part(_used(outcome.by_stage, study), stages.__getitem__),
        by_process=part(outcome.by_process, processes.__getitem__),
        by_gas=part(outcome.by_gas, _named(GASES)),
        by_category=part(outcome.by_category, _named(CATEGORIES)),
        contributions=_contributions(study, outcome, spread),
        nodes=tuple(Node(id=node.id, name=node.name, depth=node.depth) for node in graph.nodes),
        links=tuple(Link(source=link.source, target=link.target, kg=rounded(link.kg)) for link in graph.links),
        with_grid_factor=rounded_or_none(outcome.with_grid_factor),
        biogenic_carbon_content=rounded(outcome.biogenic_carbon),
        uncertainty=_uncertainty(study, spread),
        data_quality=_data_quality(rate(study, outcome, load.standard())),
        coverage=_coverage(coverage(outcome)),
        findings=tuple(_finding(finding) for finding in check(study, outcome)),
        residual=rounded(outcome.residual),
    )


def _parts(total: float) -> Callable[[Iterable[Share], Callable[[str], Named]], tuple[Part, ...]]:
    def parts(shares: Iterable[Share], name: Callable[[str], Named]) -> tuple[Part, ...]:
        return tuple(
            Part(id=share.id, name=name(share.id), kg=rounded(share.kg), share=_share(share.kg, total))
            for share in shares
        )

    return parts


def _used(shares: Iterable[Share], study: Study) -> list[Share]:
    """Leave out stages outside the boundary; one that counts for something is shown all the same."""
    included = {stage.id for stage in study.boundary.stages if stage.included}
    return [share for share in shares if share.id in included or share.kg]


def _named(words: dict[str, Text]) -> Callable[[str], Named]:
    def name(key: str) -> Named:
        text = words.get(key, Text(key, key))
        return Named(zh=text.zh, en=text.en)

    return name


def _accounts(outcome: Outcome) -> Accounts:
    kg = dict.fromkeys(Account, 0.0) | {Account(share.id): share.kg for share in outcome.by_account}
    return Accounts(**{account.value: rounded(value) for account, value in kg.items()})


def _contributions(study: Study, outcome: Outcome, spread: Analytic) -> tuple[Contribution, ...]:
    rows = zip(
        contributions(study, outcome),
        (fsum(row) for row in outcome.kg_by_exchange_flow.tolist()),
        outcome.amount_by_exchange.tolist(),
        outcome.estimate_by_exchange.tolist(),
        spread.by_exchange.tolist(),
        strict=True,
    )
    return tuple(
        _contribution(rated, kg, amount, estimate, deviation, outcome.total)
        for rated, kg, amount, estimate, deviation in rows
        if rated.entry.basis != "process"
    )


def _contribution(
    rated: Rated, kg: float, amount: float, estimate: float, deviation: float, total: float
) -> Contribution:
    entry = rated.entry
    return Contribution(
        exchange=entry.id,
        name=entry.name,
        process=entry.process,
        stage=entry.stage,
        category=entry.category,
        basis=entry.supply.kind,
        amount=rounded(amount),
        unit=entry.unit,
        kg=rounded(kg),
        share=_share(kg, total),
        estimate=rounded(estimate),
        primary=rated.primary,
        default=rated.default,
        dqr=rounded_or_none(rated.dqr),
        standard_deviation=rounded(deviation),
    )


def _uncertainty(study: Study, spread: Analytic) -> Uncertainty:
    drawn = sample(study)
    return Uncertainty(
        standard_deviation=rounded(spread.standard_deviation),
        relative=rounded_or_none(spread.relative),
        low=rounded(spread.low),
        high=rounded(spread.high),
        sampled_mean=rounded(drawn.mean),
        sampled_median=rounded(drawn.median),
        sampled_low=rounded(drawn.low),
        sampled_high=rounded(drawn.high),
        sampled_standard_deviation=rounded(drawn.standard_deviation),
        seed=study.sampling.seed,
        draws=study.sampling.draws,
        ranking=tuple(_ranked(each) for each in spread.ranking),
        stated_share=rounded(spread.stated_share),
    )


def _ranked(spread: Spread) -> Part:
    return Part(id=spread.id, name=spread.name, kg=rounded(spread.standard_deviation), share=rounded(spread.share))


def _data_quality(rating: Rating) -> DataQuality:
    return DataQuality(
        technology=rounded_or_none(rating.technology),
        geography=rounded_or_none(rating.geography),
        time=rounded_or_none(rating.time),
        rating=rounded_or_none(rating.rating),
        band=rating.band,
        scored_share=rounded(rating.scored_share),
        primary_share=rounded(rating.primary_share),
        default_share=rounded(rating.default_share),
    )


def _coverage(covered: Covered) -> Coverage:
    return Coverage(
        cut_off=tuple(
            Part(id=left.id, name=left.name, kg=rounded(left.kg), share=rounded_or_none(left.share))
            for left in covered.cut_off
        ),
        cut_off_share=rounded(covered.cut_off_share),
        included_share=rounded(covered.included_share),
    )


def _finding(finding: Finding) -> FindingRecord:
    return FindingRecord(
        code=finding.code,
        severity=finding.severity.value,
        clause=finding.clause,
        place=finding.place,
        message=_words(finding.message),
        found=finding.found[:_LINE_LENGTH],
        expected=None if finding.expected == NO_TEXT else _words(finding.expected),
        remedy=None if finding.remedy == NO_TEXT else _words(finding.remedy),
    )


def _words(text: Text) -> Named:
    return Named(zh=text.zh[:_LINE_LENGTH], en=text.en[:_LINE_LENGTH])


def _share(kg: float, total: float) -> float | None:
    return rounded(kg / total) if total else None
