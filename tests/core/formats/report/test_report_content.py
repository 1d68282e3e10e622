"""The content of a report: complete, adding up, or refused with every gap named."""

from decimal import Decimal

import pytest
from tests.core.formats.report_cases import ISSUED, finished, with_result

from qiantan.core.findings import Severity
from qiantan.core.formats.report import ReportIncomplete, content
from qiantan.core.formats.report.blocks import Bars, Facts, Flow, Paragraph, Table
from qiantan.core.proofs import sha256
from qiantan.core.results.make import result_bytes
from qiantan.core.rules import load
from qiantan.core.study.document import Boundary, Goal, Interpretation, Stage
from qiantan.core.study.shape import Named


def _tables(made):
    return {
        block.title.split("　", 1)[1]: block
        for section in made.sections()
        for block in section.blocks
        if isinstance(block, Table)
    }


def _section(made, number):
    return next(section for section in made.sections() if section.number == number)


def _words(section):
    parts = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            parts.append(block.text)
        elif isinstance(block, Facts):
            parts += [f"{label}={text}" for label, text in block.rows]
        elif isinstance(block, Table):
            parts += ["|".join(row) for row in block.rows]
    return "\n".join(parts)


@pytest.fixture(scope="module")
def made():
    study, result = with_result()
    return content(study, result, report_number="CFP-7", issued_by="贵州省某机构", issued_on=ISSUED)


def test_the_cover_names_what_identifies_the_report(made):
    assert made.cover.facts == (
        ("产品名称", "普通硅酸盐水泥（黔岭牌）"),
        ("规格型号", "P·O 42.5 散装"),
        ("生产者名称", "贵州黔岭水泥有限公司"),
        ("系统边界", "摇篮到大门（部分碳足迹）"),
        ("代表时段", "2025年1月1日至2025年12月31日"),
        ("报告编号", "CFP-7"),
        ("出具机构", "贵州省某机构"),
        ("日期", "2026年3月9日"),
    )
    # (1300×4.2 + 120×(1950 + 3.1×29.8 + 0.03×273) + 100000×0.5777 + 520000 + 60×4.2 + 60000×0.074 + 10×3.7)/1300
    # = 834 027.4/1300 = 641.5595; the landfill burns 2 kg of diesel for each of 5 t of dust.
    assert made.cover.headline == "641.560"
    assert made.cover.headline_unit == "kgCO2e/1 t"


def test_every_item_stands_in_the_index_and_in_a_section(made):
    letters = {letter for section in made.sections() for letter in section.letters}
    assert letters == {item.letter for item in load.standard().report_items}
    index = _tables(made)["报告项目（a）至（t）索引"]
    assert [row[0] for row in index.rows] == [f"（{letter}）" for letter in "abcdefghijklmnopqrst"]
    numbers = {section.number for section in made.sections()}
    assert all(place.split(" ")[0] in numbers for row in index.rows for place in row[2].split("；"))


def test_no_section_is_empty(made):
    assert [section.number for section in made.sections() if not section.blocks] == []


@pytest.mark.parametrize(
    "title", ["按生命周期阶段", "按单元过程", "按温室气体", "按来源类别", "分账户结果", "贡献最大的交换（kgCO2e/1 t）"]
)
def test_every_table_adds_up_to_the_headline(made, title):
    table = _tables(made)[title]
    column = [column.align for column in table.columns].index("right")
    figures = [Decimal(row[column].replace(",", "")) for row in table.rows]
    assert table.total
    assert sum(figures[:-1]) == figures[-1] == Decimal(made.cover.headline)


def test_shares_add_up_to_a_hundred(made):
    for title in ("按生命周期阶段", "按单元过程", "按温室气体", "按来源类别", "贡献最大的交换（kgCO2e/1 t）"):
        shares = [Decimal(row[-1].removesuffix("%")) for row in _tables(made)[title].rows]
        assert sum(shares[:-1]) == shares[-1] == Decimal("100.0")


def test_tables_and_charts_are_numbered_through(made):
    titles = [b.title for s in made.sections() for b in s.blocks if isinstance(b, (Table, Bars, Flow))]
    tables = [title for title in titles if title.startswith("表")]
    assert [title.split("　")[0] for title in tables] == [f"表 {n}" for n in range(1, len(tables) + 1)]
    assert [title.split("　")[0] for title in titles if title.startswith("图")] == ["图 1", "图 2"]


