"""Datasets that state something impossible: one fact of a whole package changed, the rest left as it was."""

import copy
import json

from tests.factories.broken_datasets import exhibit, member_of, parts_of

from qiantan.core.datasets.faults import Faults
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.formats.archive import packed
from qiantan.core.formats.ilcd.wire import decode as decode_xml
from qiantan.core.formats.ilcd.wire import encode as encode_xml
from qiantan.core.formats.ilcd_model.package import ROOTS
from qiantan.core.formats.ilcd_model.tree import OURS
from qiantan.core.formats.tidas.wire import decode as decode_json
from qiantan.core.formats.tidas.wire import encode as encode_json

_OTHER = uuid_of("museum", "other")
_ILCD = {"tidas": (decode_json, encode_json), "ilcd": (decode_xml, encode_xml)}
_DATA = "processInformation/dataSetInformation"
_METHOD = "modellingAndValidation/LCIMethodAndAllocation"
_ENTRY = "administrativeInformation/dataEntryBy"
_PUBLISHED = "administrativeInformation/publicationAndOwnership"
_FLOW = "flowInformation"
GONE = object()


def _change(tree, path, value):
    *outer, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in outer:
        tree = tree.setdefault(step, {}) if isinstance(tree, dict) else tree[step]
    if value is GONE:
        del tree[last]
    else:
        tree[last] = value


def _ilcd(codec, folder, changes):
    """Return the package with facts of one member changed; reading and writing are the codec's own."""
    decode, encode = _ILCD[codec]
    parts = parts_of(codec)
    name = member_of(parts, folder)
    tree = decode(parts[name], ROOTS[folder], Faults())
    for path, value in changes.items():
        _change(tree, path, value)
    kept = {"@xmlns:qt": OURS, **{key: node for key, node in tree.items() if not key.startswith("@xmlns")}}
    return packed({**parts, name: encode(folder, kept)})


def _without(codec, folder):
    return packed({name: part for name, part in parts_of(codec).items() if f"{folder}/" not in name})


def _zh(text):
    return {"@xml:lang": "zh", "#text": text}


def _en(text):
    return {"@xml:lang": "en", "#text": text}


