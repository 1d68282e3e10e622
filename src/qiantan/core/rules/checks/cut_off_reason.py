"""Reasons of cut-offs."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.supply import CutOff

CODE = "GBT24067-CUT-OFF-REASON"
CLAUSE = "GB/T 24067-2024 取舍准则（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Whatever is cut off is named, with the reason and the estimated effect."""
    for each in facts.exchanges:
        supply = each.exchange.supply
        if not isinstance(supply, CutOff):
            continue
        if not supply.reason.strip():
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"{each.place}/supply/reason",
                message=Text(f"{each.zh}被舍去，但没有写理由", f"{each.en} is cut off without a reason"),
                expected=Text("每项取舍都有理由", "a reason for every cut-off"),
                example="年用量不足 1 t，按最不利因子估算影响小于 0.1 %",
                remedy=Text("写明理由，或填报这一项的数据", "give the reason, or the data"),
            )
        if supply.estimate < 0 or (supply.estimate == 0 and each.exchange.amount.value != 0):
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.WARNING,
                place=f"{each.place}/supply/estimate",
                message=Text(
                    f"{each.zh}被舍去，但没有估算其影响", f"{each.en} is cut off without an estimate of its effect"
                ),
                found=f"{supply.estimate} kg CO2e",
                expected=Text("大于零的估算值，宁大勿小", "an estimate above zero, rather too large than too small"),
                remedy=Text("用相近物料的因子乘以用量估算", "multiply the amount by the factor of a similar material"),
            )
