"""The formats' own validators accept what we write: `tidas-validate` for TIDAS and ILCD, `olca-schema` for openLCA."""

import io
import zipfile

import pytest
from tests.factories.datasets import made_datasets, plain_dataset
from tests.factories.validators import issues, program, ran

from qiantan.core.datasets.export import dataset_of_gwp_set, dataset_of_rows
from qiantan.core.formats import ilcd, openlca, tidas
from qiantan.core.rules import load

_OLCA = """
import sys, olca_schema as schema
from olca_schema.zipio import ZipReader
with ZipReader(sys.argv[1]) as reader:
    processes = list(reader.read_each(schema.Process))
    flows = {one.id: one for one in reader.read_each(schema.Flow)}
    groups = {one.id: one for one in reader.read_each(schema.UnitGroup)}
for one in processes:
    assert sum(bool(exchange.is_quantitative_reference) for exchange in one.exchanges) == 1
    assert all(exchange.flow.id in flows for exchange in one.exchanges)
print(len(processes), sum(len(one.exchanges) for one in processes))
"""


@pytest.fixture(scope="module")
def datasets():
    """Every factor and GWP set of the rulebook, a unit process, and forty made at random."""
    releases = {release.id: release for release in load.releases()}
    factors = [dataset_of_rows(rows, releases[release]) for release, rows in load.factor_rows().values()]
    sets = [
        dataset_of_gwp_set(load.characterization(name)) for name in ("ipcc-sar", "ipcc-ar4", "ipcc-ar5", "ipcc-ar6")
    ]
    return (*factors, *sets, plain_dataset(), *made_datasets(40, seed=7))


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_tidas_validate_accepts_every_factor_as_tidas(datasets, tmp_path):
    assert issues(unpacked(tidas.write(datasets), tmp_path), "tidas") == []


def test_tidas_validate_accepts_every_factor_as_ilcd(datasets, tmp_path):
    assert issues(unpacked(ilcd.write(datasets), tmp_path) / "ILCD", "ilcd") == []


def test_tidas_validate_would_refuse_a_dishonest_language(tmp_path):
    """The validator is awake: one Chinese word under ``en`` and it complains."""
    content = unpacked(tidas.write([plain_dataset()]), tmp_path)
    process = next((content / "processes").iterdir())
    process.write_text(process.read_text(encoding="utf-8").replace("quicklime production", "石灰"), encoding="utf-8")

    assert "localized_text_language_error" in {code for _, code, _ in issues(content, "tidas")}


def test_olca_schema_reads_every_factor(datasets, tmp_path):
    path = tmp_path / "export.zip"
    path.write_bytes(openlca.write(datasets))

    exchanges = sum(len(one.exchanges) + len(one.impacts) for one in datasets)
    assert ran("python", "-c", _OLCA, path).strip() == f"{len(datasets)} {exchanges}"


def test_tidas_import_takes_our_openlca_package(tmp_path):
    """Another importer, which takes every text for English, turns it into TIDAS and ILCD, and both are valid."""
    path = tmp_path / "export.zip"
    path.write_bytes(openlca.write([plain_dataset()], language="en"))

    printed = ran("tidas-import", "--input", path, "--output-dir", tmp_path / "out", "--target", "both")

    assert program("tidas-import")
    assert issues(tmp_path / "out" / "tidas", "tidas") == [], printed
