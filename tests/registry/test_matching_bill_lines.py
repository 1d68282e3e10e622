"""How well bills are matched: lines of five industries against the library as it is packaged.

Precision at 1: of the lines that get a suggestion, how many get the right one first, as a proxy where it is one. Recall at
3: of the lines the library has a factor for, how many have it among the first three. False offers: of the lines it has
nothing for, how many get a suggestion all the same. The floors below stand a little under the measured figures.
"""

from pathlib import Path

import pytest
import yaml
from tests.factories.records import AT, filled_activity, user

from qiantan.core.matching.reading import read_text
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.factors.operations import load_rulebook_factors
from qiantan.registry.matching import operations, queries


def cases(name):
    return yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))["lines"]


CASES = cases("bill_lines")
# Precision at 1, recall at 3, false offers.
FLOORS = {"bill_lines": (0.95, 0.95, 0.03), "bill_lines_unseen": (0.90, 0.75, 0.05)}

pytestmark = pytest.mark.django_db


def offered(lines):
    """The first three suggestions of every line, through the database and the operations."""
    load_rulebook_factors(at=AT)
    clerk = user()
    data = filled_activity(clerk)
    heading = "名称\t数量\t单位\tCAS"
    text = "\n".join([heading, *(f"{case['name']}\t1\t{case['unit']}\t{case.get('code', '')}" for case in lines)])
    reading = read_text(text)
    bill = operations.hand_in_bill(activity=data, name="x", reading=reading, source="ledger", by=clerk, at=AT)
    found = queries.judged(viewer_of(clerk), bill.activity, list(bill.lines.order_by("number")))
    return [one.judgement.offered[:3] for one in found]


def figures(lines, found):
    """Return precision at 1, recall at 3 and the rate of false offers, with the cases that fail."""
    wrong, missed, false = [], [], []
    for case, three in zip(lines, found, strict=True):
        wanted, proxy = case.get("factor", ""), case.get("proxy", False)
        if not wanted and three:
            false.append(case["name"])
        if three and (three[0].factor.id, three[0].is_proxy) != (wanted, proxy):
            wrong.append(case["name"])
        if wanted and wanted not in {one.factor.id for one in three}:
            missed.append(case["name"])
    has = sum("factor" in case for case in lines)
    answered = sum(bool(three) for three in found)
    rates = (1 - len(wrong) / answered, 1 - len(missed) / has, len(false) / (len(lines) - has))
    return rates, {"wrong": wrong, "missed": missed, "false": false}


@pytest.mark.parametrize("name", FLOORS)
def test_lines_of_five_industries_are_matched_as_a_careful_person_would(name):
    lines = cases(name)
    (precision, recall, false_offers), told = figures(lines, offered(lines))
    floors = FLOORS[name]
    assert precision >= floors[0], told
    assert recall >= floors[1], told
    assert false_offers <= floors[2], told


def test_the_set_is_large_enough_and_holds_what_the_library_lacks():
    lacking = [case for case in CASES if "factor" not in case]
    assert (len(CASES) >= 100, len(lacking) >= 40) == (True, True)
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_no_footprint_line_is_offered_a_factor_of_another_family():
    assert {one.factor.kind for three in offered(CASES) for one in three} <= {"footprint", "electricity_footprint"}
