"""What is said of a result beside its sums: quality, uncertainty, last period, what it rests on."""

from django.utils.translation import gettext as _

from qiantan.core.formats.report.figures import places_for, shown
from qiantan.core.results.document import Result
from qiantan.core.study.document import Study
from qiantan.web.ui.parts import Term
from qiantan.web.ui.wording import percent, significant, words


def quality_facts(result: Result) -> list[Term]:
    """Return data quality: representativeness, rating, and how much is primary or a default."""
    quality = result.data_quality
    return [
        Term(name=_("综合评级 DQR"), text=_score(quality.rating), note=words(quality.band)),
        Term(name=_("技术代表性"), text=_score(quality.technology)),
        Term(name=_("地域代表性"), text=_score(quality.geography)),
        Term(name=_("时间代表性"), text=_score(quality.time)),
        Term(name=_("已评分的贡献"), text=percent(quality.scored_share)),
        Term(name=_("初级数据占比"), text=percent(quality.primary_share), note=_("按贡献的绝对值计")),
        Term(name=_("缺省值占比"), text=percent(quality.default_share), note=_("使用缺省参数或缺省因子的部分")),
    ]


def uncertainty_facts(result: Result) -> list[Term]:
    """Return the spread by both ways: analytic, and sampled with its seed."""
    spread = result.uncertainty
    places = places_for(result.total)

    def interval(low: float, high: float) -> str:
        return f"{shown(low, places)} – {shown(high, places)}"

    return [
        Term(
            name=_("95% 区间（解析法）"),
            text=f"{interval(spread.low, spread.high)} kgCO₂e",
            note=_("标准差 %(deviation)s kgCO₂e，即 %(relative)s")
            % {"deviation": significant(spread.standard_deviation), "relative": percent(spread.relative)},
        ),
        Term(
            name=_("95% 区间（蒙特卡洛）"),
            text=f"{interval(spread.sampled_low, spread.sampled_high)} kgCO₂e",
            note=_("%(draws)s 次抽样，种子 %(seed)d；中位数 %(median)s，均值 %(mean)s")
            % {
                "draws": f"{spread.draws:,}",
                "seed": spread.seed,
                "median": shown(spread.sampled_median, places),
                "mean": shown(spread.sampled_mean, places),
            },
        ),
        Term(name=_("给出分布的贡献"), text=percent(spread.stated_share)),
    ]


def tracking_facts(study: Study, result: Result) -> list[Term]:
    """Return the comparison with the earlier period the plant stated; nothing where it stated none."""
    earlier = study.tracking
    if earlier is None:
        return []
    before = float(earlier.value)
    places = places_for(result.total)
    difference = result.total - before
    change = f"{difference / before:+.1%}" if before else "—"
    return [
        Term(
            name=_("上一期"),
            text=f"{shown(before, places)} kgCO₂e",
            note=_("%(start)s 至 %(end)s（不含）") % {"start": earlier.period.start, "end": earlier.period.end},
        ),
        Term(name=_("本期"), text=f"{shown(result.total, places)} kgCO₂e"),
        Term(name=_("变化"), text=change, note=f"{'+' if difference > 0 else ''}{shown(difference, places)} kgCO₂e"),
    ]


def record_facts(study: Study, result: Result) -> list[Term]:
    """Return what the result rests on, with both digests of the study."""
    return [
        Term(name=_("声明单位或功能单位"), text=words(study.unit.words)),
        Term(name=_("规则包"), text=f"{study.rule.id} {study.rule.version}"),
        Term(name=_("GWP 值集"), text=f"{study.gwp_set.title} {study.gwp_set.version}"),
        Term(name=_("生物源碳含量"), text=f"{significant(result.biogenic_carbon_content)} kg"),
        Term(name=_("计算引擎"), text=result.engine),
        Term(name="SHA-256", text=result.study_sha256, code=True),
        Term(name="SM3", text=result.study_sm3, code=True),
    ]


def _score(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"
