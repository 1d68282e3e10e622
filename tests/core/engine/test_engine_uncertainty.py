"""First-order and sampled uncertainty: case 11 of the validation list, agreement of the two, streams that stay."""

from math import exp, log1p, sqrt

import numpy as np
import pytest
from tests.factories.studies import (
    bought,
    cement_study,
    computed,
    emitted,
    exchange,
    figure,
    footprint,
    lognormal,
    output,
    parameter,
    process,
    study,
    supplied,
)

from qiantan.core.engine.calculate import calculate
from qiantan.core.engine.gradient import gradient
from qiantan.core.engine.sampling import NoDrawError, _summary, sample, uniforms
from qiantan.core.engine.uncertainty import analytic
from qiantan.core.study.document import Distribution, Sampling
from qiantan.core.study.supply import FromProcess

MANY = Sampling(seed=7, draws=40_000)


def one_exchange(**over):
    return study(
        process("p", output("p", "1 kg"), bought("x", "2 kg", factor="x", **over)),
        factors=[footprint("x", per="kg", co2e="5")],
        sampling=MANY,
    )


def chain():
    """p ← q ← r with log-normal amounts of sigma 0.1, 0.2, 0.3; the technosphere itself is uncertain."""
    r = process("r", output("r", "1 kg"), emitted("co2_fossil", "5 kg", distribution=lognormal(exp(0.3))))
    q = process("q", output("q", "1 kg"), supplied("r", "3 kg", by="r", distribution=lognormal(exp(0.2))))
    p = process("p", output("p", "1 kg"), supplied("q", "2 kg", by="q", distribution=lognormal(exp(0.1))))
    return study(r, q, p, sampling=MANY)


def test_case_11_chain_of_three_log_normals():
    """Exact relative standard deviation sqrt(exp(0.14) - 1) = 0.38765, mean/median exp(0.07) = 1.07251.

    First order with the variances of the logarithms is sqrt(0.14) = 0.37417; with those of the factors themselves,
    exp(sigma²) - 1, which makes sums exact, 0.38083. Sampling must bracket the exact one.
    """
    subject = chain()
    elasticities = gradient(subject).by_amount / calculate(subject).total
    first, drawn = analytic(subject), sample(subject)

    assert sorted(elasticities.tolist()) == pytest.approx([1, 1, 1], rel=1e-14)
    assert sqrt(sum((e * s) ** 2 for e, s in zip(elasticities, (0.3, 0.2, 0.1), strict=True))) == pytest.approx(
        0.37417, abs=5e-6
    )
    assert first.relative == pytest.approx(0.38083, abs=5e-6)
    assert drawn.standard_deviation / drawn.mean == pytest.approx(0.38765, abs=3 * 0.38765 / sqrt(2 * MANY.draws) * 1.5)
    assert drawn.mean == pytest.approx(30, abs=4 * 30 * 0.38765 / sqrt(MANY.draws))
    assert drawn.mean / drawn.median == pytest.approx(1.07251, abs=0.01)
    assert drawn.refused == 0


def test_the_interval_is_that_of_the_log_normal_with_this_mean_and_spread():
    result = analytic(one_exchange(distribution=lognormal(exp(0.2))))

    sigma = sqrt(log1p(result.relative**2))
    assert sigma == pytest.approx(0.2, rel=1e-8)
    assert result.low == pytest.approx(10 * exp(-0.02 - 1.959963984540054 * 0.2), rel=1e-8)
    assert result.high == pytest.approx(10 * exp(-0.02 + 1.959963984540054 * 0.2), rel=1e-8)


@pytest.mark.parametrize(
    ("distribution", "relative"),
    [
        (lognormal(exp(0.2)), sqrt(exp(0.04) - 1)),
        (Distribution(kind="normal", spread=figure("0.1")), 0.1),
        (Distribution(kind="uniform", lower=figure("0.7"), upper=figure("1.3")), 0.6 / sqrt(12)),
        (Distribution(kind="triangular", lower=figure("0.5"), upper=figure("1.5")), 0.5 / sqrt(6)),
    ],
)
def test_analytic_and_sampled_agree_for_every_distribution(distribution, relative):
    subject = one_exchange(distribution=distribution)

    first, drawn = analytic(subject), sample(subject)

    assert first.relative == pytest.approx(relative, rel=1e-8)
    assert drawn.standard_deviation == pytest.approx(first.standard_deviation, rel=0.02)
    assert drawn.mean == pytest.approx(10, abs=4 * first.standard_deviation / sqrt(MANY.draws))


def test_analytic_and_sampled_agree_on_the_cement_study():
    subject = cement_study(sampling=MANY)

    first, drawn = analytic(subject), sample(subject)

    assert drawn.standard_deviation == pytest.approx(first.standard_deviation, rel=0.02)
    assert drawn.mean == pytest.approx(first.total, abs=4 * first.standard_deviation / sqrt(MANY.draws))
    assert (drawn.low, drawn.high) == pytest.approx((first.low, first.high), rel=0.005)


def test_a_factor_used_by_many_is_one_random_variable():
    """Ten exchanges of one factor: their errors do not average out."""
    factor = footprint(
        "x", per="kg", co2e="5", over={"distribution": Distribution(kind="normal", spread=figure("0.1"))}
    )
    parts = [bought(f"x{number}", "1 kg", factor="x") for number in range(10)]
    subject = study(process("p", output("p", "1 kg"), *parts), factors=[factor], sampling=MANY)

    first, drawn = analytic(subject), sample(subject)

    assert first.standard_deviation == pytest.approx(5, rel=1e-13)
    assert drawn.standard_deviation == pytest.approx(5, rel=0.02)
    assert [(one.id, one.kind, one.share) for one in first.ranking] == [("x", "factor", pytest.approx(1))]
    assert first.by_exchange == pytest.approx([0.5] * 10)


