"""Signs of amounts."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-AMOUNT-SIGN"
CLAUSE = "GB/T 24067-2024 数据收集（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Amounts are not negative: what leaves a process is an output, a credit is a substitution with its reason."""
    for each in facts.exchanges:
        amount = each.exchange.amount
        if amount.value < 0:
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.WARNING,
                place=f"{each.place}/amount/value",
                message=Text(f"{each.zh}的数量是负数", f"the amount of {each.en} is negative"),
                found=f"{amount.value} {amount.unit}",
                expected=Text("零或正数", "zero or above"),
                remedy=Text(
                    "外供的产品写成共生产品，外运的废物写成方向为 output 的交换；退货、冲红请并入净用量",
                    "a product sold is a co-product, waste leaving is an output; merge returns into the net amount",
                ),
            )
