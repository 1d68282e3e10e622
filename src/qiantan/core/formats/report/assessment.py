"""Chapters 5 and 6: the footprint from every side, and what it means."""

from qiantan.core.formats.report.blocks import Bar, Bars, Block, Chapter, Column, Facts, Paragraph, Section, Table
from qiantan.core.formats.report.case import UNIT, Case, span
from qiantan.core.formats.report.figures import NONE, digits, parts_shown, percent, shares_shown, shown
from qiantan.core.formats.report.flow import flow_chart
from qiantan.core.results.document import Part
from qiantan.core.study.shape import plain
from qiantan.core.study.wording import ACCOUNTS, BASES, CATEGORIES, SEVERITIES, TOPICS, zh

LARGEST = 15
SENSITIVE = 6
CHANGE = 0.10


def assessment(case: Case) -> Chapter:
    """Chapter 5: the values, each table adding up to the headline."""
    flow = flow_chart(case)
    sections = (
        ("计算方法与结果", "", _headline(case)),
        ("按生命周期阶段", "", _by_stage(case)),
        ("按单元过程", "", (_parts(case, "按单元过程", "单元过程", case.result.by_process),)),
        ("按温室气体", "", (_parts(case, "按温室气体", "温室气体", case.result.by_gas),)),
        ("按来源类别", "", (_parts(case, "按来源类别", "类别", case.result.by_category),)),
        ("化石、生物、土地利用变化与航空", "", _accounts(case)),
        ("贡献", "", (*((flow,) if flow else ()), _contributions(case))),
    )
    made = (Section(f"5.{i}", title, letters, blocks) for i, (title, letters, blocks) in enumerate(sections, start=1))
    return Chapter("5", "影响评价", tuple(made))


def interpretation(case: Case) -> Chapter:
    """Chapter 6: uncertainty, sensitivity, completeness, conclusions."""
    sections = (
        ("敏感性与不确定性", "k", (*_sensitivity(case), *_uncertainty(case))),
        ("完整性", "", _coverage(case)),
        ("符合性检查", "", _findings(case)),
        ("价值选择", "n", _choices(case)),
        ("结论、局限与改进", "m", _conclusions(case)),
        ("绩效追踪", "t", _tracking(case)),
    )
    made = (Section(f"6.{i}", title, letters, blocks) for i, (title, letters, blocks) in enumerate(sections, start=1))
    return Chapter("6", "结果解释", tuple(made))


def _headline(case: Case) -> tuple[Block, ...]:
    text = (
        "碳足迹 CFP = Σ（活动数据 × 因子 × 全球变暖潜势值），对系统边界内全部单元过程求和，再折算到单位产品。"
        f"本产品的碳足迹为 {case.total} {case.per}，其中化石源 {case.kg(case.result.accounts.fossil)} {UNIT}。"
        f"本报告各表显示的分项之和等于显示的合计（最大余数法取整）；计算残差为 {case.result.residual:.1e}。"
    )
    return (Paragraph(text),)


def _by_stage(case: Case) -> tuple[Block, ...]:
    rows = case.part_rows(case.result.by_stage)
    stages = case.present(case.result.by_stage)
    longest = max((abs(part.kg) for part in stages), default=0.0)
    bars = tuple(
        Bar(name, value, share, part.kg / longest if longest else 0.0)
        for part, (name, value, share) in zip(stages, rows[:-1], strict=True)
    )
    return (Bars("各阶段碳足迹", case.per, bars), _table(case, "按生命周期阶段", "阶段", rows))


def _parts(case: Case, title: str, heading: str, parts: tuple[Part, ...]) -> Table:
    return _table(case, title, heading, case.part_rows(parts))


def _table(case: Case, title: str, heading: str, rows: tuple[tuple[str, ...], ...]) -> Table:
    columns = (Column(heading, 5), Column(case.per, 3, "right"), Column("占比", 2, "right"))
    return Table(title, columns, rows, total=True)


def _accounts(case: Case) -> tuple[Block, ...]:
    accounts = case.result.accounts.model_dump()
    figures = parts_shown(list(accounts.values()), case.result.total, case.places)
    rows = (*((zh(ACCOUNTS, key), figure) for key, figure in zip(accounts, figures, strict=True)), ("合计", case.total))
    table = Table("分账户结果", (Column("账户", 5), Column(case.per, 3, "right")), rows, total=True)
    net = case.result.accounts.biogenic_emission + case.result.accounts.biogenic_removal
    facts = Facts(
        (
            ("化石源净值", f"{case.kg(case.result.accounts.fossil)} {case.per}"),
            ("生物源净值", f"{case.kg(net)} {case.per}"),
            ("产品生物碳含量", f"{digits(case.result.biogenic_carbon_content)} kg C/{case.study.unit.words.zh}"),
            ("间接土地利用变化", "未计算（可选，单独报告）"),
        )
    )
    return (table, facts)


