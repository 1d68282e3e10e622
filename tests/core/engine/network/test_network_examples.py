"""The examples in the docstrings of all public functions give what they say."""

import doctest
import inspect

import numpy as np
import pytest
from tests.factories.studies import bought, emitted, footprint, output, process, study

from qiantan.core.engine import network as public

FUNCTIONS = {name: one for name, one in vars(public).items() if name in public.__all__ and inspect.isfunction(one)}
METHODS = {
    f"{owner.__name__}.{name}": one
    for owner in (public.Solver,)
    for name, one in vars(owner).items()
    if not name.startswith("_") and inspect.isfunction(one)
}
EXPLAINED = FUNCTIONS | METHODS | {"Network.with_amounts": public.Network.with_amounts}


def run(name, text, given):
    """Run the examples of a text; return how many there are."""
    examples = doctest.DocTestParser().get_doctest(text, given, name, None, 0)
    examples.globs = given  # the given names themselves, not a copy, so that what an example makes stays
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE | doctest.IGNORE_EXCEPTION_DETAIL
    runner = doctest.DocTestRunner(optionflags=flags)
    assert runner.run(examples, clear_globs=False).failed == 0
    return len(examples.examples)


@pytest.fixture
def given():
    """The names that examples may use: the package, its three products, and two studies."""
    names = {name: getattr(public, name) for name in public.__all__} | {"np": np}
    names["lime"] = study(
        process("kiln", output("lime", "500 t"), emitted("co2_fossil", "600 t")), unit="1 kg", of="kiln"
    )
    names["steel"] = study(
        process(
            "furnace", output("steel", "1000 t"), emitted("co2_fossil", "900 t"), bought("lime", "40 t", factor="table")
        ),
        factors=[footprint("table", per="kg", co2e="2")],
        unit="1 t",
        of="furnace",
    )
    assert run("package", public.__doc__, names) == 5
    return names


def test_nothing_public_is_forgotten():
    assert len(FUNCTIONS) >= 21
    assert set(public.__all__) == {name for name in vars(public) if name in public.__all__}
    assert all(inspect.getdoc(getattr(public, name)) for name in public.__all__)


@pytest.mark.parametrize("name", EXPLAINED)
def test_examples(name, given):
    assert run(name, inspect.getdoc(EXPLAINED[name]), given) >= 1
