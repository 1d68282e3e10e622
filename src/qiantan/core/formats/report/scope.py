"""Chapters 1 to 3: general information, goal, scope."""

from qiantan.core.formats.report.blocks import Block, Chapter, Column, Facts, Paragraph, Section, Table
from qiantan.core.formats.report.case import UNIT, Case, amount, span
from qiantan.core.formats.report.figures import digits, percent
from qiantan.core.rules import load
from qiantan.core.rules.schema import ProductRule
from qiantan.core.study.document import Party
from qiantan.core.study.shape import plain
from qiantan.core.study.wording import BOUNDARIES, DIVISIONS, GASES, PROCEDURES, TOPICS, zh


def general(case: Case) -> Chapter:
    """Chapter 1: the producer, the product, the result in one line."""
    study = case.study
    sites = "；".join(_site(site) for site in study.sites)
    codes = "；".join(f"{code.scheme.upper()} {code.value}" for code in study.product.codes)
    mass = study.product.mass_per_unit
    product = [
        ("产品名称", _both(study.product.name.zh, study.product.name.en)),
        ("规格型号", study.product.specification),
        ("产品编码", codes),
        ("单位产品质量", amount(mass) if mass else ""),
    ]
    producer = [
        ("生产者名称", study.producer.name),
        ("生产者编号", study.producer.id),
        ("生产场所", sites),
        ("研究编制", study.author),
    ]
    statement = (
        f"{study.producer.name}生产的{study.product.name.zh}（{study.product.specification}），"
        f"{zh(BOUNDARIES, study.boundary.type)}为 {case.total} {case.per}，代表时段为{span(study.period)}。"
        "结果只反映气候变化一种环境影响，不含任何碳抵消；只有采用相同规则、单位、边界、数据质量与全球变暖潜势值的结果才可比较。"
    )
    return Chapter(
        "1",
        "概况",
        (
            Section("1.1", "生产者", "", (_facts(producer),)),
            Section("1.2", "产品", "", (_facts(product),)),
            Section("1.3", "结果声明", "", (Paragraph(statement),)),
        ),
    )


def goal(case: Case) -> Chapter:
    """Chapter 2: why the footprint was quantified, for what and for whom."""
    words = case.study.goal
    rows = [
        ("开展研究的理由", words.reason),
        ("预期用途", words.application),
        ("目标受众", words.audience),
        ("鉴定性评审", words.critical_review or "未开展；本报告不作对比性声明。"),
    ]
    return Chapter("2", "量化目的", (Section("2.1", "目的与受众", "", (_facts(rows),)),))


def scope(case: Case) -> Chapter:
    """Chapter 3: unit, boundary, stages, cut-off, time, gases, allocation, rule, exclusions."""
    rule = _rule(case)
    sections = (
        ("声明单位与基准流" if case.study.unit.kind == "declared" else "功能单位与基准流", "a", _unit(case)),
        ("系统边界与基本流", "b", _boundary(case)),
        ("生命周期阶段、使用与生命末期情景", "pq", _stages(case)),
        ("取舍准则", "g", _cut_off(case, rule)),
        ("时间边界与代表时段", "r", _period(case)),
        ("温室气体与特征化因子", "ef", _gases(case)),
        ("分配", "h", _allocation(case)),
        ("产品种类规则", "s", _rule_blocks(case, rule)),
        ("范围与排除", "o", _exclusions(case)),
    )
    made = (Section(f"3.{i}", title, letters, blocks) for i, (title, letters, blocks) in enumerate(sections, start=1))
    return Chapter("3", "量化范围", tuple(made))


def _unit(case: Case) -> tuple[Block, ...]:
    unit = case.study.unit
    process = next(p for p in case.study.processes if p.id == unit.process)
    output = next(o for o in process.outputs if o.flow == unit.flow)
    kind = "声明单位（部分碳足迹）" if unit.kind == "declared" else "功能单位（完整碳足迹）"
    rows = [
        ("单位类型", kind),
        ("单位", f"{unit.words.zh}（{plain(unit.amount)} {unit.unit}）"),
        ("基准流", f"{output.name.zh}，由过程“{process.name.zh}”产出"),
        ("核算期产量", amount(output.amount)),
    ]
    return (_facts(rows),)


def _boundary(case: Case) -> tuple[Block, ...]:
    text = (
        f"系统边界为{zh(BOUNDARIES, case.study.boundary.type)}，含 {len(case.study.processes)} 个单元过程、"
        f"{len(case.exchanges)} 项交换。凡进入或离开单元过程且与温室气体有关的流均纳入；每一项交换要么由本系统内过程、"
        "上游研究、因子或核算方法供给，要么列入取舍登记，没有被静默忽略的流。基本流见 3.6。"
    )
    return (Paragraph(text),)


def _stages(case: Case) -> tuple[Block, ...]:
    rows = tuple(
        (stage.name.zh, "纳入" if stage.included else "不纳入", stage.reason or ("—" if stage.included else ""))
        for stage in case.study.boundary.stages
    )
    table = Table("生命周期阶段", (Column("阶段", 3), Column("是否纳入", 1.3, "center"), Column("理由", 6)), rows)
    assumptions = tuple(c for c in case.study.choices if c.topic == "assumption")
    if case.study.boundary.type == "cradle_to_grave":
        told = "；".join(
            f"{choice.text}（{choice.reason}）" if choice.reason else choice.text for choice in assumptions
        )
        return (table, Paragraph(f"使用情景与生命末期情景及其备选：{told}。"))
    end = "本研究止于工厂大门，不含使用与生命末期阶段，因此没有使用情景、生命末期情景及其备选情景。"
    return (table, Paragraph(end))


