"""EcoSpold 1 and 2 as other programs write them: figures as written, spreads in our measure, links by product."""

from decimal import Decimal

from tests.factories.ecospold_files import ACTIVITY, CO2, GRID, LIME, POWER, VERSION_1, VERSION_2, changed

from qiantan.core.datasets.document import Kind
from qiantan.core.datasets.factor import factor_of
from qiantan.core.findings import Text
from qiantan.core.formats import ecospold
from qiantan.core.formats.archive import packed
from qiantan.core.formats.catalogue import CODECS, read
from qiantan.core.formats.ecospold.read_v2 import process_uuid


def only(content):
    reading = ecospold.read(content)
    assert reading.findings == ()
    return reading.datasets[0]


def test_version_1_is_read():
    lime = only(VERSION_1)

    assert lime.kind is Kind.UNIT_PROCESS
    assert lime.names.base == Text("石灰（出厂）", "quicklime, at plant")
    assert (lime.geography.location, lime.time.reference_year) == ("CN", 2024)
    assert lime.modelling.share_of_supply == Decimal("12.5")
    assert [one.name.en for one in lime.modelling.sources] == ["Institute, Lime report, 2024"]
    assert lime.administration.entered_by.name.en == "Data desk"
    assert lime.administration.copyright is False
    assert lime.reference.flow.name.en == "quicklime, at plant"


def test_version_1_keeps_figures_as_written():
    power, co2, lime = only(VERSION_1).exchanges

    assert (str(power.amount), power.unit, power.direction) == ("0.0456", "kWh", "input")
    assert (str(co2.amount), co2.minimum, co2.maximum) == ("0.7854", Decimal("0.7"), Decimal("0.9"))
    assert (co2.flow.kind, co2.flow.cas) == ("elementary", "124-38-9")
    assert (lime.id, lime.direction) == (3, "output")


def test_version_1_states_the_square_of_the_geometric_deviation():
    """A 95 % factor of 1.21 is a geometric standard deviation of 1.1."""
    assert only(VERSION_1).exchanges[0].spread == Decimal("1.1")


def test_version_1_links_by_name_place_and_unit():
    mine = changed(VERSION_1, 'name="quicklime, at plant"', 'name="electricity, medium voltage"')
    mine = changed(mine, 'localName="石灰（出厂）"', 'localName="电力"')
    mine = changed(mine, 'number="3" name="electricity, medium voltage" location="CN" unit="kg"',
                   'number="3" name="electricity, medium voltage" location="CN" unit="kWh"')  # fmt: skip
    reading = read(packed({"lime.xml": VERSION_1, "power.xml": mine}))

    assert reading.findings == ()
    assert (reading.links.demands, reading.links.linked) == (2, 2)


def test_version_2_is_read():
    lime = only(VERSION_2)

    assert lime.uuid == process_uuid(ACTIVITY, LIME)
    assert lime.names.base == Text("石灰生产", "quicklime production")
    assert lime.names.comment == Text("", "First.\nSecond.")
    assert lime.classification.levels[0] == ("2394", "Manufacture of cement, lime and plaster")
    assert (lime.geography.location, lime.time.reference_year) == ("CN-GZ", 2024)
    assert lime.administration.copyright is True
    assert [one.flow.uuid for one in lime.exchanges] == [LIME, POWER, CO2]


def test_version_2_names_its_supplier_by_activity_and_product():
    assert only(VERSION_2).exchanges[1].provider == process_uuid(GRID, POWER)
    assert [one.code for one in ecospold.read(VERSION_2).links.open] == ["DS-LINK-GONE"]


def test_version_2_states_the_variance_of_the_logarithm():
    """A variance of 0.04 is a geometric standard deviation of exp(0.2) = 1.2214027582."""
    assert only(VERSION_2).exchanges[1].spread == Decimal("1.2214027582")


def test_a_treatment_takes_its_waste_in():
    """EcoSpold 2 states treated waste as a product of minus one; the emissions are those of one kilogram treated."""
    content = changed(VERSION_2, 'amount="1" intermediateExchangeId', 'amount="-1" intermediateExchangeId')
    content = changed(content, 'type="1"', 'type="2"')
    content = changed(content, 'amount="0.0456" intermediateExchangeId', 'amount="0" intermediateExchangeId')

    waste = only(content)
    factor = factor_of(waste, release="r").factor

    assert (waste.reference.direction, waste.reference.amount, waste.reference.flow.kind) == ("input", 1, "waste")
    assert [(one.flow, one.kg) for one in factor.emissions] == [("co2_fossil", Decimal("0.7854"))]


def test_both_versions_leave_in_every_format_unchanged():
    datasets = (only(VERSION_1), only(VERSION_2))

    for codec in CODECS.values():
        if codec.write is not None:
            assert read(codec.write(datasets)).datasets == datasets


def test_a_file_of_two_bytes_for_each_letter_is_read():
    wide = VERSION_1.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    assert only(wide) == only(VERSION_1)
