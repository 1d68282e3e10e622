"""A thousand datasets leave in every format that is written and come back with the same facts, to the last digit."""

import io
import zipfile

import pytest
from tests.factories.datasets import made_datasets

from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.wire import from_json, to_json
from qiantan.core.formats.catalogue import CODECS, detect, read

COUNT = 1000
WRITTEN = [name for name, codec in CODECS.items() if codec.write is not None]


@pytest.fixture(scope="module")
def datasets():
    return made_datasets(COUNT)


@pytest.mark.parametrize("name", WRITTEN)
def test_facts_survive_leaving_and_returning(name, datasets):
    content = CODECS[name].write(datasets)

    assert detect(content) == name
    reading = read(content)
    assert reading.findings == ()
    assert reading.datasets == datasets
    # Decimals compare by value; their digits are facts as well.
    assert repr(reading.datasets) == repr(datasets)


@pytest.mark.parametrize("name", WRITTEN)
def test_the_same_datasets_always_make_the_same_bytes(name, datasets):
    assert CODECS[name].write(datasets[:20]) == CODECS[name].write(datasets[:20])


def test_facts_survive_as_json_values(datasets):
    faults = Faults()

    assert tuple(from_json(to_json(one), faults) for one in datasets) == datasets
    assert faults.found == []


@pytest.mark.parametrize("first", WRITTEN)
@pytest.mark.parametrize("second", WRITTEN)
def test_facts_survive_a_change_of_format(first, second, datasets):
    once = read(CODECS[first].write(datasets[:50])).datasets

    assert read(CODECS[second].write(once)).datasets == datasets[:50]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_flow_many_datasets_share_is_written_once(name, datasets):
    with zipfile.ZipFile(io.BytesIO(CODECS[name].write(datasets[:100]))) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
