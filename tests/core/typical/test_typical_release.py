"""What a release says: the mean and its rounding, the spread in classes, and the attack of whoever knows all but one."""

from decimal import Decimal

import numpy as np
import pytest
from tests.factories.plants import bounds, plants

from qiantan.core.typical.attack import Printed, mean_slack, narrowest
from qiantan.core.typical.contribution import Cohort, Fact
from qiantan.core.typical.reason import Reason
from qiantan.core.typical.release import band, figures
from qiantan.core.typical.rounding import least_step, rounded, steps
from qiantan.core.typical.rule import DisclosureRule, disclosure_rule
from qiantan.core.typical.spread import (
    Class,
    deviation_class,
    geometric_deviation,
    quantile_classes,
    quantiles,
    relative_deviation,
)

RULE = disclosure_rule()


def equal(values):
    return Cohort([Fact(id=f"f{n:02}", group=f"g{n:02}", volume=100, value=value) for n, value in enumerate(values)])


NINE = equal([800, 810, 820, 830, 850, 870, 880, 890, 900])


def test_the_mean_by_hand():
    """Three plants of 100, 300 and 600 t at 900, 850 and 800: (90 + 255 + 480) / 1 = 825."""
    cohort = Cohort(
        [
            Fact(id="a", group="a", volume=100, value=900),
            Fact(id="b", group="b", volume=300, value=850),
            Fact(id="c", group="c", volume=600, value=800),
        ]
    )

    assert cohort.mean == pytest.approx(825)
    assert cohort.share.tolist() == pytest.approx([0.1, 0.3, 0.6])
    # Σ w (v - m)² = 0.1·75² + 0.3·25² + 0.6·25² = 1125; √1125 / 825
    assert relative_deviation(cohort) == pytest.approx(1125**0.5 / 825)


def test_the_rounding_step_by_hand():
    """Nine equal plants, mean 850: 2 · 10 % · 850 / 9 = 18.9, so steps of 20; 850 becomes 840 (half to even)."""
    assert least_step(NINE, RULE) == pytest.approx(2 * 0.1 * 850 / 9)
    found = figures(NINE, [], RULE)
    assert (found.printed.step, found.printed.mean) == (Decimal(20), Decimal(840))


def test_steps_are_round():
    ladder = steps(0.0189)
    assert [next(ladder) for _ in range(5)] == [Decimal(x) for x in ("0.02", "0.025", "0.05", "0.10", "0.20")]


@pytest.mark.parametrize(
    ("value", "step", "printed"),
    [(851.2, "20", "860"), (0.0187, "0.0025", "0.0175"), (1234, "50", "1250"), (7, "20", "0")],
)
def test_rounding_writes_the_nearest_multiple(value, step, printed):
    assert str(rounded(value, Decimal(step))) == printed


def test_whoever_knows_all_but_one_succeeds_on_the_exact_mean_and_fails_on_ours():
    target, known = "f04", {fact.id for fact in NINE.facts} - {"f04"}
    printed = figures(NINE, [], RULE).printed

    naive = bounds([NINE], [(NINE.mean, 0)], target, known=known)
    ours = bounds([NINE], [(float(printed.mean), float(printed.step))], target, known=known)

    assert naive == pytest.approx((850, 850), abs=1e-3)
    assert (ours[1] - ours[0]) / 2 >= RULE.p * NINE.mean
    assert ours[1] - ours[0] == pytest.approx(9 * 20, abs=1e-3)


def test_eight_invented_plants_around_a_true_one():
    """Who invents all other plants knows them exactly; large or small, the rounded mean leaves the true one ± p."""
    for size in (60, 100, 300):
        invented = [Fact(id=f"s{n}", group=f"s{n}", volume=size, value=850.0) for n in range(8)]
        victim = Fact(id="v", group="v", volume=100, value=912.0)
        cohort = Cohort([*invented, victim])
        printed = figures(cohort, [], RULE).printed

        low, high = bounds(
            [cohort], [(float(printed.mean), float(printed.step))], "v", known={f"s{n}" for n in range(8)}
        )

        assert (high - low) / 2 >= RULE.p * cohort.mean
        assert low < 912 < high


def test_two_overlapping_roundings_do_not_close_in_on_a_plant():
    """Nested releases round the same plant twice; the second is coarsened until both together still hide it."""
    facts = plants(24, seed=5)
    prefecture, province = Cohort(facts[:12]), Cohort(facts)
    first = (prefecture, figures(prefecture, [], RULE).printed)
    second = (province, figures(province, [first], RULE).printed)

    slack = mean_slack([first, second])

    for fact in facts:
        low, high = slack[fact.group]
        assert low <= 0 <= high
        assert (high - low) / 2 >= RULE.p * province.mean * (1 - 1e-9)
        known = {one.id for one in facts} - {fact.id}
        told = [(float(printed.mean), float(printed.step)) for _, printed in (first, second)]
        found = bounds([prefecture, province], told, fact.id, known=known)
        assert found == pytest.approx((fact.value + low, fact.value + high), abs=1e-3)


