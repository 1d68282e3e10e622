"""Broken workbooks: templates, sheets, columns, rows and cells as people leave them, each made by a small function."""

from typing import Any

from tests.factories import hostile_files  # noqa: F401 - its makers enter the museum
from tests.factories.exhibits import MAKERS, exhibit
from tests.factories.workbooks import (
    BOUGHT,
    MADE,
    ONCE,
    PLANT,
    answers,
    edited,
    filled,
    on_sheet,
    parts_of,
    patched,
    reworked,
    said,
    zipped,
)

from qiantan.core.formats.workbook import write_csv_template, write_template
from qiantan.core.templates.activity import ActivityData

__all__ = ["MAKERS"]
BASICS, MAKING, TABLE = (f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4))
OUTPUT = f"{MADE}!C5"


def cells(key: str, changes: dict[str, Any]) -> None:
    """Put a workbook with a few changed cells into the museum."""
    MAKERS[key] = ("工厂.xlsx", lambda: edited(changes))


# --- templates -------------------------------------------------------------------------------------------------------


@exhibit()
def unknown_template() -> bytes:
    return reworked(lambda book: book["_qiantan"].__setitem__("B1", "cemnt"))


@exhibit()
def older_version() -> bytes:
    return reworked(lambda book: book["_qiantan"].__setitem__("B2", "2"))


@exhibit()
def newer_version() -> bytes:
    return reworked(lambda book: book["_qiantan"].__setitem__("B2", "4"))


@exhibit()
def changed_template() -> bytes:
    return reworked(lambda book: book["_qiantan"].__setitem__("B3", "0" * 64))


@exhibit()
def mark_lost() -> bytes:
    return reworked(lambda book: book.remove(book["_qiantan"]))


@exhibit()
def somebody_elses_workbook() -> bytes:
    def replace(book: Any) -> None:
        for name in book.sheetnames[1:]:
            book.remove(book[name])
        sheet = book[book.sheetnames[0]]
        sheet.title = "工资表"
        for row in sheet.iter_rows():
            for cell in row:
                if type(cell).__name__ == "Cell":
                    cell.value = None
        sheet["A1"] = "姓名"

    return reworked(replace)


# --- sheets, columns, rows -------------------------------------------------------------------------------------------


@exhibit()
def sheet_missing() -> bytes:
    return reworked(lambda book: book.remove(book[MADE]))


@exhibit()
def own_sheet() -> bytes:
    def add(book: Any) -> None:
        book.create_sheet("我的计算")["B2"] = 42

    return reworked(add)


@exhibit()
def sheet_copied() -> bytes:
    return reworked(lambda book: book.copy_worksheet(book[MADE]))


@exhibit()
def heading_lost() -> bytes:
    return on_sheet(MADE, lambda sheet: sheet.delete_rows(1, 4))


@exhibit()
def column_unknown() -> bytes:
    return edited({f"{BOUGHT}!N4": "供应商", f"{BOUGHT}!N6": "甲公司", f"{BOUGHT}!N7": "乙公司"})


@exhibit()
def column_misspelt() -> bytes:
    return edited({f"{BOUGHT}!E3": None, f"{BOUGHT}!E4": "销耗量"})


@exhibit()
def column_twice() -> bytes:
    return edited({f"{BOUGHT}!N4": "消耗量", f"{BOUGHT}!N6": 5})


@exhibit()
def row_unknown() -> bytes:
    return edited({f"{MADE}!B9": "产品产量（二期）", f"{MADE}!C9": 80})


@exhibit()
def field_twice() -> bytes:
    return edited({f"{MADE}!B9": "产品产量", f"{MADE}!C9": 80})


@exhibit()
def name_overwritten() -> bytes:
    return edited({f"{MADE}!B5": "二号线产量"})


@exhibit()
def row_repeated() -> bytes:
    values = {
        f"{BOUGHT}!{column}{row}": value for row in (8, 9) for column, value in zip("CE", ("砂岩", 7), strict=True)
    }
    return edited(values)


