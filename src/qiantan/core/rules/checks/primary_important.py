"""Primary data for the most important processes."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts, Weighed
from qiantan.core.study.origin import has_primary_activity, is_primary

CODE = "GBT24067-PRIMARY-IMPORTANT"
CLAUSE = "GB/T 24067-2024 数据和数据质量：初级数据（条款号待核）；份额见产品种类规则"


def check(facts: Facts) -> Iterator[Finding]:
    """The most important contributions, from the largest down to the share the rule names, rest on primary data;
    secondary data are used only where primary data are not practicable, and the reason is documented. Metered
    electricity of the grid is as primary as it can be: its factor is the grid's by rule.
    """
    if facts.rule is None:
        return
    for each in _important(facts, float(facts.rule.primary_share)):
        if is_primary(each.exchange, facts.factors) or _is_grid(each):
            continue
        justified = bool(each.exchange.note.strip())
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE if justified else Severity.WARNING,
            place=each.place,
            message=Text(
                f"{each.zh}占碳足迹的 {each.share:.1%}，属于重要贡献，但用的是次级数据",
                f"{each.en} makes {each.share:.1%} of the footprint but rests on secondary data",
            ),
            found=each.exchange.note[:200] or each.exchange.source,
            expected=Text(
                f"贡献最大的 {facts.rule.primary_share:.0%} 采用初级数据（实测、供应商研究或供应商因子）",
                f"primary data for the largest {facts.rule.primary_share:.0%} (measured, a supplier's study or factor)",
            ),
            remedy=Text(
                "向供应商索取产品碳足迹；确实无法取得时，在该项备注中写明理由",
                "ask the supplier for a footprint; where that is not practicable, write the reason into the note",
            ),
        )


def _is_grid(each: Weighed) -> bool:
    electricity = each.exchange.electricity
    drawn = electricity is not None and electricity.instrument in ("residual", "grid")
    return drawn and has_primary_activity(each.exchange)


def _important(facts: Facts, share: float) -> Iterator[Weighed]:
    """Yield the largest contributions until they make up the share, in document order where equal."""
    reached = 0.0
    for each in sorted(facts.exchanges, key=lambda each: -each.share):
        if reached >= share or not each.kg:
            return
        reached += each.share
        yield each
