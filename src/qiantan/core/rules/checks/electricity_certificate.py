"""Certificates behind contractual electricity."""

from collections.abc import Iterator

from qiantan.core.findings import Finding, Severity, Text
from qiantan.core.methods.green_certificate import (
    CertificateCodeError,
    GreenCertificate,
    parse_certificate,
    split_codes,
)
from qiantan.core.rules.facts import Facts, Weighed

CODE = "GBT24067-ELECTRICITY-CERTIFICATE"
CLAUSE = "GB/T 24067-2024 电力：合同凭证唯一、可追踪、已注销（条款号待核）"


def check(facts: Facts) -> Iterator[Finding]:
    """Contractual electricity names its certificates, each of 32 characters and each used once."""
    seen: dict[GreenCertificate, Weighed] = {}
    for each in facts.exchanges:
        electricity = each.exchange.electricity
        if electricity is None or electricity.instrument != "contract":
            continue
        codes = split_codes(electricity.certificate)
        if not codes:
            yield _finding(
                each,
                Text(f"{each.zh}按绿电合同计算，但没有绿证编码", f"{each.en} is contractual but names no certificate"),
                "",
                Text("填写绿证编码；没有绿证的改为电网电力", "give the codes; without a certificate count it as grid"),
            )
        for code in codes:
            try:
                certificate = parse_certificate(code)
            except CertificateCodeError as error:
                message = Text(f"{each.zh}：{error.zh}", f"{each.en}: {error.en}")
                remedy = Text(
                    "照绿证原样填写，多个编码用逗号分开", "copy the codes from the certificates, with commas between"
                )
                yield _finding(each, message, code, remedy)
                continue
            if certificate in seen:
                yield _finding(
                    each,
                    Text(
                        f"{each.zh}的绿证已用于{seen[certificate].zh}",
                        f"the certificate of {each.en} is already used by {seen[certificate].en}",
                    ),
                    code,
                    Text("一张绿证只能用一次，删去重复的编码", "a certificate counts once: remove the repeated code"),
                )
            seen.setdefault(certificate, each)


def _finding(each: Weighed, message: Text, found: str, remedy: Text) -> Finding:
    return Finding(
        code=CODE,
        clause=CLAUSE,
        severity=Severity.BLOCKING,
        place=f"{each.place}/electricity/certificate",
        message=message,
        found=found,
        expected=Text("32 位绿证编码，每张只用一次", "certificate codes of 32 characters, each used once"),
        remedy=remedy,
    )
