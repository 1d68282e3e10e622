"""Typed lists of changes: what they mean, and a museum of how people get them wrong."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from qiantan.core.province.changes import MOST_LINES, fault_of, ids_in, typed
from qiantan.core.rules import load

MUSEUM = yaml.safe_load(
    (Path(__file__).parents[2] / "museum" / "factor_changes" / "lists.yaml").read_text(encoding="utf-8")
)
GRID = "cn-elec-cf-2024-CN"
NCV = "ndrc24-bituminous-ncv"


def known(text: str):
    rows = load.factor_rows()
    return {key: load.factor(key) for key in ids_in(text) if key in rows}


def after(text: str):
    replacements, findings = typed(text, known(text))
    assert [one.severity.value for one in findings if one.severity.value == "blocking"] == []
    return {one.id: one.after for one in replacements}


@pytest.mark.parametrize("exhibit", MUSEUM, ids=[one["name"] for one in MUSEUM])
def test_museum(exhibit):
    replacements, findings = typed(exhibit["typed"], known(exhibit["typed"]))

    assert [[one.code, one.place] for one in findings] == exhibit["codes"]
    for finding in findings:
        assert finding.message.zh
        assert finding.message.en
        assert finding.found
        assert finding.expected.zh
    for one in replacements:
        assert fault_of(one.before, one.after) is None


def test_a_value_in_another_unit_becomes_the_factors_own():
    """541.2 kg/MWh are 0.5412 kg/kWh."""
    assert after(f"{GRID} 541.2 kgCO2e/MWh")[GRID].emissions[0].kg == pytest.approx(Decimal("0.5412"))


def test_a_change_in_per_cent():
    """0.5777 less five per cent is 0.548815."""
    assert after(f"{GRID} -5%")[GRID].emissions[0].kg == Decimal("0.548815")


def test_a_parameter():
    assert after(f"{NCV} 24.1")[NCV].value.value == Decimal("24.1")
    assert after(f"{NCV} +10% # measured")[NCV].value.value == Decimal("25.5244")


def test_the_two_families_of_electricity_never_mix():
    grid = load.factor(GRID)
    accounts = next(load.factor(key) for key in load.factor_ids() if load.factor(key).kind == "electricity_emission")

    fault = fault_of(grid, accounts, "3")

    assert (fault.code, fault.place, fault.found) == ("CHANGE-KIND", "3", "electricity_emission")


def test_a_factor_per_another_kind_of_unit_is_no_edition_of_it():
    grid = load.factor(GRID)

    assert fault_of(grid, grid.model_copy(update={"per": "t"})).code == "CHANGE-UNIT"
    assert fault_of(grid, grid.model_copy(update={"per": "MWh"})) is None


def test_a_list_without_end_is_cut():
    text = "\n".join(f"unknown-{n} 1" for n in range(MOST_LINES + 5))

    _, findings = typed(text, {})

    assert findings[0].code == "CHANGE-MANY"
    assert len(findings) == MOST_LINES + 1


def test_a_line_without_end_is_cut():
    _, findings = typed("x" * 1_000_000 + " 1", {})

    assert len(findings) == 1
    assert len(findings[0].found) <= 300
