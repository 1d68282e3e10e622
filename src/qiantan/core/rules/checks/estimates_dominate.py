"""Estimates behind the result."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.origin import has_primary_activity

CODE = "GBT24067-ESTIMATES"
CLAUSE = "GB/T 24067-2024 数据和数据质量（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """A footprint does not rest mainly on amounts that were estimated or taken from literature."""
    limit = facts.standard.plausibility.estimate_share
    guessed = [each for each in facts.exchanges if not has_primary_activity(each.exchange)]
    share = sum(each.share for each in guessed)
    if share > float(limit):
        largest = sorted(guessed, key=lambda each: -each.share)[:3]
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place="/processes",
            message=Text(
                f"碳足迹的 {share:.0%} 来自估算或文献数量，最大的几项：{'、'.join(each.zh for each in largest)}",
                f"{share:.0%} of the footprint rests on estimated amounts, most of all {', '.join(e.en for e in largest)}",
            ),
            found=f"{share:.1%}",
            expected=Text(f"不超过 {limit:.0%}", f"at most {limit:.0%}"),
            remedy=Text("先把最大的几项改为计量或台账数据", "replace the largest by metered or recorded amounts first"),
        )
