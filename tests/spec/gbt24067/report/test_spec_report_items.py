"""Contents of the study report: items (a) to (t)."""

import pytest
from tests.factories.rules import facts, found, kiln
from tests.factories.studies import emitted, quality

from qiantan.core.rules import load
from qiantan.core.rules.checks.report_items import FIELDS
from qiantan.core.study.document import Goal, Interpretation

WHOLE = {
    "interpretation": Interpretation(conclusions="熟料占九成", limitations="未含运输"),
    "author": "能源环保部",
}


def _complete():
    given = kiln(emitted("n2o", "1 t", quality=quality()), **WHOLE)
    boundary = given.boundary.model_copy(update={"excluded_inputs": "资本货物"})
    return given.model_copy(update={"boundary": boundary})


def _letters(given) -> list[str]:
    return [finding.clause[-2] for finding in found(facts(given), "report_items")]


def test_a_study_that_carries_every_item_is_accepted():
    assert _letters(_complete()) == []


@pytest.mark.parametrize(
    ("letter", "left_out"),
    [
        ("d", {"goal": Goal(reason="", application="", audience="")}),
        ("g", {"boundary": kiln().boundary}),
        ("j", {"processes": kiln().processes}),
        ("m", {"interpretation": Interpretation(limitations="未含运输")}),
        ("m", {"interpretation": Interpretation(conclusions="熟料占九成")}),
    ],
)
def test_a_study_without_an_item_blocks(letter, left_out):
    given = _complete().model_copy(update=left_out)
    (finding,) = found(facts(given), "report_items")
    title = next(item.title.zh for item in load.standard().report_items if item.letter == letter)
    assert finding.severity == "blocking"
    assert finding.message.zh == f"报告第（{letter}）项“{title}”没有内容"


def test_every_line_names_an_item_of_the_standard():
    assert {letter for letter, _, _ in FIELDS} <= {item.letter for item in load.standard().report_items}
