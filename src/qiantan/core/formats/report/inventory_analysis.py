"""Chapter 4: unit processes, data, factors, electricity, data quality, timing."""

from collections import defaultdict

from qiantan.core.formats.report.blocks import Block, Chapter, Column, Facts, Paragraph, Section, Table
from qiantan.core.formats.report.case import UNIT, Case, amount, factor_value
from qiantan.core.formats.report.figures import NONE, digits, percent, shares_shown, shown
from qiantan.core.methods.catalogue import METHODS
from qiantan.core.results.document import Contribution
from qiantan.core.study.document import Exchange, Factor, Process
from qiantan.core.study.wording import BASES, CATEGORIES, CERTAINTIES, INSTRUMENTS, PROCEDURES, SOURCES, zh


def inventory_analysis(case: Case) -> Chapter:
    """Chapter 4."""
    sections = (
        ("重要单元过程", "c", _processes(case)),
        ("数据收集与来源", "d", _sources(case)),
        ("活动数据", "d", _activity(case)),
        ("因子与参数", "d", _factors(case)),
        ("电力处理", "l", _electricity(case)),
        ("数据质量", "j", _quality(case)),
        ("排放与清除的时间", "i", _timing(case)),
    )
    made = (Section(f"4.{i}", title, letters, blocks) for i, (title, letters, blocks) in enumerate(sections, start=1))
    return Chapter("4", "清单分析", tuple(made))


def _processes(case: Case) -> tuple[Block, ...]:
    kg = {part.id: part for part in case.result.by_process}
    shares = shares_shown([part.share for part in case.result.by_process])
    share = dict(zip(kg, shares, strict=True))
    rows = tuple(
        (
            process.name.zh,
            case.stages.get(process.stage, process.stage),
            "是" if process.operated else "否",
            "；".join(f"{output.name.zh} {amount(output.amount)}" for output in process.outputs),
            zh(PROCEDURES, process.allocation.procedure),
            share.get(process.id, NONE),
        )
        for process in case.study.processes
    )
    columns = (
        Column("单元过程", 2.4),
        Column("阶段", 1.8),
        Column("本组织控制", 1.7, "center"),
        Column("核算期产出", 3.8),
        Column("分配", 2),
        Column("占比", 1.2, "right"),
    )
    return (Table("单元过程", columns, rows, note="占比指该过程自身的贡献，不含供给它的其他过程。"),)


def _sources(case: Case) -> tuple[Block, ...]:
    counted: dict[str, int] = defaultdict(int)
    kg: dict[str, float] = defaultdict(float)
    contributed = {c.exchange: c.kg for c in case.result.contributions}
    documents: set[str] = set()
    proven = 0
    for _, exchange in case.exchanges.values():
        counted[exchange.source] += 1
        kg[exchange.source] += contributed.get(exchange.id, 0.0)
        documents |= {evidence.name for evidence in exchange.evidence}
        proven += bool(exchange.evidence)
    total = case.result.total
    used = [source for source in SOURCES if source in counted]
    shares = shares_shown([kg[source] / total if total else None for source in used])
    rows = tuple((zh(SOURCES, s), str(counted[s]), share) for s, share in zip(used, shares, strict=True))
    columns = (Column("数据来源", 4), Column("交换数", 2, "right"), Column("占碳足迹", 2, "right"))
    text = (
        f"现场数据由生产者按核算期合计填报，不作人工折算。{len(case.exchanges)} 项交换中 {proven} 项附有凭证"
        f"（共 {len(documents)} 份）。初级数据占碳足迹的 {percent(case.result.data_quality.primary_share)}，"
        f"缺省值占 {percent(case.result.data_quality.default_share)}。"
    )
    return (Paragraph(text), Table("按数据来源", columns, rows))


def _activity(case: Case) -> tuple[Block, ...]:
    contributions = {c.exchange: c for c in case.result.contributions}
    columns = (
        Column("交换", 3),
        Column("类别", 1.5),
        Column("核算期用量", 2.4, "right"),
        Column("来源", 1.5),
        Column("供给", 3.6),
        Column(UNIT, 1.6, "right"),
    )
    blocks: list[Block] = [
        Paragraph(f"用量为核算期合计，照填报值列出；{UNIT} 一列折算为每{case.study.unit.words.zh}。")
    ]
    for process in case.study.processes:
        rows = tuple(
            (
                exchange.name.zh,
                zh(CATEGORIES, exchange.category),
                amount(exchange.amount),
                zh(SOURCES, exchange.source),
                _supply(case, exchange),
                _added(case, exchange, contributions.get(exchange.id)),
            )
            for exchange in process.exchanges
        )
        if rows:
            blocks.append(Table(f"活动数据：{process.name.zh}", columns, rows))
    return tuple(blocks)


def _added(case: Case, exchange: Exchange, one: Contribution | None) -> str:
    # What a process of the study delivers is counted there, what is cut off is not counted at all.
    return NONE if one is None or exchange.supply.kind in {"process", "cut_off"} else case.kg(one.kg)


def _supply(case: Case, exchange: Exchange) -> str:
    supply = exchange.supply
    match supply.kind:
        case "process":
            named: dict[str, Process] = {process.id: process for process in case.study.processes}
            return f"过程：{named[supply.process].name.zh if supply.process in named else supply.process}"
        case "factor":
            return f"因子：{_name(case, supply.factor)}"
        case "study":
            return f"上游研究：{supply.title}"
        case "method":
            return f"方法：{METHODS[supply.method].title.zh if supply.method in METHODS else supply.method}"
        case _:
            return zh(BASES, "cut_off")


