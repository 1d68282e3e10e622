"""The content of a report, made from one study and its result; Word and PDF only draw it."""

import datetime as dt

from qiantan.core.findings import Finding
from qiantan.core.formats.report.annexes import extract, index, proof
from qiantan.core.formats.report.assessment import assessment, interpretation
from qiantan.core.formats.report.blocks import Cover, ReportContent, numbered
from qiantan.core.formats.report.case import Case, day, span
from qiantan.core.formats.report.figures import percent
from qiantan.core.formats.report.inventory_analysis import inventory_analysis
from qiantan.core.formats.report.items import missing_items
from qiantan.core.formats.report.scope import general, goal, scope
from qiantan.core.results.document import Result
from qiantan.core.study.document import Study
from qiantan.core.study.wording import BOUNDARIES, zh


class ReportIncomplete(Exception):
    """A required item of the report is empty; `findings` name every one of them."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self.findings = findings
        super().__init__(" ".join(finding.message.zh for finding in findings))


def content(
    study: Study,
    result: Result,
    *,
    report_number: str = "",
    issued_by: str = "",
    issued_on: dt.date | None = None,
) -> ReportContent:
    """Return the whole report of a study.

    Without a number, the report is numbered by the study's digest; without an issuer, the producer issues it; without
    a date, the cover leaves room to write one. Raises ReportIncomplete naming every required item that is empty.
    """
    gaps = missing_items(study, result)
    if gaps:
        raise ReportIncomplete(gaps)
    case = Case(
        study=study,
        result=result,
        number=report_number or f"CFP-{study.period.start.year}-{result.study_sha256[:10].upper()}",
        issued_by=issued_by or study.producer.name,
        issued_on=day(issued_on) if issued_on else "　　　　年　　月　　日",
    )
    body = (general(case), goal(case), scope(case), inventory_analysis(case), assessment(case), interpretation(case))
    chapters = numbered((*body, index(body), proof(case)))
    return ReportContent(
        language="zh",
        dated=(issued_on or study.period.end).isoformat(),
        number=case.number,
        header=f"{study.product.name.zh} 产品碳足迹报告",
        cover=_cover(case),
        chapters=chapters,
        extract=extract(case),
    )


def _cover(case: Case) -> Cover:
    study, found = case.study, case.result.uncertainty
    note = (
        f"95% 区间 {case.kg(found.low)} 至 {case.kg(found.high)}；初级数据占 {percent(case.result.data_quality.primary_share)}"
        if found.stated_share
        else f"初级数据占 {percent(case.result.data_quality.primary_share)}"
    )
    facts = (
        ("产品名称", study.product.name.zh),
        ("规格型号", study.product.specification),
        ("生产者名称", study.producer.name),
        ("系统边界", zh(BOUNDARIES, study.boundary.type)),
        ("代表时段", span(study.period)),
        ("报告编号", case.number),
        ("出具机构", case.issued_by),
        ("日期", case.issued_on),
    )
    return Cover(
        title="产品碳足迹报告",
        subtitle="依据 GB/T 24067—2024（ISO 14067:2018）",
        product=study.product.name.zh,
        facts=facts,
        headline=case.total,
        headline_unit=case.per,
        headline_note=note,
        issuer=case.issued_by,
        date=case.issued_on,
    )
