"""The dials of the answers behind a study: what the plant typed, what it left to a default, its suppliers' figures.

One answer may stand behind several figures of the study (a fuel is burnt, was made and was driven here); moving the
answer moves them all, and a new period filled in with it gives exactly the footprint that was shown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from qiantan.core.engine.supplies import parameter_quantity
from qiantan.core.quantities.units import convert, normalise_unit, same_dimension
from qiantan.core.results.what_if.dial import Dial, Kind
from qiantan.core.results.what_if.mix import mixes
from qiantan.core.results.what_if.of_study import figure_of
from qiantan.core.results.what_if.spans import around, plausible, spread_of
from qiantan.core.study.document import Exchange, Study
from qiantan.core.study.index import exchanges
from qiantan.core.study.shape import Amount, Named, plain
from qiantan.core.study.supply import FromFactor, FromMethod
from qiantan.core.templates.activity import ActivityData, Entry, State
from qiantan.core.templates.answers import Answers, Question, choice_label, figure, fits, total
from qiantan.core.templates.library import slots
from qiantan.core.templates.schema import ExchangePlan, Template

# What stands as the source of a supplier's figure that is only supposed.
SUPPOSED = "假设分析中的设定值"
_KINDS: Mapping[str, Kind] = MappingProxyType({"quantity": "amount", "parameter": "parameter"})


def answer_dials(study: Study, template: Template, data: ActivityData) -> tuple[Dial, ...]:
    """Return every answer that may be moved, without its effect: figures typed, defaults, suppliers' figures, shares."""
    answers = Answers(template, data)
    shared = mixes(template, data)
    in_mix = {(mix.section.id, mix.amount) for mix in shared}
    made = _outputs_by_field(template)
    stated = [
        _stated(question, answers, made)
        for question in answers.questions()
        if question.field.kind in _KINDS
        and (question.section.id, question.field.id) not in in_mix
        and figure(question.entry) is not None
        and fits(question.entry.unit, question.field)
    ]
    dials = [dial for mix in shared for dial in mix.dials()] + stated
    known = {dial.key for dial in dials}
    for dial in _unanswered(study, answers):
        if dial.key not in known:
            known.add(dial.key)
            dials.append(dial)
    return tuple(dials)


def with_answers(template: Template, data: ActivityData, changes: Mapping[str, Amount]) -> ActivityData:
    """Return the answers with other figures. Raises ChangeError where the shares of a mix cannot add up."""
    for mix in mixes(template, data):
        data = mix.applied(data, changes)
    typed = {key.removeprefix("answer:"): amount for key, amount in changes.items() if key.startswith("answer:")}
    if not typed:
        return data
    fields = dict(data.fields)
    rows = {section: [dict(row) for row in lines] for section, lines in data.rows.items()}
    sources = _sources(template)
    for key, amount in typed.items():
        section, index, column = _cell(key)
        into: dict[str, Any] = fields if index is None else rows[section][index]
        known = into.get(column, Entry())
        into[column] = Entry(
            state=State.PROVIDED,
            value=plain(amount.value),
            unit=amount.unit,
            source=known.source,
            evidence=known.evidence,
            note=known.note,
        )
        source = sources.get((section, column))
        if source and not (source in into and into[source].provided):
            into[source] = Entry(state=State.PROVIDED, value=SUPPOSED)
    return ActivityData(
        template=data.template,
        version=data.version,
        fields=MappingProxyType(fields),
        rows=MappingProxyType({section: tuple(lines) for section, lines in rows.items()}),
    )


