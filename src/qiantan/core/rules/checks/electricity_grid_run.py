"""The result with the grid factor."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-ELECTRICITY-GRID-RUN"
CLAUSE = "GB/T 24067-2024 电力：敏感性分析（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Where electricity is attributed by line or contract, the result with the grid's factor is shown beside it."""
    attributed = [
        each
        for each in facts.exchanges
        if each.exchange.electricity and each.exchange.electricity.instrument in ("dedicated_line", "contract")
    ]
    if attributed and facts.study.grid_factor is None:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place="/grid_factor",
            message=Text(
                f"{attributed[0].zh}按合同或专线计算，但没有选电网因子，无法给出对照结果",
                f"{attributed[0].en} is attributed by contract or line, but no grid factor is named for comparison",
            ),
            expected=Text("一个电网平均电力碳足迹因子", "a grid-average electricity footprint factor"),
            remedy=Text("在 grid_factor 中选择当年的全国电力平均碳足迹因子", "name the national factor of the year"),
        )
