"""Electricity in the order own → dedicated → contract → residual → grid, and the certificates behind contracts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qiantan.core.methods.electricity_order import Contract, Portion, attribute_electricity
from qiantan.core.methods.green_certificate import (
    CertificateCodeError,
    GreenCertificate,
    parse_certificate,
    repeated,
    split_codes,
)

PROJECT = "A1B2C3D4E5F6G7H8J"
FIRST, SECOND = f"{PROJECT}202501000000111", f"{PROJECT}202501000000211"
KWH = st.floats(0, 1e8)


def codes(findings):
    return [finding.code for finding in findings]


def test_a_plant_with_everything():
    """10,000 used: 2,000 own (500 sold as certificates), 3,000 dedicated, 2,000 contract; the rest is grid."""
    found = attribute_electricity(
        total=10_000,
        own=2000,
        own_sold=500,
        dedicated=3000,
        contracts=[Contract("2025 绿电合同", 2000, (FIRST, SECOND))],
    )
    assert found.portions == (
        Portion("own_generation", 1500),
        Portion("dedicated_line", 3000),
        Portion("contract", 2000, "2025 绿电合同"),
        Portion("grid", 3500),
    )
    assert found.findings == ()


def test_residual_mix_replaces_the_grid_where_it_is_published():
    assert attribute_electricity(total=100, residual_mix=True).portions == (Portion("residual", 100),)
    assert attribute_electricity(total=100).portions == (Portion("grid", 100),)


def test_contracts_beyond_what_is_left_are_cut_and_reported():
    found = attribute_electricity(total=1000, own=800, contracts=[Contract("甲", 150), Contract("乙", 500)])
    assert found.portions == (
        Portion("own_generation", 800),
        Portion("contract", 150, "甲"),
        Portion("contract", 50, "乙"),
    )
    assert [finding.message.zh for finding in found.findings] == [
        "“乙”的电量 500 kWh 超过剩余用电量 50 kWh，超出部分不计。"
    ]


def test_certificates_must_cover_the_contract_and_be_used_once():
    found = attribute_electricity(
        total=10_000, contracts=[Contract("甲", 5000, (FIRST, FIRST)), Contract("乙", 800, ("123",))]
    )
    assert codes(found.findings) == [
        "ELECTRICITY-CERTIFICATE-COVER",
        "ELECTRICITY-CERTIFICATE-CODE",
        "ELECTRICITY-CERTIFICATE-TWICE",
    ]
    assert found.findings[0].message.zh == "合同“甲”的绿证只覆盖 2,000 kWh，少于所列 5,000 kWh。"


def test_figures_below_zero_and_sales_beyond_generation():
    assert codes(attribute_electricity(total=-1).findings) == ["ELECTRICITY-NEGATIVE"]
    assert codes(attribute_electricity(total=float("nan"), own=-1).findings) == ["ELECTRICITY-NEGATIVE"] * 2
    assert codes(attribute_electricity(total=10, own=1, own_sold=2).findings) == ["ELECTRICITY-SOLD-EXCEEDS"]


@given(KWH, KWH, KWH, KWH, st.lists(KWH, max_size=4))
def test_portions_add_up_to_the_total(total, own, sold, dedicated, contracts):
    found = attribute_electricity(
        total=total,
        own=own,
        own_sold=sold,
        dedicated=dedicated,
        contracts=[Contract(str(index), kwh) for index, kwh in enumerate(contracts)],
    )
    assert sum(portion.kwh for portion in found.portions) == pytest.approx(total, rel=1e-8)
    assert all(portion.kwh > 0 for portion in found.portions)


def test_a_certificate_code_has_two_parts():
    assert parse_certificate(f" {FIRST.lower()} ") == GreenCertificate(PROJECT, "202501000000111")
    assert parse_certificate(FIRST).code == FIRST
    assert parse_certificate("Ａ" + FIRST[1:]).code == FIRST


@pytest.mark.parametrize("text", ["", "123", FIRST + "0", FIRST[:-1] + "号", "inf"])
def test_what_is_no_certificate(text):
    with pytest.raises(CertificateCodeError) as refused:
        parse_certificate(text)
    assert refused.value.zh.startswith("绿证编码应为 32 位数字和大写字母")


def test_codes_of_a_cell_and_double_use():
    cell = split_codes(f"{FIRST}，{SECOND}；{FIRST}")
    assert cell == (FIRST, SECOND, FIRST)
    assert repeated(map(parse_certificate, cell)) == (parse_certificate(FIRST),)
