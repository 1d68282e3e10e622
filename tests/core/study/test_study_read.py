"""The border of the study document."""

import json

from tests.factories.studies import cement_study

from qiantan.core.study.bytes import as_json, study_bytes
from qiantan.core.study.parse import BYTES_LIMIT
from qiantan.core.study.read import FINDINGS_LIMIT, read_study


def _document() -> dict:
    return as_json(cement_study())


def _read(document: dict) -> list[tuple[str, str]]:
    reading = read_study(json.dumps(document).encode())
    return [(finding.code, finding.place) for finding in reading.findings]


def test_a_study_comes_back_from_its_bytes():
    study = cement_study()
    reading = read_study(study_bytes(study))
    assert reading.findings == ()
    assert reading.study == study


def test_white_space_and_order_change_nothing():
    study = cement_study()
    shuffled = dict(reversed(as_json(study).items()))
    reading = read_study(json.dumps(shuffled, indent=4).encode())
    assert study_bytes(reading.study) == study_bytes(study)


def test_a_byte_order_mark_is_taken_off():
    study = cement_study()
    assert read_study(b"\xef\xbb\xbf" + study_bytes(study)).study == study


def test_digits_stay_as_typed():
    document = _document()
    document["processes"][0]["exchanges"][0]["amount"]["value"] = "1300.00"
    study = read_study(json.dumps(document).encode()).study
    assert as_json(study)["processes"][0]["exchanges"][0]["amount"]["value"] == "1300.00"


def test_all_faults_are_told_at_once():
    document = _document()
    document["title"] = 5
    document["period"]["start"] = "01.01.2025"
    document["processes"][1]["exchanges"][0]["amount"]["value"] = "two"
    document["extra"] = True
    assert sorted(_read(document)) == [
        ("STUDY-DATE", "/period/start"),
        ("STUDY-FIGURE", "/processes/1/exchanges/0/amount/value"),
        ("STUDY-TYPE", "/title"),
        ("STUDY-UNKNOWN-KEY", "/extra"),
    ]


def test_keys_written_twice_are_told_beside_faults_of_shape():
    text = json.dumps(_document()).replace('"title": "Test study"', '"title": "Test study", "title": 5')
    codes = [(finding.code, finding.place) for finding in read_study(text.encode()).findings]
    assert codes == [("STUDY-DOUBLE-KEY", "/title")]


def test_a_place_inside_a_supply_is_a_pointer_into_the_document():
    document = _document()
    document["processes"][0]["exchanges"][0]["supply"] = {"kind": "factor", "factor": 7}
    assert _read(document) == [("STUDY-TYPE", "/processes/0/exchanges/0/supply/factor")]


def test_a_key_with_a_slash_is_escaped():
    document = _document()
    document["gwp_set"]["values"]["a/b~c"] = "1"
    assert _read(document) == [("STUDY-ID", "/gwp_set/values/a~1b~0c")]


def test_numbers_of_thousands_of_digits_are_refused():
    text = json.dumps(_document()).replace('"seed": 20250101', '"seed": ' + "9" * 6000)
    (finding,) = read_study(text.encode()).findings
    assert (finding.code, finding.message.zh) == ("STUDY-JSON", "文档里有半个字符或过长的数字")


def test_a_document_of_twenty_megabytes_is_not_read():
    (finding,) = read_study(b" " * (BYTES_LIMIT + 1)).findings
    assert (finding.code, finding.found) == ("STUDY-SIZE", "20.0 MB")


def test_a_flood_of_faults_is_cut():
    document = _document()
    document["choices"] = [{"topic": "?", "text": 1} for _ in range(FINDINGS_LIMIT)]
    findings = read_study(json.dumps(document).encode()).findings
    assert len(findings) == FINDINGS_LIMIT + 1
    assert findings[-1].message.zh == f"另有 {FINDINGS_LIMIT} 处问题没有列出"


def test_half_a_surrogate_is_no_text():
    text = json.dumps(_document()).replace("Test study", "\\ud800")
    (finding,) = read_study(text.encode()).findings
    assert (finding.code, finding.message.zh) == ("STUDY-JSON", "文档里有半个字符或过长的数字")
