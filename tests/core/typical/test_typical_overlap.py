"""Subtraction between releases: every attack first succeeds on naive publishing, then finds our releases refused."""

import itertools
import timeit

import numpy as np
import pytest
from tests.factories.plants import bounds, corrected, least_squares, plants

from qiantan.core.typical.contribution import Cohort, Fact
from qiantan.core.typical.overlap import exposed, pieces
from qiantan.core.typical.release import held_by
from qiantan.core.typical.rule import disclosure_rule

RULE = disclosure_rule()


def codes(cohort, earlier=()):
    return [reason.code for reason in held_by(cohort, list(earlier), 9, RULE)]


def naive(*cohorts):
    """Naive publishing: the exact mean of whoever is there."""
    return [cohort.mean for cohort in cohorts]


def test_one_release_of_nine_ordinary_plants_is_safe():
    assert codes(Cohort(plants(9))) == []


def test_one_plant_more():
    """T2 - T1 = w v of the newcomer: exact after two publications."""
    facts = plants(12)
    first, second = Cohort(facts[:11]), Cohort(facts)

    assert least_squares([first, second], naive(first, second), facts[11].id) == pytest.approx(facts[11].value)
    assert codes(second, [first]) == ["TV-DIFFERENCE"]


def test_one_plant_fewer():
    facts = plants(12)
    first, second = Cohort(facts), Cohort(facts[1:])

    assert least_squares([first, second], naive(first, second), facts[0].id) == pytest.approx(facts[0].value)
    assert codes(second, [first]) == ["TV-DIFFERENCE"]


def test_one_leaves_as_another_comes():
    """The difference of two unknown values; the plant that came knows the value of the one that left."""
    facts = plants(12)
    first, second = Cohort(facts[:11]), Cohort(facts[1:])

    told = least_squares([first, second], naive(first, second), facts[0].id, known={facts[11].id})

    assert told == pytest.approx(facts[0].value)
    assert codes(second, [first]) == ["TV-DIFFERENCE"]


def test_a_corrected_value():
    """Somebody who knows that kg was typed for t (a factor of 1000) learns the value from the difference."""
    facts = plants(12)
    slip = corrected(facts[3], facts[3].value / 1000)
    first, second = Cohort([*facts[:3], slip, *facts[4:]]), Cohort(facts)

    moved = (second.mean - first.mean) * second.volume.sum() / facts[3].volume

    assert moved / (1 - 1 / 1000) == pytest.approx(facts[3].value)
    assert codes(second, [first]) == ["TV-DIFFERENCE"]


def test_a_region_nested_in_the_province():
    """Ten plants of the province lie in prefecture X, one does not."""
    facts = plants(11)
    province, prefecture = Cohort(facts), Cohort(facts[:10])

    means = naive(province, prefecture)

    assert least_squares([province, prefecture], means, facts[10].id) == pytest.approx(facts[10].value)
    assert codes(prefecture, [province]) == ["TV-DIFFERENCE"]


def test_a_region_with_enough_plants_outside_may_be_published():
    facts = plants(24)

    assert codes(Cohort(facts[:12]), [Cohort(facts)]) == []


def test_a_chain_of_three_releases_that_are_safe_two_by_two():
    """A = a+b, B = b+c, C = a+c+x: A - B + ... no two differ by one plant, yet all three give it away."""
    facts = plants(31)
    a, b, c, x = facts[:10], facts[10:20], facts[20:30], facts[30:]
    releases = [Cohort([*a, *b]), Cohort([*b, *c]), Cohort([*a, *c]), Cohort([*a, *b, *c, *x])]

    assert all(codes(one, [another]) == [] for one, another in itertools.combinations(releases[:3], 2))
    assert codes(releases[2], releases[:2]) == []
    assert least_squares(releases, naive(*releases), x[0].id) == pytest.approx(x[0].value)
    assert codes(releases[3], releases[:3]) == ["TV-DIFFERENCE"]
    assert codes(releases[3]) == []


def test_overlapping_technology_classes():
    """Dry kilns and kilns with waste heat share all plants but two."""
    facts = plants(14)
    dry, waste_heat = Cohort(facts[:13]), Cohort(facts[1:])

    told = least_squares([dry, waste_heat], naive(dry, waste_heat), facts[0].id, known={facts[13].id})

    assert told == pytest.approx(facts[0].value)
    assert codes(waste_heat, [dry]) == ["TV-DIFFERENCE"]


def test_a_plant_that_knows_its_own_value():
    """Of two large plants each knows the other's value from the mean when the rest is small."""
    large = [Fact(id=f"l{n}", group=f"l{n}", volume=4900, value=850.0 + n) for n in range(2)]
    facts = [*large, *(Fact(id=f"s{n}", group=f"s{n}", volume=10, value=900.0) for n in range(10))]
    cohort = Cohort(facts)

    low, high = bounds([cohort], [(cohort.mean, 0)], "l1", known={"l0"}, prior=RULE.q * cohort.mean)

    assert high - low < 0.02 * cohort.mean
    assert codes(cohort) == ["TV-DOMINANCE-2", "TV-PQ"]


