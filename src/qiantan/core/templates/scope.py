"""Goal, scope and choices of a composed study: everything around its processes."""

import datetime as dt
from collections.abc import Iterator

from qiantan.core.rules.load import rule_pin
from qiantan.core.rules.schema import ProductRule
from qiantan.core.study.document import (
    Boundary,
    Choice,
    Exchange,
    Goal,
    Interpretation,
    Party,
    Process,
    Product,
    Stage,
    Study,
    Tracking,
    Unit,
)
from qiantan.core.study.shape import Amount, Named, Span
from qiantan.core.study.supply import CutOff, FromMethod
from qiantan.core.templates.activity import State
from qiantan.core.templates.answers import converted, figure, fits
from qiantan.core.templates.load import template_pin
from qiantan.core.templates.schema import Declared
from qiantan.core.templates.supplying import Composing

OUTSIDE = "outside"
LONGEST_TITLE = 500


def scope(composing: Composing, rule: ProductRule, declared: Declared, processes: tuple[Process, ...]) -> Study:
    """Return the study around its processes; the period has been checked before."""
    text = composing.answers.text
    period = composing.answers.period()
    assert period is not None
    product = _product(composing, declared)
    last = period[1] - dt.timedelta(days=1)
    title = f"{product.name.zh} {product.specification} 产品碳足迹（{period[0].isoformat()} 至 {last.isoformat()}）"
    return Study(
        title=title[:LONGEST_TITLE],
        product=product,
        producer=Party(id=text("producer_uscc") or "producer", name=text("producer_name")),
        sites=(_site(composing),),
        goal=Goal(reason=text("goal_reason"), application=text("goal_application"), audience=text("goal_audience")),
        unit=_unit(declared),
        period=Span(start=period[0], end=period[1]),
        boundary=_boundary(rule),
        rule=rule_pin(rule),
        template=template_pin(composing.answers.template),
        gwp_set=composing.gwp_set,
        processes=processes,
        factors=composing.pins.factors,
        grid_factor=composing.grid_factor,
        choices=tuple(_choices(composing, processes)),
        tracking=_tracking(composing, period),
        interpretation=Interpretation(
            conclusions=text("conclusions"), limitations=text("limitations"), improvement=text("improvement")
        ),
        author=text("author"),
    )


def _product(composing: Composing, declared: Declared) -> Product:
    text = composing.answers.text
    return Product(
        name=Named(
            zh=text("product_name_zh") or declared.product.zh, en=text("product_name_en") or declared.product.en
        ),
        category=declared.category,
        specification=text("product_specification"),
        mass_per_unit=Amount(value=declared.amount, unit=declared.unit),
        codes=declared.codes,
    )


def _unit(declared: Declared) -> Unit:
    return Unit(
        kind="declared",
        amount=declared.amount,
        unit=declared.unit,
        words=declared.label,
        process=declared.process,
        flow=declared.flow,
    )


def _boundary(rule: ProductRule) -> Boundary:
    return Boundary(
        type=rule.boundary_type,
        stages=tuple(Stage(id=s.id, name=s.name, included=s.included, reason=s.reason) for s in rule.stages),
        excluded_inputs=rule.excluded_inputs,
    )


def _site(composing: Composing) -> Party:
    division = composing.answers.text("site_division")
    name = composing.answers.text("site_name")
    return Party(id="site", name=name, division="" if division == OUTSIDE else division)


def _tracking(composing: Composing, period: tuple[dt.date, dt.date]) -> Tracking | None:
    """Return last year's footprint: of the same span one year earlier."""
    question = composing.answers.once("previous_value")
    value = figure(question.entry)
    if value is None or not fits(question.entry.unit, question.field):
        return None
    start, end = (_year_before(day) for day in period)
    return Tracking(period=Span(start=start, end=end), value=converted(value, question.entry.unit, "kgCO2e"))


def _year_before(day: dt.date) -> dt.date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


