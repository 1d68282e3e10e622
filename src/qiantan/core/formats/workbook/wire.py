"""The shape of the workbook: sheets, columns, headings, wordings. `write` draws it, `read` recognises it.

A sheet of a section has a title, a help line, a hidden row of column keys, a heading, then the answers. A section
asked once has one line per field, the field's id in hidden column A. A table has one column per field; a quantity
column is followed by its unit, the first also by source, evidence and note. Keys make moved and renamed columns
recognisable; headings make a sheet typed by hand readable.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from qiantan.core.findings import Finding, Text
from qiantan.core.templates.activity import ActivityData
from qiantan.core.templates.schema import Field, Section, Template

WORDS_KEY: Final = "words"
META_SHEET: Final = "_qiantan"
LISTS_SHEET: Final = "_lists"
GUIDE_SHEET: Final = "填报说明"
FINDINGS_SHEET: Final = "填报问题清单"
OWN_SHEETS: Final = frozenset({META_SHEET, LISTS_SHEET, GUIDE_SHEET, FINDINGS_SHEET})
SECTION_MARK: Final = "#section:"
# Rows counted from 0. A table has one row of guidance under its heading.
TITLE_ROW, HELP_ROW, KEY_ROW, HEADER_ROW, FIRST_ROW = range(5)
GUIDE_ROW, TABLE_ROW = FIRST_ROW, FIRST_ROW + 1
NUMBERS: Final = frozenset({"quantity", "parameter"})
NOT_APPLICABLE: Final = "不适用"


class Aspect(StrEnum):
    """What a column says about a field."""

    VALUE = "value"
    UNIT = "unit"
    SOURCE = "source"
    EVIDENCE = "evidence"
    NOTE = "note"


class Column(NamedTuple):
    """A column of a table, or of a section asked once (then `field` is None)."""

    key: str
    heading: Text
    aspect: Aspect
    field: Field | None = None


HEADINGS: Final = {
    "#name": Text("名称", "Item"),
    "#value": Text("数值 / 内容", "Value"),
    "#unit": Text("单位", "Unit"),
    "#source": Text("数据来源", "Data source"),
    "#evidence": Text("佐证材料", "Evidence"),
    "#note": Text("备注 / 不适用原因", "Note"),
    "#help": Text("说明、示例与常见范围", "Guidance"),
    "#number": Text("序号", "No."),
    "#section": Text("分组", "Section"),
    "#row": Text("行号", "Row"),
    "#id": Text("编号", "ID"),
}
# Other headings people give these columns in tables they typed themselves.
_SYNONYMS: Final = {
    "#name": ("项目", "指标", "指标名称", "参数", "name", "item"),
    "#value": ("数值", "数量", "内容", "填报值", "填写内容", "消耗量", "值", "amount", "value"),
    "#unit": ("计量单位", "unit", "units"),
    "#source": ("来源", "数据来源方式", "source"),
    "#evidence": ("佐证", "证明材料", "佐证材料编号", "附件", "evidence"),
    "#note": ("备注", "不适用原因", "说明备注", "remark", "remarks", "note", "notes"),
    "#help": ("说明", "示例", "填报说明", "guidance"),
    "#number": ("编号序号", "no", "no."),
    "#section": ("表名", "工作表", "section"),
    "#row": ("row",),
    "#id": ("字段", "字段编号", "id", "field"),
}
SOURCES: Final = {
    "meter": Text("计量", "Metered"),
    "ledger": Text("台账", "Ledger"),
    "invoice": Text("发票", "Invoice"),
    "estimate": Text("估算", "Estimate"),
    "literature": Text("文献", "Literature"),
}
SOURCE_SYNONYMS: Final = {
    "meter": ("计量仪表", "仪表", "电表", "实测", "皮带秤", "地磅"),
    "ledger": ("生产台账", "台帐", "报表", "统计报表", "生产报表", "统计台账"),
    "invoice": ("结算单", "票据", "购销发票", "采购发票"),
    "estimate": ("估计", "推算", "估计值"),
    "literature": ("资料", "文献资料", "缺省值"),
}


class Mark(NamedTuple):
    """What a file says about its template, and the places of template, version and digest."""

    template: str
    version: str
    digest: str
    places: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookReading:
    """What was read: the template recognised, the answers, and everything found on the way.

    `data` is None when the file could not be read at all. `unclear` are the cells whose form is already at fault: the
    content of such a cell needs no second finding.
    """

    template: Template | None = None
    data: ActivityData | None = None
    findings: tuple[Finding, ...] = ()
    unclear: frozenset[str] = frozenset()

    def together(self, content: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return the findings on form and those on content, leaving out content findings on cells already at fault."""
        return (*self.findings, *(one for one in content if one.place not in self.unclear))


def sheet_names(template: Template) -> dict[str, str]:
    """Return the sheet name of each section: its Chinese title within what spreadsheets allow, unique."""
    names: dict[str, str] = {}
    for section in template.sections:
        base = re.sub(r"[\[\]:*?/\\']", " ", section.title.zh).strip()[:28] or section.id[:28]
        taken = {name.casefold() for name in names.values()} | {name.casefold() for name in OWN_SHEETS}
        name, count = base, 2
        while name.casefold() in taken:
            name, count = f"{base}{count}", count + 1
        names[section.id] = name
    return names