@exhibit()
def too_many_rows() -> bytes:
    return edited({f"{BOUGHT}!{c}{row}": v for row in range(8, 320) for c, v in (("C", f"料{row}"), ("E", row))})


@exhibit()
def total_row() -> bytes:
    return edited({f"{BOUGHT}!C8": "合 计", f"{BOUGHT}!E8": 1600.5})


@exhibit()
def merged_figures() -> bytes:
    return on_sheet(BOUGHT, lambda sheet: sheet.merge_cells("E6:E7"))


@exhibit()
def hidden_row() -> bytes:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[7].hidden = True

    return on_sheet(BOUGHT, hide)


@exhibit()
def far_cell() -> bytes:
    return edited({f"{MADE}!XFD1048576": 1})


@exhibit()
def far_cell_in_many_sheets() -> bytes:
    return edited({f"{sheet}!ZZ900000": 1 for sheet in (ONCE, MADE, BOUGHT)})


@exhibit()
def note_above_the_heading() -> bytes:
    return edited({f"{MADE}!D1": "张工填写"})


@exhibit()
def guidance_overwritten() -> bytes:
    return edited({f"{MADE}!H5": "含二期 300 吨"})


@exhibit()
def unit_alone() -> bytes:
    return edited({f"{BOUGHT}!F9": "kg"})


# --- cells -----------------------------------------------------------------------------------------------------------

cells("words-for-a-figure", {OUTPUT: "待统计"})
cells("comma-for-a-point", {OUTPUT: "125,5"})
cells("continental-figure", {OUTPUT: "1.250,5"})
cells("about", {OUTPUT: "约 12.5 万吨"})
cells("span", {OUTPUT: "120～130"})
cells("infinite-text", {OUTPUT: "1e999"})
cells("two-points", {OUTPUT: "1.2.3"})
cells("error-in-words", {OUTPUT: "#NAME?"})
cells("truth-value", {OUTPUT: True})
cells("unit-unknown", {f"{MADE}!D5": "顿"})
cells("unit-unknown-beside", {OUTPUT: "125 车"})
cells("unit-with-two-readings", {f"{MADE}!D5": "MT"})
cells("unit-contradicted", {f"{MADE}!C7": "12 MWh"})
cells("unit-beside-default", {f"{MADE}!C5": "12.5 万吨"})
cells("unit-cleared", {f"{MADE}!D5": None})
cells("unit-of-another-dimension", {f"{MADE}!D5": "kWh"})
cells("unit-for-words", {f"{ONCE}!D5": "吨"})
cells("source-misspelt", {f"{MADE}!E5": "台帐表"})
cells("dash", {OUTPUT: "—"})
cells("not-applicable-without-reason", {f"{MADE}!G8": None})
cells("not-applicable-in-table", {f"{BOUGHT}!E6": "N/A"})
cells("date-in-words", {f"{ONCE}!C7": "年初"})
cells("date-swapped", {f"{ONCE}!C7": "03/04/2025"})
cells("date-impossible", {f"{ONCE}!C7": "2025-02-30"})
cells("date-only-a-month", {f"{ONCE}!C8": "2025年12月"})
cells("date-only-a-year", {f"{ONCE}!C7": "2025年"})
cells("month-or-tenth", {f"{ONCE}!C9": 2025.1})
cells("month-in-words", {f"{ONCE}!C9": "三季度"})
cells("choice-misspelt", {f"{ONCE}!C10": "尊义市"})
cells("choice-in-table-misspelt", {f"{BOUGHT}!D7": "粘土、页岩"})
cells("code-too-short", {f"{ONCE}!C6": "91520000MA0000"})
cells("code-with-letter-o", {f"{ONCE}!C6": "91520000MAOO000008"})
cells("code-as-number", {f"{ONCE}!C6": 915200001234567890})
cells("text-too-long", {f"{ONCE}!C5": "长" * 501})
cells("formula-without-result", {OUTPUT: "=C6*2"})
cells("required-empty", {OUTPUT: None})
cells("negative", {OUTPUT: -5})
cells("period-backwards", {f"{ONCE}!C8": "2024-12-31"})


