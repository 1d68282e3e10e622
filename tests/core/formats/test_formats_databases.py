"""A linked database from a file: the same footprints whichever format it travelled in, one dataset read again."""

import numpy as np
import pytest
from tests.factories.broken_datasets import MAKERS
from tests.factories.linked import emitted, made, process, random_database

from qiantan.core.datasets.assemble import database_of
from qiantan.core.datasets.footprints import footprints
from qiantan.core.datasets.kept import database_bytes, kept_database, kept_scores, scores_bytes
from qiantan.core.formats import catalogue
from qiantan.core.formats.databases import RefusedError, read_database
from qiantan.core.formats.dataset import Extent

WRITERS = ("tidas", "ilcd", "openlca")


def scores(database):
    return dict(zip(database.ids, footprints(database).kg.tolist(), strict=True))


@pytest.mark.parametrize("codec", WRITERS)
def test_a_database_has_the_same_footprints_after_a_journey(codec):
    datasets = random_database(80, seed=11)

    returned = read_database(catalogue.CODECS[codec].write(datasets))

    expected = scores(database_of(datasets))
    assert scores(returned) == pytest.approx(expected, rel=1e-12, abs=1e-12 * max(map(abs, expected.values())))


def test_a_journey_through_all_formats_changes_nothing():
    datasets = random_database(40, seed=12)
    travelled = datasets
    for codec in WRITERS:
        travelled = catalogue.read(catalogue.CODECS[codec].write(travelled)).datasets

    assert scores(database_of(travelled)) == pytest.approx(scores(database_of(datasets)), rel=1e-12)


@pytest.mark.parametrize("codec", WRITERS)
def test_shares_of_several_readers_are_the_whole(codec):
    datasets = random_database(25, seed=13)
    content = catalogue.CODECS[codec].write(datasets)

    read = [one.uuid for first in range(3) for one in catalogue.stream(content, Extent(first, 3))]

    assert sorted(read) == sorted(one.uuid for one in datasets)


@pytest.mark.parametrize("codec", WRITERS)
def test_one_dataset_is_read_again_from_its_place(codec):
    datasets = random_database(12, seed=14)
    content = catalogue.CODECS[codec].write(datasets)
    flows = {one.flow.uuid: one.flow for dataset in datasets for one in dataset.exchanges}
    found = catalogue.stream(content)
    places = {one.uuid: found.place for one in found}

    for dataset in datasets:
        again = catalogue.reread(content, codec, places[dataset.uuid], flows)
        assert [one.exchanges for one in again] == [dataset.exchanges]


def test_a_place_that_is_not_there_is_told():
    content = catalogue.CODECS["tidas"].write([process("a", made("a"))])

    with pytest.raises(LookupError):
        catalogue.reread(content, "tidas", "processes/none.json", {})


@pytest.mark.parametrize("key", [key for key in MAKERS if key.startswith("openlca-")][:12])
def test_a_broken_file_is_refused_with_every_finding(key):
    with pytest.raises(RefusedError) as refused:
        read_database(MAKERS[key]())

    assert refused.value.findings


def test_a_database_and_its_scores_are_kept_as_bytes():
    database = database_of(random_database(50, seed=15))
    found = footprints(database)

    again = kept_database(database_bytes(database))
    kg, own, bound = kept_scores(scores_bytes(found))

    assert (again.ids, again.columns, again.flows, again.natures) == (
        database.ids, database.columns, database.flows, database.natures,
    )  # fmt: skip
    assert footprints(again).kg.tolist() == found.kg.tolist() == kg.tolist()
    assert own.tolist() == found.own.tolist()
    assert np.array_equal(bound, found.bound if found.bound is not None else np.full(kg.size, np.nan), equal_nan=True)


def test_a_single_process_needs_no_network():
    alone = read_database(catalogue.CODECS["openlca"].write([process("kiln", made("lime", "2"), emitted(1, "1.6"))]))

    assert footprints(alone).kg.tolist() == [0.8]