def asked_once() -> tuple[Column, ...]:
    """Return the answer columns of a section asked once."""
    return tuple(Column(f"#{aspect}", HEADINGS[f"#{aspect}"], aspect) for aspect in Aspect)


def has_unit_column(field: Field) -> bool:
    """Say whether a table gives a field its own unit column: it is an amount, or several units are usual."""
    return field.kind == "quantity" or (field.kind == "parameter" and bool(field.units))


def table_columns(section: Section, extra: Iterable[str] = ()) -> tuple[Column, ...]:
    """Return the columns of a table, with the `extra` keys (``distance#note``) that its data needs besides."""
    wanted = frozenset(extra)
    return tuple(_table_columns(section, wanted))


def _table_columns(section: Section, wanted: frozenset[str]) -> Iterator[Column]:
    lead = lead_field(section)
    for field in section.fields:
        yield Column(field.id, heading(field), Aspect.VALUE, field)
        for aspect in (Aspect.UNIT, Aspect.SOURCE, Aspect.EVIDENCE, Aspect.NOTE):
            key = f"{field.id}#{aspect}"
            own = field is lead or (aspect is Aspect.UNIT and has_unit_column(field))
            if own or key in wanted:
                yield Column(key, _aspect_heading(field, aspect, plain=field is lead), aspect, field)


def all_columns(section: Section) -> tuple[Column, ...]:
    """Return every column a table may have."""
    return table_columns(section, (f"{field.id}#{aspect}" for field in section.fields for aspect in Aspect))


def lead_field(section: Section) -> Field | None:
    """Return the field whose source, evidence and note stand for the row: its first quantity."""
    return next((field for field in section.fields if field.kind == "quantity"), None)


def heading(field: Field) -> Text:
    """Return a field's column heading, with the unit where it has no column of its own."""
    if field.kind in NUMBERS and field.unit and not has_unit_column(field):
        return Text(f"{field.label.zh}（{field.unit}）", f"{field.label.en} ({field.unit})" if field.label.en else "")
    return Text(field.label.zh, field.label.en)


def _aspect_heading(field: Field, aspect: Aspect, *, plain: bool) -> Text:
    name = HEADINGS[f"#{aspect}"]
    if plain:
        return name
    return Text(f"{field.label.zh}·{name.zh}", f"{field.label.en}: {name.en.lower()}" if field.label.en else "")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return a wording as it is compared: NFKC, no blanks, no stars or colons, no difference of case."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[\s*★:·_\u200b\ufeff]+", "", plain)


def spellings(text: Text) -> Iterator[str]:
    """Yield the folded ways a bilingual wording may be written."""
    yield fold(text.zh)
    if text.en:
        yield fold(text.en)
        yield fold(text.zh + text.en)


def heading_key(text: str) -> str | None:
    """Return the key of one of the fixed columns by its heading; None when it is none of them."""
    return _FIXED.get(fold(text))


_FIXED: Final = {
    spelling: key
    for key, text in HEADINGS.items()
    for spelling in (*spellings(text), *map(fold, _SYNONYMS.get(key, ())))
}


def guidance(field: Field) -> str:
    """Return the help shown beside a question: how to answer, an example, the usual range."""
    parts = [field.help.zh] if field.help else []
    if field.default:
        parts.append(f"不填则为：{field.default}")
    if field.example:
        parts.append(f"例：{field.example}{' ' + field.unit if field.unit and field.kind in NUMBERS else ''}")
    if field.range:
        unit = field.range.unit or field.unit
        parts.append(f"常见范围 {field.range.low:f}～{field.range.high:f} {unit}".rstrip())
    return "；".join(part.rstrip("。；") for part in parts)


def own_words(template: Template) -> tuple[str, ...]:
    """Return every text the template writes around the answers: titles, help, names, guidance.

    They go into the hidden sheet, so that a reader tells what the template said when it was written, in whatever
    wording, from what a person wrote into its cells.
    """
    words: dict[str, None] = {}
    for section in template.sections:
        columns = all_columns(section) if section.kind == "rows" else ()
        words |= dict.fromkeys(sheet_label(section))
        words |= dict.fromkeys(text for field in section.fields for text in (field.label.zh, guidance(field)))
        words |= dict.fromkeys(text for column in columns for text in (column.heading.zh, column_guide(column)))
    return tuple(word for word in words if word)


def column_guide(column: Column) -> str:
    """Return the guidance under a column's heading."""
    if column.field is None:
        return ""
    if column.aspect is Aspect.VALUE:
        return guidance(column.field)
    return f"空则为 {column.field.unit}" if column.aspect is Aspect.UNIT and column.field.unit else ""


def sheet_label(section: Section) -> tuple[str, ...]:
    """Return the words that stand above a section's heading: its title and its help."""
    words = [section.title.zh, section.title.en, f"{section.title.zh}  {section.title.en}".strip()]
    if section.help:
        words += [section.help.zh, section.help.en]
    return (*words, back_link())


def back_link() -> str:
    """Return the words of the link back to the guide."""
    return f"← {GUIDE_SHEET}"


def units_offered(field: Field) -> tuple[str, ...]:
    """Return the units of a field's drop-down, its own first."""
    return tuple(dict.fromkeys(unit for unit in (field.unit, *field.units) if unit))
