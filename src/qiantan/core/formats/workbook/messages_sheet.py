"""Sentences about the template of a workbook, its sheets, columns and rows."""

from typing import Final

from qiantan.core.findings import Text
from qiantan.core.formats.workbook.messages_file import BLOCKING, EMPTY, NOTE, WARNING, Wording

_TEMPLATE: Final = Text(
    "请下载所需产品的模板，把数据填入后上传。", "Download the template of your product, fill it in and upload it."
)
_RESTORE: Final = Text(
    "请从新下载的模板复制该部分，或把数据移到模板的列中。",
    "Copy that part from a fresh template, or move the data into the template's columns.",
)

SHEET: Final = {
    "WB-TEMPLATE-UNKNOWN": Wording(
        BLOCKING,
        Text("模板“{found}”不存在。现有模板：{known}。", "There is no template “{found}”. Known: {known}."),
        Text("{known}", "{known}"),
        "cement",
        _TEMPLATE,
    ),
    "WB-TEMPLATE-NONE": Wording(
        BLOCKING,
        Text("认不出这是哪个模板的工作簿。现有模板：{known}。", "The workbook fits no template. Known: {known}."),
        Text("从本系统下载的模板", "a template downloaded from this system"),
        "cement",
        _TEMPLATE,
    ),
    "WB-TEMPLATE-GUESSED": Wording(
        WARNING,
        Text(
            "缺少模板标识，按表头判断为“{title}”（{found}）。",
            "The template mark is missing; by its headings it was taken for “{title}” ({found}).",
        ),
        Text("带模板标识的工作簿", "a workbook with its template mark"),
        "",
        Text(
            "请核对模板是否正确；下次请在下载的模板中填写，不要复制到新工作簿。",
            "Check that the template is right; next time please fill in the downloaded file itself.",
        ),
    ),
    "WB-TEMPLATE-OUTDATED": Wording(
        BLOCKING,
        Text(
            "模板版本过旧：文件为第 {found} 版，现行为第 {current} 版。",
            "The template is outdated: the file has version {found}, current is {current}.",
        ),
        Text("第 {current} 版", "version {current}"),
        "",
        Text(
            "已按现行版读出可读的数据。请下载带入这些数据的新版模板，核对后重新上传。",
            "What could be read is kept. Download the new template with these data filled in, check it and upload it.",
        ),
    ),
    "WB-TEMPLATE-NEWER": Wording(
        BLOCKING,
        Text(
            "文件使用第 {found} 版模板，本系统只有第 {current} 版。",
            "The file uses version {found}; this system has {current}.",
        ),
        Text("第 {current} 版", "version {current}"),
        "",
        Text("请更新本系统，或使用第 {current} 版模板。", "Update this system, or use version {current}."),
    ),
    "WB-TEMPLATE-CHANGED": Wording(
        WARNING,
        Text(
            "模板标识与现行模板的内容不一致（版本号相同）。",
            "The template mark differs from the current template of the same version.",
        ),
        EMPTY,
        "",
        Text(
            "请重新下载模板核对各项；已按编号读取。",
            "Download the template again and compare; fields were read by their ids.",
        ),
    ),
    "WB-SHEET-MISSING": Wording(
        BLOCKING,
        Text("缺少工作表“{name}”。", "The sheet “{name}” is missing."),
        Text("工作表“{name}”，含 {count} 项", "the sheet “{name}” with {count} fields"),
        "",
        Text(
            "请从新下载的模板复制该工作表，名称保持不变。", "Copy that sheet from a fresh template and keep its name."
        ),
    ),
    "WB-SHEET-UNKNOWN": Wording(
        WARNING,
        Text(
            "工作表“{found}”不属于模板，其中 {count} 个单元格未读取。",
            "The sheet “{found}” is not part of the template; its {count} cells were not read.",
        ),
        Text("{choices}", "{choices}"),
        "",
        Text(
            "如有需要填报的数据，请移到模板的工作表；自用的计算表可以保留。",
            "Move data to be reported into the template's sheets; your own working sheets may stay.",
        ),
    ),
    "WB-SHEET-TWICE": Wording(
        BLOCKING,
        Text(
            "工作表“{found}”与“{other}”同属一节，只读取了后者。",
            "The sheets “{found}” and “{other}” are the same section; only the latter was read.",
        ),
        Text("每节一个工作表", "one sheet per section"),
        "",
        Text("请把数据合并到一个工作表，删去另一个。", "Merge the data into one sheet and delete the other."),
    ),
    "WB-SHEET-HEADING": Wording(
        BLOCKING,
        Text(
            "工作表“{found}”找不到表头行，未读取。", "No heading row was found on the sheet “{found}”; it was not read."
        ),
        Text("含有“{headings}”的表头行", "a heading row with “{headings}”"),
        "",
        _RESTORE,
    ),
    "WB-COLUMN-MISSING": Wording(
        BLOCKING,
        Text("缺少列“{name}”。", "The column “{name}” is missing."),
        Text("列“{name}”", "the column “{name}”"),
        "",
        Text("请从新下载的模板恢复该列。", "Restore the column from a fresh template."),
    ),
    "WB-COLUMN-UNKNOWN": Wording(
        WARNING,
        Text(
            "列“{found}”不属于模板，其中 {count} 个单元格未读取。",
            "The column “{found}” is not part of the template; its {count} cells were not read.",
        ),
        Text("{choices}", "{choices}"),
        "",
        Text(
            "{hint}如有需要填报的数据，请移到模板的列中。",
            "{hint_en}Move data to be reported into the template's columns.",
        ),
    ),
    "WB-COLUMN-TWICE": Wording(
        BLOCKING,
        Text("列“{found}”出现两次，只读取了 {other}。", "The column “{found}” stands twice; only {other} was read."),
        Text("每列一次", "each column once"),
        "",
        Text("请把数据合并到一列，删去另一列。", "Merge the data into one column and delete the other."),
    ),
    "WB-ROW-UNKNOWN": Wording(
        BLOCKING,
        Text("“{found}”不是本表的填报项，该行未读取。", "“{found}” is no item of this sheet; the row was not read."),
        Text("{choices}", "{choices}"),
        "",
        Text("{hint}如属于其他项目，请把数据移到对应的行。", "{hint_en}Move the data to the row it belongs to."),
    ),
    "WB-FIELD-TWICE": Wording(
        BLOCKING,
        Text("“{name}”填了两次，只读取了 {other}。", "“{name}” is answered twice; only {other} was read."),
        Text("每项填一次", "each item once"),
        "",
        Text("请保留正确的一行，清空另一行。", "Keep the right row and clear the other."),
    ),
    "WB-ROW-REPEATED": Wording(
        WARNING,
        Text("本行与第 {other} 行完全相同。", "This row equals row {other}."),
        Text("每笔数据填一行", "one row for each item"),
        "",
        Text(
            "如为重复录入请删去一行；确为两笔请在备注中区分。",
            "Delete one if entered twice; if they are two, tell them apart in the note.",
        ),
    ),
    "WB-ROW-RENAMED": Wording(
        WARNING,
        Text(
            "名称“{found}”与模板不同，按编号读作“{name}”。",
            "The item “{found}” differs from the template; by its id it was read as “{name}”.",
        ),
        Text("{name}", "{name_en}"),
        "",
        Text("请核对该行数据是否属于“{name}”。", "Check that the row belongs to “{name_en}”."),
    ),
    "WB-ROW-NUMBERS": Wording(
        NOTE,
        Text(
            "序号列中有 {count} 个自编的序号（如“{found}”），未读取。",
            "{count} own row numbers (such as “{found}”) were not read.",
        ),
        EMPTY,
        "",
        Text("如需保留，请写入备注。", "Put them into the note if they matter."),
    ),
    "WB-ROW-TOTAL": Wording(
        WARNING,
        Text("“{found}”行是合计，未读取。", "The row “{found}” is a total and was not read."),
        Text("每种物料一行，不填合计", "one row per material, no totals"),
        "",
        Text("如果这一行是实际物料，请改名。", "Rename the row if it is a real material."),
    ),
    "WB-ROWS-MOST": Wording(
        BLOCKING,
        Text("本表有 {found} 行数据，超过 {most} 行。", "The table has {found} rows, more than {most}."),
        Text("不超过 {most} 行", "at most {most} rows"),
        "",
        Text("请合并同类物料，或联系管理员提高上限。", "Merge rows of the same kind, or ask for a higher limit."),
    ),
    "WB-ROWS-MERGE": Wording(
        BLOCKING,
        Text(
            "合并单元格 {found} 跨多行，无法判断数值属于哪一行。",
            "The merged cells {found} span rows; which row the figure belongs to is unclear.",
        ),
        Text("每行一个数值", "one figure per row"),
        "",
        Text("请取消合并，把数值填到各自的行。", "Unmerge the cells and put each figure on its own row."),
    ),
    "WB-HIDDEN": Wording(
        WARNING,
        Text("第 {found} 行是隐藏行，其中的数据已读取。", "Row {found} is hidden; its data were read."),
        EMPTY,
        "",
        Text("请取消隐藏并核对；不需要的数据请删去。", "Unhide and check the row; delete data that should not count."),
    ),
    "WB-CELL-FAR": Wording(
        BLOCKING,
        Text(
            "单元格 {found} 远在模板范围之外，本表未读取。",
            "The cell {found} lies far outside the template; the sheet was not read.",
        ),
        Text("IV 列、第 99 999 行以内", "within column IV and row 99,999"),
        "",
        Text(
            "请清除该单元格（按 Ctrl+End 可定位）后重新上传。", "Clear that cell (Ctrl+End finds it) and upload again."
        ),
    ),
    "WB-CELL-STRAY": Wording(
        WARNING,
        Text("{found}（模板范围之外，未读取）", "{found} (outside the template's cells, not read)"),
        Text("数据填在表头之下的列中", "data in the columns under the heading"),
        "",
        Text(
            "如需填报，请移到对应的行和列；说明性文字请写入备注。",
            "Move it to its row and column; write remarks into the note.",
        ),
    ),
}
