"""Which portion of the electricity used comes from where, in the order of ISO 14067.

Own generation → dedicated line → contractual instruments with certificates → what is left: the residual mix where one is
published, otherwise the consumption mix of the grid. Own generation whose certificates were sold counts as grid
electricity: an attribute sold away may not be claimed. Units: kWh.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

from qiantan.core.findings.finding import NO_TEXT, Finding, Severity, Text
from qiantan.core.methods.green_certificate import (
    KWH_PER_CERTIFICATE,
    CertificateCodeError,
    GreenCertificate,
    parse_certificate,
    repeated,
)

Instrument = Literal["own_generation", "dedicated_line", "contract", "residual", "grid"]
CLAUSE: Final = "GB/T 24067-2024、ISO 14067:2018 电力（条款号待核）"
# Amounts below this share of the total are rounding of meters and bills, not electricity.
_NOTHING: Final = 1e-9


class Contract(NamedTuple):
    """A contract for electricity with its attribute: name, kWh in the period, codes of its certificates."""

    name: str
    kwh: float
    certificates: tuple[str, ...] = ()


class Portion(NamedTuple):
    """Electricity of one origin; `name` tells the contract."""

    instrument: Instrument
    kwh: float
    name: str = ""


class Attribution(NamedTuple):
    """The portions, which add up to the total, and what is doubtful about the claims."""

    portions: tuple[Portion, ...]
    findings: tuple[Finding, ...]


def attribute_electricity(
    *,
    total: float,
    own: float = 0.0,
    own_sold: float = 0.0,
    dedicated: float = 0.0,
    contracts: Sequence[Contract] = (),
    residual_mix: bool = False,
) -> Attribution:
    """Return the electricity used, kWh, by origin in the order of ISO 14067.

    `own` is own generation used on site, `own_sold` the part of it whose certificates were sold; `residual_mix` says
    that a residual mix is published for the market. Claims beyond the total are cut and reported.
    """
    negative = [name for name, kwh in _named(total, own, own_sold, dedicated, contracts) if not kwh >= 0]
    if negative:
        return Attribution((), tuple(_negative(name) for name in negative))
    claims = [
        Portion("own_generation", max(own - own_sold, 0.0)),
        Portion("dedicated_line", dedicated),
        *(Portion("contract", contract.kwh, contract.name) for contract in contracts),
    ]
    findings = list(_certificate_findings(contracts))
    if own_sold > own:
        findings.append(_sold_too_much(own, own_sold))
    portions, left = [], total
    for claim in claims:
        granted = min(claim.kwh, left)
        if claim.kwh - granted > _NOTHING * total:
            findings.append(_too_much(claim, left))
        if granted > 0:
            portions.append(claim._replace(kwh=granted))
        left -= granted
    if left > _NOTHING * total:
        portions.append(Portion("residual" if residual_mix else "grid", left))
    return Attribution(tuple(portions), tuple(findings))


def _named(
    total: float, own: float, own_sold: float, dedicated: float, contracts: Sequence[Contract]
) -> Iterator[tuple[str, float]]:
    yield "total", total
    yield "own", own
    yield "own_sold", own_sold
    yield "dedicated", dedicated
    for contract in contracts:
        yield contract.name, contract.kwh


def _certificate_findings(contracts: Sequence[Contract]) -> Iterator[Finding]:
    """Say which codes cannot be certificates, which are used twice and where certificates do not cover a contract."""
    found: list[GreenCertificate] = []
    for contract in contracts:
        valid = 0
        for code in contract.certificates:
            try:
                found.append(parse_certificate(code))
                valid += 1
            except CertificateCodeError as error:
                yield _finding("ELECTRICITY-CERTIFICATE-CODE", contract.name, Text(error.zh, error.en), found=code)
        covered = valid * KWH_PER_CERTIFICATE
        if covered < contract.kwh - KWH_PER_CERTIFICATE:
            yield _not_covered(contract, covered)
    for certificate in repeated(found):
        message = Text("同一张绿证被使用了两次。", "The same certificate is used twice.")
        yield _finding("ELECTRICITY-CERTIFICATE-TWICE", certificate.code, message, found=certificate.code)


def _not_covered(contract: Contract, covered: float) -> Finding:
    message = Text(
        f"合同“{contract.name}”的绿证只覆盖 {covered:,.0f} kWh，少于所列 {contract.kwh:,.0f} kWh。",
        f"Certificates of “{contract.name}” cover {covered:,.0f} kWh, less than the {contract.kwh:,.0f} kWh claimed.",
    )
    remedy = Text("补齐绿证编码，或减少合同电量", "add the missing certificates, or claim less")
    return _finding("ELECTRICITY-CERTIFICATE-COVER", contract.name, message, remedy=remedy)


def _too_much(claim: Portion, left: float) -> Finding:
    name = claim.name or claim.instrument
    message = Text(
        f"“{name}”的电量 {claim.kwh:,.0f} kWh 超过剩余用电量 {left:,.0f} kWh，超出部分不计。",
        f"“{name}” claims {claim.kwh:,.0f} kWh, but only {left:,.0f} kWh are left; the excess does not count.",
    )
    remedy = Text("核对用电量和各来源电量", "compare the electricity used with its sources")
    return _finding("ELECTRICITY-EXCEEDS", name, message, remedy=remedy)


def _sold_too_much(own: float, own_sold: float) -> Finding:
    message = Text(
        f"已售出绿证的自发电量 {own_sold:,.0f} kWh 超过自发自用电量 {own:,.0f} kWh。",
        f"Certificates were sold for {own_sold:,.0f} kWh, more than the {own:,.0f} kWh generated and used.",
    )
    return _finding("ELECTRICITY-SOLD-EXCEEDS", "own_sold", message)


def _negative(name: str) -> Finding:
    message = Text(f"“{name}”的电量必须是不小于零的数值。", f"“{name}” must be a figure of zero or more.")
    return _finding("ELECTRICITY-NEGATIVE", name, message)


def _finding(code: str, place: str, message: Text, *, found: str = "", remedy: Text = NO_TEXT) -> Finding:
    return Finding(
        code=code,
        severity=Severity.BLOCKING,
        place=place,
        message=message,
        clause=CLAUSE,
        found=found,
        remedy=remedy,
    )
