"""Monte Carlo of the province: exact cases, agreement with other means, and the same answer in any order of chunks."""

import itertools
import math

import numpy as np
import pytest
from tests.core.province.test_province_answers import asked, customer, worked

from qiantan.core.engine.network import draws_of, replay, sample, solve_with
from qiantan.core.province.drawn import ChunkError, chunk_bytes, chunk_of, draw_chunk, drawing_of, merged
from qiantan.core.province.network import Province, Tables, assemble_province
from qiantan.core.province.rows import EXCHANGE, PROCESS, STUDY, Label, PinnedFactor, Supplied
from qiantan.core.province.uncertain import uncertain


def province(*exchanges, factors=(), studies=2) -> Province:
    """Studies of one process each; an exchange is (study, supplied, reference, amount, kg, spread)."""
    rows = np.array(
        [(n, 0, how, 0, ref, amount, kg, spread) for n, how, ref, amount, kg, spread in exchanges], EXCHANGE
    )
    total = np.bincount(rows["study"], weights=rows["kg"], minlength=studies)
    return assemble_province(
        Tables(
            studies=np.array([(n, n, 1, 0, 1.0, total[n], 1.0) for n in range(studies)], STUDY),
            processes=np.array([(n, 0, 0) for n in range(studies)], PROCESS),
            exchanges=rows,
            factors=dict(enumerate(factors)),
            labels={0: Label("c", "p", "过程", "")},
            supplier={},
        )
    )


def drawn(of: Province, draws=256, seed=7):
    drawing = drawing_of(of, seed)
    return merged(of, drawing, (draw_chunk(drawing, first) for first in range(0, draws, 64)))


def pinned(name, value, spread):
    return PinnedFactor(name, "因子", "", "footprint", value, "kgCO2e/t", spread)


@pytest.fixture(scope="module")
def worked_province():
    supplier = worked("cement")
    return asked(supplier, worked("electrolytic_aluminium"), customer(supplier, "900.11")).province


def test_a_single_lognormal_figure_has_the_quantiles_of_its_distribution():
    """10 kg with a relative standard deviation of 0.3: σ = √ln(1.09) = 0.29356; mean 10 e^(σ²/2) = 10.440307,
    standard deviation 10.440307 × 0.3 = 3.132092; 5 and 95 % are 10 e^(∓1.644854 σ) = 6.16991 and 16.20769.
    """
    found = drawn(province((0, Supplied.OWN, 0, 0.0, 10.0, 0.3), studies=1), draws=4096)

    sigma = math.sqrt(math.log(1.09))
    assert sigma == pytest.approx(0.29356, abs=5e-6)
    assert found.mean[0] == pytest.approx(10.440307, rel=1e-3)
    assert found.deviation[0] == pytest.approx(3.132092, rel=0.05)
    assert (found.low[0], found.median[0], found.high[0]) == pytest.approx((6.16991, 10.0, 16.20769), rel=0.03)
    assert found.bias[0] == pytest.approx(1.0440307, rel=1e-3)
    assert (found.draws, found.refused, int(found.bars.sum())) == (4096, 0, 4096)


def test_a_factor_errs_for_every_product_at_once():
    """Two products of one factor: the same draws, so that their ratio never varies; own figures are independent."""
    factor = pinned("grid", 2.0, 0.2)
    of = province(
        (0, Supplied.FACTOR, 0, 5.0, 10.0, math.nan), (1, Supplied.FACTOR, 0, 50.0, 100.0, math.nan), factors=[factor]
    )
    spread = uncertain(of)
    draws = draws_of(solve_with(spread.network), spread, 3)

    for draw in range(5):
        network, burden = replay(draws, draw)
        scores = solve_with(network).scores(burden).value
        assert scores[1] == pytest.approx(10 * scores[0], rel=1e-6)
        assert scores[0] != pytest.approx(10.0, rel=1e-3)


