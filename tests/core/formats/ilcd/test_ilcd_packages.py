"""ILCD packages: amounts in the reference unit for others, as given for us; foreign prefixes and languages are understood."""

import io
import zipfile
from decimal import Decimal

from lxml import etree
from tests.factories.broken_datasets import member_of, parts_of
from tests.factories.datasets import plain_dataset

from qiantan.core.formats import ilcd
from qiantan.core.formats.archive import packed

SPACES = {"p": "http://lca.jrc.it/ILCD/Process", "common": "http://lca.jrc.it/ILCD/Common"}


def with_process(change):
    """Return the reading of the plain package with its process changed: text → text."""
    parts = parts_of("ilcd")
    name = member_of(parts, "processes")
    return ilcd.read(packed({**parts, name: change(parts[name].decode()).encode()}))


def test_amounts_stand_in_the_reference_unit_of_the_flow():
    """One tonne of lime is 1000 kg to others, 45.6 kWh are 164.16 MJ; we read back tonnes and kilowatt hours."""
    parts = parts_of("ilcd")
    root = etree.fromstring(parts[member_of(parts, "processes")])
    amounts = root.xpath("//p:exchange/p:resultingAmount/text()", namespaces=SPACES)

    assert amounts == ["1000", "785.40", "0.0012", "164.16"]
    assert [one.unit for one in ilcd.read(packed(parts)).datasets[0].exchanges] == ["t", "kg", "kg", "kWh"]


def test_a_log_normal_is_stated_by_its_squared_deviation():
    """1.12 squared is 1.2544, which the format rounds to three decimals; ours stands beside it."""
    parts = parts_of("ilcd")
    assert b"<relativeStandardDeviation95In>1.254<" in parts[member_of(parts, "processes")]


def test_a_spread_somebody_changed_wins():
    reading = with_process(lambda text: text.replace("In>1.254<", "In>1.44<"))

    assert reading.datasets[0].exchanges[1].spread == Decimal("1.2")


def test_an_amount_somebody_changed_wins():
    reading = with_process(lambda text: text.replace("164.16", "200"))

    power = reading.datasets[0].exchanges[3]
    assert (power.amount, power.unit) == (Decimal(200), "MJ")


def test_foreign_prefixes_are_read_by_namespace():
    def rename(text):
        return text.replace("xmlns:common=", "xmlns:c=").replace("<common:", "<c:").replace("</common:", "</c:")

    assert with_process(rename).datasets == (plain_dataset(),)


def test_other_languages_are_told_and_passed_over():
    german = '<baseName xml:lang="de">Branntkalk</baseName><baseName xml:lang="zh">'
    reading = with_process(lambda text: text.replace('<baseName xml:lang="zh">', german, 1))

    assert reading.datasets == (plain_dataset(),)
    assert [(one.code, one.severity) for one in reading.findings] == [("DS-LANGUAGE-OTHER", "note")]


def test_extensions_of_others_are_passed_over():
    other = '<common:other><x:y xmlns:x="urn:x">1</x:y></common:other></processInformation>'

    assert with_process(lambda text: text.replace("</processInformation>", other)).datasets == (plain_dataset(),)


def test_members_stand_where_the_format_wants_them():
    with zipfile.ZipFile(io.BytesIO(ilcd.write([plain_dataset()]))) as archive:
        folders = {name.rpartition("/")[0] for name in archive.namelist()}
    wanted = ("contacts", "flowproperties", "flows", "processes", "sources", "unitgroups")
    assert folders == {f"ILCD/{folder}" for folder in wanted}
