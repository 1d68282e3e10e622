"""Every compiled loop does what its plain NumPy twin does."""

import numpy as np
import pytest
from tests.factories.networks import random_network
from tests.reference import network_twins as twins

from qiantan.core.engine.network import kernels, ordering
from qiantan.core.engine.network.dense import torn_response
from qiantan.core.engine.network.passes import ordered
from qiantan.core.engine.network.plan import make_plan

SEEDS = range(12)


def system(seed):
    rng = np.random.default_rng(seed)
    return ordered(random_network(rng, int(rng.integers(1, 60)), credit=0.1)), rng


@pytest.mark.parametrize("seed", SEEDS)
def test_transpose(seed):
    one, _ = system(seed)
    pattern = one.network.pattern

    compiled = ordering.transpose(pattern.start, pattern.supplier, pattern.size)

    for ours, twin in zip(compiled, twins.transpose(pattern.start, pattern.supplier, pattern.size), strict=True):
        assert ours.tolist() == twin.tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_components_are_those_of_mutual_reach_and_suppliers_come_first(seed):
    one, _ = system(seed)
    pattern = one.network.pattern
    component = np.empty(pattern.size, dtype=np.int32)

    count = ordering.components(pattern.start, pattern.supplier, component)

    needs = twins.reachable(pattern.start, pattern.supplier)
    assert ((component[:, None] == component[None, :]) == (needs & needs.T)).all()
    assert sorted(set(component.tolist())) == list(range(count))
    assert (component[pattern.supplier] <= component[pattern.consumer]).all()


@pytest.mark.parametrize("seed", SEEDS)
def test_without_the_torn_processes_every_supplier_comes_first(seed):
    one, _ = system(seed)
    plan = make_plan(one.network.pattern)

    consumer = np.repeat(np.arange(plan.size), np.diff(plan.start))
    later = plan.supplier >= consumer

    assert sorted(plan.order.tolist()) == list(range(plan.size))
    assert (plan.is_torn[plan.supplier] | plan.is_torn[consumer])[later].all()
    in_core = (plan.supplier >= plan.core) & (plan.supplier < plan.after)
    assert (in_core | ~later).all()
    assert (np.diff(plan.core_from) >= 0).all()


@pytest.mark.parametrize("name", ["adjoint_pass", "forward_pass"])
@pytest.mark.parametrize("seed", SEEDS)
def test_passes(name, seed):
    one, rng = system(seed)
    to = one.scores if name == "adjoint_pass" else one.amounts
    rhs, start = rng.normal(size=one.plan.size), rng.normal(size=one.plan.size)
    ours, twin = start.copy(), start.copy()
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep, one.plan.is_torn, rhs)

    getattr(kernels, name)(*arrays, ours, 0, one.plan.size)
    getattr(twins, name)(*arrays, twin, 0, one.plan.size)

    assert ours == pytest.approx(twin, rel=1e-12, abs=1e-300)


