"""Sentences about the file, its template, sheets, columns and rows."""

from dataclasses import dataclass
from typing import ClassVar, Final

from qiantan.core.findings import Severity, Text

BLOCKING, WARNING, NOTE = Severity.BLOCKING, Severity.WARNING, Severity.NOTE
EMPTY: Final = Text("", "")


@dataclass(frozen=True, slots=True)
class Wording:
    """The sentences of one code; braces are filled with what was found."""

    SHOWN: ClassVar[int] = 120
    severity: Severity
    message: Text
    expected: Text = EMPTY
    example: str = ""
    remedy: Text = EMPTY


_ACCEPTED: Final = Text(
    "xlsx 工作簿，或 UTF-8、GB18030 编码的 csv 文件", "an xlsx workbook, or a csv file in UTF-8 or GB18030"
)
_SAVE_AS: Final = Text(
    "在表格软件中“另存为”xlsx 后重新上传。", "Save it as xlsx in your spreadsheet program and upload again."
)
_SAFE: Final = Text(
    "这不像表格软件保存的文件。请用表格软件打开原表，另存为新的 xlsx 后上传。",
    "Spreadsheet programs do not write such files. Open the original, save it as a new xlsx and upload that.",
)
_TEMPLATE: Final = Text(
    "请下载所需产品的模板，把数据填入后上传。", "Download the template of your product, fill it in and upload it."
)
_RESTORE: Final = Text(
    "请从新下载的模板复制该部分，或把数据移到模板的列中。",
    "Copy that part from a fresh template, or move the data into the template's columns.",
)

