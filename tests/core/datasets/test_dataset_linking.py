"""Every product input is linked, or told to be open with the reason; never is the first that fits taken."""

from dataclasses import replace
from decimal import Decimal

from tests.factories.datasets import plain_dataset

from qiantan.core.datasets.document import Exchange, Flow, Names
from qiantan.core.datasets.identity import uuid_of
from qiantan.core.datasets.linking import Linker
from qiantan.core.datasets.measures import measure_of
from qiantan.core.findings import Text


def flow(name, kind="product"):
    return Flow(uuid_of("link", name), Text("", name), kind, measure_of("kg"))


def process(name, makes, *takes, wastes=()):
    """Return a process that makes one product from others: (product, supplier or "")."""
    exchanges = [Exchange(0, flow(makes), "output", Decimal(1), "kg")]
    for number, (product, supplier) in enumerate(takes, 1):
        provider = uuid_of("process", supplier) if supplier else ""
        exchanges.append(Exchange(number, flow(product), "input", Decimal(1), "kg", provider=provider))
    exchanges += [Exchange(100 + n, flow(one, "waste"), "output", Decimal(1), "kg") for n, one in enumerate(wastes)]
    return replace(
        plain_dataset(), uuid=uuid_of("process", name), names=Names(base=Text("", name)), exchanges=tuple(exchanges)
    )


def report(*datasets):
    linker = Linker()
    for one in datasets:
        linker.add(one)
    return linker.report()


def test_one_supplier_links():
    assert report(process("mine", "ore"), process("smelter", "metal", ("ore", "")))[:3] == (2, 1, 1)


def test_no_supplier_is_told():
    found = report(process("smelter", "metal", ("ore", "")))

    assert [(one.code, one.name, one.suppliers, one.times) for one in found.open] == [("DS-LINK-NONE", "ore", (), 1)]


def test_several_suppliers_are_listed_and_none_is_taken():
    found = report(process("a", "ore"), process("b", "ore"), process("smelter", "metal", ("ore", "")))

    assert found.linked == 0
    assert [(one.code, one.suppliers) for one in found.open] == [
        ("DS-LINK-MANY", (uuid_of("process", "a"), uuid_of("process", "b")))
    ]


def test_a_named_supplier_settles_it():
    found = report(process("a", "ore"), process("b", "ore"), process("smelter", "metal", ("ore", "b")))

    assert (found.linked, found.open) == (1, ())


def test_a_named_supplier_that_is_not_there_is_told():
    found = report(process("a", "ore"), process("smelter", "metal", ("ore", "gone")))

    assert [one.code for one in found.open] == ["DS-LINK-GONE"]


def test_a_named_supplier_that_makes_something_else_is_told():
    found = report(process("a", "coke"), process("smelter", "metal", ("ore", "a")))

    assert [one.code for one in found.open] == ["DS-LINK-WRONG"]


def test_a_supplier_may_come_after_its_customer():
    assert report(process("smelter", "metal", ("ore", "mine")), process("mine", "ore")).linked == 1


def test_a_waste_is_demanded_by_whom_gives_it_off():
    treatment = process("landfill", "x")
    takes_in = Exchange(0, flow("slag", "waste"), "input", Decimal(1), "kg")
    treatment = replace(treatment, exchanges=(takes_in,))

    assert report(treatment, process("smelter", "metal", wastes=("slag",)))[1:3] == (1, 1)
    assert [one.code for one in report(process("smelter", "metal", wastes=("slag",))).open] == ["DS-LINK-NONE"]


def test_loops_are_links_like_others():
    found = report(process("power", "electricity", ("steel", "")), process("mill", "steel", ("electricity", "")))

    assert (found.linked, found.open) == (2, ())


def test_the_most_frequent_gap_comes_first_with_examples():
    many = [process(f"p{number}", f"q{number}", ("water", "")) for number in range(7)]
    found = report(*many, process("x", "y", ("ore", "")))

    assert [(one.name, one.times, len(one.examples)) for one in found.open] == [("water", 7, 5), ("ore", 1, 1)]
    assert next(one.message.zh for one in found.findings()) == "“water”没有供应过程，共 7 处。"
