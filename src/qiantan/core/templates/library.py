"""Published factors a plant names by their id: which may stand behind a row of a table, and what is wrong with the others.

The library is a function from an id to a factor, so that the command line asks the rulebook and the portal its releases
as well. Composition and validation ask the same one, and everything that is wrong is said here, once.
"""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import dimension_words, is_unit, same_dimension
from qiantan.core.rules import load
from qiantan.core.study.document import Factor
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.answers import Answers, Question, Row, finding
from qiantan.core.templates.schema import Template

Library = Callable[[str], Factor | None]
Family = Literal["footprint", "electricity_footprint"]
EXAMPLE = "cpcd-34280D0042022C-1"

FAMILIES = {
    "footprint": Text("碳足迹因子", "a footprint factor"),
    "electricity_footprint": Text("电力碳足迹因子", "an electricity footprint factor"),
    "emission": Text("直接排放因子", "a direct emission factor"),
    "electricity_emission": Text("电力二氧化碳排放因子", "a CO2 emission factor of electricity"),
    "parameter": Text("方法参数", "a parameter of a method"),
}


class RetiredFactorError(LookupError):
    """A library once published this factor and has withdrawn it; `successor` is the id of what came after, if anything."""

    def __init__(self, factor_id: str, successor: str = "") -> None:
        super().__init__(f"factor {factor_id} is retired")
        self.successor = successor


@dataclass(frozen=True, slots=True)
class Slot:
    """Where the rows of a section take a published factor: the columns of its id, of the reason for a proxy, of the amount
    and of the supplier's own figure, and the family the factor must belong to.
    """

    section: str
    factor: str
    reason: str
    amount: str
    own: str
    family: Family


def rulebook_library(factor_id: str) -> Factor | None:
    """Return a factor of the packaged rulebook; none where it has none of this id."""
    try:
        return load.factor(factor_id)
    except LookupError:
        return None


def slots(template: Template) -> dict[str, Slot]:
    """Return where rows take a published factor, by section id."""
    found: dict[str, Slot] = {}
    for process in template.processes:
        for plan in process.exchanges:
            supply = plan.supply
            if plan.rows and supply.library_factor and plan.rows not in found:
                family: Family = "electricity_footprint" if plan.category == "electricity" else "footprint"
                reason, own = supply.library_factor_reason or "", supply.own_factor or ""
                found[plan.rows] = Slot(plan.rows, supply.library_factor, reason, plan.field, own, family)
    return found


def named_factors(template: Template, data: ActivityData) -> frozenset[str]:
    """Return the ids of published factors that answers name."""
    columns = {slot.section: slot.factor for slot in slots(template).values()}
    cells = (row.get(columns[section]) for section, rows in data.rows.items() if section in columns for row in rows)
    return frozenset(cell.value.strip() for cell in cells if cell is not None and cell.provided and cell.value.strip())


def library_findings(answers: Answers, library: Library) -> Iterator[Finding]:
    """Yield what is wrong with every id of a published factor, and with reasons for a proxy that name none."""
    for slot in slots(answers.template).values():
        for index, row in answers.rows(slot.section):
            question = answers.at(slot.factor, slot.section, index, row)
            if question.entry.provided and question.entry.value.strip():
                yield from _named(slot, question, _amount(answers, slot, index, row), library, answers)
                yield from _twice(answers, slot, index, row)
            else:
                yield from _reason_alone(answers, slot, index, row)


def _amount(answers: Answers, slot: Slot, index: int, row: Row) -> Question:
    return answers.at(slot.amount, slot.section, index, row)


def _named(slot: Slot, question: Question, amount: Question, library: Library, answers: Answers) -> Iterator[Finding]:
    factor_id = question.entry.value.strip()
    try:
        factor = library(factor_id)
    except RetiredFactorError as retired:
        yield _retired(question, retired.successor)
        return
    if factor is None:
        yield _unknown(question)
    elif factor.kind != slot.family:
        yield _family(question, factor, slot.family)
    else:
        yield from _unit(question, amount, factor)
        yield from _expired(question, factor, answers)


def _unknown(question: Question) -> Finding:
    near = difflib.get_close_matches(question.entry.value.strip(), load.factor_ids(), n=1, cutoff=0.8)
    return finding(
        question,
        "ENTRY-LIBRARY-UNKNOWN",
        Text(f"{question.words.zh}：因子库没有这个编号。", f"{question.words.en}: the library has no such factor."),
        expected=Text("因子库中碳足迹因子的编号", "the id of a footprint factor of the library"),
        example=near[0] if near else EXAMPLE,
        remedy=Text(f"是否应为 {near[0]}？", f"Should it be {near[0]}?")
        if near
        else Text(
            "请在因子库中查找并复制编号；没有合适因子的，请清空并填写供应商碳足迹。",
            "Look it up in the library and copy its id; where there is none, give the supplier's figure instead.",
        ),
    )


