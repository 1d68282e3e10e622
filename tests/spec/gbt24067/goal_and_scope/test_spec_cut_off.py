"""Cut-off criteria: each below 1 %, together at most 5 % (limits of the rule)."""

from tests.factories.rules import facts, found, kiln, told
from tests.factories.studies import cut_off

# The footprint is 1000 kg per tonne and the output 1000 t: an estimate of 10 000 kg is exactly 1 %.


def test_a_cut_off_with_reason_and_estimate_is_accepted():
    assert told(facts(kiln(cut_off("oil", "1 t", estimate="500"))), "cut_off_reason") == []


def test_a_cut_off_without_a_reason_blocks():
    given = facts(kiln(cut_off("oil", "1 t", estimate="500", reason="")))
    assert told(given, "cut_off_reason") == [("blocking", "/processes/0/exchanges/1/supply/reason")]


def test_a_cut_off_without_an_estimate_is_asked_for():
    given = facts(kiln(cut_off("oil", "1 t", estimate="0"), cut_off("grease", "0 t", estimate="0")))
    assert told(given, "cut_off_reason") == [("warning", "/processes/0/exchanges/1/supply/estimate")]


def test_a_single_cut_off_below_one_percent_is_accepted():
    assert told(facts(kiln(cut_off("oil", "1 t", estimate="9999"))), "cut_off_single") == []


def test_a_single_cut_off_of_one_percent_blocks():
    (finding,) = found(facts(kiln(cut_off("oil", "1 t", estimate="10000"))), "cut_off_single")
    assert (finding.severity, finding.place, finding.found) == (
        "blocking",
        "/processes/0/exchanges/1/supply",
        "1.00%",
    )


def test_cut_offs_of_five_percent_together_are_accepted():
    parts = [cut_off(f"oil{n}", "1 t", estimate="5000") for n in range(10)]
    assert told(facts(kiln(*parts)), "cut_off_together") == []


def test_cut_offs_above_five_percent_together_block():
    parts = [cut_off(f"oil{n}", "1 t", estimate="5001") for n in range(10)]
    (finding,) = found(facts(kiln(*parts)), "cut_off_together")
    assert (finding.severity, finding.place) == ("blocking", "/processes")
    assert finding.message.zh.startswith("全部取舍合计占碳足迹的 5.00%，超过合计限值：“oil0”（kiln）、“oil1”（kiln）")


def test_without_a_rule_there_is_no_limit_to_apply():
    given = facts(kiln(cut_off("oil", "1 t", estimate="90000")), against=None)
    assert told(given, "cut_off_single") == told(given, "cut_off_together") == []
