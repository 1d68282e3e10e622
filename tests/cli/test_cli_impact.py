"""A changed factor over several studies, from files alone."""

import csv
import io
import json

import pytest

from qiantan.core.study.bytes import study_bytes
from qiantan.core.templates.compose import compose
from qiantan.core.templates.load import example, template

GRID = "cn-elec-cf-2024-CN"


@pytest.fixture
def studies(tmp_path):
    """Two frozen studies as files."""
    for kind in ("cement", "electrolytic_aluminium"):
        study = compose(template(kind), example(kind)).study
        (tmp_path / f"{kind}.json").write_bytes(study_bytes(study))
    return ("cement.json", "electrolytic_aluminium.json")


def test_impact_tells_what_moves_most_first(qiantan, studies):
    run = qiantan("impact", *studies, "--factor", GRID, "--value", "0.5", "--json")

    assert run.returncode == 0, run.stdout + run.stderr
    answer = json.loads(run.stdout)
    assert answer["preview"] is True
    assert [row["file"] for row in answer["moved"]] == ["electrolytic_aluminium.json", "cement.json"]
    assert all(row["after"] < row["before"] and row["exact"] for row in answer["moved"])


def test_impact_prints_a_table_that_says_it_is_a_preview(qiantan, studies):
    run = qiantan("impact", *studies, "--factor", GRID, "--value", "0.5")

    assert run.returncode == 0
    assert "2 份研究中有 2 个产品变动" in run.stdout
    assert "预览" in run.stdout


def test_impact_lists_the_factors_when_none_is_named(qiantan, studies):
    assert GRID in qiantan("impact", *studies).stdout


def test_impact_names_factors_when_the_one_asked_for_is_not_used(qiantan, studies):
    run = qiantan("impact", *studies, "--factor", "unknown", "--value", "1")

    assert run.returncode == 2
    assert GRID in run.stderr


GAS = "ipcc2006-industry-ch4-other-bituminous-coal"


def test_several_factors_change_at_once(qiantan, studies):
    run = qiantan("impact", *studies, "--factor", f"{GRID}=0.5", "--factor", f"{GAS}=25", "--json")

    assert run.returncode == 0, run.stdout + run.stderr
    together = {row["file"]: row["change"] for row in json.loads(run.stdout)["moved"]}
    apart = dict.fromkeys(together, 0.0)
    for factor in (f"{GRID}=0.5", f"{GAS}=25"):
        for row in json.loads(qiantan("impact", *studies, "--factor", factor, "--json").stdout)["moved"]:
            apart[row["file"]] += row["change"]
    assert together == pytest.approx(apart, rel=1e-9)


def test_everything_wrong_with_the_factors_is_said_at_once(qiantan, studies):
    run = qiantan(
        "impact", *studies, "--factor", "x=1", "--factor", f"{GRID}=abc", "--factor", f"{GAS}=1", "--factor", f"{GAS}=2"
    )

    assert run.returncode == 2
    assert [part in run.stderr for part in ("“x”", f"“{GRID}=abc”", "给了两次")] == [True] * 3


def test_the_complete_answer_is_written_as_csv(qiantan, studies, tmp_path):
    run = qiantan("impact", *studies, "--factor", f"{GRID}=0.5", "--csv", "out.csv", "--json")

    assert json.loads(run.stdout)["preview"] is True
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert [row["file"] for row in rows] == ["electrolytic_aluminium.json", "cement.json"]
    assert float(rows[0]["after"]) < float(rows[0]["before"])
    assert qiantan("impact", *studies, "--csv", "none/out.csv").returncode == 4


@pytest.mark.parametrize(("switch", "key"), [("--levers", "levers"), ("--weak", "weakest")])
def test_levers_and_weak_data_are_told_by_product_and_by_output(qiantan, studies, switch, key):
    by_product = json.loads(qiantan("impact", *studies, switch, "--json").stdout)
    by_output = json.loads(qiantan("impact", *studies, switch, "--by-output", "--json").stdout)

    assert (by_product["by"], by_output["by"]) == ("product", "output")
    assert by_product[key] != by_output[key]
    assert qiantan("impact", *studies, switch, "--factor", f"{GRID}=1").returncode == 2
    assert "每个产品计一次" in qiantan("impact", *studies, switch).stdout
    assert "Every product counts once" in qiantan("impact", *studies, switch, "--lang", "en").stdout


def test_the_spread_of_a_set_of_studies_is_drawn_and_can_be_drawn_again(qiantan, studies, tmp_path):
    run = qiantan("spread", *studies, "--draws", "128", "--seed", "4", "--json", "--csv", "spread.csv")

    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert (said["draws"], said["refused"], said["studies"]) == (128, 0, 2)
    assert all(row["low"] < row["median"] < row["high"] for row in said["products"])
    assert qiantan("spread", *studies, "--draws", "128", "--seed", "4", "--json").stdout == run.stdout
    rows = list(csv.DictReader(io.StringIO((tmp_path / "spread.csv").read_text(encoding="utf-8-sig"))))
    assert [float(row["mean"]) for row in rows] == [row["mean"] for row in said["products"]]
    assert "left out because a loop" in qiantan("spread", *studies, "--draws", "64", "--lang", "en").stdout


@pytest.mark.parametrize("draws", ["0", "100", "1000000"])
def test_a_number_of_draws_that_cannot_be_is_refused(qiantan, studies, draws):
    run = qiantan("spread", *studies, "--draws", draws)

    assert (run.returncode, "1024" in run.stderr) == (2, True)
