"""Factors become datasets and datasets become factors; nothing counted as carbon is ever taken for carbon dioxide."""

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.factories.datasets import plain_dataset

from qiantan.core.datasets.document import Dataset, Exchange, Flow, Impact, Kind, Level, Reference
from qiantan.core.datasets.export import dataset_of_factor, dataset_of_gwp_set, dataset_of_rows
from qiantan.core.datasets.factor import factor_of, rows_of
from qiantan.core.datasets.gases import GASES, gas_flow, recognised
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text
from qiantan.core.formats.catalogue import CODECS, read
from qiantan.core.rules import load

WRITTEN = [name for name, codec in CODECS.items() if codec.write is not None]
RELEASES = {release.id: release for release in load.releases()}


def exported():
    return [dataset_of_rows(rows, RELEASES[release]) for release, rows in load.factor_rows().values()]


def aggregated(*exchanges: Exchange, impacts=()) -> Dataset:
    """Return a closed dataset of one tonne of lime with the exchanges given besides."""
    lime = plain_dataset().exchanges[0]
    return replace(plain_dataset(), kind=Kind.AGGREGATED, exchanges=(lime, *exchanges), impacts=impacts, facts=())


def air(name, amount="1", unit="kg", **more):
    """Return an emission of a foreign list by its English name."""
    flow = Flow(uuid_of("foreign", name), Text("", name), "elementary", measure_of(unit), **more)
    return Exchange(7, flow, "output", Decimal(amount), unit)


def codes(dataset):
    return [one.code for one in factor_of(dataset, release="r").findings]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_factor_of_the_rulebook_leaves_and_returns_as_the_same_lines(name):
    datasets = exported()

    returned = read(CODECS[name].write(datasets))

    assert returned.findings == ()
    assert [rows_of(one) for one in returned.datasets] == [rows for _, rows in load.factor_rows().values()]


@pytest.mark.parametrize("name", WRITTEN)
def test_every_pinned_factor_leaves_and_returns_unchanged(name):
    factors = [load.factor(factor_id) for factor_id in load.factor_ids()]

    returned = read(CODECS[name].write(dataset_of_factor(one) for one in factors)).datasets

    assert [factor_of(one, release="other").factor for one in returned] == factors


@pytest.mark.parametrize("gwp", ["ipcc-sar", "ipcc-ar4", "ipcc-ar5", "ipcc-ar6"])
def test_a_gwp_set_leaves_as_a_list_of_parameters(gwp):
    dataset = dataset_of_gwp_set(load.characterization(gwp))

    assert {one.name: one.value for one in dataset.parameters} == load.characterization(gwp).values
    assert [one.code for one in factor_of(dataset, release="r").findings] == ["DS-NO-EXPORT"]


def test_the_two_electricity_families_stay_two_kinds():
    kinds = {load.factor(one.fact("id")).kind: one.kind for one in exported()}

    assert kinds["electricity_footprint"] is Kind.ELECTRICITY_FOOTPRINT
    assert kinds["electricity_emission"] is Kind.ELECTRICITY_EMISSION


def test_a_province_and_a_grid_stand_in_the_geography():
    places = {one.fact("geography"): one.geography for one in exported()}

    assert places["CN-520000"].location == "CN-GZ"
    assert (places["CN-region-South"].location, places["CN-region-South"].grid) == ("CN", "South")


def test_emissions_are_stated_for_one_unit_of_the_reference_flow():
    """785.4 kg of CO2 and 1.2 g of N2O from two tonnes: 392.7 and 0.0006 kg for one."""
    lime = plain_dataset().exchanges[0]._replace(amount=Decimal(2))
    gases = (
        Exchange(1, gas_flow("co2_fossil"), "output", Decimal("785.4"), "kg"),
        Exchange(2, gas_flow("n2o"), "output", Decimal("1.2"), "g"),
    )
    dataset = replace(aggregated(), exchanges=(lime, *gases))

    factor = factor_of(dataset, release="r").factor

    assert factor.per == "t"
    assert {one.flow: one.kg for one in factor.emissions} == {"co2_fossil": Decimal("392.7"), "n2o": Decimal("0.0006")}


def test_the_same_gas_in_several_compartments_is_added():
    low = gas_flow("co2_fossil")._replace(uuid=uuid_of("foreign", "low population"))
    dataset = aggregated(Exchange(1, gas_flow("co2_fossil"), "output", Decimal(3), "kg"),
                         Exchange(2, low, "output", Decimal(4), "kg"))  # fmt: skip

    assert [(one.flow, one.kg) for one in factor_of(dataset, release="r").factor.emissions] == [("co2_fossil", 7)]


def test_an_unsplit_result_becomes_a_co2_equivalent():
    method = Reference("method", uuid_of("foreign", "m"), Text("", "IPCC 2021, climate change, GWP100"))
    dataset = aggregated(impacts=(Impact(method, Decimal("0.5777")),))

    assert [(one.flow, str(one.kg)) for one in factor_of(dataset, release="r").factor.emissions] == [("co2e", "0.5777")]


