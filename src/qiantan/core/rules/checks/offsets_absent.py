"""Offsets."""

import re
from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.index import factor_place

CODE = "GBT24067-OFFSETS"
CLAUSE = "GB/T 24067-2024 范围：碳抵消不属于产品碳足迹（条款号待核）"
_OFFSET = re.compile(
    r"碳抵消|碳抵销|抵消量|碳信用|碳汇交易|核证减排|自愿减排量|\bC?CERs?\b|\bVCUs?\b|\bVERs?\b|carbon[ _-]?(?:offset|credit)s?|\boffset(?:s|ting)?\b",
    re.IGNORECASE,
)


def check(facts: Facts) -> Iterator[Finding]:
    """Offsets and carbon credits are never inside a footprint."""
    for each in facts.exchanges:
        words = (each.exchange.flow, each.exchange.name.zh, each.exchange.name.en)
        yield from _found(words, each.place, Text(each.zh, each.en))
    for factor in facts.study.factors:
        words = (factor.id, factor.name.zh, factor.name.en)
        what = Text(f"因子“{factor.name.zh}”", f"factor “{factor.name.en or factor.name.zh}”")
        yield from _found(words, factor_place(facts.study, factor.id), what)


def _found(words: tuple[str, ...], place: str, what: Text) -> Iterator[Finding]:
    match = next((m for m in map(_OFFSET.search, words) if m), None)
    if match:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING,
            place=place,
            message=Text(
                f"{what.zh}是碳抵消，不能计入碳足迹", f"{what.en} is an offset and cannot be part of a footprint"
            ),
            found=match.group(),
            expected=Text("只计产品系统自身的排放与清除", "emissions and removals of the product system only"),
            remedy=Text(
                "删去这一项；抵消只能在碳足迹之外另行说明", "remove it; offsets are stated outside the footprint"
            ),
        )
