"""Sentences about one cell."""

from typing import Final

from qiantan.core.findings import Text
from qiantan.core.formats.workbook.messages_file import BLOCKING, EMPTY, NOTE, WARNING, Wording

_FIGURE: Final = Text("阿拉伯数字，可带千位分隔符和单位", "digits, with thousands separators and a unit if you like")

CELL: Final = {
    "WB-NUMBER": Wording(
        BLOCKING,
        Text("“{found}”不是数值。", "“{found}” is not a number."),
        _FIGURE,
        "{example}",
        Text(
            "请填写数值；文字说明写入备注。没有该项请写“不适用”并说明原因。",
            "Enter a figure; put words into the note. Where it does not apply, write 不适用 and the reason.",
        ),
    ),
    "WB-NUMBER-COMMA": Wording(
        BLOCKING,
        Text(
            "“{found}”中的逗号含义不明：是小数点还是千位分隔符？",
            "The comma in “{found}” is unclear: decimal point or thousands separator?",
        ),
        Text("小数点用“.”，逗号只作千位分隔符", "“.” for decimals, commas only between thousands"),
        "{example}",
        Text(
            "如为小数请写 {decimal}；如为整数请去掉逗号。",
            "For a decimal write {decimal}; for a whole number remove the comma.",
        ),
    ),
    "WB-NUMBER-ABOUT": Wording(
        BLOCKING,
        Text("“{found}”是约数，不是确定的数值。", "“{found}” is an approximation, not a figure."),
        _FIGURE,
        "{example}",
        Text(
            "请填写确定的数值，数据来源选“估算”，并在备注说明估算方法。",
            "Enter one figure, choose 估算 (estimate) as its source and say in the note how it was estimated.",
        ),
    ),
    "WB-NUMBER-SPAN": Wording(
        BLOCKING,
        Text("“{found}”是一个区间，不是一个数值。", "“{found}” is a range, not one figure."),
        _FIGURE,
        "{example}",
        Text(
            "请填写统计期实际值或加权平均值，区间写入备注。",
            "Enter the actual or weighted average value; put the range into the note.",
        ),
    ),
    "WB-NUMBER-INFINITE": Wording(
        BLOCKING,
        Text("数值超出可以使用的范围（{found}）。", "The figure is beyond what can be used ({found})."),
        Text("绝对值小于 1e30 的数值", "a figure below 1e30"),
        "{example}",
        Text("请重新输入该数值。", "Please type the figure again."),
    ),
    "WB-NUMBER-LONG": Wording(
        BLOCKING,
        Text("数值过长（{digits} 位），超过 40 位。", "The figure has {digits} digits, more than 40."),
        Text("不超过 40 位数字", "at most 40 digits"),
        "{example}",
        Text(
            "请检查是否多粘贴了内容，只保留有意义的位数。", "Check for pasted surplus and keep the meaningful digits."
        ),
    ),
    "WB-UNIT": Wording(
        BLOCKING,
        Text("认不出单位“{found}”。", "The unit “{found}” is not known."),
        Text("{units}", "{units}"),
        "{example}",
        Text("{hint}请从下拉列表选择单位。", "{hint_en}Choose a unit from the list."),
    ),
    "WB-UNIT-CONFLICT": Wording(
        BLOCKING,
        Text(
            "数值中写的单位“{found}”与单位列“{other}”不一致。",
            "The unit “{found}” beside the figure contradicts the unit column “{other}”.",
        ),
        Text("两处单位一致，或只写一处", "the same unit in both places, or in one only"),
        "{example}",
        Text("请改正其中一处，不要重复折算。", "Correct one of them; please do not convert twice."),
    ),
    "WB-UNIT-TYPED": Wording(
        NOTE,
        Text(
            "按数值中写的单位“{found}”读取（单位列为缺省的“{other}”）。",
            "Read in the unit “{found}” beside the figure (the unit column holds the default “{other}”).",
        ),
        EMPTY,
        "",
        Text("如不正确，请改单位列。", "If that is wrong, correct the unit column."),
    ),
    "WB-UNIT-ASSUMED": Wording(
        NOTE,
        Text("单位为空，按“{found}”读取。", "The unit is empty and was read as “{found}”."),
        EMPTY,
        "",
        Text("如不正确，请在单位列选择单位。", "If that is wrong, choose a unit."),
    ),
    "WB-UNIT-SURPLUS": Wording(
        WARNING,
        Text("本项没有单位，单位“{found}”未读取。", "This item has no unit; “{found}” was not read."),
        EMPTY,
        "",
        Text("请清空该单元格，或把内容写入备注。", "Clear the cell, or put its content into the note."),
    ),
    "WB-DATE": Wording(
        BLOCKING,
        Text("“{found}”不是日期。", "“{found}” is not a date."),
        Text("年-月-日", "year-month-day"),
        "{example}",
        Text("请按“2025-01-31”或“2025年1月31日”填写。", "Write it like 2025-01-31."),
    ),
    "WB-DATE-ORDER": Wording(
        BLOCKING,
        Text("“{found}”的日、月次序不明。", "Day and month of “{found}” are unclear."),
        Text("年在最前", "the year first"),
        "{example}",
        Text("请按“年-月-日”填写。", "Write year-month-day."),
    ),
    "WB-DATE-MONTH": Wording(
        NOTE,
        Text("“{found}”只到月，按 {date} 读取。", "“{found}” names only a month and was read as {date}."),
        EMPTY,
        "",
        Text("如不正确，请填写完整日期。", "If that is wrong, give the whole date."),
    ),
    "WB-MONTH": Wording(
        BLOCKING,
        Text("“{found}”不是年月。", "“{found}” is not a month."),
        Text("年-月", "year-month"),
        "{example}",
        Text("请按“2025-03”或“2025年3月”填写。", "Write it like 2025-03."),
    ),
    "WB-MONTH-TENTH": Wording(
        BLOCKING,
        Text("“{found}”可能是 1 月，也可能是 10 月。", "“{found}” may be January or October."),
        Text("年-月", "year-month"),
        "{example}",
        Text(
            "表格把 2025.10 存成了 2025.1。请写“2025-10”或“2025年10月”。",
            "The spreadsheet stored 2025.10 as 2025.1. Write 2025-10.",
        ),
    ),
    "WB-CHOICE": Wording(
        BLOCKING,
        Text("“{found}”不在可选项中。", "“{found}” is not among the choices."),
        Text("{choices}", "{choices_en}"),
        "{example}",
        Text("{hint}请从下拉列表选择。", "{hint_en}Choose from the list."),
    ),
    "WB-SOURCE": Wording(
        BLOCKING,
        Text("数据来源“{found}”不在可选项中。", "The data source “{found}” is not among the choices."),
        Text("{choices}", "{choices_en}"),
        "{example}",
        Text(
            "{hint}请从下拉列表选择；具体名称写入佐证材料或备注。",
            "{hint_en}Choose from the list; put names into evidence or note.",
        ),
    ),
    "WB-USCC": Wording(
        BLOCKING,
        Text("“{found}”不是 18 位统一社会信用代码。", "“{found}” is no unified social credit code of 18 characters."),
        Text("18 位数字和大写字母（不含 I、O、S、V、Z）", "18 digits and capital letters (without I, O, S, V, Z)"),
        "{example}",
        Text("请对照营业执照填写。", "Copy it from the business licence."),
    ),
    "WB-USCC-NUMBER": Wording(
        BLOCKING,
        Text(
            "代码被存成了数值 {found}，末几位已丢失。",
            "The code was stored as the number {found}; its last digits are lost.",
        ),
        Text("文本格式的 18 位代码", "18 characters stored as text"),
        "{example}",
        Text("把单元格设为“文本”格式后重新输入。", "Format the cell as text and type it again."),
    ),
    "WB-ERROR-CELL": Wording(
        BLOCKING,
        Text("单元格为错误值 {found}。", "The cell holds the error {found}."),
        Text("数值或文字", "a figure or a text"),
        "{example}",
        Text("请修正公式，或直接填写结果。", "Correct the formula, or type the result."),
    ),
    "WB-FORMULA": Wording(
        BLOCKING,
        Text("公式没有计算结果。", "The formula has no result."),
        Text("已计算并保存的公式，或数值", "a calculated and saved formula, or a figure"),
        "{example}",
        Text(
            "用表格软件打开，重新计算并保存后上传，或直接填写结果。",
            "Open it in a spreadsheet program, let it calculate, save and upload; or type the result.",
        ),
    ),
    "WB-REASON": Wording(
        BLOCKING,
        Text("“{name}”填了不适用，但没有写原因。", "“{name}” is marked not applicable without a reason."),
        Text("备注中写明原因", "the reason in the note"),
        "本厂无此工序",
        Text("请在备注列写明不适用的原因。", "Write into the note why it does not apply."),
    ),
    "WB-MARK": Wording(
        NOTE,
        Text("“{found}”按未填读取。", "“{found}” was read as not answered."),
        EMPTY,
        "",
        Text(
            "数值为零请填 0；没有该项请写“不适用”并说明原因。",
            "Enter 0 for zero; where it does not apply write 不适用 and the reason.",
        ),
    ),
    "WB-KIND": Wording(
        BLOCKING,
        Text("这里应填{wanted}，却是{kind}“{found}”。", "Here {wanted_en} is wanted, not {kind_en} “{found}”."),
        Text("{wanted}", "{wanted_en}"),
        "{example}",
        Text("请把单元格格式改为“常规”后重新输入。", "Set the cell's format to General and type it again."),
    ),
    "WB-TEXT-LONG": Wording(
        BLOCKING,
        Text("文字有 {digits} 个字符，超过 {most} 个。", "The text has {digits} characters, more than {most}."),
        Text("不超过 {most} 个字符", "at most {most} characters"),
        "",
        Text("请缩短文字，详细内容作为佐证材料上传。", "Shorten it; upload details as evidence."),
    ),
}
