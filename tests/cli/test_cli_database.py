"""A linked database on the command line, from the file alone."""

import csv
import json

import pytest
from tests.factories.linked import emitted, made, process, taken

from qiantan.core.formats.catalogue import CODECS


@pytest.fixture
def file(tmp_path):
    grid = process("grid", made("power", unit="kWh"), emitted(1, "0.5"), zh="电网供电")
    smelter = process(
        "smelter", made("metal"), taken(1, "power", "13.5", "kWh"), taken(2, "anode", "0.4"), emitted(3, "1.6")
    )
    path = tmp_path / "database.zip"
    path.write_bytes(CODECS["tidas"].write([grid, smelter]))
    return "database.zip"


def test_check_counts_and_lists_what_is_open(qiantan, file):
    run = qiantan("database", "check", file, "--json")

    answer = json.loads(run.stdout)
    assert run.returncode == 0, run.stderr
    assert answer["counts"] == {
        "processes": 2, "products": 2, "inputs": 2, "linked": 1, "gases": 2, "left_out": 0,
    }  # fmt: skip
    assert [one["code"] for one in answer["findings"]] == ["DS-LINK-NONE"]


def test_footprint_of_one_process_with_its_first_tier(qiantan, file):
    run = qiantan("database", "footprint", file, "--to", "smelter")

    assert run.returncode == 0, run.stderr
    assert "8.35 kgCO2e" in run.stdout
    assert "电网供电" in run.stdout
    assert "80.8" in run.stdout


def test_all_footprints_as_a_table(qiantan, file, tmp_path):
    run = qiantan("database", "footprint", file, "--csv", "out.csv", "--gwp", "ipcc-ar5")

    assert run.returncode == 0, run.stderr
    with (tmp_path / "out.csv").open(encoding="utf-8-sig") as out:
        rows = list(csv.DictReader(out))
    assert [float(row["kg_co2e"]) for row in rows] == pytest.approx([0.5, 8.35], rel=1e-15)
    assert {row["gwp_set"] for row in rows} == {"ipcc-ar5"}


def test_a_process_that_is_not_there_is_told(qiantan, file):
    run = qiantan("database", "footprint", file, "--to", "copper", "--lang", "en")

    assert run.returncode == 2
    assert "copper" in run.stderr


def test_a_broken_file_exits_with_findings(qiantan, tmp_path):
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04broken")

    assert qiantan("database", "check", "broken.zip").returncode == 1
    assert qiantan("database", "check", "nowhere.zip").returncode == 4
