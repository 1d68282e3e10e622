"""Geography of factors."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.index import factor_place
from qiantan.core.study.supply import FromFactor

CODE = "GBT24067-FACTOR-GEOGRAPHY"
CLAUSE = "GB/T 24067-2024 数据质量：地域代表性（条款号待核）"
_AT_HOME = ("CN", "中国", "全国", "china")


def check(facts: Facts) -> Iterator[Finding]:
    """A footprint factor stands for the region it is used for; a factor of another country is told."""
    supplied = {each.exchange.supply.factor for each in facts.exchanges if isinstance(each.exchange.supply, FromFactor)}
    for factor in facts.study.factors:
        if factor.id not in supplied or factor.kind == "emission" or factor.geography.lower().startswith(_FOLDED):
            continue
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE,
            place=f"{factor_place(facts.study, factor.id)}/geography",
            message=Text(
                f"因子“{factor.name.zh}”不是中国的数据",
                f"factor “{factor.name.en or factor.name.zh}” does not stand for China",
            ),
            found=factor.geography,
            expected=Text("CN 或省级地域", "CN or a province"),
            remedy=Text(
                "进口物料可用；国产物料改用中国因子，没有的在数据质量说明中写明",
                "right for imports; for domestic supply use a Chinese factor, or say that there is none",
            ),
        )


_FOLDED = tuple(word.lower() for word in _AT_HOME)
