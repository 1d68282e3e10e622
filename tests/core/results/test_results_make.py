"""The result document: what adds up, what is the same everywhere."""

import json
import subprocess
import sys
from math import fsum
from pathlib import Path

import pytest
from tests.factories.rules import kiln
from tests.factories.studies import (
    bought,
    cement_study,
    co_product,
    emitted,
    exchange,
    footprint,
    output,
    process,
    study,
)

from qiantan.core.results.digits import rounded
from qiantan.core.results.document import Result
from qiantan.core.results.make import make_result, result_bytes, result_digests
from qiantan.core.results.sums import UnequalSumsError, check_sums
from qiantan.core.study.bytes import study_digests

ROOT = Path(__file__).resolve().parents[3]
RESULT = make_result(cement_study())


def test_the_total_is_the_sum_of_every_cut():
    """Kiln: 520 t gas, 120 t coal × 2.05057 t, 60 MWh × 0.5777, 1300 t × 4.2 kg; over 1300 t of cement, and so on."""
    parts = [RESULT.by_stage, RESULT.by_process, RESULT.by_gas, RESULT.by_category, RESULT.contributions]
    assert [fsum(part.kg for part in cut) for cut in parts] == [pytest.approx(RESULT.total, rel=1e-11)] * 5
    assert fsum(RESULT.accounts.model_dump().values()) == pytest.approx(RESULT.total, rel=1e-11)


def test_shares_add_up_to_one():
    assert fsum(part.share for part in RESULT.by_stage) == pytest.approx(1, abs=1e-11)
    assert fsum(part.share for part in RESULT.contributions) == pytest.approx(1, abs=1e-11)


def test_it_names_its_study_by_digest():
    digests = study_digests(cement_study())
    assert (RESULT.study_sha256, RESULT.study_sm3) == digests


def test_the_same_study_gives_the_same_bytes():
    assert result_bytes(make_result(cement_study())) == result_bytes(RESULT)


def test_another_process_with_another_hash_seed_gives_the_same_digest():
    code = (
        "from tests.factories.studies import cement_study; "
        "from qiantan.core.results.make import make_result, result_digests; "
        "print(result_digests(make_result(cement_study())).sha256)"
    )
    seeds = ("1", "4242")
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "TZ": "Asia/Shanghai"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in seeds
    }
    assert told == {result_digests(RESULT).sha256}


def test_it_comes_back_from_its_bytes():
    assert Result.model_validate_json(result_bytes(RESULT)) == RESULT


def test_a_footprint_of_zero_has_no_shares_and_comes_back_all_the_same():
    result = make_result(kiln(emitted("co2_biogenic_uptake", "1000 t")))
    assert result.total == 0
    assert {part.share for part in result.by_stage} == {None}
    assert Result.model_validate_json(result_bytes(result)) == result


def test_figures_carry_twelve_digits():
    figures = [part.kg for part in (*RESULT.by_stage, *RESULT.contributions)]
    assert figures == [float(f"{figure:.11e}") for figure in figures]


@pytest.mark.parametrize(
    ("given", "expected"),
    [(1 / 3, 0.333333333333), (-0.0, 0.0), (1e300, 1e300), (123456789012345.0, 123456789012000.0)],
)
def test_rounding_to_twelve_digits(given, expected):
    assert rounded(given) == expected
    assert json.dumps(rounded(-0.0)) == "0.0"


def test_what_a_process_of_the_study_supplies_is_no_contribution_of_its_own():
    assert "mill.clinker" not in {contribution.exchange for contribution in RESULT.contributions}


def test_the_credit_of_a_co_product_is_a_contribution():
    """1000 t of steel cause 2000 t; 200 t of slag replace clinker of 850 kg/t: 2000 − 170 = 1830 kg per t."""
    slag = co_product("slag", "200 t", substitutes={"kind": "factor", "factor": "clinker"})
    furnace = process(
        "furnace", output("steel", "1000 t"), slag, emitted("co2_fossil", "2000 t"), allocate="substitution"
    )
    result = make_result(study(furnace, unit="1 t", factors=[footprint("clinker", per="t", co2e="850")]))
    assert result.total == 1830
    assert [contribution.kg for contribution in result.contributions] == [2000, -170]


def test_stages_outside_the_boundary_are_left_out_of_the_table():
    given = kiln()
    use = given.boundary.stages[0].model_copy(update={"id": "use", "included": False, "reason": "用途多样"})
    boundary = given.boundary.model_copy(update={"stages": (*given.boundary.stages, use)})
    assert [part.id for part in make_result(given.model_copy(update={"boundary": boundary})).by_stage] == ["production"]


def test_parts_that_do_not_add_up_never_leave():
    stage = RESULT.by_stage[0]
    wrong = RESULT.model_copy(
        update={"by_stage": (stage.model_copy(update={"kg": stage.kg * 1.001}), *RESULT.by_stage[1:])}
    )
    with pytest.raises(UnequalSumsError, match="生命周期阶段之和"):
        check_sums(wrong)


def test_findings_of_the_checks_stand_in_the_result():
    given = kiln(bought("coal", "1 t", factor="coal"), factors=[footprint("coal", per="t", co2e="2")])
    codes = [finding.code for finding in make_result(given).findings]
    assert "GBT24067-RULE-IN-FORCE" in codes


def test_an_electricity_contract_is_shown_beside_the_grid():
    """1000 kg, and 100 MWh of wind at 0.03 kg/kWh: 1003 kg; at 0.58 of the grid 1058 kg."""
    factors = [
        footprint("grid", per="kWh", kind="electricity_footprint", co2e="0.58"),
        footprint("wind", per="kWh", kind="electricity_footprint", co2e="0.03"),
    ]
    wind = exchange(
        "power",
        "100 MWh",
        {"kind": "factor", "factor": "wind"},
        category="electricity",
        electricity={"instrument": "contract", "certificate": "A" * 32},
    )
    result = make_result(kiln(wind, factors=factors, grid_factor="grid"))
    assert (result.total, result.with_grid_factor) == (1003, 1058)
