"""Workbooks for tests: a small plant's template, its answers, and ways to damage the file it is written to."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.activity import ActivityData, Entry, State
from qiantan.core.templates.schema import Template

ONCE = "企业"
MADE = "产量"
BOUGHT = "原料"

_NAMED = {"zh": "测试", "en": "test"}
PLANT = Template.model_validate(
    {
        "id": "plant",
        "version": 3,
        "title": {"zh": "测试产品", "en": "Test product"},
        "summary": {"zh": "用于测试的小工厂。", "en": "A small plant for tests."},
        "rule": "plant",
        "review_by": "2027-06-30",
        "basis": "测试",
        "declared": [
            {"key": "one", "label": _NAMED, "unit": "t", "process": "making", "flow": "product", "product": _NAMED,
             "category": "test"},
        ],
        "processes": [],
        "grid_factor": "grid",
        "sections": [
            {
                "id": "basics",
                "title": {"zh": ONCE, "en": "Company"},
                "help": {"zh": "按营业执照填写。", "en": "As on the licence."},
                "fields": [
                    {"id": "company", "kind": "text", "required": True, "label": {"zh": "企业名称", "en": "Company"}},
                    {"id": "code", "kind": "uscc", "label": {"zh": "信用代码", "en": "Credit code"},
                     "example": "91520000MA0000000G"},
                    {"id": "period_start", "kind": "date", "required": True, "label": {"zh": "统计期起", "en": "First day"},
                     "example": "2025-01-01"},
                    {"id": "period_end", "kind": "date", "label": {"zh": "统计期止", "en": "Last day"}},
                    {"id": "audit", "kind": "month", "label": {"zh": "审核年月", "en": "Audit"}, "example": "2025-03"},
                    {"id": "region", "kind": "choice", "required": True, "label": {"zh": "所在市州", "en": "Prefecture"},
                     "choices": [
                         {"key": "520100", "label": {"zh": "贵阳市", "en": "Guiyang"}},
                         {"key": "520300", "label": {"zh": "遵义市", "en": "Zunyi"}},
                     ]},
                    {"id": "remark", "kind": "long_text", "label": {"zh": "其他说明", "en": "Remarks"}},
                ],
            },
            {
                "id": "making",
                "title": {"zh": MADE, "en": "Output"},
                "fields": [
                    {"id": "output", "kind": "quantity", "unit": "t", "units": ["万t"], "required": True,
                     "label": {"zh": "产品产量", "en": "Output"}, "example": "1,000"},
                    {"id": "purity", "kind": "parameter", "unit": "%", "label": {"zh": "纯度", "en": "Purity"},
                     "example": "98.5"},
                    {"id": "power", "kind": "quantity", "unit": "kWh", "units": ["万kWh", "MWh"],
                     "label": {"zh": "用电量", "en": "Electricity"}, "example": "120"},
                    {"id": "heat", "kind": "quantity", "unit": "GJ", "not_applicable": True,
                     "label": {"zh": "外购热力", "en": "Heat"}, "example": "50"},
                ],
            },
            {
                "id": "bought",
                "title": {"zh": BOUGHT, "en": "Materials"},
                "kind": "rows",
                "most": 300,
                "fields": [
                    {"id": "name", "kind": "text", "required": True, "label": {"zh": "名称", "en": "Name"}},
                    {"id": "kind", "kind": "choice", "label": {"zh": "类别", "en": "Kind"},
                     "choices": [
                         {"key": "limestone", "label": {"zh": "外购石灰石", "en": "Limestone"}},
                         {"key": "clay", "label": {"zh": "黏土、页岩", "en": "Clay"}},
                     ]},
                    {"id": "amount", "kind": "quantity", "unit": "t", "units": ["万t", "kg"], "required": True,
                     "label": {"zh": "消耗量", "en": "Amount"}, "example": "1,250"},
                    {"id": "distance", "kind": "parameter", "unit": "km", "label": {"zh": "运输距离", "en": "Distance"},
                     "example": "120"},
                    {"id": "ncv", "kind": "parameter", "unit": "GJ/t", "units": ["MJ/kg"],
                     "label": {"zh": "低位发热量", "en": "NCV"}, "example": "22.6"},
                    {"id": "since", "kind": "date", "label": {"zh": "起用日期", "en": "Since"}},
                ],
            },
        ],
    }
)  # fmt: skip


def said(value: str, unit: str = "", **more: Any) -> Entry:
    """Return a given answer."""
    return Entry(state=State.PROVIDED, value=value, unit=unit, **more)


def answers() -> ActivityData:
    """Return the answers of a plant that has filled in everything."""
    return ActivityData(
        template=PLANT.id,
        version=PLANT.version,
        fields={
            "company": said("贵州示例有限公司"),
            "code": said("91520000MA0000000G"),
            "period_start": said("2025-01-01"),
            "period_end": said("2025-12-31"),
            "audit": said("2025-03"),
            "region": said("520300"),
            "output": said("125000", "t", source="ledger", evidence=("台账.xlsx", "日报.pdf"), note="全年"),
            "purity": said("98.5", "%", source="meter"),
            "power": said("1.20", "万kWh", source="meter"),
            "heat": Entry(state=State.NOT_APPLICABLE, note="自产蒸汽"),
        },
        rows={
            "bought": (
                {
                    "name": said("石灰石"),
                    "kind": said("limestone"),
                    "amount": said("1600.5", "t", source="invoice", evidence=("发票 1",)),
                    "distance": said("35", "km"),
                },
                {
                    "name": said("黏土"),
                    "kind": said("clay"),
                    "amount": said("0", "t"),
                    "ncv": said("22.6", "MJ/kg"),
                    "since": said("2024-07-01"),
                },
            )
        },
    )


def template_of(name: str) -> Template:
    """Return the plant's template as a reader asks for it."""
    if name != PLANT.id:
        raise LookupError(name)
    return PLANT


def filled() -> bytes:
    """Return the workbook of the plant that has filled in everything."""
    return write_template(PLANT, answers())


def edited(cells: Mapping[str, Any], content: bytes | None = None) -> bytes:
    """Return the workbook with cells overwritten, each named as ``产量!C5``."""

    def change(book: openpyxl.Workbook) -> None:
        for place, value in cells.items():
            sheet, cell = place.split("!")
            book[sheet][cell] = value

    return reworked(change, content)


def reworked(change: Callable[[openpyxl.Workbook], None], content: bytes | None = None) -> bytes:
    """Return the workbook after a change made with a spreadsheet library."""
    book = openpyxl.load_workbook(io.BytesIO(filled() if content is None else content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def on_sheet(name: str, change: Callable[[Worksheet], None]) -> bytes:
    """Return the workbook after a change on one sheet."""
    return reworked(lambda book: change(book[name]))


def parts_of(content: bytes) -> dict[str, bytes]:
    """Return the members of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def patched(part: str, old: str, new: str, content: bytes | None = None) -> bytes:
    """Return the workbook with a piece of one part's XML replaced."""
    parts = parts_of(filled() if content is None else content)
    text = parts[part].decode()
    assert old in text, text[:2000]
    parts[part] = text.replace(old, new, 1).encode()
    return zipped(parts)
