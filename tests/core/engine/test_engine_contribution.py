"""Sums, the contribution tree and the Sankey: case 20 of the validation list."""

from collections import defaultdict
from math import fsum

import pytest
from hypothesis import given, settings
from tests.factories.studies import bought, cement_study, emitted, footprint, output, process, study, supplied
from tests.factories.systems import studies

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.contribution import SumError, assert_sums, tree
from qiantan.core.engine.paths import sankey


def looped():
    """a needs half of b, b needs half of a: 1 + 0.5 + 0.25 + …"""
    a = process("a", output("a", "1 kg"), supplied("b", "0.5 kg", by="b"), emitted("co2_fossil", "1 kg"))
    b = process("b", output("b", "1 kg"), supplied("a", "0.5 kg", by="a"), emitted("co2_fossil", "2 kg"))
    return study(b, a)


def test_parts_of_the_cement_study():
    """Worked by hand: per tonne of cement 10/13 t of clinker, of which each tonne carries 520 kg of process CO2 …"""
    outcome = calculate(cement_study())
    clinker = 1 / 1.3

    expected = {
        "kiln.limestone": 1.3 * 4.2 * clinker,
        "kiln.coal": 0.12 * (1950 + 3.1 * 29.8 + 0.03 * 273) * clinker,
        "kiln.power": 60 * 0.5777 * clinker,
        "kiln.co2_fossil": 520 * clinker,
        "kiln.dust": 0,
        "landfill.diesel": 0.005 * 2 * 3.7 * clinker,
        "mill.clinker": 0,
        "mill.gypsum": 60 * 4.2 / 1300,
        "mill.haulage": 60000 * 0.074 / 1300,
        "mill.power": 40000 * 0.5777 / 1300,
        "mill.grinding_aid": 0,
    }
    assert outcome.exchange_ids == tuple(expected)
    assert outcome.kg_by_exchange.tolist() == pytest.approx(list(expected.values()), rel=1e-14)
    assert outcome.total == pytest.approx(sum(expected.values()), rel=1e-14)
    assert outcome.estimate_by_exchange[-1] == pytest.approx(450 / 1300, rel=1e-15)
    assert dict(outcome.by_stage)["raw_materials"] == pytest.approx(
        expected["kiln.limestone"] + expected["mill.gypsum"] + expected["mill.haulage"], rel=1e-14
    )
    assert dict(outcome.by_gas)["ch4_fossil"] == pytest.approx(0.12 * 3.1 * 29.8 * clinker, rel=1e-14)
    assert dict(outcome.by_process)["landfill"] == pytest.approx(expected["landfill.diesel"], rel=1e-14)
    assert dict(outcome.by_category)["electricity"] == pytest.approx(
        expected["kiln.power"] + expected["mill.power"], rel=1e-14
    )
    assert [share.id for share in outcome.by_account] == ["fossil"]


def test_the_stage_of_an_exchange_overrides_that_of_its_process():
    parts = [emitted("co2_fossil", "1 kg"), emitted("n2o", "1 kg", stage="transport")]

    outcome = calculate(study(process("p", output("p", "1 kg"), *parts)))

    assert [(share.id, share.kg) for share in outcome.by_stage] == [("production", 1), ("transport", 273)]


@settings(max_examples=100, deadline=None)
@given(studies())
def test_case_20_every_way_to_add_up_gives_the_total(subject):
    outcome = calculate(subject)
    whole = fsum(abs(outcome.kg_by_exchange_flow).flat)

    for shares in (outcome.by_stage, outcome.by_process, outcome.by_gas, outcome.by_category, outcome.by_account):
        assert fsum(share.kg for share in shares) == pytest.approx(outcome.total, rel=1e-12, abs=1e-12 * whole)
    assert fsum(outcome.kg_by_exchange) == pytest.approx(outcome.total, rel=1e-12, abs=1e-12 * whole)


