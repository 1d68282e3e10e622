"""From the plan of a process to its exchanges: one per answer, one per row of a table."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from qiantan.core.findings import Severity, Text
from qiantan.core.quantities.units import is_unit, same_dimension
from qiantan.core.study.document import Electricity, Evidence, Exchange, Output
from qiantan.core.study.shape import Named
from qiantan.core.study.supply import CutOff
from qiantan.core.templates.activity import Entry
from qiantan.core.templates.answers import SOURCES, Question, Row, choice_label, figure, finding
from qiantan.core.templates.load import scoring
from qiantan.core.templates.schema import ExchangePlan, ProcessPlan
from qiantan.core.templates.scoring import amount_distribution, amount_quality
from qiantan.core.templates.supplying import Case, Composing, supply

_NO_ROW: Mapping[str, Entry] = MappingProxyType({})
# The kind of source assumed where none is stated: the weakest a plant's own figure can have.
UNSTATED = "estimate"


def exchanges(plan: ProcessPlan, outputs: tuple[Output, ...], composing: Composing) -> Iterator[Exchange]:
    """Yield the exchanges of a process; what is missing becomes findings of the composition."""
    flows = {output.flow for output in outputs}
    for each in plan.exchanges:
        if each.assigned_to is not None and each.assigned_to not in flows:
            continue
        for case in _cases(each, composing):
            exchange = _exchange(case, len(flows) > 1, composing)
            if exchange is not None:
                yield exchange


def _cases(plan: ExchangePlan, composing: Composing) -> Iterator[Case]:
    rows: tuple[tuple[int | None, Row], ...] = (
        ((None, _NO_ROW),) if plan.rows is None else composing.answers.rows(plan.rows)
    )
    for index, row in rows:
        if not _applies(plan, index, row, composing):
            continue
        amount = composing.ask(plan, plan.field, index, row)
        unit = amount.entry.unit
        if figure(amount.entry) is None or not is_unit(unit) or not _accepted(amount):
            continue
        yield Case(plan, index, row, amount, _name(plan, amount, index, row, composing))


def _accepted(amount: Question) -> bool:
    return any(same_dimension(amount.entry.unit, unit) for unit in (amount.field.unit, *amount.field.units))


def _applies(plan: ExchangePlan, index: int | None, row: Row, composing: Composing) -> bool:
    for choice, keys in plan.where.items():
        if composing.answers.at(choice, plan.rows, index, row).entry.value not in keys:
            return False
    conditions = [*((name, True) for name in filter(None, (plan.only_with,))), *((name, False) for name in plan.unless)]
    return all(composing.ask(plan, name, index, row).entry.provided is wanted for name, wanted in conditions)


def _name(plan: ExchangePlan, amount: Question, index: int | None, row: Row, composing: Composing) -> Named:
    if plan.name_field:
        question = composing.ask(plan, plan.name_field, index, row)
        if question.field.kind == "choice" and question.entry.provided:
            return choice_label(question.field, question.entry.value)
        if question.entry.provided and question.entry.value.strip():
            return Named(zh=question.entry.value.strip()[:500])
    return plan.name or amount.field.label


def _exchange(case: Case, shared: bool, composing: Composing) -> Exchange | None:  # noqa: FBT001 - read once, beside its meaning
    found = supply(case, composing)
    if found is None:
        return None
    plan, entry = case.plan, case.amount.entry
    source = _source(case, composing)
    papers = _papers(case, composing)
    composing.places[case.id] = case.amount.place
    return Exchange.model_validate(
        {
            "id": case.id,
            "flow": plan.flow,
            "name": case.name,
            "direction": plan.direction,
            "category": plan.category,
            "stage": plan.stage,
            "amount": case.value,
            "source": source,
            "evidence": tuple(Evidence(name=name) for name in (*entry.evidence, *papers.contracts)),
            "quality": plan.quality or amount_quality(scoring(), source),
            "distribution": None
            if isinstance(found, CutOff)
            else plan.distribution or amount_distribution(scoring(), source),
            "electricity": papers.electricity,
            "assigned_to": plan.assigned_to if shared else None,
            "carbon_content": plan.carbon_content,
            "biogenic_carbon": plan.biogenic_carbon,
            "supply": found,
            "note": _note(case, composing),
        }
    )


def _note(case: Case, composing: Composing) -> str:
    words = [case.amount.entry.note.strip()]
    if case.plan.note_field:
        words.append(composing.ask(case.plan, case.plan.note_field, case.index, case.row).entry.value.strip())
    return "；".join(filter(None, words))


def _source(case: Case, composing: Composing) -> str:
    """Return the kind of source stated; an unstated one counts as an estimate, and that is a finding."""
    stated = case.amount.entry.source
    if stated in SOURCES:
        return stated
    if not stated:
        composing.findings.append(
            finding(
                case.amount,
                "ENTRY-SOURCE",
                Text(
                    f"{case.amount.words.zh}没有填数据来源，按“估算”处理。",
                    f"{case.amount.words.en} has no source and counts as an estimate.",
                ),
                severity=Severity.WARNING,
                expected=Text("计量、台账、发票、估算或文献", "meter, ledger, invoice, estimate or literature"),
                example="台账",
                remedy=Text("请选择数据来源，并写明佐证材料。", "Please choose the source and name the evidence."),
            )
        )
    return UNSTATED


class _Papers(NamedTuple):
    """How electricity was bought, and the contracts that prove it beside its certificates."""

    electricity: Electricity | None
    contracts: tuple[str, ...] = ()


def _papers(case: Case, composing: Composing) -> _Papers:
    """Return what stands behind electricity: certificates of a contract, the supply contract of a dedicated line."""
    plan = case.plan
    if plan.electricity is None:
        return _Papers(None)
    number = _number(case, composing)
    if plan.electricity == "dedicated_line":
        # A line is proven by its contract; certificates, which are cancelled one by one, prove the attribute.
        return _Papers(Electricity(instrument=plan.electricity), (number,) if number else ())
    return _Papers(Electricity(instrument=plan.electricity, certificate=number))


def _number(case: Case, composing: Composing) -> str:
    """Return the number of the contract or certificates; a missing one is a finding."""
    plan = case.plan
    if not plan.certificate_field:
        return ""
    question = composing.ask(plan, plan.certificate_field, case.index, case.row)
    composing.places[f"{case.id}/electricity/certificate"] = question.place
    number = question.entry.value.strip() if question.entry.provided else ""
    if not number and plan.electricity in {"dedicated_line", "contract"}:
        composing.findings.append(
            finding(
                question,
                "ENTRY-CERTIFICATE",
                Text(f"{case.words.zh}没有绿证编码或合同编号。", f"{case.words.en} names no certificate or contract."),
                severity=Severity.WARNING,
                expected=Text("绿证的 32 位编码；专线填供电合同编号", "32-character codes; for a line its contract"),
                remedy=Text(
                    "请填写编号；没有凭证的电量应填为电网购电。",
                    "Give it; without a document the power counts as grid.",
                ),
            )
        )
    return number[:500]
