"""The marked workbook: comments and colours at the cells, a list with links, and nothing of the person's lost."""

import io

import openpyxl
import pytest
from openpyxl.comments import Comment
from tests.factories.workbooks import (
    MADE,
    ONCE,
    PLANT,
    answers,
    edited,
    filled,
    parts_of,
    reworked,
    template_of,
    zipped,
)

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.formats.workbook import MarkError, mark, read, write_csv_template
from qiantan.core.formats.workbook.wire import FINDINGS_SHEET
from qiantan.core.templates.activity import to_json


def finding(place, message="数值有误", severity=Severity.BLOCKING):
    return Finding(
        code="T", severity=severity, place=place, message=Text(message, "wrong"), remedy=Text("请改", "mend")
    )


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_the_cell_has_a_comment_and_the_list_links_to_it():
    book = opened(mark(filled(), [finding(f"{MADE}!C5"), finding(f"{ONCE}!C6", "提醒", Severity.NOTE)]))

    assert book.sheetnames[0] == FINDINGS_SHEET
    assert book.active.title == FINDINGS_SHEET
    assert book[MADE]["C5"].comment.text == "数值有误\n办法：请改"
    rows = [[cell.value for cell in row[:4]] for row in book[FINDINGS_SHEET].iter_rows(min_row=4, max_row=5)]
    assert rows == [[1, "阻断", f"{MADE}!C5", "数值有误"], [2, "提示", f"{ONCE}!C6", "提醒"]]
    assert book[FINDINGS_SHEET]["C4"].hyperlink.location == f"'{MADE}'!C5"


def test_several_findings_share_one_comment():
    book = opened(mark(filled(), [finding(f"{MADE}!C5", "甲"), finding(f"{MADE}!C5", "乙")]))

    assert book[MADE]["C5"].comment.text == "甲\n办法：请改\n\n乙\n办法：请改"


def test_findings_without_a_cell_stand_in_the_list_only():
    book = opened(mark(filled(), [finding("output"), finding("没有的表!C5")]))

    assert [book[FINDINGS_SHEET].cell(row, 3).value for row in (4, 5)] == ["output", "没有的表!C5"]
    assert book[FINDINGS_SHEET]["C4"].hyperlink is None


def test_the_cells_colour_is_a_conditional_format():
    book = opened(mark(filled(), [finding(f"{MADE}!C5")]))

    formulas = [rule.formula for area in book[MADE].conditional_formatting for rule in area.rules if "C5" in area.sqref]
    assert ['"qiantan"="qiantan"'] in formulas


def test_answers_and_own_things_are_untouched():
    def add(book):
        book[MADE]["C7"].comment = Comment("自己的批注", "张工")
        book.create_sheet("计算")["A1"] = "=1+1"

    before = zipped(parts_of(reworked(add)) | {"xl/media/photo.png": b"\x89PNG picture"})

    after = mark(before, [finding(f"{MADE}!C5"), finding(f"{MADE}!C7", "又一条")])

    assert parts_of(after)["xl/media/photo.png"] == b"\x89PNG picture"
    assert to_json(read("a.xlsx", after, template_of, ("plant",)).data) == to_json(answers())
    book = opened(after)
    assert book["计算"]["A1"].value == "=1+1"
    assert book[MADE]["C7"].comment.text == "自己的批注\n\n又一条\n办法：请改"
    assert book[MADE]["C5"].comment.author == "黔碳 qiantan"


def test_marking_again_takes_the_old_marks_away():
    once = mark(filled(), [finding(f"{MADE}!C5"), finding(f"{MADE}!C6")])

    twice = mark(once, [finding(f"{MADE}!C6", "还有")])

    book = opened(twice)
    comments = {cell.coordinate: cell.comment.text for row in book[MADE] for cell in row if cell.comment}
    assert comments == {"C6": "还有\n办法：请改"}
    assert book.sheetnames.count(FINDINGS_SHEET) == 1


def test_print_titles_still_belong_to_their_sheets():
    def titles(content):
        return {sheet.title: sheet.print_title_rows for sheet in opened(content) if sheet.print_title_rows}

    assert titles(mark(filled(), [finding(f"{MADE}!C5")])) == titles(filled())


def test_a_csv_file_becomes_a_marked_workbook():
    content = write_csv_template(PLANT, answers()).replace(b"125000", "约 125".encode())
    reading = read("工厂.csv", content, template_of, ("plant",))

    book = opened(mark(content, reading.findings))

    assert book.sheetnames == [FINDINGS_SHEET, "工厂.csv"]
    assert book["工厂.csv"]["E10"].comment.text.startswith("“约 125”是约数")


@pytest.mark.parametrize("content", [b"", b"\x89PNG", filled()[:-200]])
def test_what_cannot_be_taken_apart_is_refused(content):
    with pytest.raises(MarkError):
        mark(content, [])


def test_characters_that_xml_cannot_hold_are_left_out():
    book = opened(mark(filled(), [finding(f"{MADE}!C5", "坏\x00字\x1b符")]))

    assert book[MADE]["C5"].comment.text.startswith("坏字符")


def test_marked_workbook_of_an_edited_file():
    content = edited({f"{MADE}!C5": "约 5"})
    reading = read("a.xlsx", content, template_of, ("plant",))

    assert opened(mark(content, reading.findings))[MADE]["C5"].value == "约 5"
