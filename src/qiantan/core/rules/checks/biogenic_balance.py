"""Biogenic carbon in and out."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-BIOGENIC-BALANCE"
CLAUSE = "GB/T 24067-2024 化石碳与生物源碳：吸收 −1、释放 +1（条款号待核）"
_CO2_PER_CARBON = 44 / 12


def check(facts: Facts) -> Iterator[Finding]:
    """What the plants took up comes out again as CO2 or stays in the product: an uptake that is booked is not larger
    than both together.
    """
    outcome = facts.outcome
    by_flow = dict(zip(outcome.flows, outcome.kg_by_exchange_flow.sum(axis=0), strict=True))
    uptake = -float(by_flow.get("co2_biogenic_uptake", 0.0))
    released = float(by_flow.get("co2_biogenic", 0.0))
    stored = outcome.biogenic_carbon * _CO2_PER_CARBON
    tolerance = float(facts.standard.plausibility.carbon_gap) * max(uptake, released + stored)
    if uptake > released + stored + tolerance:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place="/processes",
            message=Text(
                "计入的生物源吸收大于释放与产品所含之和，碳足迹可能被低估",
                "more biogenic uptake is booked than comes out or stays in the product: the footprint may be too low",
            ),
            found=f"{uptake:.6g} > {released:.6g} + {stored:.6g} kg CO2",
            expected=Text(
                "吸收 = 释放 + 产品中的生物源碳 × 44/12", "uptake = release + biogenic carbon of the product × 44/12"
            ),
            remedy=Text(
                "补上生物质燃烧、腐解的释放，或产品的生物源碳含量",
                "add the release, or the biogenic carbon of the product",
            ),
        )
