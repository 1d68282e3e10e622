"""The result page in words: everything the template prints, nothing it must compute."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiantan.core.findings import Severity
from qiantan.core.formats.report.figures import parts_shown, places_for, shares_shown, shown
from qiantan.core.results.document import FindingRecord, Part, Result
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Named
from qiantan.core.study.wording import ACCOUNTS
from qiantan.web.footprints.charts import sankey_chart
from qiantan.web.footprints.facts import quality_facts, record_facts, tracking_facts, uncertainty_facts
from qiantan.web.footprints.links import explain_link, file_link
from qiantan.web.footprints.places import Places
from qiantan.web.footprints.tables import contribution_table, cut_off_table, sum_table, variance_table
from qiantan.web.ui.charts import Chart
from qiantan.web.ui.parts import FindingView, Link, Share, Table, Term
from qiantan.web.ui.wording import percent, words

NOTES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """The number everybody looks for, with its range and what it is per."""

    value: str
    unit: str
    interval: str
    with_grid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """All sections of the result page."""

    title: str
    lead: str
    headline: Headline
    total: str
    stages: Sequence[Share]
    by_process: Table
    by_gas: Table
    by_category: Table
    by_account: Table
    contributions: Table
    paths: Chart | None
    variance: Table
    cut_off: Table
    quality: Sequence[Term]
    rating: float | None
    band: str
    primary: str
    default: str
    coverage: str
    uncertainty: Sequence[Term]
    tracking: Sequence[Term]
    facts: Sequence[Term]
    findings: Sequence[FindingView]
    notes: Sequence[FindingView]
    blocking: int
    command: str


def result_page(study: Study, result: Result, run: str) -> ResultPage:
    """Return the page of one run; `run` is its public id, used in addresses."""
    total = result.total
    places = Places(study, run)
    findings = [_finding(one, places) for one in result.findings]
    # Remarks are folded away where there are many, so that warnings are not lost among them.
    notes = [one for one in findings if one.severity == Severity.NOTE.value]
    notes = notes if len(notes) > NOTES_SHOWN else []
    return ResultPage(
        title=words(study.product.name),
        lead=_("%(producer)s · 数据期间 %(start)s 至 %(last)s")
        % {
            "producer": study.producer.name,
            "start": study.period.start,
            "last": study.period.end - dt.timedelta(days=1),
        },
        headline=_headline(result),
        total=f"{shown(total, places_for(total))} kgCO₂e",
        stages=_stages(result, run),
        by_process=sum_table(_("按单元过程"), result.by_process, total, run=run),
        by_gas=sum_table(_("按气体"), result.by_gas, total, run=run),
        by_category=sum_table(_("按类别"), result.by_category, total, run=run),
        by_account=sum_table(_("按核算科目"), _accounts(result), total),
        contributions=contribution_table(result, run, export=file_link(run, "inventory")),
        paths=sankey_chart(result),
        variance=variance_table(result),
        cut_off=cut_off_table(result),
        quality=quality_facts(result),
        rating=result.data_quality.rating,
        band=words(result.data_quality.band),
        primary=percent(result.data_quality.primary_share, 0),
        default=percent(result.data_quality.default_share, 0),
        coverage=percent(1 - result.coverage.cut_off_share, 1),
        uncertainty=uncertainty_facts(result),
        tracking=tracking_facts(study, result),
        facts=record_facts(study, result),
        findings=[one for one in findings if one not in notes],
        notes=notes,
        blocking=sum(one.severity == Severity.BLOCKING for one in result.findings),
        command="qiantan recompute study.json",
    )


def downloads(run: str, *, frozen: bool) -> tuple[Link, ...]:
    """Return the files of a run that can always be had."""
    links = [Link(text=_("清单 CSV"), href=file_link(run, "inventory"), icon="table")]
    if frozen:
        links = [
            Link(text=_("研究包 ZIP"), href=file_link(run, "package"), icon="download"),
            Link(text=_("研究 study.json"), href=file_link(run, "study"), icon="document"),
            Link(text=_("结果 result.json"), href=file_link(run, "result"), icon="document"),
            *links,
        ]
    return tuple(links)


def _headline(result: Result) -> Headline:
    places = places_for(result.total)
    spread = result.uncertainty
    grid = result.with_grid_factor
    return Headline(
        value=shown(result.total, places),
        unit=_("kgCO₂e / %s") % words(result.unit),
        interval=_("95%% 区间 %(low)s – %(high)s")
        % {"low": shown(spread.low, places), "high": shown(spread.high, places)},
        with_grid="" if grid is None else shown(grid, places),
    )


def _stages(result: Result, run: str) -> list[Share]:
    """Return the stages; what is displayed adds up to the headline as displayed."""
    parts = result.by_stage
    figures = parts_shown([part.kg for part in parts], result.total, places_for(result.total))
    shares = shares_shown([part.share for part in parts])
    return [
        Share(
            name=words(part.name),
            percent=100 * (part.share or 0.0),
            percent_text=share,
            text=f"{figure} kgCO₂e",
            href=explain_link(run, part.id),
        )
        for part, figure, share in zip(parts, figures, shares, strict=True)
    ]


def _accounts(result: Result) -> list[Part]:
    return [
        Part(
            id=name,
            name=Named(zh=ACCOUNTS[name].zh, en=ACCOUNTS[name].en),
            kg=kg,
            share=kg / result.total if result.total else None,
        )
        for name, kg in result.accounts.model_dump().items()
    ]


def _finding(one: FindingRecord, places: Places) -> FindingView:
    place = places.of(one.place)
    return FindingView(
        severity=one.severity,
        message=words(one.message),
        place=place.text,
        href=place.href,
        found=one.found,
        expected=words(one.expected),
        remedy=words(one.remedy),
        clause=one.clause,
        code=one.code,
    )