_REFERENCE = {
    "@type": "process data set", "@refObjectId": _OTHER, "@version": "01.00.000", "@uri": "x",
    "common:shortDescription": _en("x"),
}  # fmt: skip
_NEWER = {**_REFERENCE, "@refObjectId": uuid_of("process", "lime"), "@version": "02.00.000"}
_EXCHANGE = "exchanges/exchange/1"
_SHARES = {"allocation": {"@internalReferenceToCoProduct": "0", "@allocatedFraction": "60"}}
PROCESS = {
    "uuid-missing": {f"{_DATA}/common:UUID": GONE},
    "uuid-malformed": {f"{_DATA}/common:UUID": "lime"},
    "uuid-in-capitals": {f"{_DATA}/common:UUID": uuid_of("process", "lime").upper()},
    "uuid-of-another-file": {f"{_DATA}/common:UUID": _OTHER},
    "name-missing": {f"{_DATA}/name/baseName": GONE},
    "name-chinese-under-en": {f"{_DATA}/name/baseName": _en("石灰 quicklime")},
    "name-english-under-zh": {f"{_DATA}/name/baseName": _zh("quicklime")},
    "name-language-twice": {f"{_DATA}/name/baseName": [_zh("石灰"), _zh("生石灰")]},
    "name-language-no-code": {f"{_DATA}/name/baseName": {"@xml:lang": "中文", "#text": "石灰"}},
    "name-too-long": {f"{_DATA}/name/baseName": _zh("石" * 501)},
    "comment-chinese-under-en": {f"{_DATA}/common:generalComment": _en("示例")},
    "reference-missing": {"processInformation/quantitativeReference": GONE},
    "reference-dangling": {"processInformation/quantitativeReference/referenceToReferenceFlow": "99"},
    "reference-in-words": {"processInformation/quantitativeReference/referenceToReferenceFlow": "first"},
    "reference-two": {"processInformation/quantitativeReference/referenceToReferenceFlow": ["0", "3"]},
    "year-in-words": {"processInformation/time/common:referenceYear": "2o24"},
    "year-before-christ": {"processInformation/time/common:referenceYear": "-200"},
    "valid-until-before": {"processInformation/time/common:dataSetValidUntil": "2019"},
    "type-unknown": {f"{_METHOD}/typeOfDataSet": "Factor"},
    "approach-unknown": {f"{_METHOD}/LCIMethodApproaches": "Allocation - by feeling"},
    "share-of-supply-above-all": {
        "modellingAndValidation/dataSourcesTreatmentAndRepresentativeness/percentageSupplyOrProductionCovered": "140"
    },
    "review-unknown": {"modellingAndValidation/validation/review": {"@type": "Looked at"}},
    "verdict-unknown": {
        "modellingAndValidation/validation/review": {
            "@type": "Independent external review",
            "common:dataQualityIndicators": {
                "common:dataQualityIndicator": {"@name": "Precision", "@value": "Splendid"}
            },
        }
    },
    "compliance-unknown": {
        "modellingAndValidation/complianceDeclarations/compliance": {
            "common:referenceToComplianceSystem": {**_REFERENCE, "@type": "source data set"},
            "common:approvalOfOverallCompliance": "Mostly",
        }
    },
    "time-stamp-in-words": {f"{_ENTRY}/common:timeStamp": "yesterday"},
    "version-in-words": {f"{_PUBLISHED}/common:dataSetVersion": "v1"},
    "version-before-itself": {f"{_PUBLISHED}/common:referenceToPrecedingDataSetVersion": _NEWER},
    "licence-unknown": {f"{_PUBLISHED}/common:licenseType": "Ask me"},
    "copyright-maybe": {f"{_PUBLISHED}/common:copyright": "maybe"},
    "owner-malformed": {
        f"{_PUBLISHED}/common:referenceToOwnershipOfDataSet": {**_REFERENCE, "@refObjectId": "the ministry"}
    },
    "amount-in-words": {f"{_EXCHANGE}/resultingAmount": "a lot"},
    "amount-with-comma": {f"{_EXCHANGE}/resultingAmount": "785,40"},
    "amount-not-a-number": {f"{_EXCHANGE}/resultingAmount": "NaN"},
    "amount-infinite": {f"{_EXCHANGE}/resultingAmount": "INF"},
    "amount-beyond-measure": {f"{_EXCHANGE}/resultingAmount": "1e999999"},
    "amount-missing": {f"{_EXCHANGE}/resultingAmount": GONE, f"{_EXCHANGE}/meanAmount": GONE},
    "amount-of-reference-zero": {"exchanges/exchange/0/resultingAmount": "0"},
    "direction-unknown": {f"{_EXCHANGE}/exchangeDirection": "Sideways"},
    "direction-missing": {f"{_EXCHANGE}/exchangeDirection": GONE},
    "exchange-id-twice": {f"{_EXCHANGE}/@dataSetInternalID": "3"},
    "exchange-id-missing": {f"{_EXCHANGE}/@dataSetInternalID": GONE},
    "exchange-without-flow": {f"{_EXCHANGE}/referenceToFlowDataSet": GONE},
    "flow-dangling": {f"{_EXCHANGE}/referenceToFlowDataSet/@refObjectId": _OTHER},
    "minimum-above-maximum": {f"{_EXCHANGE}/minimumAmount": "9", f"{_EXCHANGE}/maximumAmount": "3"},
    "distribution-unknown": {f"{_EXCHANGE}/uncertaintyDistributionType": "gamma"},
    "shares-short": {f"{_EXCHANGE}/allocations": _SHARES},
    "share-to-nobody": {
        f"{_EXCHANGE}/allocations": {"allocation": {"@internalReferenceToCoProduct": "77", "@allocatedFraction": "100"}}
    },
    "derivation-unknown": {f"{_EXCHANGE}/dataDerivationTypeStatus": "Guessed"},
}
GROUP = {
    "gram-as-kilogram": {"units/unit/2/meanValue": "1000"},
    "gram-as-nothing": {"units/unit/2/meanValue": "0"},
    "unit-below-zero": {"units/unit/2/meanValue": "-1"},
    "unit-without-factor": {"units/unit/2/meanValue": GONE},
    "unit-of-energy-among-masses": {"units/unit/2/name": "kWh"},
    "unit-twice": {"units/unit/2/name": "kg"},
    "reference-unit-missing": {"unitGroupInformation/quantitativeReference": GONE},
    "reference-unit-not-one": {"units/unit/0/meanValue": "2"},
}
FLOW = {
    "flow-type-unknown": {"modellingAndValidation/LCIMethod/typeOfDataSet": "Spirit"},
    "flow-without-property": {"flowProperties/flowProperty": GONE},
    "flow-uuid-malformed": {f"{_FLOW}/dataSetInformation/common:UUID": "x"},
}
for codec in _ILCD:
    for folder, damages in (("processes", PROCESS), ("unitgroups", GROUP), ("flows", FLOW)):
        for name, changes in damages.items():
            exhibit(
                f"{codec}-{name}",
                lambda c=codec, f=folder, d=changes: _ilcd(c, f, copy.deepcopy(d) if GONE not in d.values() else d),
            )
    for folder in ("unitgroups", "flowproperties", "flows"):
        exhibit(f"{codec}-no-{folder}", lambda c=codec, f=folder: _without(c, f))
exhibit(
    "tidas-masses-in-kilowatt-hours",
    lambda: _ilcd("tidas", "unitgroups", {"units/unit": {"@dataSetInternalID": "0", "name": "kWh", "meanValue": "1"}}),
)


def _same_uuid_twice(codec):
    parts = parts_of(codec)
    name = member_of(parts, "processes")
    return packed({**parts, name.replace("processes/", "more/processes/"): parts[name]})