def test_the_flow_chart_conserves_what_flows(made):
    flow = next(b for s in made.sections() for b in s.blocks if isinstance(b, Flow))
    for column in range(flow.columns - 1):
        boxes = {i for i, box in enumerate(flow.boxes) if box.column == column}
        sent = sum(s.thickness for s in flow.strands if s.source in boxes)
        assert sent == pytest.approx(sum(flow.boxes[i].height for i in boxes), rel=1e-12)
    assert all(box.top >= 0 and box.top + box.height <= 1 + 1e-9 for box in flow.boxes)


def test_electricity_is_compared_with_the_grid(made):
    words = _words(_section(made, "4.5"))
    assert "按本研究的归属=641.560 kgCO2e/1 t" in words
    assert "差异=0.000 kgCO2e/1 t（0.0%）" in words
    assert "不使用组织层面的电力二氧化碳排放因子" in words


def test_factors_are_listed_with_source_and_certainty(made):
    rows = {row[0]: row for row in _tables(made)["所用因子与参数"].rows}
    assert rows["coal"] == (
        "coal",
        "1950 kg CO2/t；3.1 kg CH4/t；0.03 kg N2O/t",
        "worked by hand for a test",
        "2024，CN",
        "低",
    )


def test_cut_off_register_shows_reason_and_share(made):
    """450 kg over 1300 t is 0.346 kg per t of 641.560: 0.05 %."""
    assert _tables(made)["取舍登记"].rows == (("grinding_aid", "极少量", "0.346", "0.05%"),)


def test_the_proof_names_both_files_and_the_command(made):
    _, result = with_result()
    words = _words(_section(made, "B.1"))
    assert f"研究文件 SHA-256={result.study_sha256}" in words
    assert f"结果文件 SHA-256={sha256(result_bytes(result))}" in words
    assert "重算命令=qiantan recompute study.json" in words


def test_the_english_extract_bears_the_same_numbers(made):
    rows = dict(made.extract.sections[0].blocks[0].rows)
    assert rows["1.3 Result"] == "641.560 kgCO2e per 1 t"
    assert {key.split(" ")[0] for key in rows} <= {section.number for section in made.sections()}


def test_without_number_and_date_the_digest_numbers_the_report():
    study, result = with_result()
    made = content(study, result)
    assert made.number == f"CFP-2025-{result.study_sha256[:10].upper()}"
    assert made.cover.issuer == "贵州黔岭水泥有限公司"
    assert made.dated == "2026-01-01"


def test_an_empty_item_refuses_the_report_and_every_gap_is_named():
    stage = Stage(id="production", name=Named(zh="生产", en="Production"), included=True)
    stages = (
        stage,
        Stage(id="raw_materials", name=Named(zh="原料", en="Raw"), included=True),
        Stage(id="use", name=Named(zh="使用", en="Use"), included=False),
    )
    study, result = with_result(
        goal=Goal(reason="", application="投标", audience="采购单位"),
        boundary=Boundary(type="cradle_to_gate", stages=stages),
        interpretation=Interpretation(conclusions=" "),
        grid_factor=None,
        choices=(),
    )
    with pytest.raises(ReportIncomplete) as caught:
        content(study, result)
    found = caught.value.findings
    assert [(finding.code, finding.place) for finding in found] == [
        ("REPORT-COVER", "/goal/reason"),
        ("REPORT-L", "/grid_factor"),
        ("REPORT-M", "/interpretation/conclusions"),
        ("REPORT-M", "/interpretation/limitations"),
        ("REPORT-O", "/boundary/stages/2/reason"),
        ("REPORT-O", "/boundary/excluded_inputs"),
    ]
    assert all(finding.severity is Severity.BLOCKING for finding in found)
    assert found[2].message.zh == "报告项目（m）结果解释、结论与局限：缺少结论。"
    assert found[2].message.en == "report item (m) Interpretation, conclusions and limitations: conclusions missing."


def test_a_result_of_another_study_is_refused():
    _, result = with_result()
    other = finished(title="另一项研究")
    with pytest.raises(ReportIncomplete) as caught:
        content(other, result)
    assert [finding.place for finding in caught.value.findings] == ["/study_sha256"]
