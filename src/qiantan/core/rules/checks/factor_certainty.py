"""Certainty of factors."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.document import Factor
from qiantan.core.study.index import factor_place, factor_uses

CODE = "GBT24067-FACTOR-CERTAINTY"
CLAUSE = "GB/T 24067-2024 数据质量：来源与可靠性（条款号待核）"
EXPECTED = Text("与正式文本核对过的出处", "a source compared with the official text")
REMEDY = Text(
    "核查时请对照原文；能取得实测值或供应商数据的，优先采用", "compare with the original, or use measured data"
)
_FIRM = ("high", "medium-high", "derived")


def check(facts: Facts) -> Iterator[Finding]:
    """A factor whose source could not be confirmed is told, so that nobody takes it for official: assumptions and weak
    sources one by one, published figures that were only not compared with the official text together.
    """
    used = {use.factor for use in factor_uses(facts.study)}
    factors = [factor for factor in facts.study.factors if factor.id in used]
    yield from (_weak(facts, factor) for factor in factors if _is_weak(factor))
    unconfirmed = [factor for factor in factors if factor.provenance.certainty not in _FIRM and not _is_weak(factor)]
    if unconfirmed:
        yield _unconfirmed(unconfirmed)


def _is_weak(factor: Factor) -> bool:
    source = factor.provenance
    return source.how_found == "assumed" or source.certainty not in (*_FIRM, "medium")


def _weak(facts: Facts, factor: Factor) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.WARNING,
        place=f"{factor_place(facts.study, factor.id)}/provenance/certainty",
        message=Text(
            f"因子“{factor.name.zh}”是假设值或来源不可靠，不是公布的数据",
            f"factor “{factor.name.en or factor.name.zh}” is an assumption or of a weak source, not a published figure",
        ),
        found=factor.provenance.document,
        expected=EXPECTED,
        remedy=REMEDY,
    )


def _unconfirmed(factors: list[Factor]) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.NOTE,
        place="/factors",
        message=Text(
            f"{len(factors)} 个因子的出处未与正式文本核对",
            f"{len(factors)} factors were not compared with the official text of their source",
        ),
        found="、".join(factor.name.zh for factor in factors)[:400],
        expected=EXPECTED,
        remedy=REMEDY,
    )