def _name(case: Case, factor_id: str) -> str:
    return case.factors[factor_id].name.zh if factor_id in case.factors else factor_id


def _factors(case: Case) -> tuple[Block, ...]:
    rows = tuple(_factor_row(factor) for factor in case.study.factors)
    if not rows:
        return (Paragraph("本研究没有采用任何因子；全部数值为实测或由方法计算。"),)
    columns = (
        Column("因子", 3.2),
        Column("数值", 2.8, "right"),
        Column("来源（机构、文件、位置）", 4.6),
        Column("年份、地域", 1.7),
        Column("可信度", 1.1, "center"),
    )
    note = "可信度：高＝读自正式文本；较高＝两份独立转录一致；中＝一份转录或数据库导出；推导＝由上述数值计算。尚未与正式文本核对的数值不称为官方值。"
    return (Table("所用因子与参数", columns, rows, note=note),)


def _factor_row(factor: Factor) -> tuple[str, ...]:
    told = factor.provenance
    source = "，".join(text for text in (told.issuer, told.document, told.number, told.place) if text)
    place = "，".join(text for text in (factor.reference_year, factor.geography) if text)
    return (factor.name.zh, factor_value(factor), source or NONE, place, zh(CERTAINTIES, told.certainty))


def _electricity(case: Case) -> tuple[Block, ...]:
    kg = {c.exchange: c.kg for c in case.result.contributions}
    rows = tuple(
        (
            exchange.name.zh,
            process.name.zh,
            zh(INSTRUMENTS, exchange.electricity.instrument) if exchange.electricity else NONE,
            amount(exchange.amount),
            _supply(case, exchange).removeprefix("因子："),
            case.kg(kg[exchange.id]) if exchange.id in kg else NONE,
        )
        for process, exchange in case.exchanges.values()
        if exchange.category == "electricity" and exchange.supply.kind != "process"
    )
    if not rows:
        return (Paragraph("本系统不使用电力。"),)
    columns = (
        Column("电力", 2.2),
        Column("过程", 2),
        Column("归属方式", 2),
        Column("核算期电量", 2.2, "right"),
        Column("因子", 3.6),
        Column(UNIT, 1.6, "right"),
    )
    order = (
        "按 ISO 14067 的次序归属电力：自发自用、直供专线、合同与凭证、剩余电力、电网平均。所用因子为全生命周期碳足迹因子"
        "（含燃料上游、建设、输配电与线损），不使用组织层面的电力二氧化碳排放因子。"
    )
    note = f"{UNIT} 一列折算为每{case.study.unit.words.zh}。"
    return (Paragraph(order), Table("电力及其归属", columns, rows, note=note), *_grid(case))


def _grid(case: Case) -> tuple[Block, ...]:
    compared = case.result.with_grid_factor
    factor = case.factors.get(case.study.grid_factor or "")
    blocks: list[Block] = []
    if compared is not None:
        difference = compared - case.result.total
        ratio = difference / case.result.total if case.result.total else None
        blocks.append(
            Facts(
                (
                    ("按本研究的归属", f"{case.total} {case.per}"),
                    ("全部按电网因子", f"{case.kg(compared)} {case.per}"),
                    ("差异", f"{case.kg(difference)} {case.per}（{percent(ratio)}）"),
                    ("电网因子", _grid_words(factor)),
                )
            )
        )
    limits = "电网因子的局限：为年度平均值，不反映分时段与购电合同的差别。"
    if factor and factor.geography == "CN":
        limits += "本研究采用全国平均因子；分省电力碳足迹因子尚未发布，省级二氧化碳排放因子属另一口径，不能代替。"
    return (*blocks, Paragraph(limits))


def _grid_words(factor: Factor | None) -> str:
    if factor is None:
        return NONE
    return f"{factor.name.zh}，{factor_value(factor)}"


def _quality(case: Case) -> tuple[Block, ...]:
    quality = case.result.data_quality
    rows = (
        ("技术代表性", _score(quality.technology)),
        ("地理代表性", _score(quality.geography)),
        ("时间代表性", _score(quality.time)),
        ("数据质量等级（DQR）", f"{_score(quality.rating)}　{quality.band.zh}"),
        ("已评分部分占碳足迹", percent(quality.scored_share)),
        ("初级数据占碳足迹", percent(quality.primary_share)),
        ("缺省值占碳足迹", percent(quality.default_share)),
    )
    text = "各交换按技术、地理、时间代表性评分（1 最好，5 最差），以贡献的绝对值加权平均；三项平均为数据质量等级。"
    scored = [c for c in case.result.contributions if c.dqr is not None and c.kg]
    largest = sorted(scored, key=lambda c: -abs(c.kg))[:10]
    table = Table(
        "贡献最大的交换的数据质量",
        (
            Column("交换", 4),
            Column("占碳足迹", 2, "right"),
            Column("DQR", 1.4, "right"),
            Column("初级数据", 1.6, "center"),
        ),
        tuple((case.label(c), percent(c.share), _score(c.dqr), "是" if c.primary else "否") for c in largest),
    )
    return (Paragraph(text), Facts(rows), *((table,) if largest else ()))


def _score(value: float | None) -> str:
    return NONE if value is None else shown(value, 2)


def _timing(case: Case) -> tuple[Block, ...]:
    text = "全部排放与清除按发生在核算期内计入，不作时间折现，也未计算延迟排放的效应。"
    carbon = case.result.biogenic_carbon_content
    stored = f"产品所含生物碳为 {digits(carbon)} kg C/{case.study.unit.words.zh}。" if carbon else "产品不含生物碳。"
    return (Paragraph(text + stored),)