def test_two_plants_that_tell_each_other_their_values():
    sizes = [3000, 2900, 2800, 300, 300, 300, 300, 300, 300]
    cohort = Cohort([Fact(id=f"f{n}", group=f"g{n}", volume=size, value=850.0) for n, size in enumerate(sizes)])

    low, high = bounds([cohort], [(cohort.mean, 0)], "f0", known={"f1", "f2"}, prior=0.1 * cohort.mean)

    assert (high - low) / 2 < RULE.p * cohort.mean
    assert codes(Cohort(cohort.facts)) == []  # with outsiders who know others to 20 % only this is enough
    severe = RULE.model_copy(
        update={"prior_knowledge": RULE.prior_knowledge.model_copy(update={"value": RULE.protection.value})}
    )
    assert len(exposed([cohort], severe)) == 1


def test_plants_of_one_group_are_one_contributor():
    """Nine plants, three of one corporate group: seven contributors."""
    facts = [
        Fact(id=one.id, group="group" if n < 3 else one.group, volume=one.volume, value=one.value)
        for n, one in enumerate(plants(9))
    ]

    assert codes(Cohort(facts)) == ["TV-COUNT"]


def test_the_same_cohort_twice_is_nothing_new():
    cohort = Cohort(plants(10))

    assert codes(cohort, [cohort]) == ["TV-SAME"]


def test_enough_newcomers_that_hide_one_another_may_be_published():
    facts = plants(20)
    assert codes(Cohort(facts), [Cohort(facts[:12])]) == []
    assert codes(Cohort(facts[:16]), [Cohort(facts[:12])]) == ["TV-DIFFERENCE"]


def test_newcomers_among_whom_one_dominates_are_held():
    facts = plants(12)
    giant = Fact(id="z", group="z", volume=9000, value=820.0)
    small = [Fact(id=f"y{n}", group=f"y{n}", volume=300, value=900.0) for n in range(7)]

    assert codes(Cohort([*facts, giant, *small]), [Cohort(facts)]) == ["TV-DIFFERENCE"]


def test_values_decide_nothing():
    """Simulatable: with all values changed the answer is the same, so it tells nothing of them."""
    facts = plants(24)
    changed = [Fact(id=one.id, group=one.group, volume=one.volume, value=1 + n) for n, one in enumerate(facts)]
    for cut in range(9, 24):
        assert codes(Cohort(facts[:cut]), [Cohort(facts)]) == codes(Cohort(changed[:cut]), [Cohort(changed)])


def test_pieces_are_the_venn_diagram():
    facts = plants(6)
    found = pieces([Cohort(facts[:4]), Cohort(facts[2:])])

    assert {piece.releases: piece.contributors for piece in found} == {(0,): 2, (0, 1): 2, (1,): 2}
    assert sum(piece.output for piece in found) == sum(fact.volume for fact in facts)


def test_a_small_piece_hidden_between_two_large_ones():
    """S1 = {A, b}, S2 = {b, C}: the total of the two plants of b cannot be told from A's and C's."""
    facts = plants(22)
    first, second = Cohort(facts[:12]), Cohort(facts[10:])

    assert codes(second, [first]) == []
    assert least_squares([first, second], naive(first, second), facts[10].id, known={facts[11].id}) is None


def test_a_tiny_newcomer_is_as_protected_as_a_large_one():
    """A plant of 1 g beside plants of a million tonnes: its part of the mean is far below any rounding, and still held."""
    facts = [Fact(id=one.id, group=one.group, volume=1e6 * one.volume, value=one.value) for one in plants(12)]
    tiny = Fact(id="z", group="z", volume=1e-6, value=900.0)

    assert codes(Cohort([*facts, tiny]), [Cohort(facts)]) == ["TV-DIFFERENCE"]


def in_blocks(facts):
    return [Cohort(facts[10 * n : 10 * n + 10]) for n in range(49)]


def sliding(facts):
    return [Cohort(facts[9 * n : 9 * n + 60]) for n in range(49)]


def drawn(facts):
    """Every plant in a piece of its own."""
    draws = [np.random.default_rng(seed).random(len(facts)) < 0.5 for seed in range(49)]
    return [Cohort([fact for fact, taken in zip(facts, draw, strict=True) if taken]) for draw in draws]


@pytest.mark.parametrize(("history", "answer"), [(in_blocks, []), (sliding, []), (drawn, ["TV-DIFFERENCE"])])
def test_fifty_releases_of_five_hundred_plants_in_less_than_a_second(history, answer):
    facts = plants(500, seed=3)
    releases = history(facts)
    newest = Cohort(facts)

    assert codes(newest, releases) == answer

    assert min(timeit.repeat(lambda: codes(newest, releases), number=1, repeat=3)) < 1.0