def test_a_cohort_with_one_giant_has_no_rounding_of_use():
    giant = Fact(id="z", group="z", volume=5200, value=850.0)
    found = figures(
        Cohort([giant, *(Fact(id=f"{n}", group=f"{n}", volume=100, value=800.0) for n in range(12))]), [], RULE
    )

    assert isinstance(found, Reason)
    assert found.code == "TV-ROUNDING"


def test_deviation_is_told_as_a_class():
    assert deviation_class(0.0, Decimal("0.05")) == Class(Decimal("0.00"), Decimal("0.05"))
    assert deviation_class(0.05, Decimal("0.05")) == Class(Decimal("0.00"), Decimal("0.05"))
    assert deviation_class(0.0501, Decimal("0.05")) == Class(Decimal("0.05"), Decimal("0.10"))


def test_equal_plants_are_not_told_by_their_small_deviation():
    """All at 850: (0, 5 %] would bound a plant to 850 ± 5 % · √8 = ± 14 %; whoever knows all others would do better."""
    found = figures(equal([850.0] * 9), [], RULE).printed

    assert found.deviation == Class(Decimal("0.00"), Decimal("0.10"))
    assert RULE.p < 0.05 * 8**0.5


def test_the_rule_refuses_a_class_of_deviation_that_tells_a_plant():
    data = RULE.model_dump(mode="json")
    data["dispersion_step"]["value"] = "0.03"
    with pytest.raises(ValueError, match="dispersion_step"):
        DisclosureRule.model_validate(data)


def test_the_rule_refuses_a_protection_that_protects_nothing():
    data = RULE.model_dump(mode="json")
    data["protection"]["value"] = "0.25"
    with pytest.raises(ValueError, match="protection"):
        DisclosureRule.model_validate(data)


def test_geometric_deviation_by_hand():
    """σ = √ln(1 + 0.1²) = 0.09975; e^σ = 1.1049."""
    assert geometric_deviation(Decimal("0.10")) == pytest.approx(1.10490, abs=1e-5)


def test_quantiles_by_hand():
    assert quantiles(np.array([5.0, 1, 3, 2, 4]), (0.25, 0.5, 0.75)).tolist() == [2, 3, 4]
    assert quantiles(np.array([1.0, 2, 3, 4]), (0.5,)).tolist() == [2.5]


def test_the_median_is_a_class_with_company():
    """Median 850 of 800 … 900: 840 to 860 holds it alone, 850 to 875 two; 850 to 900 holds four."""
    assert list(quantile_classes(NINE, 0.5, 3, Decimal(20), 85)) == [Class(Decimal(850), Decimal(900))]
    assert list(quantile_classes(NINE, 0.5, 3, Decimal(20), 30)) == []


def test_nine_plants_have_no_median_and_twelve_no_quartiles():
    assert figures(NINE, [], RULE).printed.median is None
    twelve = figures(Cohort(plants(12)), [], RULE).printed
    assert twelve.quartiles is None


def test_many_plants_have_median_and_quartiles():
    cohort = Cohort(plants(60, seed=2))
    printed = figures(cohort, [], RULE).printed

    assert printed.median is not None
    assert printed.quartiles is not None
    for bounds_, share in ((printed.quartiles[0], 0.25), (printed.median, 0.5), (printed.quartiles[1], 0.75)):
        exact = float(np.quantile(cohort.value, share))
        assert float(bounds_.lower) <= exact < float(bounds_.upper)
        assert np.sum((cohort.value >= float(bounds_.lower)) & (cohort.value < float(bounds_.upper))) >= 3


def test_the_spread_of_a_plant_is_told_once():
    facts = plants(40, seed=4)
    first = Cohort(facts[:20])
    told = figures(first, [], RULE).printed
    assert told.tells_spread
    assert not figures(Cohort(facts), [(first, told)], RULE).printed.tells_spread


def test_everything_told_leaves_every_plant_hidden():
    for seed in range(20):
        cohort = Cohort(plants(9 + seed, seed=seed, spread=0.02 + 0.01 * seed))
        found = figures(cohort, [], RULE)
        if not isinstance(found, Reason):
            assert narrowest([(cohort, found.printed)], cohort.groups) >= RULE.p * cohort.mean * (1 - 1e-9)


def test_the_attack_finds_an_exact_figure():
    """A step so small that it hides nobody leaves an interval of nothing."""
    printed = Printed(mean=Decimal("850.00"), step=Decimal("0.01"))
    assert narrowest([(NINE, printed)], NINE.groups) == pytest.approx(0.005 * 9)


@pytest.mark.parametrize(
    ("count", "told"), [(9, (9, 11)), (11, (9, 11)), (12, (12, 14)), (49, (30, 49)), (300, (100, None))]
)
def test_contributors_are_told_as_a_band(count, told):
    assert band(count) == told


def test_the_cover_is_told_in_tens():
    """Nine plants of 100 t of 1,300 t are 69 %."""
    assert figures(NINE, [], RULE, Decimal(1300)).cover == (60, 70)
    assert figures(NINE, [], RULE, Decimal(900)).cover == (90, 100)
    assert figures(NINE, [], RULE).cover is None
