"""The folder of checks as a whole: one requirement, one file, and at least one passing and one failing paragraph."""

import re
from pathlib import Path

import pytest
from tests.factories.rules import facts
from tests.factories.studies import cement_study

from qiantan.core.engine.calculate import calculate
from qiantan.core.findings import Severity
from qiantan.core.rules import checks as folder
from qiantan.core.rules.check import check, checks, run_checks
from qiantan.core.rules.facts import facts_of

SPEC = Path(__file__).resolve().parents[2] / "spec"
PARAGRAPHS = [
    paragraph
    for path in sorted(SPEC.rglob("test_*.py"))
    for paragraph in re.split(r"^(?=def test_)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
]


def test_every_file_of_the_folder_is_a_check():
    files = {path.stem for path in Path(folder.__file__).parent.glob("*.py")} - {"__init__"}
    assert [each.name for each in checks()] == sorted(files)


def test_codes_are_unique_and_clauses_are_named():
    assert len({each.code for each in checks()}) == len(checks())
    assert [each.name for each in checks() if not each.code.startswith("GBT24067-")] == []
    assert [each.name for each in checks() if "条款号待核" not in each.clause or not each.requirement] == []


@pytest.mark.parametrize("name", [each.name for each in checks()])
def test_every_check_has_a_passing_and_a_failing_paragraph(name):
    by_letters = name == "report_items"
    told = [
        paragraph for paragraph in PARAGRAPHS if f'"{name}"' in paragraph or (by_letters and "_letters" in paragraph)
    ]
    passing = [paragraph for paragraph in told if re.search(r"== \[\]", paragraph)]
    failing = [paragraph for paragraph in told if re.search(r"blocking|warning|note", paragraph.partition("\n")[2])]
    assert passing
    assert failing or by_letters


def test_findings_are_worded_in_both_languages_with_a_remedy():
    for finding in run_checks(facts(cement_study())):
        assert finding.message.zh
        assert finding.message.en
        assert finding.remedy.zh
        assert finding.remedy.en


def test_what_blocks_comes_first():
    severities = [finding.severity for finding in run_checks(facts(cement_study()))]
    assert severities == sorted(severities, key=list(Severity).index)
    assert len(set(severities)) == 3


def test_the_same_study_gives_the_same_findings_in_the_same_order():
    study = cement_study()
    assert check(study, calculate(study)) == check(study, calculate(study))


def test_a_study_of_an_unknown_rule_is_checked_against_the_standard_alone():
    study = cement_study()
    given = facts_of(study, calculate(study))
    assert (given.rule, given.gwp, dict(given.editions)) == (None, None, {})
    codes = {finding.code for finding in run_checks(given)}
    assert {"GBT24067-RULE-IN-FORCE", "GBT24067-GWP-VALUES"} <= codes
    assert "GBT24067-CUT-OFF-SINGLE" not in codes
