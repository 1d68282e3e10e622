"""Broken and hostile workbooks, each made by a small function: its name is its name in the museum's table.

Nothing hostile is kept as a file; every case says by its few lines what is wrong with it.
"""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any, Final

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

Maker = Callable[[], bytes]
MAKERS: Final[dict[str, tuple[str, Maker]]] = {}
BASICS, MAKING, TABLE = (f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4))
OUTPUT = f"{MADE}!C5"


def exhibit(name: str = "工厂.xlsx") -> Callable[[Maker], Maker]:
    """Put a maker into the museum under its own name; `name` is the file's name as uploaded."""

    def add(maker: Maker) -> Maker:
        MAKERS[maker.__name__.replace("_", "-")] = (name, maker)
        return maker

    return add


def cells(key: str, changes: dict[str, Any]) -> None:
    """Put a workbook with a few changed cells into the museum."""
    MAKERS[key] = ("工厂.xlsx", lambda: edited(changes))


# --- files that are no workbook --------------------------------------------------------------------------------------


@exhibit()
def empty_file() -> bytes:
    return b""


@exhibit()
def picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + bytes(100)


@exhibit("工厂.xls")
def old_xls() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@exhibit()
def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(100)


@exhibit("工厂.xls")
def web_page_called_xls() -> bytes:
    return b"<html><table><tr><td>1</td></tr></table></html>"


@exhibit("工厂.ods")
def open_document() -> bytes:
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@exhibit("工厂.xlsb")
def binary_workbook() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"\0\1"})


@exhibit("工厂.xlsm")
def macros() -> bytes:
    return zipped(parts_of(filled()) | {"xl/vbaProject.bin": b"\xd0\xcf"})


@exhibit("报告.docx")
def word_document() -> bytes:
    return zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})


@exhibit()
def truncated() -> bytes:
    return filled()[:-400]


@exhibit()
def torn_at_the_start() -> bytes:
    return b"PK" + filled()[600:]


@exhibit()
def broken_xml() -> bytes:
    parts = parts_of(filled())
    return zipped(parts | {MAKING: parts[MAKING][:900] + b"<c <<<"})


@exhibit()
def no_worksheet_part() -> bytes:
    parts = parts_of(filled())
    del parts[MAKING]
    return zipped(parts)


@exhibit()
def billion_laughs() -> bytes:
    parts = parts_of(filled())
    laugh = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    return zipped(parts | {"xl/workbook.xml": parts["xl/workbook.xml"].replace(b"<?xml", laugh + b"<!--", 1)})


# --- hostile archives ------------------------------------------------------------------------------------------------


@exhibit()
def bomb() -> bytes:
    """Fifty megabytes that inflate to fifty gigabytes, honestly declared."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = block.compress(bytes(4 * 1024 * 1024)) + block.flush()
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, 1001)]
    padded = packed + bytes(50 * 1024 - len(packed))
    return handmade([(name, padded, 52 * 1024 * 1024, 0) for name in names])


@exhibit()
def lying_bomb() -> bytes:
    """A sheet that declares 1,000 bytes and inflates to 300 MB."""
    block = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(block.compress(bytes(1024 * 1024)) for _ in range(300)) + block.flush()
    parts = parts_of(filled())
    members = [(name, raw(part), len(part), zlib.crc32(part)) for name, part in parts.items() if name != MAKING]
    return handmade([*members, (MAKING, packed, 1000, 0)])


@exhibit()
def high_ratio() -> bytes:
    return zipped(parts_of(filled()) | {"xl/media/image1.png": bytes(20 * 1024 * 1024)})


@exhibit()
def many_members() -> bytes:
    """Two hundred thousand members; the counter of the directory holds only sixteen bits."""
    return handmade([(f"m{number}", b"", 0, 0) for number in range(200_000)])


@exhibit()
def three_thousand_members() -> bytes:
    return zipped({f"xl/media/{number}.png": b"x" for number in range(3_000)})


@exhibit()
def climbing_member() -> bytes:
    return zipped(parts_of(filled()) | {"../../etc/passwd": b"x"})


@exhibit()
def absolute_member() -> bytes:
    return zipped(parts_of(filled()) | {"/etc/passwd": b"x"})


@exhibit()
def backslash_member() -> bytes:
    return zipped(parts_of(filled()) | {"..\\..\\boot.ini": b"x"})


@exhibit()
def member_twice() -> bytes:
    part = raw(b"<x/>")
    return handmade([("xl/workbook.xml", part, 4, zlib.crc32(b"<x/>"))] * 2)


@exhibit()
def member_twice_but_for_case() -> bytes:
    return zipped(parts_of(filled()) | {"XL/Workbook.xml": b"<x/>"})


@exhibit()
def overlapping_members() -> bytes:
    """Two entries of the directory share one place, so that little data inflates twice."""
    content = bytearray(zipped({"a.xml": b"x" * 400, "b.xml": b"y" * 400}))
    end = content.rindex(b"PK\5\6")
    second = content.index(b"PK\1\2", content.index(b"PK\1\2") + 4, end)
    content[second + 42 : second + 46] = struct.pack("<L", 0)
    return bytes(content)


@exhibit()
def encrypted_member() -> bytes:
    content = bytearray(filled())
    first = content.index(b"PK\1\2")
    content[first + 8] |= 1
    return bytes(content)


@exhibit()
def wrong_checksum() -> bytes:
    content = bytearray(filled())
    first = content.index(b"PK\1\2")
    content[first + 16] ^= 0xFF
    return bytes(content)


def raw(part: bytes) -> bytes:
    """Return data deflated as an archive keeps it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(part) + packer.flush()


def handmade(members: list[tuple[str, bytes, int, int]]) -> bytes:
    """Return an archive written by hand: name, packed bytes, declared size, declared checksum."""
    out, directory = io.BytesIO(), io.BytesIO()
    for name, packed, size, checksum in members:
        place = out.tell()
        plain = name.encode()
        common = struct.pack("<5H3L2H", 20, 0, 8, 0, 33, checksum, len(packed), size, len(plain), 0)
        out.write(b"PK\3\4" + common + plain + packed)
        directory.write(b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<3H2L", 0, 0, 0, 0, place) + plain)
    place, listed = out.tell(), directory.getvalue()
    count = min(len(members), 0xFFFF)
    out.write(listed + b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, len(listed), place, 0))
    return out.getvalue()


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
