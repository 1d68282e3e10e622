"""Checking the answers to a template: every fault of every answer, all in one go.

What is checked: required, figures, units and their dimension, dates, credit codes, choices, reasons for "not
applicable", the number of rows, ids of published factors, typical ranges with the unit slip suspected, and balances of totals. A finding's place
is where the answer was read, or the field id (``clinker_produced``), or the cell of a table (``fuels[2].amount``).
"""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.templates.activity import ActivityData, State
from qiantan.core.templates.answers import Answers, finding
from qiantan.core.templates.checking import answer_findings
from qiantan.core.templates.library import Library, library_findings, rulebook_library
from qiantan.core.templates.plausibility import balance_findings, range_findings
from qiantan.core.templates.schema import Template


def validate(template: Template, data: ActivityData, *, library: Library = rulebook_library) -> tuple[Finding, ...]:
    """Return everything that is wrong or doubtful with the answers, in the order of the template; `library` knows the
    published factors that rows may name.
    """
    answers = Answers(template, data)
    findings = [*_edition(template, data), *_strangers(template, data), *_row_counts(answers)]
    for question in answers.questions():
        findings += answer_findings(question)
    findings += _period(answers)
    findings += library_findings(answers, library)
    findings += range_findings(answers)
    findings += balance_findings(answers)
    return tuple(findings)


# --- the document as a whole -----------------------------------------------------------------------------------------


def _edition(template: Template, data: ActivityData) -> Iterator[Finding]:
    if data.template != template.id:
        yield Finding(
            code="ENTRY-TEMPLATE",
            severity=Severity.BLOCKING,
            place="template",
            message=Text(
                f"填报内容属于模板“{data.template}”，不是“{template.id}”。",
                f"The answers belong to template “{data.template}”, not “{template.id}”.",
            ),
            found=data.template,
            expected=Text(template.title.zh, template.title.en),
            remedy=Text(
                "请选择对应的模板，或重新下载模板填写。", "Choose the matching template, or download it again."
            ),
        )
    elif not (template.same_since or template.version) <= data.version <= template.version:
        yield Finding(
            code="ENTRY-VERSION",
            severity=Severity.WARNING,
            place="template",
            message=Text(
                f"填报内容是模板第 {data.version} 版，现行为第 {template.version} 版；未改动的问题已读入。",
                f"The answers are for edition {data.version} of the template, {template.version} is current; "
                "questions that stayed have been read.",
            ),
            found=str(data.version),
            expected=Text(f"第 {template.version} 版", f"edition {template.version}"),
            remedy=Text("请核对新增的问题。", "Please look at the new questions."),
        )


def _strangers(template: Template, data: ActivityData) -> Iterator[Finding]:
    """Find answers to questions the template does not ask: they would be lost."""
    once = {field.id for section in template.sections if section.kind == "fields" for field in section.fields}
    rows = {section.id: {f.id for f in section.fields} for section in template.sections if section.kind == "rows"}
    for key, entry in data.fields.items():
        if key not in once and entry.state is not State.NOT_PROVIDED:
            yield _stranger(entry.place or key, key, entry.value)
    for section, lines in data.rows.items():
        for index, row in enumerate(lines):
            for column, entry in row.items():
                if column not in rows.get(section, set()) and entry.state is not State.NOT_PROVIDED:
                    yield _stranger(entry.place or f"{section}[{index + 1}].{column}", column, entry.value)


def _stranger(place: str, key: str, value: str) -> Finding:
    return Finding(
        code="ENTRY-UNKNOWN",
        severity=Severity.WARNING,
        place=place,
        message=Text(
            f"模板没有问题“{key}”，此处填写不会被采用。", f"The template has no question “{key}”; this is not used."
        ),
        found=value,
        remedy=Text(
            "如果需要计入，请填到对应的问题或表格行。", "If it should count, answer the matching question or row."
        ),
    )


def _row_counts(answers: Answers) -> Iterator[Finding]:
    for section in answers.template.sections:
        if section.kind != "rows":
            continue
        count = len(answers.rows(section.id))
        if section.least <= count <= section.most:
            continue
        title = section.title
        few = count < section.least
        yield Finding(
            code="ENTRY-ROWS",
            severity=Severity.BLOCKING,
            place=section.id,
            message=Text(
                f"“{title.zh}”至少要填 {section.least} 行。" if few else f"“{title.zh}”最多 {section.most} 行。",
                f"“{title.en or title.zh}” needs at least {section.least} row(s)."
                if few
                else f"“{title.en or title.zh}” takes at most {section.most} rows.",
            ),
            found=str(count),
            expected=Text(f"{section.least}～{section.most} 行", f"{section.least} to {section.most} rows"),
            remedy=Text("请补充。", "Please add them.")
            if few
            else Text("请合并同类行。", "Please merge rows of a kind."),
        )


def _period(answers: Answers) -> Iterator[Finding]:
    start, last = answers.date("period_start"), answers.date("period_end")
    if start is None or last is None or start <= last:
        return
    yield finding(
        answers.once("period_end"),
        "ENTRY-PERIOD",
        Text("统计期止早于统计期起。", "The last day of the period is before the first."),
        expected=Text(f"不早于 {start.isoformat()}", f"not before {start.isoformat()}"),
        remedy=Text("请检查两个日期是否填反。", "Please check whether the two dates are swapped."),
    )