def test_a_result_of_another_indicator_is_none():
    method = Reference("method", uuid_of("foreign", "m"), Text("", "Acidification"))

    assert codes(aggregated(impacts=(Impact(method, Decimal(1)),))) == ["DS-NO-GAS"]


def test_an_open_dataset_is_no_factor():
    assert "DS-NOT-AGGREGATED" in codes(replace(plain_dataset(), kind=Kind.AGGREGATED))


def test_a_unit_process_is_no_factor():
    assert codes(plain_dataset()) == ["DS-NO-EXPORT"]


@pytest.mark.parametrize(
    "name", ["Carbon dioxide, as C", "Carbon dioxide (as carbon)", "二氧化碳（以碳计）", "N2O-N", "Methane, as C"]
)
def test_what_is_counted_as_carbon_or_nitrogen_is_refused(name):
    assert codes(aggregated(air(name)))[0] == "DS-GAS-CARBON"


def test_carbon_by_its_unit_is_refused():
    assert codes(aggregated(air("Carbon dioxide, fossil", unit="kgC")))[0] == "DS-GAS-CARBON"


@pytest.mark.parametrize("name", ["Carbon", "Carbon (as sink)", "Carbon disulfide", "Carbon tetrachloride"])
def test_carbon_itself_is_no_gas(name):
    factor = factor_of(aggregated(air(name), _co2()), release="r").factor

    assert [(one.flow, one.kg) for one in factor.emissions] == [("co2_fossil", 5)]


def test_carbon_stored_in_soil_counts_against_land_use_change():
    """ecoinvent lists it as an emission to soil, which characterisation takes off."""
    stored = air("Carbon dioxide, to soil or biomass stock", "3", path=(Level("", "soil"), Level("", "forestry")))

    factor = factor_of(aggregated(stored), release="r").factor

    assert [(one.flow, one.kg) for one in factor.emissions] == [("co2_land_use_change", -3)]


def _co2():
    return Exchange(1, gas_flow("co2_fossil"), "output", Decimal(5), "kg")


@pytest.mark.parametrize("name", ["Carbon dioxide", "CO2", "Methane", "甲烷"])
def test_a_gas_of_unknown_origin_is_refused(name):
    assert codes(aggregated(air(name)))[0] == "DS-GAS-ORIGIN"


@pytest.mark.parametrize(
    ("name", "flow"),
    [
        ("Carbon dioxide, fossil", "co2_fossil"),
        ("Carbon dioxide, non-fossil", "co2_biogenic"),
        ("Carbon dioxide, from soil or biomass stock", "co2_land_use_change"),
        ("carbon dioxide (fossil)", "co2_fossil"),
        ("Methane, fossil", "ch4_fossil"),
        ("Methane, non-fossil", "ch4_biogenic"),
        ("Methane, from soil or biomass stock", "ch4_biogenic"),
        ("Dinitrogen monoxide", "n2o"),
        ("Methane, tetrafluoro-, CFC-14", "cf4"),
        ("Ethane, hexafluoro-, HFC-116", "c2f6"),
        ("Sulfur hexafluoride", "sf6"),
        ("Methane, trifluoro-, HFC-23", "hfc_23"),
        ("Ethane, 1,1,1,2-tetrafluoro-, HFC-134a", "hfc_134a"),
        ("Nitrogen fluoride", "nf3"),
        ("六氟化硫", "sf6"),
        ("Carbon monoxide, fossil", ""),
        ("Particulates, < 2.5 um", ""),
    ],
)
def test_foreign_names_are_recognised(name, flow):
    """Names as ecoinvent and ILCD list them."""
    factor = factor_of(aggregated(air(name), _co2()), release="r").factor

    counted = {one.flow: one.kg for one in factor.emissions}
    assert counted == ({"co2_fossil": 6} if flow == "co2_fossil" else {"co2_fossil": 5} | ({flow: 1} if flow else {}))


def test_a_gas_outside_our_list_is_told():
    reading = factor_of(aggregated(air("Methane, chlorodifluoro-, HCFC-22"), _co2()), release="r")

    assert [(one.code, one.severity) for one in reading.findings] == [("DS-GAS-UNKNOWN", "warning")]


def test_emissions_to_water_are_no_emissions_to_air():
    water = air("Methane, fossil", path=(Level("", "water"), Level("", "ocean")))

    assert codes(aggregated(water)) == ["DS-NO-GAS"]


def test_every_gas_of_ours_is_recognised_as_itself():
    assert {flow: recognised(gas_flow(flow), "output") for flow in GASES} == {flow: flow for flow in GASES}


def test_a_foreign_factor_says_where_it_comes_from_and_is_not_certain():
    factor = factor_of(aggregated(_co2()), release="supplier.lime").factor

    assert factor.id == f"supplier.lime:{uuid_of('process', 'lime')}"
    assert factor.provenance.certainty == "low"
    assert factor.geography == "CN-520300"
    assert (factor.reference_year, factor.valid_to) == ("2024", "2027")


def test_a_foreign_electricity_value_says_its_family_only_when_told():
    power = replace(aggregated(_co2()))

    assert factor_of(power, release="r").factor.kind == "footprint"
    assert factor_of(power, release="r", kind="electricity_footprint").factor.kind == "electricity_footprint"
