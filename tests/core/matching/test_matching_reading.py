"""What a bill says, however it is pasted; everything wrong with it at once, and nothing lost."""

import io
from decimal import Decimal

import pytest
import xlsxwriter

from qiantan.core.findings import Severity
from qiantan.core.matching.reading import MOST_CONTENT, MOST_LINES, read_file, read_text


def told(reading):
    """The lines of a reading as (name, amount, unit)."""
    return [(line.name, str(line.amount), line.unit) for line in reading.lines]


def codes(reading):
    """The codes and places of all findings."""
    return [(one.code, one.place) for one in reading.findings]


TWO = [("石灰石", "1250000", "t"), ("液氨", "120.5", "kg")]


@pytest.mark.parametrize(
    "text",
    [
        "石灰石\t1,250,000\tt\n液氨\t120.5\tkg",
        "名称\t数量\t单位\n石灰石\t１，２５０，０００\t吨\n液氨\t120.5\t公斤",
        "序号\t物料名称\t计量单位\t消耗量\n1\t石灰石\tt\t1250000\n2\t液氨\t千克\t120.5",
        "1\t石灰石\t1250000\tt\n2\t液氨\t120.5\tkg",
        "石灰石,1,250,000,t\n液氨,120.5,kg",
        '"石灰石","1,250,000","t"\n"液氨",120.5,kg',
        "石灰石;1250000;t\n液氨;120.5;kg",
        "石灰石 1,250,000 t\n液氨 120.5 kg",
        "石灰石\t1250000t\n液氨\t120.5 kg",
        "Material\tQuantity\tUnit\r\n石灰石\t1250000\tt\r\n\r\n液氨\t120.5\tkg\r\n",
        "石灰石\tt\t1250000\n液氨\tkg\t120.5",
    ],
)
def test_the_same_bill_in_many_forms(text):
    reading = read_text(text)
    assert told(reading) == TWO
    assert reading.is_complete


def test_units_of_the_trade_are_understood():
    reading = read_text("煤\t1.2\t万吨\n电\t200\t万度\n氨\t3\t公斤\n汽\t5\t百万kJ\n气\t7\t万Nm3")
    assert told(reading) == [
        ("煤", "1.2", "万t"),
        ("电", "200", "万kWh"),
        ("氨", "3", "kg"),
        ("汽", "5", "百万kJ"),
        ("气", "7", "万Nm3"),
    ]


def test_a_heading_may_name_the_unit_of_all_amounts():
    assert told(read_text("物料\t用量（kg）\n尿素\t5\n纯碱\t6")) == [("尿素", "5", "kg"), ("纯碱", "6", "kg")]


def test_supplier_origin_and_code_are_read():
    [line] = read_text("名称\t数量\t单位\t供应商\t产地\tCAS号\t备注\n液氨\t1\tt\t甲厂\t贵州\t7664-41-7\t脱硝").lines
    assert (line.supplier, line.origin, line.code, line.note) == ("甲厂", "贵州", "7664-41-7", "脱硝")
    assert line.raw == "液氨\t1\tt\t甲厂\t贵州\t7664-41-7\t脱硝"


def test_all_faults_are_found_together_with_line_value_and_remedy():
    reading = read_text("名称\t数量\t单位\n液氨\t十二\tt\n\t5\tt\n纸箱\t10\t箱\n石膏\t-3\tt\n尿素\t\t\n纯碱\t5\tt")
    assert codes(reading) == [
        ("BOM-NUMBER", "line/2/amount"),
        ("BOM-NAME", "line/3/name"),
        ("BOM-UNIT-UNKNOWN", "line/4/unit"),
        ("BOM-NEGATIVE", "line/5/amount"),
        ("BOM-AMOUNT", "line/6/amount"),
        ("BOM-UNIT", "line/6/unit"),
    ]
    assert all(one.message.zh and one.message.en and one.expected.zh and one.remedy.zh for one in reading.findings)
    assert reading.findings[0].found == "十二"
    assert told(reading) == [("纯碱", "5", "t")]
    assert not reading.is_complete


def test_sums_are_passed_over_and_told():
    reading = read_text("名称\t数量\t单位\n石灰石\t5\tt\n合计\t5\tt")
    assert told(reading) == [("石灰石", "5", "t")]
    assert [(one.code, one.severity) for one in reading.findings] == [("BOM-SUM", Severity.NOTE)]
    assert reading.is_complete


def test_two_units_that_differ_are_questioned():
    assert ("BOM-UNIT-TWO", "line/1/unit") in codes(read_text("液氨\t5kg\tt"))


def test_an_empty_bill_and_a_long_one_are_refused():
    assert codes(read_text("  \n")) == [("BOM-EMPTY", "")]
    reading = read_text("\n".join(f"物料{n}\t1\tt" for n in range(MOST_LINES + 1)))
    assert [one.code for one in reading.findings] == ["BOM-LINES"]


def test_a_heading_without_amounts_is_told():
    assert codes(read_text("名称\t单位\n液氨\tt"))[0] == ("BOM-COLUMN", "line/1")


def test_columns_nobody_asks_for_are_told_and_kept_in_the_raw_line():
    reading = read_text("名称\t数量\t单位\t库位\n液氨\t1\tt\tA-3")
    assert [(one.code, one.found) for one in reading.findings] == [("BOM-COLUMN-OTHER", "库位")]
    assert reading.lines[0].raw.endswith("A-3")


def workbook(rows):
    """A workbook with these rows on its second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet("说明").write(0, 0, "内部使用")
    sheet = book.add_worksheet("清单")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_a_workbook_is_read_from_the_sheet_with_a_heading():
    content = workbook([["2025 年"], ["物料名称", "数量", "单位"], ["石灰石", 1250000, "t"], ["液氨", 120.5, "kg"]])
    reading = read_file("清单.xlsx", content)
    assert told(reading) == TWO
    assert reading.text.splitlines()[-1] == "液氨\t120.5\tkg"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_the_encodings_people_have(encoding):
    content = "名称,数量,单位\n石灰石,1250000,t\n液氨,120.5,kg\n".encode(encoding)
    assert told(read_file("a.csv", content)) == TWO


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", b"PK\x03\x04nonsense"])
def test_other_files_are_refused_with_a_reason(content):
    reading = read_file("a.bin", content)
    assert reading.lines == ()
    assert [one.severity for one in reading.findings] == [Severity.BLOCKING]


def test_an_amount_keeps_its_digits():
    assert read_text("液氨\t0.100\tt").lines[0].amount == Decimal("0.100")


def test_a_file_of_no_reasonable_size_is_refused_before_it_is_read():
    reading = read_file("a.csv", b"x" * (MOST_CONTENT + 1))
    assert [one.code for one in reading.findings] == ["BOM-LARGE"]
