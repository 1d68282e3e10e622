"""The clerk's two commands, and what anyone can do with the study afterwards."""

import csv
import io
import json

from openpyxl import load_workbook

FILES = {"study.json", "result.json", "inventory.csv", "report.docx", "report.pdf"}


def test_template_then_footprint_writes_every_file(qiantan, filled, tmp_path):
    run = qiantan("footprint", "cement.xlsx", "--out", "out")
    assert run.returncode == 0, run.stdout + run.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert "按生命周期阶段" in run.stdout
    assert "按单元过程" in run.stdout
    assert "按气体" in run.stdout


def test_the_worked_cement_case_keeps_its_published_direct_emissions(qiantan, filled, tmp_path):
    """V01, European Commission worked example 1: 0.7852147410358565 t fossil CO2 of fuel and process per t cement."""
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    result = json.loads((tmp_path / "out" / "result.json").read_text(encoding="utf-8"))
    fossil = next(part for part in result["by_gas"] if part["id"] == "co2_fossil")
    assert abs(fossil["kg"] - 785.2147410358565) < 1e-6


def test_recompute_says_same_and_shows_a_difference(qiantan, filled, tmp_path):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    for named in ("out/study.json", "out"):
        same = qiantan("recompute", named)
        assert same.returncode == 0
        assert "一致" in same.stdout
    stored = tmp_path / "out" / "result.json"
    stored.write_text(stored.read_text(encoding="utf-8").replace('"total":900', '"total":901'), encoding="utf-8")
    other = qiantan("recompute", "out/study.json")
    assert other.returncode == 3
    assert "/total" in other.stdout


def test_same_digits_under_another_locale_hash_seed_and_clock(qiantan, filled, tmp_path):
    for folder, environment in (
        ("a", {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}),
        ("b", {"PYTHONHASHSEED": "2", "LC_ALL": "C.UTF-8", "TZ": "Asia/Shanghai", "OPENBLAS_NUM_THREADS": "1"}),
    ):
        assert qiantan("footprint", "cement.xlsx", "--out", folder, "--no-report", **environment).returncode == 0
    for name in ("study.json", "result.json", "inventory.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_explain_opens_a_number_to_factor_source_and_arithmetic(qiantan, filled):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    run = qiantan("explain", "out", "--to", "clinker")
    assert run.returncode == 0
    assert "1,255,000 t × 0.525 tCO2/t" in run.stdout
    assert "填报数量：1255000 t" in run.stdout


def test_check_lists_findings_and_writes_the_workbook_back(qiantan, filled, tmp_path):
    book = load_workbook(filled)
    sheet = next(one for one in book.worksheets if "产量" in one.title)
    cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 1255000)
    cell.value = "一百二十五万吨左右"
    book.save(filled)
    run = qiantan("check", "cement.xlsx")
    assert run.returncode == 1
    assert f"{sheet.title}!{cell.coordinate}" in run.stdout
    marked = load_workbook(tmp_path / "cement-批注.xlsx")
    assert marked[sheet.title][cell.coordinate].comment is not None


def test_blocking_findings_write_nothing(qiantan, tmp_path):
    qiantan("template", "cement", "-o", "empty.xlsx")
    run = qiantan("footprint", "empty.xlsx", "--out", "out")
    assert run.returncode == 1
    assert not (tmp_path / "out").exists()


def test_json_everywhere(qiantan, filled):
    result = json.loads(qiantan("footprint", "cement.xlsx", "--json").stdout)
    assert result["schema"] == "qiantan.result/1"
    checked = json.loads(qiantan("check", "cement.xlsx", "--json").stdout)
    assert {"file", "marked", "findings"} == set(checked)
    assert [one["id"] for one in json.loads(qiantan("templates", "--json").stdout)] == [
        "cement",
        "electrolytic_aluminium",
    ]


def test_aluminium_goes_the_same_way(qiantan):
    assert qiantan("template", "electrolytic_aluminium", "--example", "-o", "al.xlsx").returncode == 0
    run = qiantan("footprint", "al.xlsx", "--out", "out", "--no-report")
    assert run.returncode == 0, run.stdout
    assert qiantan("recompute", "out/study.json").returncode == 0


def test_inventory_is_a_table_a_spreadsheet_opens(qiantan, filled, tmp_path):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    raw = (tmp_path / "out" / "inventory.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert len({len(row) for row in rows if row}) >= 1
    assert any("生料碳酸盐分解" in cell for row in rows for cell in row)
