"""Values of sixteen lanes do in every lane what NumPy does with single figures."""

import operator
from fractions import Fraction

import numba
import numpy as np
import pytest

from qiantan.core.engine.network import lanes
from qiantan.core.engine.network.lanes import LANES


def rows(seed, count, kind=np.float64):
    rng = np.random.default_rng(seed)
    if kind == np.uint32:
        return rng.integers(0, 2**32, (count, LANES), dtype=np.uint32)
    return rng.normal(size=(count, LANES)).astype(kind)


def both(operation):
    """A loop that applies an operation to the first two rows of an array and puts the result into the third."""

    def loop(array):
        lanes.put(array, 2, operation(lanes.row(array, 0), lanes.row(array, 1)))

    return lanes_loop(loop)


def lanes_loop(function):
    """A loop compiled for one test, not kept beside the file."""
    return numba.njit(error_model="numpy")(function)


@pytest.mark.parametrize("kind", [np.float64, np.float32])
@pytest.mark.parametrize("name", ["add", "sub", "mul", "truediv"])
def test_arithmetic(name, kind):
    array, operation = rows(1, 3, kind), getattr(operator, name)

    both(operation)(array)

    assert (array[2] == operation(array[0], array[1])).all()


@pytest.mark.parametrize("name", ["add", "sub", "mul", "xor", "and_"])
def test_whole_numbers_wrap(name):
    array, operation = rows(2, 3, np.uint32), getattr(operator, name)

    both(operation)(array)

    assert (array[2] == operation(array[0], array[1])).all()


def test_shifts_and_single_figures_beside_lanes():
    array, figures = rows(3, 2, np.uint32), rows(3, 2)

    @lanes_loop
    def loop(array, figures):
        lanes.put(array, 1, (lanes.row(array, 0) >> np.uint32(9)) ^ (lanes.row(array, 0) << np.uint32(3)))
        lanes.put(figures, 1, 2.0 * lanes.row(figures, 0) - 1)

    loop(array, figures)

    assert (array[1] == (array[0] >> np.uint32(9)) ^ (array[0] << np.uint32(3))).all()
    assert (figures[1] == 2 * figures[0] - 1).all()


def test_fused_rounds_once():
    array = rows(4, 4)

    @lanes_loop
    def loop(array):
        lanes.put(array, 3, lanes.fused(lanes.row(array, 0), lanes.row(array, 1), lanes.row(array, 2)))

    loop(array)

    exact = [float(Fraction(a) * Fraction(b) + Fraction(c)) for a, b, c in array[:3].T.tolist()]
    assert array[3].tolist() == exact


def test_roots_floors_magnitudes_and_choices():
    array = rows(5, 7)
    array[0] = np.abs(array[0])

    @lanes_loop
    def loop(array):
        a, b = lanes.row(array, 0), lanes.row(array, 1)
        lanes.put(array, 2, lanes.root(a))
        lanes.put(array, 3, lanes.floor(b))
        lanes.put(array, 4, lanes.magnitude(b))
        lanes.put(array, 5, lanes.where_below(b, 0.0, a, 7.0))
        lanes.put(array, 6, lanes.larger(a, b))

    loop(array)

    a, b = array[:2]
    expected = np.sqrt(a), np.floor(b), np.abs(b), np.where(b < 0, a, 7.0), np.maximum(a, b)
    assert (array[2:] == np.array(expected)).all()


def test_what_is_no_number_is_larger_than_all():
    array = np.zeros((3, LANES))
    array[0, ::2], array[1, 1::2] = np.nan, np.nan

    both(lanes.larger)(array)

    assert np.isnan(array[2]).all()


def test_conversions():
    figures, singles, words = rows(6, 2), rows(7, 4, np.float32), rows(8, 4, np.uint32)

    @lanes_loop
    def loop(figures, singles, words):
        lanes.put(singles, 1, lanes.single(lanes.row(figures, 0)))
        lanes.put(figures, 1, lanes.doubled(lanes.row(singles, 0)))
        lanes.put(singles, 2, lanes.counted(lanes.row(words, 0) >> np.uint32(8)))
        lanes.put(words, 1, lanes.bits(lanes.row(singles, 0)))
        lanes.put(singles, 3, lanes.from_bits(lanes.row(words, 1)))
        lanes.put(words, 2, lanes.truncated(lanes.row(singles, 0) * np.float32(100)))
        lanes.put(words, 3, lanes.repeated(np.uint32(7)))

    loop(figures, singles, words)

    assert (singles[1] == figures[0].astype(np.float32)).all()
    assert (figures[1] == singles[0]).all()
    assert (singles[2] == (words[0] >> np.uint32(8)).astype(np.float32)).all()
    assert (words[1] == singles[0].view(np.uint32)).all()
    assert (singles[3] == singles[0]).all()
    assert (words[2].view(np.int32) == (singles[0] * np.float32(100)).astype(np.int32)).all()
    assert (words[3] == 7).all()


def test_sums_are_taken_by_halves():
    array = rows(9, 1)

    @lanes_loop
    def loop(array):
        return lanes.added(lanes.row(array, 0))

    half = array[0]
    while half.size > 1:
        half = half[: half.size // 2] + half[half.size // 2 :]
    assert loop(array) == half[0]
