"""One document counted twice."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts, Weighed
from qiantan.core.study.supply import FromProcess

CODE = "GBT24067-EVIDENCE-TWICE"
CLAUSE = "GB/T 24067-2024 原则：避免重复计算（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """The same document does not prove the same amount of the same thing twice. What one process of the study hands to
    another is not asked about: it brings nothing in, and one record of the plant may prove both its ends.
    """
    first: dict[tuple[str, str, str, str], Weighed] = {}
    for each in facts.exchanges:
        exchange = each.exchange
        if isinstance(exchange.supply, FromProcess):
            continue
        for evidence in exchange.evidence:
            key = (evidence.sha256 or evidence.name, exchange.flow, str(exchange.amount.value), exchange.amount.unit)
            earlier = first.setdefault(key, each)
            if earlier is not each and earlier.place != each.place:
                yield Finding(
                    code=CODE,
                    clause=CLAUSE,
                    severity=Severity.WARNING,
                    place=each.place,
                    message=Text(
                        f"{each.zh}与{earlier.zh}数量相同，凭证也相同，可能重复计算",
                        f"{each.en} and {earlier.en} have the same amount and the same evidence: counted twice?",
                    ),
                    found=f"{evidence.name}: {exchange.amount.value} {exchange.amount.unit}",
                    expected=Text("同一单据只计一次", "one document counted once"),
                    remedy=Text("删去重复的一项；按比例分摊的，写明各自的数量", "remove one, or split the amount"),
                )
