"""Whether a study of the right shape holds together: ids are unique, references lead somewhere, figures have a meaning.

Only what the document alone can tell; units and dimensions need the methods and belong to the engine.
"""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from qiantan.core.findings import Finding, Text
from qiantan.core.study.document import Distribution, Factor, Study
from qiantan.core.study.faults import fault
from qiantan.core.study.flows import ACCOUNTS
from qiantan.core.study.index import exchanges, factor_uses, supplies
from qiantan.core.study.references import dangling_references, reference_outputs, repeated_ids
from qiantan.core.study.shape import Span
from qiantan.core.study.supply import FromMethod, FromStudy


def inconsistencies(study: Study) -> Iterator[Finding]:
    """Yield every fault, kind by kind."""
    for rule in _RULES:
        yield from rule(study)


def _gwp(study: Study) -> Iterator[Finding]:
    known = study.gwp_set.values
    for flow, place in _first_places(_flows_in_use(study)).items():
        if flow not in ACCOUNTS:
            yield fault(
                "STUDY-FLOW",
                place,
                Text(f"不认识的温室气体流“{flow}”", f"the elementary flow “{flow}” is not known"),
                found=flow,
                expected=Text("下列之一：" + "、".join(ACCOUNTS), "one of: " + ", ".join(ACCOUNTS)),
                remedy=Text("改用规定的写法，例如 co2_fossil", "use one of the names, for instance co2_fossil"),
            )
        elif flow not in known:
            yield fault(
                "STUDY-GWP",
                place,
                Text(f"全球变暖潜势值里没有“{flow}”", f"the GWP set has no value for “{flow}”"),
                found=flow,
                expected=Text("研究用到的每种气体都有潜势值", "a value for every gas the study uses"),
                remedy=Text("在 gwp_set.values 里补上这种气体", "add the gas to gwp_set.values"),
            )


def _first_places(flows: Iterable[tuple[str, str]]) -> dict[str, str]:
    first: dict[str, str] = {}
    for flow, place in flows:
        first.setdefault(flow, place)
    return first


def _flows_in_use(study: Study) -> Iterator[tuple[str, str]]:
    used = {use.factor for use in factor_uses(study)}
    for n, factor in enumerate(study.factors):
        if factor.id in used:
            yield from ((e.flow, f"/factors/{n}/emissions/{k}/flow") for k, e in enumerate(factor.emissions))
    for supply, place in supplies(study):
        if isinstance(supply, FromStudy):
            yield from ((flow, f"{place}/emissions/{flow}") for flow in supply.emissions)


def _periods(study: Study) -> Iterator[Finding]:
    spans: list[tuple[Span, str]] = [(study.period, "/period")]
    spans += [(x.exchange.period, f"{x.place}/period") for x in exchanges(study) if x.exchange.period]
    spans += [(study.tracking.period, "/tracking/period")] if study.tracking else []
    for span, place in spans:
        if span.start >= span.end:
            yield fault(
                "STUDY-PERIOD",
                place,
                Text("时段的结束不晚于开始", "the period does not end after its start"),
                found=f"{span.start} – {span.end}",
                expected=Text(
                    "结束日期是最后一天的次日，晚于开始日期",
                    "the end is the day after the last day, later than the start",
                ),
                remedy=Text("全年写成 2025-01-01 至 2026-01-01", "a whole year is 2025-01-01 to 2026-01-01"),
            )


def _parameters(study: Study) -> Iterator[Finding]:
    for supply, place in supplies(study):
        for name, parameter in supply.parameters.items() if isinstance(supply, FromMethod) else ():
            if (parameter.measured is None) == (parameter.factor is None):
                yield fault(
                    "STUDY-PARAMETER",
                    f"{place}/parameters/{name}",
                    Text(
                        f"方法参数“{name}”应当二选一：实测值或因子",
                        f"parameter “{name}” is either measured or a factor",
                    ),
                    found="两者都有" if parameter.factor else "两者都没有",
                    expected=Text("measured 或 factor，只写一个", "measured or factor, one of them"),
                    remedy=Text("有实测值时删去因子", "where there is a measurement, remove the factor"),
                )


