"""How one exchange is supplied: from plan and answers to a supply of the study, or to findings that say what is missing.

The order is fixed: a cut-off with its reason, then the supplier's own footprint, then the published factor a row names,
then what the plan names. Where the rulebook has no factor, nothing is assumed in silence: the plant is asked for its
supplier's figure or a cut-off.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from qiantan.core.engine.supplies import parameter_quantity
from qiantan.core.findings import Finding, Text
from qiantan.core.methods.catalogue import METHODS, faults
from qiantan.core.quantities.units import Quantity, is_unit, normalise_unit, same_dimension
from qiantan.core.study.document import Factor, GwpSet
from qiantan.core.study.shape import Amount, Named
from qiantan.core.study.supply import CutOff, FromFactor, FromMethod, FromProcess, Parameter, Supply
from qiantan.core.templates.answers import Answers, Question, Row, converted, figure, finding, fits
from qiantan.core.templates.library import Library, RetiredFactorError
from qiantan.core.templates.pinning import Pins
from qiantan.core.templates.schema import ExchangePlan, ParameterPlan


@dataclass(slots=True)
class Composing:
    """What a composition gathers on its way: findings, the answers that found their place in the study, where the
    answers behind its parts stand, and which exchanges rest on a factor of another material, with the reason.
    """

    answers: Answers
    pins: Pins
    gwp_set: GwpSet
    grid_factor: str
    library: Library
    findings: list[Finding] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    places: dict[str, str] = field(default_factory=dict)
    proxies: dict[str, tuple[Factor, str]] = field(default_factory=dict)

    def ask(self, plan: ExchangePlan, field_id: str, index: int | None, row: Row) -> Question:
        """Return the answer a plan reads, and note that it has been read."""
        question = self.answers.at(field_id, plan.rows, index, row)
        self.used.add(question.key)
        return question


@dataclass(frozen=True, slots=True)
class Case:
    """One exchange in the making: its plan, row, amount and name."""

    plan: ExchangePlan
    index: int | None
    row: Row
    amount: Question
    name: Named

    @property
    def id(self) -> str:
        """Return the id of the exchange: that of its plan, with the row from 1."""
        return self.plan.id if self.index is None else f"{self.plan.id}:{self.index + 1}"

    @property
    def value(self) -> Amount:
        """Return the amount as typed."""
        value = figure(self.amount.entry)
        assert value is not None
        return Amount(value=value, unit=normalise_unit(self.amount.entry.unit))

    @property
    def words(self) -> Text:
        """Return the exchange as findings call it."""
        return Text(f"“{self.name.zh}”", f"“{self.name.en or self.name.zh}”")


def supply(case: Case, composing: Composing) -> Supply | None:
    """Return the supply of an exchange; none where something is missing, which is then a finding."""
    plan = case.plan.supply
    if case.plan.cut_off_field:
        reason = composing.ask(case.plan, case.plan.cut_off_field, case.index, case.row)
        if reason.entry.provided and reason.entry.value.strip():
            return _cut_off(case, reason.entry.value, composing)
    if plan.process and plan.flow:
        return FromProcess(process=plan.process, flow=plan.flow)
    if plan.method:
        return _method(case, composing)
    factor = _given(case, composing) if _gives(case, composing) else _named(case, composing)
    if factor is None or not _suits(case, factor, composing):
        return None
    return FromFactor(factor=composing.pins.pin(factor))


def _answered(case: Case, field_id: str | None, composing: Composing) -> bool:
    return bool(field_id) and composing.ask(case.plan, field_id or "", case.index, case.row).entry.provided


def _gives(case: Case, composing: Composing) -> bool:
    """Say whether the row itself names a factor: its supplier's figure, or a published one."""
    plan = case.plan.supply
    return any(_answered(case, name, composing) for name in (plan.own_factor, plan.library_factor))


def _given(case: Case, composing: Composing) -> Factor | None:
    """Return the factor the row itself names; the supplier's figure goes first."""
    if _answered(case, case.plan.supply.own_factor, composing):
        return _stated(case, composing)
    return _published(case, composing)


def _key(case: Case, composing: Composing) -> str:
    choose = case.plan.supply.choose
    return composing.ask(case.plan, choose, case.index, case.row).entry.value if choose else ""


# --- factors ---------------------------------------------------------------------------------------------------------


