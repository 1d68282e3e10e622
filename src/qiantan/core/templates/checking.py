"""Checking one answer: required, figure, unit, date, choice, credit code, reason, length, source.

Every fault of the answer is found together; its wording says what was found, what is expected and the remedy.
"""

import datetime as dt
import difflib
from collections.abc import Callable, Iterator

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text
from qiantan.core.findings.uscc import EXAMPLE, uscc_fault
from qiantan.core.quantities.figures import FigureError, split_figure
from qiantan.core.quantities.units import UnitError, dimension_words, is_unit, normalise_unit
from qiantan.core.templates.activity import State
from qiantan.core.templates.answers import SOURCES, Question, figure, finding, fits

LONGEST_LINE, LONGEST_WORDS = 500, 20_000
LONGEST_EVIDENCE = 500


def answer_findings(question: Question) -> Iterator[Finding]:
    """Yield everything that is wrong with one answer."""
    entry, field, words = question.entry, question.field, question.words
    if entry.state is State.NOT_APPLICABLE:
        yield from _not_applicable(question)
    elif not entry.provided or not entry.value.strip():
        if field.required:
            yield finding(
                question,
                "ENTRY-REQUIRED",
                Text(f"{words.zh}必填。", f"{words.en} is required."),
                expected=_expected(question),
                remedy=Text("请填写；确实为零时填 0。", "Please fill it in; write 0 where it is really zero.")
                if field.kind == "quantity"
                else Text("请填写。", "Please fill it in."),
            )
    else:
        yield from _KINDS[field.kind](question)
        yield from _lengths(question)


def _not_applicable(question: Question) -> Iterator[Finding]:
    words = question.words
    if not question.field.not_applicable and question.field.required:
        yield finding(
            question,
            "ENTRY-NOT-APPLICABLE",
            Text(f"{words.zh}不能填“不适用”。", f"{words.en} cannot be “not applicable”."),
            expected=_expected(question),
            remedy=Text("请填写数值；确实为零时填 0。", "Please give a value; write 0 where it is really zero."),
        )
    elif not question.entry.note.strip():
        yield finding(
            question,
            "ENTRY-REASON",
            Text(f"{words.zh}填了“不适用”，但没有说明原因。", f"{words.en} is “not applicable” without a reason."),
            expected=Text("一句话说明原因", "one sentence why"),
            example="本厂没有该工序",
            remedy=Text("请在备注中写明原因。", "Please give the reason in the remark."),
        )


def _lengths(question: Question) -> Iterator[Finding]:
    entry, words = question.entry, question.words
    longest = LONGEST_WORDS if question.field.kind == "long_text" else LONGEST_LINE
    for text, limit, what in (
        (entry.value, longest, Text("填写内容", "the answer")),
        (entry.note, LONGEST_WORDS, Text("备注", "the remark")),
        (max(entry.evidence, key=len, default=""), LONGEST_EVIDENCE, Text("佐证名称", "the name of the evidence")),
    ):
        if len(text) > limit:
            yield Finding(
                code="ENTRY-LENGTH",
                severity=Severity.BLOCKING,
                place=question.place,
                message=Text(f"{words.zh}的{what.zh}太长。", f"In {words.en} {what.en} is too long."),
                found=f"{text[:60]}…（{len(text)}）",
                expected=Text(f"不超过 {limit} 字", f"at most {limit} characters"),
                remedy=Text("请缩短，详细材料作为佐证提交。", "Please shorten it; hand in details as evidence."),
            )


def _quantity(question: Question) -> Iterator[Finding]:
    yield from _figure(question)
    if question.field.unit:
        yield from _unit(question)
    source = question.entry.source
    if question.field.kind == "quantity" and source and source not in SOURCES:
        yield finding(
            question,
            "ENTRY-SOURCE",
            Text(
                f"{question.words.zh}的数据来源“{source}”不在可选项中。",
                f"{question.words.en}: unknown source “{source}”.",
            ),
            expected=Text("计量、台账、发票、估算或文献", ", ".join(SOURCES)),
            example="计量（meter）",
            remedy=Text("请从下拉项中选择。", "Please choose from the list."),
        )
    elif source == "estimate" and not question.entry.note.strip():
        yield finding(
            question,
            "ENTRY-ESTIMATE",
            Text(
                f"{question.words.zh}是估算值，但没有说明估算依据。",
                f"{question.words.en} is an estimate without its basis.",
            ),
            severity=Severity.WARNING,
            expected=Text("估算方法和依据", "how it was estimated, and on what"),
            example="按 2024 年单耗乘 2025 年产量",
            remedy=Text("请在备注中说明。", "Please say so in the remark."),
        )


def _figure(question: Question) -> Iterator[Finding]:
    entry, words = question.entry, question.words
    value = figure(entry)
    if value is None:
        yield finding(
            question,
            "ENTRY-NUMBER",
            Text(f"{words.zh}不是数值。", f"{words.en} is not a figure."),
            expected=Text("一个十进制数，单位另填", "a decimal figure, its unit apart"),
            remedy=_cleaned(entry.value),
        )
    elif value < 0 and not question.field.negative:
        yield finding(
            question,
            "ENTRY-NEGATIVE",
            Text(f"{words.zh}不能为负。", f"{words.en} cannot be negative."),
            expected=Text("零或正数", "zero or above"),
            remedy=Text(f"请核对符号，是否应为 {-value}？", f"Please check the sign: should it be {-value}?"),
        )


