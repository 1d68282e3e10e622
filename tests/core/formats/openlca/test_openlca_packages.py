"""openLCA packages: what others look for is there, schema 1 is understood, and what somebody changed since wins."""

import io
import json
import zipfile
from decimal import Decimal

from tests.factories.broken_datasets import member_of, parts_of
from tests.factories.datasets import plain_dataset

from qiantan.core.datasets.identity import uuid_of
from qiantan.core.findings import Text
from qiantan.core.formats import openlca
from qiantan.core.formats.archive import packed

POWER = uuid_of("product", "power")


def process_in(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(name for name in archive.namelist() if name.startswith("processes/"))
        return json.loads(archive.read(name), parse_float=Decimal)


def changed(**changes):
    parts = parts_of("openlca")
    name = member_of(parts, "processes")
    return openlca.read(packed({**parts, name: json.dumps(json.loads(parts[name]) | changes).encode()})).datasets[0]


def test_flow_references_say_what_brightway_looks_for():
    co2 = process_in(openlca.write([plain_dataset()]))["exchanges"][1]

    assert co2["flow"]["flowType"] == "ELEMENTARY_FLOW"
    assert co2["flow"]["refUnit"] == "kg"
    assert co2["flow"]["@id"] == "08a91e70-3ddc-11dd-923d-0050c2490048"
    assert co2["amount"] == Decimal("785.40")
    assert co2["uncertainty"]["geomSd"] == Decimal("1.12")


def test_an_english_package_returns_as_the_same_facts():
    content = openlca.write([plain_dataset()], language="en")

    assert process_in(content)["name"] == "quicklime production"
    returned = openlca.read(content).datasets[0]
    assert returned.names == plain_dataset().names
    assert returned.facts == plain_dataset().facts


def test_the_schema_is_named():
    with zipfile.ZipFile(io.BytesIO(openlca.write([plain_dataset()]))) as archive:
        assert json.loads(archive.read("openlca.json")) == {"schemaVersion": 2}


def test_what_somebody_changed_in_openlca_wins_and_the_rest_is_kept():
    """The English name and the certainty have no place in openLCA; they survive a change of the comment."""
    edited = changed(description="改过的说明")

    assert edited.names.comment == Text("改过的说明", "")
    assert edited.names.base == Text("石灰生产", "quicklime production")
    assert edited.fact("certainty") == "medium"
    assert edited.exchanges == plain_dataset().exchanges


def test_a_changed_amount_wins():
    exchanges = process_in(openlca.write([plain_dataset()]))["exchanges"]
    plain = json.loads(json.dumps(exchanges, default=float))
    plain[1]["amount"] = 800.5

    edited = changed(exchanges=plain)

    assert edited.exchanges[1].amount == Decimal("800.5")
    assert edited.fact("certainty") == "medium"


def test_schema_1_is_understood():
    """Before version 2 the flags were called `input` and `quantitativeReference`, categories were objects."""
    lime, group = uuid_of("old", "lime"), uuid_of("old", "group")
    measure, process = uuid_of("old", "mass"), uuid_of("old", "process")
    unit = {"@id": uuid_of("old", "kg"), "name": "kg", "conversionFactor": 1.0, "referenceUnit": True}
    factor = {"referenceFlowProperty": True, "conversionFactor": 1.0, "flowProperty": {"@id": measure}}
    exchange = {
        "internalId": 1, "input": False, "quantitativeReference": True, "avoidedProduct": False,
        "amount": 1.0, "flow": {"@id": lime}, "unit": {"@id": unit["@id"], "name": "kg"},
    }  # fmt: skip
    parts = {
        "context.json": {},
        f"unit_groups/{group}.json": {"@id": group, "name": "Units of mass", "units": [unit]},
        f"flow_properties/{measure}.json": {"@id": measure, "name": "Mass", "unitGroup": {"@id": group}},
        f"flows/{lime}.json": {"@id": lime, "name": "lime", "flowType": "PRODUCT_FLOW", "flowProperties": [factor]},
        f"processes/{process}.json": {
            "@id": process, "name": "lime kiln", "processType": "UNIT_PROCESS", "exchanges": [exchange],
            "category": {"@type": "Category", "name": "kilns", "categoryPath": ["minerals"]},
            "processDocumentation": {"copyright": True, "validFrom": "2012-01-01"},
        },
    }  # fmt: skip

    reading = openlca.read(packed({name: json.dumps(part).encode() for name, part in parts.items()}))

    assert reading.findings == ()
    old = reading.datasets[0]
    assert [one.name for one in old.classification.levels] == ["minerals", "kilns"]
    assert (old.time.reference_year, old.administration.copyright) == (2012, True)
    assert old.reference.flow.name.en == "lime"


def test_an_avoided_product_enters_with_the_opposite_sign():
    exchanges = json.loads(json.dumps(process_in(openlca.write([plain_dataset()]))["exchanges"], default=float))
    exchanges[3] |= {"isAvoidedProduct": True, "isInput": True}

    power = changed(exchanges=exchanges).exchanges[3]

    assert (power.direction, power.amount) == ("input", Decimal("-45.6"))


def test_factors_of_a_key_share_every_exchange_that_is_no_product():
    tree = json.loads(json.dumps(process_in(openlca.write([plain_dataset()])), default=float))
    lime = tree["exchanges"][0]
    power = tree["exchanges"][3] | {"internalId": 9, "isInput": False}
    factors = [
        {"@type": "AllocationFactor", "allocationType": kind, "product": {"@id": target}, "value": value}
        for kind, target, value in (
            ("ECONOMIC_ALLOCATION", lime["flow"]["@id"], 0.75),
            ("ECONOMIC_ALLOCATION", POWER, 0.25),
            ("PHYSICAL_ALLOCATION", lime["flow"]["@id"], 0.5),
            ("PHYSICAL_ALLOCATION", POWER, 0.5),
        )
    ]

    found = changed(
        exchanges=[*tree["exchanges"], power], allocationFactors=factors, defaultAllocationMethod="ECONOMIC_ALLOCATION"
    )

    shares = {one.id: [(share.co_product, share.percent) for share in one.shares] for one in found.exchanges}
    assert shares == {0: [], 1: [(0, 75), (9, 25)], 2: [(0, 75), (9, 25)], 3: [(0, 75), (9, 25)], 9: []}