def with_factors(template: Template, data: ActivityData, swaps: Mapping[str, str]) -> ActivityData:
    """Return the answers with published factors named in rows (``raw_materials[2]`` → id); a supplier's own figure in
    the same row, which would go before it, is left out.
    """
    if not swaps:
        return data
    rows = {section: [dict(row) for row in lines] for section, lines in data.rows.items()}
    known = slots(template)
    for place, factor_id in swaps.items():
        section, index, _ = _cell(f"{place}.")
        slot = known[section]
        assert index is not None
        row = rows[section][index]
        row[slot.factor] = Entry(state=State.PROVIDED, value=factor_id)
        row.pop(slot.own, None)
        row.pop(_sources(template).get((section, slot.own), ""), None)
    return ActivityData(
        template=data.template,
        version=data.version,
        fields=data.fields,
        rows=MappingProxyType({section: tuple(lines) for section, lines in rows.items()}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """A row whose factor may be replaced by a published one: its place (``raw_materials[2]``), name, the factor that
    counts now, the family and the unit of amount a replacement must fit.
    """

    place: str
    name: Named
    factor: str
    now: Named
    family: str
    per: str


def factor_swaps(study: Study, template: Template, data: ActivityData) -> tuple[Swap, ...]:
    """Return the rows of purchases, fuels and sources whose factor may be replaced, in the order of the template."""
    answers, known = Answers(template, data), slots(template)
    factors = {factor.id: factor for factor in study.factors}
    made = {located.exchange.id: located.exchange for located in exchanges(study)}
    found: dict[str, Swap] = {}
    for process in template.processes:
        for plan in process.exchanges:
            slot = known.get(plan.rows or "")
            if slot is None or not plan.supply.library_factor:
                continue
            for index, row in answers.rows(slot.section):
                exchange, place = made.get(f"{plan.id}:{index + 1}"), f"{slot.section}[{index + 1}]"
                if exchange is None or not isinstance(exchange.supply, FromFactor):
                    continue
                now = factors[exchange.supply.factor]
                name = _row_name(answers.at(slot.amount, slot.section, index, row), row)
                found[place] = Swap(
                    place=place, name=name, factor=now.id, now=now.name, family=slot.family, per=exchange.amount.unit
                )
    return tuple(found.values())


def _cell(key: str) -> tuple[str, int | None, str]:
    """Return the section, the row's index and the column of ``fuels[2].amount``; a field asked once has no row."""
    place, dot, column = key.rpartition(".")
    if not dot or not place.endswith("]"):
        return "", None, key
    section, _, number = place.removesuffix("]").partition("[")
    return section, int(number) - 1, column


def _sources(template: Template) -> dict[tuple[str, str], str]:
    """Return the column that says where a supplier's figure is from, by section and column of the figure."""
    return {
        (x.rows or "", x.supply.own_factor): x.supply.own_factor_source
        for process in template.processes
        for x in process.exchanges
        if x.supply.own_factor and x.supply.own_factor_source
    }


# --- what was typed --------------------------------------------------------------------------------------------------


def _stated(question: Question, answers: Answers, made: Mapping[str, tuple[str, str | None]]) -> Dial:
    value, field, unit = figure(question.entry), question.field, question.entry.unit
    assert value is not None
    low, high, span = around(float(value), 0.0)
    if field.range is not None and (found := plausible(field.range, unit, value, _made(field.id, answers, made))):
        low, high, span = found
    kind = _KINDS[field.kind]
    if question.row is None and field.id in {process.outputs[0].field for process in answers.template.processes}:
        kind = "output"
    if (question.section.id, field.id) in _sources(answers.template):
        kind = "factor"
    return Dial(
        key=f"answer:{question.key}",
        kind=kind,
        name=_name(question, answers),
        owner=question.section.title,
        value=value,
        unit=unit,
        low=low,
        high=high,
        span=span,
        least="above zero" if kind == "output" else "any" if field.negative else "zero",
    )


def _name(question: Question, answers: Answers) -> Named:
    """Return a cell by the name its row goes by, and its column where the table asks for several figures."""
    label = question.field.label
    if question.row is None:
        return label
    row = next(row for index, row in answers.rows(question.section.id) if index == question.row)
    return _in_row(question, _row_name(question, row))


def _in_row(question: Question, row: Named) -> Named:
    label = question.field.label
    if question.field.id == "amount":
        return row
    return Named(zh=f"{row.zh} · {label.zh}", en=f"{row.en or row.zh} · {label.en or label.zh}")


def _row_name(question: Question, row: Mapping[str, Entry]) -> Named:
    for field in question.section.fields:
        entry = row.get(field.id)
        if entry is None or not entry.provided:
            continue
        if field.kind == "choice":
            return choice_label(field, entry.value)
        if field.kind == "text":
            return Named(zh=entry.value.strip()[:200] or "—")
    return Named(zh=f"第 {(question.row or 0) + 1} 行", en=f"row {(question.row or 0) + 1}")


def _outputs_by_field(template: Template) -> dict[str, tuple[str, str | None]]:
    """Return the field of the reference output of the process that uses each field first, and its table."""
    found: dict[str, tuple[str, str | None]] = {}
    for process in template.processes:
        for exchange in process.exchanges:
            if exchange.rows is None:
                found.setdefault(exchange.field, (process.outputs[0].field, process.outputs[0].rows))
    return found


def _made(field: str, answers: Answers, made: Mapping[str, tuple[str, str | None]]) -> tuple[Decimal, str] | None:
    """Return the output that the range of a question refers to."""
    output, rows = made.get(field, ("", None))
    if not output or rows is not None:
        return None
    question = answers.once(output)
    value = total([question], question.field.unit)
    return None if value is None else (value, question.field.unit)


# --- what was left to a default --------------------------------------------------------------------------------------


def _unanswered(study: Study, answers: Answers) -> Iterator[Dial]:
    """Yield the questions nobody answered for which a factor stands in, at the value of that factor."""
    made = {located.exchange.id: located.exchange for located in exchanges(study)}
    for process in answers.template.processes:
        for plan in process.exchanges:
            rows = ((None, {}),) if plan.rows is None else answers.rows(plan.rows)
            for index, row in rows:
                exchange = made.get(plan.id if index is None else f"{plan.id}:{index + 1}")
                if exchange is not None:
                    yield from _defaults(study, answers, plan, exchange, (index, row))


def _defaults(
    study: Study, answers: Answers, plan: ExchangePlan, exchange: Exchange, at: tuple[int | None, Mapping[str, Entry]]
) -> Iterator[Dial]:
    factors = {factor.id: factor for factor in study.factors}
    supply = exchange.supply
    if isinstance(supply, FromMethod):
        for name, asked in plan.supply.parameters.items():
            parameter = supply.parameters.get(name)
            if asked.field and parameter is not None and parameter.factor is not None:
                quantity = parameter_quantity(parameter, factors)
                amount = Amount(value=Decimal(repr(quantity.value)), unit=quantity.unit)
                yield from _default(answers, plan, asked.field, at, exchange, amount)
    elif isinstance(supply, FromFactor) and plan.supply.own_factor:
        yield from _default(
            answers, plan, plan.supply.own_factor, at, exchange, figure_of(factors[supply.factor], study)
        )


def _default(
    answers: Answers,
    plan: ExchangePlan,
    field: str,
    at: tuple[int | None, Mapping[str, Entry]],
    exchange: Exchange,
    amount: Amount,
) -> Iterator[Dial]:
    index, row = at
    question = answers.at(field, plan.rows, index, row)
    if question.entry.provided:
        return
    asked = question.field.unit
    if same_dimension(amount.unit, asked) and normalise_unit(amount.unit) != normalise_unit(asked):
        amount = Amount(value=amount.value * Decimal(repr(convert(1.0, amount.unit, asked))), unit=asked)
    low, high, span = around(float(amount.value), spread_of(None))
    if question.field.range is not None and (found := plausible(question.field.range, amount.unit, amount.value, None)):
        low, high, span = found
    name = question.field.label if index is None else _in_row(question, _row_name(question, row))
    yield Dial(
        key=f"answer:{question.key}",
        kind="factor" if field == plan.supply.own_factor else "parameter",
        name=name,
        owner=question.section.title,
        value=amount.value,
        unit=amount.unit,
        low=low,
        high=high,
        span=span,
        default=True,
        exchange=exchange.id,
    )