def _cleaned(text: str) -> Text:
    try:
        value, unit = split_figure(text)
    except FigureError:
        return Text(
            "请只填数字；区间请填平均值并在备注说明。", "Write digits only; for a span give the mean and a remark."
        )
    both = f"{value} {unit}".strip()
    return Text(f"是否应为 {both}？请把单位填在单位栏。", f"Should it be {both}? The unit has its own column.")


def _unit(question: Question) -> Iterator[Finding]:
    entry, field, words = question.entry, question.field, question.words
    offered = "、".join(dict.fromkeys((field.unit, *field.units)))
    expected = Text(offered, offered.replace("、", ", "))
    if not entry.unit:
        yield finding(
            question,
            "ENTRY-UNIT",
            Text(f"{words.zh}没有单位。", f"{words.en} has no unit."),
            expected=expected,
            remedy=Text(f"请填写单位，例如 {field.unit}。", f"Please give a unit, for instance {field.unit}."),
        )
    elif not is_unit(entry.unit):
        yield finding(
            question,
            "ENTRY-UNIT",
            Text(f"{words.zh}的单位“{entry.unit}”无法识别。", f"{words.en}: unit “{entry.unit}” is not known."),
            expected=expected,
            remedy=_refusal(entry.unit),
        )
    elif not fits(entry.unit, field):
        (zh, en), (wanted_zh, wanted_en) = dimension_words(entry.unit), dimension_words(field.unit)
        yield finding(
            question,
            "ENTRY-DIMENSION",
            Text(
                f"{words.zh}的单位“{entry.unit}”是{zh}，这里需要{wanted_zh}。",
                f"{words.en}: unit “{entry.unit}” is {en}, wanted is {wanted_en}.",
            ),
            expected=expected,
            remedy=Text("请换算后填写，或检查是否填错了行。", "Please convert it, or check whether the row is right."),
        )


def _refusal(unit: str) -> Text:
    try:
        normalise_unit(unit)
    except UnitError as error:
        return Text(error.zh, error.en)
    return NO_TEXT


def _date(question: Question) -> Iterator[Finding]:
    try:
        dt.date.fromisoformat(question.entry.value)
    except ValueError:
        yield finding(
            question,
            "ENTRY-DATE",
            Text(f"{question.words.zh}不是日期。", f"{question.words.en} is not a date."),
            expected=Text("年-月-日", "year-month-day"),
            example="2025-12-31",
            remedy=Text(
                "写成 2025-12-31；统计期止填最后一天。", "Write 2025-12-31; the period ends with its last day."
            ),
        )


def _month(question: Question) -> Iterator[Finding]:
    try:
        dt.date.fromisoformat(f"{question.entry.value}-01")
    except ValueError:
        yield finding(
            question,
            "ENTRY-DATE",
            Text(f"{question.words.zh}不是年月。", f"{question.words.en} is not a month."),
            expected=Text("年-月", "year-month"),
            example="2025-03",
            remedy=Text("写成 2025-03。", "Write 2025-03."),
        )


def _choice(question: Question) -> Iterator[Finding]:
    field, value = question.field, question.entry.value
    if value in {choice.key for choice in field.choices}:
        return
    labels = [choice.label.zh for choice in field.choices]
    near = difflib.get_close_matches(value, labels, n=1, cutoff=0.3)
    yield finding(
        question,
        "ENTRY-CHOICE",
        Text(f"{question.words.zh}不在可选项中。", f"{question.words.en} is none of the choices."),
        expected=Text("；".join(labels), "; ".join(choice.label.en or choice.label.zh for choice in field.choices)),
        remedy=Text(f"是否应为“{near[0]}”？", f"Should it be “{near[0]}”?")
        if near
        else Text("请从下拉项中选择。", "Please choose from the list."),
    )


def _uscc(question: Question) -> Iterator[Finding]:
    fault = uscc_fault(question.entry.value)
    if fault is not None:
        yield finding(
            question,
            "ENTRY-USCC",
            fault,
            expected=Text("18 位，与营业执照一致", "18 characters as on the licence"),
            example=EXAMPLE,
            remedy=Text("请对照营业执照逐位核对。", "Please compare it with the licence."),
        )


def _anything(_: Question) -> Iterator[Finding]:
    yield from ()


def _expected(question: Question) -> Text:
    field = question.field
    if field.kind in {"quantity", "parameter"} and field.unit:
        return Text(f"数值和单位（{field.unit}）", f"a figure with its unit ({field.unit})")
    if field.kind == "choice":
        labels = [choice.label for choice in field.choices]
        return Text("；".join(label.zh for label in labels), "; ".join(label.en or label.zh for label in labels))
    return Text("填写内容", "an answer")


_KINDS: dict[str, Callable[[Question], Iterator[Finding]]] = {
    "quantity": _quantity,
    "parameter": _quantity,
    "text": _anything,
    "long_text": _anything,
    "date": _date,
    "month": _month,
    "choice": _choice,
    "uscc": _uscc,
    "factor": _anything,
}
