"""Attribution of electricity, and its order."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import normalise_unit
from qiantan.core.rules.facts import Facts, Weighed

CODE = "GBT24067-ELECTRICITY-ORDER"
CLAUSE = "GB/T 24067-2024 电力：自发自用、直供、合同凭证、电网（条款号待核）"
_ELECTRICAL = ("Wh", "kWh", "MWh", "GWh", "TWh")


def check(facts: Facts) -> Iterator[Finding]:
    """Every use of electricity from outside a process of the study says how it is attributed, in the order own generation, dedicated line, contractual
    instrument, residual mix, consumption grid; once electricity is claimed by contract, the remainder is not covered
    by the grid mix that still contains what others have claimed.
    """
    used = [each for each in facts.exchanges if each.exchange.category == "electricity"]
    for each in used:
        if each.exchange.electricity is None and each.exchange.supply.kind != "process":
            yield _unattributed(each)
    yield from _own_surplus(facts, used)
    contracts = [each for each in used if _instrument(each) == "contract"]
    for each in used:
        if contracts and _instrument(each) == "grid":
            yield _grid_beside_contract(each)


def _instrument(each: Weighed) -> str:
    return each.exchange.electricity.instrument if each.exchange.electricity else ""


def _unattributed(each: Weighed) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.BLOCKING,
        place=f"{each.place}/electricity",
        message=Text(f"{each.zh}没有说明电力来源方式", f"{each.en} does not say how its electricity is attributed"),
        expected=Text(
            "自发自用、专线直供、合同（绿电绿证）、剩余组合或电网",
            "own generation, dedicated line, contract, residual mix or grid",
        ),
        remedy=Text(
            "选择电力来源方式；没有合同的选“电网”", "choose the attribution; without a contract it is the grid"
        ),
    )


def _own_surplus(facts: Facts, used: list[Weighed]) -> Iterator[Finding]:
    """Own electricity may not be sold while the same plant counts its need at the grid's factor, or the other way round."""
    sold = [
        (p, o, process, output)
        for p, process in enumerate(facts.study.processes)
        for o, output in enumerate(process.outputs)
        if output.role == "co_product" and normalise_unit(output.amount.unit).lstrip("十百千万亿") in _ELECTRICAL
    ]
    bought = [each for each in used if _instrument(each) in ("grid", "residual")]
    for p, o, process, output in sold if bought else ():
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place=f"/processes/{p}/outputs/{o}",
            message=Text(
                f"“{process.name.zh}”外供自发电，同时{bought[0].zh}按电网因子计算",
                f"“{process.name.en or process.name.zh}” sells own electricity while {bought[0].en} counts as grid",
            ),
            found=f"{output.amount.value} {output.amount.unit}",
            expected=Text("先自用，剩余部分才外供", "own electricity is used first, only the rest is sold"),
            remedy=Text(
                "自用部分改为“自发自用”；确实无法自用的，在“选择与假设”中说明",
                "count the own part as own generation, or explain under the choices why it cannot be used",
            ),
        )


def _grid_beside_contract(each: Weighed) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.NOTE,
        place=f"{each.place}/electricity/instrument",
        message=Text(
            f"{each.zh}按电网平均计算，而本研究另有合同电力：电网平均里可能含有他人已购的绿电",
            f"{each.en} uses the grid mix beside contractual electricity: the mix may hold what others have claimed",
        ),
        found="grid",
        expected=Text("剩余组合（扣除已被认购的电力）", "the residual mix (without what has been claimed)"),
        remedy=Text(
            "有剩余组合因子的改用剩余组合；没有公布的，报告中会说明这一局限",
            "use the residual mix where there is one; otherwise the report tells this limit",
        ),
    )