def test_parameters_of_methods_carry_the_uncertainty_of_their_factor():
    fuel = computed(
        "coal",
        "120 t",
        method="fuel_combustion",
        parameters={"ncv": "@coal.ncv", "carbon_content": "@coal.carbon", "oxidation": "@coal.oxidation"},
        distribution=lognormal("1.03"),
    )
    factors = [
        parameter("coal.ncv", "20.908 GJ/t", distribution=lognormal("1.05")),
        parameter("coal.carbon", "0.02618 tC/GJ"),
        # Draws pass 1: the arithmetic must take them, or the mean would move.
        parameter("coal.oxidation", "0.98 ratio", distribution=Distribution(kind="normal", spread=figure("0.02"))),
    ]
    subject = study(process("p", output("p", "1 t"), fuel), factors=factors, sampling=MANY, unit="1 t")

    first, drawn = analytic(subject), sample(subject)

    expected = sqrt(sum((np.expm1(np.log(gsd) ** 2) for gsd in (1.03, 1.05)), 0.02**2))
    assert first.relative == pytest.approx(expected, rel=1e-9)
    assert drawn.standard_deviation == pytest.approx(first.standard_deviation, rel=0.02)
    assert {one.id for one in first.ranking} == {"p.coal", "coal.ncv", "coal.oxidation"}
    assert first.stated_share == 1


def test_the_ranking_puts_the_largest_first_and_shares_add_up():
    ranking = analytic(cement_study()).ranking

    assert [one.id for one in ranking] == ["kiln.coal", "grid", "road"]
    assert sum(one.share for one in ranking) == pytest.approx(1, rel=1e-8)


def test_nothing_stated_is_no_uncertainty_and_no_share():
    result = analytic(one_exchange())
    drawn = sample(one_exchange())

    assert (result.standard_deviation, result.relative, result.stated_share, result.ranking) == (0, 0, 0, ())
    assert (result.low, result.high) == (10, 10)
    assert (drawn.mean, drawn.median, drawn.low, drawn.high, drawn.standard_deviation) == (10, 10, 10, 10, 0)


def test_a_footprint_below_zero_has_a_symmetric_interval():
    subject = study(
        process("p", output("p", "1 kg"), emitted("co2_biogenic_uptake", "10 kg", distribution=lognormal("1.1")))
    )

    result = analytic(subject)

    assert result.total == -10
    assert result.high - result.total == pytest.approx(result.total - result.low, rel=1e-7)


# --- streams ---


def test_streams_stay_as_they_are():
    """The first uniforms of one variable, written down once; a change would change every sampled result on file."""
    assert uniforms(20250101, "exchange:kiln.coal", 3).tolist() == [
        0.9804439991592964,
        0.5505436543204225,
        0.722132784353311,
    ]


def test_an_exchange_more_does_not_change_what_the_others_draw():
    parts = [bought("x", "2 kg", factor="x", distribution=lognormal("1.2"))]
    factors = [footprint("x", per="kg", co2e="5"), footprint("y", per="kg", co2e="0")]
    small = study(process("p", output("p", "1 kg"), *parts), factors=factors)
    more = [bought("y", "1 kg", factor="y", distribution=lognormal("1.5")), *parts]
    large = study(process("p", output("p", "1 kg"), *more), factors=factors)

    assert sample(small).totals.tolist() == sample(large).totals.tolist()


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    again = cement_study(sampling=Sampling(seed=1, draws=100))
    other = cement_study(sampling=Sampling(seed=2, draws=100))

    assert sample(again).totals.tolist() == sample(again).totals.tolist()
    assert sample(again).totals.tolist() != sample(other).totals.tolist()


def test_draws_in_which_a_loop_never_ends_are_counted_and_left_out():
    """The loop returns 0.9, give or take 10 %: about one draw in six reaches 1."""
    spread = Distribution(kind="normal", spread=figure("0.1"))
    loop = supplied("p", "0.9 kg", by="p", distribution=spread)
    subject = study(process("p", output("p", "1 kg"), loop, emitted("co2_fossil", "1 kg")), sampling=MANY)

    drawn = sample(subject)

    assert drawn.refused / MANY.draws == pytest.approx(0.1333, abs=0.01)
    assert drawn.totals.size == MANY.draws - drawn.refused
    assert np.isfinite(drawn.totals).all()
    assert (drawn.totals > 0).all()


def test_draws_are_those_of_a_fresh_calculation():
    """Every draw of a looped system equals the footprint of the study with the drawn amounts written into it."""
    few = Sampling(seed=3, draws=100)

    def looped(first: str, second: str, **over):
        a = process(
            "a", output("a", "1 kg"), supplied("b", f"{first} kg", by="b", **over), emitted("co2_fossil", "1 kg")
        )
        back = exchange("a", f"{second} kg", FromProcess(process="a", flow="a"), **over)
        return study(a, process("b", output("b", "1 kg"), back, emitted("co2_fossil", "2 kg")), of="a", sampling=few)

    drawn = sample(
        looped("0.5", "0.3", distribution=Distribution(kind="uniform", lower=figure("0.5"), upper=figure("1.5")))
    )
    draw = [0.5 + uniforms(3, f"exchange:{name}", 100) for name in ("a.b", "b.a")]

    for number in range(0, 100, 9):
        fresh = calculate(looped(str(figure(0.5 * float(draw[0][number]))), str(figure(0.3 * float(draw[1][number])))))
        assert drawn.totals[number] == pytest.approx(fresh.total, rel=1e-14)


def test_a_sample_without_any_footprint_is_refused():
    with pytest.raises(NoDrawError, match="所有抽样的循环增益都不小于 1"):
        _summary(np.full(100, np.nan), seed=1)