def test_values_of_one_factor_pinned_in_two_releases_err_together():
    of = province(
        (0, Supplied.FACTOR, 0, 1.0, 2.0, math.nan),
        (1, Supplied.FACTOR, 1, 1.0, 3.0, math.nan),
        factors=[pinned("grid", 2.0, 0.2), pinned("grid", 3.0, 0.2)],
    )

    assert uncertain(of).network.size == 3


def test_what_has_no_stated_spread_does_not_vary():
    found = drawn(province((0, Supplied.OWN, 0, 0.0, 10.0, math.nan), (1, Supplied.OWN, 0, 0.0, -4.0, 0.1)))

    assert found.deviation[0] == 0.0
    assert (found.low[0], found.high[0]) == pytest.approx((10.0, 10.0), rel=1e-9)
    assert found.low[1] < -4.0 < found.high[1]
    assert found.linear[0] == 1.0


def test_the_nominal_footprint_is_the_frozen_one(worked_province):
    drawing = drawing_of(worked_province, 1)

    frozen = worked_province.studies["total"][worked_province.newest]
    assert drawing.nominal == pytest.approx(frozen, rel=1e-12)


def test_the_sums_are_those_of_the_engine(worked_province):
    """`engine.network.sample` walks through the same draws with sums of its own."""
    found = drawn(worked_province, draws=128, seed=11)

    spread = uncertain(worked_province)
    whole = sample(draws_of(solve_with(spread.network), spread, 11), 128)
    process = worked_province.delivering[worked_province.newest]
    demand = worked_province.studies["demand"][worked_province.newest]
    assert found.deviation == pytest.approx(demand * whole.standard_deviation[process], rel=1e-9)
    assert found.mean == pytest.approx(demand * whole.mean[process], rel=1e-9)
    assert found.error == pytest.approx(demand * whole.mean_error[process], rel=1e-6)


def test_quantiles_are_those_of_the_draws_themselves(worked_province):
    drawing = drawing_of(worked_province, 5)
    chunks = [draw_chunk(drawing, first) for first in range(0, 512, 64)]
    found = merged(worked_province, drawing, chunks)

    spread = uncertain(worked_province)
    draws = draws_of(solve_with(spread.network), spread, 5)
    process = worked_province.delivering[worked_province.newest]
    scores = np.array(
        [solve_with(network).scores(burden).value[process] for network, burden in map(_of(draws), range(512))]
    )
    footprints = scores * worked_province.studies["demand"][worked_province.newest]
    for quantile, share in ((found.low, 0.05), (found.median, 0.5), (found.high, 0.95)):
        exact = np.quantile(footprints, share, axis=0)
        assert np.abs(quantile - exact) == pytest.approx(np.zeros(3), abs=float((0.05 * found.deviation).max()))
    assert found.linear.min() > 0.98


def _of(draws):
    return lambda draw: replay(draws, draw)


def test_any_order_of_chunks_and_any_machine_gives_the_same(worked_province):
    """Chunks drawn by another `Drawing`, in other orders, through bytes: equal to the last bit."""
    one = drawing_of(worked_province, 9)
    firsts = (0, 64, 128)
    straight = merged(worked_province, one, [draw_chunk(one, first) for first in firsts])

    for order in itertools.permutations(firsts):
        machine = drawing_of(worked_province, 9)
        kept = {first: chunk_bytes(draw_chunk(machine, first)) for first in order}
        again = merged(worked_province, machine, (chunk_of(kept[first]) for first in firsts))
        for name in ("mean", "deviation", "low", "median", "high", "linear", "bars"):
            assert getattr(again, name).tobytes() == getattr(straight, name).tobytes()


def test_a_missing_or_repeated_chunk_is_refused(worked_province):
    drawing = drawing_of(worked_province, 9)
    first = draw_chunk(drawing, 0)

    with pytest.raises(ChunkError):
        merged(worked_province, drawing, [first, first])
    with pytest.raises(ChunkError):
        merged(worked_province, drawing, [draw_chunk(drawing, 64)])


def test_a_chunk_can_be_broken_off_between_blocks(worked_province):
    def stop():
        raise InterruptedError

    with pytest.raises(InterruptedError):
        draw_chunk(drawing_of(worked_province, 9), 0, between=stop)
