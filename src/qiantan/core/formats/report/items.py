"""The items (a)–(t) a footprint report must contain, and which of them a study leaves empty.

A report is not finished while one is empty. Items the system states itself (gases, characterisation factors, period …)
cannot be empty in a valid study; the others are looked at here, one function per item, and every gap is named at once.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.results.document import Result
from qiantan.core.rules import load
from qiantan.core.study.bytes import study_digests
from qiantan.core.study.document import Study

CLAUSE = "GB/T 24067—2024 报告内容"


class Gap(NamedTuple):
    """What is missing: where it is written in the study, and what to write there."""

    place: str
    missing: Text
    example: str = ""


def missing_items(study: Study, result: Result) -> tuple[Finding, ...]:
    """Return one blocking finding for every required item that is empty, in the order of the letters."""
    titles = {item.letter: item.title for item in load.standard().report_items}
    cover = [_finding("COVER", Text("封面与目的", "cover and goal"), gap) for gap in _cover(study, result)]
    lettered = [
        _finding(letter.upper(), Text(f"报告项目（{letter}）{title.zh}", f"report item ({letter}) {title.en}"), gap)
        for letter, title in titles.items()
        for gap in GAPS.get(letter, _none)(study, result)
    ]
    return (*cover, *lettered)


def _finding(code: str, item: Text, gap: Gap) -> Finding:
    return Finding(
        code=f"REPORT-{code}",
        severity=Severity.BLOCKING,
        place=gap.place,
        clause=CLAUSE,
        message=Text(f"{item.zh}：缺少{gap.missing.zh}。", f"{item.en}: {gap.missing.en} missing."),
        found="（空）",
        expected=gap.missing,
        example=gap.example,
        remedy=Text("补齐后重新生成报告。", "Fill it in, then make the report again."),
    )


def _none(_study: Study, _result: Result) -> Iterator[Gap]:
    yield from ()


def _cover(study: Study, result: Result) -> Iterator[Gap]:
    wanted = {
        "/product/specification": (study.product.specification, Text("产品规格型号", "product specification")),
        "/producer/name": (study.producer.name, Text("生产者名称", "name of the producer")),
        "/goal/reason": (study.goal.reason, Text("开展研究的理由", "reason for the study")),
        "/goal/application": (study.goal.application, Text("预期用途", "intended application")),
        "/goal/audience": (study.goal.audience, Text("目标受众", "audience")),
    }
    for place, (value, words) in wanted.items():
        if not value.strip():
            yield Gap(place, words)
    if result.study_sha256 != study_digests(study).sha256:
        yield Gap(
            "/study_sha256", Text("与本研究相符的结果，请重新计算", "a result of this very study; compute it again")
        )


def _boundary(study: Study, _result: Result) -> Iterator[Gap]:
    if not study.boundary.stages:
        yield Gap("/boundary/stages", Text("生命周期阶段", "life-cycle stages"))


def _allocation(study: Study, _result: Result) -> Iterator[Gap]:
    for number, process in enumerate(study.processes):
        if len(process.outputs) > 1 and not process.allocation.reason.strip():
            yield Gap(
                f"/processes/{number}/allocation/reason",
                Text(f"“{process.name.zh}”的分配理由", f"the reason for the allocation of {process.name.en}"),
                "熟料余热发电按能量划分，无法再划分子过程",
            )


def _quality(_study: Study, result: Result) -> Iterator[Gap]:
    if result.data_quality.rating is None:
        yield Gap("/processes", Text("数据质量评分（没有一项交换有评分）", "data-quality scores (no exchange has any)"))


def _electricity(study: Study, result: Result) -> Iterator[Gap]:
    used = False
    for p, process in enumerate(study.processes):
        for e, exchange in enumerate(process.exchanges):
            # Electricity that a process of the study passes on is attributed where it enters the system.
            entering = exchange.direction == "input" and exchange.supply.kind != "process"
            if exchange.category == "electricity" and entering:
                used = True
                if exchange.electricity is None:
                    yield Gap(
                        f"/processes/{p}/exchanges/{e}/electricity",
                        Text(f"“{exchange.name.zh}”的电力归属方式", f"the treatment of {exchange.name.en}"),
                        "电网平均",
                    )
    if used and result.with_grid_factor is None:
        yield Gap("/grid_factor", Text("用于对照计算的电网因子", "the grid factor of the comparison run"))


def _interpretation(study: Study, _result: Result) -> Iterator[Gap]:
    if not study.interpretation.conclusions.strip():
        yield Gap("/interpretation/conclusions", Text("结论", "conclusions"), "熟料煅烧的燃料与过程排放占八成以上……")
    if not study.interpretation.limitations.strip():
        yield Gap("/interpretation/limitations", Text("局限", "limitations"), "上游石膏采用供应商估算值……")


def _exclusions(study: Study, _result: Result) -> Iterator[Gap]:
    for number, stage in enumerate(study.boundary.stages):
        if not stage.included and not stage.reason.strip():
            yield Gap(
                f"/boundary/stages/{number}/reason",
                Text(f"阶段“{stage.name.zh}”的排除理由", f"the reason to exclude {stage.name.en or stage.name.zh}"),
                "部分碳足迹，止于工厂大门",
            )
    stated = study.boundary.excluded_inputs or any(choice.topic == "exclusion" for choice in study.choices)
    if not stated:
        yield Gap(
            "/boundary/excluded_inputs",
            Text("不计入的投入（如厂房设备、通勤）", "the excluded inputs (capital goods, commuting …)"),
            "厂房与设备、员工通勤、研发不计入",
        )


def _scenario(study: Study, _result: Result) -> Iterator[Gap]:
    if study.boundary.type == "cradle_to_grave" and not any(c.topic == "assumption" for c in study.choices):
        yield Gap("/choices", Text("使用与生命末期情景的假设", "the scenario of use and end of life"))


GAPS: dict[str, Callable[[Study, Result], Iterator[Gap]]] = {
    "b": _boundary,
    "h": _allocation,
    "j": _quality,
    "l": _electricity,
    "m": _interpretation,
    "o": _exclusions,
    "p": _scenario,
    "q": _scenario,
}
