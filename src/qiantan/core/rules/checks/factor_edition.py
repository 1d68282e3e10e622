"""Values of the rulebook's factors."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.document import Factor
from qiantan.core.study.index import factor_place
from qiantan.core.study.origin import is_supplier_factor

CODE = "GBT24067-FACTOR-EDITION"
CLAUSE = "GB/T 24067-2024 数据质量：可再现性（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """A factor that carries the id of the rulebook carries its value: nobody alters a published figure."""
    for factor in facts.study.factors:
        edition = facts.editions.get(factor.id)
        if edition is None or is_supplier_factor(factor) or _figures(factor) == _figures(edition):
            continue
        newer = factor.release != edition.release
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.WARNING if newer else Severity.BLOCKING,
            place=factor_place(facts.study, factor.id),
            message=Text(
                f"因子“{factor.name.zh}”与规则库的数值不同",
                f"factor “{factor.name.en or factor.name.zh}” differs from the rulebook",
            ),
            found=_words(factor),
            expected=Text(_words(edition), _words(edition)),
            remedy=Text(
                "恢复为规则库的数值；供应商提供的数值请另用编号，并把版本写成 supplier",
                "restore the published value; give a supplier's value its own id and the release supplier",
            ),
        )


def _figures(factor: Factor) -> object:
    emissions = {emission.flow: emission.kg for emission in factor.emissions}
    return factor.kind, factor.per, emissions, factor.value and (factor.value.value, factor.value.unit)


def _words(factor: Factor) -> str:
    if factor.value is not None:
        return f"{factor.value.value} {factor.value.unit}"
    return ", ".join(f"{emission.kg} kg {emission.flow}" for emission in factor.emissions) + f" / {factor.per}"
