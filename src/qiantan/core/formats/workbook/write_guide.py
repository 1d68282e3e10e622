"""Draw the first sheet: what to do, what the colours mean, how to write figures, and the way to every section."""

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from qiantan.core.formats.workbook.wire import FIRST_ROW, TABLE_ROW
from qiantan.core.formats.workbook.write_sections import Drawing, write_label
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.schema import Section, Template

_WIDTHS: Final = (3, 30, 34, 14, 14, 18, 3)
_STEPS: Final = (
    (
        "按下方目录逐表填写。每格只填统计期的实际合计，不要自己折算到单位产品。",
        "Fill in sheet by sheet: totals of the period, not per unit of product.",
    ),
    (
        "数值、单位分开填写；单位从下拉列表选择，也可以直接写“1.2 万kWh”“350 吨”。",
        "Figure and unit apart; or write them together, such as 1.2 万kWh.",
    ),
    (
        "写明数据来源（计量、台账、发票、估算、文献）和佐证材料名称，多份用分号隔开。",
        "Name the data source and the evidence, several separated by semicolons.",
    ),
    (
        "保存为 xlsx 后上传，系统一次列出全部问题并指到单元格；修改后再传，通过前不会写入任何数据。",
        "Save and upload: all findings come at once, each at its cell; nothing is stored until all are settled.",
    ),
)
_STATES: Final = (
    ("0", "数值为零：有此项，量为零。", "Zero is a value."),
    (
        "不适用",
        "没有此项：写“不适用”，并在备注写明原因。",
        "Not applicable: write 不适用 and give the reason in the note.",
    ),
    ("（留空）", "尚未提供：留空。“—”“/”也按留空处理。", "Not provided yet: leave empty; — and / count as empty."),
)
_RULES: Final = (
    "日期写作 2025-01-31 或 2025年1月31日；年月写作 2025-03 或 2025年3月。",
    "小数点用“.”，逗号只作千位分隔符；不要写约数和区间（如“约 100”“90～110”）。",
    "请勿改动表头、工作表名称和灰色单元格；不要合并数值单元格。可以另加自用的工作表，系统不读取，但会提示。",
)


def write_guide(drawing: Drawing, sheet: Any, template: Template, data: ActivityData | None) -> None:
    """Draw the guide of a template."""
    sheet.hide_gridlines(2)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    look = drawing.styles
    for row, height in ((0, 36), (1, 18), (2, 18)):
        sheet.set_row(row, height)
        for column in range(1, 6):
            sheet.write_blank(row, column, None, look["band"])
    sheet.write_string(0, 1, template.title.zh, look["band"])
    sheet.write_string(1, 1, template.title.en, look["band_en"])
    sheet.write_string(
        2, 1, f"产品碳足迹数据填报表  ·  模板 {template.id}  ·  第 {template.version} 版", look["band_en"]
    )
    row = _paragraph(drawing, sheet, 4, template.summary.zh)
    row = _steps(drawing, sheet, row + 1)
    row = _legend(drawing, sheet, row + 1)
    row = _states(drawing, sheet, row + 1)
    row = _example(drawing, sheet, row + 1, template)
    _directory(drawing, sheet, row + 1, template, data)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    sheet.set_portrait()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&R&8&P / &N")


def _title(drawing: Drawing, sheet: Any, row: int, zh: str, en: str) -> int:
    look = drawing.styles
    sheet.set_row(row, 24)
    sheet.write_rich_string(row, 1, look["title"], zh, look["title_en"], f"  {en}", look["title"])
    return row + 1


def _paragraph(drawing: Drawing, sheet: Any, row: int, text: str, height: float = 32) -> int:
    sheet.merge_range(row, 1, row, 5, text, drawing.styles["words"])
    sheet.set_row(row, height)
    return row + 1


def _steps(drawing: Drawing, sheet: Any, row: int) -> int:
    look = drawing.styles
    row = _title(drawing, sheet, row, "填报步骤", "Steps")
    for number, (zh, en) in enumerate(_STEPS, 1):
        sheet.merge_range(row, 1, row, 5, "", look["words"])
        sheet.write_rich_string(
            row, 1, look["zh"], f"{number}  ", look["words"], zh, look["en"], f"\n    {en}", look["words"]
        )
        sheet.set_row(row, 31)
        row += 1
    return row


