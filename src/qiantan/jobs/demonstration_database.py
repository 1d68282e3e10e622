"""The demonstration of a linked database: eleven invented processes around cement, with a loop, a waste and a co-product.

All figures are invented and mean nothing; the names say 示例 (example).
"""

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from qiantan.core.datasets.document import (
    Administration,
    Classification,
    Dataset,
    Exchange,
    Flow,
    Function,
    Geography,
    Kind,
    Level,
    Modelling,
    Names,
    Share,
    Technology,
    Time,
)
from qiantan.core.datasets.gases import gas_flow
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text
from qiantan.core.formats.catalogue import CODECS
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.databases import operations
from qiantan.registry.databases.queries import databases

if TYPE_CHECKING:
    from qiantan.registry.accounts.models import Organisation, User

NAME = "示例水泥产业链单元过程库"
GOODS = {
    "limestone": Text("石灰石", "limestone"), "coal": Text("原煤", "hard coal"), "power": Text("电力", "electricity"),
    "hydropower": Text("水电", "hydropower"), "coal power": Text("火电", "coal power"), "diesel": Text("柴油", "diesel"),
    "haulage": Text("公路货运", "road haulage"), "clinker": Text("硅酸盐水泥熟料", "Portland clinker"),
    "cement": Text("普通硅酸盐水泥", "ordinary Portland cement"), "steam": Text("余热蒸汽", "waste-heat steam"),
    "gypsum": Text("脱硫石膏", "flue-gas gypsum"), "dust": Text("废收尘", "spent filter dust"),
    "additive": Text("助磨剂", "grinding aid"),
}  # fmt: skip


class _Made(NamedTuple):
    """An invented process: name, product made (unit), inputs (good, amount, unit), gases (gas, kg), what is left over."""

    name: Text
    product: tuple[str, str]
    inputs: tuple[tuple[str, str, str], ...]
    gases: tuple[tuple[str, str], ...]
    by_product: tuple[str, str, str, str] = ("", "", "", "")


PROCESSES = (
    _Made(Text("石灰石开采与破碎", "Limestone quarrying and crushing"), ("limestone", "t"),
          (("power", "2.1", "kWh"), ("diesel", "0.45", "kg")), (("co2_fossil", "1.4"),)),
    _Made(Text("原煤开采", "Hard coal mining"), ("coal", "t"),
          (("power", "21", "kWh"), ("diesel", "0.9", "kg")), (("co2_fossil", "2.8"), ("ch4_fossil", "4.6"))),
    _Made(Text("柴油炼制", "Diesel refining"), ("diesel", "t"), (("power", "58", "kWh"),), (("co2_fossil", "430"),)),
    _Made(Text("公路货运，重型柴油车", "Road haulage, heavy diesel lorry"), ("haulage", "t*km"),
          (("diesel", "0.021", "kg"),), (("co2_fossil", "0.066"), ("n2o", "0.000002"))),
    _Made(Text("水力发电", "Hydropower"), ("hydropower", "kWh"), (), (("ch4_biogenic", "0.0004"),)),
    _Made(Text("燃煤发电，副产石膏", "Coal power with gypsum"), ("coal power", "kWh"),
          (("coal", "0.42", "kg"), ("limestone", "0.012", "kg"), ("power", "0.055", "kWh")), (("co2_fossil", "0.86"),),
          ("gypsum", "0.018", "kg", "1")),
    _Made(Text("电网供电，贵州", "Grid electricity, Guizhou"), ("power", "kWh"),
          (("coal power", "0.66", "kWh"), ("hydropower", "0.4", "kWh")), ()),
    _Made(Text("熟料煅烧", "Clinker burning"), ("clinker", "t"),
          (("limestone", "1.28", "t"), ("coal", "0.118", "t"), ("power", "62", "kWh"), ("haulage", "45", "t*km"),
           ("dust", "6", "kg")),
          (("co2_fossil", "815"), ("n2o", "0.006")), ("steam", "96", "MJ", "2.5")),
    _Made(Text("水泥粉磨", "Cement grinding"), ("cement", "t"),
          (("clinker", "0.79", "t"), ("gypsum", "48", "kg"), ("limestone", "0.12", "t"), ("power", "34", "kWh"),
           ("haulage", "18", "t*km"), ("steam", "22", "MJ"), ("additive", "0.4", "kg")), ()),
    _Made(Text("废收尘填埋", "Landfill of filter dust"), ("dust", "kg"), (("diesel", "0.0008", "kg"),),
          (("co2_fossil", "0.0021"),)),
)  # fmt: skip


def seed_database(*, organisation: "Organisation", by: "User", at: dt.datetime) -> bool:
    """Hand the invented database in for an organisation; say whether there is anything to work on."""
    if any(one.name == NAME for one in databases(viewer_of(by)).rows):
        return False
    write = CODECS["tidas"].write
    assert write is not None
    statement = operations.Statement(NAME, "2026 示例", "示例研究院（虚构数据）", "own", "open")
    content = write([_dataset(one) for one in PROCESSES])
    operations.upload_database(
        organisation=organisation, statement=statement, file_name="demo-tidas.zip", content=content, by=by, at=at
    )
    return True


def _dataset(one: _Made) -> Dataset:
    good, unit = one.product
    shares = _shares(one)
    made = Exchange(0, _flow(good, unit), "input" if good == "dust" else "output", Decimal(1), unit)
    exchanges = [made]
    for name, amount, taken_in in one.inputs:
        direction = "output" if name == "dust" else "input"
        exchanges.append(
            Exchange(len(exchanges), _flow(name, taken_in), direction, Decimal(amount), taken_in, shares=shares)
        )
    for gas, kg in one.gases:
        exchanges.append(Exchange(len(exchanges), gas_flow(gas), "output", Decimal(kg), "kg", shares=shares))
    if one.by_product[0]:
        name, amount, given, _ = one.by_product
        exchanges.append(Exchange(99, _flow(name, given), "output", Decimal(amount), given))
    return Dataset(
        uuid=uuid_of("demonstration process", one.name.en),
        kind=Kind.UNIT_PROCESS,
        names=Names(base=one.name, comment=Text("示例：数值为虚构。", "An example: all figures are invented.")),
        function=Function(exchange=0),
        classification=Classification("ISIC", (Level("C", "Manufacturing"),)),
        time=Time(reference_year=2025, valid_until=2028),
        geography=Geography(location="CN-GZ"),
        technology=Technology(words=Text("示例工艺。", "An example technology.")),
        modelling=Modelling(
            type="Unit process, single operation",
            allocation=Text("按文件中每项投入的比例分配。", "By the shares stated at each exchange.")
            if shares
            else Text("", ""),
        ),
        administration=Administration(entered_at="2026-01-05T08:00:00Z"),
        exchanges=tuple(exchanges),
    )


def _flow(good: str, unit: str) -> Flow:
    kind = "waste" if good == "dust" else "product"
    return Flow(uuid_of("demonstration flow", good), GOODS[good], kind, measure_of(unit.replace("*", "·")))


def _shares(one: _Made) -> tuple[Share, ...]:
    if not one.by_product[0]:
        return ()
    percent = Decimal(one.by_product[3])
    return (Share(0, 100 - percent), Share(99, percent))
