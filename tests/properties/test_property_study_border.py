"""Whatever a document says, the border answers: a study to trust, or findings; never a crash, never half of either."""

import copy
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.factories.studies import cement_study

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.errors import EngineError
from qiantan.core.findings import has_blocking
from qiantan.core.rules.check import check
from qiantan.core.study.bytes import as_json
from qiantan.core.study.read import read_study

DOCUMENT = as_json(cement_study())


def _paths(value: Any, path: tuple = ()) -> list[tuple]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, part in below for found in _paths(part, (*path, key)))]


PATHS = [path for path in _paths(DOCUMENT) if path]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["0", "-1", "1e5", "999999999999999999999", "kWh", "t", "kiln", "co2_fossil", "2025-02-30", "cut_off"]
    ),
    st.lists(st.text(max_size=3), max_size=2),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)


def _changed(path: tuple, value: Any) -> dict[str, Any]:
    document = copy.deepcopy(DOCUMENT)
    holder = document
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return document


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(PATHS), ODD)
def test_a_changed_value_gives_a_study_or_findings(path, value):
    reading = read_study(json.dumps(_changed(path, value)).encode())
    assert (reading.study is None) == has_blocking(reading.findings)
    for finding in reading.findings:
        assert finding.message.zh
    if reading.study is None:
        return
    try:
        outcome = calculate(reading.study)
    except EngineError:
        return
    check(reading.study, outcome)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_words(content):
    reading = read_study(content)
    assert reading.study is None
    assert has_blocking(reading.findings)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=4))
def test_damaged_bytes_never_crash_the_reader(at, damage):
    content = json.dumps(DOCUMENT).encode()
    place = at % len(content)
    reading = read_study(content[:place] + damage + content[place + len(damage) :])
    assert (reading.study is None) == has_blocking(reading.findings)
