"""Certainty of factors."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.index import factor_place, factor_uses

CODE = "GBT24067-FACTOR-CERTAINTY"
CLAUSE = "GB/T 24067-2024 数据质量：来源与可靠性（条款号待核）"
_WHY = {
    True: Text("是假设值或来源不可靠，不是公布的数据", "is an assumption or of a weak source, not a published figure"),
    False: Text("的出处未与正式文本核对", "was not compared with the official text of its source"),
}
_FIRM = ("high", "medium-high", "derived")


def check(facts: Facts) -> Iterator[Finding]:
    """A factor whose source could not be confirmed is told, so that nobody takes it for official."""
    used = {use.factor for use in factor_uses(facts.study)}
    for factor in facts.study.factors:
        certainty = factor.provenance.certainty
        if factor.id not in used or (certainty in _FIRM and factor.provenance.how_found != "assumed"):
            continue
        low = certainty != "medium" or factor.provenance.how_found == "assumed"
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING if low else Severity.NOTE,
            place=f"{factor_place(facts.study, factor.id)}/provenance/certainty",
            message=Text(
                f"因子“{factor.name.zh}”{_WHY[low].zh}",
                f"factor “{factor.name.en or factor.name.zh}” {_WHY[low].en}",
            ),
            found=f"{certainty}：{factor.provenance.document}",
            expected=Text("与正式文本核对过的出处", "a source compared with the official text"),
            remedy=Text(
                "核查时请对照原文；能取得实测值或供应商数据的，优先采用",
                "compare with the original, or use measured data",
            ),
        )
