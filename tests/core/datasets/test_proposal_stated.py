"""A proposal becomes lines of factors.csv, a factor, a dataset; and every exchange format brings it back."""

from decimal import Decimal

import pytest
from tests.factories.proposals import TODAY, proposal

from qiantan.core.datasets import factor as datasets
from qiantan.core.datasets.proposal.check import proposal_faults
from qiantan.core.datasets.proposal.stated import answers_of, dataset_of, factor_of, rows_of
from qiantan.core.formats.catalogue import CODECS


def test_each_gas_stands_on_a_line_of_its_own():
    rows = rows_of(proposal(co2e="120"), "gzr-00001-1")
    assert [(row.id, row.flow, row.kg) for row in rows] == [
        ("gzr-00001-1", "co2_fossil", Decimal(110)),
        ("gzr-00001-1", "ch4_fossil", Decimal("0.2")),
        ("gzr-00001-1", "n2o", Decimal("0.001")),
    ]


def test_a_total_alone_is_a_co2_equivalent():
    gone = dict.fromkeys(("co2_fossil", "ch4_fossil", "n2o"), "")
    factor = factor_of(proposal(co2e="120", **gone), "gzr-00001-1", "release")
    assert [(one.flow, one.kg) for one in factor.emissions] == [("co2e", Decimal(120))]


def test_a_factor_keeps_what_was_stated_of_its_source():
    factor = factor_of(proposal(spread="1.1", number="DOI 1"), "gzr-00001-1", "release")
    source = factor.provenance
    assert (source.place, source.document, source.certainty, source.licence) == (
        "第 12 页，表 4",
        "示例石膏板碳足迹报告",
        "medium",
        "facts",
    )
    assert (factor.geography, factor.reference_year, factor.distribution.spread) == (
        "CN-520000",
        "2024",
        Decimal("1.1"),
    )


@pytest.mark.parametrize("codec", ["tidas", "ilcd", "openlca"])
def test_an_exchange_file_of_a_proposal_brings_the_answers_back(codec):
    """What the formats carry comes back; certainty and how it was found are the contributor's to say anew."""
    given = proposal(annual_volume="1500000", annual_unit="t", sampling="五条线中的三条", completeness="全部计入")
    [dataset] = CODECS[codec].read(CODECS[codec].write([dataset_of(given, "gzr-00001-1")])).datasets
    factor = datasets.factor_of(dataset, release="upload").factor

    back = answers_of(dataset, factor)

    told_anew = {"certainty", "how_found", "licence", "topic", "gwp_set"}
    lost = {key for key, said in given.items() if back.get(key) != said} - told_anew
    assert lost == set()
    assert {one.place for one in proposal_faults(back, today=TODAY)} <= told_anew
