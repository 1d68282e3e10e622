"""The inventory table: every exchange, the sum, and nothing a spreadsheet program would run."""

import csv
import io
from math import fsum

import pytest
from tests.core.formats.report_cases import with_result
from tests.factories.studies import bought, footprint, output, process, study

from qiantan.core.formats.inventory import write_inventory
from qiantan.core.formats.inventory.write import HEADINGS, safe
from qiantan.core.results.make import make_result
from qiantan.core.study.shape import Named


def _rows(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_every_exchange_is_a_row_and_the_last_is_the_sum():
    case, result = with_result()
    rows = _rows(write_inventory(case, result))
    ids = [exchange.id for p in case.processes for exchange in p.exchanges]
    assert [row["编号 id"] for row in rows] == [*ids, "total"]
    assert fsum(float(row["kgCO2e"] or 0) for row in rows[:-1]) == pytest.approx(result.total, rel=1e-11)
    assert float(rows[-1]["kgCO2e"]) == result.total
    assert list(rows[0]) == list(HEADINGS)


def test_amounts_stay_as_typed_and_names_are_chinese():
    case, result = with_result()
    row = next(r for r in _rows(write_inventory(case, result)) if r["编号 id"] == "kiln.power")
    assert (row["核算期用量 amount"], row["单位 unit"]) == ("6", "万kWh")
    assert (row["类别 category"], row["数据来源 source"], row["方向 direction"]) == ("电力", "生产台账", "投入")
    assert row["因子数值 factor value"] == "0.5777 kg co2e/kWh"


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(1)"])
def test_text_that_would_run_is_quoted(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1.5", "+3", "-1.2e-05", "水泥", "", "1-2", "a=b"])
def test_numbers_and_ordinary_text_stay(text):
    assert safe(text) == text


def test_a_hostile_name_reaches_the_table_quoted():
    case = study(
        process("mill", output("cement", "1 t"), bought("ore", "2 t", factor="ore", name=Named(zh="=1+1", en=""))),
        factors=[footprint("ore", per="t", co2e="5")],
    )
    row = _rows(write_inventory(case, make_result(case)))[0]
    assert row["交换 exchange"] == "'=1+1"