def _factor_contents(study: Study) -> Iterator[Finding]:
    kinds = {factor.id: factor.kind for factor in study.factors}
    for n, factor in enumerate(study.factors):
        yield from _factor_shape(factor, f"/factors/{n}")
    for use in factor_uses(study):
        kind = kinds.get(use.factor)
        if kind == "parameter" and use.how in ("supply", "grid"):
            yield fault(
                "STUDY-FACTOR-KIND",
                use.place,
                Text(
                    f"“{use.factor}”是方法参数，不能作为供给",
                    f"“{use.factor}” is a parameter and cannot supply an exchange",
                ),
                found=kind,
                expected=Text("footprint 或 electricity_footprint", "footprint or electricity_footprint"),
                remedy=Text("改用足迹因子，或改用核算方法", "use a footprint factor, or a method"),
            )


def _factor_shape(factor: Factor, place: str) -> Iterator[Finding]:
    if factor.kind == "parameter" and factor.value is None:
        yield fault(
            "STUDY-FACTOR",
            f"{place}/value",
            Text(f"参数“{factor.name.zh}”没有数值", f"parameter “{factor.name.en or factor.name.zh}” has no value"),
            expected=Text("参数写 value（数值和单位）", "a parameter carries value (figure and unit)"),
            remedy=Text("补上数值和单位", "add figure and unit"),
        )
    if factor.kind != "parameter" and not (factor.emissions and factor.per):
        yield fault(
            "STUDY-FACTOR",
            place,
            Text(
                f"因子“{factor.name.zh}”没有排放量或单位",
                f"factor “{factor.name.en or factor.name.zh}” lacks emissions or unit",
            ),
            expected=Text("因子写 per（单位）和 emissions（各气体千克数）", "a factor carries per and emissions"),
            remedy=Text("补上单位和排放量", "add the unit and the emissions"),
        )


def _distributions(study: Study) -> Iterator[Finding]:
    places = [(x.exchange.distribution, f"{x.place}/distribution") for x in exchanges(study)]
    places += [(factor.distribution, f"/factors/{n}/distribution") for n, factor in enumerate(study.factors)]
    for distribution, place in places:
        if distribution is not None and not _is_complete(distribution):
            yield fault(
                "STUDY-DISTRIBUTION",
                place,
                Text("不确定性分布的参数不完整或不合理", "the distribution is incomplete or makes no sense"),
                found=distribution.kind,
                expected=Text(
                    "lognormal：spread ≥ 1；normal：spread ≥ 0；triangular、uniform：0 ≤ lower ≤ 1 ≤ upper",
                    "lognormal: spread ≥ 1; normal: spread ≥ 0; triangular, uniform: 0 ≤ lower ≤ 1 ≤ upper",
                ),
                remedy=Text("补全参数，或删去分布", "complete it, or leave the distribution out"),
            )


def _is_complete(distribution: Distribution) -> bool:
    if distribution.kind in ("lognormal", "normal"):
        least = Decimal(1 if distribution.kind == "lognormal" else 0)
        return distribution.spread is not None and distribution.spread >= least
    lower, upper = distribution.lower, distribution.upper
    return lower is not None and upper is not None and 0 <= lower <= 1 <= upper and lower < upper


def _studies(study: Study) -> Iterator[Finding]:
    for supply, place in supplies(study):
        if isinstance(supply, FromStudy) and supply.unit.value <= 0:
            yield fault(
                "STUDY-RANGE",
                f"{place}/unit/value",
                Text("所引研究的单位数量不大于零", "the unit of the other study is not above zero"),
                found=str(supply.unit.value),
                expected=Text("大于零", "above zero"),
                remedy=Text("按所引研究的声明单位填写", "take the declared unit of the other study"),
            )


_RULES: tuple[Callable[[Study], Iterator[Finding]], ...] = (
    repeated_ids,
    dangling_references,
    reference_outputs,
    _gwp,
    _periods,
    _parameters,
    _factor_contents,
    _distributions,
    _studies,
)
