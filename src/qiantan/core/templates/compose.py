"""From the answers to a template to a study: a pure function, the same study from the same answers.

Plant totals stay plant totals; the engine scales. Every factor is pinned with its provenance; every default is told as a
choice; an answer that finds no place in the study is a finding, never dropped in silence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from qiantan.core.findings import Finding, Severity, Text, has_blocking
from qiantan.core.quantities.units import is_unit, normalise_unit
from qiantan.core.rules.load import characterization, factor, product_rule
from qiantan.core.rules.schema import ProductRule
from qiantan.core.study.document import Allocation, GwpSet, Output, Process, Study
from qiantan.core.study.index import factor_uses
from qiantan.core.study.shape import Amount
from qiantan.core.study.supply import FromProcess
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.answers import Answers, Question, finding, total
from qiantan.core.templates.exchanges import exchanges
from qiantan.core.templates.heat import heat_findings
from qiantan.core.templates.library import Library, rulebook_library
from qiantan.core.templates.load import planned_fields, scoring
from qiantan.core.templates.pinning import Pins
from qiantan.core.templates.places import BASICS, places_of
from qiantan.core.templates.schema import Declared, OutputPlan, ProcessPlan, Template
from qiantan.core.templates.scope import scope
from qiantan.core.templates.supplying import Composing
from qiantan.core.templates.validate import validate


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """The study, where nothing blocks it, and everything found on the way; `places` of the answers by JSON pointer."""

    study: Study | None
    findings: tuple[Finding, ...]
    places: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def compose(
    template: Template,
    data: ActivityData,
    *,
    rule: ProductRule | None = None,
    gwp_set: GwpSet | None = None,
    library: Library = rulebook_library,
) -> Composition:
    """Return the study of the answers to a template under a rule pack (by default the template's) and a GWP set (by
    default the rule's), with all findings of the answers and of the composition. `library` knows the published factors
    that rows may name (by default those of the rulebook).
    """
    rule = rule or product_rule(template.rule)
    gwp_set = gwp_set or characterization(rule.gwp_set).as_gwp_set()
    composing = _composing(template, data, gwp_set, library)
    findings = [*validate(template, data, library=library)]
    declared = _declared(composing)
    processes = tuple(_processes(composing))
    kept = _upstream(declared, processes) if declared else ()
    if declared:
        composing.findings += _declared_missing(declared, composing, kept)
    if not has_blocking([*findings, *composing.findings]):
        # With gaps these two would only repeat what is missing.
        composing.findings += [*heat_findings(composing, processes), *_idle(composing, processes, kept)]
    findings = list(dict.fromkeys([*findings, *composing.findings, *_unused(composing)]))
    if declared is None or not kept or composing.answers.period() is None or has_blocking(findings):
        return Composition(study=None, findings=tuple(findings))
    study = scope(composing, rule, declared, kept)
    uses = frozenset(use.factor for use in factor_uses(study)) | {composing.grid_factor}
    study = study.model_copy(update={"factors": composing.pins.keep(uses)})
    basics = {name: composing.answers.once(name).place for name in BASICS.values()}
    places = places_of(study, {**basics, **composing.places})
    return Composition(study=study, findings=tuple(findings), places=MappingProxyType(places))


def _composing(template: Template, data: ActivityData, gwp_set: GwpSet, library: Library) -> Composing:
    answers = Answers(template, data)
    period = answers.period()
    year = period[0].year if period else 0
    pins = Pins(template, factor, scoring(), year)
    grid = template.grid_factors.get(str(year), template.grid_factor)
    composing = Composing(answers, pins, gwp_set, grid, library)
    pins.pin(pins.find(grid))
    return composing


def _declared(composing: Composing) -> Declared | None:
    """Return the declared unit chosen; the only one where there is no choice."""
    template = composing.answers.template
    if template.declared_field is None:
        return template.declared[0]
    key = composing.answers.once(template.declared_field).entry.value
    return next((declared for declared in template.declared if declared.key == key), None)


# --- processes -------------------------------------------------------------------------------------------------------


def _processes(composing: Composing) -> Iterator[Process]:
    for plan in composing.answers.template.processes:
        outputs = tuple(_outputs(plan, composing))
        if not any(output.role == "reference" for output in outputs):
            # A plant that only makes a co-product (other cement, no P·O 42.5) still runs the process.
            outputs = tuple(o.model_copy(update={"role": "reference"}) for o in outputs[:1]) + outputs[1:]
        if not outputs:
            continue
        yield Process(
            id=plan.id,
            name=plan.name,
            stage=plan.stage,
            site="site",
            operated=plan.operated,
            outputs=outputs,
            allocation=plan.allocation if len(outputs) > 1 else Allocation(),
            exchanges=tuple(exchanges(plan, outputs, composing)),
        )


def _outputs(plan: ProcessPlan, composing: Composing) -> Iterator[Output]:
    for output in plan.outputs:
        made = _made(output, composing)
        if made is not None:
            yield Output(
                flow=output.flow,
                name=output.name,
                amount=made,
                role=output.role,
                direction=output.direction,
                key=_allocation_key(output, made.value, composing),
                carbon_content=output.carbon_content,
            )


def _made(plan: OutputPlan, composing: Composing) -> Amount | None:
    """Return the amount of an output: one answer, or the sum over the rows of a table; none where there is none."""
    answers = composing.answers
    questions = (
        [answers.once(plan.field)]
        if plan.rows is None
        else [answers.at(plan.field, plan.rows, index, row) for index, row in answers.rows(plan.rows)]
    )
    composing.used.update(question.key for question in questions)
    known = [question for question in questions if question.entry.provided and is_unit(question.entry.unit)]
    if not known:
        return None
    unit = normalise_unit(known[0].entry.unit)
    value = total(known, unit)
    if value is None:
        return None
    if value <= 0:
        composing.findings.append(_no_output(known[0]))
        return None
    return Amount(value=value, unit=unit)


def _no_output(question: Question) -> Finding:
    return finding(
        question,
        "ENTRY-OUTPUT",
        Text(
            f"{question.words.zh}为零，无法折算到声明单位。",
            f"{question.words.en} is zero: nothing can be scaled to it.",
        ),
        expected=Text(
            "大于零的产量；没有该工序填“不适用”", "an output above zero; “not applicable” where there is none"
        ),
        remedy=Text("请核对产量。", "Please check the output."),
    )


def _allocation_key(plan: OutputPlan, made: Decimal, composing: Composing) -> Amount | None:
    if plan.key_field is None:
        return None
    question = composing.answers.once(plan.key_field)
    composing.used.add(question.key)
    value = total([question], question.entry.unit) if is_unit(question.entry.unit) else None
    if value is None:
        return None
    return Amount(value=value * made if plan.key_times_amount else value, unit=normalise_unit(question.entry.unit))


# --- what belongs to the product -------------------------------------------------------------------------------------


def _upstream(declared: Declared, processes: tuple[Process, ...]) -> tuple[Process, ...]:
    """Return the processes the declared unit needs, in the order of the template."""
    by_id = {process.id: process for process in processes}
    waiting, needed = [declared.process], set[str]()
    while waiting:
        process = by_id.get(waiting.pop())
        if process is None or process.id in needed:
            continue
        needed.add(process.id)
        waiting += [x.supply.process for x in process.exchanges if isinstance(x.supply, FromProcess)]
    return tuple(process for process in processes if process.id in needed)


def _declared_missing(declared: Declared, composing: Composing, kept: tuple[Process, ...]) -> Iterator[Finding]:
    if any(process.id == declared.process and declared.flow in {o.flow for o in process.outputs} for process in kept):
        yield from _suppliers_missing(composing, kept)
        return
    plan = next(plan for plan in composing.answers.template.processes if plan.id == declared.process)
    output = next(output for output in plan.outputs if output.flow == declared.flow)
    question = composing.answers.once(output.field)
    yield finding(
        question,
        "ENTRY-DECLARED",
        Text(
            f"声明单位为“{declared.label.zh}”，须填写{question.words.zh}。",
            f"The declared unit is “{declared.label.en}”: {question.words.en} is needed.",
        ),
        expected=Text(f"大于零的产量（{question.field.unit}）", f"an output above zero ({question.field.unit})"),
        remedy=Text("请填写产量，或改选其他声明单位。", "Give the output, or choose another declared unit."),
    )


def _suppliers_missing(composing: Composing, kept: tuple[Process, ...]) -> Iterator[Finding]:
    """Find exchanges that are supplied by a process nobody answered the output of."""
    there = {process.id for process in kept}
    plans = {plan.id: plan for plan in composing.answers.template.processes}
    for process in kept:
        for exchange in process.exchanges:
            if isinstance(exchange.supply, FromProcess) and exchange.supply.process not in there:
                plan = plans[exchange.supply.process]
                output = plan.outputs[0]
                question = composing.answers.once(output.field) if output.rows is None else None
                yield Finding(
                    code="ENTRY-SUPPLIER",
                    severity=Severity.BLOCKING,
                    place=question.place if question else output.rows or "",
                    message=Text(
                        f"“{exchange.name.zh}”由“{plan.name.zh}”提供，但没有填写“{output.name.zh}”的产量。",
                        f"“{exchange.name.en}” comes from “{plan.name.en}”, whose output “{output.name.en}” is missing.",
                    ),
                    expected=Text("统计期产量", "the output of the period"),
                    remedy=Text(
                        "请填写该工序的产量；外购的请填到外购原料表。",
                        "Give its output; what is bought stands among the purchases.",
                    ),
                )


def _idle(composing: Composing, processes: tuple[Process, ...], kept: tuple[Process, ...]) -> Iterator[Finding]:
    chosen = composing.answers.template.declared_field
    idle = [process for process in processes if process not in kept]
    if kept and idle:
        yield Finding(
            code="ENTRY-OTHER-PROCESS",
            severity=Severity.NOTE,
            place=composing.answers.once(chosen).place if chosen else "",
            message=Text(
                f"声明单位不需要这些工序，其数据不计入本研究：{'、'.join(p.name.zh for p in idle)}。",
                f"The declared unit does not need these processes: {', '.join(p.name.en for p in idle)}.",
            ),
        )


def _unused(composing: Composing) -> Iterator[Finding]:
    """Find answers with a figure that found no place in the study."""
    for question in composing.answers.questions():
        if question.field.kind not in {"quantity", "parameter"} or not question.entry.provided:
            continue
        if question.key not in composing.used and not _only_checked(question, composing):
            yield finding(
                question,
                "ENTRY-UNUSED",
                Text(f"{question.words.zh}没有计入研究。", f"{question.words.en} has no place in the study."),
                severity=Severity.WARNING,
                expected=Text("与其他回答相符的填写", "an answer that fits the others"),
                remedy=Text(
                    "请检查同一行的类别、用途、运输方式，或对应产品的产量是否填写；不需要的请删除。",
                    "Check kind, use or transport in the same row, and the output it belongs to; remove it if not needed.",
                ),
            )


def _only_checked(question: Question, composing: Composing) -> bool:
    """Say whether a question is asked for plausibility only: no exchange or output would ever take its answer."""
    template = composing.answers.template
    if question.field.id == "previous_value":
        return True
    if question.row is not None or question.field.id in planned_fields(template):
        return False
    return any(question.field.id in (*each.gains, *each.uses) for each in template.balances)
