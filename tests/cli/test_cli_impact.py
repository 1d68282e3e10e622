"""A changed factor over several studies, from files alone."""

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
