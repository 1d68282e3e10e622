"""Evidence for primary data."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.rules.facts import Facts
from qiantan.core.study.origin import has_primary_activity

CODE = "GBT24067-EVIDENCE"
CLAUSE = "GB/T 24067-2024 数据收集：可追溯（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Every primary figure names the document that proves it; large contributions one by one, the rest together."""
    material = float(facts.standard.plausibility.material_share)
    bare = [
        each
        for each in facts.exchanges
        if each.kg and has_primary_activity(each.exchange) and not each.exchange.evidence
    ]
    for each in bare:
        if each.share >= material:
            yield Finding(
                code=CODE,
                clause=CLAUSE,
                severity=Severity.WARNING,
                place=f"{each.place}/evidence",
                message=Text(
                    f"{each.zh}占碳足迹的 {each.share:.1%}，没有列出凭证",
                    f"{each.en} makes {each.share:.1%} of the footprint and names no evidence",
                ),
                expected=Text("发票、台账或抄表记录的文件名", "the name of an invoice, a ledger or a meter record"),
                example="2025年电费发票.pdf",
                remedy=Text("写上凭证文件名，并上传文件", "name the document, and hand it in"),
            )
    rest = [each for each in bare if each.share < material]
    if rest:
        yield Finding(
            code=CODE,
            clause=CLAUSE,
            severity=Severity.NOTE,
            place="/processes",
            message=Text(
                f"另有 {len(rest)} 项小额贡献没有列出凭证", f"{len(rest)} small contributions name no evidence either"
            ),
            found="、".join(each.exchange.name.zh for each in rest)[:400],
            remedy=Text("有凭证的请补上文件名", "name the documents where there are any"),
        )
