"""Biogenic carbon beside fossil carbon."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts

CODE = "GBT24067-BIOGENIC-CONTENT"
CLAUSE = "GB/T 24067-2024 化石碳与生物源碳分别记录（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Biogenic carbon is a part of the carbon, and what is biogenic is not booked as fossil CO2."""
    fossil = facts.outcome.flows.index("co2_fossil") if "co2_fossil" in facts.outcome.flows else None
    rows = {id_: n for n, id_ in enumerate(facts.outcome.exchange_ids)}
    for each in facts.exchanges:
        biogenic = each.exchange.biogenic_carbon
        if biogenic is None:
            continue
        if not 0 <= biogenic <= 1:
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.BLOCKING,
                place=f"{each.place}/biogenic_carbon",
                message=Text(f"{each.zh}的生物源碳多于全部碳", f"{each.en} has more biogenic carbon than carbon"),
                found=str(biogenic),
                expected=Text("0 至 1：生物源碳占全部碳的份额", "0 to 1: the share of its carbon that is biogenic"),
                remedy=Text(
                    "木屑、秸秆等写 1，煤写 0，掺烧的按比例", "1 for wood and straw, 0 for coal, a share for mixtures"
                ),
            )
        elif fossil is not None and biogenic == 1:
            booked = float(facts.outcome.kg_by_exchange_flow[rows[each.exchange.id], fossil])
            if each.exchange.category == "fuel" and each.exchange.supply.kind == "method" and booked:
                yield Finding(
                    code=CODE,
                    clause=CLAUSE,
                    severity=Severity.WARNING,
                    place=f"{each.place}/supply",
                    message=Text(
                        f"{each.zh}的碳全部是生物源碳，却计为化石二氧化碳",
                        f"all carbon of {each.en} is biogenic, yet its CO2 is booked as fossil",
                    ),
                    found=f"{booked:.6g} kg CO2e",
                    expected=Text("计入生物源排放", "booked as biogenic"),
                    remedy=Text("在燃烧方法里填写生物源比例", "give the biogenic share to the combustion method"),
                )
