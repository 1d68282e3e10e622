"""Every figure of the rulebook has a source, a known unit, a day to be looked at again, and its published form."""

import csv
import datetime as dt
import hashlib
import re
from decimal import Decimal
from pathlib import Path

import pytest

from qiantan.core.quantities.units import is_unit
from qiantan.core.rules import load
from qiantan.core.study.flows import FLOWS

ROWS = [(release, row) for release, rows in load.factor_rows().values() for row in rows]
SETS = ("ipcc-sar", "ipcc-ar4", "ipcc-ar5", "ipcc-ar6")
FACTORS = Path(load.rulebook_root()) / "factors"
MUSEUM = Path(__file__).parents[1] / "museum" / "factors"

# Releases whose day of review has passed and that somebody has decided to keep for now: id and the reason.
OVERDUE: dict[str, str] = {}

# Published units of emissions → (per, kilograms per published unit, worked out here independently of the generator).
PUBLISHED = {
    "tCO2/t": ("t", "1000"),
    "tCO2/t clinker": ("t", "1000"),
    "tCO2/t carbonate": ("t", "1000"),
    "tCO2/t oxide": ("t", "1000"),
    "tCO2/t Al": ("t", "1000"),
    "tCO2/t NH3": ("t", "1000"),
    "tCO2/t CaC2": ("t", "1000"),
    "tCO2/t SiC": ("t", "1000"),
    "tCO2/t petcoke": ("t", "1000"),
    "tCO2/10^4 Nm3": ("Nm3", "0.1"),
    "tCO2/TJ": ("TJ", "1000"),
    "tCO2/GJ": ("GJ", "1000"),
    "t N2O/t HNO3": ("t", "1000"),
    "kg CO2/t coke": ("t", "1"),
    "kg CO2/t product": ("t", "1"),
    "kg CH4/TJ (NCV)": ("TJ", "1"),
    "kg N2O/TJ (NCV)": ("TJ", "1"),
    "kg CF4/t Al": ("t", "1"),
    "kg C2F6/t Al": ("t", "1"),
    "kg/t Al": ("t", "1"),
    "kg CH4/t raw coal": ("t", "1"),
    "kgCO2/kWh": ("kWh", "1"),
    "kgCO2e/kWh": ("kWh", "1"),
    "kgCO2e/(t·km)": ("t·km", "1"),
    "kgCO2e/公吨": ("t", "1"),
    "kgCO2e/千克": ("kg", "1"),
    "kgCO2e/立方米": ("m3", "1"),
}


def test_every_row_names_its_source():
    silent = [row.id for _, row in ROWS if not (row.issuer and row.document and row.found_in and row.note)]
    assert silent == []


def test_nothing_recalled_is_carried():
    recalled = [row.id for _, row in ROWS if re.match(r"(recalled|not verified|well-known)", row.found_in)]
    assert recalled == []


def test_every_unit_is_known():
    strange = sorted({unit for _, row in ROWS for unit in (row.per, row.unit) if unit and not is_unit(unit)})
    assert strange == []


def test_every_flow_is_known():
    assert sorted({row.flow for _, row in ROWS if row.flow} - set(FLOWS)) == []


def test_emissions_carry_kilograms_and_parameters_a_value():
    mixed = [
        row.id
        for _, row in ROWS
        if (row.kind == "parameter") != (row.value is not None and not row.per and row.kg is None)
        or (row.kind != "parameter") != bool(row.per and row.flow and row.kg is not None)
    ]
    assert mixed == []


def test_every_emission_reproduces_the_published_figure():
    wrong = []
    for _, row in ROWS:
        published = re.match(r"发布值 published: (\S+) ([^;]+)", row.note)
        if row.kind == "parameter" or published is None:
            continue
        per, kilograms = PUBLISHED[published[2].strip()]
        if (row.per, row.kg) != (per, Decimal(published[1]) * Decimal(kilograms)):
            wrong.append(row.id)
    assert wrong == []


def test_derived_masses_of_mine_gas_follow_their_formula():
    derived = [row for _, row in ROWS if row.id.endswith("-kg")]
    assert len(derived) == 16
    for row in derived:
        volume, density = re.match(r"= (\S+) m3 CH4/t × (\S+) kg/m3", row.note).groups()
        assert row.kg == Decimal(volume) * Decimal(density)


def test_derived_fuel_factors_follow_from_their_three_parameters():
    """CO2 = NCV × carbon content × oxidation × 44/12, to the digits the collection keeps."""
    rows = {row.id: row for _, row in ROWS}
    checked = 0
    for key, row in rows.items():
        stem = key.removesuffix("-ef")
        if row.how_found != "derived" or stem == key or f"{stem}-ox" not in rows:
            continue
        ncv, carbon, oxidation = (rows[f"{stem}-{name}"].value for name in ("ncv", "cc", "ox"))
        # The printed factor has six decimals in t; per Nm3 it stands in kg per 10^4 Nm3 / 10^4.
        step = Decimal("0.0000001") if row.per == "Nm3" else Decimal("0.001")
        assert abs(ncv * carbon * oxidation * 44 / 12 * 1000 - row.kg) <= step, key
        checked += 1
    assert checked == 43


def test_the_two_electricity_families_never_meet():
    footprint = {row.id for release, row in ROWS if row.kind == "electricity_footprint"}
    emission = {row.id for release, row in ROWS if row.kind == "electricity_emission"}
    assert not footprint & emission
    for release, row in ROWS:
        assert (row.kind == "electricity_footprint") == release.startswith("mee-electricity-footprint-"), row.id
        assert (row.kind == "electricity_emission") == release.startswith("mee-electricity-co2-"), row.id
    assert {row.flow for _, row in ROWS if row.kind == "electricity_emission"} == {"co2_fossil"}
    assert {row.flow for _, row in ROWS if row.kind == "electricity_footprint"} == {"co2e"}


@pytest.mark.parametrize("release", load.releases(), ids=lambda release: release.id)
def test_a_release_covers_the_bytes_beside_it(release):
    path = next(p for p in FACTORS.glob("*/*") if f"{p.parent.name}-{p.name}" == release.id)
    assert hashlib.sha256((path / "factors.csv").read_bytes()).hexdigest() == release.sha256


def test_nothing_waits_for_its_review():
    known = {release.id: release.review_by for release in load.releases()}
    known |= {set_id: load.characterization(set_id).review_by for set_id in SETS}
    known[load.standard().id] = load.standard().review_by
    late = {key for key, day in known.items() if day < dt.datetime.now(dt.UTC).date()}
    assert late == set(OVERDUE), "look at the source again, then move review_by; or list it in OVERDUE with the reason"


def test_few_facts_come_from_a_database_of_unknown_terms():
    """docs/decisions/0003: single facts, not the database."""
    assert len([row for release, row in ROWS if release.startswith("cpcd-")]) <= 30


def _museum(collection):
    with (MUSEUM / collection).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_wrong_published_figures_are_not_carried():
    """Real published values shown to be wrong or mislabelled as footprints.

    Some are right as what they really are: 37 kg CO2 per t is the carbon of ferronickel, not its footprint.
    """
    carried = {(row.name_zh, row.kg) for _, row in ROWS if "footprint" in row.kind}
    traps = _museum("traps.csv")
    assert len(traps) == 44
    assert [trap for trap in traps if (trap["name_zh"], Decimal(trap["value"])) in carried] == []


def test_recalled_and_low_graded_rows_are_not_carried():
    ids = {row.id for _, row in ROWS}
    refused = _museum("refused.csv")
    assert len(refused) == 175
    assert [row["id"] for row in refused if row["id"] in ids] == []