def _cut_off(case: Case, rule: ProductRule | None) -> tuple[Block, ...]:
    coverage = case.result.coverage
    blocks: list[Block] = []
    if rule:
        limits = rule.cut_off
        blocks.append(
            Paragraph(
                f"准则：单项取舍的影响不超过碳足迹的 {percent(float(limits.single))}，"
                f"合计不超过 {percent(float(limits.together))}（{limits.provenance.document}"
                f"{'；' + limits.provenance.note if limits.provenance.note else ''}）。"
            )
        )
    if not coverage.cut_off:
        return (*blocks, Paragraph("本研究没有取舍任何交换。"))
    cut = {e.exchange: e for e in case.result.contributions}
    rows = tuple(
        (
            part.name.zh,
            _reason(case, part.id),
            digits(cut[part.id].estimate if part.id in cut else part.kg, 3),
            percent(part.share, 2),
        )
        for part in coverage.cut_off
    )
    table = Table(
        "取舍登记",
        (
            Column("交换", 3),
            Column("理由", 5),
            Column(f"估计影响（{UNIT}）", 2.6, "right"),
            Column("占比", 1.4, "right"),
        ),
        rows,
    )
    return (*blocks, table, Paragraph(f"取舍合计占碳足迹的 {percent(coverage.cut_off_share, 2)}。"))


def _reason(case: Case, exchange: str) -> str:
    supply = case.exchanges[exchange][1].supply if exchange in case.exchanges else None
    return supply.reason if supply and supply.kind == "cut_off" else "—"


def _site(site: Party) -> str:
    """A plant with its prefecture; a code that no name is known for as it is."""
    if not site.division:
        return site.name
    return f"{site.name}（{zh(DIVISIONS, site.division) if site.division in DIVISIONS else site.division}）"


def _period(case: Case) -> tuple[Block, ...]:
    text = f"数据收集期与结果所代表的时段为{span(case.study.period)}。原料与能源取自同一时段；因子的参考年份见 4.4。"
    return (Paragraph(text),)


def _gases(case: Case) -> tuple[Block, ...]:
    gwp = case.study.gwp_set
    rows = tuple((zh(GASES, flow), flow, plain(value)) for flow, value in gwp.values.items())
    source = "，".join(t for t in (gwp.provenance.issuer, gwp.provenance.document, gwp.provenance.year) if t)
    return (
        Paragraph(f"特征化因子为 100 年全球变暖潜势值（GWP100），取自{gwp.title}。来源：{source}。"),
        Table(
            "所考虑的温室气体与特征化因子",
            (Column("温室气体（基本流）", 4), Column("标识", 3), Column("GWP100，kgCO2e/kg", 3, "right")),
            rows,
        ),
    )


def _allocation(case: Case) -> tuple[Block, ...]:
    several = tuple(p for p in case.study.processes if len(p.outputs) > 1)
    if not several:
        return (Paragraph("各单元过程均只有一种产出，不需要分配。"),)
    rows = tuple(
        (
            process.name.zh,
            "、".join(output.name.zh for output in process.outputs),
            zh(PROCEDURES, process.allocation.procedure),
            process.allocation.reason,
        )
        for process in several
    )
    columns = (Column("单元过程", 2.4), Column("产出", 3), Column("方法", 2), Column("理由", 4))
    return (Table("多产出过程的分配", columns, rows, note="分配后各产出之和等于分配前的总量，每次计算都核对。"),)


def _rule_blocks(case: Case, rule: ProductRule | None) -> tuple[Block, ...]:
    pin = case.study.rule
    rows = [
        ("规则", f"{rule.title.zh}" if rule else pin.id),
        ("依据标准", rule.standard if rule else ""),
        ("核实状态", _STATUS.get(rule.verification_status, rule.verification_status) if rule else ""),
        ("编号与版本", f"{pin.id}，{pin.version}"),
        ("规则摘要 SHA-256", pin.sha256),
    ]
    template = case.study.template
    if template:
        rows.append(("填报模板", f"{template.id}，{template.version}"))
    return (_facts(rows),)


_STATUS = {
    "official_copy_compared": "已与正式文本核对",
    "found_in_text": "见于公开文本，尚未与正式文本核对",
    "secondary": "来自二手资料，尚未与正式文本核对",
    "recalled": "凭记忆整理，尚未核实",
}


def _rule(case: Case) -> ProductRule | None:
    # The report names the rule as the study pins it. The words of the rulebook are shown only while they are those of
    # the very edition pinned; after a new edition, an old study keeps its id, version and digest.
    try:
        rule = load.product_rule(case.study.rule.id)
    except LookupError:
        return None
    return rule if load.rule_pin(rule) == case.study.rule else None


def _exclusions(case: Case) -> tuple[Block, ...]:
    rows = [("不计入的投入", case.study.boundary.excluded_inputs)]
    rows += [
        (zh(TOPICS, choice.topic), f"{choice.text}（理由：{choice.reason}）" if choice.reason else choice.text)
        for choice in case.study.choices
        if choice.topic in {"exclusion", "data_gap", "other"}
    ]
    return (_facts(rows), Paragraph("研究过程中对范围的修改以上列内容为准；冻结之后范围不再变动。"))


def _facts(rows: list[tuple[str, str]]) -> Facts:
    return Facts(tuple((label, text) for label, text in rows if text))


def _both(chinese: str, english: str) -> str:
    return f"{chinese}（{english}）" if english and english != chinese else chinese
