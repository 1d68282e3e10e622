"""Exchange files become proposals; broken and hostile ones are refused with their place."""

import pytest
from tests.factories import hostile_files
from tests.factories.broken_dataset_facts import exhibit  # noqa: F401 - fills the table of exhibits
from tests.factories.broken_datasets import MAKERS
from tests.factories.proposals import proposal

from qiantan.core.datasets.proposal.stated import dataset_of
from qiantan.core.findings import has_blocking
from qiantan.core.formats.catalogue import CODECS
from qiantan.core.formats.proposals.exchange import read_exchange


@pytest.mark.parametrize("codec", ["tidas", "ilcd", "openlca"])
def test_the_datasets_of_a_package_become_proposals(codec):
    given = [dataset_of(proposal(), "gzr-00001-1"), dataset_of(proposal(name_zh="另一种石膏板"), "gzr-00002-1")]

    reading = read_exchange("包.zip", CODECS[codec].write(given))

    assert not has_blocking(reading.findings)
    assert sorted(one["name_zh"] for one in reading.proposals) == ["另一种石膏板", "测试用石膏板"]
    assert {one["co2_fossil"] for one in reading.proposals} == {"110"}
    assert {one.get("certainty") for one in reading.proposals} == {None}


@pytest.mark.parametrize("name", ["tidas-amount-in-words", "ilcd-uuid-missing", "openlca-unit-of-another-group"])
def test_a_broken_package_gives_nothing_and_says_where(name):
    reading = read_exchange("包.zip", MAKERS[name]())

    assert reading.proposals == ()
    assert has_blocking(reading.findings)
    assert all(one.place for one in reading.findings)


@pytest.mark.parametrize("name", ["empty_file", "picture", "old_xls", "truncated", "bomb"])
def test_a_file_that_is_no_package_is_refused(name):
    reading = read_exchange("包.zip", getattr(hostile_files, name)())

    assert reading.proposals == ()
    assert has_blocking(reading.findings)