# --- choices: what a reviewer reads ----------------------------------------------------------------------------------


def _choices(composing: Composing, processes: tuple[Process, ...]) -> Iterator[Choice]:
    for remark in composing.answers.template.remarks:
        yield Choice(topic=remark.topic, text=remark.text.zh, reason=remark.reason.zh if remark.reason else "")
    yield from _electricity(composing, processes)
    for process in processes:
        if len(process.outputs) > 1:
            names = "、".join(output.name.zh for output in process.outputs)
            yield Choice(
                topic="allocation",
                text=f"{process.name.zh}的共用投入在{names}之间分配：{_PROCEDURES[process.allocation.procedure]}。",
                reason=process.allocation.reason,
            )
    exchanges = [exchange for process in processes for exchange in process.exchanges]
    yield from _defaults(composing, exchanges)
    yield from _proxies(composing, exchanges)
    for exchange in exchanges:
        if isinstance(exchange.supply, CutOff):
            yield Choice(topic="exclusion", text=f"取舍：{exchange.name.zh}。", reason=exchange.supply.reason)
    yield from _not_applicable(composing)


def _electricity(composing: Composing, processes: tuple[Process, ...]) -> Iterator[Choice]:
    used = [x for process in processes for x in process.exchanges if x.electricity is not None]
    if not used:
        return
    portions = "；".join(f"{x.name.zh} {x.amount.value} {x.amount.unit}" for x in used if x.electricity is not None)
    grid = composing.pins.find(composing.grid_factor)
    bought = {x.electricity.instrument for x in used if x.electricity is not None}
    residual = "已购绿电尚未从中扣除，因为没有公布剩余组合的碳足迹因子；" if {"contract", "grid"} <= bought else ""
    yield Choice(
        topic="electricity",
        text=f"电力按 ISO 14067 次序归属：{portions}。各工序按同一平均组成用电。",
        reason=f"电网电力采用{grid.name.zh}；{residual}另给出全部按电网因子计算的结果供比较。",
    )


def _defaults(composing: Composing, exchanges: list[Exchange]) -> Iterator[Choice]:
    """Name the parameters that rest on a default value although the plant could have measured them."""
    names: dict[str, list[str]] = {}
    for exchange in exchanges:
        if isinstance(exchange.supply, FromMethod) and exchange.category in {"fuel", "process_emission"}:
            for parameter in exchange.supply.parameters.values():
                if parameter.factor is not None:
                    names.setdefault(exchange.name.zh, []).append(composing.pins.find(parameter.factor).name.zh)
    for name, factors in names.items():
        yield Choice(
            topic="assumption",
            text=f"{name}采用缺省值：{'、'.join(dict.fromkeys(factors))}。",
            reason="未填写实测值。",
        )


def _proxies(composing: Composing, exchanges: list[Exchange]) -> Iterator[Choice]:
    """Tell which exchanges rest on a published factor of another material, and why."""
    for exchange in exchanges:
        if exchange.id in composing.proxies and not isinstance(exchange.supply, CutOff):
            factor, reason = composing.proxies[exchange.id]
            text = f"{exchange.name.zh}以“{factor.name.zh}”的因子代用（{factor.id}）。"
            yield Choice(topic="data_gap", text=text, reason=reason)


def _not_applicable(composing: Composing) -> Iterator[Choice]:
    reasons: dict[str, list[str]] = {}
    for question in composing.answers.questions():
        if question.entry.state is State.NOT_APPLICABLE and question.entry.note.strip():
            reasons.setdefault(question.entry.note.strip(), []).append(question.field.label.zh)
    for reason, labels in reasons.items():
        yield Choice(topic="exclusion", text=f"不适用：{'、'.join(labels)}。", reason=reason)


_PROCEDURES = {
    "none": "不分配",
    "subdivision": "细分",
    "mass": "按质量",
    "energy": "按能量",
    "economic": "按经济价值",
    "physical": "按物理关系",
    "substitution": "系统扩展（替代）",
}