def _named(case: Case, composing: Composing) -> Factor | None:
    plan = case.plan.supply
    chosen = plan.by_choice.get(_key(case, composing), {}).get("factor")
    factor_id = composing.grid_factor if plan.grid else plan.factor or chosen
    if factor_id is not None:
        return composing.pins.find(factor_id)
    composing.findings.append(
        finding(
            case.amount,
            "ENTRY-NO-FACTOR",
            Text(
                f"{case.words.zh}在因子库中没有可用的碳足迹因子。",
                f"The rulebook has no footprint factor for {case.words.en}.",
            ),
            expected=Text(
                "供应商碳足迹及其来源，或取舍理由及估算排放",
                "the supplier's footprint with its source, or a cut-off reason with an estimate",
            ),
            example="760 kgCO2e/t；供应商产品碳足迹报告 2025-013",
            remedy=Text(
                "请向供应商索取碳足迹；影响小于 1 % 的可填写取舍理由和估算排放。",
                "Ask the supplier; where the effect is below 1 % give a cut-off reason and an estimate.",
            ),
        )
    )
    return None


def _stated(case: Case, composing: Composing) -> Factor | None:
    """Return the footprint the plant gives for its supplier."""
    plan = case.plan.supply
    assert plan.own_factor
    question = composing.ask(case.plan, plan.own_factor, case.index, case.row)
    value, unit = figure(question.entry), question.entry.unit
    if value is None or not is_unit(unit) or "/" not in normalise_unit(unit):
        return None
    source = composing.ask(case.plan, plan.own_factor_source, case.index, case.row) if plan.own_factor_source else None
    words = source.entry.value.strip() if source and source.entry.provided else ""
    if not words and source:
        composing.findings.append(
            finding(
                source,
                "ENTRY-FACTOR-SOURCE",
                Text(
                    f"{case.words.zh}填了供应商碳足迹，但没有写明来源。",
                    f"{case.words.en} has a supplier's footprint without its source.",
                ),
                expected=Text("声明或报告的名称、编号、年份", "name, number and year of the statement"),
                remedy=Text("请填写来源；没有来源的请删除该数值。", "Please give the source, or remove the figure."),
            )
        )
    emission, _, per = normalise_unit(unit).partition("/")
    row = f"{case.plan.rows}:{(case.index or 0) + 1}" if case.plan.rows else case.plan.id
    kg = Amount(value=converted(value, emission, "kgCO2e"), unit=per.strip("()"))
    composing.places[f"supplier:{row}"] = question.place
    return composing.pins.stated(
        f"supplier:{row}", case.name, kg, words or "未写明", electricity=case.plan.category == "electricity"
    )


def _published(case: Case, composing: Composing) -> Factor | None:
    """Return the published factor a row names; none for one that cannot stand here, which validation has said.

    With a reason it stands for another material: a proxy, with lower scores, which the study tells as a data gap.
    """
    plan = case.plan.supply
    assert plan.library_factor
    question = composing.ask(case.plan, plan.library_factor, case.index, case.row)
    try:
        factor = composing.library(question.entry.value.strip())
    except RetiredFactorError:
        return None
    wanted = "electricity_footprint" if case.plan.category == "electricity" else "footprint"
    if factor is None or factor.kind != wanted or not same_dimension(case.value.unit, factor.per):
        return None
    composing.places.setdefault(factor.id, question.place)
    name = plan.library_factor_reason
    reason = composing.ask(case.plan, name, case.index, case.row).entry if name else None
    words = reason.value.strip() if reason and reason.provided else ""
    if words:
        composing.proxies[case.id] = factor, words
    return composing.pins.published(factor, proxy=bool(words))


def _suits(case: Case, factor: Factor, composing: Composing) -> bool:
    """Say whether a factor's unit has the dimension of the amount; a finding where not."""
    if same_dimension(case.value.unit, factor.per):
        return True
    composing.findings.append(
        finding(
            case.amount,
            "ENTRY-FACTOR-UNIT",
            Text(
                f"{case.words.zh}的数量单位是 {case.value.unit}，碳足迹按 {factor.per} 给出，无法换算。",
                f"{case.words.en} is given in {case.value.unit}, its footprint per {factor.per}.",
            ),
            expected=Text(f"可换算为 {factor.per} 的单位", f"a unit that converts to {factor.per}"),
            remedy=Text(
                "请改用相应单位填写数量，或改写供应商碳足迹的单位。",
                "Give the amount, or the footprint, in a matching unit.",
            ),
        )
    )
    return False