@pytest.mark.parametrize("seed", SEEDS)
def test_gather_and_residual(seed):
    one, rng = system(seed)
    to, size = one.scores, one.plan.size
    rhs, x = rng.normal(size=size), rng.normal(size=size)
    nodes = np.flatnonzero(rng.random(size) < 0.5)
    ours, twin = np.empty(nodes.size), np.empty(nodes.size)
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep, rhs, x, nodes)

    kernels.gather(*arrays, ours)
    twins.gather(*arrays, twin)
    left, whole, left_twin, whole_twin = (np.empty(size) for _ in range(4))
    worst = kernels.residual(to.start, to.index, to.amount, to.own, rhs, x, left, whole, 0, size)
    worst_twin = twins.residual(to.start, to.index, to.amount, to.own, rhs, x, left_twin, whole_twin)

    assert ours == pytest.approx(twin, rel=1e-12)
    assert np.abs(left - left_twin).max() <= 1e-14 * whole.max()
    assert whole == pytest.approx(whole_twin, rel=1e-13)
    assert worst == pytest.approx(worst_twin, rel=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_blocks_are_sixteen_single_right_hand_sides(seed):
    one, rng = system(seed)
    to, size = one.scores, one.plan.size
    rhs, x = rng.normal(size=(size, kernels.LANES)), rng.normal(size=(size, kernels.LANES))
    arrays = (to.start[:-1], to.start[1:], to.index, to.amount, to.keep)
    single = x.copy()

    left, worst = np.empty_like(x), np.empty(kernels.LANES)
    kernels.block_residual(to.start, to.index, to.amount, to.own, rhs, x, left, worst)
    kernels.block_pass(*arrays, one.plan.is_torn, rhs, x, 0, size, 0)
    implied = np.empty((one.plan.torn.size, kernels.LANES))
    kernels.block_gather(*arrays, rhs, x, one.plan.torn, implied, 0)

    for lane in range(kernels.LANES):
        column = np.ascontiguousarray(single[:, lane])
        left_one, whole, out = np.empty(size), np.empty(size), np.empty(one.plan.torn.size)
        b = np.ascontiguousarray(rhs[:, lane])
        assert worst[lane] == pytest.approx(
            twins.residual(to.start, to.index, to.amount, to.own, b, column, left_one, whole), rel=1e-6
        )
        twins.adjoint_pass(*arrays, one.plan.is_torn, b, column, 0, size)
        twins.gather(*arrays, b, column, one.plan.torn, out)
        assert x[:, lane] == pytest.approx(column, rel=1e-11, abs=1e-300)
        assert implied[:, lane] == pytest.approx(out, rel=1e-9, abs=1e-300)


def test_reach_marks_what_is_supplied_directly_or_not():
    rng = np.random.default_rng(4)
    one = ordered(random_network(rng, 40))
    pattern, plan = one.network.pattern, one.plan
    marked = np.zeros(40, dtype=np.uint8)
    marked[7] = 1

    kernels.reach(*plan.rows[:2], marked, 0, 40)

    needs = twins.reachable(pattern.start, pattern.supplier)
    assert marked.astype(bool)[plan.position].tolist() == needs[:, plan.order[7]].tolist()


@pytest.mark.parametrize("seed", SEEDS)
def test_push_visits_only_what_a_process_beyond_the_core_reaches(seed):
    one, rng = system(seed)
    plan, to = one.plan, one.scores
    origin = int(rng.integers(plan.after, plan.size)) if plan.after < plan.size else None
    if origin is None:
        assert plan.after == plan.size
        return
    usage = np.zeros(plan.size)
    usage[origin] = 1 / to.keep[origin]
    marks = np.zeros(plan.size // 64 + 1, dtype=np.uint64)

    visited = kernels.push(to.start, to.index, to.amount, to.keep, *plan.rows[:2], usage, origin, marks)

    demand = np.zeros(plan.size)
    demand[origin] = 1
    expected = np.linalg.solve(np.eye(plan.size) - twins.dense(one.network).T, demand[plan.position])
    assert usage[plan.position] == pytest.approx(expected, rel=1e-10, abs=1e-12 * abs(expected).max())
    assert visited <= plan.size - origin
    assert not marks.any()


@pytest.mark.parametrize("size", [1, 3, 8, 17, 64])
def test_product_of_a_matrix_and_sixteen_columns(size):
    rng = np.random.default_rng(size)
    matrix = rng.normal(size=(size, size)).astype(np.float32)
    scale, g = 10 ** rng.uniform(-6, 6, size), rng.normal(size=(size, kernels.LANES))
    out = np.empty_like(g)

    kernels.product(matrix, scale, g * scale[:, None], out)

    expected = twins.product(matrix, scale, g * scale[:, None])
    assert out / scale[:, None] == pytest.approx(expected / scale[:, None], rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_residual_that_is_no_number_is_never_small(bad):
    one, _ = system(3)
    to, size = one.scores, one.plan.size
    for at in range(size):
        x, left, whole = np.ones((size, kernels.LANES)), np.empty((size, kernels.LANES)), np.empty(size)
        x[at] = bad
        worst = np.empty(kernels.LANES)
        kernels.block_residual(to.start, to.index, to.amount, to.own, np.ones_like(x), x, left, worst)
        single = kernels.residual(
            to.start, to.index, to.amount, to.own, np.ones(size), x[:, 0].copy(), left[:, 0].copy(), whole, 0, size
        )
        assert not single <= 1.0
        assert not (worst <= 1.0).any()


@pytest.mark.parametrize("size", [1, 2, 9])
def test_rotations_solve_what_least_squares_solves(size):
    rng = np.random.default_rng(size)
    hessenberg = np.triu(rng.normal(size=(size + 1, size)), -1)
    first = np.zeros(size + 1)
    first[0] = 2.5
    upper, turns, rest = np.triu(hessenberg)[: size + 1], np.zeros((size, 2)), first.copy()

    for k in range(size):
        kernels.rotate(upper, turns, rest, k, hessenberg[k + 1, k])

    steps, square = np.linalg.lstsq(hessenberg, first, rcond=None)[:2]
    assert np.linalg.solve(upper[:size], rest[:size]) == pytest.approx(steps, rel=1e-10)
    assert rest[size] ** 2 == pytest.approx(float(square[0]), rel=1e-8)


@pytest.mark.parametrize("name", ["scores", "amounts"])
@pytest.mark.parametrize("seed", SEEDS)
def test_steps_of_gmres_build_an_orthonormal_basis_and_solve(name, seed):
    rng = np.random.default_rng(seed)
    one = ordered(random_network(rng, int(rng.integers(1, 60)), credit=0.1, decades=0.0))
    to, plan, size = getattr(one, name), one.plan, one.plan.torn.size
    if size == 0:
        assert plan.core == plan.after
        return
    scale, start = rng.uniform(0.5, 2, size), rng.normal(size=size)
    rows, most = -(-size // kernels.LANES), size
    basis, new = np.zeros(((most + 1) * rows, kernels.LANES)), np.zeros((rows, kernels.LANES))
    basis.reshape(-1)[:size] = start / np.linalg.norm(start)
    upper, turns, rest = np.zeros((most + 1, most)), np.zeros((most, 2)), np.zeros(most + 1)
    rest[0] = np.linalg.norm(start)
    arrays = to.begin, to.end, to.index, to.amount, to.keep, plan.is_torn, plan.core, plan.after

    taken = kernels.krylov_steps(
        arrays, plan.torn, scale, 1e-13, to.towards_users, np.zeros((2, plan.size)), basis, new, upper, turns, rest
    )

    response = torn_response(one)
    if name == "amounts":  # towards suppliers the same factors stand on the other side
        keep = one.keep[plan.torn]
        response = response.T * keep[None, :] / keep[:, None]
    matrix = np.eye(size) - response * scale[None, :] / scale[:, None]
    vectors = basis.reshape(most + 1, -1)[:taken, :size]
    step = np.linalg.solve(upper[:taken, :taken], rest[:taken]) @ vectors
    assert vectors @ vectors.T == pytest.approx(np.eye(taken), abs=1e-10)
    rounding = 1e-12 * (np.abs(matrix) @ np.abs(step) + np.abs(start)).max()
    assert np.abs(matrix @ step - start).max() <= rounding
