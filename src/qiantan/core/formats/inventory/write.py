"""One line per exchange: what the plant stated, how it is supplied, what it adds; UTF-8 with a byte-order mark.

Spreadsheet programs run a cell as a formula when it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return;
such text is prefixed with an apostrophe. True numbers keep their sign.
"""

import csv
import io
import re
from typing import Final

from qiantan.core.results.document import Contribution, Result
from qiantan.core.study.document import Exchange, Factor, Process, Study
from qiantan.core.study.shape import plain
from qiantan.core.study.supply import Parameter
from qiantan.core.study.wording import BASES, CATEGORIES, CERTAINTIES, SOURCES, zh

HEADINGS: Final = (
    "编号 id",
    "阶段 stage",
    "单元过程 process",
    "交换 exchange",
    "方向 direction",
    "类别 category",
    "核算期用量 amount",
    "单位 unit",
    "每单位产品用量 amount per unit",
    "数据来源 source",
    "凭证 evidence",
    "供给方式 supply",
    "供给编号 supply id",
    "供给名称 supply name",
    "因子数值 factor value",
    "因子来源 factor source",
    "因子可信度 certainty",
    "技术 TeR",
    "地理 GeR",
    "时间 TiR",
    "完整性 completeness",
    "可靠性 reliability",
    "kgCO2e",
    "占比 share",
    "取舍估计 kgCO2e cut-off estimate",
    "备注 note",
)
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def write_inventory(study: Study, result: Result) -> bytes:
    """Return the inventory of a study as CSV: every exchange in the order of the study, then credits, then the sum."""
    stages = {stage.id: stage.name.zh for stage in study.boundary.stages}
    factors = {factor.id: factor for factor in study.factors}
    contributions = {one.exchange: one for one in result.contributions}
    rows: list[tuple[str, ...]] = [HEADINGS]
    known = set()
    for process in study.processes:
        for exchange in process.exchanges:
            known.add(exchange.id)
            stage = exchange.stage or process.stage
            place = (stages.get(stage, stage), process.name.zh)
            rows.append(_row(exchange, place, contributions.get(exchange.id), factors))
    processes = {process.id: process for process in study.processes}
    rows += [_credit(one, stages, processes) for one in result.contributions if one.exchange not in known]
    rows.append(_sum(result))
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows([safe(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return a cell no spreadsheet program runs as a formula."""
    risky = text.startswith(_RISKY) and not _NUMBER.fullmatch(text)
    return f"'{text}" if risky else text


def _row(
    exchange: Exchange, place: tuple[str, str], one: Contribution | None, factors: dict[str, Factor]
) -> tuple[str, ...]:
    supply_id, supply_name, factor = _supplied(exchange, factors)
    quality = exchange.quality
    scores = (
        (quality.technology, quality.geography, quality.time, quality.completeness, quality.reliability)
        if quality
        else ()
    )
    return (
        exchange.id,
        *place,
        exchange.name.zh,
        "投入" if exchange.direction == "input" else "产出",
        zh(CATEGORIES, exchange.category),
        plain(exchange.amount.value),
        exchange.amount.unit,
        _figure(one.amount) if one else "",
        zh(SOURCES, exchange.source),
        "；".join(evidence.name for evidence in exchange.evidence),
        zh(BASES, exchange.supply.kind),
        supply_id,
        supply_name,
        _value(factor) if factor else "",
        _source(factor) if factor else "",
        zh(CERTAINTIES, factor.provenance.certainty) if factor else "",
        *(tuple(str(score) for score in scores) or ("",) * 5),
        _figure(one.kg) if one else "",
        _figure(one.share) if one and one.share is not None else "",
        _figure(one.estimate) if one and one.estimate else "",
        exchange.note,
    )


def _supplied(exchange: Exchange, factors: dict[str, Factor]) -> tuple[str, str, Factor | None]:
    supply = exchange.supply
    match supply.kind:
        case "process":
            return supply.process, supply.flow, None
        case "factor":
            factor = factors.get(supply.factor)
            return supply.factor, factor.name.zh if factor else "", factor
        case "study":
            return supply.sha256, supply.title, None
        case "method":
            told = (f"{name}={_parameter(parameter)}" for name, parameter in supply.parameters.items())
            return supply.method, "；".join(told), None
        case _:
            return "", supply.reason, None


def _parameter(parameter: Parameter) -> str:
    if parameter.measured is None:
        return parameter.factor or ""
    return f"{plain(parameter.measured.value)} {parameter.measured.unit}"


def _value(factor: Factor) -> str:
    if factor.value is not None:
        return f"{plain(factor.value.value)} {factor.value.unit}"
    return "；".join(f"{plain(emission.kg)} kg {emission.flow}/{factor.per}" for emission in factor.emissions)


def _source(factor: Factor) -> str:
    told = factor.provenance
    return "，".join(text for text in (told.issuer, told.document, told.number, told.place) if text)


def _credit(one: Contribution, stages: dict[str, str], processes: dict[str, Process]) -> tuple[str, ...]:
    named = processes[one.process].name.zh if one.process in processes else one.process
    cells = dict.fromkeys(HEADINGS, "") | {
        "编号 id": one.exchange,
        "阶段 stage": stages.get(one.stage, one.stage),
        "单元过程 process": named,
        "交换 exchange": one.name.zh,
        "类别 category": zh(CATEGORIES, one.category),
        "单位 unit": one.unit,
        "每单位产品用量 amount per unit": _figure(one.amount),
        "kgCO2e": _figure(one.kg),
        "占比 share": "" if one.share is None else _figure(one.share),
        "备注 note": "副产品替代的抵减",
    }
    return tuple(cells.values())


def _sum(result: Result) -> tuple[str, ...]:
    cells = dict.fromkeys(HEADINGS, "") | {
        "编号 id": "total",
        "交换 exchange": f"合计（每{result.unit.zh}）",
        "kgCO2e": _figure(result.total),
        "占比 share": "1" if result.total else "",
        "备注 note": f"研究文件 SHA-256 {result.study_sha256}",
    }
    return tuple(cells.values())


def _figure(value: float) -> str:
    return format(value, ".12g")
