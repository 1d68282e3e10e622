"""Is a figure plausible? Typical ranges with the unit slip suspected, and balances of totals.

All of it warns, none of it blocks: a plant may be unusual, but it should look twice. The alternatives offered are
figures with units that can be taken over as they stand.
"""

from collections.abc import Iterator
from decimal import Decimal

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import dimension, is_unit, same_dimension
from qiantan.core.study.shape import plain
from qiantan.core.templates.answers import Answers, Question, converted, figure, finding, total
from qiantan.core.templates.schema import Balance, OutputPlan

# Slips people make, by the dimension in which they happen (none: in any).
_SLIPS = (
    (Decimal(1000), "", Text("相差 1000 倍（吨与千克、兆瓦时与千瓦时）", "a thousand (t and kg, MWh and kWh)")),
    (Decimal(10000), "", Text("相差 1 万倍（“万”字）", "ten thousand (the word 万)")),
    (Decimal(100), "ratio", Text("相差 100 倍（百分数）", "a hundred (per cent)")),
    (Decimal("3.6"), "energy", Text("相差 3.6 倍（兆瓦时与吉焦）", "3.6 (MWh and GJ)")),
    (Decimal(44) / Decimal(12), "C/energy", Text("相差 44/12（二氧化碳与碳）", "44/12 (CO2 and carbon)")),
)
_DIGITS = 6


def range_findings(answers: Answers) -> Iterator[Finding]:
    """Yield a warning for every figure outside the typical range of its question."""
    outputs = _outputs(answers)
    for question in answers.questions():
        span, value, unit = question.field.range, figure(question.entry), question.entry.unit
        if span is None or value is None or not is_unit(unit) or (value < 0 and not question.field.negative):
            continue
        if not span.absolute:
            share = _per_output(value, question, outputs.get(question.field.id), answers)
        elif same_dimension(unit, _unit(question)):
            share = converted(value, unit, _unit(question))
        else:
            continue
        if share is not None and not span.low <= share <= span.high:
            yield _outside(question, share)


def _per_output(value: Decimal, question: Question, output: OutputPlan | None, answers: Answers) -> Decimal | None:
    """Return a total per unit of the output of its process, in the unit of the range."""
    if output is None or output.rows is not None or not same_dimension(question.entry.unit, question.field.unit):
        return None
    made = answers.once(output.field)
    amount = total([made], made.field.unit)
    if not amount:
        return None
    share = converted(value, question.entry.unit, question.field.unit) / amount
    return converted(share, f"{question.field.unit}/{made.field.unit}", _unit(question))


def _unit(question: Question) -> str:
    """Return the unit the range of a question is quoted in."""
    span = question.field.range
    return span.unit if span and span.unit else question.field.unit


def _outputs(answers: Answers) -> dict[str, OutputPlan]:
    """Return the reference output of the process that uses each field first."""
    found: dict[str, OutputPlan] = {}
    for process in answers.template.processes:
        for exchange in process.exchanges:
            if exchange.rows is None:
                found.setdefault(exchange.field, process.outputs[0])
    return found


def _outside(question: Question, share: Decimal) -> Finding:
    span, entry, unit = question.field.range, question.entry, _unit(question)
    assert span is not None
    low, high = _short(span.low), _short(span.high)
    per = Text("", "") if span.absolute else Text("按产量折算", " by output")
    told = Text(f"{low}～{high} {unit}", f"{low} to {high} {unit}")
    offers = [
        (plain(_rounded(Decimal(entry.value) / by if share > span.high else Decimal(entry.value) * by)), words)
        for by, where, words in _SLIPS
        if where in {"", dimension(entry.unit)}
        and span.low <= (share / by if share > span.high else share * by) <= span.high
    ]
    return finding(
        question,
        "ENTRY-RANGE",
        Text(
            f"{question.words.zh}{per.zh}为 {_short(share)} {unit}，超出常见范围，单位是否正确？",
            f"{question.words.en}{per.en} is {_short(share)} {unit}, outside the usual range: is the unit right?",
        ),
        severity=Severity.WARNING,
        expected=Text(f"{told.zh}；依据：{span.basis}", f"{told.en}; basis: {span.basis}"),
        example=f"{offers[0][0]} {entry.unit}" if offers else "",
        remedy=Text(
            "；".join(f"是否应为 {offer} {entry.unit}？{words.zh}" for offer, words in offers),
            "; ".join(f"should it be {offer} {entry.unit}? off by {words.en}" for offer, words in offers),
        )
        if offers
        else Text(
            "请核对数值和单位；确实如此请在备注说明。",
            "Please check figure and unit; if it is right, say why in the remark.",
        ),
    )


def balance_findings(answers: Answers) -> Iterator[Finding]:
    """Yield a warning for every balance of totals that does not close."""
    for balance in answers.template.balances:
        gains, uses = _side(answers, balance.gains), _side(answers, balance.uses)
        if not any(q.entry.provided for q in gains) or not any(q.entry.provided for q in uses):
            continue
        unit = gains[0].field.unit
        gained, used = total(gains, unit), total(uses, unit)
        if gained is None or used is None:
            continue
        gap, whole = abs(gained - used), max(abs(gained), abs(used))
        if whole and gap > balance.tolerance * whole:
            yield _open(balance, gains[0], (gained, used), unit)


def _side(answers: Answers, names: tuple[str, ...]) -> list[Question]:
    found: list[Question] = []
    for name in names:
        section, _, column = name.rpartition(".")
        if section:
            found += [answers.at(column, section, index, row) for index, row in answers.rows(section)]
        else:
            found.append(answers.once(column))
    return found


def _open(balance: Balance, at: Question, sums: tuple[Decimal, Decimal], unit: str) -> Finding:
    gained, used = (_short(value) for value in sums)
    share = _short(abs(sums[0] - sums[1]) / max(abs(sums[0]), abs(sums[1])) * 100)
    title, limit = balance.title, _short(balance.tolerance * 100)
    return Finding(
        code="ENTRY-BALANCE",
        severity=Severity.WARNING,
        place=at.place,
        message=Text(
            f"{title.zh}不闭合：来源合计 {gained} {unit}，去向合计 {used} {unit}，相差 {share} %。",
            f"{title.en or title.zh} does not close: {gained} {unit} in, {used} {unit} out, {share} % apart.",
        ),
        found=f"{gained} / {used} {unit}",
        expected=Text(f"相差不超过 {limit} %；{balance.basis}", f"at most {limit} % apart; {balance.basis}"),
        remedy=Text(
            "请核对是否漏填、重复或单位有误。", "Please look for something missing, counted twice or in a wrong unit."
        ),
    )


def _rounded(value: Decimal) -> Decimal:
    return Decimal(f"{value:.{_DIGITS}g}")


def _short(value: Decimal) -> str:
    return plain(Decimal(f"{value:.4g}"))