FILE: Final = {
    "WB-FILE-EMPTY": Wording(
        BLOCKING,
        Text("文件是空的（0 字节）。", "The file is empty (0 bytes)."),
        _ACCEPTED,
        "水泥-2025.xlsx",
        Text("请确认文件已保存，再重新上传。", "Make sure the file was saved, then upload it again."),
    ),
    "WB-FILE-LARGE": Wording(
        BLOCKING,
        Text("文件大小 {found}，超过 {limit}。", "The file has {found}, more than {limit}."),
        Text("不超过 {limit} 的工作簿", "a workbook of at most {limit}"),
        "",
        Text(
            "请删去图片和无关的工作表；佐证材料另行上传。",
            "Remove pictures and unrelated sheets; evidence is uploaded apart.",
        ),
    ),
    "WB-FILE-KIND": Wording(
        BLOCKING,
        Text("这不是可读取的表格文件（{found}）。", "This is no table that can be read ({found})."),
        _ACCEPTED,
        "水泥-2025.xlsx",
        _TEMPLATE,
    ),
    "WB-FILE-XLS": Wording(
        BLOCKING,
        Text("这是旧版 xls 工作簿，不支持。", "This is an old xls workbook, which is not supported."),
        _ACCEPTED,
        "水泥-2025.xlsx",
        _SAVE_AS,
    ),
    "WB-FILE-XLSB": Wording(
        BLOCKING,
        Text("这是二进制工作簿（xlsb），不支持。", "This is a binary workbook (xlsb), which is not supported."),
        _ACCEPTED,
        "水泥-2025.xlsx",
        _SAVE_AS,
    ),
    "WB-FILE-ODS": Wording(
        BLOCKING,
        Text("这是 OpenDocument 表格（ods），不支持。", "This is an OpenDocument sheet (ods), which is not supported."),
        _ACCEPTED,
        "水泥-2025.xlsx",
        _SAVE_AS,
    ),
    "WB-FILE-MACRO": Wording(
        BLOCKING,
        Text("工作簿含有宏，出于安全不予读取。", "The workbook holds macros and is not read, for safety."),
        Text("不含宏的 xlsx", "an xlsx without macros"),
        "水泥-2025.xlsx",
        Text(
            "另存为“Excel 工作簿（*.xlsx）”（不含宏）后重新上传。",
            "Save it as Excel workbook (*.xlsx) without macros and upload again.",
        ),
    ),
    "WB-FILE-PASSWORD": Wording(
        BLOCKING,
        Text("工作簿设有打开密码，无法读取。", "The workbook is encrypted with a password."),
        Text("无打开密码的 xlsx", "an xlsx without a password"),
        "",
        Text(
            "在“文件 → 信息 → 保护工作簿”中取消打开密码，保存后重新上传。",
            "Remove the password under File → Info → Protect Workbook, save and upload again.",
        ),
    ),
    "WB-FILE-DAMAGED": Wording(
        BLOCKING,
        Text("工作簿已损坏，无法解析（{found}）。", "The workbook is damaged and cannot be parsed ({found})."),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-FILE-ENTITY": Wording(
        BLOCKING,
        Text(
            "工作簿的内部文件 {found} 含有文档类型声明，出于安全不予读取。",
            "The part {found} declares a document type and is not read, for safety.",
        ),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-FILE-HEAVY": Wording(
        BLOCKING,
        Text(
            "读取该工作簿超出时间或内存限制（20 秒 CPU、1 GiB），已停止。",
            "Reading the workbook exceeded its limits (20 CPU seconds, 1 GiB) and was stopped.",
        ),
        Text("与模板规模相当的工作簿", "a workbook about the size of the template"),
        "",
        Text(
            "请删去无关的工作表、空白区域的格式和图片，另存后重新上传。",
            "Remove unrelated sheets, formats in empty areas and pictures, save and upload again.",
        ),
    ),
    "WB-FILE-SHEETS": Wording(
        BLOCKING,
        Text("工作簿有 {found} 个工作表，超过 100 个。", "The workbook has {found} sheets, more than 100."),
        Text("模板的工作表", "the template's sheets"),
        "",
        Text("请删去无关的工作表。", "Remove unrelated sheets."),
    ),
    "WB-ZIP-DAMAGED": Wording(
        BLOCKING,
        Text("压缩包已损坏或不完整（{found}）。", "The archive is damaged or incomplete ({found})."),
        _ACCEPTED,
        "",
        Text("文件可能未传完。请重新保存并上传。", "The file may be cut short. Save it again and upload it."),
    ),
    "WB-ZIP-MEMBERS": Wording(
        BLOCKING,
        Text("压缩包内有 {found} 个文件，超过 2000 个。", "The archive holds {found} members, more than 2,000."),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-ZIP-SIZE": Wording(
        BLOCKING,
        Text(
            "解压后的大小超限或与声明不符（{found}）。",
            "The inflated size exceeds the limit or its declaration ({found}).",
        ),
        Text("解压后不超过 200 MiB", "at most 200 MiB inflated"),
        "",
        _SAFE,
    ),
    "WB-ZIP-RATIO": Wording(
        BLOCKING,
        Text("压缩率异常（{found} 倍），疑似压缩炸弹。", "Suspicious compression ratio ({found}), like a zip bomb."),
        Text("压缩率不超过 100 倍", "a ratio of at most 100"),
        "",
        _SAFE,
    ),
    "WB-ZIP-NAME": Wording(
        BLOCKING,
        Text("压缩包内有越界的文件名“{found}”。", "The archive holds an escaping member name “{found}”."),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-ZIP-DUPLICATE": Wording(
        BLOCKING,
        Text("压缩包内文件名“{found}”重复。", "The archive holds the member name “{found}” twice."),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-ZIP-OVERLAP": Wording(
        BLOCKING,
        Text("压缩包内文件“{found}”与其他文件重叠。", "The member “{found}” overlaps another."),
        _ACCEPTED,
        "",
        _SAFE,
    ),
    "WB-CSV-ENCODING": Wording(
        BLOCKING,
        Text("第 {line} 行有无法识别的字节 {found}。", "Line {line} holds bytes that cannot be read: {found}."),
        Text("UTF-8 或 GB18030 编码", "UTF-8 or GB18030"),
        "",
        Text(
            "在表格软件中另存为“CSV UTF-8”，再重新上传。",
            "Save as CSV UTF-8 in your spreadsheet program and upload again.",
        ),
    ),
    "WB-CSV-QUOTE": Wording(
        BLOCKING,
        Text("csv 文件的引号或分隔符有误：{found}", "Quotes or separators of the csv are wrong: {found}"),
        Text("逗号、分号或制表符分隔的表格", "a table separated by commas, semicolons or tabs"),
        "",
        Text(
            "用表格软件打开并重新另存为 csv，或改用 xlsx。",
            "Open it in a spreadsheet program and save it as csv again, or use xlsx.",
        ),
    ),
    "WB-CSV-SECTION": Wording(
        BLOCKING,
        Text(
            "分组“{found}”不属于本模板，该行未读取。",
            "The section “{found}” is not part of this template; the line was not read.",
        ),
        Text("{choices}", "{choices}"),
        "",
        _RESTORE,
    ),
    "WB-CSV-ROW": Wording(
        BLOCKING,
        Text(
            "行号“{found}”不是正整数，该行未读取。",
            "The row number “{found}” is no positive integer; the line was not read.",
        ),
        Text("从 1 开始的整数", "an integer from 1"),
        "1",
        Text("同一物料的各列使用同一行号。", "Give the columns of one row the same number."),
    ),
}
