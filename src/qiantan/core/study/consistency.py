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


_RULES:
        yield from rule(study)


def _finding(
    code: str, place: str, message: Text, *, found: str = "", expected: Text = NO_TEXT, remedy: Text
) -> Finding:
    return Finding(
        code=code,
        severity=Severity.BLOCKING,
        place=place,
        message=message,
        found=found,
        expected=expected,
        remedy=remedy,
    )


def _twice(study: Study) -> Iterator[Finding]:
    lists: list[tuple[Text, list[tuple[str, str]]]] = [
        (Text("单元过程", "unit process"), [(p.id, f"/processes/{n}/id") for n, p in enumerate(study.processes)]),
        (Text("交换", "exchange"), [(x.exchange.id, f"{x.place}/id") for x in exchanges(study)]),
        (Text("因子", "factor"), [(f.id, f"/factors/{n}/id") for n, f in enumerate(study.factors)]),
        (
            Text("生命周期阶段", "life-cycle stage"),
            [(s.id, f"/boundary/stages/{n}/id") for n, s in enumerate(study.boundary.stages)],
        ),
        (Text("生产场所", "site"), [(s.id, f"/sites/{n}/id") for n, s in enumerate(study.sites)]),
    ]
    lists += [
        (
            Text(f"单元过程“{process.name.zh}”的产出", f"output of unit process “{_en(process)}”"),
            [(output.flow, f"/processes/{p}/outputs/{o}/flow") for o, output in enumerate(process.outputs)],
        )
        for p, process in enumerate(study.processes)
    ]
    for kind, ids in lists:
        yield from _repeated(kind, ids)


def _repeated(kind: Text, ids: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for id_, place in ids:
        if id_ in first:
            yield _finding(
                "STUDY-TWICE",
                place,
                Text(f"{kind.zh}编号“{id_}”重复", f"the {kind.en} id “{id_}” stands twice"),
                found=f"{first[id_]}, {place}",
                expected=Text("每个编号只用一次", "each id once"),
                remedy=Text(
                    "给其中一个换一个编号，并改正引用它的地方", "give one of them another id and correct what names it"
                ),
            )
        first.setdefault(id_, place)


def _dangling(study: Study) -> Iterator[Finding]:
    flows = {process.id: {output.flow for output in process.outputs} for process in study.processes}
    stages = {stage.id for stage in study.boundary.stages}
    sites = {site.id for site in study.sites}
    factors = {factor.id for factor in study.factors}
    yield from _output_reference(flows, study.unit.process, study.unit.flow, "/unit")
    for p, process in enumerate(study.processes):
        yield from _reference(stages, process.stage, f"/processes/{p}/stage", Text("生命周期阶段", "life-cycle stage"))
        if process.site is not None:
            yield from _reference(sites, process.site, f"/processes/{p}/site", Text("生产场所", "site"))
    for exchange, process, place in exchanges(study):
        if exchange.stage is not None:
            yield from _reference(stages, exchange.stage, f"{place}/stage", Text("生命周期阶段", "life-cycle stage"))
        if exchange.assigned_to is not None:
            yield from _reference(
                flows[process.id], exchange.assigned_to, f"{place}/assigned_to", Text("产出", "output")
            )
    for supply, place in supplies(study):
        if isinstance(supply, FromProcess):
            yield from _output_reference(flows, supply.process, supply.flow, place)
    for use in factor_uses(study):
        yield from _reference(factors, use.factor, use.place, Text("因子", "factor"))


def _output_reference(flows: dict[str, set[str]], process: str, flow: str, place: str) -> Iterator[Finding]:
    if process not in flows:
        yield from _reference(set(flows), process, f"{place}/process", Text("单元过程", "unit process"))
    else:
        kind = Text(f"单元过程“{process}”的产出", f"output of unit process “{process}”")
        yield from _reference(flows[process], flow, f"{place}/flow", kind)


def _reference(known: set[str], id_: str, place: str, kind: Text) -> Iterator[Finding]:
    if id_ not in known:
        listed = sorted(known)[:12]
        yield _finding(
            "STUDY-REFERENCE",
            place,
            Text(f"没有编号为“{id_}”的{kind.zh}", f"there is no {kind.en} with the id “{id_}”"),
            found=id_,
            expected=Text("文档中已有的编号：" + "、".join(listed), "an id of the document: " + ", ".join(listed)),
            remedy=Text(f"改正编号，或补上这个{kind.zh}", f"correct the id, or add the {kind.en}"),
        )


def _reference_outputs(study: Study) -> Iterator[Finding]:
    for p, process in enumerate(study.processes):
        count = sum(output.role == "reference" for output in process.outputs)
        if count != 1:
            yield _finding(
                "STUDY-REFERENCE-OUTPUT",
                f"/processes/{p}/outputs",
                Text(
                    f"单元过程“{process.name.zh}”有 {count} 个基准产出",
                    f"unit process “{_en(process)}” has {count} reference outputs",
                ),
                found=str(count),
                expected=Text(
                    "一个基准产出（role 为 reference），其余为共生产品（co_product）",
                    "one reference output, the others co-products",
                ),
                remedy=Text("把主产品标为 reference", "mark the main product as the reference"),
            )


def _gwp(study: Study) -> Iterator[Finding]:
    known = study.gwp_set.values
    for flow, place in _first_places(_flows_in_use(study)).items():
        if flow not in ACCOUNTS:
            yield _finding(
                "STUDY-FLOW",
                place,
                Text(f"不认识的温室气体流“{flow}”", f"the elementary flow “{flow}” is not known"),
                found=flow,
                expected=Text("下列之一：" + "、".join(ACCOUNTS), "one of: " + ", ".join(ACCOUNTS)),
                remedy=Text("改用规定的写法，例如 co2_fossil", "use one of the names, for instance co2_fossil"),
            )
        elif flow not in known:
            yield _finding(
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
            yield _finding(
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
                yield _finding(
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
            yield _finding(
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
        yield _finding(
            "STUDY-FACTOR",
            f"{place}/value",
            Text(f"参数“{factor.name.zh}”没有数值", f"parameter “{factor.name.en or factor.name.zh}” has no value"),
            expected=Text("参数写 value（数值和单位）", "a parameter carries value (figure and unit)"),
            remedy=Text("补上数值和单位", "add figure and unit"),
        )
    if factor.kind != "parameter" and not (factor.emissions and factor.per):
        yield _finding(
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
            yield _finding(
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
            yield _finding(
                "STUDY-RANGE",
                f"{place}/unit/value",
                Text("所引研究的单位数量不大于零", "the unit of the other study is not above zero"),
                found=str(supply.unit.value),
                expected=Text("大于零", "above zero"),
                remedy=Text("按所引研究的声明单位填写", "take the declared unit of the other study"),
            )


def _en(process: Process) -> str:
    return process.name.en or process.name.zh


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
