"""Linked databases: hand-worked footprints, and random databases against a dense solve that shares no code with ours."""

from decimal import Decimal

import numpy as np
import pytest
from tests.factories.linked import (
    emitted,
    made,
    measure_factor,
    process,
    product,
    published,
    random_database,
    shared_by,
    taken,
    treated,
    wasted,
)

from qiantan.core.datasets.assemble import Assembly, database_of, linked
from qiantan.core.datasets.document import Exchange, Kind, Level
from qiantan.core.datasets.footprints import footprints
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.linked import OPEN_CODES
from qiantan.core.datasets.part import part_bytes, part_of
from qiantan.core.engine.diagnosis import LoopGainError


def scores(*datasets, gwp="ipcc-ar6"):
    """Return kg CO2e by name of the process, co-products by name of the product."""
    database = database_of(datasets)
    kg = footprints(database, gwp).kg
    return {
        (database.names[one.process] if one.is_reference else database.flows[one.flow].name).en: kg[at]
        for at, one in enumerate(database.columns)
    }


def reasons(*datasets):
    links = database_of(datasets).links
    return [OPEN_CODES[code] for code in links.code]


def test_two_processes_aluminium_with_half_a_unit_of_power():
    """1.6 + 13.5 · 0.5 = 8.35: the model of design/exchange.md §3, recomputed by an independent engine there."""
    grid = process("grid", made("power", unit="kWh"), emitted(1, "0.5"))
    smelter = process("smelter", made("metal"), taken(1, "power", "13.5", "kWh"), emitted(2, "1.6"))

    assert scores(grid, smelter)["smelter"] == pytest.approx(8.35, rel=1e-15)


def test_units_are_converted_on_both_sides():
    """1 t of metal takes 48.6 GJ = 13,500 kWh at 0.5 per kWh: 6,750 kg, and emits 1,600,000 g."""
    grid = process("grid", made("power", unit="kWh"), emitted(1, "500", unit="g"))
    smelter = process("smelter", made("metal", unit="t"), taken(1, "power", "48.6", "GJ"), emitted(2, "1.6", unit="t"))

    assert scores(grid, smelter)["smelter"] == pytest.approx(8350, rel=1e-15)


def test_non_unit_production_is_scaled():
    grid = process("grid", made("power", "400", "kWh"), emitted(1, "200"))
    smelter = process("smelter", made("metal", "10"), taken(1, "power", "135", "kWh"), emitted(2, "16"))

    assert scores(grid, smelter)["smelter"] == pytest.approx(8.35, rel=1e-15)


def test_waste_goes_to_treatment():
    """0.2 kg of waste per kg, treatment 0.7, own 2: 2.14 (design/engine.md §7, case 6)."""
    plant = process("plant", made("good"), wasted(1, "sludge", "0.2"), emitted(2, "2"))
    landfill = process("landfill", treated("sludge"), emitted(1, "0.7"))

    assert scores(plant, landfill)["plant"] == pytest.approx(2.14, rel=1e-15)


def test_a_grid_with_losses():
    """0.6/0.3/0.1 of 1.0/0.02/0.5 is 0.656; with 4 % own loss 41/60 (design/engine.md §7, case 7)."""
    plants = (process(name, made(f"{name} power", unit="kWh"), emitted(1, kg)) for name, kg in
              (("coal", "1.0"), ("hydro", "0.02"), ("gas", "0.5")))  # fmt: skip
    mix = [taken(n, f"{name} power", part, "kWh") for n, (name, part) in
           enumerate((("coal", "0.6"), ("hydro", "0.3"), ("gas", "0.1")), 1)]  # fmt: skip
    loss = taken(4, "power", "0.04", "kWh", by="grid")

    found = scores(*plants, process("grid", made("power", unit="kWh"), *mix, loss))

    assert found["grid"] == pytest.approx(0.656 / 0.96, rel=1e-15)


def test_a_loop_of_half():
    """a takes 0.5 b, b takes 1 a: y = 1 + 0.5 (1 + y) = 3, 4."""
    a = process("a", made("a"), taken(1, "b", "0.5"), emitted(2, "1"))
    b = process("b", made("b"), taken(1, "a", "1"), emitted(2, "1"))

    assert scores(a, b) == {"a": pytest.approx(3, rel=1e-15), "b": pytest.approx(4, rel=1e-15)}


def test_shares_split_a_process_between_its_products():
    """100 kg CO2 and 10 kWh at 0.5: 70 % over 2 t of cheese, 30 % over 4 t of whey: 36.75 and 7.875 kg per t."""
    power = process("grid", made("power", unit="kWh"), emitted(1, "0.5"))
    half = ((0, "70"), (9, "30"))
    dairy = process(
        "dairy",
        made("cheese", "2", "t"),
        shared_by(taken(1, "power", "10", "kWh"), *half),
        shared_by(emitted(2, "100"), *half),
        Exchange(9, product("whey", "t"), "output", Decimal(4), "t"),
    )
    baker = process("baker", made("bread"), taken(1, "whey", "2", "t", by="dairy"))

    found = scores(power, dairy, baker)

    assert found["dairy"] == pytest.approx(0.7 * 105 / 2, rel=1e-15)
    assert found["whey"] == pytest.approx(0.3 * 105 / 4, rel=1e-15)
    assert found["baker"] == pytest.approx(2 * 0.3 * 105 / 4, rel=1e-15)