def _legend(drawing: Drawing, sheet: Any, row: int) -> int:
    look = drawing.styles
    row = _title(drawing, sheet, row, "颜色与符号", "Colours")
    for style, shown, zh in (
        ("text_required", "", "淡黄底、名称带红色 *：必填（有下拉列表的从列表选择）"),
        ("text", "", "白底：按实际填写，可留空"),
        ("choice", "", "淡蓝底：从下拉列表选择"),
        ("locked", "", "灰底：不填，已锁定"),
    ):
        sheet.write_string(row, 1, shown, look[style])
        sheet.merge_range(row, 2, row, 5, zh, look["cell"])
        sheet.set_row(row, 19)
        row += 1
    return row


def _states(drawing: Drawing, sheet: Any, row: int) -> int:
    look = drawing.styles
    row = _title(drawing, sheet, row, "怎样填写", "How to answer")
    for shown, zh, en in _STATES:
        sheet.write_string(row, 1, shown, look["centre"])
        sheet.merge_range(row, 2, row, 5, "", look["cell"])
        sheet.write_rich_string(row, 2, look["words"], zh, look["en"], f"  {en}", look["cell"])
        sheet.set_row(row, 19)
        row += 1
    for text in _RULES:
        row = _paragraph(drawing, sheet, row, f"· {text}", 32 if len(text) > 52 else 18)  # noqa: PLR2004
    return row


def _example(drawing: Drawing, sheet: Any, row: int, template: Template) -> int:
    """Show one line filled in, taken from the template's first quantity asked once."""
    fields = (field for section in template.sections if section.kind == "fields" for field in section.fields)
    field = next((one for one in fields if one.kind == "quantity" and one.example and one.required), None)
    if field is None:
        return row
    look = drawing.styles
    row = _title(drawing, sheet, row, "示例", "Example")
    line = (field.label.zh, field.example, field.unit, "计量", "2025 年产量台账.pdf")
    for index, (heading, shown) in enumerate(
        zip(("名称", "数值", "单位", "数据来源", "佐证材料"), line, strict=True), 1
    ):
        sheet.write_string(row, index, heading, look["heading"])
        sheet.write_string(row + 1, index, shown, look["cell"])
    sheet.set_row(row + 1, 19)
    return row + 2


def _directory(drawing: Drawing, sheet: Any, row: int, template: Template, data: ActivityData | None) -> None:
    look = drawing.styles
    row = _title(drawing, sheet, row, "目录", "Sections")
    for index, heading in enumerate(("工作表", "内容", "问题数", "必填", "已填"), 1):
        sheet.write_string(row, index, heading, look["heading"])
    for section in template.sections:
        row += 1
        name = drawing.names[section.id]
        sheet.write_url(row, 1, f"internal:'{name}'!C{FIRST_ROW + 1}", look["link"], name)
        write_label(
            drawing,
            sheet,
            (row, 2),
            [look["words"], section.title.zh, look["en"], f"\n{section.title.en}"]
            if section.title.en
            else [None, section.title.zh],
            "cell",
        )
        sheet.write_number(row, 3, len(section.fields), look["centre"])
        required = sum(field.required for field in section.fields)
        once = section.kind == "fields"
        least = f"至少 {section.least} 行" if section.least else "按需逐行"
        sheet.write_string(row, 4, (str(required) if required else "—") if once else least, look["centre"])
        formula, value = _progress(drawing, section, data)
        sheet.write_formula(row, 5, formula, look["centre"], value)
        sheet.set_row(row, 30)


def _progress(drawing: Drawing, section: Section, data: ActivityData | None) -> tuple[str, str]:
    """Return a formula that counts answers, with its present value."""
    name = drawing.names[section.id]
    if section.kind == "fields":
        last = xl_rowcol_to_cell(FIRST_ROW + len(section.fields) - 1, 2)
        area = f"'{name}'!C{FIRST_ROW + 1}:{last}"
        done = sum(1 for field in section.fields if data and data.get(field.id).state != "not_provided")
        total = len(section.fields)
        return f'=SUMPRODUCT(--(LEN({area})>0))&" / {total}"', f"{done} / {total}"
    area = f"'{name}'!C{TABLE_ROW + 1}:C{TABLE_ROW + section.most}"
    done = len(data.rows.get(section.id, ())) if data else 0
    return f'=SUMPRODUCT(--(LEN({area})>0))&" 行"', f"{done} 行"
