"""The workbook of proposals: what is written is read back; broken ones give every finding at its cell, and nothing else."""

import io
from collections.abc import Callable

import openpyxl
import pytest
from tests.factories import hostile_files
from tests.factories.proposals import TODAY, proposal

from qiantan.core.datasets.proposal.fields import FIELDS
from qiantan.core.formats.proposals import read, write

COLUMN = {key: openpyxl.utils.get_column_letter(number) for number, key in enumerate(FIELDS, 1)}


def changed(change: Callable, *proposals) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(write(proposals or [proposal()])))
    change(book["数据集"], book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def put(key: str, value) -> Callable:
    return lambda sheet, book: sheet.__setitem__(f"{COLUMN[key]}4", value)


def found(content: bytes) -> list[tuple[str, str]]:
    reading = read("因子.xlsx", content, today=TODAY)
    assert reading.proposals == ()
    return [(one.code, one.place) for one in reading.findings]


def test_what_is_written_is_read_back():
    given = [proposal(), proposal(name_zh="测试用纸面石膏板", co2e="116.233", spread="1.1")]
    reading = read("因子.xlsx", write(given), today=TODAY)
    assert reading.findings == ()
    assert list(reading.proposals) == given


def test_five_hundred_rows_are_read_and_the_next_refused():
    given = [proposal(name_zh=f"测试用石膏板{number}") for number in range(501)]
    assert len(read("因子.xlsx", write(given[:500]), today=TODAY).proposals) == 500
    assert found(write(given)) == [("PW-ROWS", "数据集!A504")]


def test_the_same_content_gives_the_same_bytes():
    assert write() == write()


def test_the_template_itself_has_no_dataset_and_says_so():
    assert found(write()) == [("PW-EMPTY", "数据集")]


def test_numbers_dates_and_percentages_are_read_as_typed():
    def change(sheet, book):
        import datetime as dt

        sheet[f"{COLUMN['co2_fossil']}4"] = 110.1
        sheet[f"{COLUMN['reference_year']}4"] = 2024
        sheet[f"{COLUMN['valid_to']}4"] = dt.date(2029, 12, 31)
        sheet[f"{COLUMN['share_of_supply']}4"] = 0.35
        sheet[f"{COLUMN['share_of_supply']}4"].number_format = "0%"
        sheet[f"{COLUMN['geography']}4"] = "Guizhou"

    [answers] = read("因子.xlsx", changed(change), today=TODAY).proposals
    assert {
        key: answers[key] for key in ("co2_fossil", "reference_year", "valid_to", "share_of_supply", "geography")
    } == {
        "co2_fossil": "110.1",
        "reference_year": "2024",
        "valid_to": "2029-12-31",
        "share_of_supply": "35",
        "geography": "CN-520000",
    }


def test_columns_may_stand_in_another_order_and_be_named_in_english():
    keys = [key for key in reversed(FIELDS) if key in proposal()]
    lines = [
        ",".join(FIELDS[key].label.en.replace(",", "") if "," not in FIELDS[key].label.en else key for key in keys)
    ]
    lines.append(",".join(f'"{proposal()[key]}"' for key in keys))
    reading = read("因子.csv", "\n".join(lines).encode(), today=TODAY)
    assert reading.findings == ()
    assert reading.proposals == (proposal(),)


BROKEN = {
    "figure-in-words": (put("co2_fossil", "一百一十"), [("PR-FIGURE", f"数据集!{COLUMN['co2_fossil']}4")]),
    "figure-with-unit": (put("co2_fossil", "110 kg"), [("PR-FIGURE", f"数据集!{COLUMN['co2_fossil']}4")]),
    "unit-unknown": (put("per", "车"), [("PR-UNIT", f"数据集!{COLUMN['per']}4")]),
    "page-missing": (put("page", None), [("PR-MISSING", f"数据集!{COLUMN['page']}4")]),
    "licence-unknown": (put("licence", "公开"), [("PR-CHOICE", f"数据集!{COLUMN['licence']}4")]),
    "year-in-words": (put("reference_year", "前年"), [("PR-YEAR", f"数据集!{COLUMN['reference_year']}4")]),
    "error-value": (
        put("co2_fossil", "#DIV/0!"),
        [("PW-CELL-ERROR", f"数据集!{COLUMN['co2_fossil']}4")],
    ),
    "formula-without-result": (
        put("co2_fossil", "=100+10"),
        [("PW-CELL-FORMULA", f"数据集!{COLUMN['co2_fossil']}4")],
    ),
    "truth-value": (put("co2_fossil", True), [("PR-FIGURE", f"数据集!{COLUMN['co2_fossil']}4")]),
    "column-unknown": (
        lambda sheet, book: (sheet.__setitem__("AZ2", "我的备注"), sheet.__setitem__("AZ4", "别丢")),
        [("PW-COLUMN-UNKNOWN", "数据集!AZ2")],
    ),
    "column-twice": (
        lambda sheet, book: (sheet.__setitem__("AZ2", "中文名称"), sheet.__setitem__("AZ4", "另一个")),
        [("PW-COLUMN-TWICE", "数据集!AZ2")],
    ),
    "column-gone": (
        lambda sheet, book: sheet.delete_cols(list(FIELDS).index("page") + 1),
        [("PR-MISSING", "数据集!4")],
    ),
    "headings-gone": (lambda sheet, book: sheet.delete_rows(1, 3), [("PW-SHEET", "因子.xlsx")]),
    "sheet-hidden": (lambda sheet, book: setattr(sheet, "sheet_state", "hidden"), [("PW-SHEET", "因子.xlsx")]),
    "row-twice": (
        lambda sheet, book: [sheet.cell(5, one.column, one.value) for one in sheet[4]],
        [("PW-TWICE", "数据集!A5")],
    ),
    "three-at-once": (
        lambda sheet, book: (
            put("page", None)(sheet, book),
            put("per", "车")(sheet, book),
            put("gwp_set", "AR7")(sheet, book),
        ),
        [
            ("PR-UNIT", f"数据集!{COLUMN['per']}4"),
            ("PR-CHOICE", f"数据集!{COLUMN['gwp_set']}4"),
            ("PR-MISSING", f"数据集!{COLUMN['page']}4"),
        ],
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_workbook_says_what_is_wrong_at_its_cells_and_gives_nothing(name):
    change, expected = BROKEN[name]
    assert found(changed(change)) == expected


HOSTILE = {
    "empty_file": "WB-FILE-EMPTY",
    "picture": "WB-FILE-KIND",
    "old_xls": "WB-FILE-XLS",
    "encrypted": "WB-FILE-PASSWORD",
    "web_page_called_xls": "WB-FILE-KIND",
    "open_document": "WB-FILE-ODS",
    "binary_workbook": "WB-FILE-XLSB",
    "macros": "WB-FILE-MACRO",
    "word_document": "WB-FILE-KIND",
    "truncated": "WB-ZIP-DAMAGED",
    "billion_laughs": "WB-FILE-ENTITY",
    "bomb": "WB-FILE-LARGE",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_by_name_before_they_are_parsed(name):
    codes = {code for code, _ in found(getattr(hostile_files, name)())}
    assert len(codes) == 1
    assert codes <= {HOSTILE[name], "WB-ZIP-SIZE"}