@exhibit()
def date_for_a_figure() -> bytes:
    import datetime as dt

    return edited({OUTPUT: dt.datetime(2025, 3, 1)})  # noqa: DTZ001 - spreadsheets know no time zones


@exhibit()
def error_values() -> bytes:
    content = filled()
    for part, old, shown in ((MAKING, "<v>125000</v>", "#DIV/0!"), (TABLE, "<v>1600.5</v>", "#REF!")):
        cell = old.join(_around(parts_of(content)[part].decode(), old))
        broken = cell.replace(">", ' t="e">', 1).replace(old, f"<f>1/0</f><v>{shown}</v>")
        content = patched(part, cell, broken, content)
    return content


def _around(xml: str, value: str) -> tuple[str, str]:
    """Return the cell's tags before and behind a value."""
    at = xml.index(value)
    return xml[xml.rindex("<c ", 0, at) : at], "</c>"


@exhibit()
def million_digits() -> bytes:
    return patched(MAKING, "<v>125000</v>", f"<v>{'9' * 1_000_000}</v>")


@exhibit()
def not_a_number() -> bytes:
    return patched(MAKING, "<v>125000</v>", "<v>nan</v>")


@exhibit()
def beyond_floating() -> bytes:
    return patched(MAKING, "<v>125000</v>", "<v>1e999</v>")


@exhibit()
def shared_string_repeated() -> bytes:
    """One text of 30,000 characters named by 90,000 cells: a few kilobytes that stand for gigabytes."""
    parts = parts_of(filled())
    strings = parts["xl/sharedStrings.xml"].decode()
    parts["xl/sharedStrings.xml"] = strings.replace("测试产品", "长" * 30_000, 1).encode()
    index = strings[: strings.index("测试产品")].count("<si>") - 1
    row = "".join(f'<c r="{chr(65 + i % 26)}{{0}}" t="s"><v>{index}</v></c>' for i in range(10))
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in range(20, 9_020))
    parts[TABLE] = parts[TABLE].decode().replace("</sheetData>", f"{rows}</sheetData>").encode()
    return zipped(parts)


def two_hundred_errors() -> bytes:
    """Return a workbook with one approximate figure on each of two hundred rows."""
    rows = tuple({"name": said(f"料 {number}"), "amount": said(f"约 {number}", "t")} for number in range(200))
    data = ActivityData(template="plant", version=3, fields=answers().fields, rows={"bought": rows})
    return write_template(PLANT, data)


# --- csv -------------------------------------------------------------------------------------------------------------


def _csv(old: str, new: str, encoding: str = "utf-8-sig") -> bytes:
    text = write_csv_template(PLANT, answers()).decode("utf-8-sig")
    assert old in text
    return text.replace(old, new, 1).encode(encoding)


@exhibit("工厂.csv")
def csv_broken_bytes() -> bytes:
    return _csv("用电量", "用电量", "gb18030").replace("遵义市".encode("gb18030"), b"\x81\xff\xff")


@exhibit("工厂.csv")
def csv_unknown_section() -> bytes:
    return _csv("产量,,output", "产出,,output")


@exhibit("工厂.csv")
def csv_row_in_words() -> bytes:
    return _csv("原料,2,amount", "原料,二,amount")


@exhibit("工厂.csv")
def csv_unknown_field() -> bytes:
    return _csv("产量,,output,产品产量", "产量,,outputs,产量合计")


@exhibit("工厂.csv")
def csv_further_column() -> bytes:
    return _csv("发票 1,", "发票 1,,甲公司")


@exhibit("工厂.csv")
def csv_unknown_template() -> bytes:
    return _csv("#qiantan,plant", "#qiantan,plants")


@exhibit("工厂.csv")
def csv_of_something_else() -> bytes:
    return "姓名,工资\r\n张三,1\r\n".encode("gb18030")
