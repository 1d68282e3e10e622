"""Linked databases of unit processes: hand-made ones in a line each, and random ones that a dense solve checks.

Random ones hold what real ones do: markets, several units of a dimension, non-unit and negative production, waste
treatment, co-products with shares, loops that return less than they take, credits, own use, aggregated values.
"""

import random
from decimal import Decimal

from qiantan.core.datasets.document import (
    Administration,
    Dataset,
    Exchange,
    Flow,
    Function,
    Geography,
    Impact,
    Kind,
    Modelling,
    Names,
    Share,
    Time,
)
from qiantan.core.datasets.export import GWP
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text

UNITS = {"kg": ("kg", "t", "g"), "kWh": ("kWh", "MJ", "GJ")}


def product(name, unit="kg", kind="product"):
    return Flow(uuid_of("linked product", name), Text("", name), kind, measure_of(unit))


def made(name, amount="1", unit="kg"):
    """Return the reference exchange: so much of a product is made."""
    return Exchange(0, product(name, unit), "output", Decimal(amount), unit)


def treated(name, amount="1", unit="kg"):
    """Return the reference exchange of a treatment process: so much of a waste is taken in."""
    return Exchange(0, product(name, unit, "waste"), "input", Decimal(amount), unit)


def taken(number, name, amount, unit="kg", by=""):
    """Return an input of a product; `by` names the process that supplies it."""
    return Exchange(
        number, product(name, unit), "input", Decimal(amount), unit, provider=uuid_of("linked", by) if by else ""
    )


def wasted(number, name, amount, unit="kg", by=""):
    """Return a waste that leaves for treatment."""
    provider = uuid_of("linked", by) if by else ""
    return Exchange(number, product(name, unit, "waste"), "output", Decimal(amount), unit, provider=provider)


def emitted(number, kg, gas="co2_fossil", unit="kg"):
    return Exchange(number, gas_flow(gas), "output", Decimal(kg), unit)


def process(name, *exchanges, place="CN", zh="", kind=Kind.UNIT_PROCESS, impacts=()):
    """Return a process; its first exchange is the reference."""
    return Dataset(
        uuid=uuid_of("linked", name),
        kind=kind,
        names=Names(base=Text(zh, name), comment=Text("", "An invented process of a test.")),
        function=Function(exchange=exchanges[0].id),
        time=Time(reference_year=2024),
        geography=Geography(location=place),
        modelling=Modelling(
            type="Unit process, single operation" if kind is Kind.UNIT_PROCESS else "LCI result",
            allocation=Text("", "By mass, as stated at each exchange."),
        ),
        administration=Administration(
            entered_at="2026-01-05T08:00:00Z", licence="Free of charge for all users and uses"
        ),
        exchanges=exchanges,
        impacts=impacts,
    )


def shared_by(one, *shares):
    """Return an exchange with shares: (exchange id of the co-product, per cent)."""
    return one._replace(shares=tuple(Share(target, Decimal(percent)) for target, percent in shares))


def _figure(chance, low, high):
    return Decimal(f"{chance.uniform(low, high):.6g}")


def random_database(count, seed=1, *, inputs=6, loops=True):
    """Return `count` datasets of one linked database; every supplier can be told, no loop returns a unit."""
    chance = random.Random(seed)
    kinds = [chance.choice(("kg", "kg", "kWh")) for _ in range(count)]
    wastes = {number for number in range(count) if number and chance.random() < 0.06}
    return tuple(_random_process(chance, number, kinds, wastes, inputs, loops) for number in range(count))


def _name(number, wastes):
    return f"treatment of waste {number}" if number in wastes else f"production of good {number}"


def _random_process(chance, number, kinds, wastes, inputs, loops):
    unit = chance.choice(UNITS[kinds[number]]) if number not in wastes else "kg"
    run = _figure(chance, 0.5, 40) if chance.random() < 0.3 else Decimal(1)
    make = treated if number in wastes else made
    found = [make(f"good {number}", str(run), unit)]
    size = float(run) * float(measure_factor(unit))
    reach = len(kinds) if loops else number
    suppliers = sorted({int(reach * chance.random() ** 2) for _ in range(chance.randint(0, inputs))} - {number})
    for supplier in suppliers:
        share = chance.uniform(0.02, 0.9) / max(len(suppliers), 1)
        theirs = "kg" if supplier in wastes else chance.choice(UNITS[kinds[supplier]])
        amount = Decimal(f"{share * size / float(measure_factor(theirs)):.7g}")
        by = _name(supplier, wastes) if chance.random() < 0.7 else ""
        take = wasted if supplier in wastes else taken
        sign = -1 if chance.random() < 0.03 else 1
        found.append(take(len(found), f"good {supplier}", str(sign * amount), theirs, by))
    for gas in chance.sample(("co2_fossil", "ch4_fossil", "ch4_biogenic", "n2o", "co2_biogenic_uptake"), 2):
        one = emitted(len(found), _figure(chance, 0, 3), gas, chance.choice(("kg", "g")))
        found.append(one._replace(direction="input") if gas == "co2_biogenic_uptake" else one)
    if chance.random() < 0.15 and number not in wastes:
        found = _with_co_product(chance, number, found)
    return process(_name(number, wastes), *found, zh=f"第{number}号产品生产" if number % 3 else "", place="CN-GZ")


def _with_co_product(chance, number, found):
    extra = len(found)
    percent = Decimal(chance.randint(100, 900)) / 10
    shares = ((0, str(percent)), (extra, str(100 - percent)))
    return [found[0], *(shared_by(one, *shares) for one in found[1:]),
            Exchange(extra, product(f"by-product {number}"), "output", _figure(chance, 0.1, 2), "kg")]  # fmt: skip


def measure_factor(unit):
    return dict(measure_of(unit).group.units)[unit]


def published(kg):
    """Return a published GWP of the reference flow."""
    return (Impact(GWP, Decimal(kg)),)
