"""What differs between two studies."""

from tests.factories.studies import amount, cement_study, footprint

from qiantan.core.study.compare import compare
from qiantan.core.study.document import Study


def _kinds(old: Study, new: Study) -> list[tuple[str, str, str, str]]:
    return [(d.kind, d.place, d.old, d.new) for d in compare(old, new)]


def test_equal_studies_have_no_difference():
    assert compare(cement_study(), cement_study()) == ()


def test_a_changed_amount_is_told_in_words():
    old = cement_study()
    kiln = old.processes[0]
    coal = kiln.exchanges[1].model_copy(update={"amount": amount("130 t")})
    exchanges = (kiln.exchanges[0], coal, *kiln.exchanges[2:])
    new = old.model_copy(update={"processes": (kiln.model_copy(update={"exchanges": exchanges}), *old.processes[1:])})
    (difference,) = compare(old, new)
    assert difference.place == "/processes/0/exchanges/1/amount/value"
    assert difference.words.zh == "单元过程“kiln”的交换“coal”的“数量”（amount）的“数值”（value）由“120”改为“130”"
    assert difference.words.en.endswith("changed from “120” to “130”")


def test_a_process_that_moved_is_no_difference():
    old = cement_study()
    assert compare(old, old.model_copy(update={"processes": tuple(reversed(old.processes))})) == ()


def test_an_added_and_a_removed_factor_are_one_difference_each():
    old = cement_study()
    new = old.model_copy(update={"factors": (footprint("clay", per="t", co2e="2"), *old.factors[1:])})
    assert [(kind, place) for kind, place, _, _ in _kinds(old, new)] == [
        ("added", "/factors/0"),
        ("removed", "/factors/0"),
    ]
    assert [d.words.zh for d in compare(old, new)] == ["新增因子“clay”", "删去因子“limestone”"]


def test_a_key_given_and_a_key_left_out():
    old, new = cement_study(grid_factor=None), cement_study()
    assert _kinds(old, new) == [("added", "/grid_factor", "", "grid")]
    assert _kinds(new, old) == [("removed", "/grid_factor", "grid", "")]


def test_digits_are_part_of_the_record():
    """1 t and 1.0 t weigh the same and are two records."""
    assert [d[1] for d in _kinds(cement_study(unit="1 t"), cement_study(unit="1.0 t"))] == [
        "/unit/amount",
        "/unit/words/zh",
        "/unit/words/en",
    ]
