"""Site-specific data for own processes."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.origin import has_primary_activity

CODE = "GBT24067-PRIMARY-OPERATED"
CLAUSE = "GB/T 24067-2024 数据和数据质量：现场数据（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Processes under financial or operational control rest on site-specific data, not on literature or estimates."""
    material = float(facts.standard.plausibility.material_share)
    guessed = [
        each
        for each in facts.exchanges
        if each.kg and each.process.operated and not has_primary_activity(each.exchange)
    ]
    for each in guessed:
        if each.share < material:
            continue
        from_literature = each.exchange.source == "literature"
        kind = Text("文献数据", "literature") if from_literature else Text("估算数据", "an estimate")
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.BLOCKING if from_literature else Severity.WARNING,
            place=f"{each.place}/source",
            message=Text(
                f"本组织控制的过程中，{each.zh}用的是{kind.zh}（占 {each.share:.1%}）",
                f"{each.en} belongs to an own process but rests on {kind.en} ({each.share:.1%} of the footprint)",
            ),
            found=each.exchange.source,
            expected=Text("计量、台账或发票数据", "a meter, a ledger or an invoice"),
            remedy=Text("改用计量仪表、生产台账或发票上的数量", "take the amount from a meter, the ledger or invoices"),
        )
    small = [each for each in guessed if each.share < material]
    if small:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE,
            place="/processes",
            message=Text(
                f"另有 {len(small)} 项小额贡献用的是估算或文献数据",
                f"{len(small)} small contributions rest on estimates or literature as well",
            ),
            found="、".join(each.exchange.name.zh for each in small)[:400],
            remedy=Text("有计量或台账的请改用", "use metered or recorded amounts where there are any"),
        )
