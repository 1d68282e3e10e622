"""Every broken or hostile file of datasets is refused whole, with the codes and places of the table beside this file."""

import functools
from pathlib import Path

import pytest
import yaml
from tests.factories import broken_dataset_facts, ecospold_files
from tests.factories.broken_datasets import MAKERS

from qiantan.core.findings import Severity
from qiantan.core.formats.catalogue import read

MUSEUM = yaml.safe_load(Path(__file__).with_name("museum.yaml").read_text(encoding="utf-8"))
WINGS = (broken_dataset_facts, ecospold_files)


@functools.cache
def seen(key):
    return read(MAKERS[key]())


def test_every_exhibit_is_labelled():
    assert sorted(MUSEUM) == sorted(MAKERS)
    assert len(MUSEUM) >= 200
    assert all(wing.exhibit for wing in WINGS)


@pytest.mark.parametrize("key", MUSEUM)
def test_exhibit_is_refused_whole(key):
    reading = seen(key)

    blocking = [one for one in reading.findings if one.severity is Severity.BLOCKING]
    assert [f"{one.code} {one.place}" for one in blocking] == MUSEUM[key]
    assert reading.datasets == ()
    assert reading.links is None


@pytest.mark.parametrize("key", MUSEUM)
def test_the_reason_is_told_in_both_languages(key):
    for one in seen(key).findings:
        said = "".join((*one.message, *one.expected, one.example, *one.remedy))
        assert one.place
        assert one.message.zh
        assert one.message.en
        assert one.remedy.zh or one.severity is Severity.NOTE
        assert one.remedy.en or one.severity is Severity.NOTE
        assert "{found}" not in said
        assert "{choices}" not in said
        assert "{expected}" not in said
