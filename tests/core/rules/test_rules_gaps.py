"""What counts as a gap, and how uncertain it is, by hand; the targets are what was published."""

from math import exp, log, sqrt

import pytest

from qiantan.core.province.uses import CUT_OFF, LIBRARY, SUPPLIER, StandIn
from qiantan.core.rules.gaps import Reason, oldest, ranking, reasons, targets, uncertainty

PROPER = StandIn(
    LIBRARY,
    factor="x",
    how_found="text",
    certainty="high",
    geography="CN",
    behind=1,
    deviation=0.05,
    technology=2,
    time=1,
)


@pytest.mark.parametrize(
    ("stand_in", "expected"),
    [
        (PROPER, Reason(0)),
        (PROPER._replace(geography="world"), Reason.GEOGRAPHY),
        (PROPER._replace(behind=oldest() + 1), Reason.AGE),
        (PROPER._replace(behind=oldest()), Reason(0)),
        (PROPER._replace(certainty="low"), Reason.CERTAINTY),
        (PROPER._replace(technology=4), Reason.MATERIAL),
        (PROPER._replace(proxy=True), Reason.MATERIAL),
        (PROPER._replace(how_found="assumed", technology=4), Reason.ASSUMED),
        (PROPER._replace(factor="assumed:own-quarry"), Reason.ASSUMED),
        (StandIn(SUPPLIER, certainty="medium", geography="CN"), Reason.UNVERIFIED),
        (StandIn(CUT_OFF, lacking=True), Reason.MISSING),
        (StandIn(CUT_OFF), Reason(0)),
    ],
)
def test_reasons(stand_in, expected):
    assert reasons(stand_in, ranking(), oldest()) == expected


def test_uncertainty_joins_the_stated_spread_with_the_pedigree():
    """GSD 1.2: σ² = ln² 1.2 = 0.03324; technology 4 adds 0.04, time 3 adds 0.002, geography 4 adds 0.0006."""
    stated = sqrt(exp(log(1.2) ** 2) - 1)
    stand_in = PROPER._replace(deviation=stated, technology=4, time=3, geography_score=4)

    assert uncertainty(stand_in, ranking()) == pytest.approx(sqrt(exp(log(1.2) ** 2 + 0.0426) - 1), rel=1e-9)


def test_what_nobody_states_has_the_uncertainty_the_rule_sets():
    assert uncertainty(StandIn(CUT_OFF, lacking=True), ranking()) == float(ranking().cut_off_deviation)
    assert uncertainty(StandIn(LIBRARY), ranking()) == pytest.approx(float(ranking().unstated_deviation))


def test_targets_carry_source_date_and_certainty():
    for target in targets().targets:
        assert target.provenance.document
        assert target.provenance.found_in
        assert target.provenance.certainty in {"high", "medium-high", "medium", "low"}


def test_no_figure_is_made_up_for_the_province():
    """The plan of the province names no number; the hundred datasets are another province's."""
    figures = {target.id: (target.of, target.figure) for target in targets().targets}

    assert dict(figures.values()) == {"CN-520000": None, "CN-370000": 100}
