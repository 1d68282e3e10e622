"""Recomputation: same, or the first difference."""

import json

import pytest
from tests.factories.studies import cement_study

from qiantan.core.results.make import ENGINE, make_result, result_bytes
from qiantan.core.results.recompute import UnreadableResultError, UnreadableStudyError, recompute
from qiantan.core.study.bytes import as_json, study_bytes

STUDY = study_bytes(cement_study())
RESULT = result_bytes(make_result(cement_study()))


def _altered(change) -> bytes:
    document = json.loads(RESULT)
    change(document)
    return json.dumps(document).encode()


def test_a_study_gives_its_stored_result_again():
    answer = recompute(STUDY, RESULT)
    assert (answer.same, answer.differences, answer.first, answer.canonical) == (True, (), None, True)
    assert (answer.engine, answer.engine_now) == (ENGINE, ENGINE)


def test_without_a_stored_result_nothing_differs():
    answer = recompute(STUDY)
    assert (answer.same, answer.engine) == (True, "")
    assert result_bytes(answer.result) == RESULT


def test_the_result_of_another_engine_is_compared_by_its_figures():
    answer = recompute(STUDY, _altered(lambda d: d.update(engine="qiantan 0.0.1")))
    assert (answer.same, answer.engine) == (True, "qiantan 0.0.1")


def test_white_space_is_no_difference():
    assert recompute(STUDY, json.dumps(json.loads(RESULT), indent=2).encode()).same


def test_one_changed_digit_is_found():
    def change(document):
        document["by_process"][0]["kg"] += 1e-9

    answer = recompute(STUDY, _altered(change))
    assert not answer.same
    assert not answer.figures_same
    (difference,) = answer.differences
    assert difference.pointer == "/by_process/0/kg"
    assert float(difference.stored) - float(difference.recomputed) == pytest.approx(1e-9, rel=1e-3)


def test_a_removed_finding_is_found_and_is_no_figure():
    answer = recompute(STUDY, _altered(lambda d: d["findings"].pop()))
    assert not answer.same
    assert answer.figures_same
    assert answer.first.stored == "—"


def test_figures_come_before_findings():
    def change(document):
        document["findings"].pop(0)
        document["total"] = 1.0

    assert recompute(STUDY, _altered(change)).first.pointer == "/total"


def test_a_changed_study_does_not_give_the_stored_result():
    document = as_json(cement_study())
    document["processes"][0]["exchanges"][1]["amount"]["value"] = "121"
    answer = recompute(json.dumps(document).encode(), RESULT)
    pointers = [difference.pointer for difference in answer.differences]
    assert {"/study_sha256", "/study_sm3", "/total"} <= set(pointers)
    assert not answer.canonical


def test_a_broken_study_is_refused_with_its_findings():
    with pytest.raises(UnreadableStudyError) as refused:
        recompute(b"{}")
    assert "STUDY-MISSING" in {finding.code for finding in refused.value.findings}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "结果文件不是 JSON"),
        (b"\xff\xfe", "结果文件不是 JSON"),
        (b"[]", "结果文件不是 JSON 对象"),
        (b'{"schema": "qiantan.result/9"}', "结果文件不符合格式：/schema"),
    ],
)
def test_what_is_no_result_is_refused(content, words):
    with pytest.raises(UnreadableResultError) as refused:
        recompute(STUDY, content)
    assert refused.value.zh == words