def _family(question: Question, factor: Factor, wanted: Family) -> Finding:
    told, needed = FAMILIES[factor.kind], FAMILIES[wanted]
    return finding(
        question,
        "ENTRY-LIBRARY-FAMILY",
        Text(
            f"{question.words.zh}：“{factor.name.zh}”是{told.zh}，这里需要{needed.zh}，两者不能混用。",
            f"{question.words.en}: “{factor.name.en or factor.name.zh}” is {told.en}; wanted is {needed.en}.",
        ),
        expected=needed,
        example="cn-elec-cf-2024-CN" if wanted == "electricity_footprint" else EXAMPLE,
        remedy=Text("请换成碳足迹口径的因子，或清空这一格。", "Choose a factor of that kind, or empty the cell."),
    )


def _unit(question: Question, amount: Question, factor: Factor) -> Iterator[Finding]:
    unit = amount.entry.unit
    if not is_unit(unit) or same_dimension(unit, factor.per):
        return
    (kind, kind_en), (per, per_en) = dimension_words(unit), dimension_words(factor.per)
    yield finding(
        question,
        "ENTRY-LIBRARY-UNIT",
        Text(
            f"{question.words.zh}：“{factor.name.zh}”按 {factor.per}（{per}）给出，本行数量是 {unit}（{kind}），无法换算。",
            f"{question.words.en}: “{factor.name.en or factor.name.zh}” is per {factor.per} ({per_en}), "
            f"the row is in {unit} ({kind_en}).",
        ),
        expected=Text(f"按{kind}给出的因子", f"a factor per {kind_en}"),
        remedy=Text("请换一个因子，或按因子的单位填写数量。", "Choose another factor, or give the amount in its unit."),
    )


def _expired(question: Question, factor: Factor, answers: Answers) -> Iterator[Finding]:
    start = answers.date("period_start")
    if start is None or not factor.valid_to or factor.valid_to > start.isoformat():
        return
    yield finding(
        question,
        "ENTRY-LIBRARY-EXPIRED",
        Text(
            f"{question.words.zh}：“{factor.name.zh}”在统计期开始前已失效（有效至 {factor.valid_to}）。",
            f"{question.words.en}: “{factor.name.en or factor.name.zh}” expired on {factor.valid_to}, before the period.",
        ),
        severity=Severity.WARNING,
        expected=Text(f"{start} 以后仍有效的因子", f"a factor valid after {start}"),
        remedy=Text("请改用同一来源的新版因子。", "Please take the newer edition of the same source."),
    )


def _retired(question: Question, successor: str) -> Finding:
    return finding(
        question,
        "ENTRY-LIBRARY-RETIRED",
        Text(
            f"{question.words.zh}：这个因子已停用，不能用于新的研究。", f"{question.words.en}: the factor is retired."
        ),
        expected=Text("现行的因子", "a factor in force"),
        example=successor or EXAMPLE,
        remedy=Text(f"请改用 {successor}。", f"Please use {successor} instead.")
        if successor
        else Text("请在因子库中另选，或填写供应商碳足迹。", "Choose another, or give the supplier's figure."),
    )


def _twice(answers: Answers, slot: Slot, index: int, row: Row) -> Iterator[Finding]:
    own = answers.at(slot.own, slot.section, index, row) if slot.own else None
    if own is None or not own.entry.provided:
        return
    question = answers.at(slot.factor, slot.section, index, row)
    yield finding(
        question,
        "ENTRY-FACTOR-TWICE",
        Text(
            f"{question.words.zh}与供应商碳足迹都填了，按供应商碳足迹计算。",
            f"{question.words.en}: there is a supplier's footprint too, and that is used.",
        ),
        severity=Severity.WARNING,
        expected=Text("只填一项", "one of the two"),
        remedy=Text("请删除不用的一项。", "Please remove the one that is not meant."),
    )


def _reason_alone(answers: Answers, slot: Slot, index: int, row: Row) -> Iterator[Finding]:
    reason = answers.at(slot.reason, slot.section, index, row) if slot.reason else None
    if reason is None or not reason.entry.provided or not reason.entry.value.strip():
        return
    yield finding(
        reason,
        "ENTRY-PROXY",
        Text(f"{reason.words.zh}填了，但没有填因子编号。", f"{reason.words.en} is given without a factor id."),
        severity=Severity.WARNING,
        expected=Text("代用因子的编号", "the id of the proxy"),
        remedy=Text("请补填因子编号，或删除理由。", "Please give the id, or remove the reason."),
    )