def test_what_has_no_shares_is_borne_by_the_reference_product():
    dairy = process(
        "dairy",
        made("cheese"),
        shared_by(emitted(1, "10"), (0, "60"), (9, "40")),
        emitted(2, "5"),
        Exchange(9, product("whey"), "output", Decimal(1), "kg"),
    )

    assert scores(dairy) == {"dairy": pytest.approx(11, rel=1e-15), "whey": pytest.approx(4, rel=1e-15)}


def test_a_co_product_without_shares_is_nobodys():
    mill = process("mill", made("flour"), emitted(1, "3"), Exchange(2, product("bran"), "output", Decimal(1), "kg"))
    feed = process("feed", made("feed"), taken(1, "bran", "1"))
    database = database_of((mill, feed))

    assert database.unallocated == ((0, 2),)
    assert reasons(mill, feed) == ["DS-LINK-NONE"]
    assert footprints(database).kg.tolist() == [3.0, 0.0]


def test_three_thirds_are_all_of_it():
    """Three shares of 33.3 % are printed for one third each; nothing gets lost."""
    shares = ((0, "33.3"), (8, "33.3"), (9, "33.3"))
    others = [Exchange(at, product(f"p{at}"), "output", Decimal(1), "kg") for at in (8, 9)]

    found = scores(process("p", made("p0"), shared_by(emitted(1, "9"), *shares), *others))

    assert [round(kg, 12) for kg in found.values()] == [3.0, 3.0, 3.0]


def test_a_credit_lowers_the_footprint():
    """A negative input is a product saved elsewhere: 5 - 2 · 0.5 = 4."""
    grid = process("grid", made("power", unit="kWh"), emitted(1, "0.5"))
    burner = process("burner", made("heat", unit="MJ"), taken(1, "power", "-2", "kWh"), emitted(2, "5"))

    assert scores(grid, burner)["burner"] == pytest.approx(4, rel=1e-15)


def test_gases_are_characterised_by_the_chosen_set():
    """Fossil methane 29.8 (AR6 WGI table 7.15), methane 28 (AR5 WGI table 8.A.1)."""
    leak = process("leak", made("gas"), emitted(1, "1", "ch4_fossil"), emitted(2, "2", "n2o"))

    assert scores(leak)["leak"] == pytest.approx(29.8 + 2 * 273, rel=1e-15)
    assert scores(leak, gwp="ipcc-ar5")["leak"] == pytest.approx(28 + 2 * 265, rel=1e-15)


def test_urban_air_close_to_ground_is_air():
    flow = emitted(1, "7").flow._replace(path=(Level("", "air"), Level("", "urban air close to ground")))

    assert scores(process("kiln", made("lime"), emitted(1, "7")._replace(flow=flow)))["kiln"] == 7


def test_carbon_dioxide_in_groundwater_is_no_emission():
    flow = emitted(1, "7").flow._replace(path=(Level("", "water"), Level("", "ground-")))

    assert scores(process("well", made("water"), emitted(1, "7")._replace(flow=flow)))["well"] == 0


def test_a_published_value_stands_where_no_gas_does():
    bought = process("bought", made("resin", "2"), kind=Kind.AGGREGATED, impacts=published("7"))
    plant = process("plant", made("part"), taken(1, "resin", "4"))

    assert scores(bought, plant) == {"bought": pytest.approx(3.5), "plant": pytest.approx(14)}


def test_the_supplier_that_is_named_supplies():
    cheap, dear = (process(name, made("ore"), emitted(1, kg)) for name, kg in (("cheap", "1"), ("dear", "9")))
    smelter = process("smelter", made("metal"), taken(1, "ore", "2", by="dear"))

    assert scores(cheap, dear, smelter)["smelter"] == 18


@pytest.mark.parametrize(
    ("others", "by", "code"),
    [
        ((), "", "DS-LINK-NONE"),
        (("ore", "ore"), "", "DS-LINK-MANY"),
        (("ore",), "gone", "DS-LINK-GONE"),
        (("coke",), "other 0", "DS-LINK-WRONG"),
    ],
)
def test_what_cannot_be_told_is_left_open(others, by, code):
    suppliers = [process(f"other {n}", made(name), emitted(1, "5")) for n, name in enumerate(others)]
    smelter = process("smelter", made("metal"), taken(1, "ore", "2", by=by), emitted(2, "1"))

    assert reasons(*suppliers, smelter) == [code]
    assert scores(*suppliers, smelter)["smelter"] == 1


def test_an_amount_in_another_dimension_is_left_open():
    volume = taken(1, "ore", "2")._replace(flow=product("ore", "m3"), unit="m3")

    assert reasons(process("mine", made("ore")), process("smelter", made("metal"), volume)) == ["DS-LINK-UNIT"]


