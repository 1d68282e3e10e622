"""The findings of a bill in words; a place is ``line/<number>`` or ``line/<number>/<column>``."""

from collections.abc import Sequence

from qiantan.core.findings import NO_TEXT, Finding, Severity, Text

_EXAMPLE_LINE = "石灰石\t1250000\tt"
_FIX = Text("请更正这一行后重新读取；其他各行不变。", "Correct the line and read again; the other lines stay.")
COLUMN_WORDS = {
    "name": Text("名称", "name"),
    "amount": Text("数量", "amount"),
    "unit": Text("单位", "unit"),
    "supplier": Text("供应商", "supplier"),
    "origin": Text("产地", "origin"),
    "code": Text("编码", "code"),
    "note": Text("备注", "note"),
}


def empty() -> Finding:
    """Nothing was typed."""
    return _made(
        "BOM-EMPTY",
        "",
        Text("没有读到物料行。", "There is no line of material."),
        expected=Text("每行一种物料：名称、数量、单位", "one material per line: name, amount, unit"),
        example=_EXAMPLE_LINE,
        remedy=Text("请从电子表格复制后粘贴，或上传文件。", "Copy it from the spreadsheet, or upload the file."),
    )


def too_many(count: int, most: int) -> Finding:
    """The bill has more lines than are read at once."""
    return _made(
        "BOM-LINES",
        "",
        Text(f"清单有 {count} 行，一次最多 {most} 行。", f"The bill has {count} lines; at most {most} are read."),
        found=str(count),
        expected=Text(f"不超过 {most} 行", f"at most {most} lines"),
        remedy=Text("请合并同类物料，或分成几份清单。", "Merge lines of a kind, or make several bills."),
    )


def too_large(name: str, size: int, most: int) -> Finding:
    """The file is larger than a bill can be."""
    return _made(
        "BOM-LARGE",
        name,
        Text("文件太大。", "The file is too large."),
        found=f"{size / 1024 / 1024:.1f} MiB",
        expected=Text(f"不超过 {most // 1024 // 1024} MiB", f"at most {most // 1024 // 1024} MiB"),
        remedy=Text("请只保留清单所在的工作表。", "Keep only the sheet with the bill."),
    )


def no_amounts(number: int) -> Finding:
    """The heading names no column of amounts."""
    return _made(
        "BOM-COLUMN",
        f"line/{number}",
        Text("表头中没有数量一列。", "The heading names no column of amounts."),
        expected=Text("名称、数量、单位三列", "the columns name, amount and unit"),
        example="名称\t数量\t单位",
        remedy=Text("请把数量一列的表头写成“数量”。", "Call that column “amount”."),
    )


def passed_over(number: int, headings: Sequence[str]) -> Finding:
    """Columns nobody asked for are not used; they stay in the raw text of the line."""
    return _made(
        "BOM-COLUMN-OTHER",
        f"line/{number}",
        Text("有的列用不上，只作原文保留。", "Some columns are not used; they are kept as typed."),
        severity=Severity.NOTE,
        found="、".join(headings)[:200],
    )


def a_sum(number: int, name: str) -> Finding:
    """A line of totals is no material."""
    return _made(
        "BOM-SUM",
        f"line/{number}",
        Text("合计行没有读入。", "A line of totals is not read."),
        severity=Severity.NOTE,
        found=name,
    )


def no_name(number: int, raw: str) -> Finding:
    """A line without a name."""
    return _made(
        "BOM-NAME",
        f"line/{number}/name",
        Text("没有物料名称。", "The name of the material is missing."),
        found=raw[:60],
        expected=Text("企业内部对该物料的叫法", "what the plant calls the material"),
        example="液氨",
        remedy=_FIX,
    )


def too_long(number: int, column: str, text: str, most: int) -> Finding:
    """A cell longer than anybody reads."""
    words = COLUMN_WORDS[column]
    return _made(
        "BOM-LONG",
        f"line/{number}/{column}",
        Text(f"{words.zh}太长。", f"The {words.en} is too long."),
        found=f"{text[:40]}…（{len(text)}）",
        expected=Text(f"不超过 {most} 字", f"at most {most} characters"),
        remedy=_FIX,
    )


def no_amount(number: int) -> Finding:
    """A line without an amount."""
    return _made(
        "BOM-AMOUNT",
        f"line/{number}/amount",
        Text("没有数量。", "The amount is missing."),
        expected=Text("统计期合计的数量", "the total of the period"),
        example="1,250,000",
        remedy=_FIX,
    )


def not_a_figure(number: int, text: str, told: Text) -> Finding:
    """An amount that is no figure."""
    return _made(
        "BOM-NUMBER",
        f"line/{number}/amount",
        told,
        found=text[:60],
        expected=Text("一个数；区间请填合计值", "one figure; of a span its total"),
        example="1,250,000",
        remedy=_FIX,
    )


def negative(number: int, text: str) -> Finding:
    """An amount below zero."""
    return _made(
        "BOM-NEGATIVE",
        f"line/{number}/amount",
        Text("数量不能为负。", "An amount cannot be negative."),
        found=text[:60],
        expected=Text("正数；退货请从数量中扣除", "above zero; deduct returns from the amount"),
        example=text.strip().lstrip("-−"),
        remedy=_FIX,
    )


def zero(number: int, text: str) -> Finding:
    """An amount of zero is read, and questioned."""
    return _made(
        "BOM-ZERO",
        f"line/{number}/amount",
        Text("数量为零，确实没有使用吗？", "The amount is zero: was none used?"),
        severity=Severity.WARNING,
        found=text,
        expected=Text("大于零的数量", "an amount above zero"),
        remedy=Text("没有使用的物料可以删去这一行。", "Remove the line where none was used."),
    )


def no_unit(number: int) -> Finding:
    """A line without a unit."""
    return _made(
        "BOM-UNIT",
        f"line/{number}/unit",
        Text("没有单位。", "The unit is missing."),
        expected=Text("t、kg、万t、kWh、度、m3、GJ 等", "t, kg, kWh, m3, GJ …"),
        example="t",
        remedy=Text("请补填单位，或在表头写明，例如“数量（t）”。", "Add it, or name it in the heading: “amount (t)”."),
    )


def unknown_unit(number: int, text: str, told: Text) -> Finding:
    """A unit the register does not know."""
    return _made(
        "BOM-UNIT-UNKNOWN",
        f"line/{number}/unit",
        told,
        found=text[:60],
        expected=Text("可以换算的单位", "a unit that can be converted"),
        example="t",
        remedy=Text("件、袋、桶等请换算成质量后填写。", "Give pieces, bags and drums as a mass."),
    )


def two_units(number: int, behind: str, typed: str) -> Finding:
    """A figure with one unit behind it and another in the column."""
    return _made(
        "BOM-UNIT-TWO",
        f"line/{number}/unit",
        Text("数量后面的单位与单位列不一致。", "The unit behind the figure differs from the unit column."),
        found=f"{behind} / {typed}",
        expected=Text("一个单位", "one unit"),
        example="t",
        remedy=_FIX,
    )


def _made(
    code: str,
    place: str,
    message: Text,
    *,
    severity: Severity = Severity.BLOCKING,
    found: str = "",
    expected: Text = NO_TEXT,
    example: str = "",
    remedy: Text = NO_TEXT,
) -> Finding:
    return Finding(
        code=code,
        severity=severity,
        place=place,
        message=message,
        found=found,
        expected=expected,
        example=example,
        remedy=remedy,
    )
