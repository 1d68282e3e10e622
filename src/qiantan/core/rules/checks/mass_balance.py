"""Mass balance of a process."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.quantities.units import convert, same_dimension
from qiantan.core.rules.facts import Facts
from qiantan.core.rules.schema import BalanceRule
from qiantan.core.study.document import Process
from qiantan.core.study.shape import Amount

CODE = "GBT24067-MASS-BALANCE"
CLAUSE = "GB/T 24067-2024 数据的确认：质量平衡（条款号待核）；范围见产品种类规则"
_MATERIAL = ("raw_material", "auxiliary", "intermediate")


def check(facts: Facts) -> Iterator[Finding]:
    """The mass of the materials that enter a process over the mass of its products lies in the range of the rule."""
    bounds = {rule.process: rule for rule in facts.rule.balances} if facts.rule else {}
    for p, process in enumerate(facts.study.processes):
        rule = bounds.get(process.id)
        if rule:
            yield from _of(process, rule, f"/processes/{p}")


def _of(process: Process, rule: BalanceRule, place: str) -> Iterator[Finding]:
    entering = [x.amount for x in process.exchanges if x.direction == "input" and x.category in _MATERIAL]
    leaving = [output.amount for output in process.outputs if output.direction == "output"]
    mass_in, mass_out = _tonnes(entering), _tonnes(leaving)
    if not mass_in or not mass_out:
        return
    ratio = mass_in / mass_out
    if not float(rule.low) <= ratio <= float(rule.high):
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING,
            place=place,
            message=Text(
                f"“{process.name.zh}”物料不平衡：投入是产出的 {ratio:.3g} 倍",
                f"“{process.name.en or process.name.zh}” does not balance: {ratio:.3g} times its output enters",
            ),
            found=f"{mass_in:.6g} t / {mass_out:.6g} t = {ratio:.3g}",
            expected=Text(f"{rule.low}–{rule.high} 倍（{rule.basis}）", f"{rule.low}–{rule.high}"),
            remedy=Text(
                "核对是否漏填物料、单位是否写错（吨与千克）、产量是否同一口径",
                "look for a missing material, tonnes taken for kilograms, or an output of another scope",
            ),
        )


def _tonnes(amounts: list[Amount]) -> float:
    return sum(convert(float(a.value), a.unit, "t") for a in amounts if same_dimension(a.unit, "t"))
