"""The result page in words: everything the template prints, nothing it must compute."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from qiantan.core.findings import Severity
from qiantan.core.formats.report.figures import places_for, shown
from qiantan.core.results.document import FindingRecord, Part, Result
from qiantan.core.results.explain import Explanation
from qiantan.core.study.document import Study
from qiantan.core.study.shape import Named
from qiantan.core.study.wording import ACCOUNTS
from qiantan.web.footprints.charts import sankey_chart
from qiantan.web.footprints.links import file_link
from qiantan.web.footprints.tables import contribution_table, cut_off_table, sum_table, variance_table
from qiantan.web.ui.charts import Chart
from qiantan.web.ui.parts import FindingView, Link, Share, Table, Term
from qiantan.web.ui.wording import percent, significant, words


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
    stages: Sequence[Share]
    by_stage: Table
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
    facts: Sequence[Term]
    findings: Sequence[FindingView]
    blocking: int
    command: str


def result_page(study: Study, result: Result, run: str) -> ResultPage:
    """Return the page of one run; `run` is its public id, used in addresses."""
    total = result.total
    return ResultPage(
        title=words(study.product.name),
        lead=_("%(producer)s · 数据期间 %(start)s 至 %(end)s（不含）")
        % {"producer": study.producer.name, "start": study.period.start, "end": study.period.end},
        headline=_headline(result),
        stages=[_share(part) for part in result.by_stage if part.kg > 0],
        by_stage=sum_table(_("按生命周期阶段"), result.by_stage, total, run=run),
        by_process=sum_table(_("按单元过程"), result.by_process, total, run=run),
        by_gas=sum_table(_("按气体"), result.by_gas, total, run=run),
        by_category=sum_table(_("按类别"), result.by_category, total, run=run),
        by_account=sum_table(_("按核算科目"), _accounts(result), total),
        contributions=contribution_table(result, run, export=file_link(run, "inventory")),
        paths=sankey_chart(result),
        variance=variance_table(result),
        cut_off=cut_off_table(result),
        quality=_quality(result),
        rating=result.data_quality.rating,
        band=words(result.data_quality.band),
        primary=percent(result.data_quality.primary_share, 0),
        default=percent(result.data_quality.default_share, 0),
        coverage=percent(1 - result.coverage.cut_off_share, 1),
        uncertainty=_uncertainty(result),
        facts=_facts(study, result),
        findings=[_finding(one) for one in result.findings],
        blocking=sum(one.severity == Severity.BLOCKING for one in result.findings),
        command="qiantan recompute study.json",
    )


def downloads(run: str, made: Sequence[str], *, frozen: bool) -> tuple[Link, ...]:
    """Return the files of a run that can be had now; `made` names the report kinds already written."""
    links = [Link(text=_("清单 CSV"), href=file_link(run, "inventory"), icon="table")]
    if frozen:
        links += [
            Link(text=_("研究 study.json"), href=file_link(run, "study"), icon="document"),
            Link(text=_("结果 result.json"), href=file_link(run, "result"), icon="document"),
            Link(text=_("研究包 ZIP"), href=file_link(run, "package"), icon="download"),
        ]
    labels = {"word": _("报告 Word"), "pdf": _("报告 PDF")}
    links += [Link(text=labels[kind], href=file_link(run, kind), icon="document") for kind in labels if kind in made]
    return tuple(links)


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One number of an explanation, with the numbers it is made of."""

    label: str
    figure: str
    source: str
    branches: Sequence["Branch"]
    open: bool


OPEN_DEPTH = 2


def branch(node: Explanation, depth: int = 0) -> Branch:
    """Return an explanation in words; the first levels stand open."""
    return Branch(
        label=words(node.label),
        figure="" if node.value is None else f"{significant(node.value, 6)} {node.unit}".strip(),
        source=words(node.source) if node.source else "",
        branches=[branch(child, depth + 1) for child in node.children],
        open=depth < OPEN_DEPTH,
    )


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


def _share(part: Part) -> Share:
    return Share(name=words(part.name), percent=100 * (part.share or 0.0), text=f"{significant(part.kg, 4)} kgCO₂e")


def _accounts(result: Result) -> list[Part]:
    values = result.accounts.model_dump()
    return [
        Part(
            id=name,
            name=Named(zh=ACCOUNTS[name].zh, en=ACCOUNTS[name].en),
            kg=kg,
            share=kg / result.total if result.total else None,
        )
        for name, kg in values.items()
    ]


def _quality(result: Result) -> list[Term]:
    quality = result.data_quality

    def score(value: float | None) -> str:
        return "—" if value is None else f"{value:.2f}"

    return [
        Term(name=_("技术代表性"), text=score(quality.technology)),
        Term(name=_("地域代表性"), text=score(quality.geography)),
        Term(name=_("时间代表性"), text=score(quality.time)),
        Term(name=_("综合评级 DQR"), text=score(quality.rating), note=words(quality.band)),
        Term(name=_("已评分的贡献"), text=percent(quality.scored_share)),
        Term(name=_("初级数据占比"), text=percent(quality.primary_share), note=_("按贡献的绝对值计")),
        Term(name=_("缺省值占比"), text=percent(quality.default_share), note=_("使用缺省参数或缺省因子的部分")),
    ]


def _uncertainty(result: Result) -> list[Term]:
    spread = result.uncertainty
    sampled = _("%(mean)s（中位 %(median)s；95%% 区间 %(low)s – %(high)s）") % {
        "mean": significant(spread.sampled_mean, 5),
        "median": significant(spread.sampled_median, 5),
        "low": significant(spread.sampled_low, 5),
        "high": significant(spread.sampled_high, 5),
    }
    return [
        Term(
            name=_("解析法标准差"),
            text=f"{significant(spread.standard_deviation)} kgCO₂e",
            note=percent(spread.relative),
        ),
        Term(
            name=_("蒙特卡洛"),
            text=sampled,
            note=_("%(draws)d 次抽样，种子 %(seed)d") % {"draws": spread.draws, "seed": spread.seed},
        ),
        Term(name=_("给出分布的贡献"), text=percent(spread.stated_share)),
    ]


def _facts(study: Study, result: Result) -> list[Term]:
    return [
        Term(name=_("声明单位或功能单位"), text=words(study.unit.words)),
        Term(name=_("规则包"), text=f"{study.rule.id} {study.rule.version}"),
        Term(name=_("GWP 值集"), text=f"{study.gwp_set.title} {study.gwp_set.version}"),
        Term(name=_("生物源碳含量"), text=f"{significant(result.biogenic_carbon_content)} kg"),
        Term(name=_("计算引擎"), text=result.engine),
        Term(name="SHA-256", text=result.study_sha256, code=True),
        Term(name="SM3", text=result.study_sm3, code=True),
    ]


def _finding(one: FindingRecord) -> FindingView:
    return FindingView(
        severity=one.severity,
        message=words(one.message),
        place=one.place,
        found=one.found,
        expected=words(one.expected),
        remedy=words(one.remedy),
        clause=one.clause,
        code=one.code,
    )
