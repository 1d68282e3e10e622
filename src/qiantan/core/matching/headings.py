"""The heading of a bill: which column says what, in Chinese or English, and the unit a heading names."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qiantan.core.matching.bill import COLUMNS
from qiantan.core.quantities.figures import FigureError, split_figure
from qiantan.core.quantities.units import is_unit, normalise_unit

_SPELLINGS = {
    "name": """名称 物料 物料名称 材料 材料名称 原料 原料名称 原辅料 原辅材料 品名 品种 货物名称 货品 项目 产品名称 存货名称 物资名称
        燃料 燃料名称 能源 name material item description input product materialname itemname""",
    "amount": """数量 用量 消耗量 耗量 耗用量 使用量 总量 采购量 重量 净重 年用量 年消耗量 投入量 领用量 统计期用量 统计期消耗量 本期数量
        amount quantity qty consumption usage weight total""",
    "unit": "单位 计量单位 数量单位 unit units uom measure",
    "supplier": "供应商 供应商名称 供方 厂家 厂商 生产厂家 供货单位 供货商 supplier vendor manufacturer",
    "origin": "产地 来源地 来源 地区 区域 原产地 省份 来源地区 origin region place country province",
    "code": "cas cas号 casno casnumber 编码 物料编码 代码 因子编号 料号 code id itemcode materialcode",
    "note": "备注 说明 规格 规格型号 型号 note remark remarks comment specification",
}
_KNOWN = {spelling: column for column, words in _SPELLINGS.items() for spelling in words.split()}
_NUMBERED = frozenset({"序号", "编号", "no", "#", "行号", "number"})
_UNIT_IN = re.compile(r"^(.+?)[（(\[/／]\s*([^()（）\[\]]+?)\s*[)）\]]?$")
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """Which column stands where (index → column), and the unit the heading of the amounts names; `typed` says whether
    there was a heading at all.
    """

    columns: Mapping[int, str]
    unit: str = ""
    typed: bool = False
    unknown: tuple[str, ...] = field(default=())


def heading_of(row: Sequence[str]) -> Heading | None:
    """Return what a row says as a heading; none when it is no heading."""
    found: dict[int, str] = {}
    unit, unknown = "", []
    for index, cell in enumerate(row):
        column, named = _column(cell)
        if column and column not in found.values():
            found[index] = column
            unit = named if column == "amount" and named else unit
        elif cell.strip() and fold(cell) not in _NUMBERED:
            unknown.append(cell.strip())
    if len(found) < min(_LEAST, len(row)) or "name" not in found.values():
        return None
    return Heading(found, unit, typed=True, unknown=tuple(unknown))


def without_heading(rows: Sequence[Sequence[str]]) -> Heading:
    """Return the columns of a bill without a heading: name, amount, unit, supplier, origin, code; a column of running
    numbers before them is passed over.
    """
    shift = int(_is_numbered(rows))
    order: list[str] = list(COLUMNS)
    sample = next((row for row in rows if len(row) > shift + 1), ())
    if len(sample) > shift + 2 and not _is_figure(sample[shift + 1]) and _is_figure(sample[shift + 2]):
        # Name, unit, amount: the other usual order.
        order = (
            ["name", "unit", "amount", *COLUMNS[3:]]
            if _is_a_unit(sample[shift + 1])
            else ["name", "note", *order[1:-1]]
        )
    return Heading({index + shift: column for index, column in enumerate(order)})


def fold(text: str) -> str:
    """Return a heading in one width and case, without blanks and signs."""
    return re.sub(r"[\s_.:：*\-]+", "", unicodedata.normalize("NFKC", text).casefold())


def _column(cell: str) -> tuple[str, str]:
    known = _KNOWN.get(fold(cell))
    if known:
        return known, ""
    found = _UNIT_IN.match(cell.strip())
    column = _KNOWN.get(fold(found[1])) if found else None
    if not found or column is None:
        return "", ""
    return column, normalise_unit(found[2]) if is_unit(found[2]) else ""


def _is_numbered(rows: Sequence[Sequence[str]]) -> bool:
    firsts = [row[0].strip() for row in rows if row]
    return len(firsts) > 1 and firsts == [str(number) for number in range(1, len(firsts) + 1)]


def _is_figure(cell: str) -> bool:
    try:
        split_figure(cell)
    except FigureError:
        return False
    return True


def _is_a_unit(cell: str) -> bool:
    return is_unit(cell.strip())