def _contributions(case: Case) -> Table:
    ranked = sorted((c for c in case.result.contributions if c.kg), key=lambda c: -abs(c.kg))
    head, rest = ranked[:LARGEST], ranked[LARGEST:]
    remaining = sum(c.kg for c in rest)
    values = [c.kg for c in head] + ([remaining] if rest else [])
    figures = parts_shown(values, case.result.total, case.places)
    total = case.result.total
    shares = shares_shown([value / total if total else None for value in values])
    processes = {process.id: process.name.zh for process in case.study.processes}
    names = [
        (c.name.zh, zh(CATEGORIES, c.category), processes.get(c.process, c.process), zh(BASES, c.basis)) for c in head
    ]
    if rest:
        names.append((f"其余 {len(rest)} 项", NONE, NONE, NONE))
    rows = [(*name, figure, share) for name, figure, share in zip(names, figures, shares, strict=True)]
    rows.append(("合计", "", "", "", case.total, shares_shown([1.0 if total else None])[0]))
    columns = (
        Column("交换", 3.4),
        Column("类别", 1.5),
        Column("单元过程", 2.3),
        Column("依据", 1.6),
        Column(UNIT, 1.7, "right"),
        Column("占比", 1.3, "right"),
    )
    return Table(f"贡献最大的交换（{case.per}）", columns, tuple(rows), total=True)


def _sensitivity(case: Case) -> tuple[Block, ...]:
    ranked = sorted(case.result.contributions, key=lambda c: -abs(c.kg))[:SENSITIVE]
    total = case.result.total
    rows = tuple(
        (
            case.label(c),
            case.kg(total - CHANGE * c.kg),
            case.kg(total + CHANGE * c.kg),
            f"±{percent(_moved(c.kg, total), 2)}",
        )
        for c in ranked
        if c.kg
    )
    if not rows:
        return ()
    columns = (
        Column("改变的交换", 4),
        Column("用量 −10%", 2.2, "right"),
        Column("用量 +10%", 2.2, "right"),
        Column("碳足迹变化", 2, "right"),
    )
    return (Table(f"单项用量变化 10% 的影响（{case.per}）", columns, rows),)


def _moved(kg: float, total: float) -> float | None:
    return abs(CHANGE * kg / total) if total else None


def _uncertainty(case: Case) -> tuple[Block, ...]:
    found = case.result.uncertainty
    if not found.stated_share:
        return (Paragraph("输入没有给出不确定性分布，因此不给出区间；以上列敏感性说明主要输入的影响。"),)
    rows = (
        ("相对标准差（一阶解析）", percent(found.relative)),
        ("95% 区间（一阶解析）", f"{case.kg(found.low)} 至 {case.kg(found.high)} {case.per}"),
        ("95% 区间（蒙特卡洛）", f"{case.kg(found.sampled_low)} 至 {case.kg(found.sampled_high)} {case.per}"),
        ("均值、中位数（蒙特卡洛）", f"{case.kg(found.sampled_mean)}、{case.kg(found.sampled_median)} {case.per}"),
        ("抽样", f"{found.draws} 次，种子 {found.seed}（可重复）"),
        ("给出分布的部分占碳足迹", percent(found.stated_share)),
    )
    ranked = tuple((part.name.zh, percent(part.share)) for part in found.ranking[:SENSITIVE])
    table = Table("不确定性的主要来源", (Column("交换或因子", 5), Column("占方差", 2, "right")), ranked)
    return (Facts(rows), *((table,) if ranked else ()))


def _coverage(case: Case) -> tuple[Block, ...]:
    found = case.result.coverage
    text = (
        f"计入部分占（计入与取舍之和的）{percent(found.included_share, 2)}；取舍 {len(found.cut_off)} 项，"
        f"估计影响合计占碳足迹的 {percent(found.cut_off_share, 2)}。清单见 3.4。"
    )
    return (Paragraph(text),)


def _findings(case: Case) -> tuple[Block, ...]:
    if not case.result.findings:
        return (Paragraph("全部检查通过，没有需要说明的问题。"),)
    rows = tuple(
        (zh(SEVERITIES, one.severity), one.message.zh, one.clause or NONE, one.remedy.zh if one.remedy else NONE)
        for one in case.result.findings
    )
    columns = (Column("程度", 1.1, "center"), Column("内容", 5), Column("条款", 2.2), Column("处理建议", 3.4))
    return (Table("检查发现", columns, rows),)


def _choices(case: Case) -> tuple[Block, ...]:
    rows = [
        ("时间跨度", f"采用 100 年时间跨度的全球变暖潜势值（{case.study.gwp_set.title}），其他跨度会得到不同结果。")
    ]
    rows += [
        (zh(TOPICS, choice.topic), f"{choice.text}（理由：{choice.reason}）" if choice.reason else choice.text)
        for choice in case.study.choices
        if choice.topic in {"value_choice", "assumption", "electricity", "allocation"}
    ]
    return (Facts(tuple(rows)),)


def _conclusions(case: Case) -> tuple[Block, ...]:
    words = case.study.interpretation
    rows = (("结论", words.conclusions), ("局限", words.limitations), ("改进", words.improvement))
    general = "碳足迹只涉及气候变化，不能代表产品的全部环境影响；结果受数据来源、分配与取舍的影响，见 3.4、3.7、4.6。"
    return (Facts(tuple(row for row in rows if row[1])), Paragraph(general))


def _tracking(case: Case) -> tuple[Block, ...]:
    tracked = case.study.tracking
    if tracked is None:
        return (Paragraph("没有提供同一产品以往时段的碳足迹，本报告不作绩效追踪。"),)
    before = float(tracked.value)
    change = (case.result.total - before) / before if before else None
    rows = (
        ("以往时段", span(tracked.period)),
        ("以往结果", f"{plain(tracked.value)} {case.per}"),
        ("本期结果", f"{case.total} {case.per}"),
        ("变化", f"{shown(case.result.total - before, case.places)} {case.per}（{percent(change)}）"),
        ("以往研究摘要", tracked.study or "未提供"),
    )
    return (Facts(rows), Paragraph("只有产品、单位、边界与方法相同时，变化才可解释为绩效；方法改变时应重算以往结果。"))