def _same_flow_twice(codec):
    parts = parts_of(codec)
    name = member_of(parts, "flows")
    return packed({**parts, name.replace("flows/", "more/flows/"): parts[name]})


def _versions_in_a_circle():
    """Two processes, each the predecessor of the other."""
    parts = parts_of("tidas")
    name = member_of(parts, "processes")
    first = json.loads(parts[name])
    second = json.loads(parts[name])
    mine = uuid_of("process", "lime")
    _change(second["processDataSet"], f"{_DATA}/common:UUID", _OTHER)
    path = f"{_PUBLISHED}/common:referenceToPrecedingDataSetVersion"
    _change(first["processDataSet"], path, _REFERENCE)
    _change(second["processDataSet"], path, {**_REFERENCE, "@refObjectId": mine})
    written = {name: json.dumps(first).encode(), f"processes/{_OTHER}.json": json.dumps(second).encode()}
    return packed({**parts, **written})


for codec in ("tidas", "ilcd", "openlca"):
    exhibit(f"{codec}-process-twice", lambda codec=codec: _same_uuid_twice(codec))
    exhibit(f"{codec}-flow-twice", lambda codec=codec: _same_flow_twice(codec))
exhibit("tidas-versions-in-a-circle", _versions_in_a_circle)


def _openlca(folder, changes):
    parts = parts_of("openlca")
    name = member_of(parts, folder)
    tree = json.loads(parts[name])
    tree.pop("qiantan", None)
    for path, value in changes.items():
        _change(tree, path, value)
    return packed({**parts, name: json.dumps(tree, ensure_ascii=False).encode()})


def _categories_in_a_circle():
    def category(uuid, parent):
        return json.dumps({"@type": "Category", "@id": uuid, "name": "x", "category": {"@id": parent}}).encode()

    mine = uuid_of("museum", "category")
    parts = {f"categories/{mine}.json": category(mine, _OTHER), f"categories/{_OTHER}.json": category(_OTHER, mine)}
    return packed({**parts_of("openlca"), **parts})


OPENLCA = {
    "id-missing": {"@id": GONE},
    "id-malformed": {"@id": "lime"},
    "id-of-another-file": {"@id": _OTHER},
    "name-missing": {"name": GONE},
    "name-a-number": {"name": 7},
    "amount-in-words": {"exchanges/1/amount": "a lot"},
    "amount-a-list": {"exchanges/1/amount": [1]},
    "amount-true": {"exchanges/1/amount": True},
    "amount-of-reference-zero": {"exchanges/0/amount": 0},
    "no-reference": {"exchanges/0/isQuantitativeReference": False},
    "two-references": {"exchanges/3/isQuantitativeReference": True},
    "input-in-words": {"exchanges/1/isInput": "yes"},
    "exchange-id-twice": {"exchanges/1/internalId": 3},
    "exchange-id-in-words": {"exchanges/1/internalId": "one"},
    "flow-dangling": {"exchanges/1/flow/@id": _OTHER},
    "flow-without-id": {"exchanges/1/flow": {"name": "CO2"}},
    "unit-of-another-group": {"exchanges/1/unit/name": "kWh"},
    "distribution-unknown": {"exchanges/1/uncertainty": {"distributionType": "GAMMA"}},
    "deviation-below-one": {"exchanges/1/uncertainty": {"distributionType": "LOG_NORMAL_DISTRIBUTION", "geomSd": 0.5}},
    "deviation-missing": {"exchanges/1/uncertainty": {"distributionType": "NORMAL_DISTRIBUTION"}},
    "date-in-words": {"processDocumentation/validFrom": "last year"},
    "valid-until-before": {"processDocumentation/validUntil": "1999-12-31"},
    "source-malformed": {"processDocumentation/sources": [{"@id": "x"}]},
    "reviews-in-words": {"processDocumentation/reviews": "twice"},
    "parameter-without-value": {"parameters": [{"name": "p"}]},
    "notes-nonsense": {"qiantan": {"uuid": "x"}},
}
OPENLCA_GROUP = {
    "gram-as-kilogram": {"units/2/conversionFactor": 1000},
    "unit-without-factor": {"units/2/conversionFactor": GONE},
    "unit-twice": {"units/2/name": "kg"},
    "reference-unit-missing": {"units/0/isRefUnit": False},
}
for folder, damages in (("processes", OPENLCA), ("unit_groups", OPENLCA_GROUP)):
    for name, changes in damages.items():
        exhibit(f"openlca-{name}", lambda f=folder, d=changes: _openlca(f, d))
exhibit("openlca-flow-type-unknown", lambda: _openlca("flows", {"flowType": "SPIRIT"}))
exhibit("openlca-categories-in-a-circle", _categories_in_a_circle)
for folder in ("unit_groups", "flow_properties", "flows"):
    exhibit(f"openlca-no-{folder.replace('_', '-')}", lambda f=folder: _without("openlca", f))
