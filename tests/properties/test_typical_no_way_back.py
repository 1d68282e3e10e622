"""No published sequence of releases lets anybody work back to a plant: releases are drawn, attacked, and hold."""

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from tests.factories.plants import bounds, least_squares, weights

from qiantan.core.typical.attack import narrowest
from qiantan.core.typical.contribution import Cohort, Fact
from qiantan.core.typical.reason import Reason
from qiantan.core.typical.release import figures, held_by
from qiantan.core.typical.rule import disclosure_rule

RULE = disclosure_rule()
ORDINARY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@st.composite
def published(draw):
    """A sequence of releases as it comes: cohorts drawn over the same plants, published where the rules allow it."""
    count = draw(st.integers(9, 40))
    seed = draw(st.integers(0, 10_000))
    random = np.random.default_rng(seed)
    groups = random.integers(0, max(9, count - 2), count)
    spread = draw(st.sampled_from([0.01, 0.05, 0.15, 0.3]))
    values = 850 * np.exp(random.normal(0, spread, count))
    sizes = np.exp(random.normal(0, draw(st.sampled_from([0.1, 0.5, 1.0])), count)) * 1000
    facts = [
        Fact(id=f"f{n:02}", group=f"g{group:02}", volume=float(size), value=float(value))
        for n, (group, size, value) in enumerate(zip(groups, sizes, values, strict=True))
    ]
    history = []
    for _ in range(draw(st.integers(1, 6))):
        start, stop = sorted(random.integers(0, count + 1, 2).tolist())
        chosen = facts[start:stop] if random.random() < 0.7 else [f for f in facts if random.random() < 0.8]
        if not chosen:
            continue
        cohort = Cohort(chosen)
        if held_by(cohort, [one for one, _ in history], 9, RULE):
            continue
        found = figures(cohort, history, RULE)
        if not isinstance(found, Reason):
            history.append((cohort, found.printed))
    assume(history)
    return history


def largest(history):
    return max(cohort.mean for cohort, _ in history), min(cohort.mean for cohort, _ in history)


@ORDINARY
@given(published(), st.data())
def test_a_coalition_of_two_with_exact_means_bounds_nobody_within_p(history, data):
    """The attackers get the means without rounding, know the values of two groups and every other within q."""
    cohorts = [cohort for cohort, _ in history]
    _, facts = weights(cohorts)
    target = data.draw(st.sampled_from(facts))
    others = sorted({fact.group for fact in facts} - {target.group})
    coalition = set(data.draw(st.permutations(others))[: RULE.coalition.value])
    known = {fact.id for fact in facts if fact.group in coalition}
    mean = float(np.mean([cohort.mean for cohort in cohorts]))

    low, high = bounds(cohorts, [(one.mean, 0) for one in cohorts], target.id, known=known, prior=RULE.q * mean)

    assert (high - low) / 2 >= RULE.p * mean * (1 - 1e-4)


@ORDINARY
@given(published(), st.data())
def test_least_squares_solves_for_nobody(history, data):
    cohorts = [cohort for cohort, _ in history]
    _, facts = weights(cohorts)
    target = data.draw(st.sampled_from(facts))
    others = sorted({fact.group for fact in facts} - {target.group})
    coalition = set(data.draw(st.permutations(others))[: RULE.coalition.value])
    known = {fact.id for fact in facts if fact.group in coalition}

    assert least_squares(cohorts, [one.mean for one in cohorts], target.id, known=known) is None


@ORDINARY
@given(published())
def test_whoever_knows_all_but_one_bounds_nobody_within_p(history):
    _, smallest = largest(history)
    groups = sorted({group for cohort, _ in history for group in cohort.groups})

    assert narrowest(history, groups) >= RULE.p * smallest * (1 - 1e-6)


@ORDINARY
@given(published(), st.data())
def test_the_linear_programme_agrees_with_the_attack_of_whoever_knows_all_but_one(history, data):
    cohorts = [cohort for cohort, _ in history]
    _, facts = weights(cohorts)
    target = data.draw(st.sampled_from(facts))
    known = {fact.id for fact in facts if fact.id != target.id}
    told = [(float(printed.mean), float(printed.step)) for _, printed in history]

    low, high = bounds(cohorts, told, target.id, known=known)

    assert low <= target.value + 1e-3
    assert target.value - 1e-3 <= high
    # A plant alone moves a mean less than its whole group does: the group's interval is the narrower.
    assert (high - low) / 2 >= RULE.p * largest(history)[1] * (1 - 1e-4)