# --- cut-off ---------------------------------------------------------------------------------------------------------


def _cut_off(case: Case, reason: str, composing: Composing) -> CutOff | None:
    if case.plan.estimate_field:
        question = composing.ask(case.plan, case.plan.estimate_field, case.index, case.row)
        value = figure(question.entry)
        if value is not None and fits(question.entry.unit, question.field):
            estimate = converted(value, question.entry.unit, "kgCO2e")
            return CutOff(reason=reason, estimate=estimate, basis=question.entry.note[:500] or "企业估算")
    plan = case.plan.supply
    given = _given(case, composing) if _gives(case, composing) else None
    chosen = plan.factor or plan.by_choice.get(_key(case, composing), {}).get("factor")
    factor = given or (composing.pins.find(chosen) if chosen else None)
    if factor is None:
        composing.findings.append(
            finding(
                case.amount,
                "ENTRY-CUT-OFF-ESTIMATE",
                Text(
                    f"{case.words.zh}填了取舍理由，但没有估算排放。", f"{case.words.en} is cut off without an estimate."
                ),
                expected=Text("该物料全部用量的估算排放", "the estimated effect of the whole amount"),
                example="12 tCO2e",
                remedy=Text("请填写“取舍部分估算排放”。", "Please fill in the estimated effect of the cut-off."),
            )
        )
        return None
    if not _suits(case, factor, composing):
        return None
    values = composing.gwp_set.values
    per_unit = sum((e.kg * values.get(e.flow, Decimal(1)) for e in factor.emissions), Decimal(0))
    estimate = per_unit * converted(case.value.value, case.value.unit, factor.per)
    return CutOff(reason=reason, estimate=estimate, basis=f"用量 × {factor.name.zh}"[:500])


# --- methods ---------------------------------------------------------------------------------------------------------


def _method(case: Case, composing: Composing) -> FromMethod | None:
    plan = case.plan.supply
    assert plan.method
    chosen = plan.by_choice.get(_key(case, composing), {})
    parameters: dict[str, Parameter] = {}
    for name in dict.fromkeys((*plan.parameters, *chosen)):
        answer = plan.parameters.get(name, ParameterPlan())
        parameter = _parameter(case, answer, chosen.get(name) or answer.default, composing)
        if parameter is not None:
            parameters[name] = parameter
    wrong = tuple(_faults(case, plan.method, parameters, composing))
    composing.findings += wrong
    if wrong:
        return None
    for parameter in parameters.values():
        if parameter.factor is not None:
            composing.pins.pin(composing.pins.find(parameter.factor))
    return FromMethod(method=plan.method, parameters=parameters)


def _parameter(case: Case, plan: ParameterPlan, default: str | None, composing: Composing) -> Parameter | None:
    """Return a measured parameter where the plant gives one, else the default factor, else none."""
    for condition, wanted in ((plan.only_with, True), (plan.unless, False)):
        if condition and composing.ask(case.plan, condition, case.index, case.row).entry.provided is not wanted:
            return None
    if plan.field:
        question = composing.ask(case.plan, plan.field, case.index, case.row)
        value = figure(question.entry)
        if value is not None and fits(question.entry.unit, question.field):
            return Parameter(measured=Amount(value=value, unit=normalise_unit(question.entry.unit)))
        if question.entry.provided:
            # Something is typed that is no usable figure: its own finding says so, and no default hides it.
            return Parameter(factor=default) if default else None
    return Parameter(factor=default) if default else None


def _faults(case: Case, method: str, parameters: dict[str, Parameter], composing: Composing) -> Iterator[Finding]:
    """Say what keeps the method from using these figures."""
    factors = {p.factor: composing.pins.find(p.factor) for p in parameters.values() if p.factor is not None}
    figures = {name: parameter_quantity(p, factors) for name, p in parameters.items()}
    amount = Quantity(float(case.value.value), case.value.unit)
    for text in faults(method, amount, figures):
        title = METHODS[method].title
        yield finding(
            case.amount,
            "ENTRY-METHOD",
            Text(f"{case.words.zh}（{title.zh}）：{text.zh}", f"{case.words.en} ({title.en}): {text.en}"),
            expected=Text("与该方法相符的用量单位和参数", "an amount and parameters the method can use"),
            remedy=Text("请补填或更正同一行的参数。", "Please add or correct the parameters of the same row."),
        )
