"""A workbook that names a published factor is computed without a database; an id nobody published is told at its cell."""

import csv
import json
from dataclasses import replace
from types import MappingProxyType

from tests.factories.answers import choice, given

from qiantan.core.formats.workbook import write_template
from qiantan.core.templates.load import example, template

AMMONIA = "cpcd-34280D0042022C-1"


def workbook(factor_id):
    """The cement example with 820 t of a grinding aid that names a factor."""
    data = example("cement")
    row = {
        "name": choice("助磨剂"),
        "kind": choice("grinding_aid"),
        "amount": given("820", "t"),
        "transport_mode": choice("none"),
        "library_factor": choice(factor_id),
        "library_factor_reason": choice("因子库没有助磨剂"),
    }
    return write_template(
        template("cement"), replace(data, rows=MappingProxyType({**data.rows, "auxiliaries": (row,)}))
    )


def test_a_workbook_with_a_factor_id_needs_no_database(qiantan, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook(AMMONIA))
    run = qiantan(
        "footprint", "a.xlsx", "--out", "out", "--no-report", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    assert run.returncode == 0, run.stdout + run.stderr
    study = json.loads((tmp_path / "out" / "study.json").read_text(encoding="utf-8"))
    [factor] = [one for one in study["factors"] if one["id"] == AMMONIA]
    assert factor["quality"]["technology"] == 4
    assert [one["reason"] for one in study["choices"] if AMMONIA in one["text"]] == ["因子库没有助磨剂"]
    rows = list(csv.reader((tmp_path / "out" / "inventory.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert any("助磨剂" in cell for row in rows for cell in row)


def test_an_unknown_id_is_told_at_its_cell_with_a_remedy(qiantan, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook("cpcd-34280D0042022C"))
    run = qiantan("footprint", "a.xlsx", "--out", "out", "--no-report")
    assert run.returncode != 0
    told = run.stdout + run.stderr
    assert "因子库没有这个编号" in told
    assert AMMONIA in told
    assert "辅料与包装!" in told
    assert not (tmp_path / "out").exists()
