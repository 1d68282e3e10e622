"""Every broken or hostile workbook gets the exact sentences of the table beside this file, each at its place."""

import functools
from pathlib import Path

import pytest
import yaml
from tests.factories.broken_workbooks import MAKERS, two_hundred_errors
from tests.factories.reading_cost import reading_cost
from tests.factories.workbooks import template_of

from qiantan.core.formats.workbook import MarkError, mark, read
from qiantan.core.templates.validate import validate

MUSEUM = yaml.safe_load(Path(__file__).with_name("museum.yaml").read_text(encoding="utf-8"))
GIB = 1024**3
UNREADABLE = {"WB-FILE", "WB-ZIP", "WB-CSV"}


def findings_of(name, content):
    reading = read(name, content, template_of, ("plant",))
    if reading.template is None or reading.data is None:
        return reading.findings
    return reading.together(validate(reading.template, reading.data))


@functools.cache
def seen(key):
    name, make = MAKERS[key]
    content = make()
    return content, findings_of(name, content)


def test_every_exhibit_is_labelled():
    assert sorted(MUSEUM) == sorted(MAKERS)
    assert len(MUSEUM) >= 40


@pytest.mark.parametrize("key", MUSEUM)
def test_exhibit(key):
    _, findings = seen(key)

    shown = [{"code": one.code, "place": one.place, "message": one.message.zh} for one in findings]
    assert shown == MUSEUM[key]


@pytest.mark.parametrize("key", MUSEUM)
def test_findings_help_in_both_languages(key):
    for one in seen(key)[1]:
        if one.code.startswith("WB-"):
            assert one.message.en
            assert one.remedy.zh
            assert one.remedy.en
            assert "{" not in "".join((*one.message, *one.expected, one.example, *one.remedy))


@pytest.mark.parametrize("key", MUSEUM)
def test_a_marked_exhibit_still_says_the_same(key):
    """Marking adds a list and comments and loses nothing; what cannot be taken apart is refused whole."""
    content, findings = seen(key)

    try:
        marked = mark(content, findings)
    except MarkError:
        assert [one.code.rsplit("-", 1)[0] in UNREADABLE for one in findings] == [True]
        return

    again = findings_of(MAKERS[key][0], marked)
    if not MAKERS[key][0].endswith("csv"):
        assert [(one.code, one.place) for one in again] == [(one.code, one.place) for one in findings]


def test_all_two_hundred_errors_are_shown_at_once():
    findings = findings_of("工厂.xlsx", two_hundred_errors())

    assert [one.place for one in findings] == [f"原料!E{row}" for row in range(6, 206)]
    assert {one.code for one in findings} == {"WB-NUMBER-ABOUT"}


@pytest.mark.parametrize("key", ["bomb", "lying-bomb", "shared-string-repeated", "far-cell", "many-members"])
def test_hostile_workbooks_cost_little(key):
    """At most 20 CPU seconds and 1 GiB, whatever the file asks for."""
    cost = reading_cost(key)

    assert 0 < cost.seconds < 20
    assert 0 < cost.memory <= GIB


def test_the_bomb_has_fifty_megabytes():
    assert len(MAKERS["bomb"][1]()) > 50_000_000