def test_an_outcome_that_does_not_add_up_is_refused():
    outcome = calculate(cement_study())
    object.__setattr__(outcome, "by_stage", outcome.by_stage[1:])

    with pytest.raises(SumError, match="by_stage 合计与总量相差"):
        assert_sums(outcome)


# --- tree ---


def test_every_branch_of_the_tree_is_the_sum_of_its_children():
    root = tree(calculate(looped()), depth=12, smallest=0.0)
    assert root.kg == pytest.approx((1 + 0.5 * 2) / 0.75, rel=1e-14)

    def check(branch, depth):
        if branch.children:
            assert fsum(child.kg for child in branch.children) == pytest.approx(branch.kg, rel=1e-12)
            return max(check(child, depth + 1) for child in branch.children)
        return depth

    assert check(root, 0) == 12


def test_the_tree_names_amounts_and_units():
    root = tree(calculate(cement_study()), depth=2)

    clinker = root.children[0]
    assert (root.id, root.amount, root.unit) == ("mill", 1, "t")
    assert (clinker.id, clinker.unit) == ("mill.clinker", "t")
    assert clinker.amount == pytest.approx(1 / 1.3, rel=1e-15)
    assert [child.id for child in clinker.children] == [
        "kiln.limestone", "kiln.coal", "kiln.power", "kiln.co2_fossil", "kiln.dust",
    ]  # fmt: skip


# --- Sankey ---


def conserves(drawn, total, size):
    """What comes into a process goes out of it; the unit receives the total; no node is behind itself."""
    into, out = defaultdict(list), defaultdict(list)
    depth = {node.id: node.depth for node in drawn.nodes}
    assert len(depth) == len(drawn.nodes)
    for link in drawn.links:
        into[link.target].append(link.kg)
        out[link.source].append(link.kg)
        assert depth[link.source] == depth[link.target] + 1
    root = drawn.nodes[0].id
    assert fsum(into[root]) == pytest.approx(total, rel=1e-12, abs=1e-12 * size)
    for node in into.keys() - {root}:
        assert fsum(into[node]) == pytest.approx(fsum(out[node]), rel=1e-10, abs=1e-12 * size)


def test_the_loop_is_unrolled_by_depth():
    outcome = calculate(looped())

    drawn = sankey(outcome, depth=3, smallest=0.0)

    names = [node.id for node in drawn.nodes]
    assert names == ["a", "b", "a.co2_fossil", "a@2", "b.co2_fossil", "b@3", "a.co2_fossil@3", "a@4", "b.co2_fossil@4"]
    assert [(link.source, link.target) for link in drawn.links if link.source.startswith(("a@", "b@"))] == [
        ("a@2", "b"),
        ("b@3", "a@2"),
        ("a@4", "b@3"),
    ]
    # What lies deeper ends in the last band: a quarter of a quarter of a.
    assert drawn.links[-2].kg == pytest.approx(outcome.total / 16, rel=1e-14)
    conserves(drawn, outcome.total, outcome.total)


def test_small_flows_are_bundled_by_process():
    parts = [bought(f"x{number}", "1 kg", factor="x") for number in range(5)]
    made = process("p", output("p", "1 kg"), emitted("co2_fossil", "10000 kg"), *parts)
    outcome = calculate(study(made, factors=[footprint("x", co2e="2")]))

    drawn = sankey(outcome)

    assert [(link.source, link.target, link.kg) for link in drawn.links] == [
        ("p.co2_fossil", "p", 10000),
        ("p.other", "p", 10),
    ]


@settings(max_examples=100, deadline=None)
@given(studies())
def test_case_20_links_conserve(subject):
    outcome = calculate(subject)
    # In a random network of credits flows can be far larger than what is left of them in the unit.
    drawn = sankey(outcome, depth=4, smallest=0.01)
    size = max([abs(link.kg) for link in drawn.links], default=0.0)

    conserves(drawn, outcome.total, size)
