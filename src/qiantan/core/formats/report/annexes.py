"""The annexes: where each required item stands, the proof, and the English extract with the same numbering."""

from qiantan.core.formats.report.blocks import Chapter, Column, Facts, Paragraph, Section, Table
from qiantan.core.formats.report.case import Case
from qiantan.core.formats.report.figures import NONE, parts_shown, percent, shown
from qiantan.core.proofs import digests
from qiantan.core.results.make import result_bytes
from qiantan.core.rules import load
from qiantan.core.study.wording import ACCOUNTS, BOUNDARIES, en

RECOMPUTE = "qiantan recompute study.json"


def index(chapters: tuple[Chapter, ...]) -> Chapter:
    """Annex A: every item (a)–(t) with the section that answers it."""
    answered: dict[str, list[str]] = {}
    for chapter in chapters:
        for section in chapter.sections:
            for letter in section.letters:
                answered.setdefault(letter, []).append(f"{section.number} {section.title}")
    rows = tuple(
        (f"（{item.letter}）", item.title.zh, "；".join(answered[item.letter])) for item in load.standard().report_items
    )
    columns = (Column("项目", 1, "center"), Column("内容", 5), Column("所在章节", 4.4))
    values = Paragraph("按阶段、过程、气体、类别与账户的数值见第 5 章，每张表的合计都等于首页数值。")
    note = "项目按 ISO 14067:2018 第 7 章整理，尚未与 GB/T 24067—2024 印刷文本逐项核对。"
    table = Table("报告项目（a）至（t）索引", columns, rows, note=note)
    return Chapter("A", "报告项目索引", (Section("A.1", "索引", "", (table, values)),))


def proof(case: Case) -> Chapter:
    """Annex B: digests of study and result, and how anyone recomputes them."""
    result = digests(result_bytes(case.result))
    facts = Facts(
        (
            ("研究文件 SHA-256", case.result.study_sha256),
            ("研究文件 SM3", case.result.study_sm3),
            ("结果文件 SHA-256", result.sha256),
            ("结果文件 SM3", result.sm3),
            ("计算引擎", case.result.engine),
            ("重算命令", RECOMPUTE),
        )
    )
    text = (
        "研究文件保存了计算所需的全部数据、因子及其来源。任何人持有它都可以离线重算，并得到逐位相同的结果；"
        "摘要按规范化 JSON（RFC 8785）计算，改动任何一个字符摘要即不相同。"
    )
    return Chapter("B", "摘要与重算", (Section("B.1", "文件摘要", "", (Paragraph(text), facts)),))


def extract(case: Case) -> Chapter:
    """Annex C: one page in English, numbered like the Chinese report."""
    study, result = case.study, case.result
    per = f"kgCO2e per {study.unit.words.en or study.unit.words.zh}"
    facts = (
        ("1.1 Producer", study.producer.name),
        ("1.2 Product", f"{study.product.name.en or study.product.name.zh} · {study.product.specification}"),
        ("1.3 Result", f"{case.total} {per}"),
        ("3.1 (a) Unit", f"{study.unit.kind} unit, {study.unit.words.en or study.unit.words.zh}"),
        ("3.2 (b) Boundary", en(BOUNDARIES, study.boundary.type)),
        (
            "3.4 (g) Cut-off",
            f"{len(result.coverage.cut_off)} items, {percent(result.coverage.cut_off_share, 2)} together",
        ),
        ("3.5 (r) Period", f"{study.period.start.isoformat()} to {study.period.end.isoformat()} (end not included)"),
        ("3.6 (e)(f) GWP100", f"{study.gwp_set.id} ({study.gwp_set.version})"),
        ("3.8 (s) Product rule", f"{study.rule.id}, {study.rule.version}"),
        ("4.5 (l) Electricity", _grid(case, per)),
        ("4.6 (j) Data quality", _quality(case)),
        ("6.1 (k) Uncertainty", _range(case, per)),
        ("B.1 Study SHA-256", result.study_sha256),
        ("B.1 Recompute", RECOMPUTE),
    )
    columns = (Column("Life-cycle stage", 5), Column("kgCO2e", 3, "right"), Column("Share", 2, "right"))
    stages = Table("5.2 By life-cycle stage", columns, case.part_rows(result.by_stage, english=True), total=True)
    accounts = result.accounts.model_dump()
    figures = parts_shown(list(accounts.values()), result.total, case.places)
    rows = (
        *((en(ACCOUNTS, key), figure) for key, figure in zip(accounts, figures, strict=True)),
        ("Total", case.total),
    )
    split = Table("5.6 By account", (Column("Account", 5), Column("kgCO2e", 3, "right")), rows, total=True)
    closing = Paragraph(
        "This page is an extract of the Chinese report; the sections bear the same numbers. The footprint covers climate "
        "change only and contains no offsets. Results compare only under the same rule, unit, boundary, data quality and GWP set."
    )
    return Chapter(
        "C", "英文摘要 English extract", (Section("C.1", "Extract", "", (Facts(facts), stages, split, closing)),)
    )


def _grid(case: Case, per: str) -> str:
    compared = case.result.with_grid_factor
    return "no electricity" if compared is None else f"with the grid factor throughout: {case.kg(compared)} {per}"


def _quality(case: Case) -> str:
    found = case.result.data_quality
    rating = NONE if found.rating is None else shown(found.rating, 2)
    return f"DQR {rating} ({found.band.en}); primary data {percent(found.primary_share)}; defaults {percent(found.default_share)}"


def _range(case: Case, per: str) -> str:
    found = case.result.uncertainty
    if not found.stated_share:
        return "no distributions stated; see the sensitivity table in 6.1"
    return f"95 % interval {case.kg(found.low)} to {case.kg(found.high)} {per}, {found.draws} draws, seed {found.seed}"
