"""The two families of electricity factors."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.index import factor_place
from qiantan.core.study.supply import FromFactor, FromMethod

CODE = "GBT24067-ELECTRICITY-FAMILY"
CLAUSE = "GB/T 24067-2024 电力：覆盖供电系统的生命周期（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Electricity is counted over the life cycle of its supply (footprint factor, kgCO2e/kWh); the CO2 factors of
    organisation accounts (kgCO2/kWh) stand nowhere in a footprint, and other factors do not stand in for electricity.
    """
    for factor in facts.study.factors:
        if factor.kind == "electricity_emission":
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=factor_place(facts.study, factor.id),
                message=Text(
                    f"“{factor.name.zh}”是电力二氧化碳排放因子，只用于组织核算，不能出现在产品碳足迹中",
                    f"“{factor.name.en or factor.name.zh}” is a CO2 factor for organisation accounts, not for footprints",
                ),
                found=factor.id,
                expected=Text("电力碳足迹因子（kgCO2e/kWh）", "an electricity footprint factor (kgCO2e/kWh)"),
                remedy=Text("改用电力碳足迹因子", "use an electricity footprint factor"),
            )
    for each in facts.exchanges:
        supply = each.exchange.supply
        used: tuple[str, ...] = (supply.factor,) if isinstance(supply, FromFactor) else ()
        if isinstance(supply, FromMethod) and supply.method == "purchased_electricity":
            used = tuple(p.factor for p in supply.parameters.values() if p.factor is not None)
        kinds = {facts.factors[id_].kind for id_ in used}
        is_electricity = each.exchange.category == "electricity"
        if kinds and is_electricity != ("electricity_footprint" in kinds):
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"{each.place}/supply",
                message=Text(
                    f"{each.zh}的类别与因子不相配：电力只能用电力碳足迹因子，电力碳足迹因子也只能用于电力",
                    f"category and factor of {each.en} do not fit: electricity takes electricity footprint factors only",
                ),
                found=f"{each.exchange.category} + {', '.join(sorted(kinds))}",
                expected=Text("electricity 配 electricity_footprint", "electricity with electricity_footprint"),
                remedy=Text("改正类别或因子", "correct the category or the factor"),
            )
