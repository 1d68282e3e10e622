"""Uncertainty."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts, Weighed
from qiantan.core.study.supply import FromFactor, FromMethod

CODE = "GBT24067-UNCERTAINTY"
CLAUSE = "GB/T 24067-2024 结果解释：不确定性（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Uncertainty is stated, in figures or in words; a result without any says so in its limitations."""
    share = sum(each.share for each in facts.exchanges if _is_stated(each, facts))
    if share >= 0.5:  # noqa: PLR2004 - more than half of the footprint has a figure
        return
    in_words = bool(facts.study.interpretation.limitations.strip())
    yield Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.NOTE if in_words else Severity.WARNING,
        place="/processes",
        message=Text(
            f"碳足迹中只有 {share:.0%} 给出了不确定性，结果的区间偏窄",
            f"only {share:.0%} of the footprint has a stated uncertainty: the interval is too narrow",
        ),
        found=f"{share:.1%}",
        expected=Text(
            "主要贡献都有不确定性，或在局限中用文字说明",
            "uncertainty of the main contributions, in figures or in words",
        ),
        remedy=Text(
            "给主要用量填写计量误差，或在局限中说明不确定性的来源",
            "give the error of the main amounts, or describe the uncertainty among the limitations",
        ),
    )


def _is_stated(each: Weighed, facts: Facts) -> bool:
    supply = each.exchange.supply
    used: tuple[str, ...] = ()
    if isinstance(supply, FromFactor):
        used = (supply.factor,)
    elif isinstance(supply, FromMethod):
        used = tuple(p.factor for p in supply.parameters.values() if p.factor)
    return each.exchange.distribution is not None or any(facts.factors[id_].distribution for id_ in used)