def test_a_loop_that_feeds_itself_is_named():
    a = process("a", made("a"), taken(1, "b", "2"))
    b = process("b", made("b"), taken(1, "a", "1"), emitted(2, "1"))

    with pytest.raises(LoopGainError) as refused:
        footprints(database_of((a, b)))

    assert refused.value.gain == pytest.approx(2)
    assert sorted(refused.value.processes) == ["a · CN", "b · CN"]


def test_first_tier_adds_up():
    grid = process("grid", made("power", unit="kWh"), emitted(1, "0.5"))
    smelter = process("smelter", made("metal"), taken(1, "power", "13.5", "kWh"), emitted(2, "1.6"))

    shares = footprints(database_of((grid, smelter))).first_tier(1)

    assert shares.process.tolist() == [0, 1]
    assert shares.kg.tolist() == pytest.approx([6.75, 1.6], rel=1e-15)
    assert shares.rest == pytest.approx(0, abs=1e-15)


def dense_scores(datasets):
    """Solve the same database densely, by dictionaries and Gauss elimination alone; AR6 kg CO2e of each reference."""
    gwp = {"co2_fossil": 1, "ch4_fossil": 29.8, "ch4_biogenic": 27, "n2o": 273, "co2_biogenic_uptake": -1}
    gas_of = {gas_flow(gas).uuid: weight for gas, weight in gwp.items()}
    columns = []  # (dataset, exchange id)
    for one in datasets:
        columns.append((one, one.function.exchange))
        columns += [(one, share.co_product) for share in (one.exchanges[1].shares if len(one.exchanges) > 1 else ())
                    if share.co_product != one.function.exchange]  # fmt: skip
    made_by = {}
    for at, (one, target) in enumerate(columns):
        exchange = next(x for x in one.exchanges if x.id == target)
        made_by.setdefault(exchange.flow.uuid, []).append((at, one.uuid, exchange))
    size = len(columns)
    matrix, burden = np.zeros((size, size)), np.zeros(size)
    for at, (one, target) in enumerate(columns):
        outputs = {made[2].id for rows in made_by.values() for made in rows if made[1] == one.uuid}
        for exchange in one.exchanges:
            if exchange.id in outputs and exchange.flow.kind != "elementary":
                continue
            part = 1.0 if target == one.function.exchange else 0.0
            for share in exchange.shares:
                part = float(share.percent) / 100 if share.co_product == target else part
            amount = part * float(exchange.amount) * float(measure_factor(exchange.unit))
            if exchange.flow.kind == "elementary":
                burden[at] += amount * gas_of[exchange.flow.uuid]
                continue
            row, _, reference = next(x for x in made_by[exchange.flow.uuid]
                                            if not exchange.provider or x[1] == exchange.provider)  # fmt: skip
            sign = 1 if exchange.direction == "output" else -1
            matrix[row, at] += sign * amount / float(measure_factor(reference.unit))
    for at, (one, target) in enumerate(columns):
        exchange = next(x for x in one.exchanges if x.id == target)
        matrix[at, at] += float(exchange.amount) * (1 if exchange.direction == "output" else -1)
    pivots = np.array([float(next(x for x in one.exchanges if x.id == t).amount)
                       * (1 if next(x for x in one.exchanges if x.id == t).direction == "output" else -1)
                       for one, t in columns])  # fmt: skip
    # One unit of demand is one unit of product, or of waste taken in.
    prices = np.linalg.solve(matrix.T, burden)
    return {(one.uuid, target): prices[at] * np.sign(pivots[at]) for at, (one, target) in enumerate(columns)}


@pytest.mark.parametrize("seed", range(8))
def test_random_databases_equal_a_dense_solve(seed):
    datasets = random_database(120, seed)

    database = database_of(datasets)
    found = footprints(database)

    expected = dense_scores(datasets)
    theirs = np.array([expected[database.uuids[one.process], one.exchange] for one in database.columns])
    assert database.links.linked == len(database.links.code)
    assert np.abs(found.kg - theirs).max() <= 1e-11 * np.abs(theirs).max()
    if found.bound is not None:
        assert (found.bound <= 1e-9 * np.abs(found.kg).max()).all()


def test_several_readers_give_the_same_footprints_as_one():
    datasets = random_database(90, seed=5)
    parts = []
    for start in range(3):
        assembly = Assembly()
        for one in datasets[start::3]:
            assembly.add(one)
        parts.append(part_of(part_bytes(assembly.part())))

    together, alone = linked(parts), database_of(datasets)

    assert {one.uuid for one in together.flows} == {one.uuid for one in alone.flows}
    assert sorted(one.times for one in together.natures) == sorted(one.times for one in alone.natures)
    ours = dict(zip(together.ids, footprints(together).kg.tolist(), strict=True))
    theirs = dict(zip(alone.ids, footprints(alone).kg.tolist(), strict=True))
    assert ours == pytest.approx(theirs, rel=1e-12)
